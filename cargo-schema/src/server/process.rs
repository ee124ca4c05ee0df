//! The server's processes: `initdb`, then `postgres`.

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use postgres::NoTls;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::directory::{Directory, User, unprivileged_user};
use super::{Binaries, Options, ServerError, Tether};
use crate::cleanup;
use crate::source::percent_encode;

/// The superuser's name: what most servers have, and some migrations name.
const SUPERUSER: &str = "postgres";
/// Part of the socket's name. Given everywhere, so that no `PGPORT` of the environment counts.
const DEFAULT_PORT: u16 = 5432;
const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// A running server. Dropping it stops it and removes its directory.
#[derive(Debug)]
pub struct Server {
    socket_directory: PathBuf,
    port: u16,
    major: u32,
    running: Arc<Running>,
    _guard: cleanup::Guard,
}

impl Server {
    /// Makes a data directory and starts a server on it: about a second.
    ///
    /// # Errors
    ///
    /// Each [`ServerError`] but those of finding the binaries. Nothing is left behind.
    pub fn start(binaries: &Binaries) -> Result<Self, ServerError> {
        Self::start_with(binaries, &Options::default())
    }

    /// The same with more settings.
    pub fn start_with(binaries: &Binaries, options: &Options) -> Result<Self, ServerError> {
        let user = unprivileged_user()?;
        let directory = Directory::create(user.as_ref())?;
        let socket_directory = directory.path().to_owned();
        let running = Arc::new(Running::new(directory));
        let at_exit = Arc::clone(&running);
        let server = Self {
            socket_directory,
            port: options.port.unwrap_or(DEFAULT_PORT),
            major: binaries.major(),
            running,
            _guard: cleanup::guard(move || at_exit.end()),
        };
        server.initdb(binaries, user.as_ref())?;
        server.postgres(binaries, user.as_ref(), options)?;
        Ok(server)
    }

    /// How to connect to a database of the server as its superuser. There is always `postgres`.
    pub fn config(&self, dbname: &str) -> postgres::Config {
        let mut config = postgres::Config::new();
        config
            .host_path(&self.socket_directory)
            .port(self.port)
            .user(SUPERUSER)
            .dbname(dbname);
        config
    }

    /// The same as a URL that libpq, sqlx and the `postgres` crate understand.
    pub fn url(&self, dbname: &str) -> String {
        let host = percent_encode(&self.socket_directory.to_string_lossy());
        format!(
            "postgresql://{SUPERUSER}@{host}:{}/{}",
            self.port,
            percent_encode(dbname)
        )
    }

    /// The server's major version.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The directory of the socket, what libpq takes as host.
    pub fn socket_directory(&self) -> &Path {
        &self.socket_directory
    }

    /// The process id of the postmaster.
    pub fn process_id(&self) -> Option<u32> {
        let state = self.running.state();
        state.as_ref()?.child.as_ref().map(Child::id)
    }

    fn initdb(&self, binaries: &Binaries, user: Option<&User>) -> Result<(), ServerError> {
        let program = binaries.program("initdb");
        self.running
            .spawn(&program, user, Tether::Platform, |command, directory| {
                command
                    .arg("-D")
                    .arg(directory.data())
                    .args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8"])
                    .args(["--locale=C", "--no-sync"]);
            })?;
        let status = loop {
            if let Some(status) = self.running.poll()? {
                break status;
            }
            thread::sleep(Duration::from_millis(5));
        };
        if status.success() {
            return Ok(());
        }
        Err(self.running.failed(program, status))
    }

