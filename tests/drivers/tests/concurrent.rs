//! What only happens between connections: locks, clashes, cancelling, and connections that end.

use std::thread;
use std::time::{Duration, Instant};

use cargo_schema::server::{Binaries, Options, Server};
use postgres::{Client, NoTls};
use schema_driver_tests::{DRIVERS, Driver, Session};
use schema_runtime::{DatabaseError, ErrorKind};
use schema_tests::replica::{self, Replica};
use schema_tests::{newest, servers};

/// Runs on another thread, and gives the connection back.
fn beside(
    mut session: Box<dyn Session>,
    sql: &str,
) -> thread::JoinHandle<(Box<dyn Session>, Result<(), DatabaseError>)> {
    let sql = sql.to_owned();
    thread::spawn(move || {
        let result = session.run(&sql);
        (session, result)
    })
}

/// Waits until a connection of this name is in a state.
fn wait(client: &mut Client, name: &str, condition: &str) -> i32 {
    let query = format!(
        "SELECT pid FROM pg_stat_activity WHERE application_name = '{name}' AND {condition}"
    );
    loop {
        if let Some(row) = client.query_opt(&query, &[]).unwrap() {
            return row.get(0);
        }
        thread::yield_now();
    }
}

const WAITS: &str = "wait_event_type = 'Lock'";
const SLEEPS: &str = "wait_event = 'PgSleep'";

fn expect(driver: Driver, error: &DatabaseError, kind: ErrorKind) {
    assert_eq!(
        error.kind(),
        kind,
        "{}: {error}\n{}",
        driver.name,
        error.sensitive()
    );
}

