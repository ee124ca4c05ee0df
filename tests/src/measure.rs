//! Times for the benchmarks: whole processes, medians, ratios.
//!
//! Every figure that is quoted is a ratio of two things measured in turn on the
//! same machine. Absolute times mean nothing elsewhere.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The workspace's directory.
pub fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or(manifest.clone(), PathBuf::from)
}

/// Where a benchmark puts its generated crates.
pub fn directory() -> PathBuf {
    root().join("target/bench")
}

/// The target directory of builds that stand apart from the workspace, as a user's do. They share it,
/// the demo's included, so that the derive and what it depends on are built once for all.
pub fn apart() -> PathBuf {
    root().join("target/apart")
}

/// The cargo that runs the benchmark, free of what it set for that.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("CARGO_PKG_") {
            command.env_remove(variable);
        }
    }
    command.env_remove("CARGO_MANIFEST_DIR");
    command
}

/// What a process and its children took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// User and system time of all processes, in seconds.
    pub cpu: f64,
    /// From start to end, in seconds.
    pub wall: f64,
}

/// Runs a command to its end; its output is shown when it fails.
///
/// # Panics
///
/// When it does not start, or fails.
pub fn measure(command: &mut Command) -> Cost {
    let before = children_cpu();
    let start = std::time::Instant::now();
    let out = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let wall = start.elapsed().as_secs_f64();
    assert!(
        out.status.success(),
        "{command:?} ended with {}\n{}",
        out.status,
        String::from_utf8_lossy(&out.stderr)
    );
    Cost {
        cpu: children_cpu() - before,
        wall,
    }
}

/// User and system time of the children that have ended, in seconds.
fn children_cpu() -> f64 {
    // SAFETY: `rusage` is plain data that the call fills in.
    let usage = unsafe {
        let mut usage = std::mem::zeroed::<libc::rusage>();
        libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage);
        usage
    };
    #[allow(clippy::cast_precision_loss)]
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// The middle one; of an even number the upper of the two.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
