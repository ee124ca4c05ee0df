//! The command behind PgBouncer in transaction mode: each transaction may get another session of
//! the server's, and what a client sets in one is there for the next client.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls, SimpleQueryMessage};
use support::{Database, Project};

/// PgBouncer before a server, with one session for all clients of a database.
struct Pooler {
    process: Child,
    directory: PathBuf,
}

impl Pooler {
    /// Nothing when it is not installed.
    fn start(database: &Database) -> Option<Self> {
        let directory =
            std::env::temp_dir().join(format!("cargo-schema-pooler-{}", std::process::id()));
        let mut command = Command::new("pgbouncer");
        let path = std::env::var_os("PATH").unwrap_or_default();
        // Debian's is where only root looks.
        let path = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
        command
            .env("PATH", std::env::join_paths(path).unwrap())
            .arg("--quiet");
        if rustix::process::geteuid().is_root() {
            command.args(["--user", "nobody"]);
        }
        fs::create_dir(&directory).unwrap();
        let file = directory.join("pgbouncer.ini");
        let configuration = format!(
            "[databases]
            * = host={server} port=5432 user=postgres
            [pgbouncer]
            pool_mode = transaction
            default_pool_size = 1
            auth_type = any
            listen_port = 5432
            unix_socket_dir = {own}
            logfile = {own}/log",
            server = database.server.socket_directory().display(),
            own = directory.display(),
        );
        fs::write(&file, configuration.replace("            ", "")).unwrap();
        everybody_may_write(&directory);
        let started = command
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let process = match started {
            Ok(process) => process,
            Err(error) => {
                fs::remove_dir_all(&directory).unwrap();
                // Past the capture of the test's output.
                let _ = writeln!(
                    std::io::stderr(),
                    "NOT SHOWN: the command behind a pooler, `pgbouncer` does not start: {error}"
                );
                return None;
            }
        };
        let pooler = Self { process, directory };
        let since = Instant::now();
        while !pooler.directory.join(".s.PGSQL.5432").exists() {
            let log = fs::read_to_string(pooler.directory.join("log"));
            assert!(since.elapsed() < Duration::from_secs(20), "{log:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(pooler)
    }

    fn url(&self, database: &Database) -> String {
        let host = self.directory.display();
        format!("postgresql:///{}?host={host}&user=me", database.name)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn everybody_may_write(directory: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(directory, fs::Permissions::from_mode(0o777)).unwrap();
}

fn shown(client: &mut Client, setting: &str) -> String {
    let rows = client.simple_query(&format!("SHOW {setting}")).unwrap();
    let first = rows.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    first.unwrap()
}

#[test]
fn a_pooler_in_transaction_mode_will_do() {
    let database =
        Database::new("CREATE TABLE users (id uuid PRIMARY KEY, path text DEFAULT '\\')");
    let Some(pooler) = Pooler::start(&database) else {
        return;
    };
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    let direct = project.snapshot();

    // Another client of the same session has it set for itself, and keeps what it set.
    let mut neighbour = Client::connect(&pooler.url(&database), NoTls).unwrap();
    let odd = [
        ("timezone", "Asia/Kathmandu"),
        ("search_path", "pg_temp"),
        ("standard_conforming_strings", "off"),
    ];
    for (setting, value) in odd {
        let sql = format!("SET {setting} = '{value}'");
        neighbour.batch_execute(&sql).unwrap();
    }
    project.set("DATABASE_URL", &pooler.url(&database));
    let said = project.run(&["refresh", "--check", "--schema", "public"]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert_eq!(said.err, "", "{}", said.all());
    for (setting, value) in odd {
        assert_eq!(shown(&mut neighbour, setting), value);
    }

    database.run("ALTER TABLE users ADD email text");
    for _ in 0..3 {
        let said = project.run(&["refresh"]);
        assert_eq!(said.status, Some(0), "{}", said.all());
    }
    assert_ne!(project.snapshot(), direct);
}