#[test]
fn of_a_deadlock_one_transaction_can_be_tried_again() {
    for server in servers() {
        let database = server.database("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
        let mut watcher = database.client();
        for driver in DRIVERS {
            let [mut first, mut second] = [(); 2].map(|()| driver.session(&database.url()));
            let name = format!("deadlock_{}", driver.name);
            first
                .run(&format!(
                    "SET deadlock_timeout = '10ms'; SET application_name = '{name}'"
                ))
                .unwrap();
            first.run("BEGIN").unwrap();
            first.run("UPDATE t SET a = a WHERE a = 1").unwrap();
            second.run("SET deadlock_timeout = '60s'; ").unwrap();
            second.run("BEGIN").unwrap();
            second.run("UPDATE t SET a = a WHERE a = 2").unwrap();
            // The second waits for the first, and the first, whose patience is shorter, for the second.
            second.run("SET application_name = 'second'").unwrap();
            let second = beside(second, "UPDATE t SET a = a WHERE a = 1");
            wait(&mut watcher, "second", WAITS);
            let error = first.run("UPDATE t SET a = a WHERE a = 2").unwrap_err();
            expect(*driver, &error, ErrorKind::Deadlock);
            assert!(error.is_retryable());
            first.run("ROLLBACK").unwrap();
            let (mut second, result) = second.join().unwrap();
            result.unwrap();
            second.run("ROLLBACK").unwrap();
        }
    }
}

#[test]
fn of_two_serializable_transactions_one_can_be_tried_again() {
    for server in servers() {
        let database = server.database("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
        for driver in DRIVERS {
            let mut first = driver.session(&database.url());
            let mut second = driver.session(&database.url());
            // Write skew: each reads what the other writes, and no row is written twice.
            for session in [&mut first, &mut second] {
                session.run("BEGIN ISOLATION LEVEL SERIALIZABLE").unwrap();
                session.run("SELECT sum(a) FROM t").unwrap();
            }
            first.run("INSERT INTO t VALUES (3)").unwrap();
            second.run("INSERT INTO t VALUES (4)").unwrap();
            first.run("COMMIT").unwrap();
            let error = second.run("COMMIT").unwrap_err();
            expect(*driver, &error, ErrorKind::SerializationFailure);
            assert!(error.is_retryable());

            // One row that is written twice.
            first.run("BEGIN ISOLATION LEVEL REPEATABLE READ").unwrap();
            first.run("SELECT * FROM t").unwrap();
            second.run("UPDATE t SET a = a").unwrap();
            let error = first.run("UPDATE t SET a = a").unwrap_err();
            expect(*driver, &error, ErrorKind::SerializationFailure);
            first.run("ROLLBACK").unwrap();
        }
    }
}

/// A standby writes nothing, and ends what is in the way of what its primary has done.
#[test]
fn a_standby_is_told() {
    for server in servers() {
        let primary = replica::primary(server);
        let mut writer = primary.config("postgres").connect(NoTls).unwrap();
        writer
            .batch_execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
            .unwrap();
        let standby = Replica::of(&primary, &server.binaries);
        let mut watcher = standby.connect();
        for driver in DRIVERS {
            let mut session = driver.session(&standby.url());
            let error = session.run("INSERT INTO t VALUES (2)").unwrap_err();
            expect(*driver, &error, ErrorKind::ReadOnly);
            assert!(!error.is_retryable());

            session
                .run("BEGIN ISOLATION LEVEL REPEATABLE READ")
                .unwrap();
            let name = format!("standby_{}", driver.name);
            session
                .run(&format!("SET application_name = '{name}'; SELECT * FROM t"))
                .unwrap();
            let reads = beside(session, "SELECT pg_sleep(60)");
            wait(&mut watcher, &name, SLEEPS);
            writer.batch_execute("UPDATE t SET a = a").unwrap();
            writer.batch_execute("VACUUM t").unwrap();
            let (_, result) = reads.join().unwrap();
            let error = result.unwrap_err();
            expect(*driver, &error, ErrorKind::SerializationFailure);
            assert!(error.is_retryable());
        }
    }
}

#[test]
fn a_lock_that_is_not_to_be_had_is_told() {
    for server in servers() {
        let database = server.database("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        let mut holder = database.client();
        holder.batch_execute("BEGIN; LOCK TABLE t").unwrap();
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            session.run("SET lock_timeout = '5ms'").unwrap();
            let error = session.run("SELECT * FROM t").unwrap_err();
            expect(*driver, &error, ErrorKind::LockTimeout);
            let error = session.run("BEGIN; LOCK TABLE t NOWAIT").unwrap_err();
            expect(*driver, &error, ErrorKind::LockTimeout);
            assert!(error.is_retryable());
        }
    }
}

#[test]
fn a_cancelled_statement_is_told_from_one_that_took_too_long() {
    for server in servers() {
        let database = server.database("");
        let mut watcher = database.client();
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            let name = format!("cancel_{}", driver.name);
            session
                .run(&format!("SET application_name = '{name}'"))
                .unwrap();
            let statement = beside(session, "SELECT pg_sleep(600)");
            let pid = wait(&mut watcher, &name, SLEEPS);
            watcher
                .execute("SELECT pg_cancel_backend($1)", &[&pid])
                .unwrap();
            let (mut session, result) = statement.join().unwrap();
            expect(*driver, &result.unwrap_err(), ErrorKind::Cancelled);
            session.run("SELECT 1").unwrap();
        }
    }
}

#[test]
fn a_connection_that_is_ended_is_lost_and_nobody_knows_what_was_done() {
    for server in servers() {
        let database = server.database("");
        let mut watcher = database.client();
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            let name = format!("end_{}", driver.name);
            session
                .run(&format!("SET application_name = '{name}'"))
                .unwrap();
            let statement = beside(session, "SELECT pg_sleep(600)");
            let pid = wait(&mut watcher, &name, SLEEPS);
            watcher
                .execute("SELECT pg_terminate_backend($1)", &[&pid])
                .unwrap();
            let (mut session, result) = statement.join().unwrap();
            let error = result.unwrap_err();
            expect(*driver, &error, ErrorKind::ConnectionLost);
            assert!(error.is_outcome_unknown() && !error.is_retryable());
            // And what is asked of it after that; a pool makes a new one.
            match session.run("SELECT 1") {
                Ok(()) => assert!(driver.name.starts_with("sea-orm"), "{}", driver.name),
                Err(error) => expect(*driver, &error, ErrorKind::ConnectionLost),
            }
        }
    }
}

