-- pg_class, with what is one value a relation. The index of REPLICA IDENTITY USING INDEX is said by
-- the index.
SELECT concat(
    '{"is": "relation", "oid": ', c.oid,
    ', "listed": ' || (c.oid IN (SELECT l.oid FROM listed AS l)),
    ', "name": ' || to_json(format('%I.%I', n.nspname, c.relname)),
    ', "kind": "' || CASE c.relkind
        WHEN 'r' THEN 'table'
        WHEN 'p' THEN 'partitioned_table'
        WHEN 'v' THEN 'view'
        WHEN 'm' THEN 'materialized_view'
        WHEN 'f' THEN 'foreign_table'
    END || '"',
    ', "unlogged": ' || (c.relpersistence = 'u'),
    ', "comment": ' || to_json(d.description),
    ', "row_security": "' || CASE
        WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 'forced'
        WHEN c.relrowsecurity THEN 'enabled'
        WHEN c.relforcerowsecurity THEN 'forced_disabled'
        ELSE 'disabled'
    END || '"',
    ', "partition_by": ' || CASE WHEN c.relkind = 'p' AND true /* definitions in scope */ THEN
        to_json(pg_get_partkeydef(c.oid))
    END,
    ', "inherits": ' || i.parents,
    ', "options": ' || to_json(c.reloptions),
    ', "definition_hash": "' || CASE WHEN c.relkind IN ('v', 'm') AND true /* definitions in scope */ THEN
        encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
    END || '"',
    ', "server": ' || to_json(s.srvname),
    ', "replica_identity": "' || CASE WHEN c.relkind IN ('r', 'p', 'm') THEN
        CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' END
    END || '"',
    ', "elsewhere": {"secured": ' || r.secured || '}',
    '}'
)
FROM named
JOIN pg_catalog.pg_class AS c ON c.oid = named.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN (
    SELECT
        h.inhrelid,
        json_agg(format('%I.%I', pn.nspname, p.relname) ORDER BY h.inhseqno) AS parents
    FROM pg_catalog.pg_inherits AS h
    JOIN listed AS l ON l.oid = h.inhrelid
    JOIN pg_catalog.pg_class AS p ON p.oid = h.inhparent
    JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace
    GROUP BY h.inhrelid
) AS i ON i.inhrelid = c.oid
LEFT JOIN pg_catalog.pg_foreign_table AS f ON f.ftrelid = c.oid
LEFT JOIN pg_catalog.pg_foreign_server AS s ON s.oid = f.ftserver
LEFT JOIN (
    SELECT
        w.ev_class,
        json_agg(DISTINCT format('%I.%I', tn.nspname, t.relname)) AS secured
    FROM pg_catalog.pg_class AS t
    JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
    JOIN pg_catalog.pg_depend AS k
        ON k.classid = 'pg_catalog.pg_rewrite'::regclass
        AND k.refclassid = 'pg_catalog.pg_class'::regclass AND k.refobjid = t.oid
    JOIN pg_catalog.pg_rewrite AS w ON w.oid = k.objid
    JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class AND v.relkind = 'v'
    WHERE t.relrowsecurity
        AND current_setting('server_version_num')::int4 >= 150000
        -- Who writes it either way has thought of it.
        AND NOT EXISTS (
            SELECT FROM unnest(v.reloptions) AS o WHERE starts_with(o, 'security_invoker=')
        )
    GROUP BY w.ev_class
) AS r ON r.ev_class = c.oid
