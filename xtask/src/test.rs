//! `cargo xtask test`: every test, on real servers.

use crate::{Error, cargo, postgres};

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
    println!("testing on:");
    for server in &found {
        println!("  PostgreSQL {}  {}", server.major, server.bin.display());
    }
    let dirs = std::env::join_paths(found.iter().map(|server| &server.bin))?;
    crate::run(
        cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .args(args)
            .env("SCHEMA_TEST_POSTGRES", dirs),
    )
}
