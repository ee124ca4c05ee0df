//! Whether this program runs against the database that it meets: the start-up guard and the health
//! endpoint.
//!
//! The feature `verify` makes every derive write down what its item was compiled for. At start-up
//! the program compares that with the database, for all models in one round trip:
//!
//! ```no_run
//! # #[cfg(feature = "postgres")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # struct User; struct Order;
//! # impl schema_runtime::__private::Recorded for User {
//! #     const RECORD: Option<&'static schema_runtime::__private::Record> = None;
//! # }
//! # impl schema_runtime::__private::Recorded for Order {
//! #     const RECORD: Option<&'static schema_runtime::__private::Record> = None;
//! # }
//! use schema_runtime::verify::{self, Models, Policy, models};
//!
//! const MODELS: Models = models![User, Order];
//!
//! let mut client = postgres::Client::connect("host=localhost dbname=app", postgres::NoTls)?;
//! verify::guard(MODELS, Policy::Refuse, &mut client)?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "postgres"))]
//! # fn main() {}
//! ```
//!
//! | verdict | means | for example |
//! |---|---|---|
//! | conformant | nothing that the model uses has changed | a new index, a new table |
//! | compatible | something has changed, and the program runs all the same | a new nullable column, `varchar(10)` that is `varchar(20)`, a label that an `other` variant takes |
//! | breaking | it fails or may fail; the messages are those of the build | a column less, a column that can be NULL now, a NOT NULL column without a default that an insert does not give |
//!
//! Enums, domains and composite types that the fields of a listed model are bound to follow by
//! themselves, and are reported by themselves. What depends on a type parameter does not: list it.
//!
//! # What is compared
//!
//! What the models use and nothing else: the kind of the relation, the names, types and nullability
//! of columns; what an insert must or must not give; what may be written to a view. Of constraints and
//! unique indexes what statements (`access`) rely on, that the columns of a key are unique and the
//! constraint of `upsert`, and for an enum of constraints the names of all. Not compared: conditions,
//! other indexes, policies, privileges, the text of defaults. Names are those of the
//! snapshot, with their schema, whatever `search_path` is.
//!
//! [`Direction`] tells a database that is behind the program from one that is ahead of it, and says
//! what that is worth.
//!
//! # What it takes
//!
//! A role that may connect. Only `pg_catalog` is read, nothing is written, and no lock on a table is
//! taken, so a replica and a transaction pooler will do. PostgreSQL 13 and later.
//!
//! | driver | what to give | round trips |
//! |---|---|---|
//! | `postgres` | `&mut postgres::Client` | 1 |
//! | `tokio-postgres` | `&tokio_postgres::Client`, [`guard_async`] | 1 |
//! | `sqlx`, `sqlx-0_8` | `&PgPool` or `&mut PgConnection`, [`guard_async`] | 1 |
//! | sea-orm | its pool, `connection.get_postgres_connection_pool()`, [`guard_async`] | 1 |
//! | `diesel` | [`Diesel`] around a connection | 5, as it prepares what it reads |
//! | diesel-async | a connection of `tokio-postgres`, which it is built on, made for the guard | 1 |
//! | another | a closure that runs a text of several statements, and returns the first column of all rows | |
//!
//! The connection must not be in a transaction: that is an error, SQLSTATE 25001, and the transaction fails.
//!
//! # Before a deploy
//!
//! The records are in the program's file: `cargo schema verify-binary target/release/app` says the
//! same of it without starting it.

mod drivers;
mod error;

use std::future::Future;
use std::string::String;
use std::vec::Vec;

use schema_snapshot::verify::{Check, Record};

#[doc(inline)]
pub use crate::models;
use crate::{__private, DatabaseError};
#[cfg(feature = "diesel")]
pub use drivers::Diesel;
pub use error::VerifyError;
pub use schema_snapshot::verify::{Counts, Direction, ModelReport, Report, Verdict};

/// The models of a program, by [`models!`].
#[derive(Clone, Copy, Debug)]
pub struct Models(&'static [Option<&'static __private::Record>]);

impl Models {
    #[doc(hidden)]
    pub const fn new(records: &'static [Option<&'static __private::Record>]) -> Self {
        Self(records)
    }
}

/// Lists models for the guard: `models![User, Order]`, of type [`Models`], also in a constant.
#[macro_export]
macro_rules! models {
    ($($model:ty),* $(,)?) => {
        $crate::verify::Models::new(&[
            $(<$model as $crate::__private::Recorded>::RECORD),*
        ])
    };
}

/// What the guard does with a verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// A model that breaks is an error: the program does not start.
    #[default]
    Refuse,
    /// What breaks is an event of `tracing` at the level WARN, without that feature a text on
    /// standard error; and the program starts.
    Warn,
    /// The verdict is returned and nothing else is done.
    Report,
}

