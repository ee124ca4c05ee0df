//! Where the snapshot is, seen from the command.

use std::ffi::OsString;
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::path::{Path, PathBuf};

use schema_snapshot::config::Config;
use schema_snapshot::store::{self, DIRECTORY, Problem, ReadError};

use crate::error::{Error, Result};

/// The snapshot that is there: `--snapshot`, else the variable `SCHEMA_SNAPSHOT` as the derive
/// reads it, else the nearest `schema/index.json` from the working directory upwards.
///
/// # Errors
///
/// When there is none.
pub fn existing(directory: &Path, option: Option<&Path>) -> Result<PathBuf> {
    let (from, explicit) = match option {
        Some(option) => (directory.to_owned(), Some(option.as_os_str().to_owned())),
        None => explicit_variable(directory),
    };
    store::locate(&from, explicit.as_deref()).map_err(|error| {
        let mut told = Error::usage(error.message());
        told.help = error.help();
        told
    })
}

/// Where `init` makes one: `--snapshot` or `SCHEMA_SNAPSHOT`, else `schema/` beside the
/// workspace's `Cargo.toml`, else beside the package's, else in the working directory.
///
/// # Errors
///
/// When there is one already, there or in a directory above.
pub fn new(directory: &Path, option: Option<&Path>) -> Result<PathBuf> {
    let (from, explicit) = match option {
        Some(option) => (directory.to_owned(), Some(option.as_os_str().to_owned())),
        None => explicit_variable(directory),
    };
    if let Ok(there) = store::locate(&from, explicit.as_deref()) {
        return Err(Error::usage(format!(
            "there is a snapshot already: `{}`",
            shown(&there, directory)
        ))
        .help("`cargo schema refresh` brings it up to date")
        .help("`--snapshot DIR` makes another one elsewhere"));
    }
    Ok(match explicit {
        Some(explicit) => from.join(explicit),
        None => root(directory).join(DIRECTORY),
    })
}

/// Where the snapshot is, or would be.
///
/// # Errors
///
/// None that [`existing`] and [`new`] do not both have.
pub fn expected(directory: &Path, option: Option<&Path>) -> Result<PathBuf> {
    existing(directory, option).or_else(|_| new(directory, option))
}

/// The variable `SCHEMA_SNAPSHOT`, when it names the snapshot.
pub fn explicit() -> Option<OsString> {
    std::env::var_os("SCHEMA_SNAPSHOT").filter(|value| !value.is_empty())
}

/// A relative `SCHEMA_SNAPSHOT` counts from the directory of the package's `Cargo.toml`.
fn explicit_variable(directory: &Path) -> (PathBuf, Option<OsString>) {
    match explicit() {
        None => (directory.to_owned(), None),
        Some(explicit) => {
            let mut manifests = directory
                .ancestors()
                .filter(|d| d.join("Cargo.toml").is_file());
            let from = manifests.next().unwrap_or(directory);
            (from.to_owned(), Some(explicit))
        }
    }
}

/// The workspace's directory, else the package's, else the working directory.
fn root(directory: &Path) -> &Path {
    workspace(directory).unwrap_or(directory)
}

/// The workspace's directory, else the package's. A manifest is only looked through for the table
/// `[workspace]`: cargo may not be there, and a broken manifest is not this command's matter.
pub fn workspace(directory: &Path) -> Option<&Path> {
    let mut package = None;
    for above in directory.ancestors() {
        let Ok(manifest) = std::fs::read_to_string(above.join("Cargo.toml")) else {
            continue;
        };
        let is_workspace = |line: &str| {
            let line = line.trim();
            line.starts_with("[workspace]") || line.starts_with("[workspace.")
        };
        if manifest.lines().any(is_workspace) {
            return Some(above);
        }
        package.get_or_insert(above);
    }
    package
}

/// The configuration beside a snapshot; that of an empty file when there is none.
///
/// # Errors
///
/// When it can't be read, or something in it is wrong.
pub fn config(snapshot: &Path, directory: &Path) -> Result<Config> {
    let path = snapshot.join("schema.toml");
    let shown = shown(&path, directory);
    match std::fs::read_to_string(&path) {
        Ok(text) => Config::parse(&text).map_err(|errors| {
            let each: Vec<_> = errors.0.iter().map(|e| format!("\n  {e}")).collect();
            Error::usage(format!("`{shown}` is not understood:{}", each.concat()))
        }),
        // A place where none can be is told of by whoever writes there.
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(Config::default()),
        Err(error) => Err(Error::failed(format!("cannot read `{shown}`: {error}"))),
    }
}

/// The migrations that the configuration of a snapshot names.
pub fn migrations(config: &Config, snapshot: &Path) -> Option<PathBuf> {
    let beside = snapshot.parent().unwrap_or(Path::new(""));
    config.migrations.as_ref().map(|path| beside.join(path))
}

/// A snapshot that can't be opened or listed.
pub fn unusable(error: &ReadError) -> Error {
    let mut told = match error.problem() {
        Problem::Config(errors) => {
            let each: Vec<_> = errors.0.iter().map(|e| format!("\n  {e}")).collect();
            let file = error.file();
            Error::usage(format!("`{file}` is not understood:{}", each.concat()))
        }
        Problem::NoConfig | Problem::Missing => Error::usage(error.message()),
        _ => Error::failed(error.message()),
    };
    told.help = error.help();
    told
}

/// A path as annotations of a commit have it: from the directory of the repository, with forward
/// slashes. Outside of one, as the reader would type it.
pub fn in_repository(path: &Path, directory: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let root = whole.ancestors().find(|above| above.join(".git").exists());
    let short = root.and_then(|root| whole.strip_prefix(root).ok());
    let short = short.filter(|short| !short.as_os_str().is_empty());
    short
        .map_or_else(
            || shown(path, directory),
            |short| short.display().to_string(),
        )
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// A path as the reader would type it.
pub fn shown(path: &Path, directory: &Path) -> String {
    let short = path.strip_prefix(directory).unwrap_or(path);
    if short.as_os_str().is_empty() {
        return ".".to_owned();
    }
    short.display().to_string()
}
