-- pg_constraint, a row for the constraints of a relation as in columns.sql, by oid. A column that
-- an older server lacks is found one level further out, in `older`. NOT NULL constraints ('n',
-- PostgreSQL 18) are said by the columns, those of triggers ('t') by the triggers. A constraint
-- with a parent is a partition's share of a foreign key that is of, or references, a partitioned
-- table.
SELECT concat(
    '{"is": "constraints", "of": ', k.conrelid,
    ', "keys": ' || json_agg(k.oid::int8),
    ', "name": ' || json_agg(k.conname),
    ', "contype": ' || json_agg(k.contype),
    ', "conkey": ' || json_agg(k.conkey),
    ', "conindid": ' || json_object_agg(k.oid, k.conindid::int8)
        FILTER (WHERE k.contype IN ('p', 'u', 'x')),
    ', "confrelid": ' || json_object_agg(k.oid, k.confrelid::int8) FILTER (WHERE k.contype = 'f'),
    ', "confkey": ' || json_object_agg(k.oid, k.confkey) FILTER (WHERE k.contype = 'f'),
    ', "on_delete": ' || json_object_agg(
        k.oid,
        CASE k.confdeltype
            WHEN 'r' THEN 'restrict'
            WHEN 'c' THEN 'cascade'
            WHEN 'n' THEN 'set_null'
            WHEN 'd' THEN 'set_default'
        END
    ) FILTER (WHERE k.contype = 'f' AND k.confdeltype <> 'a'),
    ', "confdelsetcols": ' || json_object_agg(k.oid, k.confdelsetcols)
        FILTER (WHERE k.confdelsetcols IS NOT NULL),
    ', "on_update": ' || json_object_agg(
        k.oid,
        CASE k.confupdtype
            WHEN 'r' THEN 'restrict'
            WHEN 'c' THEN 'cascade'
            WHEN 'n' THEN 'set_null'
            WHEN 'd' THEN 'set_default'
        END
    ) FILTER (WHERE k.contype = 'f' AND k.confupdtype <> 'a'),
    ', "match_full": ' || json_agg(k.oid::int8) FILTER (WHERE k.confmatchtype = 'f'),
    ', "period": ' || json_agg(k.oid::int8) FILTER (WHERE k.conperiod),
    ', "deferrable": ' || json_agg(k.oid::int8) FILTER (WHERE k.condeferrable),
    ', "deferred": ' || json_agg(k.oid::int8) FILTER (WHERE k.condeferred),
    ', "not_valid": ' || json_agg(k.oid::int8) FILTER (WHERE NOT k.convalidated),
    ', "not_enforced": ' || json_agg(k.oid::int8) FILTER (WHERE NOT k.conenforced),
    ', "no_inherit": ' || json_agg(k.oid::int8) FILTER (WHERE k.contype = 'c' AND k.connoinherit),
    ', "definition": ' || json_object_agg(
        k.oid,
        CASE k.contype
            WHEN 'c' THEN 'CHECK (' || pg_get_expr(k.conbin, k.conrelid) || ')'
            WHEN 'x' THEN pg_get_constraintdef(k.oid)
        END
    ) FILTER (WHERE k.contype IN ('c', 'x') AND NOT k.templated AND true /* definitions in scope */),
    -- With the columns of pg_statistic for those of the relation, which need not be opened.
    ', "template": ' || json_object_agg(
        k.oid,
        'CHECK (' || pg_get_expr(k.conbin, 'pg_catalog.pg_statistic'::regclass) || ')'
    ) FILTER (WHERE k.templated AND true /* definitions in scope */),
    ', "comment": ' || json_object_agg(k.oid, d.description) FILTER (WHERE d.description IS NOT NULL),
    '}'
)
FROM (SELECT true, false, NULL::int2[]) AS older(conenforced, conperiod, confdelsetcols)
CROSS JOIN LATERAL (
    SELECT
        c.oid, conrelid, conname, contype, conkey, condeferrable, condeferred, convalidated,
        conenforced, connoinherit, conperiod, conindid, confrelid, confkey, confdeltype,
        confdelsetcols, confupdtype, confmatchtype, conbin,
        -- A whole row is 0, and the columns of the system are negative.
        (contype = 'c' AND 0 < ALL (conkey) AND (
            SELECT s.relnatts FROM pg_catalog.pg_class AS s
            WHERE s.oid = 'pg_catalog.pg_statistic'::regclass
        ) >= ALL (conkey)) IS TRUE AS templated
    FROM listed AS l
    JOIN pg_catalog.pg_constraint AS c ON c.conrelid = l.oid
    WHERE contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0
        AND (contype = 'p' OR true /* constraints in scope */)
) AS k
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid
GROUP BY k.conrelid
