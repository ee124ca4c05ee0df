-- pg_type: the types of the schemas in scope, those that the columns have, and those that these are
-- made of. `spellings` are format_type's texts, one for each modifier that occurs, and the part of
-- the text that is the modifier.
, own(oid) AS MATERIALIZED (
    SELECT t.oid
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
        AND n.nspname <> 'information_schema'
        AND NOT starts_with(n.nspname, 'pg_')
        AND t.oid NOT IN (
            SELECT e.objid FROM extension_member AS e
            WHERE e.classid = 'pg_catalog.pg_type'::regclass
        )
),
ranges(rngtypid, rngsubtype, rngsubopc, rngcollation, rngmultitypid) AS MATERIALIZED (
    SELECT r.*
    FROM (SELECT NULL::oid) AS older(rngmultitypid)
    CROSS JOIN LATERAL (
        SELECT rngtypid, rngsubtype, rngsubopc, rngcollation, rngmultitypid
        FROM pg_catalog.pg_range
    ) AS r
),
used(oid, typmod) AS (
    (
        SELECT DISTINCT a.atttypid, a.atttypmod
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attnum > 0
            AND NOT a.attisdropped
            AND a.attrelid IN (SELECT named.oid FROM named) /* unless everything */
        UNION
        SELECT t.oid, -1
        FROM own
        JOIN pg_catalog.pg_type AS t ON t.oid = own.oid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
        WHERE true /* types in scope */
    )
    UNION
    SELECT part.oid, part.typmod
    FROM used
    JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
    CROSS JOIN LATERAL (
        SELECT e.oid, used.typmod
        FROM pg_catalog.pg_type AS e
        WHERE e.oid = t.typelem AND e.typarray = t.oid
        UNION ALL
        SELECT t.typbasetype, t.typtypmod
        WHERE t.typtype = 'd'
        UNION ALL
        SELECT CASE WHEN t.typtype = 'm' THEN r.rngtypid ELSE r.rngsubtype END, -1
        FROM ranges AS r
        WHERE t.typtype IN ('r', 'm') AND t.oid IN (r.rngtypid, r.rngmultitypid)
        UNION ALL
        SELECT a.atttypid, a.atttypmod
        FROM pg_catalog.pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND t.oid IN (SELECT own.oid FROM own)
            AND a.attnum > 0 AND NOT a.attisdropped
    ) AS part(oid, typmod)
),
spelled(oid, spellings) AS MATERIALIZED (
    SELECT
        u.oid,
        json_agg(json_build_object(
            'typmod', u.typmod,
            'text', format_type(u.oid, u.typmod),
            'suffix', substr(format_type(u.oid, u.typmod), length(format_type(u.oid, -1)) + 1)
        ))
    FROM used AS u
    GROUP BY u.oid
)
SELECT json_build_object(
    'is', 'type',
    'oid', t.oid::int8,
    'own', t.oid IN (SELECT own.oid FROM own),
    'extension', t.oid IN (
        SELECT e.objid FROM extension_member AS e
        WHERE e.classid = 'pg_catalog.pg_type'::regclass
    ),
    'name', format('%I.%I', n.nspname, t.typname),
    'typtype', t.typtype,
    'spellings', s.spellings,
    'element', CASE WHEN e.typarray = t.oid THEN e.oid::int8 END,
    'typbasetype', CASE WHEN t.typtype = 'd' THEN t.typbasetype::int8 END,
    'typtypmod', t.typtypmod,
    'typcollation', t.typcollation::int8,
    'typcollation_name', CASE WHEN tc.oid IS NOT NULL THEN
        format('%I.%I', tn.nspname, tc.collname)
    END,
    'not_null', t.typnotnull,
    'default', pg_get_expr(t.typdefaultbin, 0),
    'domain_checks', k.checks,
    'labels', l.labels,
    'members', a.members,
    'rngsubtype', r.rngsubtype::int8,
    'rngsubopc', r.rngsubopc::int8,
    'rngcollation', r.rngcollation::int8,
    'rngcollation_name', CASE WHEN rc.oid IS NOT NULL THEN
        format('%I.%I', rn.nspname, rc.collname)
    END,
    'multirange', CASE WHEN m.oid IS NOT NULL THEN format('%I.%I', mn.nspname, m.typname) END,
    'rngtypid', o.rngtypid::int8,
    'comment', d.description
)
FROM spelled AS s
JOIN pg_catalog.pg_type AS t ON t.oid = s.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_collation AS tc ON tc.oid = t.typcollation
LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = tc.collnamespace
LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem
LEFT JOIN ranges AS r ON r.rngtypid = t.oid
LEFT JOIN pg_catalog.pg_collation AS rc ON rc.oid = r.rngcollation
LEFT JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.collnamespace
LEFT JOIN ranges AS o ON o.rngmultitypid = t.oid
LEFT JOIN pg_catalog.pg_type AS m ON m.oid = r.rngmultitypid
LEFT JOIN pg_catalog.pg_namespace AS mn ON mn.oid = m.typnamespace
LEFT JOIN (
    SELECT q.enumtypid, json_agg(q.enumlabel ORDER BY q.enumsortorder) AS labels
    FROM pg_catalog.pg_enum AS q
    GROUP BY q.enumtypid
) AS l ON l.enumtypid = t.oid
LEFT JOIN (
    SELECT
        q.contypid,
        json_agg(json_build_object(
            'name', q.conname,
            'definition', 'CHECK (' || pg_get_expr(q.conbin, 0) || ')',
            'not_valid', NOT q.convalidated,
            'comment', qd.description
        )) AS checks
    FROM pg_catalog.pg_constraint AS q
    LEFT JOIN pg_catalog.pg_description AS qd
        ON qd.classoid = 'pg_catalog.pg_constraint'::regclass AND qd.objoid = q.oid
    WHERE q.contypid <> 0 AND q.contype = 'c'
    GROUP BY q.contypid
) AS k ON k.contypid = t.oid
LEFT JOIN (
    SELECT
        q.attrelid,
        json_build_object(
            'keys', json_agg(q.attnum),
            'name', json_agg(q.attname),
            'atttypid', json_agg(q.atttypid::int8),
            'atttypmod', json_object_agg(q.attnum, q.atttypmod),
            'attcollation', json_object_agg(q.attnum, q.attcollation::int8),
            'collation_name', json_object_agg(q.attnum, format('%I.%I', qn.nspname, qo.collname))
                FILTER (WHERE qo.oid IS NOT NULL),
            'comment', json_object_agg(q.attnum, qd.description)
                FILTER (WHERE qd.description IS NOT NULL)
        ) AS members
    FROM own
    JOIN pg_catalog.pg_type AS y ON y.oid = own.oid AND y.typtype = 'c'
    JOIN pg_catalog.pg_attribute AS q
        ON q.attrelid = y.typrelid AND q.attnum > 0 AND NOT q.attisdropped
    LEFT JOIN pg_catalog.pg_collation AS qo ON qo.oid = q.attcollation
    LEFT JOIN pg_catalog.pg_namespace AS qn ON qn.oid = qo.collnamespace
    LEFT JOIN pg_catalog.pg_description AS qd
        ON qd.classoid = 'pg_catalog.pg_class'::regclass
            AND qd.objoid = q.attrelid AND qd.objsubid = q.attnum
    GROUP BY q.attrelid
) AS a ON a.attrelid = t.typrelid AND t.typrelid <> 0
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
