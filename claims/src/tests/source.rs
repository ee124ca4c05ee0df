//! Whole files in; which items are found, where, and what each of their readings says.

use std::fmt::Write as _;

use schema_snapshot::claim::Subject;

use crate::source::{Item, read};

/// Each item with its place, and the fields or variants of each reading.
fn found(text: &str) -> String {
    let mut out = String::new();
    for item in read(text).unwrap() {
        let _ = write!(
            out,
            "{} {}:{}",
            item.name, item.position.line, item.position.column
        );
        for reading in &item.readings {
            let _ = write!(out, " |");
            match reading.claim.as_ref().map(|claim| &claim.subject) {
                Some(Subject::Model(model)) => {
                    if let Some(table) = &model.table {
                        let _ = write!(out, " table={}", table.text);
                    }
                    for field in &model.fields {
                        let _ = write!(out, " {}", field.column.text);
                    }
                }
                Some(Subject::Enum(labels)) => {
                    for variant in &labels.variants {
                        let _ = write!(out, " {}", variant.label.text);
                    }
                }
                _ => out.push_str(" no model"),
            }
            for error in &reading.errors {
                let _ = write!(out, " [{}]", error.id);
            }
        }
        out.push('\n');
    }
    out
}

fn one(text: &str) -> Item {
    let mut items = read(text).unwrap();
    assert_eq!(items.len(), 1);
    items.remove(0)
}

#[test]
fn the_derive_is_found_however_it_is_written() {
    let text = r##"#!/usr/bin/env run
use db::schema_runtime::{self, Conformant, Conformant as Checked};

#[derive(Debug, Conformant)]
struct Plain { id: i32 }
#[derive(schema_runtime::Conformant)]
enum Path { A }
#[derive(Checked)]
union Renamed { id: i32 }
#[derive(Debug, NotConformant, Conformant::Not)]
struct Other { id: i32 }
mod inner {
    #[cfg_attr(feature = "db", derive(Clone, Conformant))]
    struct InModule { id: i32 }
}
fn main() {
    #[derive(Conformant)]
    struct InFunction { id: i32 }
    let text = "#[derive(Conformant)] struct Text { id: i32 }"; // #[derive(Conformant)]
}
impl Plain {
    fn f() -> i32 {
        const C: i32 = { #[derive(Conformant)] struct InConstant { id: i32 } 3 };
        C
    }
}
macro_rules! table {
    ($name:ident) => { #[derive(Conformant)] struct $name { id: i32 } };
}
"##;
    assert_eq!(
        found(text),
        "Plain 5:8 | id\n\
         Path 7:6 | A\n\
         Renamed 9:7 | no model [union_item]\n\
         InModule 14:12 | id\n\
         InFunction 18:12 | id\n\
         InConstant 23:55 | id\n"
    );
}

#[test]
fn places_are_lines_and_columns() {
    let item = one(
        "#[derive(Conformant)]\n#[conformant(table = \"users\")]\nstruct User {\n    \
         #[conformant(column = \"mail\")]\n    email: Option<String>,\n}\n",
    );
    let reading = &item.readings[0];
    let Some(Subject::Model(model)) = reading.claim.as_ref().map(|claim| &claim.subject) else {
        panic!("{reading:?}");
    };
    let at = |place| {
        let position = reading.position(place);
        (position.line, position.column)
    };
    let field = &model.fields[0];
    assert_eq!(at(model.table.as_ref().unwrap().place), (2, 22));
    assert_eq!(at(field.name.place), (5, 5));
    assert_eq!(at(field.ty.place), (5, 12));
    assert_eq!(at(field.column.place), (4, 27));
    assert_eq!(at(schema_snapshot::Place(0)), (3, 8));
}

#[test]
fn an_item_is_read_for_each_outcome_of_its_conditions() {
    let text = r#"
#[derive(Conformant)]
struct User {
    #[cfg(feature = "audit")]
    audit: String,
    #[cfg_attr(feature = "sqlx", sqlx(rename = "n"))]
    name: String,
    #[cfg_attr(feature = "json", serde(skip))]
    plain: String,
    #[cfg(any())]
    never: String,
    #[cfg(all(not(any())))]
    always: String,
}
#[derive(Conformant)]
enum Status { #[cfg(beta)] Beta, #[cfg(not(beta))] Old, Done }
"#;
    assert_eq!(
        found(text),
        "User 3:8 | audit n plain always | n plain always | audit name plain always \
         | name plain always\n\
         Status 16:6 | Beta Done | Old Done\n"
    );
}

#[test]
fn what_holds_around_an_item_holds_within() {
    let text = r#"
#[cfg(all(unix, feature = "db"))]
mod models {
    #![cfg(not(test))]
    #[cfg_attr(feature = "sqlx", derive(FromRow, Conformant), cfg_attr(all(), sqlx(rename_all = "UPPERCASE")))]
    #[cfg_attr(feature = "other", conformant(table = "others"))]
    #[cfg(feature = "more")]
    struct User {
        #[cfg_attr(feature = "sqlx", conformant(column = "a"))]
        one: i32,
        #[cfg(feature = "db")]
        two: i32,
        #[cfg(windows)]
        three: i32,
        #[cfg(not(feature = "more"))]
        four: i32,
        #[cfg(test)]
        five: i32,
    }
    #[cfg(not(unix))]
    #[derive(Conformant)]
    struct Nowhere { id: i32 }
}
"#;
    assert_eq!(
        found(text),
        "User 8:12 | table=others a TWO THREE | a TWO THREE | table=others a TWO | a TWO\n"
    );
}

#[test]
fn too_many_conditions_are_left_to_the_build() {
    let field = |n| format!("#[cfg(feature = \"f{n}\")] f{n}: i32,\n");
    let fields = |count| (0..count).map(field).collect::<String>();
    let item = |count| {
        one(&format!(
            "#[derive(Conformant)] struct A {{ {} }}",
            fields(count)
        ))
    };
    assert_eq!(item(6).readings.len(), 64);
    assert_eq!(item(7).readings.len(), 0);
    assert_eq!(item(40).readings.len(), 0);
    // Conditions around an item alone are no conditions of it.
    let mut text = "#[derive(Conformant)] struct A { id: i32 }".to_owned();
    for n in 0..40 {
        text = format!("#[cfg(feature = \"f{n}\")] mod m{n} {{ {text} }}");
    }
    assert_eq!(one(&text).readings.len(), 1);
}

#[test]
fn what_is_no_rust_says_where() {
    let error = read("\n#[derive(Conformant)]\nstruct A { id i32 }\n").unwrap_err();
    assert_eq!((error.position.line, error.position.column), (3, 15));
    assert_eq!(error.message, "expected `:`");
    let error = read("struct A {\n    id: i32,\n").unwrap_err();
    assert_eq!(error.position.line, 1, "{error:?}");
    assert_eq!(
        found("\u{feff}#[derive(Conformant)]\r\nstruct A { id: i32 }\r\n"),
        "A 2:8 | id\n"
    );
}
