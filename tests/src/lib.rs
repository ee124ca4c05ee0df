//! Real PostgreSQL for the project's own tests: one throw-away server for each
//! major that is at hand, shared by all tests of a process, and a database of
//! its own for each test.

pub mod damage;
pub mod measure;
pub mod pooler;
pub mod redis;
pub mod replica;
pub mod ui;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use cargo_schema::server::{Binaries, Server};
use postgres::{Client, NoTls, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::elsewhere;
use schema_snapshot::model::Schema;

/// A running throw-away server.
#[derive(Debug)]
pub struct Running {
    /// Its major version.
    pub major: u32,
    /// The directory of its binaries.
    pub binaries: PathBuf,
    server: Server,
}

/// A database of a test's own, on a throw-away server.
#[derive(Debug)]
pub struct Database<'a> {
    /// The server it is on.
    pub server: &'a Running,
    /// Its name.
    pub name: String,
}

/// The servers to test on, oldest major first: those whose binaries `SCHEMA_TEST_POSTGRES` names
/// (a list as in `PATH`; `cargo xtask test` sets it), else the one that is installed.
///
/// # Panics
///
/// When there is none, or one does not start: a live test that is left out must not look green.
pub fn servers() -> &'static [Running] {
    static SERVERS: OnceLock<Vec<Running>> = OnceLock::new();
    SERVERS.get_or_init(|| {
        let named = std::env::var_os("SCHEMA_TEST_POSTGRES");
        let binaries: Vec<Binaries> = match &named {
            Some(list) => std::env::split_paths(list)
                .map(|dir| Binaries::at(dir).unwrap_or_else(|e| panic!("{e}")))
                .collect(),
            None => vec![Binaries::find().unwrap_or_else(|e| panic!("{e}"))],
        };
        // A static is never dropped.
        // SAFETY: `stop` neither unwinds nor needs anything that is gone when `exit` calls it.
        assert_eq!(unsafe { libc::atexit(stop) }, 0);
        let mut servers: Vec<Running> = binaries.iter().map(start).collect();
        servers.sort_by_key(|server| server.major);
        servers
    })
}

extern "C" fn stop() {
    cargo_schema::cleanup::run_all();
}

/// The newest of [`servers`], for what does not depend on the version.
///
/// # Panics
///
/// As [`servers`] does.
pub fn newest() -> &'static Running {
    servers().last().expect("there is at least one server")
}

fn start(binaries: &Binaries) -> Running {
    Running {
        major: binaries.major(),
        binaries: binaries.directory().to_owned(),
        server: Server::start(binaries).unwrap_or_else(|e| panic!("{e}")),
    }
}

impl Running {
    /// A new, empty database with these statements run in it.
    ///
    /// # Panics
    ///
    /// When a statement fails: the message has PostgreSQL's words and the statements.
    pub fn database(&self, sql: &str) -> Database<'_> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        run(
            &mut self.client("postgres"),
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        );
        let database = Database { server: self, name };
        run(&mut database.client(), sql);
        database
    }

    /// A new database with the migrations of a directory run in it, in the order of their names.
    ///
    /// # Panics
    ///
    /// When the directory can't be read, or a statement fails.
    pub fn migrated(&self, migrations: &Path) -> Database<'_> {
        let shown = migrations.display();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{e}"));
        let entries = std::fs::read_dir(migrations).unwrap_or_else(|e| panic!("{shown}: {e}"));
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.unwrap_or_else(|e| panic!("{shown}: {e}")).path())
            .collect();
        files.sort();
        let sql: String = files.iter().map(|file| read(file)).collect();
        self.database(&sql)
    }

    /// Where it listens.
    pub fn socket_directory(&self) -> &Path {
        self.server.socket_directory()
    }

    /// A connection to a database of this server, as its superuser.
    ///
    /// # Panics
    ///
    /// When it can't be made.
    pub fn client(&self, database: &str) -> Client {
        let config = self.server.config(database);
        config
            .connect(NoTls)
            .unwrap_or_else(|e| panic!("PostgreSQL {}: {e}", self.major))
    }
}

impl Database<'_> {
    /// A connection, as the server's superuser.
    ///
    /// # Panics
    ///
    /// When it can't be made.
    pub fn client(&self) -> Client {
        self.server.client(&self.name)
    }

    /// Its schema, everything that is not the system's.
    pub fn schema(&self) -> Schema {
        take(&mut self.client(), &Scope::default())
    }

    /// The URL that `--database-url` takes.
    pub fn url(&self) -> String {
        self.server.server.url(&self.name)
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        // A test that failed may hold connections; the server is thrown away in any case.
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = self.server.client("postgres").batch_execute(&drop);
    }
}

/// Takes the schema of a database, as `cargo schema refresh` does.
///
/// # Panics
///
/// When the query fails, or gives what the model does not know.
pub fn take(client: &mut Client, scope: &Scope) -> Schema {
    let mut assembler = Assembler::default();
    run(client, catalogue::BEGIN);
    for statement in catalogue::statements(scope) {
        let messages = client
            .simple_query(&statement.sql)
            .unwrap_or_else(|e| panic!("{e:?}\n{}", statement.sql));
        for message in messages {
            if let SimpleQueryMessage::Row(row) = message {
                let text = row.get(0).expect("a row is a document");
                assembler
                    .row(text)
                    .unwrap_or_else(|e| panic!("{e}\n{text}"));
            }
        }
    }
    run(client, catalogue::END);
    let mut schema = assembler.finish().unwrap_or_else(|e| panic!("{e}"));
    elsewhere::fill(&mut schema);
    schema
}

fn run(client: &mut Client, sql: &str) {
    if let Err(error) = client.batch_execute(sql) {
        match error.as_db_error() {
            Some(error) => panic!("{}: {}\n{sql}", error.severity(), error.message()),
            None => panic!("{error}\n{sql}"),
        }
    }
}
