//! Relations of each kind, and what belongs to one: triggers, policies, inheritance, options.

use super::{each_server, json, lines, relation, relation_names};

#[test]
fn each_kind_and_nothing_else() {
    each_server(
        13,
        "CREATE EXTENSION file_fdw;
         CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
         CREATE TABLE a_table (id int);
         CREATE UNLOGGED TABLE b_unlogged (id int);
         CREATE TABLE c_partitioned (id int, at date) PARTITION BY RANGE (at, (id % 2));
         CREATE TABLE c_partition PARTITION OF c_partitioned DEFAULT;
         CREATE VIEW d_view AS SELECT 1 AS one;
         CREATE MATERIALIZED VIEW e_materialized AS SELECT 1 AS one;
         CREATE FOREIGN TABLE f_foreign (id int) SERVER files OPTIONS (filename '/nowhere');
         CREATE SEQUENCE g_sequence;
         CREATE TYPE h_type AS (a int);
         CREATE TEMPORARY TABLE i_temporary (id int);
         CREATE TABLE no_columns ();
         COMMENT ON TABLE a_table IS 'it''s a table'",
        |_, schema| {
            let kinds: Vec<_> = schema
                .relations
                .iter()
                .map(|r| format!("{} {}", r.name.name, r.kind.word()))
                .collect();
            assert_eq!(
                kinds,
                [
                    "a_table table",
                    "b_unlogged table",
                    "c_partitioned partitioned_table",
                    "d_view view",
                    "e_materialized materialized_view",
                    "f_foreign foreign_table",
                    "no_columns table",
                ]
            );
            let comment = relation(schema, "public.a_table").comment.as_deref();
            assert_eq!(comment, Some("it's a table"));
            let unlogged: Vec<_> = schema.relations.iter().filter(|r| r.unlogged).collect();
            assert_eq!(unlogged[0].name.name, "b_unlogged");
            assert_eq!(unlogged.len(), 1);
            let partitioned = relation(schema, "public.c_partitioned");
            assert_eq!(
                partitioned.partition_by.as_deref(),
                Some("RANGE (at, ((id % 2)))")
            );
            let server = relation(schema, "public.f_foreign").server.as_deref();
            assert_eq!(server, Some("files"));
            assert!(relation(schema, "public.no_columns").columns.is_empty());
        },
    );
}

#[test]
fn the_definition_of_a_view_is_hashed() {
    each_server(
        13,
        "CREATE TABLE t (a int, b int);
         CREATE VIEW v1 AS SELECT a FROM t;
         CREATE VIEW v2 AS SELECT a FROM public.t;
         CREATE VIEW v3 AS SELECT a FROM t WHERE b > 0;
         CREATE MATERIALIZED VIEW m AS SELECT a FROM t",
        |_, schema| {
            let hash = |name| relation(schema, name).definition_hash.as_deref();
            let v1 = hash("public.v1").unwrap();
            assert_eq!(v1.len(), 64);
            assert_eq!(hash("public.v2"), Some(v1));
            assert_ne!(hash("public.v3"), Some(v1));
            assert_eq!(hash("public.m"), Some(v1));
            assert_eq!(hash("public.t"), None);
        },
    );
}

#[test]
fn options_are_sorted() {
    each_server(
        13,
        "CREATE TABLE t (a int) WITH (fillfactor = 50, autovacuum_enabled = off, toast.autovacuum_enabled = off);
         CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t WHERE a > 0 WITH LOCAL CHECK OPTION",
        |_, schema| {
            assert_eq!(
                relation(schema, "public.t").options,
                ["autovacuum_enabled=off", "fillfactor=50"]
            );
            assert_eq!(
                relation(schema, "public.v").options,
                ["check_option=local", "security_barrier=true"]
            );
        },
    );
}

#[test]
fn the_invoker_of_a_view() {
    each_server(
        15,
        "CREATE VIEW v WITH (security_invoker = true) AS SELECT 1 AS one",
        |_, schema| {
            let options = &relation(schema, "public.v").options;
            assert_eq!(options, &["security_invoker=true"]);
        },
    );
}

#[test]
fn inheritance_in_order() {
    each_server(
        13,
        "CREATE SCHEMA other;
         CREATE TABLE z (a int, CHECK (a > 0));
         CREATE TABLE other.a (b int);
         CREATE TABLE t (c int) INHERITS (z, other.a)",
        |_, schema| {
            let t = relation(schema, "public.t");
            let parents: Vec<_> = t.inherits.iter().map(ToString::to_string).collect();
            assert_eq!(parents, ["public.z", "other.a"]);
            let columns: Vec<_> = t.columns.iter().map(|c| c.name.as_str()).collect();
            assert_eq!(columns, ["a", "b", "c"]);
            assert_eq!(t.checks.len(), 1, "an inherited check holds here as well");
        },
    );
}

