//! `cargo schema check`: snapshot, database, migrations and models, in any combination.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Database, Project};

const USERS: &str = "CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL);";
const ORDERS: &str = "CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid());";

const MODEL: &str =
    "#[derive(schema_runtime::Conformant)]\nstruct User { id: Uuid, email: String }\n";

/// With a snapshot of `snapshot`, migrations of `migrations`, a database of `database`, and a model.
fn project(snapshot: &str, migrations: &str, database: &str) -> (Project, Database) {
    let before = Database::new(snapshot);
    let mut project = Project::with_migrations(&[("0001_all.sql", migrations)]);
    let said = project.run(&["init", "--database-url", &before.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    project.write("src/lib.rs", MODEL);
    let database = Database::new(database);
    project.set("DATABASE_URL", &database.url());
    (project, database)
}

fn verdicts(project: &Project, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let mut all = vec!["check", "--format", "json"];
    all.extend(arguments);
    let said = project.run(&all);
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"));
    let answers = report["answers"].as_array().unwrap().iter().map(|answer| {
        let side = |n: usize| answer["sides"][n].as_str().unwrap().to_owned();
        let verdict = answer["verdict"].as_str().unwrap();
        format!("{} {}: {verdict}", side(0), side(1))
    });
    (said.status, answers.collect())
}

const ALL: &[&str] = &["--migrations", "migrations", "--throw-away-server"];

#[test]
fn what_agrees_is_green() {
    let (project, _database) = project(USERS, USERS, USERS);
    assert_snapshot!(project.run(&["check", "--migrations", "migrations"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema`
    `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
    1 migration of `migrations` (read as sqlx), applied to a scratch database beside `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)

    snapshot and database: no differences
    snapshot and migrations: no differences
    migrations and database: no differences
    snapshot and models: no differences in 1 model
    ");
    assert_snapshot!(project.run(&["check", "--no-database"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema`

    snapshot and models: no differences in 1 model
    ");
    assert_snapshot!(project.run(&["check", "--quiet"]).all(), @"exit status 0");
}

#[test]
fn the_third_side_says_which_of_two_is_out_of_date() {
    let both = [USERS, ORDERS].concat();
    for (snapshot, migrations, database, said) in [
        (
            USERS,
            both.as_str(),
            both.as_str(),
            ["snapshot_stale", "snapshot_stale", "same"],
        ),
        (
            &both,
            &both,
            USERS,
            ["database_behind", "same", "database_behind"],
        ),
        (
            USERS,
            USERS,
            &both,
            ["database_ahead", "same", "database_ahead"],
        ),
        (
            &both,
            USERS,
            &both,
            ["same", "migration_missing", "migration_missing"],
        ),
    ] {
        let (project, _database) = project(snapshot, migrations, database);
        let (status, answers) = verdicts(&project, ALL);
        assert_eq!(status, Some(1));
        let [one, two, three] = said;
        assert_eq!(
            answers[..3],
            [
                format!("snapshot database: {one}"),
                format!("snapshot migrations: {two}"),
                format!("migrations database: {three}"),
            ]
        );
    }
}

#[test]
fn any_combination() {
    let (project, _database) = project(USERS, USERS, &[USERS, ORDERS].concat());
    assert_eq!(
        verdicts(&project, &["--no-models"]),
        (
            Some(1),
            vec!["snapshot database: database_ahead".to_owned()]
        )
    );
    let migrations = ["--no-models", "--no-database", "--migrations", "migrations"];
    assert_eq!(
        verdicts(&project, &migrations),
        (Some(0), vec!["snapshot migrations: same".to_owned()])
    );
    assert_eq!(
        verdicts(&project, &["--no-database"]),
        (Some(0), vec!["snapshot models: same".to_owned()])
    );
    assert_snapshot!(project.run(&["check", "--no-database", "--no-models"]).all(), @r"
    exit status 2
    --- err
    error: nothing is given to compare the snapshot with
      = help: `--database-url URL` or `--migrations DIR` names another side
      = help: without `--no-models` the models of the source are one
    ");
    std::fs::remove_dir_all(project.root.join("schema")).unwrap();
    assert_eq!(
        verdicts(&project, ALL),
        (
            Some(1),
            vec!["migrations database: database_ahead".to_owned()]
        )
    );
    assert_eq!(project.run(&["check"]).status, Some(2));
}

#[test]
fn every_format_has_the_verdicts_and_the_differences() {
    let (project, _database) = project(&[USERS, ORDERS].concat(), USERS, USERS);
    project.write(
        "src/lib.rs",
        "#[derive(schema_runtime::Conformant)]\nstruct User { id: Uuid, email: Option<String> }\n\
         #[derive(schema_runtime::Conformant)]\nstruct Gone { id: Uuid }\n",
    );
    project.write(
        "schema/schema.toml",
        "rules.table_without_model = \"warn\"\n",
    );
    assert_snapshot!(project.run(&["check"]).all(), @r#"
    exit status 1
    --- out
    snapshot `schema`
    `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)

    snapshot and database
      critical[relation_removed]: table `public.orders` removed, was `1 column`

    models without a table
      error[unknown_table]: no table or view found for `Gone`
        --> src/lib.rs:4
        = help: name it, `#[conformant(table = "...")]`
        = help: there is no `schema/public/gones.json` or `schema/public/gone.json`

    snapshot and models
      error[nullability_mismatch]: `User.email` is `Option<String>`, but column `public.users.email` is NOT NULL
        --> src/lib.rs:2
        = help: write `String`, or let the column be NULL: ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL

    tables without a model
      warning[table_without_model]: table `public.orders` has no model in the source
        = help: derive `Conformant` on a struct that stands for it, or say in `schema.toml` why there is none: `[[exceptions]]`

    snapshot and database: the database is behind: apply the migrations (1 difference)
    models without a table: 1 model has no table
    snapshot and models: the models differ from the snapshot: 1 mistake
    tables without a model: 1 table has no model: `public.orders`
    `cargo schema explain ID` says more of what stands in brackets
    "#);
    assert_snapshot!(project.run(&["check", "--format", "json"]).out, @r#"
    {
      "format": 1,
      "answers": [
        {
          "sides": [
            "snapshot",
            "database"
          ],
          "verdict": "database_behind",
          "fails": true,
          "message": "the database is behind: apply the migrations (1 difference)"
        },
        {
          "sides": [
            "snapshot",
            "models"
          ],
          "verdict": "model_without_table",
          "fails": true,
          "message": "1 model has no table"
        },
        {
          "sides": [
            "snapshot",
            "models"
          ],
          "verdict": "models_differ",
          "fails": true,
          "message": "the models differ from the snapshot: 1 mistake"
        },
        {
          "sides": [
            "snapshot",
            "models"
          ],
          "verdict": "table_without_model",
          "fails": false,
          "message": "1 table has no model: `public.orders`",
          "tables": [
            "public.orders"
          ]
        }
      ],
      "changes": [
        {
          "kind": "relation_removed",
          "severity": "critical",
          "relation": "public.orders",
          "before": {"name": "public.orders", "columns": [{"name": "id", "type": "uuid", "not_null": true, "default": "gen_random_uuid()"}], "primary_key": {"name": "orders_pkey", "columns": ["id"]}, "indexes": [{"name": "orders_pkey", "method": "btree", "keys": [{"column": "id"}], "unique": true, "constraint": "orders_pkey"}]},
          "after": null,
          "message": "table `public.orders` removed, was `1 column`",
          "deploy": {
            "verdict": "unsafe",
            "reason": "old code still uses it"
          },
          "source": {
            "file": "schema/public/orders.json",
            "line": 3
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md",
          "sides": [
            "snapshot",
            "database"
          ]
        }
      ],
      "findings": [
        {
          "rule": "unknown_table",
          "level": "deny",
          "item": "Gone",
          "message": "no table or view found for `Gone`",
          "help": "name it, `#[conformant(table = \"...\")]`\nthere is no `schema/public/gones.json` or `schema/public/gone.json`",
          "source": {
            "file": "src/lib.rs",
            "line": 4
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#unknown_table"
        },
        {
          "rule": "nullability_mismatch",
          "level": "deny",
          "relation": "public.users",
          "column": "email",
          "item": "User",
          "message": "`User.email` is `Option<String>`, but column `public.users.email` is NOT NULL",
          "help": "write `String`, or let the column be NULL: ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL",
          "fix_sql": "ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL;",
          "source": {
            "file": "src/lib.rs",
            "line": 2
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#nullability_mismatch"
        },
        {
          "rule": "table_without_model",
          "level": "warn",
          "relation": "public.orders",
          "message": "table `public.orders` has no model in the source",
          "help": "derive `Conformant` on a struct that stands for it, or say in `schema.toml` why there is none: `[[exceptions]]`",
          "source": {
            "file": "schema/public/orders.json",
            "line": 3
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#table_without_model"
        }
      ],
      "summary": {
        "answers": 4,
        "differ": 3,
        "relations": 2,
        "models": 2,
        "deny": 2,
        "warn": 1,
        "suppressed": 0,
        "left_to_build": {
          "types": 0,
          "columns": 0,
          "conditions": 0
        }
      }
    }
    "#);
    assert_snapshot!(project.run(&["check", "--format", "markdown"]).out, @r#"
    <!-- cargo schema check -->
    ### Schema

    snapshot `schema`  
    `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)  

    snapshot and database: the database is behind: apply the migrations (1 difference)  
    models without a table: 1 model has no table  
    snapshot and models: the models differ from the snapshot: 1 mistake  
    tables without a model: 1 table has no model: `public.orders`

    #### snapshot and database

    - **critical** [`relation_removed`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): table `public.orders` removed, was `1 column`

    #### models without a table

    - **error** [`unknown_table`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#unknown_table): no table or view found for `Gone` (`src/lib.rs:4`)
      - name it, `#[conformant(table = "...")]`
      - there is no `schema/public/gones.json` or `schema/public/gone.json`

    #### snapshot and models

    - **error** [`nullability_mismatch`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#nullability_mismatch): `User.email` is `Option<String>`, but column `public.users.email` is NOT NULL (`src/lib.rs:2`)
      - write `String`, or let the column be NULL: ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL

    #### tables without a model

    - **warning** [`table_without_model`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#table_without_model): table `public.orders` has no model in the source
      - derive `Conformant` on a struct that stands for it, or say in `schema.toml` why there is none: `[[exceptions]]`
    "#);
    for format in ["github", "junit", "sarif"] {
        let said = project.run(&["check", "--format", format]);
        assert_eq!(said.status, Some(1), "{}", said.all());
        for part in ["public.orders", "nullability_mismatch", "unknown_table"] {
            assert!(said.out.contains(part), "{format}, {part}: {}", said.out);
        }
    }
}

#[test]
fn a_side_that_can_not_be_read_is_no_green_and_keeps_no_other_from_its_answer() {
    let (mut project, _database) = project(USERS, USERS, USERS);
    project.set("DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/none");
    let said = project.run(&[
        "check",
        "--format",
        "json",
        "--migrations",
        "migrations",
        "--throw-away-server",
    ]);
    assert_eq!(said.status, Some(3), "{}", said.all());
    assert!(!said.all().contains("secret"), "{}", said.all());
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["errors"].as_array().unwrap().len(), 1);
    assert_eq!(report["answers"][0]["verdict"], "same");
    assert_eq!(report["answers"].as_array().unwrap().len(), 2);
    // A source file that is no Rust.
    project.write("src/bad.rs", "#[derive(Conformant)] struct A { id Uuid }");
    let said = project.run(&["check", "--no-database"]);
    assert_eq!(said.status, Some(3), "{}", said.all());
    assert!(said.out.contains("src/bad.rs"), "{}", said.out);
    // A snapshot that is cut short.
    project.write("schema/public/users.json", "{\n  \"fingerprint\": \"");
    let said = project.run(&["check", "--no-database", "--migrations", "migrations"]);
    assert_eq!(said.status, Some(3), "{}", said.all());
}

#[test]
fn a_role_without_rights_sees_the_catalogue_all_the_same() {
    let sql = [USERS, "CREATE SCHEMA hidden; CREATE TABLE hidden.notes (id uuid PRIMARY KEY, body text DEFAULT 'x' CHECK (body <> ''));"].concat();
    let (mut project, _) = project(&sql, USERS, &sql);
    let database = Database::alone(&sql);
    database.run(
        "CREATE ROLE check_reader LOGIN;
         REVOKE ALL ON SCHEMA hidden, public FROM PUBLIC, check_reader;",
    );
    let url = database.url().replace("postgres@", "check_reader@");
    project.set("DATABASE_URL", &url);
    let said = verdicts(&project, &["--no-models"]);
    let (_, answers) = &said;
    assert_eq!(answers, &["snapshot database: same"], "{url}");
    assert_eq!(said.0, Some(0));
}
