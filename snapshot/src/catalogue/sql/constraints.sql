-- pg_constraint of relations. A column that an older server lacks is found one level further out,
-- in `older`. NOT NULL constraints ('n', PostgreSQL 18) are said by the columns, those of triggers
-- ('t') by the triggers. A constraint with a parent is a partition's share of a foreign key that
-- references or is of a partitioned table.
SELECT json_build_object(
    'is', 'constraint',
    'of', k.conrelid::int8,
    'name', k.conname,
    'contype', k.contype,
    'conkey', k.conkey,
    'deferrable', k.condeferrable,
    'deferred', k.condeferred,
    'not_valid', NOT k.convalidated,
    'not_enforced', NOT k.conenforced,
    'no_inherit', k.connoinherit,
    'without_overlaps', k.conperiod,
    'period', k.conperiod,
    'conindid', k.conindid::int8,
    'confrelid', k.confrelid::int8,
    'confkey', k.confkey,
    'on_delete', CASE k.confdeltype
        WHEN 'a' THEN 'no_action'
        WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set_null'
        WHEN 'd' THEN 'set_default'
    END,
    'confdelsetcols', k.confdelsetcols,
    'on_update', CASE k.confupdtype
        WHEN 'a' THEN 'no_action'
        WHEN 'r' THEN 'restrict'
        WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set_null'
        WHEN 'd' THEN 'set_default'
    END,
    'match_full', k.confmatchtype = 'f',
    'definition', CASE k.contype
        WHEN 'c' THEN 'CHECK (' || pg_get_expr(k.conbin, k.conrelid) || ')'
        WHEN 'x' THEN pg_get_constraintdef(k.oid)
    END,
    'comment', d.description
)
FROM (SELECT true, false, NULL::int2[]) AS older(conenforced, conperiod, confdelsetcols)
CROSS JOIN LATERAL (
    SELECT
        c.oid, conrelid, conname, contype, conkey, condeferrable, condeferred, convalidated,
        conenforced, connoinherit, conperiod, conindid, confrelid, confkey, confdeltype,
        confdelsetcols, confupdtype, confmatchtype, conbin
    FROM listed AS l
    JOIN pg_catalog.pg_constraint AS c ON c.conrelid = l.oid
    WHERE contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0
) AS k
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid
