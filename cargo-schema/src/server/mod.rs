//! A throw-away PostgreSQL server from the binaries of this machine.
//!
//! It listens on a Unix socket in a private directory and nowhere else, takes
//! no port, writes nothing that has to survive, and never outlives the process
//! that started it: [`Drop`] stops it, a signal handler can through
//! [`crate::cleanup`], and when the process is killed outright the kernel (on
//! Linux) or a watchdog (elsewhere) stops it. Of a killed process only the
//! directory stays behind, and the next throw-away server removes it.

mod binaries;
#[cfg(unix)]
mod directory;
#[cfg(unix)]
mod process;

use std::fmt;
use std::io;
use std::path::PathBuf;

pub use binaries::Binaries;
#[cfg(unix)]
pub use process::Server;

/// What a throw-away server is started with besides its fixed settings.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Server settings, as `postgres -c name=value`; later ones win over the fixed ones.
    pub settings: Vec<(String, String)>,
    /// Part of the socket's name, and the port where `listen_addresses` is set; 5432 by default.
    pub port: Option<u16>,
    /// How it is tied to this process.
    pub tether: Tether,
}

/// How the server is tied to the life of this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tether {
    /// The kernel's parent-death signal where there is one (Linux), a watchdog elsewhere.
    #[default]
    Platform,
    /// A small shell process that waits for this process to end.
    Watchdog,
}

/// Why there is no throw-away server.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServerError {
    /// No directory with PostgreSQL's binaries was found.
    NotFound {
        /// The places that were looked at, in order.
        looked: Vec<String>,
    },
    /// A directory was named, by `PG_BIN` or by the caller, and lacks a program.
    Incomplete {
        /// The directory.
        directory: PathBuf,
        /// The program that is missing.
        missing: &'static str,
        /// Whether `PG_BIN` named the directory.
        from_pg_bin: bool,
    },
    /// A program was found and can't be run.
    Run {
        /// The program.
        program: PathBuf,
        /// The user to become first, when this process is root's.
        as_user: Option<String>,
        /// What the system said.
        error: io::Error,
    },
    /// `postgres --version` said something else than a version.
    Version {
        /// The program.
        program: PathBuf,
        /// What it said.
        output: String,
    },
    /// No directory for the server's files can be made.
    Directory {
        /// The directory, or the one in which it was to be made.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// This process is root's, and PostgreSQL refuses to run as root.
    NoUnprivilegedUser,
    /// `initdb` or `postgres` ended with an error.
    Failed {
        /// The program.
        program: PathBuf,
        /// How it ended.
        status: String,
        /// The end of what it wrote.
        log: String,
    },
    /// The server took longer than a minute to accept a connection.
    Slow {
        /// The last answer.
        last: String,
        /// The end of what it wrote.
        log: String,
    },
    /// The process is being ended by a signal.
    Interrupted,
    /// Unix sockets are what keeps a throw-away server private.
    UnsupportedPlatform,
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { looked } => {
                writeln!(
                    f,
                    "no PostgreSQL binaries (`initdb`, `postgres`) on this machine; looked at"
                )?;
                for place in looked {
                    writeln!(f, "  {place}")?;
                }
                write!(
                    f,
                    "install them (Debian, Ubuntu: `apt install postgresql`; Fedora: `dnf install \
                     postgresql-server`; Homebrew: `brew install postgresql`), or set `PG_BIN` to \
                     the directory that has them, or give a server with `--database-url`"
                )
            }
            Self::Incomplete {
                directory,
                missing,
                from_pg_bin,
            } => {
                let who = if *from_pg_bin {
                    "`PG_BIN` names"
                } else {
                    "given was"
                };
                write!(
                    f,
                    "{who} `{}`, which has no program `{missing}`; expected the directory of \
                     PostgreSQL's server binaries, for example `/usr/lib/postgresql/17/bin`",
                    directory.display()
                )
            }
            Self::Run {
                program,
                as_user: None,
                error,
            } => {
                write!(f, "cannot run `{}`: {error}", program.display())
            }
            Self::Run {
                program,
                as_user: Some(user),
                error,
            } => write!(
                f,
                "cannot run `{}` as user `{user}`: {error}; PostgreSQL does not run as root, so \
                 the program and the directories above it must be readable by others",
                program.display()
            ),
            Self::Version { program, output } => write!(
                f,
                "`{} --version` said `{output}`, expected `postgres (PostgreSQL) 17.2` or the like",
                program.display()
            ),
            Self::Directory { path, error } => write!(
                f,
                "cannot make a directory for a throw-away server in `{}`: {error}; `TMPDIR` chooses \
                 another place",
                path.display()
            ),
            Self::NoUnprivilegedUser => write!(
                f,
                "PostgreSQL does not run as root, and `/etc/passwd` has no user `nobody` to run it \
                 as; run the command as another user, or give a server with `--database-url`"
            ),
            Self::Failed {
                program,
                status,
                log,
            } => {
                write!(f, "`{}` failed with {status}", program.display())?;
                indented(f, log)
            }
            Self::Slow { last, log } => {
                write!(
                    f,
                    "a throw-away PostgreSQL server took longer than a minute to start: {last}"
                )?;
                indented(f, log)
            }
            Self::Interrupted => write!(f, "interrupted"),
            Self::UnsupportedPlatform => write!(
                f,
                "throw-away servers need Unix sockets and are started on Linux and macOS only; \
                 give a server with `--database-url`"
            ),
        }
    }
}

fn indented(f: &mut fmt::Formatter<'_>, log: &str) -> fmt::Result {
    if !log.is_empty() {
        write!(f, "; it wrote")?;
    }
    for line in log.lines() {
        write!(f, "\n  {line}")?;
    }
    Ok(())
}

impl std::error::Error for ServerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Run { error, .. } | Self::Directory { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// Where the platform has no Unix sockets: a type that is never made.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Server(std::convert::Infallible);

#[cfg(not(unix))]
impl Server {
    /// An error: see [`ServerError::UnsupportedPlatform`].
    pub fn start(_: &Binaries) -> Result<Self, ServerError> {
        Err(ServerError::UnsupportedPlatform)
    }

    /// An error: see [`ServerError::UnsupportedPlatform`].
    pub fn start_with(_: &Binaries, _: &Options) -> Result<Self, ServerError> {
        Err(ServerError::UnsupportedPlatform)
    }

    /// Never called.
    pub fn config(&self, _: &str) -> postgres::Config {
        match self.0 {}
    }

    /// Never called.
    pub fn url(&self, _: &str) -> String {
        match self.0 {}
    }
}
