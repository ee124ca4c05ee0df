//! What a driver is to a statement: how a field is read from a row and given as a parameter.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use core::error::Error;
use core::marker::PhantomData;

use crate::{DatabaseError, ErrorKind};

/// A driver. The expansion of the derive names none: what it writes is for any.
pub trait Driver: Sized {
    /// A row.
    type Row;
    /// The values of a statement's parameters.
    type Arguments<'x>;
}

/// The value as the driver has it.
pub enum Plain {}

/// JSON that serde reads and writes.
pub enum Json {}

/// The same, and `None` is NULL.
pub enum NullableJson {}

/// The same in a model with `update`: `None` leaves the column, and `Some(None)` is NULL.
pub enum ChangedJson {}

/// A `Cow` that is read as what owns its value: a row is gone when it has been read.
pub enum Owned {}

/// A value of a domain, or an array of such, of which statements name what is below the domains. A driver
/// may know the Rust type as that, or by the name of the domain; `AT` is the place in [`Domains::DOMAINS`].
pub struct OfDomain<M, const AT: usize>(PhantomData<M>);

/// The domains of the columns of a model.
pub trait Domains {
    /// What is around the type that statements name, the outermost first: a domain by its name, or an array.
    const DOMAINS: &'static [Around];
}

/// As in [`Domains`].
pub type Around = &'static [Option<&'static str>];

/// A value is converted as it is.
pub enum Whole {}

/// What is in an `Option` is converted; `None` stays.
pub struct InOption<Of = Whole>(PhantomData<Of>);

/// The parameters of an insert.
pub enum ToInsert {}

/// The parameters of an update.
pub enum ToUpdate {}

/// A Rust type that a driver reads from a column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read by `{D}`",
    label = "can't be read by this driver",
    note = "the driver's own traits decide: `FromSql` of postgres-types, `sqlx::Type` and `sqlx::Decode`; a type of another crate is known with a feature of the driver, `with-uuid-1` of `postgres` and `tokio-postgres` or `uuid` of `sqlx`",
    note = "a field that is JSON in the database and known to serde is `#[conformant(json)]`, one that converts from and into a type that the driver knows `#[conformant(as = T)]`"
)]
pub trait Column<D: Driver, How = Plain>: Sized {
    /// Reads the column at a position, from 0.
    fn column(row: &D::Row, at: usize) -> Result<Self, DatabaseError>;
}

/// A Rust type that a driver gives as a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be given as a parameter by `{D}`",
    label = "can't be given by this driver",
    note = "the driver's own traits decide: `ToSql` of postgres-types, `sqlx::Type` and `sqlx::Encode`; a type of another crate is known with a feature of the driver, `with-uuid-1` of `postgres` and `tokio-postgres` or `uuid` of `sqlx`",
    note = "a field that is JSON in the database and known to serde is `#[conformant(json)]`, one that converts from and into a type that the driver knows `#[conformant(as = T)]`"
)]
pub trait Encode<D: Driver, How = Plain> {
    /// Adds the value.
    fn encode<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError>;
}

/// A Rust type that a driver gives as a parameter, of a value that nobody keeps.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be given as a parameter by `{D}`",
    label = "can't be given by this driver",
    note = "the driver's own traits decide: `ToSql` of postgres-types, `sqlx::Type` and `sqlx::Encode`; a type of another crate is known with a feature of the driver, `with-uuid-1` of `postgres` and `tokio-postgres` or `uuid` of `sqlx`"
)]
pub trait GiveAway<D: Driver, How = Plain>: Sized {
    /// Adds the value.
    fn give_away<'x>(self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError>
    where
        Self: 'x;
}

/// A field's type that is made of another, which is what the driver reads: `TryFrom` does it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of `{S}`, which is what is read for it",
    label = "not made of `{S}`",
    note = "implement `TryFrom<{S}>` for `{Self}`, with an error that can be boxed: `Box<dyn Error + Send + Sync>: From<Error>`",
    note = "what is in an `Option` is converted by `as = Option<...>`, which says what the column holds"
)]
pub trait ReadAs<S, Of = Whole>: Sized {
    /// Makes it of what was read of a column.
    fn read_as(value: S, column: &'static str) -> Result<Self, DatabaseError>;
}

#[diagnostic::do_not_recommend]
impl<S, T> ReadAs<S> for T
where
    T: TryFrom<S>,
    T::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn read_as(value: S, column: &'static str) -> Result<Self, DatabaseError> {
        T::try_from(value).map_err(|error| {
            DatabaseError::conversion(ErrorKind::TypeMismatch, column, error.into())
        })
    }
}

impl<S, T: ReadAs<S, Of>, Of> ReadAs<Option<S>, InOption<Of>> for Option<T> {
    fn read_as(value: Option<S>, column: &'static str) -> Result<Self, DatabaseError> {
        value.map(|value| T::read_as(value, column)).transpose()
    }
}

/// A field's type that another is made of, which is what the driver gives: `TryFrom` the other way, of
/// a clone.
///
/// An attribute that says how a field is read says nothing of this, so it is asked with the driver:
/// where a statement is run that gives the field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made into `{S}`, which is what is written for it",
    label = "not made into `{S}`",
    note = "implement `TryFrom<{Self}>` for `{S}`, or `From<{Self}>`, and `Clone` for `{Self}`: a field is given by the conversion the other way"
)]
pub trait WrittenAs<D: Driver, S, Of = Whole> {
    /// Makes what is written to a column of it.
    fn written_as(&self, column: &'static str) -> Result<S, DatabaseError>;
}

#[diagnostic::do_not_recommend]
impl<D, S, T> WrittenAs<D, S> for T
where
    D: Driver,
    T: Clone + TryInto<S>,
    T::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn written_as(&self, column: &'static str) -> Result<S, DatabaseError> {
        self.clone()
            .try_into()
            .map_err(|error| DatabaseError::conversion(ErrorKind::OutOfRange, column, error.into()))
    }
}

impl<D, S, T, Of> WrittenAs<D, Option<S>, InOption<Of>> for Option<T>
where
    D: Driver,
    T: WrittenAs<D, S, Of>,
{
    fn written_as(&self, column: &'static str) -> Result<Option<S>, DatabaseError> {
        let value = self.as_ref();
        value.map(|value| value.written_as(column)).transpose()
    }
}

#[diagnostic::do_not_recommend]
impl<D: Driver, B> Column<D, Owned> for Cow<'_, B>
where
    B: ToOwned + ?Sized,
    B::Owned: Column<D>,
{
    fn column(row: &D::Row, at: usize) -> Result<Self, DatabaseError> {
        B::Owned::column(row, at).map(Cow::Owned)
    }
}

#[diagnostic::do_not_recommend]
impl<D: Driver, B> Column<D, Owned> for Option<Cow<'_, B>>
where
    B: ToOwned + ?Sized,
    Option<B::Owned>: Column<D>,
{
    fn column(row: &D::Row, at: usize) -> Result<Self, DatabaseError> {
        Ok(<Option<B::Owned>>::column(row, at)?.map(Cow::Owned))
    }
}

/// A model that a row is read as, by position.
pub trait FromRow<D: Driver>: Sized {
    /// Reads a row that has the columns of the model, in the order of its fields, from a position on.
    fn from_row(row: &D::Row, at: usize) -> Result<Self, DatabaseError>;
}

/// A model that gives the parameters of one of its statements.
pub trait Give<D: Driver, Which> {
    /// Adds the values.
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError>;
}

/// What gives all parameters of a statement.
pub trait Arguments<D: Driver> {
    /// Adds the values.
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError>;
}
