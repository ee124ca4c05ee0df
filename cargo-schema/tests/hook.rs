//! `cargo schema hook`, run by git.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use insta::assert_snapshot;

use crate::support::Project;

const CREATE: &str = "CREATE TABLE users (id uuid PRIMARY KEY);";

/// A repository with a migration and its snapshot, both committed.
fn repository() -> Project {
    let project = Project::with_migrations(&[("1_users.sql", CREATE)]);
    git(&project, &["init", "--quiet", "--initial-branch", "main"]);
    let said = project.run(&["init", "--migrations", "migrations"]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(commit(&project, &["."]).status.success());
    project
}

/// Git, with the command that is tested on its path, as `cargo install` puts it there.
fn git(project: &Project, arguments: &[&str]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_cargo-schema"))
        .parent()
        .unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("git");
    // The project's environment, and its home, are those that the command gets.
    for (name, value) in project.command(&[]).get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
        .current_dir(&project.root)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env(
            "CARGO_HOME",
            std::env::var_os("CARGO_HOME").unwrap_or(home().join(".cargo").into()),
        )
        .env(
            "RUSTUP_HOME",
            std::env::var_os("RUSTUP_HOME").unwrap_or(home().join(".rustup").into()),
        )
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=a", "-c", "user.email=a@b.example"])
        .args(arguments)
        .output()
        .unwrap()
}

fn home() -> std::path::PathBuf {
    std::env::var_os("HOME").unwrap_or_default().into()
}

fn commit(project: &Project, add: &[&str]) -> Output {
    if !add.is_empty() {
        let added = git(project, &[&["add", "--all"], add].concat());
        assert!(added.status.success(), "{added:?}");
    }
    git(project, &["commit", "--quiet", "--message", "x"])
}

/// What a commit says that is refused.
#[track_caller]
fn refused(project: &Project, add: &[&str]) -> String {
    let output = commit(project, add);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    said
}

#[track_caller]
fn accepted(project: &Project, add: &[&str]) {
    let output = commit(project, add);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert_eq!(said, "");
}

fn install(project: &Project, more: &[&str]) {
    let said = project.run(&[&["hook", "install"], more].concat());
    assert_eq!(said.status, Some(0), "{}", said.all());
}

#[test]
fn migrations_and_snapshot_are_committed_together() {
    let project = repository();
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r"
    exit status 0
    --- out
    written: `.git/hooks/pre-commit`
    it watches `schema` and `migrations`; `cargo schema hook uninstall` takes it out
    ");
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r"
    exit status 0
    --- out
    `.git/hooks/pre-commit` has the hook already
    ");
    let hook = fs::read_to_string(project.root.join(".git/hooks/pre-commit")).unwrap();
    assert_snapshot!(hook, @r"
    #!/bin/sh
    # >>> cargo schema hook: a commit has migrations and snapshot together
    cargo schema hook run --snapshot schema --migrations migrations || exit $?
    # <<< cargo schema hook
    ");

    project.write("README.md", "of no concern");
    accepted(&project, &["README.md"]);
    project.write(
        "migrations/2_orders.sql",
        "CREATE TABLE orders (id uuid PRIMARY KEY);",
    );
    assert_snapshot!(refused(&project, &["migrations"]), @r"
    error: the commit changes migrations, and not the snapshot:
        migrations/2_orders.sql
      = help: run `cargo schema refresh --migrations migrations` and `git add schema`
      = help: when the migrations change no schema, `cargo schema hook install --verify` finds that out by applying them
      = help: `git commit --no-verify` commits as it is
    ");
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    assert_eq!(git(&project, &["reset", "--quiet"]).status.code(), Some(0));
    assert_snapshot!(refused(&project, &["schema"]), @r"
    error: the commit changes the snapshot, and no migration:
        schema/public/orders.json
      = help: write the migration that makes this change, then run `cargo schema refresh --migrations migrations`
      = help: or take the snapshot back: `git restore --staged --worktree schema`
      = help: `git commit --no-verify` commits as it is
    ");
    // Part of the snapshot only.
    project.write(
        "migrations/3_tags.sql",
        "CREATE TABLE tags (id uuid PRIMARY KEY);",
    );
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    git(&project, &["reset", "--quiet"]);
    assert_snapshot!(refused(&project, &["migrations", "schema/public/orders.json"]), @r"
    error: part of the snapshot `schema` is not in this commit:
        schema/public/tags.json
      = help: run `git add schema`
      = help: `git commit --no-verify` commits as it is
    ");
    accepted(&project, &["migrations", "schema"]);
    // What no migration makes.
    project.write("schema/schema.toml", "preset = \"strict\"\n");
    accepted(&project, &["schema"]);
    project.write(
        "migrations/4_data.sql",
        "INSERT INTO tags VALUES (gen_random_uuid());",
    );
    refused(&project, &["migrations"]);
    let unchecked = git(
        &project,
        &["commit", "--quiet", "--no-verify", "--message", "x"],
    );
    assert!(unchecked.status.success());

    assert_snapshot!(project.run(&["hook", "uninstall"]).all(), @r"
    exit status 0
    --- out
    removed `.git/hooks/pre-commit`
    ");
    assert!(!project.root.join(".git/hooks/pre-commit").exists());
    assert_snapshot!(project.run(&["hook", "uninstall"]).all(), @r"
    exit status 0
    --- out
    `.git/hooks/pre-commit` has no hook of `cargo schema`
    ");
    project.write("migrations/5_more.sql", "CREATE TABLE more ();");
    accepted(&project, &["migrations"]);
}

#[test]
fn the_first_snapshot_needs_no_migration() {
    let project = Project::with_migrations(&[("1_users.sql", CREATE)]);
    git(&project, &["init", "--quiet"]);
    accepted(&project, &["."]);
    assert_eq!(
        project.run(&["init", "--migrations", "migrations"]).status,
        Some(0)
    );
    install(&project, &[]);
    accepted(&project, &["schema"]);
}

#[test]
fn applying_the_migrations_tells_what_they_do() {
    let project = repository();
    install(&project, &["--verify"]);
    project.write(
        "migrations/2_data.sql",
        "INSERT INTO users VALUES (gen_random_uuid());",
    );
    accepted_with_output(&project, &["migrations"]);
    project.write(
        "migrations/3_orders.sql",
        "CREATE TABLE orders (id uuid PRIMARY KEY);",
    );
    let said = commit(&project, &["migrations"]);
    assert_eq!(said.status.code(), Some(1));
    let text =
        String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    assert!(text.contains("added table `public.orders`"), "{text}");
    assert!(text.contains("stale: 1 relation added"), "{text}");
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    accepted_with_output(&project, &["migrations", "schema"]);
    // The option is kept, and goes when it is not given.
    install(&project, &[]);
    let hook = fs::read_to_string(project.root.join(".git/hooks/pre-commit")).unwrap();
    assert!(!hook.contains("--verify"), "{hook}");
}

fn accepted_with_output(project: &Project, add: &[&str]) {
    let output = commit(project, add);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn hooks_that_are_there_stay() {
    let project = repository();
    let file = project.write(
        ".git/hooks/pre-commit",
        "#!/bin/sh\necho mine >&2\nexec true\n",
    );
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r"
    exit status 2
    --- err
    error: `.git/hooks/pre-commit` is there and not executable, so git does not run it
      = help: make it executable with `chmod +x .git/hooks/pre-commit`, or remove it
    ");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    install(&project, &[]);
    project.write("migrations/2_data.sql", "SELECT 1;");
    assert!(refused(&project, &["migrations"]).starts_with("error: the commit changes migrations"));
    git(&project, &["reset", "--quiet"]);
    project.write("README.md", "of no concern");
    let output = commit(&project, &["README.md"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "mine\n");
    assert_snapshot!(project.run(&["hook", "uninstall"]).all(), @r"
    exit status 0
    --- out
    taken out of `.git/hooks/pre-commit`
    ");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "#!/bin/sh\necho mine >&2\nexec true\n"
    );
    project.write(".git/hooks/pre-commit", "#!/usr/bin/env python3\nprint()\n");
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r"
    exit status 2
    --- err
    error: `.git/hooks/pre-commit` is there and is no shell script: it begins with `#!/usr/bin/env python3`
      = help: call `cargo schema hook run` from it, and end with its exit status
    ");
}

#[test]
fn where_no_hook_can_be() {
    let project = Project::with_migrations(&[("1_users.sql", CREATE)]);
    let said = project.run(&["hook", "install"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.err.starts_with("error: there is no snapshot"),
        "{}",
        said.err
    );
    assert_eq!(
        project.run(&["init", "--migrations", "migrations"]).status,
        Some(0)
    );
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r"
    exit status 2
    --- err
    error: `schema` is in no git repository
    ");
    git(&project, &["init", "--quiet"]);
    git(&project, &["config", "core.hooksPath", "/usr/share/hooks"]);
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r"
    exit status 2
    --- err
    error: `core.hooksPath` is `/usr/share/hooks`, which is not this repository's own
      = help: call `cargo schema hook run` from the pre-commit hook there, or run `git config --local core.hooksPath .git/hooks` first
    ");
    git(&project, &["config", "core.hooksPath", ".hooks"]);
    install(&project, &[]);
    assert!(project.root.join(".hooks/pre-commit").exists());
    fs::rename(project.root.join("migrations"), project.root.join("sql")).unwrap();
    project.write("schema/schema.toml", "");
    assert_snapshot!(project.run(&["hook", "install"]).all(), @r#"
    exit status 2
    --- err
    error: it is not known where the migrations are
      = help: `migrations = "DIR"` under `[refresh]` in `schema.toml` says so to every verb, `--migrations DIR` to this one
    "#);
    install(&project, &["--migrations", "sql"]);
}

/// From a directory below, with names that the shell and git would take for something else.
#[test]
fn odd_names_and_nested_directories() {
    let project = Project::new();
    let nested = "it's a (top) [dir]/app";
    git(&project, &["init", "--quiet"]);
    project.write(
        &format!("{nested}/Cargo.toml"),
        "[package]\nname = \"app\"\n",
    );
    project.write(&format!("{nested}/migrations/1_users.sql"), CREATE);
    let run = |arguments: &[&str]| {
        let mut command = project.command(arguments);
        command
            .current_dir(project.root.join(nested))
            .output()
            .unwrap()
    };
    assert!(
        run(&["init", "--migrations", "migrations"])
            .status
            .success()
    );
    assert!(run(&["hook", "install"]).status.success());
    accepted(&project, &["."]);
    project.write(
        &format!("{nested}/migrations/2_tags.sql"),
        "CREATE TABLE tags ();",
    );
    let said = refused(&project, &["."]);
    assert!(said.contains("migrations/2_tags.sql"), "{said}");
}

/// Users of the pre-commit framework have the hook by its id.
#[test]
fn the_pre_commit_framework_runs_the_same() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.pre-commit-hooks.yaml");
    let text = fs::read_to_string(file).unwrap();
    let value = |key: &str| {
        let mut lines = text.lines();
        let line = lines.find_map(|line| line.trim_start_matches("- ").trim().strip_prefix(key));
        line.unwrap_or_else(|| panic!("{key}")).trim().to_owned()
    };
    assert_eq!(value("id:"), "cargo-schema");
    assert_eq!(value("language:"), "system");
    assert_eq!(value("pass_filenames:"), "false");
    let entry = value("entry:");
    let arguments: Vec<_> = entry
        .strip_prefix("cargo schema ")
        .unwrap()
        .split(' ')
        .collect();
    let project = repository();
    project.write("migrations/2_tags.sql", "CREATE TABLE tags ();");
    git(&project, &["add", "migrations"]);
    let said = project.run(&arguments);
    assert_eq!(said.status, Some(1), "{}", said.all());
}
