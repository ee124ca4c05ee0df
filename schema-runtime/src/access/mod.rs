//! Statements of a model: find, insert, update, list and the like, checked with the model while it was
//! compiled.
//!
//! `#[conformant(access)]` beside `#[derive(Conformant)]` gives a model its statements as values. A
//! [`Statement`] is a text that was written at compile time and the values of its parameters; a driver
//! runs it:
//!
//! ```
//! use schema_runtime::access::{Access as _, tokio_postgres::Run as _};
//! use schema_runtime::{Conformant, DatabaseError};
//! use uuid::Uuid;
//!
//! #[derive(Conformant)]
//! #[conformant(partial, access)]
//! struct User {
//!     id: Uuid,
//!     email: String,
//! }
//!
//! #[derive(Conformant)]
//! #[conformant(table = "users", insert, access, returns = User)]
//! struct NewUser<'a> {
//!     email: &'a str,
//! }
//!
//! async fn example(client: &tokio_postgres::Client) -> Result<(), DatabaseError> {
//!     let ada: User = NewUser { email: "ada@example.org" }.insert().on(client).await?;
//!     let found: Option<User> = User::by_email("ada@example.org").find().on(client).await?;
//!     let gone: bool = User::by_id(&ada.id).delete().on(client).await?;
//!     Ok(())
//! }
//! ```
//!
//! `postgres` runs it on a `Client` or a `Transaction`, `tokio_postgres` on the same of that crate,
//! `sqlx` on a pool, a connection or a transaction; each behind the feature of its name, by the method
//! `on` of its trait `Run`, the first two also by `on_prepared`. Every call gives a [`DatabaseError`].
//!
//! # Which statements a model has
//!
//! | model | statements |
//! |---|---|
//! | the whole row, `partial` | `by_<fields>` for the primary key and every unique key, then [`find`](By::find), [`get`](By::get), [`exists`](By::exists), [`delete`](By::delete); [`list`](Access::list), [`list_after`](Access::list_after) |
//! | the whole row, `insert` | [`insert`](Access::insert), [`insert_or_ignore`](Access::insert_or_ignore), [`insert_many`](Access::insert_many), [`upsert`](Access::upsert) |
//! | the whole row, `update` | [`update`](Access::update) |
//! | with a field with `references` | `user()`, of a field `user_id`, goes to the parent, `of_user(&user)` comes from it |
//!
//! What a statement can't be made for is not there, and the compiler says why where it is asked for.
//!
//! # Values
//!
//! A field is read and given by the driver's own traits (`FromSql` and `ToSql`, `sqlx::Decode` and
//! `sqlx::Encode`), by its position in the statement. Beside that:
//!
//! - A field with `#[conformant(json)]` or `#[sqlx(json)]` is JSON in the database, and anything that
//!   serde knows in Rust.
//! - A field with `#[conformant(as = i64)]`, `#[sqlx(try_from = "i64")]` or diesel's `deserialize_as`
//!   and `serialize_as` is read as that type and made of it by `TryFrom`; a clone of it is made into
//!   that type by `TryFrom` to be given. An error of the conversion is one of the column, and its own
//!   words, which can hold the value, are in [`DatabaseError::sensitive`].
//! - A `Cow` is read as what owns its value.
//! - A value of a domain is given as what the domain is over, and so is an array of such. A type that the
//!   driver knows by the name of the domain, `#[postgres(name = "email")]` or `#[sqlx(type_name = "email")]`,
//!   is given as that, and read as well.
//!
//! A flattened part is a model with statements of its own. Its columns are joined to those of the model
//! in constants, after the model's own, and it reads and gives them itself.

mod driver;
#[doc(hidden)]
pub mod expansion;
mod output;
#[cfg(feature = "tokio-postgres")]
mod parameter;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(any(feature = "sqlx", feature = "sqlx-0_8"))]
mod sqlx_driver;
mod statement;
#[cfg(feature = "tokio-postgres")]
pub mod tokio_postgres;

#[cfg(feature = "sqlx-0_8")]
pub use sqlx_driver::v08 as sqlx_0_8;
#[cfg(feature = "sqlx")]
pub use sqlx_driver::v09 as sqlx;

