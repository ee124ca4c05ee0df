-- pg_attribute, the columns of one relation a row.
SELECT json_build_object(
    'is', 'columns',
    'of', a.attrelid::int8,
    'columns', json_agg(json_build_object(
        'attnum', a.attnum,
        'name', a.attname,
        'atttypid', a.atttypid::int8,
        'atttypmod', a.atttypmod,
        -- PostgreSQL 18 says attnotnull of a NOT NULL that is NOT VALID, too.
        'not_null', a.attnotnull AND n.oid IS NULL,
        'not_null_not_valid', n.oid IS NOT NULL,
        'default', pg_get_expr(v.adbin, v.adrelid),
        'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by_default' END,
        'generated', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END,
        'attcollation', a.attcollation::int8,
        'comment', d.description
    ))
)
FROM named
JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = named.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_attrdef AS v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
LEFT JOIN pg_catalog.pg_constraint AS n
    ON n.conrelid = a.attrelid AND n.contype = 'n' AND NOT n.convalidated AND n.conkey[1] = a.attnum
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_class'::regclass
        AND d.objoid = a.attrelid AND d.objsubid = a.attnum
GROUP BY a.attrelid
