-- What every statement begins with: the relations that are asked for. Partitions belong to their
-- parent, objects of an extension to the extension, and schemas that start with `pg_` to the server.
WITH RECURSIVE extension_member(classid, objid) AS MATERIALIZED (
    SELECT d.classid, d.objid
    FROM pg_catalog.pg_depend AS d
    WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
),
listed(oid) AS MATERIALIZED (
    SELECT c.oid
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND c.relpersistence <> 't'
        AND NOT c.relispartition
        AND n.nspname <> 'information_schema'
        AND NOT starts_with(n.nspname, 'pg_')
        AND NOT EXISTS (
            SELECT FROM extension_member AS e
            WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid
        )
        AND true /* relations in scope */
),
-- A foreign key is written with the names and types of the columns that it references, and these
-- may be of a partition, or of a relation out of scope.
named(oid) AS MATERIALIZED (
    SELECT l.oid FROM listed AS l
    UNION
    SELECT k.confrelid
    FROM pg_catalog.pg_constraint AS k
    JOIN listed AS l ON l.oid = k.conrelid
    WHERE k.contype = 'f' AND k.conparentid = 0
)
