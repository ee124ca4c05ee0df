//! `with-database DIR COMMAND...` runs a command with `DATABASE_URL` naming a database that the
//! migrations in DIR have made, on a throw-away server that ends with it.

use std::path::Path;
use std::process::{Command, ExitCode};

use schema_tests::newest;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [migrations, program, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: with-database DIR COMMAND...");
        return ExitCode::from(2);
    };
    let server = newest();
    let database = server.migrated(Path::new(migrations));
    println!(
        "a throw-away PostgreSQL {} with the migrations of {migrations}:\n  {}",
        server.major,
        database.url()
    );
    let status = Command::new(program)
        .args(rest)
        .env("DATABASE_URL", database.url())
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {program}: {error}");
            ExitCode::FAILURE
        }
    }
}
