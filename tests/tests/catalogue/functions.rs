//! Functions, procedures and aggregates.

use schema_snapshot::model::{Function, Schema};

use super::{each_server, function_names};

fn overloads<'a>(schema: &'a Schema, name: &str) -> &'a [Function] {
    let found = schema.functions.iter().find(|f| f.name.name == name);
    &found.unwrap_or_else(|| panic!("no {name}")).overloads
}

#[test]
fn overloads_by_their_arguments() {
    each_server(
        13,
        "CREATE FUNCTION f(b text, a int DEFAULT 1 + 1) RETURNS SETOF int
             LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE
             SET work_mem = '1MB' SET search_path = public, pg_temp
             AS 'BEGIN RETURN; END';
         CREATE FUNCTION f(a int) RETURNS TABLE (x int, y text) LANGUAGE sql IMMUTABLE AS 'SELECT 1, ''a''';
         CREATE PROCEDURE p(INOUT a int) LANGUAGE sql AS 'SELECT 1';
         REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC;
         COMMENT ON FUNCTION f(int) IS 'effs'",
        |_, schema| {
            assert_eq!(function_names(schema), ["public.f", "public.p"]);
            let without_hash = |f: &Function| {
                let hash = f.body_hash.as_deref().unwrap_or_default();
                assert_eq!(hash.len(), 64);
                super::json(f).replace(&format!(r#", "body_hash": "{hash}""#), "")
            };
            let functions: Vec<_> = overloads(schema, "f").iter().map(without_hash).collect();
            assert_eq!(
                functions,
                [
                    r#"{"arguments": "a integer", "returns": "TABLE(x integer, y text)", "kind": "function", "language": "sql", "volatility": "immutable", "parallel": "unsafe", "comment": "effs"}"#,
                    r#"{"arguments": "b text, a integer", "defaults": "(1 + 1)", "returns": "SETOF integer", "kind": "function", "language": "plpgsql", "volatility": "stable", "strict": true, "security_definer": true, "leakproof": true, "parallel": "safe", "settings": ["search_path=public, pg_temp", "work_mem=1MB"], "public_execute": true}"#,
                ]
            );
            let procedure = &overloads(schema, "p")[0];
            assert_eq!(procedure.kind, "procedure");
            assert_eq!(procedure.returns, None);
            assert_eq!(procedure.arguments, "INOUT a integer");
        },
    );
}

#[test]
fn the_body_is_hashed() {
    each_server(
        13,
        "CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 2';
         CREATE FUNCTION d() RETURNS text LANGUAGE internal AS 'pgsql_version';
         CREATE FUNCTION e() RETURNS text LANGUAGE internal AS 'now';
         CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
         CREATE AGGREGATE h(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
         CREATE AGGREGATE i(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1');
         CREATE AGGREGATE j(int) (SFUNC = int4mul, STYPE = int, INITCOND = '1')",
        |_, schema| {
            let hash = |name| overloads(schema, name)[0].body_hash.as_deref().unwrap();
            // sha256 of `SELECT 1`
            let one = "e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5";
            assert_eq!(hash("a"), one);
            assert_eq!(hash("a"), hash("b"));
            assert_ne!(hash("a"), hash("c"));
            assert_ne!(hash("d"), hash("e"));
            assert_eq!(hash("g"), hash("h"));
            assert_ne!(hash("h"), hash("i"));
            assert_ne!(hash("i"), hash("j"));
            assert_eq!(overloads(schema, "g")[0].kind, "aggregate");
        },
    );
}

#[test]
fn bodies_that_are_sql_of_their_own() {
    each_server(
        14,
        "CREATE TABLE t (a int);
         CREATE FUNCTION a(x int DEFAULT 1) RETURNS int LANGUAGE sql RETURN x + 1;
         CREATE FUNCTION b(x int) RETURNS int LANGUAGE sql STABLE RETURN x + 1;
         CREATE FUNCTION c(x int) RETURNS int LANGUAGE sql RETURN x + 2;
         CREATE FUNCTION d() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END;
         CREATE FUNCTION e() RETURNS int LANGUAGE sql SET work_mem = '1MB' BEGIN ATOMIC SELECT a FROM t; END;
         CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a + 1 FROM t; END",
        |_, schema| {
            let hash = |name| overloads(schema, name)[0].body_hash.as_deref().unwrap();
            assert_eq!(hash("a"), hash("b"), "the header is not the body");
            assert_ne!(hash("a"), hash("c"));
            assert_eq!(hash("d"), hash("e"));
            assert_ne!(hash("d"), hash("f"));
        },
    );
}

#[test]
fn who_may_execute() {
    each_server(
        13,
        "DO $$ BEGIN CREATE ROLE catalogue_a; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 1';
         GRANT EXECUTE ON FUNCTION b() TO catalogue_a;
         GRANT EXECUTE ON FUNCTION c() TO catalogue_a;
         REVOKE EXECUTE ON FUNCTION c() FROM PUBLIC",
        |_, schema| {
            let public = |name| overloads(schema, name)[0].public_execute;
            assert_eq!((public("a"), public("b"), public("c")), (true, true, false));
        },
    );
}
