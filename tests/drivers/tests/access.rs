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

            use crate::access::models::{Above, Account, AccountChange, ActiveUser, Address, Badge, Below, Game, Named, Played, Points, Tally, Within, Moved, Name, Choices, Contact, Country, Enrolment, Event, Folded, Folder, Guest, Labelled, LogLine, Login, Looks, Member, Membership, NewAccount, NewPreferences, NewUser, Nickname, Nicknames, Numbered, Order, OrderStatus, Person, Preferences, Profile, Receipt, Registration, Settings, Signup, Theme, User, UserChange, Weird};

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
        Above, Account, AccountChange, ActiveUser, Address, Badge, Below, Choices, Contact,
        Country, Enrolment, Event, Folded, Folder, Game, Guest, Labelled, LogLine, Login, Looks,
        Member, Membership, Moved, Name, Named, NewAccount, NewPreferences, NewUser, Nickname,
        Nicknames, Numbered, Order, OrderStatus, Person, Played, Points, Preferences, Profile,
        Receipt, Registration, Settings, Signup, Tally, Theme, User, UserChange, Weird, Within,
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

/// A column that has become another than the program was built for is named, and not counted.
#[test]
fn a_column_that_a_driver_can_not_read_is_named() {
    use schema_runtime::access::{postgres::Run as _, sqlx, sqlx_0_8, tokio_postgres};
    use schema_runtime::{Conformant as _, DatabaseError, ErrorKind};

    use models::User;

    async fn errors(url: &str) -> [DatabaseError; 3] {
        let (client, connection) = ::tokio_postgres::connect(url, ::tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let of_09 = sqlx_postgres_09::PgPool::connect(url).await.unwrap();
        let of_08 = sqlx_postgres_08::PgPool::connect(url).await.unwrap();
        [
            tokio_postgres::Run::on(User::by_email("ada@x").get(), &client)
                .await
                .unwrap_err(),
            sqlx::Run::on(User::by_email("ada@x").get(), &of_09)
                .await
                .unwrap_err(),
            sqlx_0_8::Run::on(User::by_email("ada@x").get(), &of_08)
                .await
                .unwrap_err(),
        ]
    }

    for server in schema_tests::servers() {
        for (change, column, why) in [
            (
                "DROP VIEW active_users; ALTER TABLE users ALTER logins TYPE int",
                "logins",
                "",
            ),
            (
                "ALTER TABLE users ALTER updated_at DROP NOT NULL; UPDATE users SET updated_at = NULL",
                "updated_at",
                " was NULL",
            ),
            (
                "UPDATE users SET settings = '{\"theme\": [\"s3cret\"]}'",
                "settings",
                "",
            ),
        ] {
            let database = server.database(SCHEMA);
            let mut client = database.client();
            let row = "INSERT INTO users (email) VALUES ('ada@x')";
            client.batch_execute(&format!("{row}; {change}")).unwrap();
            let error = User::by_email("ada@x").get().on(&mut client).unwrap_err();
            let others = schema_driver_tests::runtime().block_on(errors(&database.url()));
            for error in [error].into_iter().chain(others) {
                assert_eq!(error.kind(), ErrorKind::TypeMismatch, "{error}");
                let fingerprint = &User::FINGERPRINT[..12];
                assert_eq!(
                    error.to_string(),
                    format!(
                        "a type does not match: column `{column}` of `public.users`{why}; the program was \
                         built for `public.users` with fingerprint {fingerprint}"
                    )
                );
                // What sqlx says of its source it says itself, and it is there once.
                let sensitive = error.sensitive().to_string();
                let (_, last) = sensitive.rsplit_once(": ").unwrap();
                assert_eq!(sensitive.matches(last).count(), 1, "{sensitive}");
            }
        }
    }
}

/// What the server tells no table of is said to be of the statement's, whatever it is.
#[test]
fn an_error_says_for_which_table_the_statement_was() {
    use schema_runtime::ErrorKind;
    use schema_runtime::access::{Access as _, postgres::Run as _};

    use models::{NewUser, User};

    const RAISE: &str = "
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 's3cret'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION refuse()";

    for server in schema_tests::servers() {
        let database = server.database(SCHEMA);
        let mut client = database.client();
        client.batch_execute(RAISE).unwrap();
        let new = NewUser {
            email: "ada@x",
            nickname: None,
        };
        let raised: Result<User, _> = new.insert().on(&mut client);
        let raised = raised.unwrap_err();
        assert_eq!(raised.table(), None);
        assert_eq!(
            raised.to_string(),
            "the database refused (SQLSTATE P0001 raise_exception); the statement was for `public.users`"
        );
        client.batch_execute("SET ROLE pg_monitor").unwrap();
        let denied = User::by_email("ada@x").find().on(&mut client).unwrap_err();
        assert_eq!(denied.kind(), ErrorKind::PermissionDenied);
        assert_eq!(
            denied.to_string(),
            "permission was denied: `users` (SQLSTATE 42501 insufficient_privilege); the statement was \
             for `public.users`"
        );
    }
}

/// As the start-up guard says: an insert breaks by a NOT NULL column that is new, and the request is not to blame.
#[test]
fn a_new_column_that_an_insert_does_not_give_is_schema_drift() {
    use schema_runtime::access::{Access as _, postgres::Run as _};
    use schema_runtime::{Conformant as _, ErrorKind};

    use models::{Folded, Login, NewUser, Signup};

    for server in schema_tests::servers() {
        let database = server.database(SCHEMA);
        let mut client = database.client();
        let new = NewUser {
            email: "ada@x",
            nickname: None,
        };
        let in_parts = Signup {
            folded: Folded { folded: None },
            login: Login {
                email: "ada@x".to_owned(),
                seen: false,
                id: uuid::Uuid::nil(),
            },
        };
        let change = "ALTER TABLE users ADD role text NOT NULL";
        client.batch_execute(change).unwrap();
        let errors = [
            new.insert().on(&mut client).map(drop).unwrap_err(),
            NewUser::insert_many(&[new])
                .on(&mut client)
                .map(drop)
                .unwrap_err(),
            new.upsert().on(&mut client).map(drop).unwrap_err(),
            in_parts.insert().on(&mut client).map(drop).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::UnknownColumn, "{error}");
            assert!(error.kind().is_schema_drift());
            assert_eq!(error.http_status(), 500);
            let fingerprint = &NewUser::FINGERPRINT[..12];
            assert_eq!(
                error.to_string(),
                format!(
                    "a value is missing that the program does not know of: column `role` of `public.users` \
                     (SQLSTATE 23502 not_null_violation); the program was built for `public.users` with \
                     fingerprint {fingerprint}"
                )
            );
        }
        // NOT NULL only since, and of a column that the statement gives.
        let change = "ALTER TABLE users DROP role, ALTER nickname SET NOT NULL";
        client.batch_execute(change).unwrap();
        let error = new.insert().on(&mut client).map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotNullViolation, "{error}");
    }
}

