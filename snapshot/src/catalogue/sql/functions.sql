-- pg_proc. The body of a function is its text. Of one in C it is the library and the symbol, of an
-- aggregate what it is made of, and of one whose body is SQL of its own (PostgreSQL 14 and later)
-- what pg_get_functiondef writes below the header, because 13 has no pg_get_function_sqlbody.
SELECT json_build_object(
    'is', 'function',
    'name', format('%I.%I', n.nspname, p.proname),
    'arguments', pg_get_function_identity_arguments(p.oid),
    'defaults', pg_get_expr(p.proargdefaults, 0),
    'returns', pg_get_function_result(p.oid),
    'kind', CASE p.prokind
        WHEN 'f' THEN 'function'
        WHEN 'p' THEN 'procedure'
        WHEN 'a' THEN 'aggregate'
        WHEN 'w' THEN 'window'
    END,
    'language', y.lanname,
    'volatility', CASE p.provolatile
        WHEN 'v' THEN 'volatile'
        WHEN 's' THEN 'stable'
        WHEN 'i' THEN 'immutable'
    END,
    'strict', p.proisstrict,
    'security_definer', p.prosecdef,
    'leakproof', p.proleakproof,
    'parallel', CASE p.proparallel
        WHEN 'u' THEN 'unsafe'
        WHEN 'r' THEN 'restricted'
        WHEN 's' THEN 'safe'
    END,
    'settings', p.proconfig,
    'body_hash', encode(sha256(convert_to(CASE
        WHEN p.prokind = 'a' THEN (
            SELECT concat_ws(
                E'\n',
                g.aggkind, g.aggnumdirectargs,
                g.aggtransfn, format_type(g.aggtranstype, NULL), g.aggtransspace,
                g.aggfinalfn, g.aggfinalextra, g.aggfinalmodify,
                g.aggcombinefn, g.aggserialfn, g.aggdeserialfn,
                g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn, g.aggmfinalextra,
                g.aggmfinalmodify, format_type(g.aggmtranstype, NULL), g.aggmtransspace,
                g.aggsortop::regoperator,
                'initial ' || g.agginitval, 'moving initial ' || g.aggminitval
            )
            FROM pg_catalog.pg_aggregate AS g
            WHERE g.aggfnoid = p.oid
        )
        WHEN p.prosqlbody THEN
            substring(pg_get_functiondef(p.oid) FROM E'\n((?:BEGIN ATOMIC|RETURN ).*)$')
        WHEN p.probin IS NOT NULL THEN p.probin || E'\n' || p.prosrc
        ELSE p.prosrc
    END, 'UTF8')), 'hex'),
    'public_execute', p.proacl IS NULL OR EXISTS (
        SELECT FROM aclexplode(p.proacl) AS a
        WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'
    ),
    'comment', d.description
)
FROM (SELECT NULL::text) AS older(prosqlbody)
CROSS JOIN LATERAL (
    SELECT
        f.oid, proname, pronamespace, proargdefaults, prokind, prolang, provolatile, proisstrict,
        prosecdef, proleakproof, proparallel, proconfig, probin, prosrc, proacl,
        prosqlbody IS NOT NULL AS prosqlbody
    FROM pg_catalog.pg_proc AS f
) AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language AS y ON y.oid = p.prolang
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objoid = p.oid
WHERE n.nspname <> 'information_schema'
    AND NOT starts_with(n.nspname, 'pg_')
    AND p.oid NOT IN (
        SELECT e.objid FROM extension_member AS e
        WHERE e.classid = 'pg_catalog.pg_proc'::regclass
    )
    AND true /* schemas in scope */
