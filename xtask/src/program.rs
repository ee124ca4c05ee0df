//! Programs that tests start: what is installed, else Debian's package of the same name.

use std::process::{Command, Stdio};

use crate::postgres::apt;

/// The program. Where it can't be had the tests that need it fail or say so.
pub(crate) fn provide(program: &'static str) -> &'static str {
    if !is_here(program) && !apt(&[program]) {
        eprintln!("{program} can't be installed: what needs it is not shown");
    }
    program
}

fn is_here(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
