//! `cargo schema diff`: between snapshots, revisions, databases and migrations.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::{Database, Project};

const BEFORE: &str = "CREATE TYPE mood AS ENUM ('calm', 'wild');
    CREATE TABLE users (
        id uuid PRIMARY KEY, email text NOT NULL, nick text, age integer NOT NULL, mood mood);
    CREATE TABLE posts (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users);
    CREATE TABLE logs (line text);
    CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';";

const AFTER: &str = "ALTER TABLE users DROP nick, ALTER age TYPE bigint, ADD bio text;
    ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
    ALTER TABLE posts RENAME TO articles;
    ALTER TABLE users RENAME mood TO feeling;
    ALTER TYPE mood ADD VALUE 'sad';
    DROP TABLE logs;
    CREATE TABLE tags (id uuid PRIMARY KEY);
    COMMENT ON TABLE users IS 'people';
    CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1 ';";

/// A project whose snapshot is of `BEFORE` in the first commit, of `AFTER` in the working tree, and
/// the database of that.
fn project() -> (Project, Database) {
    let database = Database::new(BEFORE);
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    project.git(&["init", "--quiet", "--initial-branch=main"]);
    project.commit("first");
    database.run(AFTER);
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    (project, database)
}

/// What it says, without the hashes of commits.
fn diff(project: &Project, arguments: &[&str]) -> String {
    let said = project.run(&[&["diff"], arguments].concat()).all();
    project.without_hashes(&said)
}

