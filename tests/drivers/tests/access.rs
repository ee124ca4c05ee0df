//! The statements of models, through every driver on a real server: the same scenarios for each.
#![allow(clippy::cloned_ref_to_slice_refs)] // A scenario reads better with a list.
#![allow(clippy::option_option)] // `Some(None)` is NULL, `None` leaves the column as it is.

pub(crate) mod models;

const SCHEMA: &str = include_str!("../schema.sql");

/// A driver's scenarios. What is asynchronous is awaited on another thread, so it has to be `Send`.
macro_rules! asynchronous {
    ($driver:ident $trait:item, |$url:ident| $connect:expr) => {
        mod $driver {
            use chrono::{DateTime, Utc};
            use schema_runtime::ErrorKind;
            use schema_runtime::access::Access as _;
            use uuid::Uuid;

            $trait

            use crate::access::models::{ActiveUser, Badge, Country, Event, Folder, Guest, LogLine, Login, Membership, NewUser, Order, OrderStatus, Settings, User, UserChange, Weird};

            macro_rules! scenario {
                ($name:ident, |$client:ident| $body:block) => {
                    #[test]
                    fn $name() {
                        for server in schema_tests::servers() {
                            let database = server.database(crate::access::SCHEMA);
                            let $url = database.url();
                            schema_driver_tests::runtime().block_on(async move {
                                let $client = $connect;
                                tokio::spawn(async move { $body }).await.unwrap();
                            });
                        }
                    }
                };
            }

            macro_rules! on {
                ($client:ident, $statement:expr) => {
                    $statement.on(&$client).await.unwrap()
                };
            }

            macro_rules! on_batch {
                ($client:ident, $statement:expr) => {
                    $statement.on(&$client).await.unwrap()
                };
            }

            macro_rules! failed {
                ($client:ident, $statement:expr) => {
                    $statement.on(&$client).await.unwrap_err()
                };
            }

            include!("access/scenarios.rs");
        }
    };
}

asynchronous!(tokio_postgres
    use schema_runtime::access::tokio_postgres::Run as _;,
|url| {
    let (client, connection) = ::tokio_postgres::connect(&url, ::tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
});

asynchronous!(sqlx
    use schema_runtime::access::sqlx::{Run as _, RunBatch as _};,
    |url| sqlx_postgres_09::PgPool::connect(&url).await.unwrap());

asynchronous!(sqlx_0_8
    use schema_runtime::access::sqlx_0_8::{Run as _, RunBatch as _};,
    |url| sqlx_postgres_08::PgPool::connect(&url).await.unwrap());

mod postgres {
    use chrono::{DateTime, Utc};
    use schema_runtime::ErrorKind;
    use schema_runtime::access::{Access as _, postgres::Run as _};
    use uuid::Uuid;

    use crate::access::models::{
        ActiveUser, Badge, Country, Event, Folder, Guest, LogLine, Login, Membership, NewUser,
        Order, OrderStatus, Settings, User, UserChange, Weird,
    };

    macro_rules! scenario {
        ($name:ident, |$client:ident| $body:block) => {
            #[test]
            fn $name() {
                for server in schema_tests::servers() {
                    let database = server.database(crate::access::SCHEMA);
                    let mut $client = database.client();
                    $body
                }
            }
        };
    }

    macro_rules! on {
        ($client:ident, $statement:expr) => {
            $statement.on(&mut $client).unwrap()
        };
    }

    macro_rules! on_batch {
        ($client:ident, $statement:expr) => {
            $statement.on(&mut $client).unwrap()
        };
    }

    macro_rules! failed {
        ($client:ident, $statement:expr) => {
            $statement.on(&mut $client).unwrap_err()
        };
    }

    include!("access/scenarios.rs");
}
