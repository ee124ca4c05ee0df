//! What PostgreSQL wants done again ends in success, on real servers and however many clash.
//!
//! The first attempts are made to meet: each waits until all have gone half way. So some are sure
//! to fail, and what is asserted does not depend on who is faster.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use postgres::{Client, IsolationLevel};
use schema_runtime::retry::Retry;
use schema_runtime::{DatabaseError, ErrorKind};
use schema_tests::{Database, servers};

const CLIENTS: usize = 4;

/// Enough for all but one of those who meet to lose each time.
fn retry() -> Retry {
    Retry::new()
        .attempts(20)
        .min_delay(Duration::from_millis(2))
        .max_delay(Duration::from_millis(50))
}

/// A client's transaction: which client it is, and what to call half way.
type Transaction = fn(&mut Client, usize, &dyn Fn()) -> Result<(), DatabaseError>;

/// Runs a transaction in each of the clients, the first attempts half way together; the errors that
/// were met on the way.
fn clash(database: &Database<'_>, transaction: Transaction) -> Vec<ErrorKind> {
    let together = Barrier::new(CLIENTS);
    let mut met = Vec::new();
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|n| {
                let together = &together;
                scope.spawn(move || {
                    let mut client = database.client();
                    let mut errors = Vec::new();
                    let mut first = true;
                    let done = retry().run(|| {
                        let wait = std::mem::replace(&mut first, false);
                        let half_way = || {
                            if wait {
                                together.wait();
                            }
                        };
                        let done = transaction(&mut client, n, &half_way);
                        errors.extend(done.as_ref().err().map(DatabaseError::kind));
                        done
                    });
                    done.unwrap();
                    errors
                })
            })
            .collect();
        for client in clients {
            met.extend(client.join().unwrap());
        }
    });
    met
}

#[test]
fn transactions_that_do_not_serialize_are_all_done() {
    for server in servers() {
        let database = server.database(
            "CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL);
             INSERT INTO counters VALUES (1, 0)",
        );
        // Each reads, and writes what depends on it.
        let met = clash(&database, |client, _, half_way| {
            let mut transaction = client
                .build_transaction()
                .isolation_level(IsolationLevel::Serializable)
                .start()?;
            let row = transaction.query_one("SELECT n FROM counters WHERE id = 1", &[]);
            let n: i32 = row?.try_get(0)?;
            half_way();
            transaction.execute("UPDATE counters SET n = $1 WHERE id = 1", &[&(n + 1)])?;
            Ok(transaction.commit()?)
        });
        // None was lost: with a statement done again in place of the transaction, some would be.
        let row = database.client().query_one("SELECT n FROM counters", &[]);
        assert_eq!(row.unwrap().get::<_, i32>(0), 4);
        assert!(met.len() >= CLIENTS - 1, "{met:?}");
        assert!(
            met.iter()
                .all(|kind| *kind == ErrorKind::SerializationFailure)
        );
    }
}

#[test]
fn transactions_that_wait_for_each_other_are_all_done() {
    for server in servers() {
        let database = server.database(
            "CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL);
             INSERT INTO accounts SELECT n, 100 FROM generate_series(0, 3) n",
        );
        let set = format!(
            "ALTER DATABASE {} SET deadlock_timeout = '5ms'",
            database.name
        );
        database.client().batch_execute(&set).unwrap();
        // A ring: each has its own row, and wants that of the next.
        let met = clash(&database, |client, n, half_way| {
            let next = (n + 1) % CLIENTS;
            let mut transaction = client.transaction()?;
            let change = "UPDATE accounts SET cents = cents + $2 WHERE id = $1";
            transaction.execute(change, &[&i32::try_from(n).unwrap(), &-7])?;
            half_way();
            transaction.execute(change, &[&i32::try_from(next).unwrap(), &7])?;
            Ok(transaction.commit()?)
        });
        let rows = database.client().query("SELECT cents FROM accounts", &[]);
        let cents: Vec<i32> = rows.unwrap().iter().map(|row| row.get(0)).collect();
        assert_eq!(cents, [100; 4]);
        assert!(!met.is_empty());
        assert!(
            met.iter().all(|kind| *kind == ErrorKind::Deadlock),
            "{met:?}"
        );
    }
}

#[test]
fn an_asynchronous_transaction_is_done_again_from_its_start() {
    let database = schema_tests::newest().database(
        "CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL);
         INSERT INTO counters VALUES (1, 0)",
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let attempts = AtomicUsize::new(0);
    let seen: i32 = runtime
        .block_on(async {
            let (mut client, connection) =
                tokio_postgres::connect(&database.url(), tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            let attempts = &attempts;
            let database = &database;
            retry()
                .run_async_with(tokio::time::sleep, &mut client, |client| async move {
                    let done = increment(client, || {
                        // Another comes in between, the first two times.
                        if attempts.fetch_add(1, Ordering::Relaxed) < 2 {
                            let add = "UPDATE counters SET n = n + 10";
                            let other = || database.client().batch_execute(add).unwrap();
                            // The client that blocks has a runtime of its own.
                            thread::scope(|scope| scope.spawn(other).join().unwrap());
                        }
                    });
                    let done = done.await;
                    (client, done)
                })
                .await
        })
        .unwrap();
    assert_eq!(attempts.load(Ordering::Relaxed), 3);
    assert_eq!(seen, 20, "what the last attempt read is what was there");
    let row = database.client().query_one("SELECT n FROM counters", &[]);
    assert_eq!(row.unwrap().get::<_, i32>(0), 21);
}

/// Adds one to what it reads, which it gives back.
async fn increment(
    client: &mut tokio_postgres::Client,
    in_between: impl FnOnce(),
) -> Result<i32, DatabaseError> {
    let transaction = client
        .build_transaction()
        .isolation_level(tokio_postgres::IsolationLevel::RepeatableRead)
        .start()
        .await?;
    let row = transaction.query_one("SELECT n FROM counters", &[]).await?;
    let n: i32 = row.try_get(0)?;
    in_between();
    let set = "UPDATE counters SET n = $1";
    transaction.execute(set, &[&(n + 1)]).await?;
    transaction.commit().await?;
    Ok(n)
}

#[test]
fn what_does_not_help_is_not_done_again() {
    let database = schema_tests::newest()
        .database("CREATE TABLE users (email text CONSTRAINT uq_users_email UNIQUE)");
    let mut client = database.client();
    let mut attempts = 0;
    let error = retry()
        .run(|| {
            attempts += 1;
            let mut transaction = client.transaction()?;
            transaction.execute("INSERT INTO users VALUES ('a'), ('a')", &[])?;
            Ok::<_, DatabaseError>(transaction.commit()?)
        })
        .unwrap_err();
    assert_eq!((attempts, error.kind()), (1, ErrorKind::UniqueViolation));
}