pub use driver::{
    Arguments, Around, ChangedJson, Column, Domains, Driver, Encode, FromRow, Give, GiveAway,
    InOption, Json, NullableJson, OfDomain, Owned, Plain, ReadAs, ToInsert, ToUpdate, Whole,
    WrittenAs,
};
pub use expansion::given;
pub use output::{Answer, Decode, Done, Exists, Found, Many, Maybe, One, Output, Running, Several};
pub use statement::{Batch, By, Changed, Children, Columns, Converted, New, Statement, Value};

use crate::Conformant;
#[cfg(doc)]
use crate::DatabaseError;

/// A model with statements. Implemented by the derive for a model with `#[conformant(access)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no statements",
    label = "no statements",
    note = "write `#[conformant(access)]` beside its `#[derive(Conformant)]`",
    note = "the type arguments of a generic model have to hold what its columns hold"
)]
pub trait WithAccess: Conformant + Sized {}

// So that the compiler says of a model without statements that, and not that there is no method.
#[diagnostic::do_not_recommend]
impl<M: WithAccess> Access for M {}

/// The statements of a model.
pub trait Access: WithAccess {
    /// Inserts this row. A model of the whole row gives itself back as the database has it; one with
    /// `insert` the row that it names, `returns = User`, or nothing.
    ///
    /// What only the database may give, a generated column, is left to it.
    fn insert(&self) -> Statement<Self, New<'_, Self>, Self::Inserted>
    where
        Self: Insert,
    {
        Statement::new(Self::INSERT, New(self))
    }

    /// Inserts this row, unless there is one that no second one can be beside, by whichever unique or
    /// exclusion constraint or unique index: `ON CONFLICT DO NOTHING`. What is there stays as it is.
    ///
    /// Gives the row that was inserted, or whether one was when the model names no row.
    fn insert_or_ignore(&self) -> Statement<Self, New<'_, Self>, <Self::Inserted as Several>::IfAny>
    where
        Self: Insert,
    {
        Statement::new(Self::INSERT_OR_IGNORE, New(self))
    }

    /// Inserts all of these rows: as many as fit into one statement's 65,535 parameters at once.
    ///
    /// More than one statement is all or nothing within a transaction only. The rows come back as
    /// the database returns them, which is the order of the rows that were given.
    fn insert_many(rows: &[Self]) -> Batch<'_, Self>
    where
        Self: Insert,
    {
        Batch(rows)
    }

    /// Inserts this row, or gives its values to the row that is there by the constraint that
    /// `upsert = "..."` names: all but those of that constraint and of the primary key. The row comes
    /// back either way.
    fn upsert(&self) -> Statement<Self, New<'_, Self>, Self::Inserted>
    where
        Self: Upsert,
    {
        Statement::new(Self::UPSERT, New(self))
    }

    /// Gives this row's values to the row of its primary key. In a model with `update` a field that is
    /// `None` leaves its column as it is, and `Some(None)` of an `Option<Option<_>>` makes it NULL.
    ///
    /// Gives the row as it is then, or whether there was one when the model names no row.
    fn update(&self) -> Statement<Self, Changed<'_, Self>, Self::Updated>
    where
        Self: Update,
    {
        Statement::new(Self::UPDATE, Changed(self))
    }

    /// The first rows in the order of the primary key.
    fn list(limit: u32) -> Statement<Self, Value<i64>, Many<Self>>
    where
        Self: List,
    {
        Statement::new(Self::FIRST, Value::new(i64::from(limit)))
    }

