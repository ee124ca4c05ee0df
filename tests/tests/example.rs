//! The examples' committed snapshots are those of their migrations, their statements those of their
//! schema, and what the documentation shows of them is in them.

use std::fs;
use std::path::{Path, PathBuf};

use schema_snapshot::diff;
use schema_snapshot::store::Snapshot;
use schema_tests::measure::root;
use schema_tests::{Database, newest};

#[test]
fn the_journals_snapshots_are_those_of_its_migrations() {
    let database = migrated();
    assert_eq!(differences(&database, "schema"), Vec::<String>::new());

    let drift = fs::read_to_string(example().join("drift/0004_friday_afternoon.sql")).unwrap();
    database.client().batch_execute(&drift).unwrap();
    assert_eq!(differences(&database, "drift/schema"), Vec::<String>::new());
    // ... and they do differ, by these five things; a renamed column is one gone and one come.
    assert_eq!(differences(&database, "schema").len(), 6);

    let standard = |snapshot| fs::read_to_string(example().join(snapshot).join("schema.toml"));
    assert_eq!(
        standard("schema").unwrap(),
        standard("drift/schema").unwrap()
    );
}

#[test]
fn the_journals_statements_can_be_prepared() {
    let database = migrated();
    let mut client = database.client();
    for (purpose, sql) in journal::statements::all() {
        if let Err(error) = client.prepare(&sql) {
            panic!("{purpose}: {error:?}\n{sql}");
        }
    }
}

#[test]
fn each_other_snapshot_is_that_of_its_migrations() {
    for example in ["drivers", "service", "sync"] {
        let example = root().join("examples").join(example);
        let database = migrated_by(&example);
        let differences = differences_of(&database, &example.join("schema"));
        assert_eq!(differences, Vec::<String>::new(), "{}", example.display());
    }
}

#[test]
fn the_models_beside_each_driver_read_what_the_table_holds() {
    let database = migrated_by(&root().join("examples/drivers"));
    let mut client = database.client();
    let insert = "INSERT INTO users (email_address) VALUES ('ada@example.com')";
    client.batch_execute(insert).unwrap();

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (by_sqlx, by_tokio) = runtime.block_on(async {
        let url = database.url();
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        let by_sqlx = drivers::sqlx::users(&pool).await.unwrap();
        pool.close().await;
        let connect = tokio_postgres::connect(&url, tokio_postgres::NoTls);
        let (client, connection) = connect.await.unwrap();
        tokio::spawn(connection);
        (
            by_sqlx,
            drivers::tokio_postgres::users(&client).await.unwrap(),
        )
    });
    assert_eq!(by_sqlx[0].email, "ada@example.com");
    assert_eq!(by_sqlx[0].display_name, None);
    assert_eq!(by_sqlx[0].id, by_tokio[0].id);
    assert_eq!(by_tokio[0].email, "ada@example.com");

    // diesel needs libpq to send a statement, and a server to prepare it.
    let user = drivers::diesel::NewUser {
        email_address: "ada@example.com",
        display_name: None,
    };
    for statement in [drivers::diesel::users(), drivers::diesel::insert(&user)] {
        let (sql, _) = statement.split_once(" -- binds").unwrap();
        client.prepare(sql).unwrap();
    }
}

#[test]
fn the_documentation_shows_the_models_beside_each_driver_as_they_are() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for file in [
        "drivers/src/sqlx.rs",
        "drivers/src/diesel.rs",
        "drivers/src/tokio_postgres.rs",
        "service/src/users.rs",
    ] {
        let text = fs::read_to_string(root().join("examples").join(file)).unwrap();
        let (before, shown) = text.split_once("// shown\n").unwrap();
        let (shown, _) = shown.split_once("// end\n").unwrap();
        let indent = before.len() - before.trim_end_matches(' ').len();
        let lines = shown.trim_end_matches(' ').lines();
        let lines = lines.map(|line| line.get(indent..).unwrap_or_default());
        // An application has no use for `pub`, and the test has.
        let shown = lines.collect::<Vec<_>>().join("\n").replace("pub ", "");
        assert!(readme.contains(&shown), "{file}:\n{shown}");
    }
}

fn example() -> PathBuf {
    root().join("examples/journal")
}

/// A database with the journal's migrations applied.
fn migrated() -> Database<'static> {
    migrated_by(&example())
}

/// A database with an example's migrations applied.
fn migrated_by(example: &Path) -> Database<'static> {
    newest().migrated(&example.join("migrations"))
}

/// What differs between a committed snapshot and a database; the server's major does not count.
fn differences(database: &Database<'_>, snapshot: &str) -> Vec<String> {
    differences_of(database, &example().join(snapshot))
}

fn differences_of(database: &Database<'_>, snapshot: &Path) -> Vec<String> {
    let committed = Snapshot::open(snapshot).unwrap().read_schema().unwrap();
    let mut taken = database.schema();
    taken.server_major = committed.server_major;
    diff::diff(&committed, &taken)
        .iter()
        .map(ToString::to_string)
        .collect()
}
