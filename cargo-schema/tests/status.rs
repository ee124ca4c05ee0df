//! `cargo schema status`: which snapshot it is, and when it last changed.

use std::process::Command;

use insta::assert_snapshot;

use crate::support::{Database, Project};

const SQL: &str = "CREATE TYPE mood AS ENUM ('calm', 'wild');
    CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, mood mood);
    CREATE TABLE order_line (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users);
    CREATE VIEW calm AS SELECT * FROM users WHERE mood = 'calm';
    CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION one(int) RETURNS int LANGUAGE sql AS 'SELECT 1';";

/// A project in a repository, whose snapshot is committed, and its database.
fn project() -> (Project, Database) {
    let database = Database::new(SQL);
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    project.write(
        "schema/schema.toml",
        "[rules]\ntimestamp_columns = \"allow\"\nprimary_key_default = \"allow\"\n",
    );
    project.git(&["init", "--quiet", "--initial-branch=main"]);
    project.commit("the snapshot");
    (project, database)
}

/// What it says, without what is not the same each time.
fn status(project: &Project) -> String {
    let said = project.without_hashes(&project.run(&["status"]).all());
    let today = jiff::Timestamp::now().to_string();
    let said = said.replace(&today[..10], "TODAY");
    hide_fingerprint(&project.without_major(&said))
}

fn hide_fingerprint(said: &str) -> String {
    let line = |line: &str| match line.split_once("fingerprint   ") {
        Some((before, hash)) if hash.len() == 64 => format!("{before}fingerprint   HASH\n"),
        _ => format!("{line}\n"),
    };
    said.lines().map(line).collect()
}

fn json(project: &Project) -> serde_json::Value {
    let said = project.run(&["status", "--format", "json"]);
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""));
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn what_the_snapshot_has_and_when_it_changed() {
    let (project, database) = project();
    assert_snapshot!(status(&project), @r"
    exit status 0
    --- out
    snapshot      schema
    fingerprint   HASH
    format        1.0
    server        PostgreSQL MAJOR
    relations     3 (2 tables, 1 view)
    columns       8
    types         1
    functions     2
    last change   TODAY in COMMIT, 5 differences
    findings      2 errors
    ");

    database.run("ALTER TABLE users ADD bio text, ALTER email DROP NOT NULL; DROP FUNCTION one()");
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    assert_snapshot!(status(&project), @r"
    exit status 0
    --- out
    snapshot      schema
    fingerprint   HASH
    format        1.0
    server        PostgreSQL MAJOR
    relations     3 (2 tables, 1 view)
    columns       9
    types         1
    functions     1
    last change   TODAY in COMMIT, 5 differences
    not committed 3 differences
    findings      2 errors
    ");
    project.commit("another");
    // Neither of these is a change of the snapshot.
    project.write("schema/schema.toml", "preset = \"recommended\"\n");
    project.write("README", "of a project");
    assert_eq!(project.run(&["baseline"]).status, Some(0));
    project.commit("a baseline");
    assert_snapshot!(status(&project), @r"
    exit status 0
    --- out
    snapshot      schema
    fingerprint   HASH
    format        1.0
    server        PostgreSQL MAJOR
    relations     3 (2 tables, 1 view)
    columns       9
    types         1
    functions     1
    last change   TODAY in COMMIT, 3 differences
    findings      no findings, 4 suppressed
    ");

    let said = json(&project);
    let change = project.git(&["rev-parse", "HEAD~1"]);
    assert_eq!(said["last_change"]["commit"], change.trim());
    assert_eq!(said["last_change"]["differences"], 3);
    assert_eq!(said["uncommitted"], 0);
    assert_eq!(said["snapshot"]["directory"], "schema");
    assert_eq!(said["summary"]["columns"], 9);
    assert_eq!(said["summary"]["deny"], 0);
}

#[test]
fn a_merge_is_a_change_of_the_branch() {
    let (project, database) = project();
    project.git(&["checkout", "--quiet", "-b", "feature"]);
    for sql in ["CREATE TABLE a (id int)", "CREATE TABLE b (id int)"] {
        database.run(sql);
        assert_eq!(project.run(&["refresh"]).status, Some(0));
        project.commit(sql);
    }
    project.git(&["checkout", "--quiet", "main"]);
    project.write("README", "of a project");
    project.commit("something else");
    project.git(&["merge", "--quiet", "--no-edit", "feature"]);
    let said = json(&project);
    assert_eq!(said["last_change"]["differences"], 2);
    let merge = project.git(&["rev-parse", "HEAD"]);
    assert_eq!(said["last_change"]["commit"], merge.trim());
}

#[test]
fn the_fingerprint_can_be_made_by_hand() {
    let (project, _database) = project();
    // As docs/report.md has it.
    let script = include_str!("../../docs/report.md");
    let script = script.split("```sh\n").nth(1).unwrap();
    let script = script.split("```").next().unwrap();
    let output = Command::new("sh")
        .args(["-c", script])
        .current_dir(&project.root)
        .output()
        .unwrap();
    let by_hand = String::from_utf8(output.stdout).unwrap();
    let said = json(&project);
    let fingerprint = said["snapshot"]["fingerprint"].as_str().unwrap();
    assert_eq!(by_hand.trim_end_matches("  -\n"), fingerprint);
    assert_eq!(fingerprint.len(), 64);
}

#[test]
fn what_the_repository_does_not_tell_is_said() {
    let (project, _database) = project();
    let clone = Project::new();
    clone.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        &format!("file://{}", project.root.display()),
        "clone",
    ]);
    let said = |place: &str| {
        let mut command = clone.command(&["status"]);
        let output = command
            .current_dir(clone.root.join(place))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        let said = String::from_utf8(output.stdout).unwrap();
        let lines = said.lines().filter(|line| line.contains("change"));
        lines.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(said("clone"), @"last change   not known: the clone is shallow, older commits are missing: `git fetch --unshallow` brings them");
    std::fs::remove_dir_all(clone.root.join("clone/.git")).unwrap();
    let elsewhere = said("clone").replace(&clone.root.display().to_string(), "ROOT");
    assert_snapshot!(elsewhere, @"last change   not known: `ROOT/clone/schema` is in no git repository");
    clone.git(&["init", "--quiet", "clone"]);
    assert_snapshot!(said("clone"), @"last change   not known: the snapshot was never committed");
    clone.git(&[
        "-C",
        "clone",
        "commit",
        "--quiet",
        "--allow-empty",
        "--message=none",
    ]);
    assert_snapshot!(said("clone"), @"last change   not known: the snapshot was never committed");
}

#[test]
fn what_can_not_be_used_is_no_status() {
    let (project, _database) = project();
    project.write("schema/public/users.json", "{\n  \"fingerprint\": \"");
    let said = project.run(&["status"]);
    assert_eq!((said.status, said.out.as_str()), (Some(3), ""));
    assert!(
        said.err.contains("users.json` is cut short"),
        "{}",
        said.err
    );
    project.git(&["checkout", "--quiet", "schema"]);
    project.write("src/lib.rs", "#[derive(Conformant)] struct");
    let said = project.run(&["status"]);
    assert_eq!(said.status, Some(3));
    assert!(said.out.contains("1 file not checked"), "{}", said.out);
}
