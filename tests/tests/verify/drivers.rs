//! The guard through the drivers, with models that the derive has compiled.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cargo_schema::server::{Binaries, Server};
use journal::{accounts, entries, reminders};
use postgres::NoTls;
use schema_runtime::verify::{self, Models, Policy, Verdict, VerifyError, models};
use schema_runtime::{DatabaseError, ErrorKind};
use schema_tests::pooler::Pooler;
use schema_tests::{Database, newest, servers};

use super::support::{records, texts};

const MODELS: Models = models![
    accounts::User,
    accounts::OpaqueSession,
    entries::JournalEntry,
    entries::Tag,
    reminders::Reminder,
];

fn migrated(server: &schema_tests::Running) -> Database<'_> {
    server.migrated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/journal/migrations"))
}

const BREAK: &str = "ALTER TABLE users RENAME COLUMN email TO address";

#[test]
fn every_driver_says_the_same() {
    for server in servers() {
        let database = migrated(server);
        let mut client = database.client();
        let report = verify::guard(MODELS, Policy::Refuse, &mut client).unwrap();
        assert_eq!(report.verdict(), Verdict::Conformant, "{report}");
        client.batch_execute(BREAK).unwrap();
        let expected = verify::verify_report(MODELS, &mut client).unwrap();
        assert!(expected.is_breaking(), "{expected}");
        let item = "journal::accounts::User";
        assert!(
            expected.models.iter().any(|model| model.item == item),
            "{expected}"
        );

        // A closure, for any other.
        let own = |sql: &str| -> Result<Vec<String>, DatabaseError> {
            Ok(texts(client.simple_query(sql)?))
        };
        assert_eq!(verify::verify_report(MODELS, own).unwrap(), expected);

        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let url = database.url();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
            let connection = tokio::spawn(connection);
            let report = verify::verify_report_async(MODELS, &client).await.unwrap();
            assert_eq!(report, expected);
            drop(client);
            connection.await.unwrap().unwrap();

            let pool = sqlx::PgPool::connect(&url).await.unwrap();
            let report = verify::verify_report_async(MODELS, &pool).await.unwrap();
            assert_eq!(report, expected);
            let refused = verify::guard_async(MODELS, Policy::Refuse, &pool).await;
            assert!(matches!(refused, Err(VerifyError::Breaking(_))));
            pool.close().await;
        });
    }
}

/// Each transaction may get another session of the server's, and what one client sets is there for
/// the next.
#[test]
fn a_pooler_in_transaction_mode_will_do() {
    for server in servers() {
        let Some(pooler) = Pooler::start(server.socket_directory()) else {
            return;
        };
        let database = migrated(server);
        let url = pooler.url(&database.name);
        let mut neighbour = postgres::Client::connect(&url, NoTls).unwrap();
        let odd = "SET search_path = pg_temp; SET standard_conforming_strings = off";
        neighbour.batch_execute(odd).unwrap();
        let mut client = postgres::Client::connect(&url, NoTls).unwrap();
        let report = verify::guard(MODELS, Policy::Refuse, &mut client).unwrap();
        assert_eq!(report.verdict(), Verdict::Conformant, "{report}");
        let path = neighbour.simple_query("SHOW search_path").unwrap();
        assert_eq!(texts(path), ["pg_temp"]);
    }
}

#[test]
fn a_policy_does_what_it_says() {
    let database = migrated(newest());
    let mut client = database.client();
    client.batch_execute(BREAK).unwrap();
    let error = verify::guard(MODELS, Policy::Refuse, &mut client).unwrap_err();
    let said = error.to_string();
    assert!(
        said.starts_with("the program does not run against this database\n"),
        "{said}"
    );
    // As `main` shows what it returns.
    assert_eq!(format!("{error:?}"), said);
    assert!(said.contains("has no column"), "{said}");
    assert!(said.contains("[unknown_column]"), "{said}");
    for policy in [Policy::Warn, Policy::Report] {
        let report = verify::guard(MODELS, policy, &mut client).unwrap();
        assert!(report.is_breaking());
    }
}

/// Between a client and its server, counting how often the client waits for an answer.
struct Proxy {
    directory: PathBuf,
    asked: Arc<AtomicUsize>,
}

