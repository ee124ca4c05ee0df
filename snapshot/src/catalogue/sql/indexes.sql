-- pg_index. What needs a function a key is asked only of the indexes that have it: expressions, and
-- parameters of operator classes, which a btree (403) has none of.
SELECT json_build_object(
    'is', 'index',
    'oid', i.indexrelid::int8,
    'of', i.indrelid::int8,
    'name', c.relname,
    'method', m.amname,
    'indnkeyatts', i.indnkeyatts,
    'indkey', i.indkey::int2[],
    'indclass', i.indclass::oid[]::int8[],
    'indcollation', i.indcollation::oid[]::int8[],
    'indoption', i.indoption::int2[],
    'expressions', CASE WHEN i.indexprs IS NOT NULL THEN (
        SELECT json_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k)
        FROM generate_series(1, i.indnkeyatts::int4) AS k
        WHERE i.indkey[k - 1] = 0
    ) END,
    'opclass_options', CASE WHEN c.relam <> 403 THEN (
        SELECT json_object_agg(a.attnum, a.attoptions)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = i.indexrelid AND a.attoptions IS NOT NULL
    ) END,
    'unique', i.indisunique,
    'nulls_not_distinct', i.indnullsnotdistinct,
    'predicate', pg_get_expr(i.indpred, i.indrelid),
    'invalid', NOT i.indisvalid,
    'indisreplident', i.indisreplident,
    'options', c.reloptions,
    'comment', d.description
)
FROM (SELECT false) AS older(indnullsnotdistinct)
CROSS JOIN LATERAL (
    SELECT
        indexrelid, indrelid, indnkeyatts, indkey, indclass, indcollation, indoption, indexprs,
        indisunique, indnullsnotdistinct, indpred, indisvalid, indisreplident
    FROM listed AS l
    JOIN pg_catalog.pg_index ON indrelid = l.oid
    WHERE indislive
) AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
