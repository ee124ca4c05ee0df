//! What a model of a PostgreSQL schema depends on: the trait that
//! `#[derive(Conformant)]` implements, and the trait by which it asks the
//! compiler whether a Rust type can hold an SQL type.
//!
//! Nothing in here costs anything at run time.
//!
//! # Features
//!
//! Rust's own types are known without any feature. Each of the others makes the
//! types of one crate known; none is on by default except `std`.

#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
pub mod __private;
mod holds;
pub mod sql;
mod types;

pub use holds::Holds;

/// A Rust type that stands for the rows of a relation, checked against the
/// snapshot of the schema while it was compiled.
///
/// Implemented by `#[derive(Conformant)]` and not by hand: the constants then
/// say what the compiler has checked.
pub trait Conformant {
    /// The relation's name, unquoted: `users`.
    const TABLE: &'static str;

    /// The schema it is in, unquoted: `public`.
    const SCHEMA: &'static str;

    /// The columns that the type has fields for, unquoted, in the order of the
    /// fields; those of flattened structs where they stand.
    const COLUMNS: &'static [&'static str];

    /// The fingerprint of the relation's file in the snapshot: SHA-256, 64
    /// hexadecimal digits.
    const FINGERPRINT: &'static str;
}