    /// The rows that come after one, in the order of the primary key. A row that is inserted or removed
    /// meanwhile moves no other to another page.
    ///
    /// ```
    /// # use schema_runtime::{Conformant, DatabaseError};
    /// # use schema_runtime::access::{Access as _, tokio_postgres::Run as _};
    /// # use uuid::Uuid;
    /// # #[derive(Conformant)]
    /// # #[conformant(partial, access)]
    /// # struct User { id: Uuid, email: String }
    /// # async fn example(client: &tokio_postgres::Client, id: Uuid) -> Result<(), DatabaseError> {
    /// let first = User::list(100).on(client).await?;
    /// if let Some(last) = first.last() {
    ///     let next = User::list_after(last.key(), 100).on(client).await?;
    /// }
    /// // Of the last row no more has to be known than its key.
    /// let next = User::list_after(User::by_id(&id), 100).on(client).await?;
    /// # Ok(())
    /// # }
    /// ```
    fn list_after<V>(
        last: By<Self, Self::Primary, V>,
        limit: u32,
    ) -> Statement<Self, (V, Value<i64>), Many<Self>>
    where
        Self: List,
    {
        Statement::new(Self::AFTER, (last.values, Value::new(i64::from(limit))))
    }

    /// This row by its primary key.
    fn key(&self) -> By<Self, Self::Primary, <Self as Key<Self::Primary>>::Values<'_>>
    where
        Self: List + Key<<Self as List>::Primary>,
    {
        By::new(self.values())
    }
}

/// A model that a row is read as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no model that a row is read as",
    note = "it is one with `#[conformant(access)]` that is without `insert` and `update`"
)]
pub trait Read: Part {
    /// What is selected, as SQL writes it: `id, email, "order"`.
    const SELECTED: &'static str;
    /// How many columns that are.
    const WIDTH: usize;
}

/// A model that is found by a key: `K` says by which columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not found by this key",
    note = "a model is found by a key when it has `#[conformant(access)]` and a field for each column of the key"
)]
pub trait Key<K>: Read {
    /// The row; takes the key's values in the order of its columns' names.
    const FIND: &'static str;
    /// Whether there is one.
    const EXISTS: &'static str;
    /// The values of a row's key.
    type Values<'k>
    where
        Self: 'k;
    /// The key of this row.
    fn values(&self) -> Self::Values<'_>;
}

/// A model whose rows are removed by a key.
#[diagnostic::on_unimplemented(message = "rows of `{Self}` are not removed by this key")]
pub trait Delete<K>: Key<K> {
    /// Removes the row.
    const DELETE: &'static str;
}

/// A model whose rows are listed.
#[diagnostic::on_unimplemented(message = "`{Self}` has no `list`")]
pub trait List: Read {
    /// The columns of the primary key.
    type Primary;
    /// The first rows; takes how many.
    const FIRST: &'static str;
    /// The next; takes the key of the last one, and how many.
    const AFTER: &'static str;
}

/// What a model has of a new row, with others that it is a flattened part of. What it gives of it says
/// [`Giving`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no values of a new row",
    note = "what is flattened into a model that inserts is a model of the same table with `#[conformant(access)]`, one that is without `update`"
)]
pub trait Part: Access {
    /// The columns as SQL writes them.
    const NAMES: &'static str;
    /// What stands before and after the parameter of each value.
    const VALUES: &'static [(&'static str, &'static str)];
}

/// A model whose columns are given where it is a flattened part. One of a view, or with a part that is
/// made into another type, is only read, and a model that has it for a part then writes nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no values of a new row",
    note = "what is flattened into a model that inserts is a model of the same table with `#[conformant(access)]`, one that is without `update`"
)]
pub trait Giving<'g> {}

/// A model that is inserted.
#[diagnostic::on_unimplemented(message = "`{Self}` has no `insert`")]
pub trait Insert: Part {
    /// What an insert gives: [`One`] row, or [`Done`].
    type Inserted: Output + Several;
    /// One row.
    const INSERT: &'static str;
    /// The same, unless there is such a row.
    const INSERT_OR_IGNORE: &'static str;
    /// Up to the columns.
    const HEAD: &'static str;
    /// What stands after the values of the last row.
    const TAIL: &'static str;
}

/// A model that is inserted, or updates the row that is there.
#[diagnostic::on_unimplemented(message = "`{Self}` has no `upsert`")]
pub trait Upsert: Insert {
    /// One row.
    const UPSERT: &'static str;
}

/// A model that updates a row.
#[diagnostic::on_unimplemented(message = "`{Self}` has no `update`")]
pub trait Update: Access {
    /// What an update gives: [`Maybe`] a row, or [`Found`].
    type Updated: Output;
    /// The statement.
    const UPDATE: &'static str;
}
