//! `cargo schema verify-binary`, of files that have records as a program has them. Real programs are
//! in `tests/tests/verify/binary.rs`.

use schema_snapshot::claim::{Claim, Field, Model, Placed, Subject};
use schema_snapshot::config::Config;
use schema_snapshot::conform::{Outcome, Resolved};
use schema_snapshot::model::{Column, Relation};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::sql_type::SqlType;
use schema_snapshot::store::Loaded;
use schema_snapshot::verify::Record;

use crate::support::{Database, Project};

fn placed(text: &str) -> Placed {
    Placed {
        text: text.to_owned(),
        ..Placed::default()
    }
}

/// What the derive writes of `struct User { id: i32, email: String }`.
fn record() -> String {
    let columns = [("id", "integer", "i32"), ("email", "text", "String")];
    let field = |(name, _, ty): &(&str, &str, &str)| Field {
        name: placed(name),
        column: placed(name),
        ty: placed(ty),
        ..Field::default()
    };
    let column = |(name, sql, _): &(&str, &str, &str)| Column {
        name: (*name).to_owned(),
        sql_type: SqlType::Builtin((*sql).to_owned()),
        not_null: true,
        ..Column::default()
    };
    let claim = Claim {
        item: placed("User"),
        subject: Subject::Model(Model {
            fields: columns.iter().map(field).collect(),
            ..Model::default()
        }),
        ..Claim::default()
    };
    let subject = Resolved::Relation(Loaded {
        value: Relation {
            name: QualifiedName::new("public", "users"),
            columns: columns.iter().map(column).collect(),
            ..Relation::default()
        },
        file: String::new(),
        fingerprint: "0".repeat(64),
    });
    let outcome = Outcome {
        subject: Some(subject),
        ..Outcome::default()
    };
    let written = Record::of(&claim, &outcome, &Config::default())
        .unwrap()
        .write();
    format!("{}app\n{}", written.head, written.body)
}

fn project(database: &Database, program: &str) -> Project {
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    project.write("app", program);
    project
}

const TABLE: &str = "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL)";

#[test]
fn a_verdict_for_people_and_for_programs() {
    let database = Database::new(TABLE);
    let project = project(&database, &format!("\x7fELF...{}...", record()));
    let run = || project.run(&["verify-binary", "app"]);
    insta::assert_snapshot!(run().all(), @r"
    exit status 0
    --- out
    `app` has 1 model and 0 types, beside `postgresql://postgres@/app_N?host=SOCKET`
    1 conformant, 0 compatible, 0 breaking: the database is what the program was compiled for
    ");
    database.run("ALTER TABLE users ADD COLUMN phone text");
    insta::assert_snapshot!(run().all(), @r"
    exit status 0
    --- out
    `app` has 1 model and 0 types, beside `postgresql://postgres@/app_N?host=SOCKET`
    compatible: `app::User` and table `public.users`
      column `phone` added: `text`
        = note: old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again
    0 conformant, 1 compatible, 0 breaking: the database is ahead: it has what the program was not compiled for
    ");
    database.run("ALTER TABLE users ALTER email DROP NOT NULL");
    insta::assert_snapshot!(run().all(), @r"
    exit status 1
    --- out
    `app` has 1 model and 0 types, beside `postgresql://postgres@/app_N?host=SOCKET`
    breaking: `app::User` and table `public.users`
      `User.email` is `String`, but column `public.users.email` is nullable [nullability_mismatch]
        = help: write `Option<String>`, or make the column NOT NULL: ALTER TABLE public.users ALTER COLUMN email SET NOT NULL
      column `phone` added: `text`
        = note: old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again
    0 conformant, 0 compatible, 1 breaking: the database is ahead: it has what the program was not compiled for
    ");
    // As it is, with the socket's directory.
    let mut json = project.command(&["verify-binary", "app", "--format", "json"]);
    let json = json.output().unwrap();
    assert_eq!(json.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["models"], 1);
    assert_eq!(json["report"]["verdict"], "breaking");
    assert_eq!(json["report"]["models"][0]["item"], "app::User");
    assert_eq!(
        json["report"]["models"][0]["findings"][0]["id"],
        "nullability_mismatch"
    );
}

#[test]
fn a_file_without_records_or_with_damaged_ones_has_no_verdict() {
    let database = Database::new(TABLE);
    let record = record();
    let of = |program: &str| {
        let project = project(&database, program);
        project.run(&["verify-binary", "app"]).all()
    };
    insta::assert_snapshot!(of("no program"), @r#"
    exit status 2
    --- err
    error: `app` has no record of any model
      = help: build it with the feature `records` of `schema-runtime`, or `verify`, which has it: `schema-runtime = { features = ["records"] }`
      = help: a program that was packed, by `upx` for example, is to be looked at before
    "#);
    insta::assert_snapshot!(of(&record[..record.len() - 10]), @r"
    exit status 2
    --- err
    error: `app`, byte 0: the record of a model is not as the derive wrote it
      = help: not all of its models are known, so there is no verdict: build it again, or copy it again
    ");
    insta::assert_snapshot!(of(&record.replacen("record 3", "record 9", 1)), @r"
    exit status 2
    --- err
    error: `app`, byte 0: the record of a model has format 9, and this version of `schema-snapshot` (0.1.0) knows up to 3
      = help: `cargo install cargo-schema` brings a version that knows it
    ");
}

#[test]
fn what_fails_is_told_from_what_breaks() {
    let database = Database::new(TABLE);
    let mut project = project(&database, &record());
    let missing = project.run(&["verify-binary", "other"]);
    assert_eq!(missing.status, Some(3), "{}", missing.all());
    let url = "postgresql://localhost:1/app?connect_timeout=2";
    let unreachable = project.run(&["verify-binary", "app", "--database-url", url]);
    assert_eq!(unreachable.status, Some(3), "{}", unreachable.all());
    project.set("DATABASE_URL", "");
    let none = project.run(&["verify-binary", "app"]);
    assert_eq!(none.status, Some(2), "{}", none.all());
}