    fn postgres(
        &self,
        binaries: &Binaries,
        user: Option<&User>,
        options: &Options,
    ) -> Result<(), ServerError> {
        let program = binaries.program("postgres");
        self.running
            .spawn(&program, user, options.tether, |command, directory| {
                command.arg("-D").arg(directory.data());
                command.arg("-k").arg(directory.path());
                // No TCP; no durability; as little memory as will do.
                command.args(["-h", "", "-p", &self.port.to_string(), "-F"]);
                for setting in [
                    "shared_buffers=8MB",
                    "full_page_writes=off",
                    "wal_level=minimal",
                    "max_wal_senders=0",
                    "jit=off",
                    "timezone=UTC",
                ] {
                    command.args(["-c", setting]);
                }
                for (name, value) in &options.settings {
                    command.arg("-c").arg(format!("{name}={value}"));
                }
            })?;
        let mut config = self.config("postgres");
        config.connect_timeout(Duration::from_secs(5));
        let started = Instant::now();
        loop {
            if let Some(status) = self.running.poll()? {
                return Err(self.running.failed(program, status));
            }
            let last = match config.connect(NoTls) {
                Ok(_) => return Ok(()),
                Err(error) => error.to_string(),
            };
            if started.elapsed() > START_LIMIT {
                let log = self.running.log_tail();
                return Err(ServerError::Slow { last, log });
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// What is shared with the task that ends it, which may run in another thread at any moment.
#[derive(Debug)]
struct Running(Mutex<Option<State>>);

#[derive(Debug)]
struct State {
    directory: Directory,
    child: Option<Child>,
    watchdog: Option<Child>,
}

impl Running {
    fn new(directory: Directory) -> Self {
        Self(Mutex::new(Some(State {
            directory,
            child: None,
            watchdog: None,
        })))
    }

    fn state(&self) -> MutexGuard<'_, Option<State>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(
        &self,
        program: &Path,
        user: Option<&User>,
        tether: Tether,
        arguments: impl FnOnce(&mut Command, &Directory),
    ) -> Result<(), ServerError> {
        let mut state = self.state();
        let state = state.as_mut().ok_or(ServerError::Interrupted)?;
        let log = state.directory.new_log()?;
        let failed = |error| ServerError::Run {
            program: program.to_owned(),
            as_user: user.map(|u| u.name.clone()),
            error,
        };
        let mut command = Command::new(program);
        arguments(&mut command, &state.directory);
        prepare(&mut command, user, log, state.directory.path()).map_err(failed)?;
        let kernel = cfg!(target_os = "linux") && tether == Tether::Platform;
        if kernel {
            die_with_parent(&mut command);
        }
        let child = spawn_from_lasting_thread(command).map_err(failed)?;
        if !kernel {
            state.watchdog = Some(watchdog(child.id()).map_err(failed)?);
        }
        state.child = Some(child);
        Ok(())
    }

    /// How the current program ended, when it has.
    fn poll(&self) -> Result<Option<ExitStatus>, ServerError> {
        let mut state = self.state();
        let state = state.as_mut().ok_or(ServerError::Interrupted)?;
        let Some(child) = state.child.as_mut() else {
            return Ok(None);
        };
        match child.try_wait() {
            Ok(None) | Err(_) => Ok(None),
            Ok(Some(status)) => {
                state.child = None;
                end_child(state.watchdog.take());
                Ok(Some(status))
            }
        }
    }

    fn log_tail(&self) -> String {
        let state = self.state();
        state
            .as_ref()
            .map_or_else(String::new, |s| s.directory.log_tail())
    }

    fn failed(&self, program: PathBuf, status: ExitStatus) -> ServerError {
        ServerError::Failed {
            program,
            status: status.to_string(),
            log: self.log_tail(),
        }
    }

    /// Stops whatever runs and removes the directory.
    fn end(&self) {
        let Some(mut state) = self.state().take() else {
            return;
        };
        // First, so that it doesn't act on a process id that is no longer ours.
        end_child(state.watchdog.take());
        if let Some(mut child) = state.child.take() {
            let stopped = signal_and_wait(&mut child, Signal::QUIT, STOP_LIMIT);
            if !stopped {
                if let Some(pid) = pid_of(&child) {
                    let _ = kill_process_group(pid, Signal::KILL);
                }
                let _ = child.wait();
            }
        }
        let _ = std::fs::remove_dir_all(state.directory.path());
    }
}

/// `SIGQUIT` is PostgreSQL's "immediate shutdown"; it ends `initdb` as well.
fn signal_and_wait(child: &mut Child, signal: Signal, limit: Duration) -> bool {
    let Some(pid) = pid_of(child) else {
        return false;
    };
    // A child that was not waited for keeps its process id.
    let _ = kill_process(pid, signal);
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(None) if started.elapsed() < limit => thread::sleep(Duration::from_millis(5)),
            Ok(None) => return false,
            Ok(Some(_)) | Err(_) => return true,
        }
    }
}

fn end_child(child: Option<Child>) {
    if let Some(mut child) = child {
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn pid_of(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

fn prepare(
    command: &mut Command,
    user: Option<&User>,
    log: File,
    directory: &Path,
) -> io::Result<()> {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command
        .env("LC_ALL", "C")
        .env("TZ", "UTC")
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        // Ctrl-C goes to a terminal's whole foreground group. Ending the server is our task, in
        // our order: after the scratch database's.
        .process_group(0);
    if let Some(user) = user {
        // The standard library drops root's supplementary groups with the user id.
        command.uid(user.uid).gid(user.gid);
    }
    Ok(())
}

/// Has the kernel send `SIGQUIT` to the program when the thread that started it ends.
#[cfg(target_os = "linux")]
fn die_with_parent(command: &mut Command) {
    let parent = rustix::process::getpid();
    let set = move || {
        rustix::process::set_parent_process_death_signal(Some(Signal::QUIT))?;
        // The parent may have ended before the line above.
        if rustix::process::getppid() == Some(parent) {
            Ok(())
        } else {
            Err(rustix::io::Errno::SRCH.into())
        }
    };
    // The standard library runs this after it has changed the user, which clears the signal.
    // SAFETY: two system calls; nothing allocates or takes a lock between fork and exec.
    #[allow(unsafe_code)]
    unsafe {
        command.pre_exec(set);
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_: &mut Command) {}

/// A shell that waits for the end of a pipe which only this process holds open, so for the end of
/// this process, and then stops the server.
fn watchdog(server: u32) -> io::Result<Child> {
    Command::new("/bin/sh")
        .args(["-c", "read -r _; kill -QUIT \"$1\"", "sh"])
        .arg(server.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

/// Spawns from a thread that lasts as long as the process: the parent that the death signal waits
/// for is the thread, and a server may be handed to another one (tests run each in its own).
fn spawn_from_lasting_thread(command: Command) -> io::Result<Child> {
    type Order = (Command, mpsc::Sender<io::Result<Child>>);
    static SPAWNER: OnceLock<Mutex<mpsc::Sender<Order>>> = OnceLock::new();
    let spawner = SPAWNER.get_or_init(|| {
        let (send, orders) = mpsc::channel::<Order>();
        thread::spawn(move || {
            for (mut command, answer) in orders {
                let _ = answer.send(command.spawn());
            }
        });
        Mutex::new(send)
    });
    let gone = || io::Error::other("the thread that starts processes has ended");
    let (answer, child) = mpsc::channel();
    spawner
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .send((command, answer))
        .map_err(|_| gone())?;
    child.recv().map_err(|_| gone())?
}
