//! What the command's tests share: a server, a project, and running the binary in it.

#![allow(clippy::unwrap_used, dead_code, unreachable_pub, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use cargo_schema::server::{Binaries, Server};
use postgres::{Client, NoTls};

/// The last of `SCHEMA_TEST_POSTGRES` (the newest, a list as in `PATH`), else the installed one.
pub fn binaries() -> Binaries {
    let found = match std::env::var_os("SCHEMA_TEST_POSTGRES") {
        Some(list) => {
            let all = std::env::split_paths(&list).map(|dir| Binaries::at(dir).unwrap());
            all.max_by_key(Binaries::major).unwrap()
        }
        None => Binaries::find().unwrap_or_else(|error| panic!("{error}")),
    };
    assert!(found.major() >= 13);
    found
}

/// One server for the tests that run at the same time; the last one stops it.
pub fn server() -> Arc<Server> {
    static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let server = Server::start(&binaries()).unwrap_or_else(|error| panic!("{error}"));
        let server = Arc::new(server);
        *shared = Arc::downgrade(&server);
        server
    })
}

/// A database of the test's own.
pub struct Database {
    pub server: Arc<Server>,
    pub name: String,
}

impl Database {
    pub fn new(sql: &str) -> Self {
        Self::on(server(), sql)
    }

    /// On a server that no other test has. Roles belong to a server: where one is made, another test's
    /// migrations would be thought to have made it.
    pub fn alone(sql: &str) -> Self {
        let server = Server::start(&binaries()).unwrap_or_else(|error| panic!("{error}"));
        Self::on(Arc::new(server), sql)
    }

    fn on(server: Arc<Server>, sql: &str) -> Self {
        let name = format!("app_{}", number());
        let mut client = server.config("postgres").connect(NoTls).unwrap();
        client
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
            .unwrap();
        let database = Self { server, name };
        database.run(sql);
        database
    }

    pub fn client(&self) -> Client {
        self.server.config(&self.name).connect(NoTls).unwrap()
    }

    pub fn run(&self, sql: &str) {
        self.client()
            .batch_execute(sql)
            .unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }

    pub fn url(&self) -> String {
        self.server.url(&self.name)
    }

    /// The names of databases that a command left behind.
    pub fn scratch_databases(&self) -> Vec<String> {
        let sql = "SELECT datname::text FROM pg_database WHERE datname LIKE 'cargo_schema%'";
        let rows = self.client().query(sql, &[]).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = self.server.config("postgres").connect(NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A directory with a `Cargo.toml`, removed at the end.
pub struct Project {
    pub root: PathBuf,
    variables: BTreeMap<String, String>,
}

/// What a run of the command said.
#[derive(Debug)]
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Everything, for a snapshot.
    pub fn all(&self) -> String {
        let mut all = format!(
            "exit status {}\n",
            self.status.map_or("none".to_owned(), |s| s.to_string())
        );
        for (name, text) in [("out", &self.out), ("err", &self.err)] {
            if !text.is_empty() {
                let _ = write!(all, "--- {name}\n{text}");
            }
        }
        all
    }
}

impl Project {
    pub fn new() -> Self {
        let name = format!("cargo-schema-test-{}-{}", std::process::id(), number());
        let root = std::env::temp_dir().join(name);
        fs::create_dir(&root).unwrap();
        let mut project = Self {
            root,
            variables: BTreeMap::new(),
        };
        project.write("Cargo.toml", "[package]\nname = \"app\"\n");
        project.set("PG_BIN", binaries().directory().to_str().unwrap());
        project
    }

    /// With a migration in `migrations/`.
    pub fn with_migrations(files: &[(&str, &str)]) -> Self {
        let project = Self::new();
        for (file, text) in files {
            project.write(&format!("migrations/{file}"), text);
        }
        project
    }

    pub fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// The command, as cargo would call it, in the project's directory and nobody's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-schema"));
        command
            .arg("schema")
            .args(arguments)
            .current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            let theirs = name.starts_with("PG") || name.starts_with("CLICOLOR");
            if theirs || ["DATABASE_URL", "NO_COLOR", "SCHEMA_SNAPSHOT"].contains(&name.as_str()) {
                command.env_remove(name);
            }
        }
        command.env("HOME", &self.root).envs(&self.variables);
        command.stdin(Stdio::null());
        command
    }

    /// Runs it to its end. Paths and names that differ from run to run are replaced.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: &[u8]| {
            let text =
                String::from_utf8_lossy(bytes).replace(&format!("{}/", self.root.display()), "");
            hide_numbers(&text)
        };
        Said {
            status: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Runs git in the project, as nobody in particular.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(&self.root)
            // Whatever the developer has configured.
            .env("GIT_CONFIG_GLOBAL", self.root.join("no-such-file"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
            .args(arguments)
            .output()
            .expect("this test needs git");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits all that is there.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// A text without the number of the server's major version.
    pub fn without_major(&self, text: &str) -> String {
        let index = fs::read_to_string(self.root.join("schema/index.json")).unwrap();
        let (_, major) = index.split_once("\"server_major\": ").unwrap();
        let major: String = major.chars().take_while(char::is_ascii_digit).collect();
        text.replace(&format!("PostgreSQL {major}"), "PostgreSQL MAJOR")
    }

    /// A text without the hashes of commits.
    pub fn without_hashes(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for hash in self.git(&["rev-list", "--all"]).lines() {
            text = text.replace(hash, "COMMIT").replace(&hash[..10], "COMMIT");
        }
        text
    }

    /// The files of the snapshot and their bytes.
    pub fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.root.join("schema"), "", &mut files);
        files
    }

    pub fn files(&self) -> Vec<String> {
        self.snapshot().into_keys().collect()
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn collect(directory: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// The name of a database, the directory of a socket, and the server's version are of no interest.
fn hide_numbers(text: &str) -> String {
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut line = line.to_owned();
        hide(&mut line, "throw-away PostgreSQL ", "N", |c| {
            c.is_ascii_digit()
        });
        hide(&mut line, "/app_", "N", |c| c.is_ascii_digit());
        hide(&mut line, "\"app_", "N", |c| c.is_ascii_digit());
        hide(&mut line, "?host=", "SOCKET", |c| !"`&".contains(c));
        hide(&mut line, "127.0.0.1:", "PORT", |c| c.is_ascii_digit());
        out.push(line);
    }
    out.concat()
}

fn hide(line: &mut String, after: &str, by: &str, part: impl Fn(char) -> bool) {
    let mut from = 0;
    while let Some(found) = line[from..].find(after) {
        let start = from + found + after.len();
        let end = line[start..]
            .find(|c| !part(c))
            .map_or(line.len(), |end| start + end);
        if end > start {
            line.replace_range(start..end, by);
        }
        from = start;
    }
}

pub fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
