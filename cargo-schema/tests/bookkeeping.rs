//! Migrations that speak of the table in which their tool remembers them.

use crate::support::{Database, Project};

/// The snapshot's files after `init` from these migrations.
fn files(migrations: &[(&str, &str)]) -> Vec<String> {
    let database = Database::new("");
    let project = Project::with_migrations(migrations);
    let said = project.run(&[
        "init",
        "--migrations",
        "migrations",
        "--database-url",
        &database.url(),
    ]);
    assert_eq!(said.status, Some(0), "{said:?}");
    project.files()
}

#[test]
fn sqlx_can_forget_what_it_applied() {
    let mend = "DELETE FROM public._sqlx_migrations WHERE version IN (3, 4) AND success;";
    assert_eq!(
        files(&[
            ("1_a.sql", "CREATE TABLE kept (id int);"),
            ("2_b.sql", mend)
        ]),
        ["index.json", "public/kept.json", "schema.toml"]
    );
}

#[test]
fn diesel_can_be_forbidden_to_write() {
    let forbid = "CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'the server runs its migrations itself'; END $$;
        CREATE TRIGGER forbid BEFORE INSERT OR TRUNCATE ON __diesel_schema_migrations
            EXECUTE FUNCTION forbid();";
    assert_eq!(
        files(&[
            ("2024-01-01-000000_a/up.sql", forbid),
            (
                "2024-01-02-000000_b/up.sql",
                "CREATE TABLE kept (version text);"
            ),
        ]),
        [
            "index.json",
            "public/functions/forbid.json",
            "public/kept.json",
            "schema.toml"
        ]
    );
}

#[test]
fn refinery_and_dbmate_have_theirs() {
    let read = "CREATE TABLE kept AS SELECT applied_on FROM refinery_schema_history;";
    assert_eq!(
        files(&[("V1__a.sql", read)]),
        ["index.json", "public/kept.json", "schema.toml"]
    );
    let read =
        "-- migrate:up\nCREATE TABLE kept AS SELECT version FROM public.schema_migrations;\n";
    assert_eq!(
        files(&[("1_a.sql", read)]),
        ["index.json", "public/kept.json", "schema.toml"]
    );
}