#[test]
fn replica_identity() {
    each_server(
        13,
        "CREATE TABLE t0 (a int PRIMARY KEY);
         CREATE TABLE t1 (a int); ALTER TABLE t1 REPLICA IDENTITY FULL;
         CREATE TABLE t2 (a int); ALTER TABLE t2 REPLICA IDENTITY NOTHING;
         CREATE TABLE t3 (a int NOT NULL); CREATE UNIQUE INDEX \"full\" ON t3 (a);
         ALTER TABLE t3 REPLICA IDENTITY USING INDEX \"full\";
         CREATE VIEW v AS SELECT 1 AS one",
        |_, schema| {
            let identities: Vec<_> = schema
                .relations
                .iter()
                .map(|r| r.replica_identity.as_deref())
                .collect();
            assert_eq!(
                identities,
                [
                    None,
                    Some("full"),
                    Some("nothing"),
                    Some("index full"),
                    None
                ]
            );
        },
    );
}

#[test]
fn triggers_of_the_user() {
    each_server(
        13,
        "CREATE SCHEMA other;
         CREATE FUNCTION other.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t, c int UNIQUE DEFERRABLE);
         CREATE VIEW v AS SELECT a FROM t;
         CREATE TRIGGER t1 BEFORE DELETE OR INSERT OR UPDATE OF b, a ON t
             FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION other.touch();
         CREATE TRIGGER t0 AFTER TRUNCATE ON t EXECUTE FUNCTION other.touch('x');
         CREATE TRIGGER t2 INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION other.touch();
         CREATE CONSTRAINT TRIGGER t3 AFTER INSERT ON t DEFERRABLE
             FOR EACH ROW EXECUTE FUNCTION other.touch();
         ALTER TABLE t DISABLE TRIGGER t0, ENABLE ALWAYS TRIGGER t3;
         COMMENT ON TRIGGER t1 ON t IS 'touches'",
        |_, schema| {
            assert_eq!(
                lines(&relation(schema, "public.t").triggers),
                [
                    r#"{"name": "t0", "definition": "CREATE TRIGGER t0 AFTER TRUNCATE ON public.t FOR EACH STATEMENT EXECUTE FUNCTION other.touch('x')", "function": "other.touch", "timing": "after", "events": ["truncate"], "enabled": "disabled"}"#,
                    r#"{"name": "t1", "definition": "CREATE TRIGGER t1 BEFORE INSERT OR DELETE OR UPDATE OF b, a ON public.t FOR EACH ROW WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION other.touch()", "function": "other.touch", "timing": "before", "events": ["insert", "update", "delete"], "row": true, "comment": "touches"}"#,
                    r#"{"name": "t3", "definition": "CREATE CONSTRAINT TRIGGER t3 AFTER INSERT ON public.t DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION other.touch()", "function": "other.touch", "timing": "after", "events": ["insert"], "row": true, "enabled": "always"}"#,
                ]
            );
            let of_view = &relation(schema, "public.v").triggers[0];
            assert_eq!(of_view.timing, "instead_of");
        },
    );
}

#[test]
fn row_security_and_policies() {
    each_server(
        13,
        "DO $$ BEGIN CREATE ROLE catalogue_b; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         DO $$ BEGIN CREATE ROLE catalogue_a; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         CREATE TABLE t (owner name, n int);
         ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
         CREATE POLICY p1 ON t USING (owner = CURRENT_USER) WITH CHECK (n > 0);
         CREATE POLICY p0 ON t AS RESTRICTIVE FOR SELECT TO catalogue_b, catalogue_a USING (true);
         CREATE POLICY p2 ON t FOR INSERT WITH CHECK (true);
         CREATE POLICY p3 ON t FOR UPDATE USING (n = 1);
         CREATE POLICY p4 ON t FOR DELETE USING (n = 2);
         COMMENT ON POLICY p4 ON t IS 'gone';
         CREATE TABLE u1 (); ALTER TABLE u1 ENABLE ROW LEVEL SECURITY;
         CREATE TABLE u2 (); ALTER TABLE u2 FORCE ROW LEVEL SECURITY;
         CREATE TABLE u3 ();",
        |_, schema| {
            let t = relation(schema, "public.t");
            assert_eq!(
                lines(&t.policies),
                [
                    r#"{"name": "p0", "restrictive": true, "command": "select", "roles": ["catalogue_a", "catalogue_b"], "using": "true"}"#,
                    r#"{"name": "p1", "command": "all", "roles": ["public"], "using": "(owner = CURRENT_USER)", "check": "(n > 0)"}"#,
                    r#"{"name": "p2", "command": "insert", "roles": ["public"], "check": "true"}"#,
                    r#"{"name": "p3", "command": "update", "roles": ["public"], "using": "(n = 1)"}"#,
                    r#"{"name": "p4", "command": "delete", "roles": ["public"], "using": "(n = 2)", "comment": "gone"}"#,
                ]
            );
            let security: Vec<_> = schema
                .relations
                .iter()
                .map(|r| json(&r.row_security))
                .collect();
            assert_eq!(
                security,
                [
                    r#""forced""#,
                    r#""enabled""#,
                    r#""forced_disabled""#,
                    r#""disabled""#
                ]
            );
            assert_eq!(relation_names(schema).len(), 4);
        },
    );
}
