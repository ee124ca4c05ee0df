-- pg_index, a row for the indexes of a relation as in columns.sql, by oid. What is asked a key is
-- asked only of the indexes that have it: expressions, collations other than none (0) and the
-- database's (100), parameters of operator classes, which a btree (403) has none of.
SELECT concat(
    '{"is": "indexes", "of": ', i.indrelid,
    ', "keys": ' || json_agg(i.indexrelid::int8),
    ', "name": ' || json_agg(c.relname),
    ', "method": ' || json_agg(m.amname),
    ', "indkey": ' || json_agg(i.indkey::text),
    ', "indnkeyatts": ' || json_agg(i.indnkeyatts),
    ', "indclass": ' || json_agg(i.indclass::text),
    ', "indcollation": ' || json_agg(i.indcollation::text),
    ', "indoption": ' || json_agg(i.indoption::text),
    ', "collation_names": ' || json_object_agg(i.indexrelid, (
        SELECT json_agg(CASE WHEN o.oid <> 0 THEN format('%I.%I', n.nspname, o.collname) END ORDER BY u.n)
        FROM unnest(i.indcollation) WITH ORDINALITY AS u(oid, n)
        LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = u.oid
        LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = o.collnamespace
    )) FILTER (WHERE NOT i.indcollation::oid[] <@ '{0, 100}'::oid[]),
    ', "expressions": ' || json_object_agg(i.indexrelid, (
        SELECT json_agg(CASE WHEN true /* definitions in scope */
            THEN pg_get_indexdef(i.indexrelid, k, false)
            ELSE '...'
        END ORDER BY k)
        FROM generate_series(1, i.indnkeyatts::int4) AS k
        WHERE i.indkey[k - 1] = 0
    )) FILTER (WHERE i.indexprs IS NOT NULL),
    ', "opclass_options": ' || json_object_agg(i.indexrelid, (
        SELECT json_agg(a.attoptions ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = i.indexrelid
    )) FILTER (WHERE c.relam <> 403),
    ', "unique": ' || json_agg(i.indexrelid::int8) FILTER (WHERE i.indisunique),
    ', "nulls_not_distinct": ' || json_agg(i.indexrelid::int8) FILTER (WHERE i.indnullsnotdistinct),
    ', "predicate": ' || json_object_agg(
        i.indexrelid,
        CASE WHEN true /* definitions in scope */ THEN pg_get_expr(i.indpred, i.indrelid) ELSE '...' END
    ) FILTER (WHERE i.indpred IS NOT NULL),
    ', "invalid": ' || json_agg(i.indexrelid::int8) FILTER (WHERE NOT i.indisvalid),
    ', "replica_identity": ' || json_agg(i.indexrelid::int8) FILTER (WHERE i.indisreplident),
    ', "options": ' || json_object_agg(i.indexrelid, c.reloptions) FILTER (WHERE c.reloptions IS NOT NULL),
    ', "comment": ' || json_object_agg(i.indexrelid, d.description)
        FILTER (WHERE d.description IS NOT NULL),
    '}'
)
FROM (SELECT false) AS older(indnullsnotdistinct)
CROSS JOIN LATERAL (
    SELECT
        indexrelid, indrelid, indnkeyatts, indkey, indclass, indcollation, indoption, indexprs,
        indisunique, indnullsnotdistinct, indpred, indisvalid, indisreplident
    FROM listed AS l
    JOIN pg_catalog.pg_index ON indrelid = l.oid
    WHERE indislive AND (true /* definitions in scope */ OR indisunique)
        AND true /* constraints in scope */
) AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
GROUP BY i.indrelid
