-- pg_policy. Role 0 is PUBLIC.
SELECT json_build_object(
    'is', 'policy',
    'of', p.polrelid::int8,
    'name', p.polname,
    'restrictive', NOT p.polpermissive,
    'command', CASE p.polcmd
        WHEN '*' THEN 'all'
        WHEN 'r' THEN 'select'
        WHEN 'a' THEN 'insert'
        WHEN 'w' THEN 'update'
        WHEN 'd' THEN 'delete'
    END,
    'roles', (
        SELECT json_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END)
        FROM unnest(p.polroles) AS r
    ),
    'using', pg_get_expr(p.polqual, p.polrelid),
    'check', pg_get_expr(p.polwithcheck, p.polrelid),
    'comment', d.description
)
FROM listed AS l
JOIN pg_catalog.pg_policy AS p ON p.polrelid = l.oid
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_policy'::regclass AND d.objoid = p.oid
