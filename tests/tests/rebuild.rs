//! A build is never green because of what the snapshot was before.
//!
//! A small workspace is checked by cargo, offline, again and again and never cleaned: after each
//! change of its snapshot the verdict must be the new one, and after the repair green again. What
//! is changed as `cargo schema refresh` would do it comes from a real server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use schema_snapshot::model::Schema;
use schema_snapshot::store;
use schema_tests::measure::{apart, cargo, root};
use schema_tests::{newest, ui};
use serde_json::Value;

const SQL: &str = "
    CREATE SCHEMA shop;
    CREATE SCHEMA stock;
    CREATE TYPE shop.order_status AS ENUM ('placed', 'paid');
    CREATE DOMAIN shop.amount AS integer CHECK (VALUE > 0);
    CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE logs (id uuid PRIMARY KEY, message text);
    CREATE TABLE shop.invoices (
        id uuid PRIMARY KEY,
        status shop.order_status NOT NULL,
        total shop.amount,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    );
";

const CONFIG: &str = "[rules]\ntimestamp_columns = \"allow\"\n";

const MODELS: &str = r#"
use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
pub struct User {
    pub id: Uuid,
    pub email: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
pub struct Log {
    pub id: Uuid,
    pub message: Option<String>,
}

#[derive(Conformant)]
#[conformant(partial, constraints)]
pub struct Invoice {
    pub id: Uuid,
    pub status: OrderStatus,
}

pub fn told(constraint: InvoiceConstraint) -> &'static str {
    use InvoiceConstraint::*;
    match constraint {
        InvoicesPkey => "is there",
        NotNullId | NotNullStatus | NotNullCreatedAt | NotNullUpdatedAt => "is missing",
        AmountCheck => "is nothing",
    }
}

#[derive(Conformant)]
#[conformant(rename_all = "snake_case")]
pub enum OrderStatus {
    Placed,
    Paid,
}
"#;

/// A change of the snapshot, and the id of an error that it must bring about.
type Step = (&'static str, fn(&App), &'static str);

const STEPS: &[Step] = &[
    (
        "a column has another type",
        |app| app.refresh("ALTER TABLE users ALTER COLUMN email TYPE bytea USING email::bytea"),
        "type_mismatch",
    ),
    (
        "a column can be NULL",
        |app| app.refresh("ALTER TABLE users ALTER COLUMN email DROP NOT NULL"),
        "nullability_mismatch",
    ),
    (
        "a column is new",
        |app| app.refresh("ALTER TABLE users ADD COLUMN phone text"),
        "missing_field",
    ),
    (
        "a table is gone",
        |app| app.refresh("DROP TABLE users"),
        "unknown_table",
    ),
    (
        "a table's file is gone",
        |app| fs::remove_file(app.snapshot("public/users.json")).unwrap(),
        "unknown_table",
    ),
    (
        "a table's file is edited",
        |app| app.edit("public/users.json", |text| text.replace("text", "bytea")),
        "snapshot_edited",
    ),
    (
        "a table of the same name is in a third schema",
        |app| app.refresh("CREATE TABLE stock.invoices (id uuid PRIMARY KEY)"),
        "ambiguous_table",
    ),
    (
        "a table of the same name is in the default schema",
        |app| app.refresh("CREATE TABLE invoices (id uuid PRIMARY KEY)"),
        "unknown_column",
    ),
    (
        "a table of the name in the singular is new",
        |app| app.refresh("CREATE TABLE \"user\" (id uuid PRIMARY KEY)"),
        "ambiguous_table",
    ),
    (
        "a label is new",
        |app| app.refresh("ALTER TYPE shop.order_status ADD VALUE 'shipped'"),
        "enum_label_missing",
    ),
    (
        "a domain refuses more",
        |app| app.refresh("ALTER DOMAIN shop.amount ADD CONSTRAINT few CHECK (VALUE < 9)"),
        "E0004",
    ),
    (
        "a type of the same name is in another schema",
        |app| app.refresh("CREATE TYPE stock.order_status AS ENUM ('full')"),
        "ambiguous_type",
    ),
    (
        "a type of the same name is in the default schema",
        |app| app.refresh("CREATE TYPE order_status AS ENUM ('full')"),
        "enum_label_unknown",
    ),
    (
        "schema.toml denies more",
        |app| ui::write(&app.snapshot("schema.toml"), ""),
        "timestamp_columns",
    ),
    (
        "schema.toml has a mistake",
        |app| ui::write(&app.snapshot("schema.toml"), "preset = 3\n"),
        "configuration",
    ),
    (
        "schema.toml is gone",
        |app| fs::remove_file(app.snapshot("schema.toml")).unwrap(),
        "configuration",
    ),
    (
        "the index is of a newer format",
        |app| app.edit("index.json", |text| text.replace("\"1.", "\"2.")),
        "snapshot_format",
    ),
    (
        "a snapshot is nearer",
        |app| refresh(&app.nearer(), "ALTER TABLE users ADD COLUMN phone text"),
        "missing_field",
    ),
    (
        "the snapshot is gone",
        |app| fs::remove_dir_all(app.snapshot("")).unwrap(),
        "snapshot_missing",
    ),
];

