//! Which files have the models: the source of every package whose derive finds the snapshot.
//!
//! Cargo is not asked. The tree may not build, and the machine may have no cargo and no network. So
//! a package is a directory with a `Cargo.toml`, and all Rust below it that git does not ignore is
//! its source: what is in no build is left out by `models.exclude`.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};
use schema_snapshot::store;

use super::Scope;
use crate::error::{Error, Result};
use crate::place;
use crate::report::Unread;

/// The files, in byte order of their paths, and what of the tree can't be looked into.
pub(super) fn find(scope: Scope<'_>) -> Result<(Vec<PathBuf>, Vec<Unread>)> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let snapshot = whole(scope.snapshot);
    let explicit = place::explicit();
    let roots = roots(scope, &snapshot, explicit.is_some());
    let exclude = exclusion(scope.exclude, snapshot.parent().unwrap_or(&snapshot))?;
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    let mut packages = Packages {
        snapshot,
        given: scope.given,
        explicit,
        known: HashMap::new(),
    };
    for root in roots {
        let exclude = exclude.clone();
        let walk = WalkBuilder::new(whole(&root))
            // What one person's machine ignores in every repository says nothing of this one.
            .git_global(false)
            .require_git(false)
            .filter_entry(move |entry| {
                let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
                !(exclude.matched(entry.path(), is_dir).is_ignore() || is_dir && is_foreign(entry))
            })
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| !kind.is_dir());
                    let path = entry.into_path();
                    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
                    if is_file && is_rust && packages.are_checked(&path) {
                        files.push(path);
                    }
                }
                Err(error) => unread.extend(of_walk(&error, scope)),
            }
        }
    }
    files.sort_unstable();
    files.dedup();
    // As the reader would type them.
    let real = whole(scope.directory);
    for file in &mut files {
        if let Ok(below) = file.strip_prefix(&real) {
            *file = scope.directory.join(below);
        }
    }
    Ok((files, unread))
}

/// Below which directories packages can be that find the snapshot.
fn roots(scope: Scope<'_>, snapshot: &Path, explicit: bool) -> Vec<PathBuf> {
    let found_from_below = snapshot.file_name().is_some_and(|n| n == store::DIRECTORY);
    let mut roots = Vec::new();
    if found_from_below && !explicit {
        roots.extend(snapshot.parent().map(Path::to_owned));
    } else if let Some(root) = place::workspace(scope.directory) {
        roots.push(root.to_owned());
    }
    roots
}

fn exclusion(patterns: &[String], beside: &Path) -> Result<Gitignore> {
    let wrong = |pattern: &str, error: &ignore::Error| {
        Error::usage(format!(
            "`models.exclude` in `schema.toml` has `{pattern}`, which is no pattern: {error}"
        ))
    };
    let mut builder = GitignoreBuilder::new(beside);
    for pattern in patterns {
        let added = builder.add_line(None, pattern);
        added.map_err(|error| wrong(pattern, &error))?;
    }
    builder
        .build()
        .map_err(|error| wrong(&patterns.join(" "), &error))
}

/// Whether a directory is nobody's own source: what cargo builds, caches, what is vendored.
fn is_foreign(entry: &DirEntry) -> bool {
    let path = entry.path();
    let has = |file: &str| path.join(file).is_file();
    let name = entry.file_name();
    entry.depth() > 0
        && (name == "node_modules"
            || name == "target" && path.with_file_name("Cargo.toml").is_file()
            || has("CACHEDIR.TAG")
            || has(".cargo-checksum.json"))
}

/// A directory that can't be looked into. A link that leads nowhere is in no build.
fn of_walk(error: &ignore::Error, scope: Scope<'_>) -> Option<Unread> {
    let (path, io) = parts(error);
    let io = io.filter(|io| io.kind() != std::io::ErrorKind::NotFound)?;
    let path = path.unwrap_or(scope.directory);
    Some(super::unread(path, scope, &io.to_string()))
}

fn parts(error: &ignore::Error) -> (Option<&Path>, Option<&std::io::Error>) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path), parts(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            parts(err)
        }
        ignore::Error::Io(error) => (None, Some(error)),
        // A pattern in a `.gitignore` that git does not understand either.
        _ => (None, None),
    }
}

/// Which packages are checked against the snapshot.
struct Packages {
    snapshot: PathBuf,
    given: bool,
    explicit: Option<OsString>,
    /// By directory, whether its files are.
    known: HashMap<PathBuf, bool>,
}

impl Packages {
    fn are_checked(&mut self, file: &Path) -> bool {
        let Some(directory) = file.parent() else {
            return false;
        };
        if let Some(known) = self.known.get(directory) {
            return *known;
        }
        let mut above = directory.ancestors();
        let package = above.find(|above| above.join("Cargo.toml").is_file());
        let are = package.is_some_and(|package| self.is_checked(package));
        self.known.insert(directory.to_owned(), are);
        are
    }

    fn is_checked(&self, package: &Path) -> bool {
        match store::locate(package, self.explicit.as_deref()) {
            Ok(found) => found
                .canonicalize()
                .is_ok_and(|found| found == self.snapshot),
            Err(_) => self.given,
        }
    }
}
