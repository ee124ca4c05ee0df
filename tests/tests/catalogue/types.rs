//! Enums, domains, composites, ranges.

use super::{each_server, json, lines, relation, type_names, user_type};

#[test]
fn enums_in_their_order() {
    each_server(
        13,
        "CREATE TYPE mood AS ENUM ('sad', 'happy');
         ALTER TYPE mood ADD VALUE 'ok' AFTER 'sad';
         ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
         ALTER TYPE mood ADD VALUE 'it''s \"Fine\"' BEFORE 'sad';
         CREATE TYPE nothing AS ENUM ();
         COMMENT ON TYPE mood IS 'how'",
        |_, schema| {
            assert_eq!(
                lines(&schema.types),
                [
                    r#"{"name": "public.mood", "kind": "enum", "comment": "how", "labels": ["it's \"Fine\"", "sad", "meh", "ok", "happy"]}"#,
                    r#"{"name": "public.nothing", "kind": "enum"}"#,
                ]
                .map(|line| line.replace(r#""kind": "enum", "#, "").replace(r#", "kind": "enum""#, ""))
            );
        },
    );
}

#[test]
fn domains() {
    each_server(
        13,
        r#"CREATE DOMAIN d1 AS varchar(9) COLLATE "C" NOT NULL DEFAULT 'x'
             CONSTRAINT z CHECK (VALUE <> '') CONSTRAINT a CHECK (length(VALUE) > 1);
         ALTER DOMAIN d1 ADD CONSTRAINT m CHECK (VALUE <> 'm') NOT VALID;
         CREATE DOMAIN d2 AS d1[];
         COMMENT ON DOMAIN d1 IS 'dom';
         COMMENT ON CONSTRAINT z ON DOMAIN d1 IS 'some'"#,
        |_, schema| {
            assert_eq!(
                lines(&schema.types),
                [
                    r#"{"name": "public.d1", "kind": "domain", "comment": "dom", "base": "character varying(9)", "not_null": true, "default": "'x'::character varying", "collation": "pg_catalog.\"C\"", "checks": [{"name": "a", "definition": "CHECK ((length((VALUE)::text) > 1))"}, {"name": "m", "definition": "CHECK (((VALUE)::text <> 'm'::text))", "not_valid": true}, {"name": "z", "definition": "CHECK (((VALUE)::text <> ''::text))", "comment": "some"}]}"#,
                    r#"{"name": "public.d2", "kind": "domain", "base": {"array": {"domain": "public.d1", "base": "character varying(9)"}}}"#,
                ]
            );
        },
    );
}

#[test]
fn composites() {
    each_server(
        13,
        r#"CREATE TYPE c1 AS (gone int, b numeric(3,1), a text COLLATE "C");
         ALTER TYPE c1 DROP ATTRIBUTE gone;
         CREATE TYPE c2 AS (one c1, many c1[]);
         CREATE TYPE empty AS ();
         COMMENT ON TYPE c1 IS 'com';
         COMMENT ON COLUMN c1.b IS 'bee'"#,
        |_, schema| {
            assert_eq!(
                lines(&schema.types),
                [
                    r#"{"name": "public.c1", "kind": "composite", "comment": "com", "attributes": [{"name": "b", "type": "numeric(3,1)", "comment": "bee"}, {"name": "a", "type": "text", "collation": "pg_catalog.\"C\""}]}"#,
                    r#"{"name": "public.c2", "kind": "composite", "attributes": [{"name": "one", "type": {"composite": "public.c1"}}, {"name": "many", "type": {"array": {"composite": "public.c1"}}}]}"#,
                    r#"{"name": "public.empty", "kind": "composite"}"#,
                ]
            );
        },
    );
}

#[test]
fn ranges() {
    each_server(
        13,
        r#"CREATE TYPE r1 AS RANGE (subtype = float8);
         CREATE TYPE r2 AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = "C")"#,
        |server, schema| {
            let multirange = |name: &str| {
                if server.major >= 14 {
                    format!(r#", "multirange": "public.{name}""#)
                } else {
                    String::new()
                }
            };
            assert_eq!(
                lines(&schema.types),
                [
                    format!(
                        r#"{{"name": "public.r1", "kind": "range", "subtype": "double precision"{}}}"#,
                        multirange("r1_multirange")
                    ),
                    format!(
                        r#"{{"name": "public.r2", "kind": "range", "collation": "pg_catalog.\"C\"", "subtype": "text", "subtype_opclass": "pg_catalog.text_pattern_ops"{}}}"#,
                        multirange("r2_multirange")
                    ),
                ]
            );
        },
    );
}

#[test]
fn what_belongs_to_an_extension_is_only_named() {
    each_server(
        13,
        "CREATE SCHEMA ext;
         CREATE EXTENSION citext SCHEMA ext;
         CREATE EXTENSION hstore;
         CREATE EXTENSION lo;
         CREATE EXTENSION pg_stat_statements;
         CREATE TABLE t (a ext.citext, b hstore[], c lo NOT NULL);
         CREATE DOMAIN email AS ext.citext;
         CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        |_, schema| {
            assert_eq!(
                lines(&relation(schema, "public.t").columns),
                [
                    r#"{"name": "a", "type": {"base": "ext.citext"}}"#,
                    r#"{"name": "b", "type": {"array": {"base": "public.hstore"}}}"#,
                    r#"{"name": "c", "type": {"domain": "public.lo", "base": "oid"}, "not_null": true}"#,
                ]
            );
            assert_eq!(type_names(schema), ["public.email"]);
            assert_eq!(
                json(user_type(schema, "public.email").base.as_ref().unwrap()),
                r#"{"base": "ext.citext"}"#
            );
            assert_eq!(super::relation_names(schema), ["public.t"]);
            assert_eq!(super::function_names(schema), ["public.own"]);
        },
    );
}

#[test]
fn a_base_type_of_the_users_own_keeps_its_modifiers() {
    each_server(
        13,
        "CREATE TYPE \"Vec\";
         CREATE FUNCTION vec_in(cstring, oid, int) RETURNS \"Vec\" LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
         CREATE FUNCTION vec_out(\"Vec\") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
         CREATE FUNCTION vec_typin(cstring[]) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
         CREATE FUNCTION vec_typout(int) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
         CREATE TYPE \"Vec\" (INPUT = vec_in, OUTPUT = vec_out, TYPMOD_IN = vec_typin, TYPMOD_OUT = vec_typout, LIKE = text);
         CREATE TABLE t (a \"Vec\", b \"Vec\"(3), c \"Vec\"(4)[])",
        |_, schema| {
            assert_eq!(
                lines(&relation(schema, "public.t").columns),
                [
                    r#"{"name": "a", "type": {"base": "public.\"Vec\""}}"#,
                    r#"{"name": "b", "type": {"base": "public.\"Vec\"", "modifiers": "(3)"}}"#,
                    r#"{"name": "c", "type": {"array": {"base": "public.\"Vec\"", "modifiers": "(4)"}}}"#,
                ]
            );
            assert!(schema.types.is_empty(), "no kind of type that a file can tell of");
        },
    );
}
