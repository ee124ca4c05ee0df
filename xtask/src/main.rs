//! The project's own chores, run as `cargo xtask <verb>`.

mod demo;
mod docs;
mod example;
mod features;
mod msrv;
mod postgres;
mod program;
mod scratch;
mod test;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

const USAGE: &str = "\
usage: cargo xtask <verb>

  demo                   show a real build that fails on real drift; needs no database, and asks a
                         throw-away one as well where PostgreSQL is installed
  example NAME [ARGS]    run the example `service` or `sync` on a throw-away server; ARGS go to it
  test [--all-majors] [-- ARGS]
                         get PostgreSQL, oldest and newest supported major, and run every test;
                         ARGS go to `cargo test`
  postgres [MAJOR...]    only find or install PostgreSQL, with the client library that diesel's tests
                         are linked with, and print the directories of its binaries
  docs [--check]         write the generated documentation, or fail when it is out of date
  features               check schema-runtime with each of its features alone
  msrv                   build the published crates with the oldest supported Rust
";

/// What went wrong, in words for the person at the terminal.
type Error = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.split_first() {
        Some((&"demo", [])) => demo::run(),
        Some((&"example", [name @ ("service" | "sync"), rest @ ..])) => example::run(name, rest),
        Some((&"test", rest)) => test::run(rest),
        Some((&"postgres", majors)) => postgres::run(majors),
        Some((&"docs", [])) => docs::write(),
        Some((&"docs", ["--check"])) => docs::check(),
        Some((&"features", [])) => features::check(),
        Some((&"msrv", [])) => msrv::run(),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace's directory.
fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or(manifest.clone(), PathBuf::from)
}

/// The cargo that runs us.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command to its end; anything but success is an error that names it.
fn run(command: &mut Command) -> Result<(), Error> {
    let status = command
        .status()
        .map_err(|e| format!("can't start {command:?}: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?} ended with {status}").into())
    }
}
