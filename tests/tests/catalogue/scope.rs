//! What is asked for: everything, schemas, or a handful of relations; and who may ask.

use schema_snapshot::QualifiedName;
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_tests::servers;

use super::{feed, function_names, relation, relation_names, take, type_names};

const SQL: &str = "
    CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA \"it's\\\";
    CREATE TYPE b.mood AS ENUM ('x');
    CREATE TYPE b.inner_mood AS (m b.mood);
    CREATE TYPE b.unused AS ENUM ('y');
    CREATE TYPE a.unused AS ENUM ('z');
    CREATE TABLE b.r (id uuid PRIMARY KEY, m b.mood);
    CREATE TABLE a.t (id int, r uuid REFERENCES b.r, m b.inner_mood[]);
    CREATE TABLE a.u (id int);
    CREATE TABLE \"it's\\\".w (id int);
    CREATE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION b.f() RETURNS int LANGUAGE sql AS 'SELECT 1'";

#[test]
fn a_schema_and_the_types_of_its_columns() {
    for server in servers() {
        let database = server.database(SQL);
        let mut client = database.client();
        let scope = Scope::Schemas(vec!["a".to_owned(), r"it's\".to_owned()]);
        let schema = take(&mut client, &scope);
        assert_eq!(relation_names(&schema), ["a.t", "a.u", r#""it's\".w"#]);
        assert_eq!(type_names(&schema), ["a.unused", "b.inner_mood", "b.mood"]);
        assert_eq!(function_names(&schema), ["a.f"]);
        // The referenced table is out of scope, its key's type is not.
        let key = &relation(&schema, "a.t").foreign_keys[0];
        assert_eq!(key.references.to_string(), "b.r");
        assert_eq!(key.referenced_types[0].to_string(), "uuid");

        client
            .batch_execute("SET standard_conforming_strings = off; SET escape_string_warning = off")
            .unwrap();
        assert_eq!(take(&mut client, &scope), schema);
    }
}

#[test]
fn a_handful_of_relations_in_one_round_trip() {
    for server in servers() {
        let database = server.database(SQL);
        let mut client = database.client();
        let everything = take(&mut client, &Scope::Everything);
        let scope = Scope::Relations(vec![
            QualifiedName::new("a", "t"),
            QualifiedName::new("it's\\", "w"),
            QualifiedName::new("a", "not there"),
        ]);
        let mut assembler = Assembler::default();
        feed(
            &mut assembler,
            client.simple_query(&catalogue::script(&scope)).unwrap(),
        );
        let schema = assembler.finish().unwrap();
        assert_eq!(relation_names(&schema), ["a.t", r#""it's\".w"#]);
        assert_eq!(type_names(&schema), ["b.inner_mood", "b.mood"]);
        assert!(schema.functions.is_empty());
        for name in ["a.t", r#""it's\".w"#] {
            assert_eq!(relation(&schema, name), relation(&everything, name));
        }
        // The transaction is over and its settings are gone.
        let path = client.query_one("SHOW search_path", &[]).unwrap();
        assert_eq!(path.get::<_, &str>(0), "\"$user\", public");
    }
}

#[test]
fn a_role_without_any_privilege_reads_the_same() {
    for server in servers() {
        let database = server.database(&format!(
            "{SQL};
             CREATE EXTENSION file_fdw;
             CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
             CREATE FOREIGN TABLE a.files (id int) SERVER files OPTIONS (filename '/nowhere');
             CREATE VIEW a.v AS SELECT id FROM b.r WHERE m = 'x';
             CREATE MATERIALIZED VIEW a.m AS SELECT id FROM b.r;
             CREATE INDEX ON a.u ((id + 1)) WHERE id > 0;
             ALTER TABLE a.u ADD CHECK (id > 0), ALTER id SET DEFAULT 3;
             CREATE POLICY p ON a.u USING (id > 0);
             CREATE FUNCTION a.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
             CREATE TRIGGER tr BEFORE INSERT ON a.u EXECUTE FUNCTION a.touch();
             REVOKE ALL ON FUNCTION a.f() FROM PUBLIC;
             REVOKE ALL ON SCHEMA public FROM PUBLIC;
             DO $$ BEGIN CREATE ROLE catalogue_low; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        ));
        let mut client = database.client();
        let schema = take(&mut client, &Scope::Everything);
        client.batch_execute("SET ROLE catalogue_low").unwrap();
        assert!(
            client.batch_execute("SELECT FROM a.u").is_err(),
            "it may not read"
        );
        assert_eq!(take(&mut client, &Scope::Everything), schema);
    }
}

#[test]
fn temporary_objects_do_not_stand_in_the_way() {
    for server in servers() {
        let database = server.database(SQL);
        let mut client = database.client();
        let schema = take(&mut client, &Scope::Everything);
        client
            .batch_execute(
                "CREATE TEMPORARY TABLE pg_class (oid oid);
                 CREATE TEMPORARY TABLE listed (oid oid);
                 CREATE DOMAIN pg_temp.int8 AS text;
                 SET search_path = pg_temp, a, b",
            )
            .unwrap();
        assert_eq!(take(&mut client, &Scope::Everything), schema);
    }
}