#[test]
fn what_the_working_tree_changes_by_default() {
    let (project, _database) = project();
    let tree = project.git(&["status", "--porcelain"]);
    assert_snapshot!(diff(&project, &[]), @r"
    exit status 1
    --- out
    from snapshot `schema` of `HEAD` (COMMIT)
    to snapshot `schema`

    table `public.articles` (schema/public/articles.json)
      critical[relation_renamed]: looks like a rename of `public.posts`
        = rolling deploy: unsafe: old code uses the old name; an updatable view of that name keeps it running meanwhile

    table `public.logs` (schema/public/logs.json)
      critical[relation_removed]: table `public.logs` removed, was `1 column`
        = rolling deploy: unsafe: old code still uses it

    table `public.tags` (schema/public/tags.json)
      low[relation_added]: table `public.tags` added: `1 column`
        = rolling deploy: safe: old code does not know it

    table `public.users` (schema/public/users.json)
      critical[column_renamed]: column `feeling`: looks like a rename of `mood`
        = rolling deploy: unsafe: old code uses the old name
      critical[column_removed]: column `nick` removed, was `text`
        = rolling deploy: unsafe: old code still names it
      high[column_type_changed]: column `age`: type `integer` -> `bigint`
        = rolling deploy: unsafe: drivers that insist on the exact type, sqlx and tokio-postgres among them, refuse it
      medium[column_added]: column `bio` added: `text`
        = rolling deploy: safe: old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again
      high[unique_constraint_added]: unique constraint `users_email_key` added: `(email)`
        = rolling deploy: depends: what old code writes is refused where it breaks the constraint
      low[relation_comment_changed]: comment none -> `people`
        = rolling deploy: safe: no code depends on it

    enum `public.mood` (schema/public/types/mood.json)
      high[enum_label_added]: label `sad` added: `'sad' after 'wild'`
        = rolling deploy: depends: old code runs, and fails where it reads the label, which it does not know, as soon as new code writes it

    function `public.one` (schema/public/functions/one.json)
      medium[function_body_changed]: `()`: body changed
        = rolling deploy: depends: old code calls the new body

    11 differences: 4 critical, 3 high, 2 medium, 2 low; 5 unsafe for a rolling deploy, 3 may be
    `cargo schema explain KIND` says more of a kind of change
    ");
    // Neither the work tree nor the index was touched.
    assert_eq!(project.git(&["status", "--porcelain"]), tree);
    project.commit("second");
    assert_snapshot!(diff(&project, &[]), @r"
    exit status 0
    --- out
    from snapshot `schema` of `HEAD` (COMMIT)
    to snapshot `schema`

    no differences
    ");
    // From a directory below, and of the revision before.
    fs::create_dir(project.root.join("src")).unwrap();
    let below = project
        .command(&["diff", "HEAD~1", "--quiet"])
        .current_dir(project.root.join("src"))
        .output()
        .unwrap();
    assert_eq!(below.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&below.stdout).starts_with("table `public.articles`"));
}

#[test]
fn every_format() {
    let (project, _database) = project();
    let only = [
        "--exclude=public.articles",
        "--exclude=public.posts",
        "--exclude=public.one",
        "--exclude=public.mood",
    ];
    let format = |format| {
        let arguments = [&only[..], &["--format", format]].concat();
        diff(&project, &arguments)
    };
    assert_snapshot!(format("json"), @r#"
    exit status 1
    --- out
    {
      "format": 1,
      "before": "snapshot `schema` of `HEAD` (COMMIT)",
      "after": "snapshot `schema`",
      "changes": [
        {
          "kind": "relation_removed",
          "severity": "critical",
          "relation": "public.logs",
          "before": {"name": "public.logs", "columns": [{"name": "line", "type": "text"}]},
          "after": null,
          "message": "table `public.logs` removed, was `1 column`",
          "deploy": {
            "verdict": "unsafe",
            "reason": "old code still uses it"
          },
          "source": {
            "file": "schema/public/logs.json",
            "line": 1
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "relation_added",
          "severity": "low",
          "relation": "public.tags",
          "before": null,
          "after": {"name": "public.tags", "columns": [{"name": "id", "type": "uuid", "not_null": true}], "primary_key": {"name": "tags_pkey", "columns": ["id"]}, "indexes": [{"name": "tags_pkey", "method": "btree", "keys": [{"column": "id"}], "unique": true, "constraint": "tags_pkey"}]},
          "message": "table `public.tags` added: `1 column`",
          "deploy": {
            "verdict": "safe",
            "reason": "old code does not know it"
          },
          "source": {
            "file": "schema/public/tags.json",
            "line": 3
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "column_renamed",
          "severity": "critical",
          "relation": "public.users",
          "column": "feeling",
          "before": {"name": "mood"},
          "after": {"name": "feeling"},
          "message": "table `public.users`: column `feeling`: looks like a rename of `mood`",
          "deploy": {
            "verdict": "unsafe",
            "reason": "old code uses the old name"
          },
          "source": {
            "file": "schema/public/users.json",
            "line": 9
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "column_removed",
          "severity": "critical",
          "relation": "public.users",
          "column": "nick",
          "before": {"name": "nick", "type": "text"},
          "after": null,
          "message": "table `public.users`: column `nick` removed, was `text`",
          "deploy": {
            "verdict": "unsafe",
            "reason": "old code still names it"
          },
          "source": {
            "file": "schema/public/users.json",
            "line": 3
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "column_type_changed",
          "severity": "high",
          "relation": "public.users",
          "column": "age",
          "before": {"name": "age", "type": "integer", "not_null": true},
          "after": {"name": "age", "type": "bigint", "not_null": true},
          "message": "table `public.users`: column `age`: type `integer` -> `bigint`",
          "deploy": {
            "verdict": "unsafe",
            "reason": "drivers that insist on the exact type, sqlx and tokio-postgres among them, refuse it"
          },
          "source": {
            "file": "schema/public/users.json",
            "line": 8
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "column_added",
          "severity": "medium",
          "relation": "public.users",
          "column": "bio",
          "before": null,
          "after": {"name": "bio", "type": "text"},
          "message": "table `public.users`: column `bio` added: `text`",
          "deploy": {
            "verdict": "safe",
            "reason": "old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again"
          },
          "source": {
            "file": "schema/public/users.json",
            "line": 10
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "unique_constraint_added",
          "severity": "high",
          "relation": "public.users",
          "object": "users_email_key",
          "before": null,
          "after": {"name": "users_email_key", "columns": ["email"]},
          "message": "table `public.users`: unique constraint `users_email_key` added: `(email)`",
          "deploy": {
            "verdict": "depends",
            "reason": "what old code writes is refused where it breaks the constraint"
          },
          "source": {
            "file": "schema/public/users.json",
            "line": 14
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        },
        {
          "kind": "relation_comment_changed",
          "severity": "low",
          "relation": "public.users",
          "before": null,
          "after": {"comment": "people"},
          "message": "table `public.users`: comment none -> `people`",
          "deploy": {
            "verdict": "safe",
            "reason": "no code depends on it"
          },
          "source": {
            "file": "schema/public/users.json",
            "line": 3
          },
          "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md"
        }
      ],
      "summary": {
        "changes": 8,
        "critical": 3,
        "high": 2,
        "medium": 1,
        "low": 2,
        "deploy": {
          "safe": 3,
          "depends": 1,
          "unsafe": 4
        }
      }
    }
    "#);
    assert_snapshot!(format("github"), @r"
    exit status 1
    --- out
    ::error file=schema/public/logs.json,line=1,title=relation_removed::table `public.logs` removed, was `1 column`%0Arolling deploy: unsafe: old code still uses it%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::notice file=schema/public/tags.json,line=3,title=relation_added::table `public.tags` added: `1 column`%0Arolling deploy: safe: old code does not know it%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::error file=schema/public/users.json,line=9,title=column_renamed::table `public.users`: column `feeling`: looks like a rename of `mood`%0Arolling deploy: unsafe: old code uses the old name%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::error file=schema/public/users.json,line=3,title=column_removed::table `public.users`: column `nick` removed, was `text`%0Arolling deploy: unsafe: old code still names it%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::error file=schema/public/users.json,line=8,title=column_type_changed::table `public.users`: column `age`: type `integer` -> `bigint`%0Arolling deploy: unsafe: drivers that insist on the exact type, sqlx and tokio-postgres among them, refuse it%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::warning file=schema/public/users.json,line=10,title=column_added::table `public.users`: column `bio` added: `text`%0Arolling deploy: safe: old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::error file=schema/public/users.json,line=14,title=unique_constraint_added::table `public.users`: unique constraint `users_email_key` added: `(email)`%0Arolling deploy: depends: what old code writes is refused where it breaks the constraint%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ::notice file=schema/public/users.json,line=3,title=relation_comment_changed::table `public.users`: comment none -> `people`%0Arolling deploy: safe: no code depends on it%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    8 differences: 3 critical, 2 high, 1 medium, 2 low; 4 unsafe for a rolling deploy, 1 may be
    ");
    assert_snapshot!(format("markdown"), @r"
    exit status 1
    --- out
    <!-- cargo schema diff -->
    ### Schema

    from snapshot `schema` of `HEAD` (COMMIT)  
    to snapshot `schema`  

    8 differences: 3 critical, 2 high, 1 medium, 2 low; 4 unsafe for a rolling deploy, 1 may be

    #### table `public.logs`

    - **critical** [`relation_removed`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): table `public.logs` removed, was `1 column`
      - rolling deploy: unsafe: old code still uses it

    #### table `public.tags`

    - **low** [`relation_added`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): table `public.tags` added: `1 column`
      - rolling deploy: safe: old code does not know it

    #### table `public.users`

    - **critical** [`column_renamed`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): column `feeling`: looks like a rename of `mood`
      - rolling deploy: unsafe: old code uses the old name
    - **critical** [`column_removed`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): column `nick` removed, was `text`
      - rolling deploy: unsafe: old code still names it
    - **high** [`column_type_changed`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): column `age`: type `integer` -> `bigint`
      - rolling deploy: unsafe: drivers that insist on the exact type, sqlx and tokio-postgres among them, refuse it
    - **medium** [`column_added`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): column `bio` added: `text`
      - rolling deploy: safe: old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again
    - **high** [`unique_constraint_added`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): unique constraint `users_email_key` added: `(email)`
      - rolling deploy: depends: what old code writes is refused where it breaks the constraint
    - **low** [`relation_comment_changed`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md): comment none -> `people`
      - rolling deploy: safe: no code depends on it
    ");
    assert_snapshot!(format("junit"), @r#"
    exit status 1
    --- out
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="cargo schema diff" tests="8" failures="8" errors="0">
      <testsuite name="public.logs" tests="1" failures="1" errors="0">
        <testcase classname="public.logs" name="relation_removed" file="schema/public/logs.json" line="1">
          <failure type="relation_removed" message="table `public.logs` removed, was `1 column`">rolling deploy: unsafe: old code still uses it
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
      </testsuite>
      <testsuite name="public.tags" tests="1" failures="1" errors="0">
        <testcase classname="public.tags" name="relation_added" file="schema/public/tags.json" line="3">
          <failure type="relation_added" message="table `public.tags` added: `1 column`">rolling deploy: safe: old code does not know it
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
      </testsuite>
      <testsuite name="public.users" tests="6" failures="6" errors="0">
        <testcase classname="public.users" name="column_renamed feeling" file="schema/public/users.json" line="9">
          <failure type="column_renamed" message="table `public.users`: column `feeling`: looks like a rename of `mood`">rolling deploy: unsafe: old code uses the old name
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
        <testcase classname="public.users" name="column_removed nick" file="schema/public/users.json" line="3">
          <failure type="column_removed" message="table `public.users`: column `nick` removed, was `text`">rolling deploy: unsafe: old code still names it
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
        <testcase classname="public.users" name="column_type_changed age" file="schema/public/users.json" line="8">
          <failure type="column_type_changed" message="table `public.users`: column `age`: type `integer` -&gt; `bigint`">rolling deploy: unsafe: drivers that insist on the exact type, sqlx and tokio-postgres among them, refuse it
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
        <testcase classname="public.users" name="column_added bio" file="schema/public/users.json" line="10">
          <failure type="column_added" message="table `public.users`: column `bio` added: `text`">rolling deploy: safe: old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
        <testcase classname="public.users" name="unique_constraint_added users_email_key" file="schema/public/users.json" line="14">
          <failure type="unique_constraint_added" message="table `public.users`: unique constraint `users_email_key` added: `(email)`">rolling deploy: depends: what old code writes is refused where it breaks the constraint
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
        <testcase classname="public.users" name="relation_comment_changed" file="schema/public/users.json" line="3">
          <failure type="relation_comment_changed" message="table `public.users`: comment none -&gt; `people`">rolling deploy: safe: no code depends on it
    https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
    let sarif = project.run(&["diff", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&sarif.out).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 5, "{results:?}");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
    }
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "schema/public/articles.json"
    );
}

/// Each change with the models that it touches.
fn touched(project: &Project) -> String {
    let said = project.run(&["diff", "--format", "json"]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let line = |change: &serde_json::Value| {
        let models = change["models"].as_array().into_iter().flatten();
        let models: Vec<_> = models
            .map(|model| {
                let source = &model["source"];
                format!(
                    "{} {}:{}",
                    model["item"].as_str().unwrap(),
                    source["file"].as_str().unwrap(),
                    source["line"]
                )
            })
            .collect();
        let line = format!(
            "{}: {}",
            change["kind"].as_str().unwrap(),
            models.join(", ")
        );
        line.trim_end().to_owned()
    };
    let changes = report["changes"].as_array().unwrap();
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Who knows no constraint by its name does not notice that it has another.
#[test]
fn the_models_that_a_new_name_of_a_constraint_touches() {
    let database = Database::new(
        "CREATE DOMAIN address AS text CONSTRAINT address_ok CHECK (VALUE <> '');
         CREATE TABLE users (id uuid PRIMARY KEY, email address CONSTRAINT uq_email UNIQUE,
            age int CONSTRAINT ck_age CHECK (age > 0), mood text);
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();",
    );
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    project.git(&["init", "--quiet", "--initial-branch=main"]);
    project.commit("first");
    database.run(
        "ALTER TABLE users RENAME CONSTRAINT uq_email TO uq_users_email;
         ALTER TABLE users RENAME CONSTRAINT ck_age TO ck_users_age;
         ALTER TRIGGER t ON users RENAME TO touched;
         ALTER DOMAIN address RENAME CONSTRAINT address_ok TO not_empty",
    );
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    project.write(
        "src/models.rs",
        "#[derive(Conformant)]
struct User { id: Uuid, email: Option<String>, age: Option<i32>, mood: Option<String> }

#[derive(Conformant)]
#[conformant(table = \"users\", insert, access, upsert = \"uq_email\")]
struct New { id: Uuid, email: String }

#[derive(Conformant)]
#[conformant(table = \"users\", partial, constraints)]
struct Name { mood: Option<String> }

#[derive(Conformant)]
#[conformant(type = \"address\")]
struct Address(String);
",
    );
    assert_snapshot!(touched(&project), @r"
    unique_constraint_renamed: New src/models.rs:6, Name src/models.rs:10
    check_constraint_renamed: Name src/models.rs:10
    trigger_renamed:
    check_constraint_renamed: Name src/models.rs:10
    ");
}

#[test]
fn the_models_that_a_change_touches() {
    let (project, _database) = project();
    project.write(
        "src/models.rs",
        "#[derive(Conformant)]
struct User { id: Uuid, email: String, nick: Option<String>, age: i32, mood: Option<Mood> }

#[derive(Conformant)]
#[conformant(table = \"users\", partial)]
struct Name { email: String }

#[derive(Conformant)]
#[conformant(type = \"mood\")]
enum Mood { Calm, Wild }

#[derive(Conformant)]
struct Post { id: Uuid, user_id: Uuid }
",
    );
    project.write("src/broken.rs", "#[derive(Conformant)] struct");
    let said = project.run(&["diff", "--format", "json"]);
    assert!(said.err.contains("src/broken.rs"), "{}", said.err);
    assert_snapshot!(touched(&project), @r"
    relation_renamed: Post src/models.rs:13
    relation_removed:
    relation_added:
    column_renamed: User src/models.rs:2
    column_removed: User src/models.rs:2
    column_type_changed: User src/models.rs:2
    column_added: User src/models.rs:2
    unique_constraint_added: User src/models.rs:2, Name src/models.rs:6
    relation_comment_changed:
    enum_label_added: Mood src/models.rs:10
    function_body_changed:
    ");
    let human = project.run(&["diff"]).out;
    assert!(
        human.contains("= model: `User` at src/models.rs:2\n"),
        "{human}"
    );
    let without = project.run(&["diff", "--no-models"]);
    assert!(!without.all().contains("src/"), "{}", without.all());
}

#[test]
fn sides_of_every_kind() {
    let (mut project, database) = project();
    project.write("migrations/1_all.sql", BEFORE);
    project.write("migrations/2_more.sql", AFTER);
    let same: [&[&str]; 5] = [
        &["database"],
        &["schema", "database"],
        &["snapshot:schema", "migrations"],
        &["migrations:migrations", "./schema"],
        &[&database.url(), "migrations", "--throw-away-server"],
    ];
    for sides in same {
        let said = project.run(&[&["diff"], sides].concat());
        assert_eq!(said.status, Some(0), "{sides:?}: {}", said.all());
        assert!(said.out.ends_with("no differences\n"), "{}", said.all());
    }
    assert_snapshot!(diff(&project, &["database", "git:main", "--schema", "nowhere"]), @r"
    exit status 2
    --- err
    error: `postgresql://postgres@/app_N?host=SOCKET` has no schema `nowhere`
      = help: it has `public`
    ");
    assert_snapshot!(diff(&project, &["migrations", "database", "--format", "json"]), @r#"
    exit status 0
    --- out
    {
      "format": 1,
      "before": "2 migrations of `migrations` (read as sqlx), applied to a scratch database beside `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)",
      "after": "`postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)",
      "changes": [],
      "summary": {
        "changes": 0,
        "critical": 0,
        "high": 0,
        "medium": 0,
        "low": 0,
        "deploy": {
          "safe": 0,
          "depends": 0,
          "unsafe": 0
        }
      }
    }
    "#);
    project.set("DATABASE_URL", "");
    assert_snapshot!(diff(&project, &["database"]), @r"
    exit status 2
    --- err
    error: no database is given: no `--database-url`, no `DATABASE_URL` in the environment or a `.env`, and none of libpq's variables (`PGHOST`, `PGDATABASE`, `PGSERVICE`, ...)
      = help: `--database-url postgresql://user@localhost/database` names a running database
      = help: `--migrations DIR` takes the schema from migrations; without a database they are applied to a private throw-away server
    ");
    let url = "postgresql://me:secret@127.0.0.1:1/app";
    let refused = project.run(&["diff", url, "schema"]);
    assert_eq!(refused.status, Some(3), "{}", refused.all());
    assert!(!refused.all().contains("secret"), "{}", refused.all());
}

#[test]
fn only_what_is_as_grave_fails() {
    let (project, database) = project();
    let status = |arguments: &[&str]| project.run(&[&["diff"], arguments].concat()).status;
    assert_eq!(status(&["--fail-on", "critical"]), Some(1));
    project.commit("second");
    database.run("ALTER TABLE users ADD more text");
    assert_eq!(status(&["schema", "database"]), Some(1));
    assert_eq!(
        status(&["schema", "database", "--fail-on", "medium"]),
        Some(1)
    );
    assert_eq!(
        status(&["schema", "database", "--fail-on", "high"]),
        Some(0)
    );
    assert_eq!(
        status(&["schema", "database", "--fail-on", "grave"]),
        Some(2)
    );
}

#[test]
fn what_can_not_be_understood() {
    let (project, _database) = project();
    assert_snapshot!(diff(&project, &["HEAD~7"]), @r"
    exit status 2
    --- err
    error: `HEAD~7` is neither a revision of the repository nor a directory with a snapshot or migrations
      = help: a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`
    ");
    assert_snapshot!(diff(&project, &["mian"]), @r"
    exit status 2
    --- err
    error: `mian` is neither a revision of the repository nor a directory with a snapshot or migrations
      = help: is `main` meant?
      = help: a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`
    ");
    assert_snapshot!(diff(&project, &["--", "--output=x"]), @r"
    exit status 2
    --- err
    error: `--output=x` is neither a revision of the repository nor a directory with a snapshot or migrations
      = help: a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`
    ");
    assert_snapshot!(diff(&project, &["mysql://me:secret@host/app"]), @r"
    exit status 2
    --- err
    error: `mysql://...` is not the URL of a PostgreSQL database
      = help: `postgresql://user@host:port/database` is what one looks like
    ");
    fs::create_dir(project.root.join("empty")).unwrap();
    assert_snapshot!(diff(&project, &["empty"]), @r"
    exit status 2
    --- err
    error: `empty` has neither a snapshot (no `index.json`) nor migrations
      = help: a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`
    ");
    assert_snapshot!(diff(&project, &["./nowhere"]), @r"
    exit status 2
    --- err
    error: `./nowhere` is not there
      = help: a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`
    ");
    project.git(&["branch", "schema"]);
    assert_snapshot!(diff(&project, &["schema"]), @r"
    exit status 2
    --- err
    error: `schema` is a directory and a revision as well
      = help: `./schema` is the directory
      = help: `git:schema` is the revision
    ");
    assert_eq!(project.run(&["diff", "./schema"]).status, Some(0));
    assert_eq!(project.run(&["diff", "git:schema"]).status, Some(1));
}

#[test]
fn a_snapshot_that_is_elsewhere_or_broken_in_a_revision() {
    let (project, _database) = project();
    project.commit("second");
    project.git(&["mv", "schema", "old"]);
    project.commit("moved");
    project.git(&["mv", "old", "schema"]);
    assert_snapshot!(diff(&project, &[]), @r"
    exit status 2
    --- err
    error: revision `HEAD` has no snapshot at `schema`
      = help: `HEAD:old` is the one that it has elsewhere
    ");
    assert_eq!(project.run(&["diff", "HEAD:old"]).status, Some(0));
    assert_eq!(project.run(&["diff", "HEAD:./old"]).status, Some(0));
    assert_snapshot!(diff(&project, &["HEAD:nowhere"]), @r"
    exit status 2
    --- err
    error: revision `HEAD` has no snapshot at `nowhere`
      = help: `HEAD:old` is the one that it has elsewhere
    ");

    let users = project.root.join("schema/public/users.json");
    let text = fs::read_to_string(&users).unwrap();
    fs::write(&users, &text[..text.len() / 2]).unwrap();
    project.commit("cut short");
    fs::write(&users, &text).unwrap();
    assert_snapshot!(diff(&project, &["schema", "HEAD"]), @r"
    exit status 3
    --- err
    error: revision `HEAD` (COMMIT): `schema/public/users.json` is cut short
      = help: that is how it was committed: compare with a revision whose snapshot is whole; `git log -- schema` lists those that changed it
    ");
    project.write("schema/refresh.journal", "");
    project.commit("half written");
    fs::remove_file(project.root.join("schema/refresh.journal")).unwrap();
    assert_snapshot!(diff(&project, &[]), @r"
    exit status 3
    --- err
    error: revision `HEAD` (COMMIT): the snapshot is half written: a refresh is under way or was interrupted, `schema/refresh.journal` is there
      = help: that is how it was committed: compare with a revision whose snapshot is whole; `git log -- schema` lists those that changed it
    ");
    project.write("schema/public/notes.json", "{}");
    project.commit("with a file of somebody else");
    assert_snapshot!(diff(&project, &["HEAD"]), @r"
    exit status 0
    --- out
    from snapshot `schema` of `HEAD` (COMMIT)
    to snapshot `schema`

    no differences
    --- err
    warning: `HEAD:schema/public/notes.json` is not the snapshot's and is passed over
    warning: `schema/public/notes.json` is not the snapshot's and is passed over
    ");
}

#[test]
fn no_repository_no_commit_no_snapshot() {
    let project = Project::new();
    let root = project.root.to_str().unwrap();
    assert_snapshot!(project.run(&["diff"]).all().replace(root, "PROJECT"), @r"
    exit status 2
    --- err
    error: `PROJECT` is in no git repository
      = help: without revisions, name what is to be compared: a snapshot's directory, migrations, or a database's URL
    ");
    project.git(&["init", "--quiet", "--initial-branch=main"]);
    assert_snapshot!(project.run(&["diff"]).all(), @r"
    exit status 2
    --- err
    error: the repository has no commit yet, so nothing to compare with
      = help: commit the snapshot, or name both sides
      = help: a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`
    ");
    let (project, _database) = self::project();
    project.commit("second");
    fs::remove_dir_all(project.root.join("schema")).unwrap();
    let root = project.root.to_str().unwrap();
    assert_snapshot!(diff(&project, &["HEAD~1"]).replace(root, "PROJECT"), @r"
    exit status 2
    --- err
    error: there is no snapshot of the database's schema: no `schema/index.json` in `PROJECT` or in a directory above it
      = help: `cargo schema init` takes one of a database or of a directory of migrations
      = help: a snapshot elsewhere is named by the environment variable `SCHEMA_SNAPSHOT`
    ");
    let between = project.run(&["diff", "HEAD~1", "HEAD"]);
    assert_eq!(between.status, Some(1), "{}", between.all());
}

#[test]
fn a_shallow_clone_and_a_hook() {
    let (project, _database) = project();
    project.commit("second");
    let url = format!("file://{}", project.root.display());
    project.git(&["clone", "--quiet", "--depth=1", &url, "clone"]);
    let clone = project.root.join("clone");
    let run = |directory: &Path, arguments: &[&str]| {
        let mut command = project.command(&[&["diff"], arguments].concat());
        command.current_dir(directory);
        command
    };
    let shallow = run(&clone, &["HEAD~1"]).output().unwrap();
    assert_eq!(shallow.status.code(), Some(2));
    let said = String::from_utf8_lossy(&shallow.stderr);
    assert!(said.contains("`git fetch --unshallow`"), "{said}");
    // As git sets them for a hook.
    fs::create_dir(project.root.join("src")).unwrap();
    let mut hook = run(&project.root.join("src"), &["HEAD~1", "--quiet"]);
    let hook = hook
        .env("GIT_DIR", ".git")
        .env("GIT_INDEX_FILE", ".git/index")
        .output();
    assert_eq!(hook.unwrap().status.code(), Some(1));
}
