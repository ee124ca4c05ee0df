//! PostgreSQL's programs on this machine.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ServerError;

/// A directory with PostgreSQL's `initdb` and `postgres`.
#[derive(Clone, Debug)]
pub struct Binaries {
    directory: PathBuf,
    major: u32,
}

/// Directories that packages install to. `*` is the major version; the newest is taken.
const INSTALLED: &[&str] = &[
    // Debian, Ubuntu
    "/usr/lib/postgresql/*/bin",
    // postgresql.org's packages for Red Hat and its kin
    "/usr/pgsql-*/bin",
    // SUSE
    "/usr/lib/postgresql*/bin",
    // Homebrew on Apple silicon, Intel, Linux
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    // Postgres.app
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    // MacPorts, and the EDB installer
    "/opt/local/lib/postgresql*/bin",
    "/Library/PostgreSQL/*/bin",
    // built from source
    "/usr/local/pgsql/bin",
];

impl Binaries {
    /// The binaries to use when none are named: `PG_BIN`, else the first directory of `PATH` that
    /// has them, else the newest of the places that packages install to.
    ///
    /// # Errors
    ///
    /// [`ServerError::NotFound`] says where it looked. A `PG_BIN` without the programs is an error
    /// and not passed over.
    pub fn find() -> Result<Self, ServerError> {
        Self::find_in(
            std::env::var_os("PG_BIN").as_deref(),
            std::env::var_os("PATH").as_deref(),
            INSTALLED,
        )
    }

    fn find_in(
        pg_bin: Option<&OsStr>,
        path: Option<&OsStr>,
        installed: &[&str],
    ) -> Result<Self, ServerError> {
        if let Some(directory) = pg_bin.filter(|d| !d.is_empty()) {
            return Self::open(Path::new(directory), true);
        }
        let on_path = path.map(|p| std::env::split_paths(p).collect::<Vec<_>>());
        for directory in on_path.iter().flatten() {
            if directory.is_absolute() && missing(directory).is_none() {
                return Self::open(directory, false);
            }
        }
        for pattern in installed {
            for directory in newest_first(pattern) {
                if missing(&directory).is_none() {
                    return Self::open(&directory, false);
                }
            }
        }
        let mut looked = vec![
            "`PG_BIN`: not set".to_owned(),
            "each directory of `PATH`".to_owned(),
        ];
        looked.extend(installed.iter().map(|&p| p.to_owned()));
        Err(ServerError::NotFound { looked })
    }

    /// The binaries in a directory.
    ///
    /// # Errors
    ///
    /// When one is missing, or `postgres --version` can't be run.
    pub fn at(directory: impl AsRef<Path>) -> Result<Self, ServerError> {
        Self::open(directory.as_ref(), false)
    }

    fn open(directory: &Path, from_pg_bin: bool) -> Result<Self, ServerError> {
        // A relative PG_BIN is meant from here, and the server's programs run elsewhere.
        let directory = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
        if let Some(missing) = missing(&directory) {
            return Err(ServerError::Incomplete {
                directory,
                missing,
                from_pg_bin,
            });
        }
        let program = directory.join(program_name("postgres"));
        let output = Command::new(&program)
            .arg("--version")
            .output()
            .map_err(|error| ServerError::Run {
                program: program.clone(),
                as_user: None,
                error,
            })?;
        let output = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        match major_of(&output) {
            Some(major) => Ok(Self { directory, major }),
            None => Err(ServerError::Version { program, output }),
        }
    }

    /// The major version, 17 of `17.2`.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The path of one program.
    #[cfg_attr(not(unix), allow(dead_code))]
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(program_name(name))
    }
}

fn program_name(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

fn missing(directory: &Path) -> Option<&'static str> {
    ["initdb", "postgres"]
        .into_iter()
        .find(|name| !directory.join(program_name(name)).is_file())
}

/// `postgres (PostgreSQL) 17.2 (Debian ...)`, `postgres (PostgreSQL) 18beta1`.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    let end = number
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(number.len());
    number[..end].parse().ok()
}

/// The directories that a pattern with at most one `*` in one component stands for, the greatest
/// number first.
fn newest_first(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(prefix)?;
            let digits = version
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(version.len());
            let number = version[..digits].parse().ok()?;
            Some((number, PathBuf::from(format!("{parent}/{name}{after}"))))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn versions_are_read() {
        let major = |text| major_of(text);
        assert_eq!(
            major("postgres (PostgreSQL) 17.2 (Debian 17.2-1)"),
            Some(17)
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) "), None);
        assert_eq!(major("something else"), None);
    }

    #[test]
    fn nothing_found_says_where_it_looked_and_what_to_install() {
        let error =
            Binaries::find_in(None, Some(OsStr::new("")), &["/nonexistent/*/bin"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no PostgreSQL binaries (`initdb`, `postgres`) on this machine; looked at\n  \
             `PG_BIN`: not set\n  \
             each directory of `PATH`\n  \
             /nonexistent/*/bin\n\
             install them (Debian, Ubuntu: `apt install postgresql`; Fedora: `dnf install \
             postgresql-server`; Homebrew: `brew install postgresql`), or set `PG_BIN` to the \
             directory that has them, or give a server with `--database-url`"
        );
    }

    #[test]
    fn a_wrong_pg_bin_is_not_passed_over() {
        let error = Binaries::find_in(Some(OsStr::new("/")), None, INSTALLED).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`PG_BIN` names `/`, which has no program `initdb`; expected the directory of \
             PostgreSQL's server binaries, for example `/usr/lib/postgresql/17/bin`"
        );
    }

    #[test]
    fn the_newest_installation_comes_first() {
        let root = std::env::temp_dir().join(format!("cargo-schema-newest-{}", std::process::id()));
        for version in ["9", "14", "17", "other"] {
            std::fs::create_dir_all(root.join(version).join("bin")).unwrap();
        }
        let found = newest_first(&format!("{}/*/bin", root.display()));
        let names: Vec<_> = found
            .iter()
            .map(|p| p.strip_prefix(&root).unwrap().display().to_string())
            .collect();
        std::fs::remove_dir_all(&root).unwrap();
        assert_eq!(names, ["17/bin", "14/bin", "9/bin"]);
    }
}
