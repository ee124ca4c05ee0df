//! What a driver is to a statement: how a field is read from a row and given as a parameter.

use crate::DatabaseError;

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

/// The parameters of an insert.
pub enum ToInsert {}

/// The parameters of an update.
pub enum ToUpdate {}

/// A Rust type that a driver reads from a column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read by `{D}`",
    label = "can't be read by this driver",
    note = "the driver's own traits decide: `FromSql` of postgres-types, `sqlx::Type` and `sqlx::Decode`; a type of another crate is known with a feature of the driver, `with-uuid-1` of `postgres` and `tokio-postgres` or `uuid` of `sqlx`",
    note = "a field that is JSON in the database and known to serde is `#[conformant(json)]`"
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
    note = "a field that is JSON in the database and known to serde is `#[conformant(json)]`"
)]
pub trait Encode<D: Driver, How = Plain> {
    /// Adds the value.
    fn encode<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError>;
}

/// A model that a row is read as, by position.
pub trait FromRow<D: Driver>: Sized {
    /// Reads a row whose columns are those of the model, in the order of its fields.
    fn from_row(row: &D::Row) -> Result<Self, DatabaseError>;
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
