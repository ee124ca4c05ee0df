//! Errors of a database that a program can act on.

mod codes;
mod kind;
#[cfg(feature = "tracing")]
mod log;
mod report;
mod sensitive;
mod sqlstate;
mod words;

#[cfg(feature = "diesel")]
mod diesel;
#[cfg(any(feature = "sqlx", feature = "sqlx-0_8", feature = "tokio-postgres"))]
mod io;
#[cfg(any(feature = "sea-orm", feature = "sea-orm-1"))]
mod sea_orm;
#[cfg(any(feature = "sqlx", feature = "sqlx-0_8"))]
mod sqlx;
#[cfg(feature = "tokio-postgres")]
mod tokio_postgres;

use alloc::boxed::Box;
use core::error::Error;
use core::{fmt, iter};

pub use kind::ErrorKind;
pub use report::Report;
pub use sensitive::Sensitive;
pub use sqlstate::{InvalidSqlState, SqlState};

use crate::Conformant;

/// What went wrong between a program and its database: one type for every driver.
///
/// # What it shows
///
/// `Display` and `Debug` say what happened in words of their own, with the names of schema objects
/// and the SQLSTATE. They never show a value of a row, which PostgreSQL's own messages do (`Key
/// (email)=(ada@example.com) already exists`), and neither does [`source`](Error::source), which is
/// always `None`: what logs an error walks that chain. The server's words and the driver's error are
/// there when they are asked for, by [`DatabaseError::sensitive`].
///
/// ```
/// use schema_runtime::{DatabaseError, ErrorKind, SqlState};
///
/// let error = DatabaseError::from(SqlState::DEADLOCK_DETECTED);
/// assert_eq!(error.kind(), ErrorKind::Deadlock);
/// assert!(error.is_retryable());
/// ```
pub struct DatabaseError(Box<Inner>);

/// In a box: an error is rare, and a `Result` is moved often.
struct Inner {
    kind: ErrorKind,
    sqlstate: Option<SqlState>,
    schema: Option<Box<str>>,
    table: Option<Box<str>>,
    column: Option<Box<str>>,
    data_type: Option<Box<str>>,
    constraint: Option<Box<str>>,
    object: Option<Box<str>>,
    is_null: bool,
    model: Option<Model>,
    // Sensitive from here on.
    message: Option<Box<str>>,
    detail: Option<Box<str>>,
    hint: Option<Box<str>>,
    context: Option<Box<str>>,
    driver: Option<Box<dyn Error + Send + Sync>>,
}

/// The table that a statement was written for.
#[derive(Clone, Copy)]
struct Model {
    schema: &'static str,
    table: &'static str,
    fingerprint: &'static str,
}

/// With its schema, as a log has it.
impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", Escaped(self.schema), Escaped(self.table))
    }
}

impl DatabaseError {
    /// No row was found.
    pub fn not_found() -> Self {
        ErrorKind::NotFound.into()
    }

    /// A value of a column that is none of the Rust type, or the other way. What made it one can show
    /// the value.
    #[cfg(feature = "access")]
    pub(crate) fn conversion(
        kind: ErrorKind,
        column: &str,
        error: Box<dyn Error + Send + Sync>,
    ) -> Self {
        let mut this = Self::from(kind).of_column(column);
        this.0.driver = Some(error);
        this
    }

    /// Of a column that the driver knows by its position at most.
    #[cfg(feature = "access")]
    pub(crate) fn of_column(mut self, name: &str) -> Self {
        self.0.column = Some(name.into());
        self.0.object = None;
        self
    }

    /// What it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The server's SQLSTATE. `None` when the error is not the server's but the driver's or the
    /// pool's, and for most errors of diesel, which does not pass it on.
    pub fn sqlstate(&self) -> Option<SqlState> {
        self.0.sqlstate
    }

    /// The constraint that was violated, or the unique index.
    pub fn constraint(&self) -> Option<&str> {
        self.0.constraint.as_deref()
    }

    /// The schema of the table or the domain that the error is about.
    pub fn schema(&self) -> Option<&str> {
        self.0.schema.as_deref()
    }

    /// The table that the error is about. Of a foreign key it is the referring one, whichever side
    /// was written to; of a partitioned table the partition.
    pub fn table(&self) -> Option<&str> {
        self.0.table.as_deref()
    }

    /// The column that the error is about.
    pub fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// The domain whose check or NOT NULL refused a value.
    pub fn data_type(&self) -> Option<&str> {
        self.0.data_type.as_deref()
    }

    /// Of schema drift, what is missing or different, as the server or the driver names it:
    /// `public.users`, `u.nickname`, `lower(uuid)`; of a parameter that the driver does not give, its number,
    /// `$1`, and of a column that it does not read and knows no name of, its position from 0. Of a right that
    /// the role has not, what to, without a schema: `users`. `None` where the name is not told, or is none
    /// that can be repeated with certainty that it is no value.
    pub fn object(&self) -> Option<&str> {
        self.0.object.as_deref()
    }

    /// Whether the same transaction may succeed when it is done again; see
    /// [`ErrorKind::is_retryable`].
    pub fn is_retryable(&self) -> bool {
        self.kind().is_retryable()
    }

    /// Whether what was asked for may have been done all the same; see
    /// [`ErrorKind::is_outcome_unknown`].
    pub fn is_outcome_unknown(&self) -> bool {
        self.kind().is_outcome_unknown()
    }

    /// The status of an HTTP response; see [`ErrorKind::http_status`].
    pub fn http_status(&self) -> u16 {
        self.kind().http_status()
    }

