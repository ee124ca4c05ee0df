//! A primary and a hot standby of it, for tests.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cargo_schema::server::{Binaries, Options, Server};
use postgres::{Client, NoTls};

use crate::Running;

/// A primary of a test's own.
///
/// # Panics
///
/// When it does not start.
pub fn primary(of: &Running) -> Server {
    let settings = [
        ("wal_level", "replica"),
        ("max_wal_senders", "4"),
        ("full_page_writes", "on"),
    ];
    let binaries = Binaries::at(&of.binaries).unwrap();
    let options = Options {
        settings: settings.map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
        ..Options::default()
    };
    Server::start_with(&binaries, &options).unwrap_or_else(|error| panic!("{error}"))
}

/// A hot standby that is thrown away.
#[derive(Debug)]
pub struct Replica {
    directory: PathBuf,
    process: Child,
}

impl Replica {
    /// Of a [`primary`], as it is now and what follows. Its files are copied: not every distribution of
    /// PostgreSQL has `pg_basebackup`. They are in the primary's own directory, which goes when that does,
    /// and with the next server where a test was killed.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub fn of(primary: &Server, binaries: &Path) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = primary.socket_directory().join(format!("replica-{n}"));
        fs::create_dir(&directory).unwrap();
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o700)).unwrap();
        // Who runs the primary: PostgreSQL does not run as root.
        let socket = fs::metadata(primary.socket_directory()).unwrap();
        let (uid, gid) = (socket.uid(), socket.gid());
        let own = |path: &Path| chown(path, Some(uid), Some(gid)).unwrap();
        own(&directory);
        let data = directory.join("data");
        let label = copy(primary, &data);
        let source = format!(
            "\nprimary_conninfo = 'host={} port=5432 user=postgres'\n",
            primary.socket_directory().display()
        );
        let settings = data.join("postgresql.auto.conf");
        let written = fs::read_to_string(&settings).unwrap() + &source;
        for (name, text) in [
            ("backup_label", label.as_str()),
            ("standby.signal", ""),
            ("postgresql.auto.conf", written.as_str()),
        ] {
            fs::write(data.join(name), text).unwrap();
            own(&data.join(name));
        }
        let mut command = Command::new(fs::canonicalize(binaries.join("postgres")).unwrap());
        if fs::metadata("/proc/self").unwrap().uid() != uid {
            command.uid(uid).gid(gid);
        }
        let process = command
            .current_dir(&directory)
            .args(["-p", "5432", "-h", "", "-F", "-D"])
            .arg(&data)
            .arg("-k")
            .arg(&directory)
            // What the primary has done is done here at once, whoever is in the way.
            .args(["-c", "max_standby_streaming_delay=0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(directory.join("log")).unwrap())
            .spawn()
            .unwrap();
        Self { directory, process }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        let host = self.directory.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}:5432/postgres")
    }

    /// A connection, as soon as it takes one.
    ///
    /// # Panics
    ///
    /// When it takes none within a minute.
    pub fn connect(&self) -> Client {
        let started = Instant::now();
        loop {
            match Client::connect(&self.url(), NoTls) {
                Ok(client) => return client,
                Err(error) => assert!(
                    started.elapsed() < Duration::from_secs(60),
                    "{error}\n{}",
                    fs::read_to_string(self.directory.join("log")).unwrap_or_default()
                ),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Copies the primary's files while it runs, and gives the label that says from where on its log is to
/// be followed.
fn copy(primary: &Server, to: &Path) -> String {
    let mut client = primary.config("postgres").connect(NoTls).unwrap();
    let (start, stop) = if primary.major() < 15 {
        (
            "pg_start_backup('replica', true, false)",
            "pg_stop_backup(false)",
        )
    } else {
        ("pg_backup_start('replica', true)", "pg_backup_stop()")
    };
    client.batch_execute(&format!("SELECT {start}")).unwrap();
    let from = client.query_one("SHOW data_directory", &[]).unwrap();
    let from: String = from.get(0);
    let copied = Command::new("cp")
        .arg("-Rp")
        .args([from.as_ref(), to])
        .status();
    assert!(copied.unwrap().success());
    fs::remove_file(to.join("postmaster.pid")).unwrap();
    let label = format!("SELECT labelfile FROM {stop}");
    client.query_one(&label, &[]).unwrap().get(0)
}

impl Drop for Replica {
    fn drop(&mut self) {
        // SIGQUIT, PostgreSQL's immediate shutdown: its children end with it.
        let pid = self.process.id().to_string();
        let _ = Command::new("kill").args(["-QUIT", &pid]).status();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}
