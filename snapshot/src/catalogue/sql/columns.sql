-- pg_attribute, a row for the columns of a relation. Each property is a list, or an object by
-- attnum of the columns that have it: an object for each column takes three times as long, to write
-- and to read. json_build_object would look up the types of all its arguments again for each row, and
-- concat leaves out a member that is NULL.
SELECT concat(
    '{"is": "columns", "of": ', a.attrelid,
    ', "keys": ' || json_agg(a.attnum),
    ', "name": ' || json_agg(a.attname),
    ', "atttypid": ' || json_agg(a.atttypid::int8),
    ', "atttypmod": ' || json_object_agg(a.attnum, a.atttypmod) FILTER (WHERE a.atttypmod <> -1),
    ', "attcollation": ' || json_object_agg(a.attnum, a.attcollation::int8)
        FILTER (WHERE a.attcollation NOT IN (0, 100)),
    ', "collation_name": ' || json_object_agg(a.attnum, (
        SELECT format('%I.%I', n.nspname, o.collname)
        FROM pg_catalog.pg_collation AS o
        JOIN pg_catalog.pg_namespace AS n ON n.oid = o.collnamespace
        WHERE o.oid = a.attcollation
    )) FILTER (WHERE a.attcollation NOT IN (0, 100)),
    ', "not_null": ' || json_agg(a.attnum) FILTER (WHERE a.attnotnull),
    -- PostgreSQL 18 sets attnotnull for a NOT NULL that is NOT VALID, too.
    ', "not_null_not_valid": ' || json_agg(a.attnum) FILTER (WHERE k.oid IS NOT NULL),
    -- Without columns in it an expression needs no relation to be written, and reading the
    -- definition of a relation takes longer than all else.
    ', "default": ' || json_object_agg(
        a.attnum,
        CASE WHEN true /* definitions in scope */
            THEN pg_get_expr(v.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE v.adrelid END)
            ELSE '...'
        END
    ) FILTER (WHERE v.oid IS NOT NULL),
    ', "sequence_type": ' || json_object_agg(a.attnum, pg_catalog.format_type(s.type, NULL))
        FILTER (WHERE s.type IS NOT NULL),
    ', "identity": ' || json_object_agg(
        a.attnum,
        CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by_default' END
    ) FILTER (WHERE a.attidentity <> ''),
    ', "generated": ' || json_object_agg(
        a.attnum,
        CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END
    ) FILTER (WHERE a.attgenerated <> ''),
    ', "comment": ' || json_object_agg(a.attnum, d.description) FILTER (WHERE d.description IS NOT NULL),
    '}'
)
FROM named
JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = named.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_attrdef AS v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
-- int2 is 21, int4 is 23: the narrowest of several is the least.
LEFT JOIN (
    SELECT u.objid, min(q.seqtypid::int8)::oid AS type
    FROM pg_catalog.pg_sequence AS q
    JOIN pg_catalog.pg_depend AS u
        ON u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = q.seqrelid
            AND u.classid = 'pg_catalog.pg_attrdef'::regclass
    WHERE q.seqtypid <> 'pg_catalog.int8'::regtype AND NOT q.seqcycle
    GROUP BY u.objid
) AS s
    ON s.objid = v.oid AND a.atttypid IN ('pg_catalog.int4'::regtype, 'pg_catalog.int8'::regtype)
        AND s.type <> a.atttypid AND (s.type, a.atttypid) <> (23, 21)
LEFT JOIN pg_catalog.pg_constraint AS k
    ON k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey[1] = a.attnum
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_class'::regclass
        AND d.objoid = a.attrelid AND d.objsubid = a.attnum
GROUP BY a.attrelid
