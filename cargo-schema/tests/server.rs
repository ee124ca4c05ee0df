//! Throw-away servers.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use cargo_schema::cleanup;
use cargo_schema::server::{Options, Server, ServerError, Tether};
use postgres::NoTls;

use crate::support::{binaries, wait_until};

fn start() -> Server {
    Server::start(&binaries()).unwrap_or_else(|e| panic!("{e}"))
}

/// Nothing answers on the socket.
fn is_gone(url: &str) -> bool {
    postgres::Client::connect(url, NoTls).is_err()
}

#[test]
fn it_answers_and_is_gone_when_dropped() {
    let server = start();
    let url = server.url("postgres");
    let directory = server.socket_directory().to_owned();

    let mut client = server.config("postgres").connect(NoTls).unwrap();
    let major: i32 = client
        .query_one(
            "SELECT current_setting('server_version_num')::int / 10000",
            &[],
        )
        .unwrap()
        .get(0);
    assert_eq!(major, i32::try_from(server.major()).unwrap());
    client
        .batch_execute(r#"CREATE DATABASE "odd name""#)
        .unwrap();
    let odd: String = postgres::Client::connect(&server.url("odd name"), NoTls)
        .unwrap()
        .query_one("SELECT current_database()::text", &[])
        .unwrap()
        .get(0);
    assert_eq!(odd, "odd name");

    drop(server);
    assert!(!directory.exists(), "{} is left", directory.display());
    assert!(is_gone(&url));
}

#[test]
fn it_listens_on_its_socket_only() {
    let server = start();
    let mut client = server.config("postgres").connect(NoTls).unwrap();
    let addresses: String = client
        .query_one("SHOW listen_addresses", &[])
        .unwrap()
        .get(0);
    assert_eq!(addresses, "");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(server.socket_directory())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "others can reach the socket");
    }
}

#[test]
fn it_survives_the_thread_that_started_it() {
    let server = std::thread::spawn(start).join().unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.config("postgres").connect(NoTls).unwrap();
}

#[test]
fn a_setting_the_server_refuses_is_named() {
    let options = Options {
        settings: vec![("no_such_setting".to_owned(), "1".to_owned())],
        ..Options::default()
    };
    let error = Server::start_with(&binaries(), &options).unwrap_err();
    assert!(matches!(error, ServerError::Failed { .. }), "{error:?}");
    assert!(error.to_string().contains("no_such_setting"), "{error}");
}

#[test]
fn it_dies_with_a_process_that_is_killed() {
    dies_with_its_parent(
        "server::it_dies_with_a_process_that_is_killed",
        Tether::Platform,
    );
}

#[test]
fn the_watchdog_ends_it_too() {
    dies_with_its_parent("server::the_watchdog_ends_it_too", Tether::Watchdog);
}

/// Runs the named test once more in a process of its own, which starts a server, and kills it.
fn dies_with_its_parent(test: &str, tether: Tether) {
    const CHILD: &str = "CARGO_SCHEMA_TEST_CHILD";
    if std::env::var_os(CHILD).is_some() {
        let options = Options {
            tether,
            ..Options::default()
        };
        let server = Server::start_with(&binaries(), &options).unwrap();
        println!("\nurl {}", server.url("postgres"));
        println!("directory {}", server.socket_directory().display());
        std::thread::sleep(Duration::from_secs(60));
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut answer = |key: &str| {
        let line = lines.find(|line| line.starts_with(key)).unwrap();
        line[key.len()..].to_owned()
    };
    let url = answer("url ");
    let directory = answer("directory ");
    assert!(!is_gone(&url));

    child.kill().unwrap();
    child.wait().unwrap();

    wait_until("the server outlives its parent", || is_gone(&url));
    wait_until("the server's processes end", || {
        !Path::new(&directory).join("data/postmaster.pid").exists()
    });
    // What may be left is a directory, and the next server removes it.
    drop(start());
    assert!(!Path::new(&directory).exists());
}

#[test]
fn a_signal_handler_can_end_it() {
    // In a process of its own, because it ends everybody's.
    const CHILD: &str = "CARGO_SCHEMA_TEST_CHILD";
    if std::env::var_os(CHILD).is_some() {
        let server = start();
        let directory = server.socket_directory().to_owned();
        cleanup::run_all();
        assert!(!directory.exists());
        assert!(server.config("postgres").connect(NoTls).is_err());
        drop(server);
        println!("\ndone");
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "server::a_signal_handler_can_end_it",
            "--nocapture",
        ])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("\ndone"), "{text}");
}
