//! The command as its users call it: what it writes, says, and exits with.

use std::fs;

use insta::assert_snapshot;

use crate::support::{Database, Project};

const USERS: &str = "CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
    CREATE TYPE mood AS ENUM ('calm', 'wild');
    CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';";

#[test]
fn init_then_refresh_then_check() {
    let database = Database::new(USERS);
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());

    assert_snapshot!(project.run(&["init"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
    1 relation, 1 type, 1 function
    commit `schema`; `schema/schema.toml` is the standard, to be edited by hand
    ");
    assert_eq!(
        project.files(),
        [
            "index.json",
            "public/functions/one.json",
            "public/types/mood.json",
            "public/users.json",
            "schema.toml"
        ]
    );
    let first = project.snapshot();
    assert_eq!(
        String::from_utf8(first["schema.toml"].clone()).unwrap(),
        schema_snapshot::config::template()
    );
    assert_snapshot!(project.run(&["refresh"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
    up to date: 1 relation, 1 type, 1 function
    ");
    assert_eq!(project.snapshot(), first);

    database.run(
        "ALTER TABLE users ALTER email DROP NOT NULL, ADD name varchar(80);
         CREATE TABLE posts (id uuid PRIMARY KEY); DROP FUNCTION one;",
    );
    assert_snapshot!(project.run(&["refresh", "--check"]).all(), @r"
    exit status 1
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
      added table `public.posts`
      changed table `public.users`
        column `email`: nullability `NOT NULL` -> `nullable`
        column `name` added: `character varying(80)`
      removed function `public.one`
    stale: 1 relation added, 1 changed; 1 function removed; `cargo schema refresh` brings it up to date
    ");
    assert_eq!(project.snapshot(), first, "a check has written");

    assert_snapshot!(project.run(&["refresh"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
      added table `public.posts`
      changed table `public.users`
        column `email`: nullability `NOT NULL` -> `nullable`
        column `name` added: `character varying(80)`
      removed function `public.one`
    1 relation added, 1 changed; 1 function removed
    ");
    assert_eq!(project.run(&["refresh", "--check"]).status, Some(0));
}

#[test]
fn a_rename_is_not_told_as_two_changes() {
    let database = Database::new("CREATE TABLE users (id uuid PRIMARY KEY, email text, age int);");
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    database.run("ALTER TABLE users RENAME age TO years");
    assert_snapshot!(project.run(&["refresh"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
      changed table `public.users`
        column `years`: looks like a rename of `age`
    1 relation changed
    ");
    database.run("ALTER TABLE users RENAME TO people");
    assert_snapshot!(project.run(&["refresh"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
      table `public.people`: looks like a rename of `public.users`
    1 relation renamed
    ");
}

#[test]
fn init_refuses_where_a_snapshot_is_here_or_above() {
    let database = Database::new(USERS);
    let project = Project::new();
    assert_eq!(
        project
            .run(&["init", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    let first = project.snapshot();
    assert_snapshot!(project.run(&["init", "--database-url", &database.url()]).all(), @r"
    exit status 2
    --- err
    error: there is a snapshot already: `schema`
      = help: `cargo schema refresh` brings it up to date
      = help: `--snapshot DIR` makes another one elsewhere
    ");
    project.write("member/Cargo.toml", "[package]\nname = \"member\"\n");
    let below = project
        .command(&["init", "--database-url", &database.url()])
        .current_dir(project.root.join("member"))
        .output()
        .unwrap();
    assert_eq!(below.status.code(), Some(2));
    assert_eq!(project.snapshot(), first);
    let elsewhere = project.run(&[
        "init",
        "--database-url",
        &database.url(),
        "--snapshot",
        "other",
    ]);
    assert_eq!(elsewhere.status, Some(0), "{}", elsewhere.all());
    assert!(project.root.join("other/index.json").is_file());
}

#[test]
fn init_makes_it_beside_the_workspace_and_remembers_the_selection() {
    let database = Database::new(&format!(
        "{USERS} CREATE SCHEMA a; CREATE TABLE a.tmp_x (); CREATE TABLE a.y ();"
    ));
    let project = Project::new();
    project.write("Cargo.toml", "[workspace]\nmembers = [\"member\"]\n");
    project.write("member/Cargo.toml", "[package]\nname = \"member\"\n");
    let arguments = [
        "init",
        "--schema",
        "a",
        "--exclude",
        "*.tmp_*",
        "--database-url",
        &database.url(),
    ];
    let output = project
        .command(&arguments)
        .current_dir(project.root.join("member"))
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(project.files(), ["a/y.json", "index.json", "schema.toml"]);
    let said = project.run(&["refresh", "--check", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    let said = project.run(&[
        "refresh",
        "--schema",
        "public",
        "--database-url",
        &database.url(),
    ]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(project.files().contains(&"public/users.json".to_owned()));
    assert!(!project.files().contains(&"a/y.json".to_owned()));
}

#[test]
fn a_failing_init_leaves_nothing() {
    let project = Project::new();
    let said = project.run(&["init", "--database-url", "postgres://me@127.0.0.1:1/db"]);
    assert_eq!(said.status, Some(3));
    assert!(!project.root.join("schema").exists());
    // A configuration that was written first is kept, and counts.
    let database = Database::new(USERS);
    project.write(
        "schema/schema.toml",
        "[refresh]\nexclude = [\"public.mood\", \"*.one\"]\n",
    );
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert_eq!(
        project.files(),
        ["index.json", "public/users.json", "schema.toml"]
    );
}

#[test]
fn a_place_where_nothing_can_be_made_is_named() {
    let database = Database::new(USERS);
    let project = Project::new();
    project.write("file", "");
    let said = project.run(&[
        "init",
        "--database-url",
        &database.url(),
        "--snapshot",
        "file/schema",
    ]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err.starts_with("error: cannot write `file/schema`: "),
        "{}",
        said.err
    );

    // A file of somebody else's stands where a table's belongs: nothing is changed, and what init
    // has made is gone.
    project.write("schema/public/users.json", "{}");
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err
            .contains("`schema/public/users.json` is in the way"),
        "{}",
        said.err
    );
    assert_eq!(project.files(), ["public/users.json"]);
}

#[test]
fn refresh_without_a_snapshot_says_what_to_do() {
    let project = Project::new();
    let said = project.run(&["refresh", "--database-url", "postgres://h/db"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.err
            .starts_with("error: there is no snapshot of the database's schema"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("`cargo schema init` takes one"),
        "{}",
        said.err
    );
}

#[test]
fn a_wrong_configuration_is_told_with_its_lines_and_nothing_is_asked() {
    let database = Database::new(USERS);
    let project = Project::new();
    assert_eq!(
        project
            .run(&["init", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    project.write("schema/schema.toml", "preset = \"lax\"\n\ncolour = 1\n");
    let said = project.run(&["refresh", "--database-url", "postgres://127.0.0.1:1/db"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.err
            .starts_with("error: `schema/schema.toml` is not understood:\n  line 1: "),
        "{}",
        said.err
    );
    assert!(said.err.contains("\n  line 3: "), "{}", said.err);
}

#[test]
fn the_snapshot_is_found_by_the_variable_and_from_below() {
    let database = Database::new(USERS);
    let mut project = Project::new();
    project.set("SCHEMA_SNAPSHOT", "kept/here");
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(project.root.join("kept/here/index.json").is_file());
    fs::create_dir_all(project.root.join("src/deep")).unwrap();
    let output = project
        .command(&["refresh", "--check", "--database-url", &database.url()])
        .current_dir(project.root.join("src/deep"))
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_schema_that_is_not_there_is_named_with_the_nearest() {
    let database = Database::new("CREATE SCHEMA billing; CREATE SCHEMA audit;");
    let project = Project::new();
    assert_snapshot!(project.run(&["init", "--schema", "biling", "--database-url", &database.url()]).all(), @r"
    exit status 2
    --- err
    error: `postgresql://postgres@/app_N?host=SOCKET` has no schema `biling`
      = help: is `billing` meant?
      = help: it has `audit`, `billing`, `public`
    ");
    let said = project.run(&[
        "init",
        "--schema",
        "pg_catalog",
        "--database-url",
        &database.url(),
    ]);
    assert_eq!(
        (said.status, said.err.as_str()),
        (
            Some(2),
            "error: schema `pg_catalog` is PostgreSQL's own, which is no part of a snapshot\n"
        )
    );
}

#[test]
fn an_exclusion_without_a_schema_is_refused() {
    let project = Project::new();
    assert_snapshot!(project.run(&["init", "--exclude", "tmp_*", "--database-url", "postgres://h/db"]).all(), @r"
    exit status 2
    --- err
    error: `--exclude` takes `schema.name`, found `tmp_*`
      = help: `*.tmp_*` leaves it out of every schema
    ");
}

#[test]
fn the_bookkeeping_of_migration_tools_is_left_out() {
    let database = Database::new(
        "CREATE TABLE _sqlx_migrations (); CREATE TABLE __diesel_schema_migrations ();
         CREATE TABLE refinery_schema_history (); CREATE TABLE schema_migrations (); CREATE TABLE kept ();",
    );
    let project = Project::new();
    assert_eq!(
        project
            .run(&["init", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    assert_eq!(
        project.files(),
        ["index.json", "public/kept.json", "schema.toml"]
    );
}

#[test]
fn a_damaged_snapshot_is_stale_and_healed() {
    let database = Database::new(USERS);
    let project = Project::new();
    assert_eq!(
        project
            .run(&["init", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    let first = project.snapshot();
    let edited = String::from_utf8(first["public/users.json"].clone())
        .unwrap()
        .replace("email", "e_mail");
    project.write("schema/public/users.json", &edited);
    assert_snapshot!(project.run(&["refresh", "--check", "--database-url", &database.url()]).all(), @r"
    exit status 1
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `--database-url`)
      changed `public/users.json`
    stale: 1 file of the snapshot; `cargo schema refresh` brings it up to date
    --- err
    warning: the snapshot could not be read before: `schema/public/users.json` is not as `cargo schema` wrote it: the content does not have the fingerprint that the file states
    ");
    assert_eq!(
        project
            .run(&["refresh", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    assert_eq!(project.snapshot(), first);
}

#[test]
fn files_of_others_are_left_alone_and_named_where_they_could_be_taken_for_the_snapshots() {
    let database = Database::new(USERS);
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    let others = [
        ("README.md", "ours"),
        ("notes/todo.txt", "ours"),
        ("public/diagram.svg", "ours"),
        ("public/foo.json", "{\"ours\": true}"),
        ("seeds/users.json", "[]"),
    ];
    for (file, text) in others {
        project.write(&format!("schema/{file}"), text);
    }
    let kept = |project: &Project| {
        let snapshot = project.snapshot();
        for (file, text) in others {
            assert_eq!(snapshot.get(file).unwrap(), text.as_bytes(), "{file}");
        }
    };
    assert_snapshot!(project.run(&["init"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
    1 relation, 1 type, 1 function
    commit `schema`; `schema/schema.toml` is the standard, to be edited by hand
    --- err
    warning: `schema/public/foo.json` is not the snapshot's and is left alone
    warning: `schema/seeds/users.json` is not the snapshot's and is left alone
    ");
    kept(&project);

    database.run("ALTER TABLE users ADD name text; DROP TYPE mood; DROP FUNCTION one");
    // One warning a file, and the changes are told all the same.
    assert_snapshot!(project.run(&["refresh", "--check"]).all(), @r"
    exit status 1
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
      changed table `public.users`
        column `name` added: `text`
      removed enum `public.mood`
      removed function `public.one`
    stale: 1 relation changed; 1 type removed; 1 function removed; `cargo schema refresh` brings it up to date
    --- err
    warning: `schema/public/foo.json` is not the snapshot's and is left alone
    warning: `schema/seeds/users.json` is not the snapshot's and is left alone
    ");
    assert_snapshot!(project.run(&["refresh"]).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
      changed table `public.users`
        column `name` added: `text`
      removed enum `public.mood`
      removed function `public.one`
    1 relation changed; 1 type removed; 1 function removed
    --- err
    warning: `schema/public/foo.json` is not the snapshot's and is left alone
    warning: `schema/seeds/users.json` is not the snapshot's and is left alone
    ");
    kept(&project);

    database.run("DROP TABLE users");
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    kept(&project);
    assert!(!project.files().contains(&"public/users.json".to_owned()));

    // In the way: nothing is changed.
    database.run("CREATE TABLE foo ()");
    let before = project.snapshot();
    assert_snapshot!(project.run(&["refresh"]).all(), @r"
    exit status 3
    --- err
    error: `schema/public/foo.json` is in the way: it has no fingerprint, so it was not written by `cargo schema`
      = help: move the file away, or keep the snapshot elsewhere: `--snapshot DIR`
    ");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn quiet_says_nothing_and_colour_is_for_those_who_look() {
    let database = Database::new(USERS);
    let mut project = Project::new();
    let said = project.run(&["init", "--quiet", "--database-url", &database.url()]);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", ""));
    let plain = project.run(&["refresh", "--database-url", &database.url()]);
    assert!(!plain.out.contains('\x1b'), "{}", plain.out);
    project.set("CLICOLOR_FORCE", "1");
    let forced = project.run(&["refresh", "--database-url", &database.url()]);
    assert!(forced.out.contains('\x1b'), "{}", forced.out);
}

#[test]
fn the_help_has_examples_and_exit_statuses() {
    let project = Project::new();
    for arguments in [
        &["--help"][..],
        &["init", "--help"],
        &["refresh", "--help"],
        &["lint", "--help"],
        &["rules", "--help"],
        &["explain", "--help"],
    ] {
        let said = project.run(arguments);
        assert_eq!(said.status, Some(0));
        assert!(said.out.contains("Exit status: 0 fine"), "{}", said.out);
    }
    let said = project.run(&["refresh", "--help"]);
    assert!(
        said.out.contains("Usage: cargo schema refresh"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("cargo schema refresh --check --migrations"),
        "{}",
        said.out
    );
    let said = project.run(&["refresch"]);
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("refresh"), "{}", said.err);
}
