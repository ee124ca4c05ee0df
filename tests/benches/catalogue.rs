//! The catalogue query and its assembly beside `pg_dump --schema-only`, on the same database: by
//! default 10,000 tables of 13 columns, each with a primary key, a foreign key, a unique constraint
//! and two more indexes.
//!
//! `cargo bench -p schema-tests --bench catalogue [-- TABLES]`
//!
//! The two are run in turn, and the smallest time of each counts.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cargo_schema::server::{Binaries, Options, Server};
use postgres::{NoTls, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::model::Schema;

const ROUNDS: usize = 5;

fn main() {
    // `cargo test --all-targets` runs this file too, and does not pass `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let tables = arguments
        .iter()
        .find_map(|argument| argument.parse::<usize>().ok())
        .unwrap_or(10_000);
    let binaries = Binaries::find().unwrap_or_else(|e| panic!("{e}"));
    // pg_dump locks every table at once.
    let options = Options {
        settings: vec![
            ("max_locks_per_transaction".to_owned(), "1000".to_owned()),
            ("shared_buffers".to_owned(), "128MB".to_owned()),
        ],
        ..Options::default()
    };
    let server = Server::start_with(&binaries, &options).unwrap_or_else(|e| panic!("{e}"));
    println!("PostgreSQL {}, {tables} tables", binaries.major());
    fill(&server, tables);

    let (mut ours, mut dump) = (Duration::MAX, Duration::MAX);
    for round in 1..=ROUNDS {
        let (schema, time) = timed(|| take(&server));
        assert_eq!(schema.relations.len(), tables);
        ours = ours.min(time);
        let ((), dump_time) = timed(|| pg_dump(&server, &binaries));
        dump = dump.min(dump_time);
        println!("round {round}: catalogue {time:.2?}, pg_dump {dump_time:.2?}");
    }
    let ratio = ours.as_secs_f64() / dump.as_secs_f64();
    println!("catalogue {ours:.2?}, pg_dump {dump:.2?}, ratio {ratio:.2} (budget 0.40)");
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = run();
    (value, start.elapsed())
}

fn fill(server: &Server, tables: usize) {
    let mut client = server.config("postgres").connect(NoTls).unwrap();
    let sql = format!(
        "DO $$ BEGIN FOR n IN 0..{last} LOOP
             EXECUTE format('CREATE TABLE t%1$s_items (
                 id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                 parent_id uuid NOT NULL REFERENCES t%2$s_items ON DELETE CASCADE,
                 name text NOT NULL,
                 slug varchar(120) NOT NULL UNIQUE,
                 status text NOT NULL DEFAULT ''new'',
                 amount numeric(12,2) NOT NULL DEFAULT 0,
                 quantity integer,
                 notes text,
                 payload jsonb,
                 tags text[] NOT NULL DEFAULT ''{{}}'',
                 active boolean NOT NULL DEFAULT true,
                 created_at timestamptz NOT NULL DEFAULT now(),
                 updated_at timestamptz NOT NULL DEFAULT now()
             )', n, greatest(n - 1, 0));
             EXECUTE format('CREATE INDEX ON t%s_items (parent_id)', n);
             EXECUTE format('CREATE INDEX ON t%s_items (created_at DESC)', n);
             IF n % 100 = 0 THEN COMMIT; END IF;
         END LOOP; END $$",
        last = tables - 1
    );
    client.batch_execute(&sql).unwrap();
    client.batch_execute("VACUUM ANALYZE").unwrap();
}

/// As the command does it.
fn take(server: &Server) -> Schema {
    let mut client = server.config("postgres").connect(NoTls).unwrap();
    let mut assembler = Assembler::default();
    client.batch_execute(catalogue::BEGIN).unwrap();
    for statement in catalogue::statements(&Scope::Everything) {
        for message in client.simple_query(&statement.sql).unwrap() {
            if let SimpleQueryMessage::Row(row) = message {
                assembler.row(row.get(0).unwrap()).unwrap();
            }
        }
    }
    client.batch_execute(catalogue::END).unwrap();
    assembler.finish().unwrap()
}

fn pg_dump(server: &Server, binaries: &Binaries) {
    // Packages of the server alone have none.
    let beside = binaries.directory().join("pg_dump");
    let status = Command::new(if beside.exists() {
        beside
    } else {
        "pg_dump".into()
    })
    .arg("--schema-only")
    .arg(server.url("postgres"))
    .stdout(Stdio::null())
    .status()
    .unwrap_or_else(|e| panic!("pg_dump: {e}"));
    assert!(status.success(), "pg_dump failed");
}
