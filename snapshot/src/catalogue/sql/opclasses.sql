-- pg_opclass: all, some two hundred, because whether one is the default depends on its neighbours.
SELECT json_build_object(
    'is', 'opclass',
    'oid', o.oid::int8,
    'name', format('%I.%I', n.nspname, o.opcname),
    'method', m.amname,
    'opcintype', o.opcintype::int8,
    'opcdefault', o.opcdefault
)
FROM pg_catalog.pg_opclass AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.opcnamespace
JOIN pg_catalog.pg_am AS m ON m.oid = o.opcmethod