/// What a database is asked, in the form that a driver needs.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a>(&'a Check);

impl Ask<'_> {
    /// One text of several statements, to be sent by itself in one message of the simple protocol
    /// (`simple_query`, `raw_sql`), outside a transaction. It is one by itself. What it wants back is
    /// the only column of all rows, as text.
    pub fn script(&self) -> String {
        self.0.script()
    }

    /// The same as one statement, between [`Ask::BEGIN`] and [`Ask::END`].
    pub fn query(&self) -> String {
        self.0.query()
    }

    /// Opens the transaction that [`Ask::query`] needs.
    pub const BEGIN: &'static str = schema_snapshot::catalogue::BEGIN;

    /// Closes it.
    pub const END: &'static str = schema_snapshot::catalogue::END;
}

/// A connection that answers at once.
pub trait Catalogue {
    /// Asks, and returns the only column of all rows.
    ///
    /// # Errors
    ///
    /// What the driver says.
    fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError>;
}

/// A connection that answers later.
pub trait AsyncCatalogue {
    /// Asks, and returns the only column of all rows.
    ///
    /// # Errors
    ///
    /// What the driver says.
    fn rows(self, ask: Ask<'_>) -> impl Future<Output = Result<Vec<String>, DatabaseError>> + Send;
}

/// Any other driver: what takes the script and gives the rows.
impl<F, E> Catalogue for F
where
    F: FnOnce(&str) -> Result<Vec<String>, E>,
    E: Into<DatabaseError>,
{
    fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError> {
        self(&ask.script()).map_err(Into::into)
    }
}

/// Compares the models with a database: what a health endpoint answers with, as the report
/// serialises, by [`Report::to_json`] and with serde.
///
/// # Errors
///
/// When the database can't be asked, or does not answer as PostgreSQL does. No verdict is an error
/// here.
pub fn verify_report(models: Models, database: impl Catalogue) -> Result<Report, VerifyError> {
    let check = check(models)?;
    let rows = database.rows(Ask(&check))?;
    Ok(check.report(rows)?)
}

/// [`verify_report`] with a connection that answers later.
///
/// # Errors
///
/// As [`verify_report`].
pub async fn verify_report_async(
    models: Models,
    database: impl AsyncCatalogue,
) -> Result<Report, VerifyError> {
    let check = check(models)?;
    let rows = database.rows(Ask(&check)).await?;
    Ok(check.report(rows)?)
}

/// Compares the models with a database, and does what the policy says: the first thing that a
/// program does with its database.
///
/// # Errors
///
/// As [`verify_report`]; and [`VerifyError::Breaking`] when a model breaks and the policy is to
/// refuse.
pub fn guard(
    models: Models,
    policy: Policy,
    database: impl Catalogue,
) -> Result<Report, VerifyError> {
    policy.apply(verify_report(models, database)?)
}

/// [`guard`] with a connection that answers later.
///
/// # Errors
///
/// As [`guard`].
pub async fn guard_async(
    models: Models,
    policy: Policy,
    database: impl AsyncCatalogue,
) -> Result<Report, VerifyError> {
    policy.apply(verify_report_async(models, database).await?)
}

impl Policy {
    fn apply(self, report: Report) -> Result<Report, VerifyError> {
        if report.is_breaking() {
            match self {
                Self::Refuse => return Err(VerifyError::Breaking(report)),
                Self::Warn => warn(&report),
                Self::Report => {}
            }
        }
        Ok(report)
    }
}

#[cfg(feature = "tracing")]
fn warn(report: &Report) {
    let breaking = report.counts().breaking;
    tracing::warn!(breaking, direction = report.direction().word(), "{report}");
}

#[cfg(not(feature = "tracing"))]
fn warn(report: &Report) {
    std::eprintln!("warning: {report}");
}

fn check(models: Models) -> Result<Check, VerifyError> {
    let mut records = Vec::new();
    read(models.0, &mut Vec::new(), &mut records)?;
    Ok(Check::of(records))
}

/// The records and those of what they are made of, each once.
fn read(
    of: &[Option<&'static __private::Record>],
    seen: &mut Vec<*const __private::Record>,
    records: &mut Vec<Record>,
) -> Result<(), VerifyError> {
    for record in of.iter().flatten() {
        if seen.contains(&std::ptr::from_ref(*record)) {
            continue;
        }
        seen.push(*record);
        let text = std::str::from_utf8(record.text);
        let text = text.map_err(|_| schema_snapshot::verify::RecordError::Damaged)?;
        records.push(Record::read(text)?);
        read(record.uses, seen, records)?;
    }
    Ok(())
}
