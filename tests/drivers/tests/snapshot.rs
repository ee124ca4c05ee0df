//! The snapshot that the models of the tests are compiled with.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use schema_snapshot::store;
use schema_tests::newest;

/// The server that the committed snapshot is from.
const MAJOR: u32 = 18;

#[test]
fn the_snapshot_is_of_the_schema() {
    // Each major writes defaults and views in its own words.
    if newest().major != MAJOR {
        eprintln!("left out: the snapshot is PostgreSQL {MAJOR}'s");
        return;
    }
    let database = newest().database(include_str!("../schema.sql"));
    let schema = database.schema();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    if schema_tests::ui::bless() {
        store::write(&committed, &schema).unwrap();
        return;
    }
    let fresh = schema_tests::ui::scratch().join("drivers/schema");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh).unwrap();
    store::write(&fresh, &schema).unwrap();
    assert_eq!(
        files(&committed),
        files(&fresh),
        "`BLESS=1` writes what is found"
    );
}

fn files(directory: &Path) -> BTreeSet<(PathBuf, String)> {
    let mut found = BTreeSet::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let text = fs::read_to_string(&path).unwrap();
                found.insert((path.strip_prefix(directory).unwrap().to_owned(), text));
            }
        }
    }
    found
}
