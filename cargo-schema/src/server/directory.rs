//! The private directory of a throw-away server: its data, its socket, its log.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::ServerError;
use crate::random;

/// The longest of the socket's file names.
const SOCKET: &str = ".s.PGSQL.65535.lock";

/// The longest path of a Unix socket: `sun_path` with its final zero, less that zero.
const SOCKET_PATH_MAX: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

const PREFIX: &str = "cargo-schema-server-";

/// The user that PostgreSQL runs as when this process is root's: PostgreSQL refuses root.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// Nobody, when this process is root's; otherwise PostgreSQL runs as who we are.
///
/// Not `postgres`, though that user may exist: a migration is the user's code
/// run as the server's superuser, and must not reach the files of a real server.
pub(super) fn unprivileged_user() -> Result<Option<User>, ServerError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    nobody(&passwd)
        .map(Some)
        .ok_or(ServerError::NoUnprivilegedUser)
}

/// A line of passwd(5): `nobody:x:65534:65534:...`; macOS writes the ids as -2.
fn nobody(passwd: &str) -> Option<User> {
    let id = |text: &str| {
        let signed = || {
            text.parse::<i32>()
                .map(|n| u32::from_ne_bytes(n.to_ne_bytes()))
        };
        text.parse().or_else(|_| signed()).ok()
    };
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|&n| n == "nobody")?.to_owned();
        let uid = id(fields.nth(1)?)?;
        let gid = id(fields.next()?)?;
        Some(User { name, uid, gid })
    })
}

/// The directory; locked as long as this value lives, so that nobody takes it for a leftover.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    _lock: File,
}

impl Directory {
    /// Makes a directory that the server's user owns and nobody else can enter.
    pub(super) fn create(user: Option<&User>) -> Result<Self, ServerError> {
        let parent = parent(user);
        let path = parent.join(format!(
            "{PREFIX}{:012x}",
            random::number() & 0xffff_ffff_ffff
        ));
        let failed = |error| ServerError::Directory {
            path: parent.clone(),
            error,
        };
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(failed)?;
        let made = (|| {
            // The name appears when the lock is held: see `remove_leftovers`.
            let lock = File::create(path.join("lock.new"))?;
            flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
            fs::rename(path.join("lock.new"), path.join("lock"))?;
            if let Some(user) = user {
                std::os::unix::fs::chown(&path, Some(user.uid), Some(user.gid))?;
            }
            io::Result::Ok(lock)
        })();
        match made {
            Ok(lock) => {
                remove_leftovers(&parent, user);
                Ok(Self { path, _lock: lock })
            }
            Err(error) => {
                let _ = fs::remove_dir_all(&path);
                Err(failed(error))
            }
        }
    }

    /// Where the socket is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// `PGDATA`.
    pub(super) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// A new file for what a program writes.
    pub(super) fn new_log(&self) -> Result<File, ServerError> {
        File::create(self.log()).map_err(|error| ServerError::Directory {
            path: self.path.clone(),
            error,
        })
    }

    /// The last lines of the log.
    pub(super) fn log_tail(&self) -> String {
        const LINES: usize = 12;
        let text = fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(LINES)..].join("\n")
    }

    fn log(&self) -> PathBuf {
        self.path.join("log")
    }
}

/// The temporary directory, unless the server's user can't get there or the socket's path would be
/// too long; then `/tmp`.
fn parent(user: Option<&User>) -> PathBuf {
    let parent = std::env::temp_dir();
    let socket = parent.join(format!("{PREFIX}000000000000")).join(SOCKET);
    let path = parent.as_os_str().as_bytes();
    // The setting that names the directory is a list with quoting rules.
    let plain = !path.iter().any(|b| matches!(b, b',' | b'"' | b'\n'));
    let fits = socket.as_os_str().len() <= SOCKET_PATH_MAX;
    let reachable = user.is_none() || parent.ancestors().all(others_may_pass);
    if parent.is_absolute() && plain && fits && reachable {
        parent
    } else {
        PathBuf::from("/tmp")
    }
}

fn others_may_pass(directory: &Path) -> bool {
    fs::metadata(directory).is_ok_and(|m| m.mode() & 0o001 != 0)
}

/// Removes the directories of processes that were killed before they could do it themselves.
/// Whoever holds the lock lives; what belongs to another user is not touched.
fn remove_leftovers(parent: &Path, user: Option<&User>) {
    let owner = user.map_or_else(|| rustix::process::geteuid().as_raw(), |u| u.uid);
    let entries = fs::read_dir(parent).into_iter().flatten();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        if !name.as_bytes().starts_with(PREFIX.as_bytes()) {
            continue;
        }
        let ours = fs::symlink_metadata(entry.path()).is_ok_and(|m| m.is_dir() && m.uid() == owner);
        let abandoned = File::open(entry.path().join("lock"))
            .is_ok_and(|lock| flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok());
        if ours && abandoned {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn nobody_is_found_as_linux_and_macos_write_it() {
        let user = nobody("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533:n:/:/no\n").unwrap();
        assert_eq!((user.uid, user.gid), (65534, 65533));
        let user = nobody("nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false\n").unwrap();
        assert_eq!((user.uid, user.gid), (u32::MAX - 1, u32::MAX - 1));
        assert!(nobody("root:x:0:0:root:/root:/bin/sh\n").is_none());
        assert!(nobody("nobody:x:65534\n").is_none());
    }

    #[test]
    fn leftovers_go_and_what_is_in_use_stays() {
        let parent = std::env::temp_dir().join(format!("left-{:x}", random::number()));
        fs::create_dir(&parent).unwrap();
        let dead = parent.join(format!("{PREFIX}dead"));
        fs::create_dir(&dead).unwrap();
        File::create(dead.join("lock")).unwrap();
        let alive = parent.join(format!("{PREFIX}alive"));
        fs::create_dir(&alive).unwrap();
        let lock = File::create(alive.join("lock")).unwrap();
        flock(&lock, FlockOperation::NonBlockingLockExclusive).unwrap();
        let other = parent.join("other");
        fs::create_dir(&other).unwrap();

        remove_leftovers(&parent, None);

        let left = (dead.exists(), alive.exists(), other.exists());
        fs::remove_dir_all(&parent).unwrap();
        assert_eq!(left, (false, true, true));
    }
}
