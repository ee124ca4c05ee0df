//! What a user meets when a server is not what was hoped for. Each message says what, where, and
//! the way out; none has the password.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use cargo_schema::server::{Options, Server};
use insta::assert_snapshot;
use postgres::NoTls;

use crate::support::{Database, Project, binaries, wait_until};

#[test]
fn no_source_at_all() {
    assert_snapshot!(Project::new().run(&["init"]).all(), @r"
    exit status 2
    --- err
    error: no database is given: no `--database-url`, no `DATABASE_URL` in the environment or a `.env`, and none of libpq's variables (`PGHOST`, `PGDATABASE`, `PGSERVICE`, ...)
      = help: `--database-url postgresql://user@localhost/database` names a running database
      = help: `--migrations DIR` takes the schema from migrations; without a database they are applied to a private throw-away server
    ");
}

#[test]
fn urls_that_can_not_be_read() {
    let project = Project::new();
    project.write(".env", "DATABASE_URL=mysql://me:hunter2@h/db\n");
    assert_snapshot!(project.run(&["init"]).all(), @r"
    exit status 2
    --- err
    error: cannot read `DATABASE_URL` in `.env`: its scheme is `mysql`, expected `postgresql` or `postgres`
    ");
    assert_snapshot!(project.run(&["init", "--database-url", "postgres://me:hunter/2@h/db"]).all(), @r"
    exit status 2
    --- err
    error: cannot read `--database-url`: there is an `@` after the first `/` or `?`; in a user name, password or value write `%2F` for `/`, `%3F` for `?` and `%40` for `@`
    ");
}

#[test]
fn hosts_that_do_not_answer() {
    let project = Project::new();
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("postgres://me:hunter2@127.0.0.1:{port}/app");
    assert_snapshot!(project.run(&["init", "--database-url", &url]).all(), @r"
    exit status 3
    --- err
    error: cannot connect to `postgresql://me@127.0.0.1:PORT/app` (from `--database-url`): `127.0.0.1:PORT` refuses connections
      = help: is the server running, and on that port?
    ");
    let said = project.run(&[
        "init",
        "--database-url",
        "postgres://me:hunter2@no-such-host.invalid/app",
    ]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err
            .contains("the host of `no-such-host.invalid:5432` is not known"),
        "{}",
        said.err
    );
    let said = project.run(&["init", "--database-url", "postgres://me@%2Fno%2Fsuch/app"]);
    assert!(
        said.err
            .contains("there is no socket `/no/such/.s.PGSQL.5432`"),
        "{}",
        said.err
    );

    // Every host that was tried is named.
    let url = format!("postgres://me:hunter2@127.0.0.1:{port},no-such-host.invalid/app");
    let said = project.run(&["init", "--database-url", &url]);
    assert!(
        said.err.contains("none of its hosts will do"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("\n  127.0.0.1:PORT: `127.0.0.1:PORT` refuses connections"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("\n  no-such-host.invalid:5432: the host of"),
        "{}",
        said.err
    );
    assert!(!said.all().contains("hunter2"));
}

#[test]
fn several_hosts_are_tried_in_order() {
    let database = Database::new("CREATE TABLE t ()");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let socket = database.server.socket_directory().display();
    let pairs = format!(
        "host=127.0.0.1,{socket} port={port},5432 user=postgres dbname={}",
        database.name
    );
    let said = Project::new().run(&["init", "--database-url", &pairs]);
    assert_eq!(said.status, Some(0), "{}", said.all());
}

#[test]
fn servers_that_are_something_else() {
    let project = Project::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let url = format!("postgres://me:hunter2@127.0.0.1:{port}/app");
    let said = project.run(&["init", "--database-url", &url]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err
            .contains("`127.0.0.1:PORT` does not answer as PostgreSQL does"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("= help: is that the port of a PostgreSQL server?"),
        "{}",
        said.err
    );

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = format!("postgres://me:hunter2@127.0.0.1:{port}/app?connect_timeout=2");
    assert_snapshot!(project.run(&["init", "--database-url", &url]).all(), @r"
    exit status 3
    --- err
    error: cannot connect to `postgresql://me@127.0.0.1:PORT/app` (from `--database-url`): `127.0.0.1:PORT` accepts connections and does not answer as PostgreSQL does
      = help: is that the port of a PostgreSQL server?
    ");
}

/// A server with TCP and passwords.
fn server_with_passwords() -> (Server, u16) {
    let project = Project::new();
    let hba = project.write(
        "pg_hba.conf",
        "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n",
    );
    // The server's user must be able to read it.
    let hba_readable =
        std::env::temp_dir().join(format!("cargo-schema-hba-{}", std::process::id()));
    std::fs::copy(hba, &hba_readable).unwrap();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let setting = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let options = Options {
        settings: vec![
            setting("listen_addresses", "127.0.0.1"),
            setting("hba_file", hba_readable.to_str().unwrap()),
        ],
        port: Some(port),
        ..Options::default()
    };
    let server = Server::start_with(&binaries(), &options).unwrap();
    std::fs::remove_file(hba_readable).unwrap();
    let mut client = server.config("postgres").connect(NoTls).unwrap();
    client
        .batch_execute("SET password_encryption = 'scram-sha-256'; CREATE ROLE me LOGIN PASSWORD 'hunter2'; CREATE TABLE t ();")
        .unwrap();
    (server, port)
}

#[test]
fn passwords() {
    let (_server, port) = server_with_passwords();
    let mut project = Project::new();
    let at = |user: &str| format!("postgres://{user}@127.0.0.1:{port}/postgres");

    assert_snapshot!(project.run(&["init", "--database-url", &at("me:wrong-secret")]).all(), @r#"
    exit status 3
    --- err
    error: cannot connect to `postgresql://me@127.0.0.1:PORT/postgres` (from `--database-url`): password authentication failed for user "me"
      = help: the password is from `--database-url`
    "#);
    assert_snapshot!(project.run(&["init", "--database-url", &at("me")]).all(), @r"
    exit status 3
    --- err
    error: cannot connect to `postgresql://me@127.0.0.1:PORT/postgres` (from `--database-url`): the server asks for a password and none is given
      = help: put it into the URL, `PGPASSWORD`, or a `.pgpass` file
    ");
    let said = project.run(&[
        "init",
        "--database-url",
        &at("me:hunter2").replace("/postgres", "/absent"),
    ]);
    assert!(
        said.err.contains("database \"absent\" does not exist"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("= help: create the database"),
        "{}",
        said.err
    );
    assert!(!said.all().contains("hunter2"));

    let said = project.run(&["init", "--database-url", &at("me:hunter2")]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(!said.all().contains("hunter2"), "{}", said.all());
    let pgpass = project.write(".pgpass", &format!("127.0.0.1:{port}:*:me:hunter2\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&pgpass, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let said = project.run(&["refresh", "--check", "--database-url", &at("me")]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    std::fs::remove_file(pgpass).unwrap();
    project.set("PGPASSWORD", "hunter2");
    let said = project.run(&["refresh", "--check", "--database-url", &at("me")]);
    assert_eq!(said.status, Some(0), "{}", said.all());
}

#[test]
fn a_role_sees_the_catalogue_without_privileges_and_is_told_when_it_may_not() {
    let database = Database::alone(
        "CREATE SCHEMA closed; CREATE TABLE closed.secrets (id int); REVOKE ALL ON SCHEMA closed FROM public;",
    );
    let role = format!("limited_{}", database.name);
    database.run(&format!("CREATE ROLE {role} LOGIN"));
    let url = database.url().replace("postgres@", &format!("{role}@"));
    let project = Project::new();
    let said = project.run(&["init", "--database-url", &url]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(project.files().contains(&"closed/secrets.json".to_owned()));
    let first = project.snapshot();

    database.run("REVOKE SELECT ON pg_catalog.pg_class FROM public");
    let said = project.run(&["refresh", "--database-url", &url]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err
            .contains("permission denied for table pg_class (SQLSTATE 42501)"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("= help: connect as a role that may do this"),
        "{}",
        said.err
    );
    assert_eq!(project.snapshot(), first);
    database.run(&format!("DROP ROLE {role}"));
}

#[test]
fn only_the_simple_protocol_is_spoken() {
    // So that a pooler in transaction mode will do: it can't keep prepared statements apart.
    let options = Options {
        settings: vec![("log_statement".to_owned(), "all".to_owned())],
        ..Options::default()
    };
    let server = Server::start_with(&binaries(), &options).unwrap();
    let project = Project::new();
    let said = project.run(&[
        "init",
        "--schema",
        "public",
        "--database-url",
        &server.url("postgres"),
    ]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    let log = std::fs::read_to_string(server.socket_directory().join("log")).unwrap();
    assert!(
        log.contains("statement: BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
        "{log}"
    );
    assert!(!log.contains("execute "), "{log}");
}

#[cfg(unix)]
#[test]
fn a_server_that_is_killed_half_way_leaves_the_snapshot_whole() {
    let server = Server::start(&binaries()).unwrap();
    let mut client = server.config("postgres").connect(NoTls).unwrap();
    client
        .batch_execute("CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t")
        .unwrap();
    let project = Project::new();
    let url = server.url("postgres");
    assert_eq!(
        project.run(&["init", "--database-url", &url]).status,
        Some(0)
    );
    let first = project.snapshot();

    // The view's definition can't be read while the table is locked.
    client
        .batch_execute("ALTER TABLE t ADD b int; BEGIN; LOCK t IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    let running = project
        .command(&["refresh", "--database-url", &url])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut other = server.config("postgres").connect(NoTls).unwrap();
    let mut waits = || {
        let sql = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'cargo schema' AND wait_event_type = 'Lock'";
        !other.query(sql, &[]).unwrap().is_empty()
    };
    while !waits() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let postmaster = server.process_id().unwrap().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-KILL", &postmaster])
            .status()
            .unwrap()
            .success()
    );

    let output = running.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{err}");
    assert!(
        err.contains("was lost while reading the catalogue's relations"),
        "{err}"
    );
    assert!(
        err.contains("= help: nothing was written: the snapshot is as it was"),
        "{err}"
    );
    assert_eq!(project.snapshot(), first);
    let directory = server.socket_directory().to_owned();
    drop(server);
    wait_until("the server's directory is removed", || !directory.exists());
}

#[test]
fn no_binaries_for_a_throw_away_server() {
    let mut project = Project::with_migrations(&[("1_a.sql", "SELECT 1")]);
    project.set("PG_BIN", "/nonexistent");
    assert_snapshot!(project.run(&["init", "--migrations", "migrations"]).all(), @r"
    exit status 3
    --- err
    error: the migrations of `migrations` need a server, none is given, and a throw-away one does not start: `PG_BIN` names `/nonexistent`, which has no program `initdb`; expected the directory of PostgreSQL's server binaries, for example `/usr/lib/postgresql/17/bin`
    ");
}
