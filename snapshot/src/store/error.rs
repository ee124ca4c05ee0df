//! Why a snapshot, or one file of it, can't be used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::fingerprint::Damage;
use super::index::Format;
use super::paths::is_of_baseline;
use super::{FORMAT_MAJOR, FORMAT_MINOR};
use crate::codec::DecodeError;
use crate::config::ConfigErrors;

/// Why a snapshot, or one file of it, can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    path: PathBuf,
    shown: String,
    problem: Problem,
}

/// The kinds of [`ReadError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no `index.json`, or no directory at all.
    Missing,
    /// The snapshot, or what is named as one of its directories, is no directory.
    NotADirectory,
    /// A refresh is under way or was interrupted.
    Interrupted,
    /// The operating system refuses; its words.
    Unreadable(String),
    /// `schema.toml` does not exist.
    NoConfig,
    /// `schema.toml` is wrong.
    Config(ConfigErrors),
    /// The end of the file is missing.
    Truncated,
    /// The fingerprint does not match: edited by hand, or reformatted.
    Edited,
    /// Merge-conflict markers, from this line on.
    Conflict(usize),
    /// A byte order mark at the beginning.
    ByteOrderMark,
    /// Not UTF-8.
    NotUtf8,
    /// A file that `cargo schema` did not write.
    Foreign,
    /// As written, and yet not the JSON that is expected; what was.
    NotUnderstood {
        /// What was expected, and where.
        expected: String,
        /// The snapshot's format when it is newer than [`FORMAT_MINOR`], a possible reason.
        newer: Option<(i64, i64)>,
    },
    /// A newer major format: major, minor.
    NewerFormat(i64, i64),
    /// An older major format: major, minor.
    OlderFormat(i64, i64),
    /// The file describes something else than its name says.
    Misplaced {
        /// What stands in the file.
        inside: String,
        /// What belongs there.
        expected: String,
    },
}

