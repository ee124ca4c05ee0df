//! Which snapshot a package is checked against: exactly one place.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use super::paths::{INDEX, JOURNAL};

/// The name of the snapshot's directory when nothing else is said.
pub const DIRECTORY: &str = "schema";

/// Finds the snapshot of the package whose `Cargo.toml` is in `manifest_dir`.
///
/// `explicit` (the environment variable `SCHEMA_SNAPSHOT`, or `--snapshot`) is
/// the place itself, from `manifest_dir` when it is relative, and nothing else
/// is looked at; an empty one counts as not given. Otherwise `schema/index.json`
/// is looked for in `manifest_dir` and in each directory above it, so that a
/// package has its own snapshot or shares the workspace's. A directory `schema`
/// without an index is passed over, it may be anything.
///
/// The working directory plays no part, and cargo is not asked: a build under
/// an editor, in a sandbox, or from another directory finds the same place.
///
/// # Errors
///
/// When there is no snapshot at these places; the error names them.
pub fn locate(manifest_dir: &Path, explicit: Option<&OsStr>) -> Result<PathBuf, LocateError> {
    if let Some(explicit) = explicit.filter(|text| !text.is_empty()) {
        let dir = manifest_dir.join(explicit);
        return if is_snapshot(&dir) {
            Ok(dir)
        } else {
            Err(LocateError {
                looked_at: vec![dir],
                explicit: true,
            })
        };
    }
    let mut looked_at = Vec::new();
    for above in manifest_dir.ancestors() {
        let dir = above.join(DIRECTORY);
        if is_snapshot(&dir) {
            return Ok(dir);
        }
        looked_at.push(dir);
    }
    Err(LocateError {
        looked_at,
        explicit: false,
    })
}

/// Makes the next snapshot further up look changed, by the time of its index.
///
/// The packages beside a snapshot that is new were compiled with the one further up, and cargo has
/// nothing else to see that by: they depend on files, and the new ones are not among them.
#[cfg(feature = "refresh")]
pub(super) fn outdate_further_up(dir: &Path) {
    let Ok(dir) = dir.canonicalize() else { return };
    for above in dir.ancestors().skip(2) {
        let index = above.join(DIRECTORY).join(INDEX);
        if let Ok(file) = std::fs::File::options().append(true).open(index) {
            // One that can't be touched is not one of this team's.
            let _ = file.set_modified(std::time::SystemTime::now());
            return;
        }
    }
}

/// Whether there is an index, or the journal of an interrupted first refresh. One that can't be
/// looked at counts: reading it gives the better error, and another snapshot further up is not
/// taken instead.
fn is_snapshot(dir: &Path) -> bool {
    [INDEX, JOURNAL]
        .iter()
        .any(|file| match std::fs::metadata(dir.join(file)) {
            Ok(found) => found.is_file(),
            Err(error) => error.kind() == std::io::ErrorKind::PermissionDenied,
        })
}

/// There is no snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocateError {
    /// The directories that were looked at, the nearest first.
    pub looked_at: Vec<PathBuf>,
    /// Whether the place was given and not searched for.
    pub explicit: bool,
}

impl LocateError {
    /// What happened, in one sentence.
    pub fn message(&self) -> String {
        let first = self
            .looked_at
            .first()
            .map_or(Path::new(DIRECTORY), PathBuf::as_path);
        if self.explicit {
            format!(
                "there is no snapshot at `{}`, the place that was given: it has no `index.json`",
                first.display()
            )
        } else {
            format!(
                "there is no snapshot of the database's schema: no `schema/index.json` in `{}` or in a directory above it",
                first.parent().unwrap_or(first).display()
            )
        }
    }

    /// The ways out.
    pub fn help(&self) -> Vec<String> {
        let mut help = vec![
            "`cargo schema init` takes one of a database or of a directory of migrations"
                .to_owned(),
        ];
        if self.explicit {
            help.push(
                "a relative place is counted from the directory of the package's `Cargo.toml`"
                    .to_owned(),
            );
        } else {
            help.push(
                "a snapshot elsewhere is named by the environment variable `SCHEMA_SNAPSHOT`"
                    .to_owned(),
            );
        }
        help
    }
}

impl fmt::Display for LocateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        for help in self.help() {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LocateError {}
