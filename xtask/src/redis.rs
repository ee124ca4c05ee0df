//! Redis for the tests: what is installed, else Debian's package.

use std::process::{Command, Stdio};

const PROGRAM: &str = "redis-server";

/// The program that tests are to start. Where it can't be had they fail, and say how to install it.
pub(crate) fn provide() -> &'static str {
    if is_here() {
        return PROGRAM;
    }
    eprintln!("installing {PROGRAM} with apt-get");
    for args in [&["update"][..], &["install", "--yes", PROGRAM]] {
        let done = Command::new("apt-get")
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status();
        if !done.is_ok_and(|status| status.success()) {
            eprintln!("{PROGRAM} can't be installed: the tests that need it will fail");
            break;
        }
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
