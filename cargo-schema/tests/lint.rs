//! `cargo schema lint` on committed snapshots: no database is asked.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{Database, Project};

const GOOD: &str = "CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());";

const BAD: &str = "CREATE SCHEMA billing;
    CREATE TABLE billing.invoices (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL);
    CREATE TABLE order_line (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());";

/// A project with a snapshot, and no database any more.
fn project(sql: &[&str]) -> Project {
    let database = Database::new(&sql.concat());
    let project = Project::new();
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    project
}

#[test]
fn findings_by_table_with_the_sql() {
    assert_snapshot!(project(&[GOOD, BAD]).run(&["lint"]).all(), @r"
    exit status 1
    --- out
    table `billing.invoices` (schema/billing/invoices.json)
      error[foreign_key_index]: foreign key `invoices_user_id_fkey` (`user_id`) of `billing.invoices` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY invoices_user_id_idx ON billing.invoices (user_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one
      warning[timestamp_default]: column `updated_at` of `billing.invoices` has no default: expected `now()`
          ALTER TABLE billing.invoices ALTER COLUMN updated_at SET DEFAULT now();

    table `public.order_line` (schema/public/order_line.json)
      error[plural_table_names]: table `public.order_line` is named in the singular: expected `order_lines`
          ALTER TABLE public.order_line RENAME TO order_lines;
        = help: names of constraints and indexes stay as they are and can be renamed later

    3 relations and 0 models checked: 2 errors, 1 warning
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
}

#[test]
fn what_takes_the_whole_schema_is_said_where_it_is() {
    let sql = "
        CREATE TABLE pings (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            device_id uuid,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE reports (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            device_id bigint,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now());
        CREATE FUNCTION touch(n int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';";
    let project = project(&[sql]);
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 0
    --- out
    table `public.reports` (schema/public/reports.json)
      warning[same_name_same_type]: column `device_id` of `public.reports` is `bigint`, and `uuid` in `public.pings`
        = help: give it the same type, or another name if it is another thing

    function `public.touch` (schema/public/functions/touch.json)
      warning[function_search_path]: `public.touch(n integer)` is SECURITY DEFINER and looks names up where its caller says
          ALTER ROUTINE public.touch(n integer) SET search_path = public, pg_temp;
        = help: name each schema that its text relies on, `pg_temp` last
      warning[public_execute_definer]: `public.touch(n integer)` is SECURITY DEFINER, and PUBLIC may execute it
          REVOKE EXECUTE ON ROUTINE public.touch(n integer) FROM PUBLIC;
        = help: grant it to the roles that call it, in the same transaction

    2 relations and 0 models checked: 3 warnings
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    let toml = project.root.join("schema/schema.toml");
    let exceptions = "
        [[exceptions]]
        rule = \"public_execute_definer\"
        object = \"public.touch\"
        reason = \"it is for everybody\"
        [[exceptions]]
        rule = \"function_search_path\"
        object = \"public.gone\"
        reason = \"it was there\"\n";
    let text = fs::read_to_string(&toml).unwrap() + exceptions;
    fs::write(&toml, text).unwrap();
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 1
    --- out
    table `public.reports` (schema/public/reports.json)
      warning[same_name_same_type]: column `device_id` of `public.reports` is `bigint`, and `uuid` in `public.pings`
        = help: give it the same type, or another name if it is another thing

    function `public.touch` (schema/public/functions/touch.json)
      warning[function_search_path]: `public.touch(n integer)` is SECURITY DEFINER and looks names up where its caller says
          ALTER ROUTINE public.touch(n integer) SET search_path = public, pg_temp;
        = help: name each schema that its text relies on, `pg_temp` last

    file `schema/schema.toml`
      error[unused_exception]: the exception from `function_search_path` is for `public.gone`, which is not in the snapshot
        = help: remove it

    2 relations and 0 models checked: 1 error, 2 warnings, 1 suppressed
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    // A function that can't be read is not taken for one that is fine.
    fs::write(project.root.join("schema/public/functions/touch.json"), "{").unwrap();
    assert_eq!(project.run(&["lint"]).status, Some(3));
}

#[test]
fn what_is_clean_is_said_in_a_line() {
    let project = project(&[GOOD]);
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 0
    --- out
    1 relation and 0 models checked: no findings
    ");
    assert_snapshot!(project.run(&["lint", "--quiet"]).all(), @r"exit status 0");
}

#[test]
fn the_fixes_silence_it() {
    let database = Database::new(&[GOOD, BAD].concat());
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    let mut rounds = Vec::new();
    loop {
        let said = project.run(&["lint", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let findings = report["findings"].as_array().unwrap();
        rounds.push((said.status, findings.len()));
        if findings.is_empty() {
            break;
        }
        for finding in findings {
            database.run(finding["fix_sql"].as_str().unwrap());
        }
        assert_eq!(project.run(&["refresh"]).status, Some(0));
    }
    // The primary key of a table that was renamed is still named for its old name.
    assert_eq!(rounds, [(Some(1), 3), (Some(0), 1), (Some(0), 0)]);
}

/// A column is renamed after the statements that name it, and the table after those; what is dropped
/// is not renamed before.
#[test]
fn the_statements_of_a_table_run_as_they_are_listed() {
    let database = Database::new(
        "CREATE TABLE \"orderLine\" (
             id uuid PRIMARY KEY, \"productCode\" char(9), date_created timestamptz, payload json);
         CREATE INDEX by_code ON \"orderLine\" (\"productCode\");
         CREATE INDEX by_code_again ON \"orderLine\" (\"productCode\");",
    );
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    let said = project.run(&["lint", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let statements = report["findings"].as_array().unwrap().iter();
    let statements: Vec<_> = statements.filter_map(|f| f["fix_sql"].as_str()).collect();
    assert!(statements.len() > 6, "{statements:#?}");
    for statement in &statements {
        database.run(statement);
    }
    assert_eq!(
        &statements[statements.len() - 3..],
        [
            "ALTER TABLE public.\"orderLine\" RENAME COLUMN \"productCode\" TO product_code;",
            "ALTER TABLE public.\"orderLine\" RENAME COLUMN date_created TO created_at;",
            "ALTER TABLE public.\"orderLine\" RENAME TO order_lines;",
        ]
    );
}

#[test]
fn warnings_do_not_fail_and_levels_are_the_teams() {
    let project = project(&[GOOD, BAD]);
    let level = |foreign_key_index: &str, plural_table_names: &str| {
        project.write(
            "schema/schema.toml",
            &format!(
                "[rules]\nforeign_key_index = \"{foreign_key_index}\"\n\
                 plural_table_names = \"{plural_table_names}\"\n"
            ),
        );
        let said = project.run(&["lint", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let summary = &report["summary"];
        (
            said.status,
            summary["deny"].as_u64(),
            summary["warn"].as_u64(),
        )
    };
    assert_eq!(level("warn", "warn"), (Some(0), Some(0), Some(3)));
    assert_eq!(level("allow", "deny"), (Some(1), Some(1), Some(1)));
}

#[test]
fn a_damaged_file_is_named_and_the_others_are_checked() {
    let project = project(&[GOOD, BAD]);
    project.write(
        "schema/schema.toml",
        "[rules]\nforeign_key_index = \"allow\"\n",
    );
    let users = fs::read_to_string(project.root.join("schema/public/users.json")).unwrap();
    project.write("schema/public/users.json", &users[..users.len() / 2]);
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 3
    --- out
    table `billing.invoices` (schema/billing/invoices.json)
      warning[timestamp_default]: column `updated_at` of `billing.invoices` has no default: expected `now()`
          ALTER TABLE billing.invoices ALTER COLUMN updated_at SET DEFAULT now();

    table `public.order_line` (schema/public/order_line.json)
      error[plural_table_names]: table `public.order_line` is named in the singular: expected `order_lines`
          ALTER TABLE public.order_line RENAME TO order_lines;
        = help: names of constraints and indexes stay as they are and can be renamed later

    error: `schema/public/users.json` is cut short
        = help: take the file back from version control, `git checkout -- schema/public/users.json`, or run `cargo schema refresh`

    2 relations and 0 models checked: 1 error, 1 warning, 1 file not checked
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    let said = project.run(&["lint", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.status, Some(3));
    assert_eq!(report["errors"][0]["file"], "schema/public/users.json");
    assert_eq!(report["summary"]["relations"], 2);
}

#[test]
fn each_format_has_the_findings_the_damage_and_the_verdict() {
    let clean = project(&[GOOD]);
    let found = project(&[GOOD, BAD]);
    let damaged = project(&[GOOD, BAD]);
    damaged.write("schema/public/users.json", "{\n  \"fingerprint\": \"");
    for format in ["human", "json", "github", "markdown", "junit", "sarif"] {
        let run = |project: &Project| project.run(&["lint", "--format", format]);
        let said = run(&clean);
        assert_eq!((said.status, said.err.as_str()), (Some(0), ""), "{format}");
        assert!(!said.out.contains("invoices"), "{}", said.out);
        let said = run(&found);
        assert_eq!((said.status, said.err.as_str()), (Some(1), ""), "{format}");
        for part in [
            "foreign_key_index",
            "timestamp_default",
            "billing.invoices",
            "CREATE INDEX",
        ] {
            assert!(said.out.contains(part), "{part}: {}", said.out);
        }
        let said = run(&damaged);
        assert_eq!((said.status, said.err.as_str()), (Some(3), ""), "{format}");
        for part in [
            "foreign_key_index",
            "schema/public/users.json` is cut short",
        ] {
            assert!(said.out.contains(part), "{part}: {}", said.out);
        }
    }
}

#[test]
fn what_is_not_the_snapshots_is_passed_over_and_said() {
    let project = project(&[GOOD]);
    project.write("schema/public/foo.json", "{\"ours\": true}");
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 0
    --- out
    1 relation and 0 models checked: no findings
    --- err
    warning: `schema/public/foo.json` is not the snapshot's and is not checked
    ");
}

#[test]
fn a_snapshot_of_nothing_is_no_silent_success() {
    assert_snapshot!(project(&[""]).run(&["lint"]).all(), @r"
    exit status 0
    --- out
    0 relations and 0 models checked: no findings
    --- err
    warning: `schema` has no relations: nothing was checked
    ");
}

#[test]
fn without_a_verdict_the_status_says_why() {
    let project = Project::new();
    assert_eq!(project.run(&["lint"]).status, Some(2));
    assert_eq!(project.run(&["lint", "--format", "xml"]).status, Some(2));

    let project = self::project(&[GOOD]);
    project.write("schema/schema.toml", "preset = \"lax\"\n\ncolour = 1\n");
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 2
    --- err
    error: `schema/schema.toml` is not understood:
      line 1: `preset` can't be `lax`; expected one of `recommended`, `strict`
      line 3: unknown key `colour`; expected one of `preset`, `default_schema`, `refresh`, `models`, `rules`, `tables`, `exceptions`, `constraint_names`, `table_prefixes`, `rust_types`
    ");
    fs::remove_file(project.root.join("schema/schema.toml")).unwrap();
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 2
    --- err
    error: `schema/schema.toml` is missing; an empty one would do
      = help: run `cargo schema refresh`, which writes one, or create the file
    ");
    project.write("schema/schema.toml", "");
    project.write("schema/refresh.journal", "");
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 3
    --- err
    error: the snapshot is half written: a refresh is under way or was interrupted, `schema/refresh.journal` is there
      = help: wait for the refresh that is running, or run `cargo schema refresh` again: it first takes back what was half done
    ");
    fs::remove_file(project.root.join("schema/refresh.journal")).unwrap();
    let index = fs::read_to_string(project.root.join("schema/index.json")).unwrap();
    project.write(
        "schema/index.json",
        &index.replace("\"server_major\": ", "\"server_major\": 1"),
    );
    assert_eq!(project.run(&["lint"]).status, Some(3));
}

#[test]
fn files_are_named_from_the_repository_for_machines_and_from_here_for_people() {
    let project = project(&[GOOD, BAD]);
    fs::rename(project.root.join("schema"), project.root.join("moved")).unwrap();
    fs::create_dir(project.root.join(".git")).unwrap();
    fs::create_dir(project.root.join("app")).unwrap();
    fs::rename(project.root.join("moved"), project.root.join("app/schema")).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = project.command(arguments);
        let output = command
            .current_dir(project.root.join("app"))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let people = run(&["lint"]);
    assert!(
        people.contains("(schema/public/order_line.json)"),
        "{people}"
    );
    let report: serde_json::Value =
        serde_json::from_str(&run(&["lint", "--format", "json"])).unwrap();
    let source = &report["findings"][2]["source"];
    assert_eq!(source["file"], "app/schema/public/order_line.json");
    assert_eq!(source["line"], 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_goes_away_changes_no_verdict_and_a_full_disk_is_none() {
    let project = project(&[GOOD, BAD]);
    let mut child = project
        .command(&["lint", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(1), ""));

    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = project.command(&["lint"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: cannot write to standard output: "),
        "{said}"
    );
}

#[test]
fn colour_is_for_those_who_look() {
    let mut project = project(&[GOOD, BAD]);
    assert!(!project.run(&["lint"]).out.contains('\x1b'));
    project.set("CLICOLOR_FORCE", "1");
    assert!(project.run(&["lint"]).out.contains('\x1b'));
    assert!(
        !project
            .run(&["lint", "--format", "json"])
            .out
            .contains('\x1b')
    );
}
