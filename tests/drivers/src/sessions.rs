//! A connection of each driver.

use std::time::Duration;

use ::diesel::Connection as _;
use ::diesel::connection::SimpleConnection as _;
use ::sea_orm::ConnectionTrait as _;
use schema_runtime::DatabaseError;
use schema_runtime::verify::{self, Models, Report, VerifyError};
use sea_orm_1::ConnectionTrait as _;
use sqlx_core_08::connection::Connection as _;
use sqlx_core_09::connection::Connection as _;

use crate::{Session, runtime};

type Connected = Result<Box<dyn Session>, DatabaseError>;

/// The pools of sea-orm give up after this time.
const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) fn postgres(url: &str) -> Connected {
    Ok(Box::new(::postgres::Client::connect(
        url,
        ::postgres::NoTls,
    )?))
}

impl Session for ::postgres::Client {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        Ok(self.batch_execute(sql)?)
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        verify::verify_report(models, self)
    }
}

pub(crate) fn tokio_postgres(url: &str) -> Connected {
    let (client, connection) =
        runtime().block_on(::tokio_postgres::connect(url, ::tokio_postgres::NoTls))?;
    runtime().spawn(connection);
    Ok(Box::new(client))
}

impl Session for ::tokio_postgres::Client {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        Ok(runtime().block_on(self.batch_execute(sql))?)
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        runtime().block_on(verify::verify_report_async(models, &*self))
    }
}

pub(crate) fn sqlx_09(url: &str) -> Connected {
    let connection = runtime().block_on(sqlx_postgres_09::PgConnection::connect(url))?;
    Ok(Box::new(connection))
}

impl Session for sqlx_postgres_09::PgConnection {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let sql = sqlx_core_09::raw_sql::raw_sql(sqlx_core_09::sql_str::AssertSqlSafe(sql));
        runtime().block_on(sql.execute(self))?;
        Ok(())
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        runtime().block_on(verify::verify_report_async(models, self))
    }
}

pub(crate) fn sqlx_08(url: &str) -> Connected {
    let connection = runtime().block_on(sqlx_postgres_08::PgConnection::connect(url))?;
    Ok(Box::new(connection))
}

impl Session for sqlx_postgres_08::PgConnection {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        runtime().block_on(sqlx_core_08::raw_sql::raw_sql(sql).execute(self))?;
        Ok(())
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        runtime().block_on(verify::verify_report_async(models, self))
    }
}

pub(crate) fn diesel(url: &str) -> Connected {
    Ok(Box::new(::diesel::PgConnection::establish(url)?))
}

impl Session for ::diesel::PgConnection {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        Ok(self.batch_execute(sql)?)
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        verify::verify_report(models, verify::Diesel(self))
    }
}

pub(crate) fn sea_orm_2(url: &str) -> Connected {
    let mut options = ::sea_orm::ConnectOptions::new(url);
    options.max_connections(1).acquire_timeout(PATIENCE);
    Ok(Box::new(
        runtime().block_on(::sea_orm::Database::connect(options))?,
    ))
}

impl Session for ::sea_orm::DatabaseConnection {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        runtime().block_on(self.execute_unprepared(sql))?;
        Ok(())
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        let pool = self.get_postgres_connection_pool();
        runtime().block_on(verify::verify_report_async(models, pool))
    }
}

pub(crate) fn sea_orm_1(url: &str) -> Connected {
    let mut options = ::sea_orm_1::ConnectOptions::new(url);
    options.max_connections(1).acquire_timeout(PATIENCE);
    Ok(Box::new(
        runtime().block_on(::sea_orm_1::Database::connect(options))?,
    ))
}

impl Session for ::sea_orm_1::DatabaseConnection {
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        runtime().block_on(self.execute_unprepared(sql))?;
        Ok(())
    }

    fn verify(&mut self, models: Models) -> Result<Report, VerifyError> {
        let pool = self.get_postgres_connection_pool();
        runtime().block_on(verify::verify_report_async(models, pool))
    }
}
