//! Statements as values: a text, and what gives its parameters.

use alloc::string::String;
use core::fmt::{self, Write as _};
use core::marker::PhantomData;

use super::driver::{
    Arguments, Driver, Encode, Give, GiveAway, Plain, ToInsert, ToUpdate, Whole, WrittenAs,
};
use super::{Delete, Insert, Key, Many};
use super::{Exists, Found, Maybe, One};
use crate::DatabaseError;

/// A statement of the model `M`: a text that was written when the model was compiled, and what gives
/// its parameters. `O` says what comes of it.
///
/// Nothing is done before a driver runs it, `statement.on(&client)`.
#[must_use = "a statement does nothing before it is run: `.on(&client)`"]
pub struct Statement<M, A, O> {
    text: &'static str,
    arguments: A,
    of: PhantomData<fn() -> (M, O)>,
}

impl<M, A, O> Statement<M, A, O> {
    pub(super) fn new(text: &'static str, arguments: A) -> Self {
        Self {
            text,
            arguments,
            of: PhantomData,
        }
    }

    /// The text, with `$1`, `$2`, ... for the values: to prepare it, to explain it, to read it.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// What gives the values of its parameters, for a [`Driver`].
    pub fn arguments(&self) -> &A {
        &self.arguments
    }
}

/// The text alone: a value can be a secret.
impl<M, A, O> fmt::Debug for Statement<M, A, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Statement").field(&self.text).finish()
    }
}

/// The row with a key.
#[must_use = "a key does nothing by itself: `.find()`, `.get()`, `.exists()` or `.delete()`"]
pub struct By<M, K, V> {
    pub(super) values: V,
    of: PhantomData<fn() -> (M, K)>,
}

impl<M, K, V> By<M, K, V> {
    #[doc(hidden)]
    pub fn new(values: V) -> Self {
        Self {
            values,
            of: PhantomData,
        }
    }
}

impl<M: Key<K>, K, V> By<M, K, V> {
    /// The row, if there is one.
    pub fn find(self) -> Statement<M, V, Maybe<M>> {
        Statement::new(M::FIND, self.values)
    }

    /// The row; that there is none is an error, [`ErrorKind::NotFound`](crate::ErrorKind::NotFound).
    pub fn get(self) -> Statement<M, V, One<M>> {
        Statement::new(M::FIND, self.values)
    }

    /// Whether there is a row.
    pub fn exists(self) -> Statement<M, V, Exists> {
        Statement::new(M::EXISTS, self.values)
    }

    /// Removes the row, and says whether there was one.
    pub fn delete(self) -> Statement<M, V, Found>
    where
        M: Delete<K>,
    {
        Statement::new(M::DELETE, self.values)
    }
}

/// The rows that refer to one of another table.
#[must_use = "does nothing by itself: `.list(100)`"]
pub struct Children<M, K, V> {
    first: &'static str,
    after: &'static str,
    values: V,
    of: PhantomData<fn() -> (M, K)>,
}

impl<M, K, V> Children<M, K, V> {
    #[doc(hidden)]
    pub fn new(first: &'static str, after: &'static str, values: V) -> Self {
        Self {
            first,
            after,
            values,
            of: PhantomData,
        }
    }

    /// The first of them in the order of the primary key.
    pub fn list(self, limit: u32) -> Statement<M, (V, Value<i64>), Many<M>> {
        Statement::new(self.first, (self.values, Value::new(i64::from(limit))))
    }

    /// Those that come after one, in the order of the primary key.
    #[allow(clippy::type_complexity)] // What gives the parameters, one after the other.
    pub fn list_after<W>(
        self,
        last: By<M, K, W>,
        limit: u32,
    ) -> Statement<M, (V, (W, Value<i64>)), Many<M>> {
        let arguments = (self.values, (last.values, Value::new(i64::from(limit))));
        Statement::new(self.after, arguments)
    }
}

/// The columns of a key, as a type: `H` is a hash of their names.
pub struct Columns<const H: u64>(());

/// Rows to insert.
#[must_use = "a statement does nothing before it is run: `.on(&client)`"]
pub struct Batch<'a, M>(pub(super) &'a [M]);

/// A message of the protocol counts its parameters with 16 bits.
const MOST: usize = 65_535;

impl<'a, M: Insert> Batch<'a, M> {
    /// The rows of each statement: as many as have parameters in one.
    pub fn chunks(&self) -> impl Iterator<Item = &'a [M]> + use<'a, M> {
        let most = MOST / M::VALUES.len().max(1);
        self.0.chunks(most.max(1))
    }

    /// The statement for a number of rows: what was written at compile time, with as many parameters.
    pub fn text(rows: usize) -> String {
        let around = M::HEAD.len() + M::NAMES.len() + M::TAIL.len();
        let mut text = String::with_capacity(around + rows * 8);
        for part in [M::HEAD, M::NAMES, ") VALUES "] {
            text.push_str(part);
        }
        let mut n = 0;
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for (at, (before, after)) in M::VALUES.iter().enumerate() {
                n += 1;
                text.push_str(if at == 0 { "" } else { ", " });
                let _ = write!(text, "{before}${n}{after}");
            }
            text.push(')');
        }
        text.push_str(M::TAIL);
        text
    }
}

/// One parameter.
pub struct Value<T, How = Plain>(T, PhantomData<fn() -> How>);

impl<T, How> Value<T, How> {
    #[doc(hidden)]
    pub fn new(value: T) -> Self {
        Self(value, PhantomData)
    }
}

/// One parameter, a `T` that is written as an `S`.
pub struct Converted<'a, T, S, How = Plain, Of = Whole> {
    value: &'a T,
    column: &'static str,
    given: PhantomData<fn() -> (S, How)>,
    of: PhantomData<fn() -> Of>,
}

impl<'a, T, S, How, Of> Converted<'a, T, S, How, Of> {
    #[doc(hidden)]
    pub fn new(value: &'a T, column: &'static str) -> Self {
        Self {
            value,
            column,
            given: PhantomData,
            of: PhantomData,
        }
    }
}

/// What an insert of the model gives.
pub struct New<'a, M>(pub(super) &'a M);

/// What an update of the model gives.
pub struct Changed<'a, M>(pub(super) &'a M);

impl<D: Driver> Arguments<D> for () {
    fn give<'x>(&'x self, _: &mut D::Arguments<'x>) -> Result<(), DatabaseError> {
        Ok(())
    }
}

impl<D: Driver, A: Arguments<D>, B: Arguments<D>> Arguments<D> for (A, B) {
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError> {
        self.0.give(to)?;
        self.1.give(to)
    }
}

impl<D: Driver, T: Encode<D, How>, How> Arguments<D> for Value<T, How> {
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError> {
        self.0.encode(to)
    }
}

impl<D, T, S, How, Of> Arguments<D> for Converted<'_, T, S, How, Of>
where
    D: Driver,
    T: WrittenAs<D, S, Of>,
    S: GiveAway<D, How>,
{
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError> {
        self.value.written_as(self.column)?.give_away(to)
    }
}

impl<D: Driver, M: Give<D, ToInsert>> Arguments<D> for New<'_, M> {
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError> {
        self.0.give(to)
    }
}

impl<D: Driver, M: Give<D, ToUpdate>> Arguments<D> for Changed<'_, M> {
    fn give<'x>(&'x self, to: &mut D::Arguments<'x>) -> Result<(), DatabaseError> {
        self.0.give(to)
    }
}
