//! What a model of a PostgreSQL schema depends on: the trait that
//! `#[derive(Conformant)]` implements, and the trait by which it asks the
//! compiler whether a Rust type can hold an SQL type.
//!
//! Beside them what a program does with the errors of its database, [`DatabaseError`] first. What
//! is not called costs nothing at run time.
//!
//! # Features
//!
//! Rust's own types are known without any feature, in a `no_std` crate too
//! (`default-features = false`). Each of the others makes the types of one crate
//! known; a type whose feature is off holds nothing.
//!
//! | feature | crate | types |
//! |---|---|---|
//! | `std` (default) | the standard library | `SystemTime`, `HashMap` (as hstore) |
//! | `bigdecimal` | `bigdecimal` 0.4 | `BigDecimal` |
//! | `bit-vec`, `bit-vec-0_6` | `bit-vec` 0.8, 0.6 | `BitVec` |
//! | `bytes` | `bytes` 1 | `Bytes`, `BytesMut` |
//! | `chrono` | `chrono` 0.4 | dates, times, `DateTime<Tz>`, `TimeDelta` |
//! | `cidr` | `cidr` 0.3 | `IpCidr`, `IpInet` |
//! | `diesel` | `diesel` 2 | `PgInterval`, `PgMoney`, `PgNumeric`, ... |
//! | `eui48` | `eui48` 1 | `MacAddress` |
//! | `geo-types` | `geo-types` 0.7 | `Point`, `Rect`, `LineString` |
//! | `ipnet` | `ipnet` 2 | `IpNet` |
//! | `ipnetwork`, `ipnetwork-0_20` | `ipnetwork` 0.21, 0.20 | `IpNetwork` |
//! | `jiff` | `jiff` 0.2 | `Timestamp`, civil dates and times |
//! | `mac_address` | `mac_address` 1 | `MacAddress` |
//! | `pgvector` | `pgvector` 0.4 | `Vector`, `HalfVector`, `SparseVector`, `Bit` |
//! | `postgres-types` | `postgres-types` 0.2 | `Json<T>`, `PgLsn`, `Date<T>`, `Timestamp<T>` |
//! | `rust_decimal` | `rust_decimal` 1 | `Decimal` |
//! | `serde_json` | `serde_json` 1 | `Value`, `RawValue` |
//! | `sqlx`, `sqlx-0_8` | sqlx 0.9, 0.8 | `Json<T>`, `Text<T>`, `PgInterval`, `PgRange<T>`, ... |
//! | `time` | `time` 0.3 | dates, times, `OffsetDateTime`, `Duration` |
//! | `uuid` | `uuid` 1 | `Uuid` |
//!
//! And each of these makes a driver's errors convert into [`DatabaseError`]:
//!
//! | feature | errors |
//! |---|---|
//! | `diesel` | `diesel::result::Error`, `diesel::ConnectionError` |
//! | `postgres`, `tokio-postgres` | `tokio_postgres::Error`, which is `postgres::Error` |
//! | `sea-orm`, `sea-orm-1` | `sea_orm::DbErr` of sea-orm 2 (with `sqlx`) and 1.1 (with `sqlx-0_8`) |
//! | `sqlx`, `sqlx-0_8` | `sqlx::Error` of sqlx 0.9, 0.8 |
//!
//! What is done at run time has features too:
//!
//! | feature | gives |
//! |---|---|
//! | `postgres`, `tokio-postgres`, `sqlx`, `sqlx-0_8` | `access`: the statements of models run on that driver |
//! | `access` | models have statements, which another package runs; part of those before |
//! | `cache` | `cache`: models as entries of a cache |
//! | `http` | `problem`: a [`DatabaseError`] as the body of a response, RFC 9457 |
//! | `axum`, `actix` | the same as a response of axum 0.8 and actix-web 4 |
//! | `retry` | `retry`: transactions that are done again |
//! | `tracing` | `DatabaseError::log` |
//! | `verify` | `verify`: whether the program runs against the database that it meets |
//! | `records` | what each model was compiled for is in the program's file, for `cargo schema verify-binary`; part of `verify` |
//!
//! sqlx 0.8 goes with `sqlx-0_8`, `ipnetwork-0_20` and `bit-vec-0_6`: those are
//! the versions it uses.

#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "access")]
pub mod access;
#[cfg(feature = "cache")]
pub mod cache;
mod constraints;
#[cfg(feature = "records")]
mod embed;
mod error;
mod holds;
#[cfg(feature = "http")]
pub mod problem;
#[cfg(feature = "retry")]
pub mod retry;
pub mod sql;
mod types;
#[cfg(feature = "verify")]
pub mod verify;

pub use constraints::{Constrained, Constraint, ConstraintKind, Domain, ModelConstraint};
pub use error::{DatabaseError, ErrorKind, InvalidSqlState, Report, Sensitive, SqlState};
pub use holds::Holds;
#[doc(inline)]
pub use schema_macros::Conformant;

/// A Rust type that stands for the rows of a relation, checked against the
/// snapshot of the schema while it was compiled.
///
/// Implemented by `#[derive(Conformant)]` and not by hand: the constants then
/// say what the compiler has checked.
///
/// # Examples
///
/// A statement that names what has been compared, and nothing else:
///
/// ```
/// use schema_runtime::Conformant;
///
/// fn select<T: Conformant>() -> String {
///     format!("SELECT {} FROM {}.{}", T::COLUMNS.join(", "), T::SCHEMA, T::TABLE)
/// }
/// ```
///
/// (Names that have to be quoted in SQL are unquoted in here.)
pub trait Conformant {
    /// What the derive writes; the other constants are parts of it. One constant, because each
    /// costs in every build.
    #[doc(hidden)]
    const CHECKED: __private::Checked;

    /// The relation's name, unquoted: `users`.
    const TABLE: &'static str = Self::CHECKED.table;

    /// The schema it is in, unquoted: `public`.
    const SCHEMA: &'static str = Self::CHECKED.schema;

    /// The columns that the type has fields for, unquoted, in the order of the
    /// fields; those of flattened structs where they stand.
    const COLUMNS: &'static [&'static str] = Self::CHECKED.columns;

    /// The fingerprint of the relation's file in the snapshot: SHA-256, 64
    /// hexadecimal digits.
    const FINGERPRINT: &'static str = Self::CHECKED.fingerprint;

    /// All columns that the relation had, where the derive was asked for more than to look: `access`,
    /// `constraints`. Empty elsewhere.
    #[doc(hidden)]
    const KNOWN: &'static [&'static str] = &[];
}
