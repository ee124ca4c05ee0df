//! The snapshot on disk: a directory with one small file for each relation,
//! type and function name, beside the team's configuration.
//!
//! ```text
//! schema/
//!   schema.toml                         written by hand, never by us once it is there
//!   index.json                          format version, server major
//!   public/users.json                   a relation
//!   public/types/order_status.json      a type
//!   public/functions/touch.json         all functions of one name
//!   public/baseline/users.json          known findings; written by `cargo schema baseline` alone
//! ```
//!
//! [`locate()`] finds it, [`Snapshot`] reads it, [`write()`] replaces it.
//!
//! # Half-written snapshots
//!
//! A snapshot is many files, and no file system replaces many files at once. So
//! what would a reader see of a refresh that was cut off in the middle?
//!
//! - Each file by itself is whole: it is written elsewhere, then renamed into
//!   place, and it carries its fingerprint. A file cut short is found.
//! - Between files there are facts that would be wrong in silence: the types of
//!   referenced columns, the tables a column seems to mean, and the number of
//!   homonyms (see [`Elsewhere`](crate::model::Elsewhere)) are copied from other
//!   tables' files; and of a renamed table only one of the two names may exist.
//!   A derive that reads such a mixture could be green for a database that never
//!   was.
//!
//! So a refresh first puts everything it needs in `refresh.staging/` inside the
//! snapshot: each new file, and a second link to each old file that goes. The
//! disk may be full, the directory read-only: nothing has happened yet. Then the
//! list of moves appears, by one rename, as `refresh.journal`; then the moves are
//! done, a directory that was not there as a whole; then the journal goes, which
//! is the moment when the new snapshot counts.
//!
//! - When a move fails, the moves are taken back, from the staged links. The old
//!   snapshot is as it was.
//! - When the process dies, the journal stays. Every reader looks for it, once
//!   when it opens the snapshot and once after each file it has read, and refuses
//!   with [`Problem::Interrupted`]. The next [`write()`] takes the moves back
//!   before it does anything else; taking back can itself be cut off and begun
//!   again. It needs what is staged, so both names are kept until the end.
//! - A reader that had opened the snapshot before the journal appeared has read
//!   old files only, or sees the journal. The times of files that are replaced
//!   are set after they were moved: cargo compares them with the time a build
//!   began, and a build that read the old file in the last moment must count as
//!   older.
//!
//! What is already right is not touched, not even its time: a refresh that
//! changes one table rebuilds the models of one table. Nothing is synced to the
//! disk: the snapshot is under version control and comes from a database.
//!
//! # Whose files
//!
//! Only files that carry a fingerprint, or what is left of one, are replaced or
//! removed. Others are left where they are; when one stands where a file of the
//! snapshot belongs, the refresh refuses before it changes anything.

mod error;
mod fingerprint;
mod index;
#[cfg(feature = "refresh")]
mod journal;
mod locate;
mod paths;
mod read;
#[cfg(feature = "refresh")]
mod whole;
#[cfg(feature = "refresh")]
mod write;

#[cfg(test)]
mod tests;

pub(crate) use fingerprint::hex as sha256;

pub use error::{Problem, ReadError};
pub use locate::{DIRECTORY, LocateError, locate};
pub use paths::{escape, unescape};
pub use read::Snapshot;
#[cfg(feature = "refresh")]
pub use whole::{FileNow, Whole, read_files, says_schema};
#[cfg(feature = "refresh")]
pub use write::{WriteError, Written, compare, recover, write, write_baseline};

/// The major version of the files' format. A reader refuses a newer one.
pub const FORMAT_MAJOR: i64 = 1;
/// The minor version. A reader ignores the keys that a newer one has added.
pub const FORMAT_MINOR: i64 = 0;

/// A value, and the file that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded<T> {
    /// The value.
    pub value: T,
    /// The file, relative to the snapshot's directory, with forward slashes:
    /// `public/users.json`.
    pub file: String,
    /// The file's fingerprint: 64 lower-case hexadecimal digits.
    pub fingerprint: String,
}