impl ReadError {
    /// An error about `file` (relative, forward slashes; empty for the directory itself).
    pub(super) fn new(dir: &Path, file: &str, problem: Problem) -> Self {
        let mut shown = dir.file_name().map_or_else(
            || dir.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let mut path = dir.to_path_buf();
        if !file.is_empty() {
            shown = format!("{shown}/{file}");
            path = super::paths::join(dir, file);
        }
        Self {
            path,
            shown,
            problem,
        }
    }

    pub(super) fn io(dir: &Path, file: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotADirectory {
            // The first of them that is none is in the way of all below.
            let above = file.match_indices('/').map(|(end, _)| &file[..end]);
            let in_the_way = above
                .into_iter()
                .find(|above| !super::paths::join(dir, above).is_dir());
            return Self::new(dir, in_the_way.unwrap_or_default(), Problem::NotADirectory);
        }
        // Rust's words for the kind; the number the system adds differs by platform.
        let problem = Problem::Unreadable(error.kind().to_string());
        Self::new(dir, file, problem)
    }

    pub(super) fn damage(dir: &Path, file: &str, damage: Damage) -> Self {
        Self::new(
            dir,
            file,
            match damage {
                Damage::Conflict(line) => Problem::Conflict(line),
                Damage::Truncated => Problem::Truncated,
                Damage::ByteOrderMark => Problem::ByteOrderMark,
                Damage::NotUtf8 => Problem::NotUtf8,
                Damage::Foreign => Problem::Foreign,
                Damage::Edited => Problem::Edited,
            },
        )
    }

    pub(super) fn not_understood(
        dir: &Path,
        file: &str,
        error: &DecodeError,
        Format(major, minor): Format,
    ) -> Self {
        Self::new(
            dir,
            file,
            Problem::NotUnderstood {
                expected: error.to_string(),
                newer: (major, minor)
                    .gt(&(FORMAT_MAJOR, FORMAT_MINOR))
                    .then_some((major, minor)),
            },
        )
    }

    /// The file, or the snapshot's directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file as messages name it, from the snapshot's own directory on:
    /// `schema/public/users.json`. The same on every machine.
    pub fn file(&self) -> &str {
        &self.shown
    }

    /// What happened.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// What happened, in one sentence: lower case, no full stop.
    pub fn message(&self) -> String {
        let file = &self.shown;
        match &self.problem {
            Problem::Missing => format!("there is no snapshot at `{}`", self.path.display()),
            Problem::NotADirectory => format!("`{file}` is not a directory"),
            Problem::Interrupted => format!(
                "the snapshot is half written: a refresh is under way or was interrupted, `{file}` is there"
            ),
            Problem::Unreadable(why) => format!("`{file}` can't be read: {why}"),
            Problem::NoConfig => format!("`{file}` is missing; an empty one would do"),
            Problem::Config(errors) => {
                let each: Vec<_> = errors.0.iter().map(ToString::to_string).collect();
                format!("`{file}` is not understood: {}", each.join("; "))
            }
            Problem::Truncated => format!("`{file}` is cut short"),
            Problem::Edited => format!(
                "`{file}` is not as `cargo schema` wrote it: the content does not have the fingerprint that the file states"
            ),
            Problem::Conflict(line) => {
                format!("`{file}` has merge-conflict markers, the first on line {line}")
            }
            Problem::ByteOrderMark => {
                format!(
                    "`{file}` begins with a byte order mark, which `cargo schema` does not write"
                )
            }
            Problem::NotUtf8 => format!("`{file}` is not UTF-8 text"),
            Problem::Foreign => {
                format!("`{file}` has no fingerprint, so it was not written by `cargo schema`")
            }
            Problem::NotUnderstood { expected, .. } => {
                format!("`{file}` is not understood: {expected}")
            }
            Problem::NewerFormat(major, minor) => format!(
                "the snapshot is of format {major}.{minor}, and this build reads up to format {FORMAT_MAJOR}: `{file}`"
            ),
            Problem::OlderFormat(major, minor) => format!(
                "the snapshot is of format {major}.{minor}, and this build reads format {FORMAT_MAJOR}: `{file}`"
            ),
            Problem::Misplaced { inside, expected } => format!(
                "`{file}` describes `{inside}` where `{expected}` belongs: it was copied or renamed by hand"
            ),
        }
    }

    /// The ways out.
    pub fn help(&self) -> Vec<String> {
        let file = &self.shown;
        let of_baseline = file.split_once('/').is_some_and(|(_, f)| is_of_baseline(f));
        let or = if of_baseline {
            "remove it and run `cargo schema baseline`"
        } else {
            "run `cargo schema refresh`"
        };
        let restore = || {
            format!("take the file back from version control, `git checkout -- {file}`, or {or}")
        };
        match &self.problem {
            Problem::Missing => vec![
                "`cargo schema init` takes a snapshot of a database or of a directory of migrations".to_owned(),
            ],
            Problem::NotADirectory => vec![
                format!("move `{}` away, then {}", self.path.display(), restore()),
            ],
            Problem::Interrupted => vec![
                "wait for the refresh that is running, or run `cargo schema refresh` again: it first takes back what was half done".to_owned(),
            ],
            Problem::Unreadable(_) => vec![format!(
                "make `{}` a file that the user who builds may read",
                self.path.display()
            )],
            Problem::NoConfig => {
                vec!["run `cargo schema refresh`, which writes one, or create the file".to_owned()]
            }
            Problem::Config(_) => Vec::new(),
            Problem::Truncated
            | Problem::ByteOrderMark
            | Problem::NotUtf8
            | Problem::Misplaced { .. } => vec![restore()],
            Problem::Edited if of_baseline => vec![
                "`cargo schema baseline` takes out what has been mended; what is new has to be mended, or excepted with its reason".to_owned(),
                restore(),
            ],
            Problem::Conflict(_) if of_baseline => vec![restore()],
            Problem::Edited => vec![
                "the snapshot says what the database is: change the database by a migration, then run `cargo schema refresh`".to_owned(),
                restore(),
                "a formatter that rewrites JSON has to leave the snapshot's directory out".to_owned(),
            ],
            Problem::Conflict(_) => vec![
                format!("run `cargo schema refresh` against a database with the migrations of both sides; while the merge is open, `git checkout --theirs {file}` takes one side"),
            ],
            Problem::Foreign => vec![
                format!("move `{file}` out of the snapshot's directory; when it should be the snapshot's, take it back from version control or run `cargo schema refresh`"),
            ],
            Problem::NotUnderstood { newer: None, .. } | Problem::OlderFormat(..) => {
                vec!["run `cargo schema refresh`".to_owned()]
            }
            Problem::NotUnderstood { newer: Some((major, minor)), .. } => vec![format!(
                "the snapshot is of format {major}.{minor}, newer than {FORMAT_MAJOR}.{FORMAT_MINOR}: update `schema-runtime`, or run `cargo schema refresh` with the `cargo-schema` of this version"
            )],
            Problem::NewerFormat(major, _) => vec![format!(
                "install a version that reads format {major}: `cargo install cargo-schema`, and `cargo update -p schema-runtime` in this workspace"
            )],
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        for help in self.help() {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadError {}
