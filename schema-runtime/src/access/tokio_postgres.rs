//! Statements on `tokio-postgres`.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::future::Future;

use ::postgres_types::{FromSqlOwned, Json as AsJson, ToSql};
use ::tokio_postgres::{GenericClient, Row, ToStatement};

use super::driver::{
    Arguments, ChangedJson, Column, Domains, Driver, Encode, Give, GiveAway, Json, NullableJson,
    OfDomain, ToInsert,
};
use super::output::{Answer, Decode, Several};
use super::parameter::Parameter;
use super::statement::{Batch, Statement};
use super::{Insert, Output, Running};
use crate::{Conformant, DatabaseError};

/// `tokio-postgres`, and `postgres`, which is the same without async.
pub enum TokioPostgres {}

impl Driver for TokioPostgres {
    type Row = Row;
    type Arguments<'x> = Vec<Parameter<'x>>;
}

fn get<T: FromSqlOwned>(row: &Row, at: usize) -> Result<T, DatabaseError> {
    row.try_get(at).map_err(|error| of_column(error, row, at))
}

fn of_column(error: ::tokio_postgres::Error, row: &Row, at: usize) -> DatabaseError {
    let error = DatabaseError::from(error);
    match row.columns().get(at) {
        Some(column) => error.of_column(column.name()),
        None => error,
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromSqlOwned> Column<TokioPostgres> for T {
    fn column(row: &Row, at: usize) -> Result<Self, DatabaseError> {
        get(row, at)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToSql + Sync> Encode<TokioPostgres> for T {
    fn encode<'x>(&'x self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError> {
        to.push(Parameter::borrowed(self));
        Ok(())
    }
}

// A newtype that is known by the name of a domain reads what the domain is over as well.
#[diagnostic::do_not_recommend]
impl<T: FromSqlOwned, M, const AT: usize> Column<TokioPostgres, OfDomain<M, AT>> for T {
    fn column(row: &Row, at: usize) -> Result<Self, DatabaseError> {
        get(row, at)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToSql + Sync, M: Domains, const AT: usize> Encode<TokioPostgres, OfDomain<M, AT>> for T {
    fn encode<'x>(&'x self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError> {
        to.push(Parameter::borrowed(self).of_domain::<M, AT>());
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T> Column<TokioPostgres, Json> for T
where
    AsJson<T>: FromSqlOwned,
{
    fn column(row: &Row, at: usize) -> Result<Self, DatabaseError> {
        Ok(get::<AsJson<T>>(row, at)?.0)
    }
}

#[diagnostic::do_not_recommend]
impl<T> Column<TokioPostgres, NullableJson> for Option<T>
where
    AsJson<T>: FromSqlOwned,
{
    fn column(row: &Row, at: usize) -> Result<Self, DatabaseError> {
        let value: Option<AsJson<T>> = get(row, at)?;
        Ok(value.map(|value| value.0))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Sync> Encode<TokioPostgres, Json> for T
where
    for<'x> AsJson<&'x T>: ToSql,
{
    fn encode<'x>(&'x self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError> {
        to.push(Parameter::made(AsJson(self)));
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Sync> Encode<TokioPostgres, NullableJson> for Option<T>
where
    for<'x> AsJson<&'x T>: ToSql,
{
    fn encode<'x>(&'x self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError> {
        to.push(Parameter::made(self.as_ref().map(AsJson)));
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Sync> Encode<TokioPostgres, ChangedJson> for Option<Option<T>>
where
    for<'x> AsJson<&'x T>: ToSql,
{
    fn encode<'x>(&'x self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError> {
        let value = self.as_ref().and_then(Option::as_ref);
        to.push(Parameter::made(value.map(AsJson)));
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToSql + Sync + Send> GiveAway<TokioPostgres> for T {
    fn give_away<'x>(self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError>
    where
        T: 'x,
    {
        to.push(Parameter::made(self));
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T, M, const AT: usize> GiveAway<TokioPostgres, OfDomain<M, AT>> for T
where
    T: ToSql + Sync + Send,
    M: Domains,
{
    fn give_away<'x>(self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError>
    where
        T: 'x,
    {
        to.push(Parameter::made(self).of_domain::<M, AT>());
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Sync + Send> GiveAway<TokioPostgres, Json> for T
where
    AsJson<T>: ToSql,
{
    fn give_away<'x>(self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError>
    where
        T: 'x,
    {
        to.push(Parameter::made(AsJson(self)));
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Sync + Send> GiveAway<TokioPostgres, NullableJson> for Option<T>
where
    AsJson<T>: ToSql,
{
    fn give_away<'x>(self, to: &mut Vec<Parameter<'x>>) -> Result<(), DatabaseError>
    where
        T: 'x,
    {
        to.push(Parameter::made(self.map(AsJson)));
        Ok(())
    }
}

/// The values of all parameters.
pub(super) fn collect<M, A, O>(
    statement: &Statement<M, A, O>,
) -> Result<Vec<Parameter<'_>>, DatabaseError>
where
    M: Conformant,
    A: Arguments<TokioPostgres>,
{
    let mut all = Vec::with_capacity(8);
    let given = statement.arguments().give(&mut all);
    given.map_err(DatabaseError::of::<M>)?;
    Ok(all)
}

/// As the driver takes them.
pub(super) fn values<'x>(parameters: &'x [Parameter<'_>]) -> Vec<&'x (dyn ToSql + Sync)> {
    parameters.iter().map(Parameter::to_sql).collect()
}

/// The values of some rows to insert.
pub(super) fn collect_rows<M>(rows: &[M]) -> Result<Vec<Parameter<'_>>, DatabaseError>
where
    M: Insert + Give<TokioPostgres, ToInsert>,
{
    let mut all = Vec::with_capacity(rows.len() * M::VALUES.len());
    for row in rows {
        row.give(&mut all).map_err(DatabaseError::of::<M>)?;
    }
    Ok(all)
}

/// Runs a statement on a `tokio_postgres::Client` or a `Transaction`.
pub trait Run: Sized {
    /// Runs it.
    fn on<'c, C>(self, client: &'c C) -> Running<'c, Self::Value>
    where
        Self: Ask + 'c,
        C: GenericClient + Sync + ?Sized,
    {
        Box::pin(self.ask(client))
    }

    /// Runs it as what `prepare` makes of its text. The driver prepares a text each time that it is run,
    /// which asks the server twice; where a statement is run often, what was prepared is kept. A client
    /// of `deadpool-postgres` does that: `find.on_prepared(&**client, |text| client.prepare_cached(text))`.
    fn on_prepared<'c, C, P, F>(self, client: &'c C, prepare: P) -> Running<'c, Self::Value>
    where
        Self: AskPrepared + 'c,
        C: GenericClient + Sync + ?Sized,
        P: FnOnce(&'static str) -> F,
        F: Future<Output = Result<::tokio_postgres::Statement, ::tokio_postgres::Error>>
            + Send
            + 'c,
    {
        let prepared = prepare(self.text());
        Box::pin(self.ask_prepared(client, prepared))
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
    fn ask<C>(self, client: &C) -> impl Future<Output = Result<Self::Value, DatabaseError>> + Send
    where
        C: GenericClient + Sync + ?Sized;
}

impl<M, A, O> Ask for Statement<M, A, O>
where
    M: Conformant,
    A: Arguments<TokioPostgres> + Send + Sync,
    O: Decode<TokioPostgres>,
    O::Value: Send,
{
    type Value = O::Value;

    async fn ask<C>(self, client: &C) -> Result<O::Value, DatabaseError>
    where
        C: GenericClient + Sync + ?Sized,
    {
        let parameters = collect(&self)?;
        ask::<O, C, _>(client, self.text(), &parameters)
            .await
            .map_err(DatabaseError::of::<M>)
    }
}

/// A statement of one text.
pub trait AskPrepared: Ask {
    /// The text.
    fn text(&self) -> &'static str;

    /// Runs it as what it was prepared to.
    fn ask_prepared<C, F>(
        self,
        client: &C,
        prepared: F,
    ) -> impl Future<Output = Result<Self::Value, DatabaseError>> + Send
    where
        C: GenericClient + Sync + ?Sized,
        F: Future<Output = Result<::tokio_postgres::Statement, ::tokio_postgres::Error>> + Send;
}

impl<M, A, O> AskPrepared for Statement<M, A, O>
where
    M: Conformant,
    A: Arguments<TokioPostgres> + Send + Sync,
    O: Decode<TokioPostgres>,
    O::Value: Send,
{
    fn text(&self) -> &'static str {
        Self::text(self)
    }

    async fn ask_prepared<C, F>(self, client: &C, prepared: F) -> Result<O::Value, DatabaseError>
    where
        C: GenericClient + Sync + ?Sized,
        F: Future<Output = Result<::tokio_postgres::Statement, ::tokio_postgres::Error>> + Send,
    {
        let parameters = collect(&self)?;
        match prepared.await {
            Ok(prepared) => ask::<O, C, _>(client, &prepared, &parameters).await,
            Err(error) => Err(error.into()),
        }
        .map_err(DatabaseError::of::<M>)
    }
}

impl<M> Ask for Batch<'_, M>
where
    M: Insert + Give<TokioPostgres, ToInsert> + Sync,
    <M::Inserted as Several>::All: Decode<TokioPostgres>,
    <M::Inserted as Several>::Rows: Send,
{
    type Value = <M::Inserted as Several>::Rows;

    async fn ask<C>(self, client: &C) -> Result<Self::Value, DatabaseError>
    where
        C: GenericClient + Sync + ?Sized,
    {
        let mut all = Self::Value::default();
        for rows in self.chunks() {
            let parameters = collect_rows(rows)?;
            let text = Self::text(rows.len());
            let more = ask::<<M::Inserted as Several>::All, C, str>(client, &text, &parameters)
                .await
                .map_err(DatabaseError::of::<M>)?;
            M::Inserted::append(&mut all, more);
        }
        Ok(all)
    }
}

async fn ask<O, C, T>(
    client: &C,
    statement: &T,
    parameters: &[Parameter<'_>],
) -> Result<<O as Output>::Value, DatabaseError>
where
    O: Decode<TokioPostgres>,
    C: GenericClient + Sync + ?Sized,
    T: ToStatement + Send + Sync + ?Sized,
{
    let values = values(parameters);
    match O::ANSWER {
        Answer::Row => O::of_rows(client.query_opt(statement, &values).await?.into_iter()),
        Answer::Rows => O::of_rows(client.query(statement, &values).await?.into_iter()),
        Answer::Count => O::of_count(client.execute(statement, &values).await?),
    }
}
