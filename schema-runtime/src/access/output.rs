//! What comes of a statement.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;

use super::driver::{Column, Driver, FromRow};
use crate::DatabaseError;

/// A statement that runs on a driver with async. On the heap, where the drivers have theirs too: of an
/// `impl Future` rustc would say three times what is wrong with a statement.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T, DatabaseError>> + Send + 'a>>;

/// What a driver has to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A row, or none.
    Row,
    /// Any number of rows.
    Rows,
    /// How many rows were written.
    Count,
}

/// What comes of a statement.
pub trait Output {
    /// In Rust.
    type Value;
    /// From the database.
    const ANSWER: Answer;
}

/// How it is made of what a driver gives.
pub trait Decode<D: Driver>: Output {
    /// Of rows.
    fn of_rows(rows: impl Iterator<Item = D::Row>) -> Result<Self::Value, DatabaseError>;
    /// Of a number of rows.
    fn of_count(count: u64) -> Result<Self::Value, DatabaseError>;
}

/// What comes of an insert otherwise: of several rows, and of one that may not be inserted.
pub trait Several {
    /// Of a row, if it was inserted.
    type IfAny: Output;
    /// As this.
    type All: Output<Value = Self::Rows>;
    /// In Rust.
    type Rows: Default;
    /// Puts what came of two statements together.
    fn append(rows: &mut Self::Rows, more: Self::Rows);
}

/// One row; that there is none is an error.
pub struct One<T>(PhantomData<fn() -> T>);
/// A row, if there is one: `Option<T>`.
pub struct Maybe<T>(PhantomData<fn() -> T>);
/// Any number of rows: `Vec<T>`.
pub struct Many<T>(PhantomData<fn() -> T>);
/// Whether there is a row: `bool`.
pub enum Exists {}
/// Whether a row was written: `bool`.
pub enum Found {}
/// Nothing: `()`.
pub enum Done {}

macro_rules! outputs {
    ($(for [$($generic:ident)?] $output:ty, $value:ty, $answer:ident;)*) => {$(
        impl$(<$generic>)? Output for $output {
            type Value = $value;
            const ANSWER: Answer = Answer::$answer;
        }
    )*};
}

outputs! {
    for [T] One<T>, T, Row;
    for [T] Maybe<T>, Option<T>, Row;
    for [T] Many<T>, Vec<T>, Rows;
    for [] Exists, bool, Row;
    for [] Found, bool, Count;
    for [] Done, (), Count;
}

impl<D: Driver, T: FromRow<D>> Decode<D> for One<T> {
    fn of_rows(mut rows: impl Iterator<Item = D::Row>) -> Result<T, DatabaseError> {
        let row = rows.next().ok_or_else(DatabaseError::not_found)?;
        T::from_row(&row, 0)
    }

    fn of_count(_: u64) -> Result<T, DatabaseError> {
        Err(DatabaseError::not_found())
    }
}

impl<D: Driver, T: FromRow<D>> Decode<D> for Maybe<T> {
    fn of_rows(mut rows: impl Iterator<Item = D::Row>) -> Result<Option<T>, DatabaseError> {
        rows.next().map(|row| T::from_row(&row, 0)).transpose()
    }

    fn of_count(_: u64) -> Result<Option<T>, DatabaseError> {
        Ok(None)
    }
}

impl<D: Driver, T: FromRow<D>> Decode<D> for Many<T> {
    fn of_rows(rows: impl Iterator<Item = D::Row>) -> Result<Vec<T>, DatabaseError> {
        // The length is known, and `collect` into a `Result` would not use it.
        let mut all = Vec::with_capacity(rows.size_hint().0);
        for row in rows {
            all.push(T::from_row(&row, 0)?);
        }
        Ok(all)
    }

    fn of_count(_: u64) -> Result<Vec<T>, DatabaseError> {
        Ok(Vec::new())
    }
}

impl<D: Driver> Decode<D> for Exists
where
    bool: Column<D>,
{
    fn of_rows(mut rows: impl Iterator<Item = D::Row>) -> Result<bool, DatabaseError> {
        rows.next().map_or(Ok(false), |row| bool::column(&row, 0))
    }

    fn of_count(count: u64) -> Result<bool, DatabaseError> {
        Ok(count > 0)
    }
}

impl<D: Driver> Decode<D> for Found {
    fn of_rows(mut rows: impl Iterator<Item = D::Row>) -> Result<bool, DatabaseError> {
        Ok(rows.next().is_some())
    }

    fn of_count(count: u64) -> Result<bool, DatabaseError> {
        Ok(count > 0)
    }
}

impl<D: Driver> Decode<D> for Done {
    fn of_rows(_: impl Iterator<Item = D::Row>) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn of_count(_: u64) -> Result<(), DatabaseError> {
        Ok(())
    }
}

impl<T> Several for One<T> {
    type IfAny = Maybe<T>;
    type All = Many<T>;
    type Rows = Vec<T>;

    fn append(rows: &mut Vec<T>, mut more: Vec<T>) {
        rows.append(&mut more);
    }
}

impl Several for Done {
    type IfAny = Found;
    type All = Done;
    type Rows = ();

    fn append((): &mut (), (): ()) {}
}
