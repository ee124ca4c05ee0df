//! The example's committed snapshots are those of its migrations.
#![allow(clippy::unwrap_used)]

use std::fs;

use schema_snapshot::diff;
use schema_snapshot::store::Snapshot;
use schema_tests::measure::root;
use schema_tests::newest;

#[test]
fn the_shops_snapshots_are_those_of_its_migrations() {
    let shop = root().join("examples/shop");
    let sql = |file: &str| fs::read_to_string(shop.join(file)).unwrap();
    let database = newest().database(&sql("migrations/0001_shop.sql"));
    assert_eq!(differences(&database, "schema"), Vec::<String>::new());

    let drift = sql("drift/0002_spring_cleaning.sql");
    database.client().batch_execute(&drift).unwrap();
    assert_eq!(differences(&database, "drift/schema"), Vec::<String>::new());
    // ... and they do differ.
    assert_ne!(differences(&database, "schema"), Vec::<String>::new());
}

/// What differs between a committed snapshot and a database; the server's major does not count.
fn differences(database: &schema_tests::Database<'_>, snapshot: &str) -> Vec<String> {
    let dir = root().join("examples/shop").join(snapshot);
    let committed = Snapshot::open(&dir).unwrap().read_schema().unwrap();
    let mut taken = database.schema();
    taken.server_major = committed.server_major;
    diff::diff(&committed, &taken)
        .iter()
        .map(ToString::to_string)
        .collect()
}
