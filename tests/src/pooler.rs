//! PgBouncer in transaction mode, for tests.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// PgBouncer before a server, with one session for all clients of a database.
#[derive(Debug)]
pub struct Pooler {
    process: Child,
    directory: PathBuf,
}

impl Pooler {
    /// Before the server that listens in a directory. Nothing when it is not installed, and then it
    /// says so.
    ///
    /// # Panics
    ///
    /// When it starts and does not listen.
    pub fn start(server: &Path) -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cargo-schema-pooler-{}-{n}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir(&directory).unwrap();
        let mut command = Command::new("pgbouncer");
        let path = std::env::var_os("PATH").unwrap_or_default();
        // Debian's is where only root looks.
        let path = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
        command
            .env("PATH", std::env::join_paths(path).unwrap())
            .arg("--quiet");
        if fs::metadata(&directory).unwrap().uid() == 0 {
            command.args(["--user", "nobody"]);
        }
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
            server = server.display(),
            own = directory.display(),
        );
        fs::write(&file, configuration.replace("            ", "")).unwrap();
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o777)).unwrap();
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
                    "NOT SHOWN: what is behind a pooler, `pgbouncer` does not start: {error}"
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

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        let host = self.directory.display();
        format!("postgresql:///{database}?host={host}&user=me")
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}
