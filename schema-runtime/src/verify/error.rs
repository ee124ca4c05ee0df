//! Why there is no verdict, or a bad one.

use core::error::Error;
use core::fmt;
use schema_snapshot::catalogue;
use schema_snapshot::verify::{RecordError, Report};

use crate::{DatabaseError, SqlState};

/// Why the guard does not let the program start.
#[non_exhaustive]
pub enum VerifyError {
    /// Models break. The report has all of them.
    Breaking(Report),
    /// The database could not be asked.
    Database(DatabaseError),
    /// What it answered is not understood, or the server is older than PostgreSQL 13.
    Answer(catalogue::Error),
    /// What the derive wrote is not understood: the versions of this project's crates differ.
    Record(RecordError),
}

impl fmt::Debug for VerifyError {
    /// A breaking report as `Display` has it: this is what is shown of the error that `main` returns.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Breaking(_) => fmt::Display::fmt(self, f),
            Self::Database(error) => f.debug_tuple("Database").field(error).finish(),
            Self::Answer(error) => f.debug_tuple("Answer").field(error).finish(),
            Self::Record(error) => f.debug_tuple("Record").field(error).finish(),
        }
    }
}

impl fmt::Display for VerifyError {
    /// All of a breaking report, and all that may be shown of a database's error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Breaking(report) => {
                write!(
                    f,
                    "the program does not run against this database\n{report}"
                )
            }
            Self::Database(error) => {
                write!(f, "the database could not be asked for its schema: {error}")?;
                if error.sqlstate() == Some(SqlState::ACTIVE_SQL_TRANSACTION) {
                    f.write_str("; ask it outside a transaction")?;
                }
                Ok(())
            }
            Self::Answer(error) => error.fmt(f),
            Self::Record(error) => error.fmt(f),
        }
    }
}

/// Without a source: `Display` has said it all.
impl Error for VerifyError {}

impl From<DatabaseError> for VerifyError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<catalogue::Error> for VerifyError {
    fn from(error: catalogue::Error) -> Self {
        Self::Answer(error)
    }
}

impl From<RecordError> for VerifyError {
    fn from(error: RecordError) -> Self {
        Self::Record(error)
    }
}
