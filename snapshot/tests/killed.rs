//! A refresh whose process is killed, with real processes.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use schema_snapshot::QualifiedName;
use schema_snapshot::model::{Relation, Schema};
use schema_snapshot::store::{self, Problem, Snapshot};

const DIRECTORY: &str = "SCHEMA_TEST_REFRESH";
const TEST: &str = "a_killed_process_leaves_the_old_snapshot_or_one_that_is_refused";

/// Every table changes, so that the moves take a while.
fn schema(comment: &str) -> Schema {
    let relation = |n| Relation {
        name: QualifiedName::new("public", format!("t{n:04}")),
        comment: Some(comment.to_owned()),
        ..Relation::default()
    };
    Schema {
        server_major: 18,
        relations: (0..500).map(relation).collect(),
        ..Schema::default()
    }
}

fn read(dir: &Path) -> Result<Schema, store::ReadError> {
    Snapshot::open(dir)?.read_schema()
}

/// Refreshes for ever.
fn refresh(dir: &Path) {
    for n in 0.. {
        store::write(dir, &schema(if n % 2 == 0 { "new" } else { "old" })).unwrap();
    }
}

struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_killed_process_leaves_the_old_snapshot_or_one_that_is_refused() {
    if let Some(dir) = std::env::var_os(DIRECTORY) {
        return refresh(Path::new(&dir));
    }
    let name = format!("schema-killed-{}", std::process::id());
    let scratch = Scratch(std::env::temp_dir().join(name));
    let dir = &scratch.0;
    let (old, new) = (schema("old"), schema("new"));
    store::write(dir, &old).unwrap();
    let journal = dir.join("refresh.journal");
    let start = Instant::now();
    let mut refused = 0;
    while refused < 3 {
        assert!(
            start.elapsed() < Duration::from_secs(120),
            "never killed in the middle"
        );
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST])
            .env(DIRECTORY, dir)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while !journal.exists() && start.elapsed() < Duration::from_secs(120) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        match read(dir) {
            Ok(schema) => assert!(schema == old || schema == new),
            Err(error) => {
                assert_eq!(error.problem(), &Problem::Interrupted);
                refused += 1;
                assert!(store::recover(dir).unwrap());
                let schema = read(dir).unwrap();
                assert!(schema == old || schema == new);
            }
        }
        // Whatever it was, the next refresh is a whole one.
        store::write(dir, &old).unwrap();
        assert_eq!(read(dir).unwrap(), old);
    }
}
