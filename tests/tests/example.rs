//! The example's committed snapshots are those of its migrations, and its statements those of its
//! schema.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

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

fn example() -> PathBuf {
    root().join("examples/journal")
}

/// A database with the example's migrations applied.
fn migrated() -> Database<'static> {
    let directory = fs::read_dir(example().join("migrations")).unwrap();
    let mut files: Vec<_> = directory.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let sql: String = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    newest().database(&sql)
}

/// What differs between a committed snapshot and a database; the server's major does not count.
fn differences(database: &Database<'_>, snapshot: &str) -> Vec<String> {
    let dir = example().join(snapshot);
    let committed = Snapshot::open(&dir).unwrap().read_schema().unwrap();
    let mut taken = database.schema();
    taken.server_major = committed.server_major;
    diff::diff(&committed, &taken)
        .iter()
        .map(ToString::to_string)
        .collect()
}
