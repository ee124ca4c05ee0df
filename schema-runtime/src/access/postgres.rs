//! Statements on `postgres`, the driver without async.

use ::postgres::{GenericClient, ToStatement};

use super::driver::{Arguments, Give, ToInsert};
use super::output::{Answer, Decode, Several};
use super::parameter::Parameter;
use super::statement::{Batch, Statement};
use super::tokio_postgres::{TokioPostgres, collect, collect_rows, values};
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

    /// Runs it as what `prepare` makes of its text. The driver prepares a text each time that it is run,
    /// which asks the server twice; where a statement is run often, what was prepared is kept:
    ///
    /// ```
    /// # use std::collections::HashMap;
    /// # use postgres::{Client, Error, Statement};
    /// /// What a connection has prepared.
    /// #[derive(Default)]
    /// struct Prepared(HashMap<&'static str, Statement>);
    ///
    /// impl Prepared {
    ///     fn get(&mut self, client: &mut Client, text: &'static str) -> Result<Statement, Error> {
    ///         if let Some(statement) = self.0.get(text) {
    ///             return Ok(statement.clone());
    ///         }
    ///         let statement = client.prepare(text)?;
    ///         self.0.insert(text, statement.clone());
    ///         Ok(statement)
    ///     }
    /// }
    /// ```
    ///
    /// and then `find.on_prepared(&mut client, |client, text| prepared.get(client, text))`.
    fn on_prepared<C, P>(self, client: &mut C, prepare: P) -> Result<Self::Value, DatabaseError>
    where
        Self: AskPrepared,
        C: GenericClient,
        P: FnOnce(&mut C, &'static str) -> Result<::postgres::Statement, ::postgres::Error>,
    {
        self.ask_prepared(client, prepare)
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
        let parameters = collect(&self)?;
        ask::<O, C, _>(client, self.text(), &parameters).map_err(DatabaseError::of::<M>)
    }
}

/// A statement of one text.
pub trait AskPrepared: Ask {
    /// Runs it as what `prepare` makes of the text.
    fn ask_prepared<C, P>(self, client: &mut C, prepare: P) -> Result<Self::Value, DatabaseError>
    where
        C: GenericClient,
        P: FnOnce(&mut C, &'static str) -> Result<::postgres::Statement, ::postgres::Error>;
}

impl<M, A, O> AskPrepared for Statement<M, A, O>
where
    M: Conformant,
    A: Arguments<TokioPostgres>,
    O: Decode<TokioPostgres>,
{
    fn ask_prepared<C, P>(self, client: &mut C, prepare: P) -> Result<O::Value, DatabaseError>
    where
        C: GenericClient,
        P: FnOnce(&mut C, &'static str) -> Result<::postgres::Statement, ::postgres::Error>,
    {
        let parameters = collect(&self)?;
        prepare(client, self.text())
            .map_err(DatabaseError::from)
            .and_then(|prepared| ask::<O, C, _>(client, &prepared, &parameters))
            .map_err(DatabaseError::of::<M>)
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
            let more = ask::<<M::Inserted as Several>::All, C, str>(client, &text, &parameters)
                .map_err(DatabaseError::of::<M>)?;
            M::Inserted::append(&mut all, more);
        }
        Ok(all)
    }
}

fn ask<O, C, T>(
    client: &mut C,
    statement: &T,
    parameters: &[Parameter<'_>],
) -> Result<<O as Output>::Value, DatabaseError>
where
    O: Decode<TokioPostgres>,
    C: GenericClient,
    T: ToStatement + ?Sized,
{
    let values = values(parameters);
    match O::ANSWER {
        Answer::Row => O::of_rows(client.query_opt(statement, &values)?.into_iter()),
        Answer::Rows => O::of_rows(client.query(statement, &values)?.into_iter()),
        Answer::Count => O::of_count(client.execute(statement, &values)?),
    }
}
