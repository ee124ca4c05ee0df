//! A cached structure in a real Redis, while its schema changes: an entry that an older program has
//! written is missed and never misread, and a change that it does not read misses nothing.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use redis::Commands as _;
use schema_snapshot::store;
use schema_tests::measure::{apart, cargo, root};
use schema_tests::redis::Redis;
use schema_tests::{Database, newest, ui};

const SQL: &str = "
    CREATE TYPE order_status AS ENUM ('placed', 'paid');
    CREATE TABLE orders (
        id uuid PRIMARY KEY,
        status order_status NOT NULL,
        total numeric(10,2) NOT NULL,
        note text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    );
";

/// Writes an entry, or reads one: what a service does with its cache, but that the cache is the
/// test's.
const PROGRAM: &str = r#"
use std::io::Read as _;

use schema_runtime::Conformant;
use schema_runtime::cache::Cached as _;
use serde::{Deserialize, Serialize};

#[derive(Debug, Conformant, Serialize, Deserialize)]
#[conformant(table = "orders", partial, cache = "order")]
struct Order {
    status: OrderStatus,
    #[conformant(holds = "numeric")]
    total: f64,
    note: Option<String>,
}

#[derive(Debug, Conformant, Serialize, Deserialize)]
#[conformant(rename_all = "snake_case")]
enum OrderStatus {
    Placed,
    Paid,
    // more
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("key") => print!("{}", Order::key(7)),
        Some("write") => {
            let order = Order { status: OrderStatus::Paid, total: 0.1, note: None };
            print!("{}", String::from_utf8(order.encode().unwrap()).unwrap());
        }
        _ => {
            let mut entry = Vec::new();
            std::io::stdin().read_to_end(&mut entry).unwrap();
            print!("{:?}", Order::decode(&entry).unwrap());
        }
    }
}
"#;

const MANIFEST: &str = r#"
[package]
name = "cached"
edition = "2024"

[dependencies]
schema-runtime = { path = "RUNTIME", features = ["cache"] }
serde = { version = "1", default-features = false, features = ["derive", "std"] }

[workspace]
resolver = "3"
"#;

/// A program that was built against a schema, and stays when the next one is built.
struct Program(PathBuf);

impl Program {
    fn build(name: &str, schema: &Database<'_>, source: &str) -> Self {
        let home = root().join("target/cached/app");
        let runtime = root().join("schema-runtime");
        let manifest = MANIFEST.replace("RUNTIME", &runtime.to_string_lossy());
        ui::write(&home.join("Cargo.toml"), &manifest);
        ui::write(&home.join("src/main.rs"), source);
        ui::write(
            &home.join("schema/schema.toml"),
            "[rules]\nprimary_key_default = \"allow\"\n",
        );
        store::write(&home.join("schema"), &schema.schema()).unwrap();
        fs::copy(root().join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
        let target = apart();
        let status = cargo()
            .args(["build", "--quiet"])
            .current_dir(&home)
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("SCHEMA_SNAPSHOT")
            .env_remove("RUSTFLAGS")
            .status()
            .unwrap();
        assert!(status.success(), "{name} does not build");
        let kept = root().join("target/cached").join(name);
        fs::copy(target.join("debug/cached"), &kept).unwrap();
        Self(kept)
    }

    fn run(&self, argument: &str, input: &[u8]) -> String {
        let mut child = Command::new(&self.0)
            .arg(argument)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success(), "{argument}");
        String::from_utf8(out.stdout).unwrap()
    }

    fn put(&self, cache: &mut redis::Connection) {
        let entry = self.run("write", b"");
        let (): () = cache.set_ex(self.run("key", b""), entry, 600).unwrap();
    }

    /// What it makes of what the cache has for it.
    fn get(&self, cache: &mut redis::Connection) -> Option<String> {
        let entry: Option<Vec<u8>> = cache.get(self.run("key", b"")).unwrap();
        entry.map(|entry| self.run("read", &entry))
    }
}

const ORDER: &str = "Order { status: Paid, total: 0.1, note: None }";

#[test]
fn an_entry_of_an_older_schema_is_missed_and_never_misread() {
    let Some(redis) = Redis::start() else {
        return;
    };
    assert!(Path::new(redis.url().trim_start_matches("unix://")).exists());
    let mut cache = redis::Client::open(redis.url())
        .unwrap()
        .get_connection()
        .unwrap();
    let database = newest().database(SQL);
    let migrate = |sql: &str| database.client().batch_execute(sql).unwrap();

    let first = Program::build("first", &database, PROGRAM);
    assert_eq!(first.get(&mut cache), None);
    first.put(&mut cache);
    assert_eq!(first.get(&mut cache).as_deref(), Some(ORDER));

    // Nothing of what an entry is made of.
    migrate(
        "ALTER TABLE orders ADD COLUMN weight int;
         ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;
         CREATE INDEX ON orders (note)",
    );
    let same = Program::build("same", &database, PROGRAM);
    assert_eq!(same.get(&mut cache).as_deref(), Some(ORDER));

    // The same Rust, and another meaning: the entry would be read without an error.
    migrate("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,4)");
    let second = Program::build("second", &database, PROGRAM);
    assert_eq!(second.get(&mut cache), None);
    second.put(&mut cache);

    // Old and new instances side by side: each has its own entries.
    migrate("ALTER TYPE order_status ADD VALUE 'shipped'");
    let source = PROGRAM.replace("// more", "Shipped,");
    let third = Program::build("third", &database, &source);
    assert_eq!(third.get(&mut cache), None);
    assert_eq!(second.get(&mut cache).as_deref(), Some(ORDER));
    assert_eq!(first.get(&mut cache).as_deref(), Some(ORDER));
    let keys: Vec<String> = cache.keys("order:*").unwrap();
    assert_eq!(keys.len(), 2, "{keys:?}");

    // Rust alone: serde would read the note of an old entry as `None`.
    let source = source.replace("note: Option", "#[serde(rename = \"remark\")] note: Option");
    let fourth = Program::build("fourth", &database, &source);
    assert_eq!(fourth.get(&mut cache), None);
}
