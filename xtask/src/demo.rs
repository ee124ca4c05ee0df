//! `cargo xtask demo`: a real build that fails on real drift.
//!
//! Builds a copy of `examples/journal` twice: against the snapshot it was written
//! for, and against the one that the migration in `examples/journal/drift` leaves
//! behind. Both are committed; a test takes them again. Where PostgreSQL is at
//! hand `cargo schema refresh` then takes them here, from the migrations.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres::{self, Server};
use crate::{Error, cargo, root};

/// What the bad afternoon did, and how the failing build must name it. It must name nothing else.
const DRIFT: [(&str, &str); 5] = [
    ("a renamed column", "`SecretTag.tag_name` has no column"),
    ("a widened type", "`JournalEntry.audio_bytes` is"),
    (
        "a dropped index",
        "foreign key `fk_journal_entry_tags_tag_id`",
    ),
    ("a new enum label", "label `yearly`"),
    ("a NOT NULL removed", "`Reminder.message` is"),
];

const MIGRATION: &str = "drift/0004_friday_afternoon.sql";

pub(crate) fn run() -> Result<(), Error> {
    let app = App::copy()?;
    println!("1. The models of a journal, and the snapshot of the schema they were written for:");
    app.builds()?;
    println!("\n2. A migration is merged, and the snapshot refreshed:\n");
    for line in fs::read_to_string(app.example.join(MIGRATION))?.lines() {
        println!("{}", format!("   {line}").trim_end());
    }
    app.put("drift/schema", "schema")?;
    println!("\n3. The same models, not touched:");
    eprint!("{}", app.fails()?);
    println!(
        "\nThe build failed: {}.\nEach error says what, where, why, and how to mend it. No database \
         was asked: steps 1 to 3\ntook the snapshots that are committed.",
        DRIFT.map(|(what, _)| what).join(", ")
    );
    match postgres::at_hand() {
        Some(server) => live(&app, &server)?,
        None => println!(
            "\nWith PostgreSQL {} to {} on this machine the same would now be done live, from the \
             migrations. There is none:\nno `initdb` and `postgres` in `PG_BIN`, in `PATH`, or \
             where packages put them.",
            postgres::OLDEST,
            postgres::NEWEST,
        ),
    }
    println!("\nThe models are in examples/journal/src, the snapshot in examples/journal/schema.");
    Ok(())
}

/// The same walk, but that the snapshots come from the migrations.
fn live(app: &App, server: &Server) -> Result<(), Error> {
    println!(
        "\n4. The same live, for PostgreSQL {} is in {}.\n   First the command `cargo schema` is \
         built, which takes a minute or two the first time:\n",
        server.major,
        server.bin.display()
    );
    // With the features of the whole workspace, so that `cargo xtask test` does not build it again.
    crate::run(cargo().args([
        "build",
        "--workspace",
        "--bin",
        "cargo-schema",
        "--examples",
    ]))?;
    app.put("schema", "schema")?;
    println!("\n5. The snapshot, taken again from the three migrations:");
    app.refresh(server)?;
    app.is_as_committed("schema")?;
    println!("   Each table, type and function is byte for byte as it is committed.\n");
    app.builds()?;
    app.put(MIGRATION, "migrations/0004_friday_afternoon.sql")?;
    println!("\n6. The bad migration is merged:");
    app.refresh(server)?;
    app.is_as_committed("drift/schema")?;
    println!();
    for line in app.fails()?.lines() {
        if DRIFT.iter().any(|(_, words)| line.contains(words)) {
            eprintln!("{line}");
        }
    }
    println!(
        "\nThe same five errors, here by their first lines. The server and its data are gone."
    );
    Ok(())
}

/// A copy of the example, standing alone, so that nothing of the repository is changed.
struct App {
    example: PathBuf,
    copy: PathBuf,
}

impl App {
    fn copy() -> Result<Self, Error> {
        let app = Self {
            example: root().join("examples/journal"),
            copy: root().join("target/demo/journal"),
        };
        let _ = fs::remove_dir_all(&app.copy);
        for dir in ["src", "schema", "migrations"] {
            app.put(dir, dir)?;
        }
        fs::write(app.copy.join("Cargo.toml"), manifest()?)?;
        // The versions that the tests ran with.
        fs::copy(root().join("Cargo.lock"), app.copy.join("Cargo.lock"))?;
        Ok(app)
    }