    /// The same error of a statement that was written for a model: where the schema has drifted, it
    /// says what the program was built for, where no table is told, for which one the statement was, and
    /// [`DatabaseError::constraint_of`] knows the partitions
    /// of its table, and that what a domain has refused was for it. The row that was not found, and the
    /// column that the driver can't read, are of its table. A NOT NULL column of its table that came after the
    /// program was built is an [`ErrorKind::UnknownColumn`], which no request can mend.
    #[must_use]
    pub fn of<M: Conformant>(mut self) -> Self {
        if self.is_of_a_column_since::<M>() {
            self.0.kind = ErrorKind::UnknownColumn;
        }
        let inner = &mut *self.0;
        let is_of_a_row = inner.kind == ErrorKind::NotFound || inner.column.is_some();
        // What the server says it says of the table that it means.
        if is_of_a_row && inner.sqlstate.is_none() && inner.table.is_none() {
            inner.schema = Some(M::SCHEMA.into());
            inner.table = Some(M::TABLE.into());
        }
        inner.model = Some(Model {
            schema: M::SCHEMA,
            table: M::TABLE,
            fingerprint: M::FINGERPRINT,
        });
        self
    }

    /// Whether the statement itself has left out a column that the table did not have when the program
    /// was built. Of other columns a request may be to blame: what a trigger or a default makes of it can
    /// be NULL.
    fn is_of_a_column_since<M: Conformant>(&self) -> bool {
        self.kind() == ErrorKind::NotNullViolation
            && (self.schema(), self.table()) == (Some(M::SCHEMA), Some(M::TABLE))
            && !M::KNOWN.is_empty()
            && self
                .column()
                .is_some_and(|column| !M::KNOWN.contains(&column))
            && self.is_of_the_statement()
    }

    /// Whether the statement was for this table, when [`DatabaseError::of`] has said for which it was.
    pub(crate) fn is_for(&self, schema: &str, table: &str) -> Option<bool> {
        let model = self.0.model.as_ref()?;
        Some(model.schema == schema && model.table == table)
    }

    /// The server's own words and the driver's error. They can hold values of rows, and belong where
    /// those may be seen.
    pub fn sensitive(&self) -> Sensitive<'_> {
        Sensitive(&self.0)
    }
}

/// For the drivers.
#[cfg_attr(
    not(any(
        feature = "diesel",
        feature = "sqlx",
        feature = "sqlx-0_8",
        feature = "tokio-postgres"
    )),
    allow(dead_code)
)]
impl DatabaseError {
    /// Of a value that could not be read because it was NULL, when that is what the driver's error comes from.
    fn or_null<E: Error + 'static>(mut self, error: &(dyn Error + 'static)) -> Self {
        self.0.is_null =
            iter::successors(Some(error), |&error| error.source()).any(<dyn Error>::is::<E>);
        self
    }

    /// With the driver's error, for who asks for it.
    fn with_driver(mut self, error: impl Error + Send + Sync + 'static) -> Self {
        self.0.driver = Some(Box::new(error));
        self
    }
}

impl From<ErrorKind> for DatabaseError {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            sqlstate: None,
            schema: None,
            table: None,
            column: None,
            data_type: None,
            constraint: None,
            object: None,
            is_null: false,
            model: None,
            message: None,
            detail: None,
            hint: None,
            context: None,
            driver: None,
        }))
    }
}

impl From<SqlState> for DatabaseError {
    fn from(state: SqlState) -> Self {
        let mut error = Self::from(ErrorKind::of(state));
        error.0.sqlstate = Some(state);
        error
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.write_str(inner.kind.words())?;
        let mut before = ": ";
        if let Some(object) = &inner.object {
            if object.bytes().all(|b| b.is_ascii_digit()) {
                write!(f, "{before}column number {object}")?;
            } else {
                write!(f, "{before}`{}`", Escaped(object))?;
            }
            before = " of ";
        }
        for (what, name) in [("constraint", &inner.constraint), ("column", &inner.column)] {
            if let Some(name) = name {
                write!(f, "{before}{what} `{}`", Escaped(name))?;
                before = " of ";
            }
        }
        // The schema is that of the one which is told.
        for (what, name) in [("domain ", &inner.data_type), ("", &inner.table)] {
            if let Some(name) = name {
                write!(f, "{before}{what}`")?;
                if let Some(schema) = &inner.schema {
                    write!(f, "{}.", Escaped(schema))?;
                }
                write!(f, "{}`", Escaped(name))?;
                before = " of ";
            }
        }
        if inner.is_null {
            let what = if before == ": " { ": a value" } else { "" };
            write!(f, "{what} was NULL")?;
        }
        if let Some(state) = inner.sqlstate {
            write!(f, " (SQLSTATE {state}")?;
            if let Some(name) = state.condition_name() {
                write!(f, " {name}")?;
            }
            f.write_str(")")?;
        }
        if let Some(model) = &inner.model {
            if inner.kind.is_schema_drift() {
                // As many digits as git shows: they tell which file of the snapshot it was.
                let fingerprint = model.fingerprint.get(..12).unwrap_or(model.fingerprint);
                write!(
                    f,
                    "; the program was built for `{model}` with fingerprint {fingerprint}"
                )?;
            } else if inner.table.is_none() {
                write!(f, "; the statement was for `{model}`")?;
            }
        }
        Ok(())
    }
}

/// What `Display` says, and the kind.
impl fmt::Debug for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseError({}: {self})", self.kind())
    }
}

/// Without a source: the driver's error shows values of rows, and what logs an error walks along its
/// sources. [`DatabaseError::sensitive`] has it.
impl Error for DatabaseError {}

/// A name on one line: an identifier can hold anything but a zero.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                fmt::Write::write_char(f, c)?;
            }
        }
        Ok(())
    }
}
