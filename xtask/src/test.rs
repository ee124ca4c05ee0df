//! `cargo xtask test`: every test, on real servers.

use std::process::Command;

use crate::{Error, cargo, postgres, program, scratch};

/// The tests of the command whose outcome can depend on the server's major: modules of
/// `cargo-schema/tests/cli.rs`.
const COMMAND: [&str; 5] = [
    "command::",
    "errors::",
    "migrations::",
    "pooler::",
    "server::",
];

fn parse(rest: &[&str]) -> (bool, Vec<String>) {
    let all = rest.first() == Some(&"--all-majors");
    let rest = if all { &rest[1..] } else { rest };
    let rest = rest.strip_prefix(&["--"]).unwrap_or(rest);
    (all, rest.iter().map(|&s| s.to_owned()).collect())
}

pub(crate) fn run(rest: &[&str]) -> Result<(), Error> {
    let (all, args) = parse(rest);
    let majors: Vec<u32> = if all {
        postgres::MAJORS.to_vec()
    } else {
        vec![postgres::OLDEST, postgres::NEWEST]
    };
    let found = postgres::provide(&majors)?;
    postgres::libpq()?;
    program::provide("pgbouncer");
    let redis = program::provide("redis-server");
    println!("testing on:");
    for server in &found {
        println!("  PostgreSQL {}  {}", server.major, server.bin.display());
    }
    let dirs = std::env::join_paths(found.iter().map(|server| &server.bin))?;
    let mut done = crate::run(
        cargo_test()
            .arg("--no-fail-fast")
            .args(&args)
            .env("SCHEMA_TEST_POSTGRES", dirs)
            .env("SCHEMA_TEST_REDIS", redis),
    );
    // The command's own tests use one server, the newest. ARGS may be about another package.
    let older = found
        .iter()
        .filter(|server| server.major != postgres::NEWEST);
    for server in older.filter(|_| args.is_empty()) {
        println!("\nthe command on PostgreSQL {}:", server.major);
        done = done.and(crate::run(
            cargo_test()
                .args(["--test", "cli", "--"])
                .args(COMMAND)
                .env("SCHEMA_TEST_POSTGRES", &server.bin),
        ));
    }
    done
}

/// Of the whole workspace, so that nothing is built anew with fewer features.
fn cargo_test() -> Command {
    let mut command = cargo();
    command.args(["test", "--workspace"]);
    if let Some(directory) = scratch::in_memory() {
        command.env("TMPDIR", directory);
    }
    command
}
