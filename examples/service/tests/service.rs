//! The program itself, on a real server, asked over HTTP.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use schema_tests::{Database, newest};
use serde_json::{Value, json};

/// The program, until the test is over.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start(database: &Database<'_>) -> Self {
        let mut child = program(database).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address
            .expect("the service says where it listens")
            .to_owned();
        Self { child, address }
    }

    /// The status, the headers and the body of an answer.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, String, Value) {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = serde_json::from_str(body).unwrap_or(Value::Null);
        (status, head.to_lowercase(), body)
    }

    fn create(&self, path: &str, body: &Value) -> Value {
        let (status, _, body) = self.ask("POST", path, Some(body));
        assert_eq!(status, 201, "{body}");
        body
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(database: &Database<'_>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_service"));
    command
        .env("DATABASE_URL", database.url())
        .env("LISTEN", "127.0.0.1:0");
    command
}

fn migrated() -> Database<'static> {
    newest().migrated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"))
}

#[test]
fn a_client_is_told_what_it_can_do_about_it() {
    let database = migrated();
    let service = Service::start(&database);
    let ada = json!({"email": "ada@example.com"});
    let user = service.create("/users", &ada);
    let path = format!("/users/{}", user["id"].as_str().unwrap());
    assert_eq!(service.ask("GET", &path, None).2, user);

    let (status, head, body) = service.ask("POST", "/users", Some(&ada));
    assert_eq!(status, 409);
    assert!(
        head.contains("content-type: application/problem+json"),
        "{head}"
    );
    assert_eq!(
        body,
        json!({
            "title": "Conflict",
            "status": 409,
            "detail": "email is already taken",
            "code": "unique_violation",
            "field": "email",
        })
    );
    let (status, _, body) = service.ask("POST", "/users", Some(&json!({"email": "ada"})));
    assert_eq!((status, &body["field"]), (422, &json!("email")));
    let nobody = "/users/00000000-0000-0000-0000-000000000000";
    let (status, _, body) = service.ask("GET", nobody, None);
    assert_eq!((status, &body["code"]), (404, &json!("not_found")));
}

#[test]
fn transfers_that_cross_are_all_done() {
    let database = migrated();
    // Found at once, so that there are many.
    let name = &database.name;
    let set = format!("ALTER DATABASE {name} SET deadlock_timeout = '5ms'");
    database.client().batch_execute(&set).unwrap();
    let service = Service::start(&database);
    let user = service.create("/users", &json!({"email": "ada@example.com"}));
    let open = |cents: i64| {
        let account = json!({"user_id": user["id"], "cents": cents});
        service.create("/accounts", &account)["id"].clone()
    };
    let (one, other) = (open(1000), open(1000));
    let service = &service;
    thread::scope(|scope| {
        for (from, to) in [
            (&one, &other),
            (&other, &one),
            (&one, &other),
            (&other, &one),
        ] {
            scope.spawn(move || {
                for _ in 0..10 {
                    let transfer = json!({"from": from, "to": to, "cents": 7});
                    let (status, _, body) = service.ask("POST", "/transfers", Some(&transfer));
                    assert_eq!(status, 204, "{body}");
                }
            });
        }
    });
    let rows = database.client().query("SELECT cents FROM accounts", &[]);
    let cents: Vec<i64> = rows.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(cents, [1000, 1000]);

    let too_much = json!({"from": one, "to": other, "cents": 1001});
    let (status, _, body) = service.ask("POST", "/transfers", Some(&too_much));
    assert_eq!(status, 422);
    assert_eq!(body["detail"], "the account has not that much");
}

#[test]
fn what_is_the_services_own_fault_stays_in_its_log() {
    let database = migrated();
    let mut child = program(&database)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().rsplit('/').next().unwrap().to_owned();
    let mut service = Service { child, address };
    let drift = "ALTER TABLE users RENAME COLUMN email TO mail";
    database.client().batch_execute(drift).unwrap();
    let secret = json!({"email": "hunter2@example.com"});
    let (status, _, body) = service.ask("POST", "/users", Some(&secret));
    assert_eq!(status, 500);
    assert_eq!(
        body,
        json!({"title": "Internal Server Error", "status": 500})
    );
    service.child.kill().unwrap();
    let mut log = String::new();
    let mut stderr = service.child.stderr.take().unwrap();
    stderr.read_to_string(&mut log).unwrap();
    assert!(
        log.contains("ERROR") && log.contains("undefined_column"),
        "{log}"
    );
    assert!(log.contains("the program was built for"), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[test]
fn it_does_not_start_where_it_would_break() {
    let database = migrated();
    let service = Service::start(&database);
    let (status, _, report) = service.ask("GET", "/health", None);
    assert_eq!((status, &report["verdict"]), (200, &json!("conformant")));
    assert_eq!(report["models"][0]["item"], "service::users::User");

    let mut client = database.client();
    let more = "ALTER TABLE users ADD nickname text";
    client.batch_execute(more).unwrap();
    let (status, _, report) = service.ask("GET", "/health", None);
    assert_eq!((status, &report["verdict"]), (200, &json!("compatible")));

    // A message for each constraint is told by its name.
    let renamed = "ALTER TABLE users RENAME CONSTRAINT uq_users_email TO users_email_key";
    client.batch_execute(renamed).unwrap();
    let (status, _, report) = service.ask("GET", "/health", None);
    assert_eq!((status, &report["verdict"]), (503, &json!("breaking")));
    let finding = &report["models"][0]["findings"][0];
    assert_eq!(finding["id"], "unknown_constraint", "{report}");

    let out = program(&database).output().unwrap();
    assert!(!out.status.success());
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("users_email_key"), "{said}");
}

#[test]
fn health_without_a_database_is_a_problem() {
    let database = migrated();
    let service = Service::start(&database);
    let name = &database.name;
    let away = format!(
        "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    newest().client("postgres").batch_execute(&away).unwrap();
    let (status, head, body) = service.ask("GET", "/health", None);
    assert_eq!(status, 503, "{body}");
    assert!(head.contains("application/problem+json"), "{head}");
    assert_eq!(body["models"], Value::Null);
}
