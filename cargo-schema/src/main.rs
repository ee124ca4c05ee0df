//! The command: see the library of the same package.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_schema::cli::run(std::env::args_os()).into()
}
