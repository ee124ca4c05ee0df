-- What may be written to a view, by itself or by its triggers: of the columns those that an insert or
-- update may name.
SELECT json_build_object(
    'is', 'writable',
    'name', format('%I.%I', n.nspname, c.relname),
    'events', pg_relation_is_updatable(c.oid, true),
    'columns', (
        SELECT json_agg(a.attname)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND pg_column_is_updatable(c.oid, a.attnum, true)
    )
)
FROM listed AS l
JOIN pg_catalog.pg_class AS c ON c.oid = l.oid AND c.relkind = 'v'
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE true /* written in scope */
