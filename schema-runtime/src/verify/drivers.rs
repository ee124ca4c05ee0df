//! How each driver is asked.

#![allow(
    unused_imports,
    reason = "what is used depends on the drivers that are on"
)]

use std::string::String;
use std::vec::Vec;

use super::{Ask, AsyncCatalogue, Catalogue};
use crate::{DatabaseError, ErrorKind};

#[cfg(feature = "postgres")]
impl Catalogue for &mut postgres::Client {
    fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError> {
        Ok(texts(self.simple_query(&ask.script())?))
    }
}

#[cfg(feature = "tokio-postgres")]
impl AsyncCatalogue for &tokio_postgres::Client {
    async fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError> {
        Ok(texts(self.simple_query(&ask.script()).await?))
    }
}

#[cfg(feature = "tokio-postgres")]
fn texts(messages: Vec<tokio_postgres::SimpleQueryMessage>) -> Vec<String> {
    let text = |message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(String::from),
        _ => None,
    };
    messages.into_iter().filter_map(text).collect()
}

/// The two majors of sqlx differ in how a text is said to be safe.
#[cfg(any(feature = "sqlx", feature = "sqlx-0_8"))]
macro_rules! sqlx {
    ($core:ident $postgres:ident $safe:expr) => {
        impl AsyncCatalogue for &$postgres::PgPool {
            async fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError> {
                self.acquire().await?.rows(ask).await
            }
        }

        impl AsyncCatalogue for &mut $postgres::PgConnection {
            async fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError> {
                use $core::executor::Executor;
                use $core::row::Row;

                let script = ask.script();
                let sql = $core::raw_sql::raw_sql(($safe)(&script));
                // Not `RawSql::fetch_all`, whose future is `Send` for one lifetime only.
                let rows = Executor::fetch_all(self, sql).await?;
                // The type is `text` of some and `json` of others.
                let text = |row: &$postgres::PgRow| match row.try_get_raw(0)?.as_str() {
                    Ok(text) => Ok(text.into()),
                    Err(_) => Err(ErrorKind::Other.into()),
                };
                rows.iter().map(text).collect()
            }
        }
    };
}

#[cfg(feature = "sqlx")]
sqlx! { sqlx_core_09 sqlx_postgres_09 |script: &String| sqlx_core_09::sql_str::AssertSqlSafe(script.clone()) }
#[cfg(feature = "sqlx-0_8")]
sqlx! { sqlx_core_08 sqlx_postgres_08 String::as_str }

/// A connection of diesel's to PostgreSQL, also one from a pool: `Diesel(&mut connection)`.
///
/// diesel gives rows only of what it has prepared, so this takes five round trips, however many models
/// there are.
#[cfg(feature = "diesel")]
#[derive(Debug)]
pub struct Diesel<'a, C>(pub &'a mut C);

#[cfg(feature = "diesel")]
impl<C> Catalogue for Diesel<'_, C>
where
    C: diesel::connection::LoadConnection<Backend = diesel::pg::Pg>,
{
    fn rows(self, ask: Ask<'_>) -> Result<Vec<String>, DatabaseError> {
        use diesel::RunQueryDsl;
        use diesel::row::{Field, Row};

        /// Any row's first column.
        struct Document(String);

        impl diesel::QueryableByName<diesel::pg::Pg> for Document {
            fn build<'r>(
                row: &impl diesel::row::NamedRow<'r, diesel::pg::Pg>,
            ) -> diesel::deserialize::Result<Self> {
                let text =
                    diesel::row::NamedRow::get::<diesel::sql_types::Text, _>(row, "document")?;
                Ok(Self(text))
            }
        }

        let connection = self.0;
        connection.batch_execute(Ask::BEGIN)?;
        let query = diesel::sql_query(ask.query());
        let read: Result<Vec<Document>, _> = query.load(connection);
        // Whatever came of it, the connection leaves the transaction.
        let ended = connection.batch_execute(Ask::END);
        let rows = read?;
        ended?;
        Ok(rows.into_iter().map(|Document(text)| text).collect())
    }
}
