//! Where the tests put what they throw away.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the tests' servers and projects need at the same time, generously, in KiB.
const ROOM: u64 = 2 << 20;

/// A directory in memory for temporary files: a data directory is written, copied and removed there
/// in a tenth of the time. `None` where there is none with room, in which programs may run, or when
/// somebody has chosen another with `TMPDIR`.
pub(crate) fn in_memory() -> Option<PathBuf> {
    let memory = PathBuf::from("/dev/shm");
    let chosen = std::env::var_os("TMPDIR").is_some();
    (!chosen && room(&memory)? >= ROOM && runs_programs(&memory)).then_some(memory)
}

/// What is free, in KiB.
fn room(directory: &Path) -> Option<u64> {
    let out = Command::new("df").arg("-Pk").arg(directory).output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// Containers mount it so that they may not.
fn runs_programs(directory: &Path) -> bool {
    let program = directory.join(format!("schema-tests-{}", std::process::id()));
    let runs = fs::write(&program, "#!/bin/sh\n")
        .and_then(|()| fs::set_permissions(&program, fs::Permissions::from_mode(0o700)))
        .and_then(|()| Command::new(&program).status())
        .is_ok_and(|status| status.success());
    let _ = fs::remove_file(&program);
    runs
}
