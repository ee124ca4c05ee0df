//! What a driver itself says: no row, a type that does not fit, a pool without a connection.
// diesel's `table!` documents nothing.
#![allow(missing_docs)]

use std::time::Duration;

use diesel::prelude::*;
use schema_driver_tests::{DRIVERS, runtime, shown};
use schema_runtime::{DatabaseError, ErrorKind};
use schema_tests::newest;

const SCHEMA: &str = "CREATE TABLE users (id int PRIMARY KEY, email text); \
                      INSERT INTO users VALUES (1, 's3cret'), (2, NULL)";

fn expect(error: impl Into<DatabaseError>, kind: ErrorKind, object: Option<&str>) {
    let error = error.into();
    assert_eq!(error.kind(), kind, "{error}\n{}", error.sensitive());
    assert_eq!(error.object(), object, "{error}\n{}", error.sensitive());
    assert_eq!(error.sqlstate(), None, "{error}");
    assert!(!error.sensitive().to_string().is_empty());
    assert!(error.sensitive().driver().is_some());
    let shown = shown(error);
    assert!(!shown.contains("s3cret"), "{shown}");
}

/// Of a value that was NULL, and is said to have been.
fn expect_null(error: impl Into<DatabaseError>, object: Option<&str>, what: &str) {
    let error = error.into();
    assert_eq!(
        error.to_string(),
        format!("a type does not match: {what} was NULL")
    );
    expect(error, ErrorKind::TypeMismatch, object);
}

/// As of a container that is up before the network's names are.
#[test]
fn of_a_host_without_an_address() {
    for driver in DRIVERS {
        let nobody = (driver.connect)("postgres://ada:s3cret@nohost.invalid/app");
        let error = nobody.err().unwrap();
        assert!(error.is_retryable(), "{}: {error}", driver.name);
        expect(error, ErrorKind::ConnectionRefused, None);
        // Some take another database's URL for their own, and look for its host.
        let other = (driver.connect)("mysql://ada:s3cret@nohost.invalid/app")
            .err()
            .unwrap();
        let kinds = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionSetup];
        assert!(kinds.contains(&other.kind()), "{}: {other}", driver.name);
    }
}

#[test]
fn of_postgres() {
    let database = newest().database(SCHEMA);
    let mut client = database.client();
    let none = client.query_one("SELECT email FROM users WHERE id = 0", &[]);
    expect(none.unwrap_err(), ErrorKind::NotFound, None);
    let row = client
        .query_one("SELECT email FROM users WHERE id = 1", &[])
        .unwrap();
    expect(
        row.try_get::<_, i32>("email").unwrap_err(),
        ErrorKind::TypeMismatch,
        Some("0"),
    );
    expect(
        row.try_get::<_, String>("e_mail").unwrap_err(),
        ErrorKind::UndefinedColumn,
        Some("e_mail"),
    );
    let null = client
        .query_one("SELECT email FROM users WHERE id = 2", &[])
        .unwrap();
    expect_null(
        null.try_get::<_, String>(0).unwrap_err(),
        Some("0"),
        "column number 0",
    );
    let given = client.query("SELECT 1 FROM users WHERE id = $1", &[&"s3cret"]);
    expect(given.unwrap_err(), ErrorKind::TypeMismatch, Some("$1"));
    let address = "host=127.0.0.1 port=1 user=ada password=s3cret connect_timeout=5";
    let refused = postgres::Client::connect(address, postgres::NoTls);
    expect(refused.err().unwrap(), ErrorKind::ConnectionRefused, None);
    let wrong = postgres::Client::connect("prot=1 password=s3cret", postgres::NoTls);
    expect(wrong.err().unwrap(), ErrorKind::ConnectionSetup, None);
    let tls = format!("{}?sslmode=require", database.url());
    let tls = postgres::Client::connect(&tls, postgres::NoTls);
    expect(tls.err().unwrap(), ErrorKind::ConnectionSetup, None);
}

/// One version of sqlx.
macro_rules! of_sqlx {
    ($test:ident $core:ident $postgres:ident) => {
        #[test]
        fn $test() {
            use $core::pool::PoolOptions;
            use $core::query::query;
            use $core::row::Row as _;
            use $postgres::Postgres;

            let database = newest().database(SCHEMA);
            let pool = PoolOptions::<Postgres>::new()
                .max_connections(1)
                .acquire_timeout(Duration::from_millis(200));
            runtime().block_on(async {
                let pool = pool.connect(&database.url()).await.unwrap();
                let none = query("SELECT email FROM users WHERE id = 0");
                let none = none.fetch_one(&pool).await;
                expect(none.err().unwrap(), ErrorKind::NotFound, None);
                let row = query("SELECT email FROM users WHERE id = 1");
                let row = row.fetch_one(&pool).await.unwrap();
                expect(
                    row.try_get::<i32, _>("email").unwrap_err(),
                    ErrorKind::TypeMismatch,
                    Some("email"),
                );
                expect(
                    row.try_get::<String, _>("e_mail").unwrap_err(),
                    ErrorKind::UndefinedColumn,
                    Some("e_mail"),
                );
                let null = query("SELECT email FROM users WHERE id = 2");
                let null = null.fetch_one(&pool).await.unwrap();
                expect_null(
                    null.try_get::<String, _>(0).unwrap_err(),
                    Some("0"),
                    "column number 0",
                );
                expect_null(
                    null.try_get::<String, _>("email").unwrap_err(),
                    Some("email"),
                    "`email`",
                );
                let held = pool.acquire().await.unwrap();
                let waiting = pool.acquire().await;
                expect(waiting.err().unwrap(), ErrorKind::PoolTimeout, None);
                drop(held);
                pool.close().await;
                let closed = pool.acquire().await;
                expect(closed.err().unwrap(), ErrorKind::PoolTimeout, None);
                let nobody = "postgres://ada:s3cret@127.0.0.1:1/app";
                let refused = PoolOptions::<Postgres>::new()
                    .acquire_timeout(Duration::from_millis(200))
                    .connect(nobody)
                    .await;
                let error = DatabaseError::from(refused.err().unwrap());
                assert!(error.is_retryable(), "{error}");
                let wrong = PoolOptions::<Postgres>::new().connect("s3cret").await;
                expect(wrong.err().unwrap(), ErrorKind::ConnectionSetup, None);
            });
        }
    };
}

