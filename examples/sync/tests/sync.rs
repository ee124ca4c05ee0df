//! The program itself, on a real server.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use schema_tests::{Database, newest};

fn migrated() -> Database<'static> {
    newest().migrated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"))
}

/// What it says of a file with this text, and whether it was content.
fn sync(database: &Database<'_>, text: &str) -> (bool, String) {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.tsv", database.name));
    std::fs::write(&file, text).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_sync"))
        .arg(&file)
        .env("DATABASE_URL", database.url())
        .output()
        .unwrap();
    let said = [out.stdout, out.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    (
        out.status.success(),
        said.trim_end().replace(&*file.to_string_lossy(), "FILE"),
    )
}

#[test]
fn the_table_becomes_what_the_file_says() {
    let database = migrated();
    let steps = [
        (
            "a\tAn A\t1\nb\tA B\t2\n",
            "2 inserted, 0 updated, 0 removed, 0 as they were",
        ),
        (
            "a\tAn A\t1\nb\tA B\t2\n",
            "0 inserted, 0 updated, 0 removed, 2 as they were",
        ),
        (
            "a\tAn A\t3\nc\tA C\t2\n",
            "1 inserted, 1 updated, 1 removed, 0 as they were",
        ),
        (
            "# nothing\n",
            "0 inserted, 0 updated, 2 removed, 0 as they were",
        ),
    ];
    for (text, expected) in steps {
        assert_eq!(sync(&database, text), (true, expected.to_owned()));
    }
}

#[test]
fn a_file_that_is_wrong_changes_nothing() {
    let database = migrated();
    assert!(sync(&database, "a\tAn A\t1\n").0);
    let (done, said) = sync(&database, "b\tA B\t2\na\tAn A\t-1\n");
    assert!(!done);
    assert_eq!(
        said,
        "error: a check refuses the row: constraint `ck_products_cents` of `public.products` \
         (SQLSTATE 23514 check_violation)"
    );
    for (text, expected) in [
        (
            "a\tAn A\n",
            "error: FILE, line 1: expected `SKU<tab>LABEL<tab>CENTS`",
        ),
        (
            "a\tx\t1\n\na\ty\t1\n",
            "error: FILE, line 3: `a` is there already",
        ),
    ] {
        assert_eq!(sync(&database, text), (false, expected.to_owned()));
    }
    let rows = database.client().query("SELECT sku FROM products", &[]);
    let there: Vec<String> = rows.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(there, ["a"]);
}

#[test]
fn runs_at_the_same_time_come_to_one_of_the_two_files() {
    let database = migrated();
    let files = ["a\tAn A\t1\nb\tA B\t2\n", "b\tB\t3\nc\tC\t4\n"];
    let tables = [vec![("a", 1), ("b", 2)], vec![("b", 3), ("c", 4)]];
    for _ in 0..4 {
        std::thread::scope(|scope| {
            for (n, text) in files.into_iter().enumerate() {
                let database = &database;
                scope.spawn(move || {
                    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
                        .join(format!("{}-{n}.tsv", database.name));
                    std::fs::write(&file, text).unwrap();
                    let out = Command::new(env!("CARGO_BIN_EXE_sync"))
                        .arg(&file)
                        .env("DATABASE_URL", database.url())
                        .output()
                        .unwrap();
                    let said = String::from_utf8_lossy(&out.stderr);
                    assert!(out.status.success(), "{said}");
                });
            }
        });
        let rows = database
            .client()
            .query("SELECT sku, cents FROM products ORDER BY sku", &[])
            .unwrap();
        let there: Vec<(&str, i64)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        assert!(tables.contains(&there), "{there:?}");
    }
}

/// Without the constraint that `upsert` names, every update would fail, and after some rows are written.
#[test]
fn nothing_is_done_where_a_statement_would_fail() {
    let database = migrated();
    let mut client = database.client();
    let drift = "ALTER TABLE products DROP CONSTRAINT uq_products_sku";
    client.batch_execute(drift).unwrap();
    let (done, said) = sync(&database, "a\tAn A\t1\n");
    assert!(!done);
    assert!(
        said.starts_with("error: the program does not run against this database\n"),
        "{said}"
    );
    assert!(
        said.contains("no unique constraint `uq_products_sku`"),
        "{said}"
    );
    let rows = client.query("SELECT FROM products", &[]).unwrap();
    assert!(rows.is_empty());
}
