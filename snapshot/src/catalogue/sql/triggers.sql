-- pg_trigger, without those that PostgreSQL makes for foreign keys and deferrable constraints.
SELECT json_build_object(
    'is', 'trigger',
    'of', t.tgrelid::int8,
    'name', t.tgname,
    'definition', pg_get_triggerdef(t.oid),
    'function', format('%I.%I', n.nspname, p.proname),
    'timing', CASE
        WHEN t.tgtype::int4 & 64 <> 0 THEN 'instead_of'
        WHEN t.tgtype::int4 & 2 <> 0 THEN 'before'
        ELSE 'after'
    END,
    'events', array_remove(ARRAY[
        CASE WHEN t.tgtype::int4 & 4 <> 0 THEN 'insert' END,
        CASE WHEN t.tgtype::int4 & 16 <> 0 THEN 'update' END,
        CASE WHEN t.tgtype::int4 & 8 <> 0 THEN 'delete' END,
        CASE WHEN t.tgtype::int4 & 32 <> 0 THEN 'truncate' END
    ], NULL),
    'row', t.tgtype::int4 & 1 <> 0,
    'enabled', CASE t.tgenabled
        WHEN 'O' THEN 'origin'
        WHEN 'D' THEN 'disabled'
        WHEN 'R' THEN 'replica'
        WHEN 'A' THEN 'always'
    END,
    'comment', d.description
)
FROM listed AS l
JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = l.oid AND NOT t.tgisinternal
JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_trigger'::regclass AND d.objoid = t.oid
