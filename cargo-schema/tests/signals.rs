//! Ctrl-C and its kin: nothing stays behind.

#![cfg(unix)]

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::support::{Database, Project, wait_until};

const SLEEP: [(&str, &str); 1] = [("1_sleep.sql", "CREATE TABLE t ();\nSELECT pg_sleep(600);")];

fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args([name, &pid])
            .status()
            .unwrap()
            .success()
    );
}

fn start(project: &Project, arguments: &[&str]) -> Child {
    project
        .command(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_signal_drops_the_scratch_database() {
    for (name, number) in [("-INT", 2), ("-TERM", 15), ("-HUP", 1)] {
        let database = Database::new("");
        let project = Project::with_migrations(&SLEEP);
        let child = start(
            &project,
            &[
                "init",
                "--migrations",
                "migrations",
                "--database-url",
                &database.url(),
            ],
        );
        let sleeping = || {
            let sql = "SELECT datname::text FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'";
            let rows = database.client().query(sql, &[]).unwrap();
            rows.first().map(|row| row.get::<_, String>(0))
        };
        wait_until("the migration begins", || sleeping().is_some());
        let scratch = sleeping().unwrap();
        assert!(scratch.starts_with("cargo_schema_scratch_"), "{scratch}");

        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.signal(), Some(number), "{output:?}");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "",
            "what a signal ends is no failure"
        );
        assert!(!database.scratch_databases().contains(&scratch));
        assert!(!project.root.join("schema").exists());
    }
}

/// The directory and the process id of the throw-away server that a project's command started:
/// its temporary directory is the project's own. The socket is there when `initdb` is over.
fn throw_away_server(project: &Project) -> Option<(PathBuf, String)> {
    for entry in fs::read_dir(project.root.join("tmp")).unwrap() {
        let directory = entry.unwrap().path();
        if directory.join(".s.PGSQL.5432").exists() {
            let text = fs::read_to_string(directory.join("data/postmaster.pid")).ok()?;
            return Some((directory, text.lines().next()?.to_owned()));
        }
    }
    None
}

fn project_with_its_own_temporary_directory() -> Project {
    let mut project = Project::with_migrations(&SLEEP);
    // Short, for the socket's path; and passable for the server's user.
    fs::create_dir(project.root.join("tmp")).unwrap();
    let tmp = project.root.join("tmp").to_str().unwrap().to_owned();
    project.set("TMPDIR", &tmp);
    project
}

fn is_alive(process: &str) -> bool {
    Command::new("kill")
        .args(["-0", process])
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .success()
}

#[test]
fn a_signal_stops_the_throw_away_server_and_removes_its_directory() {
    let project = project_with_its_own_temporary_directory();
    let child = start(&project, &["init", "--migrations", "migrations"]);
    wait_until("the server starts", || {
        throw_away_server(&project).is_some()
    });
    let (directory, process) = throw_away_server(&project).unwrap();
    assert!(is_alive(&process));
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(2), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!directory.exists());
    assert!(!is_alive(&process));
}

#[test]
fn a_killed_command_leaves_no_server_running() {
    let project = project_with_its_own_temporary_directory();
    let mut child = start(&project, &["init", "--migrations", "migrations"]);
    wait_until("the server starts", || {
        throw_away_server(&project).is_some()
    });
    let (_, process) = throw_away_server(&project).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    wait_until("the server ends", || !is_alive(&process));
}

#[test]
fn a_signal_during_initdb_leaves_nothing() {
    let project = project_with_its_own_temporary_directory();
    let child = start(&project, &["init", "--migrations", "migrations"]);
    let begun = || {
        fs::read_dir(project.root.join("tmp"))
            .unwrap()
            .next()
            .is_some()
    };
    wait_until("initdb begins", begun);
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(2), "{output:?}");
    assert!(!begun(), "a directory is left");
}