of_sqlx!(of_sqlx_09 sqlx_core_09 sqlx_postgres_09);
of_sqlx!(of_sqlx_08 sqlx_core_08 sqlx_postgres_08);

diesel::table! {
    users (id) {
        id -> Integer,
        email -> Text,
    }
}

#[test]
fn of_diesel() {
    #[derive(Debug, QueryableByName)]
    struct Named {
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[allow(dead_code)]
        e_mail: String,
    }

    let database = newest().database(SCHEMA);
    let mut connection = PgConnection::establish(&database.url()).unwrap();
    let none = users::table.find(0).first::<(i32, String)>(&mut connection);
    expect(none.unwrap_err(), ErrorKind::NotFound, None);
    // NULL, where `schema.rs` says that there is none.
    let null = users::table.find(2).first::<(i32, String)>(&mut connection);
    expect_null(null.unwrap_err(), None, "a value");
    let named = diesel::sql_query("SELECT email FROM users").load::<Named>(&mut connection);
    expect(named.unwrap_err(), ErrorKind::TypeMismatch, None);
    let nobody = PgConnection::establish("postgres://ada:s3cret@127.0.0.1:1/app");
    expect(nobody.err().unwrap(), ErrorKind::ConnectionRefused, None);
    let wrong = PgConnection::establish("prot=1 password=s3cret");
    expect(wrong.err().unwrap(), ErrorKind::ConnectionSetup, None);
}

/// One version of sea-orm.
macro_rules! of_sea_orm {
    ($test:ident $sea_orm:ident) => {
        #[test]
        fn $test() {
            use $sea_orm::{
                ConnectOptions, ConnectionTrait as _, Database, DbBackend, DbErr, Statement,
                TransactionTrait as _,
            };

            let database = newest().database(SCHEMA);
            let mut options = ConnectOptions::new(database.url());
            options
                .max_connections(1)
                .acquire_timeout(Duration::from_millis(200));
            runtime().block_on(async {
                let connection = Database::connect(options).await.unwrap();
                let statement =
                    Statement::from_string(DbBackend::Postgres, "SELECT email FROM users");
                let row = query_one_of::$test(&connection, statement).await;
                let row = row.unwrap().unwrap();
                expect(
                    row.try_get::<i32>("", "email").unwrap_err(),
                    ErrorKind::TypeMismatch,
                    Some("email"),
                );
                expect(
                    row.try_get::<String>("", "e_mail").unwrap_err(),
                    ErrorKind::UndefinedColumn,
                    Some("e_mail"),
                );
                let held = connection.begin().await.unwrap();
                let waiting = connection.execute_unprepared("SELECT 1").await;
                expect(waiting.unwrap_err(), ErrorKind::PoolTimeout, None);
                drop(held);
                expect(
                    DbErr::RecordNotFound("s3cret".to_owned()),
                    ErrorKind::NotFound,
                    None,
                );
                expect(DbErr::RecordNotUpdated, ErrorKind::NotFound, None);
                expect(
                    DbErr::Type("s3cret".to_owned()),
                    ErrorKind::TypeMismatch,
                    None,
                );
                expect(DbErr::Custom("s3cret".to_owned()), ErrorKind::Other, None);
            });
        }
    };
}

/// What has another name since sea-orm 2.
mod query_one_of {
    pub(super) async fn of_sea_orm_2(
        connection: &sea_orm::DatabaseConnection,
        statement: sea_orm::Statement,
    ) -> Result<Option<sea_orm::QueryResult>, sea_orm::DbErr> {
        sea_orm::ConnectionTrait::query_one_raw(connection, statement).await
    }

    pub(super) async fn of_sea_orm_1(
        connection: &sea_orm_1::DatabaseConnection,
        statement: sea_orm_1::Statement,
    ) -> Result<Option<sea_orm_1::QueryResult>, sea_orm_1::DbErr> {
        sea_orm_1::ConnectionTrait::query_one(connection, statement).await
    }
}

of_sea_orm!(of_sea_orm_2 sea_orm);
of_sea_orm!(of_sea_orm_1 sea_orm_1);