impl Proxy {
    fn before(server: &Path) -> Self {
        let name = format!("schema-proxy-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir(&directory).unwrap();
        let listener = UnixListener::bind(directory.join(".s.PGSQL.5432")).unwrap();
        let socket = server.join(".s.PGSQL.5432");
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                let server = UnixStream::connect(&socket).unwrap();
                let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                thread::spawn(move || std::io::copy(&mut from, &mut to));
                let count = Arc::clone(&count);
                thread::spawn(move || pump(client, server, &count));
            }
        });
        Self { directory, asked }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// Passes on the messages of a client; a query and a Sync are what the server answers.
fn pump(mut client: UnixStream, mut server: UnixStream, asked: &AtomicUsize) -> Option<()> {
    let mut is_first = true;
    loop {
        let mut kind = [0; 1];
        if !is_first {
            client.read_exact(&mut kind).ok()?;
            server.write_all(&kind).ok()?;
        }
        let mut length = [0; 4];
        client.read_exact(&mut length).ok()?;
        let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
        client.read_exact(&mut body).ok()?;
        if matches!(&kind, b"Q" | b"S") && !is_first {
            asked.fetch_add(1, Ordering::SeqCst);
        }
        server.write_all(&length).ok()?;
        server.write_all(&body).ok()?;
        is_first = false;
    }
}

/// Leaked, as the derive would have put it into the program.
fn leaked(records: &[schema_snapshot::verify::Record]) -> Models {
    let record = |record: &schema_snapshot::verify::Record| {
        let written = record.write();
        let text = format!("{}app\n{}", written.head, written.body).into_bytes();
        let record = schema_runtime::__private::Record {
            text: Box::leak(text.into_boxed_slice()),
            uses: &[],
        };
        Some(&*Box::leak(Box::new(record)))
    };
    let all: Vec<_> = records.iter().map(record).collect();
    Models::new(Box::leak(all.into_boxed_slice()))
}

#[test]
fn a_hundred_models_take_one_round_trip() {
    const MANY: usize = 100;
    let server = newest();
    let (mut sql, mut source) = (String::new(), String::new());
    for n in 0..MANY {
        use std::fmt::Write as _;
        let _ = write!(
            sql,
            "CREATE TABLE t{n} (id int PRIMARY KEY, name text NOT NULL);"
        );
        let _ = write!(
            source,
            "#[derive(Conformant)] #[conformant(table = \"t{n}\")] struct T{n} {{ id: i32, name: String }}"
        );
    }
    let database = server.database(&sql);
    let models = records(&source, &database.schema());
    let socket = database.url();
    let socket = socket.split_once('@').unwrap().1.split_once(':').unwrap().0;
    let proxy = Proxy::before(Path::new(&socket.replace("%2F", "/")));
    let mut config = postgres::Config::new();
    config
        .host_path(&proxy.directory)
        .user("postgres")
        .dbname(&database.name);
    let mut client = config.connect(NoTls).unwrap();
    proxy.asked.store(0, Ordering::SeqCst);
    let report = verify::guard(leaked(&models), Policy::Refuse, &mut client).unwrap();
    assert_eq!(report.counts().conformant, MANY, "{report}");
    assert_eq!(proxy.asked.load(Ordering::SeqCst), 1);
}

/// The error is the driver's, of the kind that a program decides by, and nothing hangs.
#[test]
fn a_server_that_is_killed_in_the_middle_is_an_error() {
    let binaries = Binaries::at(&newest().binaries).unwrap();
    let server = Server::start(&binaries).unwrap_or_else(|error| panic!("{error}"));
    let config = server.config("postgres");
    let mut owner = config.connect(NoTls).unwrap();
    let sql = "CREATE TABLE people (id int NOT NULL); CREATE VIEW users AS SELECT id FROM people";
    owner.batch_execute(sql).unwrap();
    let schema = schema_tests::take(&mut owner, &schema_snapshot::catalogue::Scope::default());
    let source =
        "#[derive(Conformant)] #[conformant(table = \"users\", update)] struct Change { id: i32 }";
    let models = leaked(&records(source, &schema));
    // What may be written to a view is asked of the view, so there it waits.
    owner
        .batch_execute("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    let mut client = config.connect(NoTls).unwrap();
    let asked = thread::spawn(move || verify::verify_report(models, &mut client));
    let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    let started = Instant::now();
    while owner.query_one(waiting, &[]).unwrap().get::<_, i64>(0) == 0 {
        assert!(started.elapsed() < Duration::from_secs(30), "nobody waits");
        thread::sleep(Duration::from_millis(10));
    }
    drop(server);
    let Err(VerifyError::Database(error)) = asked.join().unwrap() else {
        panic!("a verdict without a server");
    };
    assert_eq!(error.kind(), ErrorKind::ConnectionLost, "{error:?}");
}