/// As the start-up guard says: of a column that has become one of a domain, rows are what they were, and
/// parameters are not.
#[test]
fn a_domain_over_a_column_is_read_and_not_given() {
    use schema_runtime::ErrorKind;
    use schema_runtime::access::{Access as _, postgres::Run as _};

    use models::Within;

    for server in schema_tests::servers() {
        let database = server.database(SCHEMA);
        let mut client = database.client();
        let row = |id| Within {
            id,
            parent_id: None,
            name: "a".to_owned(),
        };
        row(1).insert().on(&mut client).unwrap();
        let change = "CREATE DOMAIN label AS text; ALTER TABLE folders ALTER name TYPE label";
        client.batch_execute(change).unwrap();
        let found = Within::by_id(&1).get().on(&mut client).unwrap();
        assert_eq!(found, row(1));
        let error = row(2).insert().on(&mut client).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TypeMismatch);
        assert_eq!(error.object(), Some("$3"), "{}", error.sensitive());
    }
}

/// What was prepared once is run again, and not prepared a second time.
mod prepared {
    use std::collections::HashMap;

    use schema_runtime::ErrorKind;
    use schema_runtime::access::Access as _;

    use super::SCHEMA;
    use super::models::{NewUser, User};

    const ADA: NewUser<'_> = NewUser {
        email: "ada@example.org",
        nickname: None,
    };

    #[test]
    fn by_a_client_without_async() {
        use schema_runtime::access::postgres::Run as _;

        for server in schema_tests::servers() {
            let database = server.database(SCHEMA);
            let mut client = database.client();
            let mut prepared = HashMap::new();
            let mut count = 0;
            let mut prepare = |client: &mut postgres::Client, text: &'static str| {
                if let Some(statement) = prepared.get(text) {
                    return Ok(postgres::Statement::clone(statement));
                }
                count += 1;
                let statement = client.prepare(text)?;
                prepared.insert(text, statement.clone());
                Ok(statement)
            };
            let ada: User = ADA.insert().on_prepared(&mut client, &mut prepare).unwrap();
            let error = ADA
                .insert()
                .on_prepared(&mut client, &mut prepare)
                .unwrap_err();
            assert_eq!(error.constraint(), Some("uq_users_email"));
            for _ in 0..3 {
                let found = User::by_id(&ada.id).find();
                assert_eq!(
                    found.on_prepared(&mut client, &mut prepare).unwrap(),
                    Some(ada.clone())
                );
            }
            let all = User::list(10).on_prepared(&mut client, &mut prepare);
            assert_eq!(all.unwrap(), [ada.clone()]);
            let gone = ada.key().delete().on_prepared(&mut client, &mut prepare);
            assert!(gone.unwrap());
            assert_eq!(count, 4);
            // That it can't be prepared is an error of the same sort.
            client.batch_execute("DROP TABLE users CASCADE").unwrap();
            let failed = User::list(10).on_prepared(&mut client, postgres::Client::prepare);
            assert_eq!(failed.unwrap_err().kind(), ErrorKind::UndefinedTable);
        }
    }

    #[test]
    fn by_a_pool() {
        use deadpool_postgres::{Manager, Pool};
        use schema_runtime::access::tokio_postgres::Run as _;

        for server in schema_tests::servers() {
            let database = server.database(SCHEMA);
            let config = database.url().parse().unwrap();
            schema_driver_tests::runtime().block_on(async move {
                let manager = Manager::new(config, tokio_postgres::NoTls);
                let pool = Pool::builder(manager).max_size(1).build().unwrap();
                let task = async move {
                    let mut client = pool.get().await.unwrap();
                    let insert = ADA.insert();
                    let ada: User = insert
                        .on_prepared(&**client, |text| client.prepare_cached(text))
                        .await
                        .unwrap();
                    for _ in 0..3 {
                        let find = User::by_id(&ada.id).find();
                        let found = find
                            .on_prepared(&**client, |text| client.prepare_cached(text))
                            .await
                            .unwrap();
                        assert_eq!(found, Some(ada.clone()));
                    }
                    assert_eq!(client.statement_cache.size(), 2);
                    // In a transaction too.
                    let transaction = client.transaction().await.unwrap();
                    let list = User::list(10);
                    let listed = list
                        .on_prepared(&*transaction, |text| transaction.prepare_cached(text))
                        .await;
                    assert_eq!(listed.unwrap(), [ada]);
                    transaction
                        .batch_execute("DROP TABLE users CASCADE")
                        .await
                        .unwrap();
                    let failed = User::list(10)
                        .on_prepared(&*transaction, |text| transaction.prepare(text))
                        .await;
                    assert_eq!(failed.unwrap_err().kind(), ErrorKind::UndefinedTable);
                };
                tokio::spawn(task).await.unwrap();
            });
        }
    }
}
