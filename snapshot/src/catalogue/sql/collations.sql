-- pg_collation, as far as it is used.
SELECT json_build_object(
    'is', 'collation',
    'oid', o.oid::int8,
    'name', format('%I.%I', n.nspname, o.collname)
)
FROM pg_catalog.pg_collation AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.collnamespace
WHERE o.oid IN (
    SELECT a.attcollation
    FROM pg_catalog.pg_attribute AS a
    JOIN named ON named.oid = a.attrelid
    UNION
    SELECT unnest(i.indcollation)
    FROM pg_catalog.pg_index AS i
    JOIN listed AS l ON l.oid = i.indrelid
    UNION
    SELECT t.typcollation
    FROM pg_catalog.pg_type AS t
    WHERE t.typtype = 'd'
    UNION
    SELECT r.rngcollation
    FROM pg_catalog.pg_range AS r
    UNION
    SELECT a.attcollation
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE c.relkind = 'c'
)
