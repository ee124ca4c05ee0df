//! Statements on `postgres`, the driver without async.

use ::postgres::GenericClient;

use super::driver::{Arguments, Give, ToInsert};
use super::output::{Answer, Decode, Several};
use super::statement::{Batch, Statement};
use super::tokio_postgres::{Parameter, TokioPostgres, collect, collect_rows, values};
use super::{Insert, Output};
use crate::{Conformant, DatabaseError};

/// Runs a statement on a `postgres::Client` or a `Transaction`.
pub trait Run: Sized {
    /// Runs it.
    fn on<C>(self, client: &mut C) -> Result<Self::Value, DatabaseError>
    where
        Self: Ask,
        C: GenericClient,
    {
        self.ask(client)
    }
}

impl<M, A, O> Run for Statement<M, A, O> {}

impl<M> Run for Batch<'_, M> {}

/// A statement whose values the driver knows. Bound by the method and not by [`Run`], so that rustc
/// names a type that it does not know rather than say that there is no such method.
pub trait Ask {
    /// What comes of it.
    type Value;

    /// Runs it.
    fn ask<C: GenericClient>(self, client: &mut C) -> Result<Self::Value, DatabaseError>;
}

impl<M, A, O> Ask for Statement<M, A, O>
where
    M: Conformant,
    A: Arguments<TokioPostgres>,
    O: Decode<TokioPostgres>,
{
    type Value = O::Value;

    fn ask<C: GenericClient>(self, client: &mut C) -> Result<O::Value, DatabaseError> {
        let parameters = collect(self.arguments())?;
        ask::<O, C>(client, self.text(), &parameters).map_err(DatabaseError::of::<M>)
    }
}

impl<M> Ask for Batch<'_, M>
where
    M: Insert + Give<TokioPostgres, ToInsert>,
    <M::Inserted as Several>::All: Decode<TokioPostgres>,
{
    type Value = <M::Inserted as Several>::Rows;

    fn ask<C: GenericClient>(self, client: &mut C) -> Result<Self::Value, DatabaseError> {
        let mut all = Self::Value::default();
        for rows in self.chunks() {
            let parameters = collect_rows(rows)?;
            let text = Self::text(rows.len());
            let more = ask::<<M::Inserted as Several>::All, C>(client, &text, &parameters)
                .map_err(DatabaseError::of::<M>)?;
            M::Inserted::append(&mut all, more);
        }
        Ok(all)
    }
}

fn ask<O, C>(
    client: &mut C,
    text: &str,
    parameters: &[Parameter<'_>],
) -> Result<<O as Output>::Value, DatabaseError>
where
    O: Decode<TokioPostgres>,
    C: GenericClient,
{
    let values = values(parameters);
    match O::ANSWER {
        Answer::Row => O::of_rows(client.query_opt(text, &values)?.into_iter()),
        Answer::Rows => O::of_rows(client.query(text, &values)?.into_iter()),
        Answer::Count => O::of_count(client.execute(text, &values)?),
    }
}
