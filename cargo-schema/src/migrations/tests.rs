#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

/// A directory of files, removed at the end.
struct Files(PathBuf);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let name = format!("cargo-schema-migrations-{:x}", crate::random::number());
        let root = std::env::temp_dir().join(name);
        fs::create_dir(&root).unwrap();
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(root)
    }

    fn load(&self, layout: Option<Layout>) -> Result<Migrations> {
        Migrations::load(&self.0, layout)
    }

    /// The layout, and each migration's version, file and whether it is run in a transaction.
    fn loaded(&self) -> (Layout, Vec<(String, String, bool)>) {
        let found = self.load(None).unwrap();
        let each = found.migrations.iter().map(|m| {
            let file = m.path.strip_prefix(&self.0).unwrap().display().to_string();
            (m.version.clone(), file, m.sections[0].transaction)
        });
        (found.layout, each.collect())
    }

    fn error(&self, layout: Option<Layout>) -> String {
        let error = self.load(layout).unwrap_err().to_string();
        error
            .replace(&format!("{}/", self.0.display()), "")
            .replace(&self.0.display().to_string(), "DIR")
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn expected(list: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
    list.iter()
        .map(|&(v, f, t)| (v.to_owned(), f.to_owned(), t))
        .collect()
}

#[test]
fn sqlx_orders_by_number() {
    let files = Files::new(&[
        ("10_c.sql", "-- no-transaction\nSELECT 1"),
        ("9_b.up.sql", "SELECT 1"),
        ("9_b.down.sql", "SELECT 1"),
        ("0001_a.sql", "SELECT 1\n-- no-transaction"),
        ("notes.sql", ""),
    ]);
    let list = expected(&[
        ("1", "0001_a.sql", true),
        ("9", "9_b.up.sql", true),
        ("10", "10_c.sql", false),
    ]);
    assert_eq!(files.loaded(), (Layout::Sqlx, list));
    assert_eq!(
        files.load(None).unwrap().passed_over,
        [files.0.join("notes.sql")]
    );
}

#[test]
fn diesel_orders_by_the_directorys_version() {
    let files = Files::new(&[
        ("2024-01-31-120000_b/up.sql", "SELECT 1"),
        ("2024-01-31-120000_b/down.sql", "SELECT 1"),
        ("00000000000000_diesel_initial_setup/up.sql", "SELECT 1"),
        ("2024-02-01-000000_c/up.sql", "SELECT 1"),
        (
            "2024-02-01-000000_c/metadata.toml",
            "run_in_transaction = false # concurrently\n",
        ),
        ("2024-02-02-000000_d/up.sql", "SELECT 1"),
        (
            "2024-02-02-000000_d/metadata.toml",
            "run_in_transaction = true\n",
        ),
        (".hidden/up.sql", "SELECT 1"),
        (".keep", ""),
    ]);
    let list = expected(&[
        (
            "00000000000000",
            "00000000000000_diesel_initial_setup/up.sql",
            true,
        ),
        ("20240131120000", "2024-01-31-120000_b/up.sql", true),
        ("20240201000000", "2024-02-01-000000_c/up.sql", false),
        ("20240202000000", "2024-02-02-000000_d/up.sql", true),
    ]);
    assert_eq!(files.loaded(), (Layout::Diesel, list));
}

#[test]
fn refinery_orders_by_number_and_looks_below() {
    let files = Files::new(&[
        ("V10__c.sql", "SELECT 1"),
        ("old/V2__b.sql", "SELECT 1"),
        ("U3__late.sql", "SELECT 1"),
    ]);
    let list = expected(&[
        ("2", "old/V2__b.sql", true),
        ("3", "U3__late.sql", true),
        ("10", "V10__c.sql", true),
    ]);
    assert_eq!(files.loaded(), (Layout::Refinery, list));

    let files = Files::new(&[("V1__a.rs", "fn migration() {}")]);
    assert!(
        files
            .error(None)
            .starts_with("migration `V1__a.rs` is written in Rust"),
        "{}",
        files.error(None)
    );
}

#[test]
fn dbmate_takes_what_goes_up() {
    let text = "-- a comment\n-- migrate:up transaction:false\nSELECT 1;\n\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n--migrate:down\n";
    let files = Files::new(&[("20240131_a.sql", text)]);
    let found = files.load(None).unwrap();
    assert_eq!(found.layout, Layout::Dbmate);
    let parts: Vec<_> = found.migrations[0]
        .sections
        .iter()
        .map(|s| (&text[s.range.clone()], s.transaction))
        .collect();
    assert_eq!(parts, [("SELECT 1;\n\n", false), ("SELECT 3;\n", true)]);

    let files = Files::new(&[
        ("1_a.sql", "SELECT 1;\n-- migrate:up\n"),
        ("2_b.sql", "-- migrate:up\n"),
    ]);
    assert_eq!(
        files.error(None),
        "`1_a.sql` has a statement before its first `-- migrate:` line, which dbmate refuses"
    );
}

#[test]
fn numbered_files_are_nobodys() {
    let files = Files::new(&[
        ("010-b.sql", ""),
        ("1.10 d.sql", ""),
        ("1.9.sql", ""),
        ("2.down.sql", ""),
    ]);
    let list = expected(&[
        ("1.9", "1.9.sql", false),
        ("1.10", "1.10 d.sql", false),
        ("10", "010-b.sql", false),
    ]);
    assert_eq!(files.loaded(), (Layout::Numbered, list));
}

#[test]
fn two_of_one_version_are_both_named() {
    for (files, message) in [
        (
            &["1_a.sql", "01_b.sql"][..],
            "two migrations have version 1: `01_b.sql` and `1_a.sql`",
        ),
        (
            &["V1__a.sql", "V01__b.sql"],
            "two migrations have version 1: `V01__b.sql` and `V1__a.sql`",
        ),
        (
            &["1_a/up.sql", "1_b/up.sql"],
            "two migrations have version 1: `1_a/up.sql` and `1_b/up.sql`",
        ),
        (
            &["1-a.sql", "001-b.sql"],
            "two migrations have version 1: `001-b.sql` and `1-a.sql`",
        ),
    ] {
        let files: Vec<_> = files.iter().map(|f| (*f, "SELECT 1")).collect();
        let error = Files::new(&files).error(None);
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn mixed_layouts_are_named_and_can_be_forced() {
    let files = Files::new(&[
        ("1_a.sql", "SELECT 1"),
        ("V1__b.sql", "SELECT 1"),
        ("3-c.sql", "SELECT 1"),
    ]);
    assert_eq!(
        files.error(None),
        "the migrations in `DIR` are of more than one kind: `1_a.sql` looks like sqlx's, `3-c.sql` \
         looks like numbered's, `V1__b.sql` looks like refinery's\n  = help: `--migration-format` says which they are"
    );
    let found = files.load(Some(Layout::Numbered)).unwrap();
    assert!(!found.detected);
    assert_eq!(found.migrations.len(), 2);
    assert_eq!(found.passed_over, [files.0.join("V1__b.sql")]);
}

#[test]
fn what_is_no_migration_is_said() {
    let files = Files::new(&[("m20220101_000001_create.rs", "")]);
    assert_eq!(
        files.error(None),
        "there are no migrations in `DIR`; expected one of\n  \
         sqlx: `1_name.sql`, or `1_name.up.sql` with `1_name.down.sql`\n  \
         diesel: `2024-01-31-120000_name/up.sql`\n  \
         refinery: `V1__name.sql`\n  \
         dbmate: `1_name.sql` with a line `-- migrate:up`\n  \
         numbered: `001-name.sql`\n  \
         = help: migrations that are written in Rust or another language can't be read: apply \
         them to a database and give its URL"
    );
    let files = Files::new(&[(
        "1_a.sql",
        "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
    )]);
    assert!(
        files
            .error(None)
            .starts_with("`1_a.sql` is a migration of goose, which is not supported")
    );
    let files = Files::new(&[("99999999999999999999_a.sql", "")]);
    assert!(files.error(None).contains("an integer of 64 bits"));
    let absent = Migrations::load(Path::new("/nonexistent/migrations"), None).unwrap_err();
    assert!(
        absent
            .message
            .starts_with("cannot read the directory of migrations `/nonexistent/migrations`")
    );
    assert_eq!(absent.exit, crate::exit::Exit::Usage);
}

#[test]
fn a_byte_order_mark_is_no_text_and_latin_1_no_utf_8() {
    let files = Files::new(&[("1_a.sql", "\u{feff}-- no-transaction\nSELECT 1")]);
    assert!(!files.load(None).unwrap().migrations[0].sections[0].transaction);
    let files = Files::new(&[]);
    fs::write(files.0.join("1_a.sql"), b"SELECT 1;\nSELECT '\xe9';").unwrap();
    assert_eq!(
        files.error(None),
        "migration `1_a.sql` is not UTF-8: line 2"
    );
}