/// A workspace with a snapshot, and a member with models.
struct App {
    home: PathBuf,
    environment: Vec<(&'static str, String)>,
}

impl App {
    fn new() -> Self {
        let home = root().join("target/rebuild/app");
        let _ = fs::remove_dir_all(&home);
        ui::write(
            &home.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"models\"]\n",
        );
        ui::write(
            &home.join("models/Cargo.toml"),
            &format!(
                "[package]\nname = \"models\"\nedition = \"2024\"\n\n[dependencies]\n\
                 chrono = {{ version = \"0.4\", default-features = false }}\n\
                 schema-runtime = {{ path = \"{}\", features = [\"chrono\", \"uuid\"] }}\n\
                 uuid = {{ version = \"1\", default-features = false }}\n",
                root().join("schema-runtime").display()
            ),
        );
        fs::copy(root().join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
        let app = Self {
            home,
            environment: Vec::new(),
        };
        app.touch();
        app.repair();
        app
    }

    fn snapshot(&self, file: &str) -> PathBuf {
        self.home.join("schema").join(file)
    }

    /// A snapshot that the member would have for itself.
    fn nearer(&self) -> PathBuf {
        self.home.join("models/schema")
    }

    /// Writes the models again as they are.
    fn touch(&self) {
        ui::write(&self.home.join("models/src/lib.rs"), MODELS);
    }

    /// What `cargo schema refresh` does after a migration.
    fn refresh(&self, migration: &str) {
        refresh(&self.snapshot(""), migration);
    }

    fn edit(&self, file: &str, change: fn(&str) -> String) {
        let path = self.snapshot(file);
        ui::write(&path, &change(&ui::read(&path)));
    }

    /// Makes the snapshot good; what is good stays as it is.
    fn repair(&self) {
        static GOOD: OnceLock<Schema> = OnceLock::new();
        let _ = fs::remove_dir_all(self.nearer());
        let config = self.snapshot("schema.toml");
        if fs::read_to_string(&config).unwrap_or_default() != CONFIG {
            ui::write(&config, CONFIG);
        }
        let good = GOOD.get_or_init(|| newest().database(SQL).schema());
        let snapshot = self.snapshot("");
        fs::create_dir_all(&snapshot).unwrap();
        if store::write(&snapshot, good).is_err() {
            // An index of a newer format is not written over.
            fs::remove_file(snapshot.join("index.json")).unwrap();
            store::write(&snapshot, good).unwrap();
        }
    }

    /// `cargo check`: the errors, and whether the models were compiled.
    fn check(&self, mut command: Command) -> (String, bool) {
        command
            .args(["check", "--offline", "--message-format=json"])
            .current_dir(&self.home)
            .env("CARGO_TARGET_DIR", apart())
            .env_remove("SCHEMA_SNAPSHOT")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTFLAGS")
            // As a person builds.
            .env_remove("CARGO_INCREMENTAL")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        let output = command.output().unwrap();
        let (mut errors, mut compiled, mut finished) = (String::new(), true, false);
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: Value = serde_json::from_str(line).unwrap();
            finished |= message["reason"] == "build-finished";
            if message["message"]["level"] == "error" {
                errors += message["message"]["rendered"].as_str().unwrap();
            }
            if message["target"]["name"] == "models" && message["fresh"] == true {
                compiled = false;
            }
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(finished, "cargo did not come to an end:\n{stderr}");
        assert_eq!(
            output.status.success(),
            errors.is_empty(),
            "{errors}{stderr}"
        );
        (errors, compiled)
    }

    #[track_caller]
    fn green(&self, when: &str) {
        let (errors, _) = self.check(cargo());
        assert!(
            errors.is_empty(),
            "{when}: the build should be green\n{errors}"
        );
    }

    #[track_caller]
    fn red(&self, when: &str, id: &str) {
        let (errors, _) = self.check(cargo());
        assert!(
            errors.contains(&format!("[{id}]")),
            "{when}: the build should fail with {id}\n{errors}"
        );
    }

    /// Each step, and back.
    fn steps(&self) {
        self.green("at first");
        for (when, change, id) in STEPS {
            change(self);
            self.red(when, id);
            self.repair();
            self.green(&format!("after `{when}` was repaired"));
        }
    }
}

fn refresh(snapshot: &Path, migration: &str) {
    let database = newest().database(SQL);
    database.client().batch_execute(migration).unwrap();
    fs::create_dir_all(snapshot).unwrap();
    store::write(snapshot, &database.schema()).unwrap();
}

/// The whole in one test, because it is one target directory.
#[test]
fn a_build_knows_the_snapshot_as_it_is() {
    let mut app = App::new();
    app.steps();

    // Where the snapshot is counts as well.
    let elsewhere = app.home.join("elsewhere");
    refresh(&elsewhere, "ALTER TABLE users ADD COLUMN phone text");
    ui::write(&elsewhere.join("schema.toml"), CONFIG);
    app.environment = vec![("SCHEMA_SNAPSHOT", "../elsewhere".to_owned())];
    app.red("`SCHEMA_SNAPSHOT` is set", "missing_field");
    app.environment = vec![("SCHEMA_SNAPSHOT", "../nowhere".to_owned())];
    app.red("`SCHEMA_SNAPSHOT` is wrong", "snapshot_missing");
    app.environment.clear();
    app.green("`SCHEMA_SNAPSHOT` is not set any more");

    // What nothing has changed for is not compiled again.
    assert!(!app.check(cargo()).1, "compiled without a reason");
    app.refresh("CREATE TABLE tags (id uuid PRIMARY KEY)");
    assert!(
        !app.check(cargo()).1,
        "compiled for a table without a model"
    );
    app.repair();

    without_network(&app);
    with_sccache(&mut app);
}

fn without_network(app: &App) {
    let unshared = || {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net"]);
        command
    };
    let works = unshared().arg("true").output();
    if !works.is_ok_and(|output| output.status.success()) {
        eprintln!("left out: `unshare --net` does not work here");
        return;
    }
    app.touch();
    let program = cargo().get_program().to_owned();
    let mut command = unshared();
    command.arg(program);
    let (errors, compiled) = app.check(command);
    assert!(compiled && errors.is_empty(), "without a network: {errors}");
}

/// sccache keeps what rustc made, by the content of what rustc says it has read.
fn with_sccache(app: &mut App) {
    if Command::new("sccache").arg("--version").output().is_err() {
        eprintln!("left out: there is no `sccache`");
        return;
    }
    let server = Sccache::start();
    app.environment.clone_from(&server.environment);
    app.environment
        .push(("RUSTC_WRAPPER", "sccache".to_owned()));
    app.environment.push(("CARGO_INCREMENTAL", "0".to_owned()));
    app.touch();
    app.steps();
    let hits = server.hits();
    assert!(
        hits >= STEPS.len() as u64,
        "only {hits} answers came from the cache"
    );
}

/// A server of our own, with an empty cache; gone with the test.
struct Sccache {
    environment: Vec<(&'static str, String)>,
}

impl Sccache {
    fn start() -> Self {
        let cache = root().join("target/rebuild/sccache");
        let _ = fs::remove_dir_all(&cache);
        // A port that is free now.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let server = Self {
            environment: vec![
                ("SCCACHE_DIR", cache.to_string_lossy().into_owned()),
                ("SCCACHE_SERVER_PORT", port.to_string()),
                ("SCCACHE_IDLE_TIMEOUT", "60".to_owned()),
            ],
        };
        server.run(&["--start-server"]);
        server
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("sccache");
        command
            .args(arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }

    fn hits(&self) -> u64 {
        let text = self.run(&["--show-stats", "--stats-format=json"]);
        let stats: Value = serde_json::from_str(&text).unwrap();
        let hits = stats["stats"]["cache_hits"]["counts"].as_object().unwrap();
        hits.values().filter_map(Value::as_u64).sum()
    }
}

impl Drop for Sccache {
    fn drop(&mut self) {
        self.run(&["--stop-server"]);
    }
}
