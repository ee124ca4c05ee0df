//! Redis for the tests: what is installed, else Debian's package.

use std::process::{Command, Stdio};

use crate::postgres::apt;

const PROGRAM: &str = "redis-server";

/// The program that tests are to start. Where it can't be had they fail, and say how to install it.
pub(crate) fn provide() -> &'static str {
    if !is_here() && !apt(&[PROGRAM]) {
        eprintln!("{PROGRAM} can't be installed: the tests that need it will fail");
    }
    PROGRAM
}

fn is_here() -> bool {
    Command::new(PROGRAM)
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
