-- pg_proc, of the triggers that can assign to a new row, for what the text of their functions says.
SELECT json_build_object(
    'is', 'trigger_function',
    'name', format('%I.%I', n.nspname, p.proname),
    'language', y.lanname,
    'source', p.prosrc
)
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language AS y ON y.oid = p.prolang
WHERE p.oid IN (
    SELECT t.tgfoid
    FROM listed AS l
    JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = l.oid AND NOT t.tgisinternal
    -- Before, for each row, insert or update.
    WHERE t.tgtype::int4 & 3 = 3 AND t.tgtype::int4 & 20 <> 0
)
