//! Every pair of a Rust type and an SQL type that is built in: our answer is
//! that of the drivers, or stands in the list of differences with its reason.

#[macro_use]
mod sql_types;
#[macro_use]
mod rust_types;
mod answers;
mod differences;
mod documentation;

use std::collections::BTreeSet;

use schema_runtime::__private::hash;
use schema_snapshot::{rust_names, type_hash};

use answers::{Rust, all};
use differences::DIFFERENCES;

/// What we answer of each pair, against what the drivers answer.
#[test]
fn we_answer_as_the_drivers_do() {
    let mut wrong = Vec::new();
    let mut listed = BTreeSet::new();
    for rust in all() {
        for (sql, answer) in sql_types::ALL.iter().zip(&rust.answers) {
            let drivers = rust.drivers(sql, answer.diesel);
            if answer.ours == drivers.iter().any(|driver| driver.1) {
                continue;
            }
            let difference = DIFFERENCES
                .iter()
                .position(|d| d.rust == rust.name && d.sql.contains(&sql.marker));
            match difference {
                Some(at) => {
                    listed.insert((at, sql.marker));
                }
                None => wrong.push(format!(
                    "{}: {}: we say {}, the drivers {drivers:?}",
                    rust.name, sql.marker, answer.ours
                )),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (at, difference) in DIFFERENCES.iter().enumerate() {
        for sql in difference.sql {
            assert!(
                listed.contains(&(at, *sql)),
                "{}: {sql} is no difference any more: {}",
                difference.rust,
                difference.reason
            );
        }
    }
}

/// The same for arrays: whoever holds the element holds the array in a `Vec`.
#[test]
fn arrays_are_held_where_a_driver_reads_them() {
    let mut wrong = Vec::new();
    for rust in all() {
        for (sql, answer) in sql_types::ALL.iter().zip(&rust.answers) {
            assert_eq!(
                answer.ours, answer.ours_array,
                "{}: {}: the element and its array differ",
                rust.name, sql.marker
            );
            let drivers = rust.drivers_of_array(sql);
            if drivers.iter().any(|driver| driver.1) && !answer.ours {
                wrong.push(format!("{}[]: {}: {drivers:?}", sql.marker, rust.name));
            }
        }
    }
    let listed: BTreeSet<_> = DIFFERENCES
        .iter()
        .flat_map(|d| d.sql.iter().map(move |sql| (d.rust, *sql)))
        .collect();
    wrong.retain(|line| {
        !listed
            .iter()
            .any(|(rust, sql)| line.starts_with(&format!("{sql}[]: {rust}:")))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A driver that never says yes is not being asked.
#[test]
fn every_driver_is_asked() {
    let mut yes = BTreeSet::new();
    for rust in all() {
        for (sql, answer) in sql_types::ALL.iter().zip(&rust.answers) {
            yes.extend(
                rust.drivers(sql, answer.diesel)
                    .iter()
                    .filter(|d| d.1)
                    .map(|d| d.0),
            );
            yes.extend(
                rust.drivers_of_array(sql)
                    .iter()
                    .filter(|d| d.1)
                    .map(|d| d.0),
            );
        }
    }
    assert_eq!(
        yes,
        ["diesel", "postgres-types", "sqlx 0.8", "sqlx 0.9"].into()
    );
}

/// The types of the table in `src/types` are all asked about.
#[test]
fn every_type_of_the_tables_is_asked_about() {
    let known: BTreeSet<String> = all().iter().map(|rust| head(rust.name)).collect();
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/types");
    let mut seen = 0;
    for entry in std::fs::read_dir(dir).expect("the tables") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a table");
        let rows = text.lines().map(str::trim).filter(|line| {
            line.ends_with(';')
                && line.contains(" => ")
                && !line.contains("$ty")
                && !line.starts_with('(')
        });
        for row in rows {
            let ty = row.split(" => ").next().unwrap_or_default();
            let ty = ty.rsplit("] ").next().unwrap_or_default();
            assert!(
                known.contains(&head(&answers::short(ty))),
                "`{ty}` is not asked about"
            );
            seen += 1;
        }
    }
    assert!(seen > 60, "the tables were not read: {seen} rows");
}

/// A type's name without parameters and reference.
fn head(name: &str) -> String {
    let name = name.trim_start_matches(['&', '$']);
    name.split('<').next().unwrap_or(name).to_owned()
}

/// What the derive suggests, it accepts.
#[test]
fn suggested_types_hold_what_they_are_suggested_for() {
    let all = all();
    let mut suggested = 0;
    for (at, sql) in sql_types::ALL.iter().enumerate() {
        for name in rust_names::leaf(&sql.snapshot()) {
            let holds = |rust: &Rust| rust.name == *name && rust.answers[at].ours;
            assert!(
                all.iter().any(holds),
                "`{name}` is suggested for {}",
                sql.marker
            );
            suggested += 1;
        }
    }
    assert!(suggested > 60);
}

/// A type that some Rust type holds has a suggestion.
#[test]
fn held_types_have_a_suggestion() {
    for (at, sql) in sql_types::ALL.iter().enumerate() {
        let held = all().iter().any(|rust| rust.answers[at].ours);
        let suggested = !rust_names::leaf(&sql.snapshot()).is_empty();
        let no_column = ["record", "void"].contains(&sql.marker);
        assert!(
            suggested == held || no_column,
            "{}: held {held}",
            sql.marker
        );
    }
}

/// The names of the markers, and the hash of the user's types, are the same on
/// both sides.
#[test]
fn markers_are_named_as_the_snapshot_says() {
    for sql in sql_types::ALL {
        match sql.snapshot() {
            schema_snapshot::SqlType::Builtin(text) => {
                assert_eq!(rust_names::marker(&text), Some(sql.marker));
            }
            schema_snapshot::SqlType::Base { name, .. } => {
                assert_eq!(type_hash::of_base(&name), hash(sql.marker));
            }
            other => panic!("{other:?}"),
        }
    }
    for text in ["", "public.order_status", "öffentlich.\"Größe\""] {
        assert_eq!(hash(text), type_hash::fnv1a(text));
    }
}