    /// Copies a file or directory of the example over what is there.
    fn put(&self, from: &str, to: &str) -> Result<(), Error> {
        copy(&self.example.join(from), &self.copy.join(to))
    }

    fn check(&self) -> Command {
        println!("   $ cargo check\n");
        let mut command = cargo();
        command
            .current_dir(&self.copy)
            .env("CARGO_TARGET_DIR", root().join("target/apart"))
            .env_remove("SCHEMA_SNAPSHOT")
            .arg("check");
        command
    }

    fn builds(&self) -> Result<(), Error> {
        crate::run(&mut self.check())
    }

    /// What cargo says of a build that fails for the drift and for nothing else.
    fn fails(&self) -> Result<String, Error> {
        let color = if std::io::stderr().is_terminal() {
            "always"
        } else {
            "never"
        };
        let out = self.check().args(["--color", color]).output()?;
        let text = String::from_utf8_lossy(&out.stderr).into_owned();
        let named = DRIFT.iter().all(|(_, words)| text.contains(words));
        let count = format!("due to {} previous errors", DRIFT.len());
        if out.status.success() || !named || !text.contains(&count) {
            return Err(format!("the build should have failed for {DRIFT:?}:\n{text}").into());
        }
        Ok(text)
    }

    /// Runs `cargo schema refresh`, whatever database the environment names.
    fn refresh(&self, server: &Server) -> Result<(), Error> {
        const REFRESH: &str = "schema refresh --migrations migrations --throw-away-server";
        println!("   $ cargo {REFRESH}\n");
        let mut command = cargo();
        command
            .args(["run", "--quiet", "--package", "cargo-schema"])
            .arg("--manifest-path")
            .arg(root().join("Cargo.toml"))
            .arg("--")
            .args(REFRESH.split(' '))
            .current_dir(&self.copy)
            .env("PG_BIN", &server.bin)
            .env_remove("SCHEMA_SNAPSHOT");
        crate::run(&mut command)?;
        println!();
        Ok(())
    }

    /// All but `index.json`, which has the server's major version.
    fn is_as_committed(&self, snapshot: &str) -> Result<(), Error> {
        let taken = self.copy.join("schema/public");
        same(&self.example.join(snapshot).join("public"), &taken)
    }
}

/// The example's manifest, standing alone: what it takes from the workspace is written out.
fn manifest() -> Result<String, Error> {
    let root = root();
    let text = fs::read_to_string(root.join("examples/journal/Cargo.toml"))?;
    let mut out = String::new();
    for line in text.lines() {
        match line {
            "version.workspace = true" => out.push_str("version = \"0.0.0\""),
            "edition.workspace = true" => out.push_str("edition = \"2024\""),
            "rust-version.workspace = true" | "license.workspace = true" => continue,
            _ => out.push_str(&line.replace(
                "workspace = true",
                &format!("path = \"{}\"", root.join("schema-runtime").display()),
            )),
        }
        out.push('\n');
    }
    out.push_str("\n[workspace]\n");
    Ok(out)
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if !from.is_dir() {
        fs::copy(from, to).map_err(|e| format!("{}: {e}", from.display()))?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for name in names(from)? {
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

/// An error when two files or directories differ.
fn same(a: &Path, b: &Path) -> Result<(), Error> {
    let differ = || format!("{} and {} differ", a.display(), b.display());
    if !a.is_dir() {
        return if fs::read(a)? == fs::read(b)? {
            Ok(())
        } else {
            Err(differ().into())
        };
    }
    let names = self::names(a)?;
    if names != self::names(b)? {
        return Err(differ().into());
    }
    names
        .iter()
        .try_for_each(|name| same(&a.join(name), &b.join(name)))
}

/// What is in a directory, sorted.
fn names(dir: &Path) -> Result<Vec<std::ffi::OsString>, Error> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut names: Vec<_> = entries
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    names.sort();
    Ok(names)
}