/// A server of a test's own.
fn server(settings: &[(&str, &str)]) -> Server {
    let binaries = Binaries::at(newest().binaries.clone()).unwrap();
    let settings = settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let options = Options {
        settings: settings.collect(),
        ..Options::default()
    };
    Server::start_with(&binaries, &options).unwrap()
}

#[test]
fn a_server_that_is_killed_in_the_middle_of_a_call_is_a_lost_connection_and_then_none() {
    let server = server(&[]);
    let mut watcher = server.config("postgres").connect(NoTls).unwrap();
    let statements: Vec<_> = DRIVERS
        .iter()
        .map(|driver| {
            let mut session = driver.session(&server.url("postgres"));
            let name = format!("kill_{}", driver.name);
            session
                .run(&format!("SET application_name = '{name}'"))
                .unwrap();
            let statement = beside(session, "SELECT pg_sleep(600)");
            wait(&mut watcher, &name, SLEEPS);
            (driver, statement)
        })
        .collect();
    let postmaster = i32::try_from(server.process_id().unwrap()).unwrap();
    // SAFETY: a signal to a process that this test has started and not waited for.
    assert_eq!(unsafe { libc::kill(postmaster, libc::SIGKILL) }, 0);
    for (driver, statement) in statements {
        let (_, result) = statement.join().unwrap();
        let error = result.unwrap_err();
        expect(*driver, &error, ErrorKind::ConnectionLost);
        assert!(error.is_outcome_unknown());
    }
    for driver in DRIVERS {
        let error = (driver.connect)(&server.url("postgres")).err().unwrap();
        // A pool of sqlx tries until its time is over.
        if error.kind() == ErrorKind::PoolTimeout {
            assert!(driver.name.starts_with("sea-orm"), "{}", driver.name);
        } else {
            expect(*driver, &error, ErrorKind::ConnectionRefused);
        }
        assert!(error.is_retryable());
    }
}

#[test]
fn a_server_without_a_connection_left_says_so() {
    let server = server(
        &[
            ("max_connections", "3"),
            ("superuser_reserved_connections", "0"),
            ("reserved_connections", "0"),
        ]
        .into_iter()
        .take(if newest().major < 16 { 2 } else { 3 })
        .collect::<Vec<_>>(),
    );
    let connect = || server.config("postgres").connect(NoTls);
    // Whoever waited for the server to start may not have left yet.
    let mut held: Vec<Client> = Vec::new();
    let since = Instant::now();
    while held.len() < 3 {
        held.extend(connect().ok());
        assert!(since.elapsed() < Duration::from_secs(20), "{}", held.len());
    }
    for driver in DRIVERS {
        let error = (driver.connect)(&server.url("postgres")).err().unwrap();
        // A pool of sqlx waits for one.
        if error.kind() == ErrorKind::PoolTimeout {
            assert!(driver.name.starts_with("sea-orm"), "{}", driver.name);
        } else {
            expect(*driver, &error, ErrorKind::TooManyConnections);
        }
        assert!(error.is_retryable());
    }
}

#[test]
fn what_trying_again_does_not_help_is_no_refused_connection() {
    let url = newest().database("").url();
    let no_such_database = format!("{url}_of_another_name");
    for driver in DRIVERS {
        let error = (driver.connect)(&no_such_database).err().unwrap();
        expect(*driver, &error, ErrorKind::ConnectionSetup);
        assert!(!error.is_retryable());
        let error = (driver.connect)(&format!("{no_such_database}?sslmode=require"));
        expect(*driver, &error.err().unwrap(), ErrorKind::ConnectionSetup);
    }
}
