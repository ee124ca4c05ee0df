//! `docs/types.md`, written from the answers.

use std::fmt::Write as _;
use std::path::Path;

use crate::answers::{Rust, all};
use crate::differences::DIFFERENCES;
use crate::sql_types;

const HEAD: &str = "\
# Which Rust type for which SQL type

<!-- Written by a test: `SCHEMA_BLESS=1 cargo test -p schema-runtime --test pairs`. -->

`T: Holds<S>` says that a Rust type can hold an SQL type. This is the table of it, as the compiler
answers, and compared with what `postgres-types`, sqlx and diesel say of each pair.

Beside these:

- A column that can be NULL is held by `Option<T>`; a column of a view by `T` and by `Option<T>`.
- An array is held by `Vec<T>`, `[T; N]`, `Box<[T]>`, `&[T]`, with or without `Option` around the
  elements.
- A domain is held by what holds its base, and by a newtype with
  `#[conformant(type = \"...\")]`; an enum or composite type by a Rust type with that attribute.
- A range is held by sqlx's `PgRange<T>`, by `(Bound<T>, Bound<T>)` and by the ranges of
  `std::ops`; a multirange by a `Vec` of the latter two.
- A reference, `Box`, `Arc`, `Rc` or `Cow` of a type holds what the type holds.
- A type of another crate than these is declared on the field:
  `#[conformant(holds = \"numeric\")]`.

A type of a crate is known when `schema-runtime` has the feature of that crate's name; see its
documentation for the versions. `sqlx::types` are behind `sqlx` (0.9) and `sqlx-0_8`.

| SQL | Rust |
|---|---|
";

const DIFFERENT: &str = "
## Where we differ from the drivers

| Rust | SQL | here | why |
|---|---|---|---|
";

#[test]
fn the_table_in_the_documentation_is_what_the_compiler_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/types.md");
    let text = text();
    if std::env::var_os("SCHEMA_BLESS").is_some() {
        std::fs::write(&path, &text).expect("docs/types.md can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "docs/types.md is out of date: SCHEMA_BLESS=1 cargo test -p schema-runtime --test pairs"
    );
}

fn text() -> String {
    let all = all();
    let mut out = HEAD.to_owned();
    let mut nobody = Vec::new();
    let mut rows: Vec<_> = sql_types::ALL.iter().enumerate().collect();
    rows.retain(|(_, sql)| !["record", "unknown", "void"].contains(&sql.marker));
    rows.sort_by_key(|(_, sql)| sql.format_type.trim_start_matches('"'));
    for (at, sql) in rows {
        let mut names = Vec::new();
        for rust in all.iter().filter(|rust| rust.answers[at].ours) {
            let name = documented(rust);
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            nobody.push(format!("`{}`", sql.format_type));
        } else {
            let _ = writeln!(out, "| `{}` | {} |", sql.format_type, names.join(", "));
        }
    }
    let _ = writeln!(
        out,
        "\nNo driver has a Rust type for {}.",
        nobody.join(", ")
    );
    out.push_str(DIFFERENT);
    for difference in DIFFERENCES {
        let sql: Vec<_> = difference
            .sql
            .iter()
            .map(|sql| format!("`{sql}`"))
            .collect();
        let here = all
            .iter()
            .find(|rust| rust.name == difference.rust)
            .is_some_and(|rust| {
                let at = |s: &sql_types::Sql| difference.sql.contains(&s.marker);
                sql_types::ALL
                    .iter()
                    .position(at)
                    .is_some_and(|at| rust.answers[at].ours)
            });
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            difference.rust,
            sql.join(", "),
            if here { "yes" } else { "no" },
            difference.reason
        );
    }
    out
}

/// The type as a user writes it, in backticks; nothing for what the text above
/// the table says of all types.
fn documented(rust: &Rust) -> String {
    let seen_through = ["Box<", "Cow<", "Arc<", "Range", "(Bound", "Vec<Range"];
    if seen_through
        .iter()
        .any(|start| rust.name.starts_with(start))
    {
        return String::new();
    }
    let mut path = rust.path.replace("'static,", "").replace("'static", "");
    for (from, to) in [
        ("sqlx_core_08::", "sqlx::"),
        ("sqlx_core_09::", "sqlx::"),
        ("sqlx_postgres_08::", "sqlx::postgres::"),
        ("sqlx_postgres_09::", "sqlx::postgres::"),
        ("bit_vec_06::", "bit_vec::"),
        ("ipnetwork_020::", "ipnetwork::"),
        ("Json<String>", "Json<T>"),
        ("Text<u16>", "Text<T>"),
        ("DateTime<chrono::Utc>", "DateTime<Tz>"),
        ("DateTime<chrono::Local>", "DateTime<Tz>"),
        ("DateTime<chrono::FixedOffset>", "DateTime<Tz>"),
        ("[u8;16]", "[u8;N]"),
        (";", "; "),
        (",", ", "),
        (", )", ")"),
    ] {
        path = path.replace(from, to);
    }
    format!("`{path}`")
}
