//! Directories of migrations: which tool's they are, what is in them, and
//! applying them to a scratch database.
//!
//! Each layout is a file here: which entries of a directory it takes for
//! migrations, their versions, and where transactions begin. What a tool does
//! is repeated. The table in which it remembers what it applied is there too,
//! for the migrations that speak of it, and stays empty: a migration that asks
//! what was applied before it is one that mends older databases, and one that
//! forbids the tool to write there is not to stop us.

mod apply;
mod dbmate;
mod diesel;
mod directory;
mod numbered;
mod refinery;
mod scratch;
mod split;
mod sqlx;

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use directory::Entry;

pub use apply::apply;
pub use scratch::Scratch;
pub use split::{Statement, Unsplittable, split};

/// Whose migrations they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Layout {
    /// sqlx, simple `1_name.sql` and reversible `1_name.up.sql`
    Sqlx,
    /// diesel, `2024-01-31-120000_name/up.sql`
    Diesel,
    /// refinery, `V1__name.sql` and `U1__name.sql`
    Refinery,
    /// dbmate, `1_name.sql` with `-- migrate:up` and `-- migrate:down`
    Dbmate,
    /// files that begin with a number, `001-name.sql`, each run as `psql` would
    Numbered,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 5] = [
        Self::Sqlx,
        Self::Diesel,
        Self::Refinery,
        Self::Dbmate,
        Self::Numbered,
    ];

    /// The word of `--migration-format`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sqlx => "sqlx",
            Self::Diesel => "diesel",
            Self::Refinery => "refinery",
            Self::Dbmate => "dbmate",
            Self::Numbered => "numbered",
        }
    }

    /// What its migrations look like.
    fn looks_like(self) -> &'static str {
        match self {
            Self::Sqlx => "`1_name.sql`, or `1_name.up.sql` with `1_name.down.sql`",
            Self::Diesel => "`2024-01-31-120000_name/up.sql`",
            Self::Refinery => "`V1__name.sql`",
            Self::Dbmate => "`1_name.sql` with a line `-- migrate:up`",
            Self::Numbered => "`001-name.sql`",
        }
    }

    fn read(self, directory: &Path, entries: &[Entry]) -> Result<Vec<Migration>> {
        match self {
            Self::Sqlx => sqlx::read(entries),
            Self::Diesel => diesel::read(entries),
            Self::Refinery => refinery::read(directory, entries),
            Self::Dbmate => dbmate::read(entries),
            Self::Numbered => numbered::read(entries),
        }
    }

    /// The statement by which it makes its own table before the first migration.
    fn bookkeeping(self) -> Option<&'static str> {
        match self {
            Self::Sqlx => Some(sqlx::BOOKKEEPING),
            Self::Diesel => Some(diesel::BOOKKEEPING),
            Self::Refinery => Some(refinery::BOOKKEEPING),
            Self::Dbmate => Some(dbmate::BOOKKEEPING),
            Self::Numbered => None,
        }
    }

    /// How its migrations say that they want no transaction around them.
    fn without_transaction(self) -> Option<&'static str> {
        match self {
            Self::Sqlx => Some(
                "`-- no-transaction` as the very first line has sqlx run the file outside a transaction",
            ),
            Self::Diesel => Some(
                "`run_in_transaction = false` in a `metadata.toml` beside `up.sql` has diesel run it outside a transaction",
            ),
            Self::Dbmate => {
                Some("`-- migrate:up transaction:false` has dbmate run it outside a transaction")
            }
            Self::Refinery => Some(
                "refinery runs every migration in a transaction; the statement has to be run by other means",
            ),
            Self::Numbered => None,
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One migration: a file, or the part of it that goes forwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its version as written; equal ones are an error.
    pub version: String,
    /// The file.
    pub path: PathBuf,
    /// The file's whole text.
    pub text: String,
    /// What of the text is to be run, in order. All of it, except for dbmate.
    pub sections: Vec<Section>,
}

/// What is run in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// In a transaction of its own, or statement by statement.
    pub transaction: bool,
}

impl Migration {
    /// All of the text.
    fn whole(version: &str, path: PathBuf, text: String, transaction: bool) -> Self {
        let section = Section {
            range: 0..text.len(),
            transaction,
        };
        Self {
            version: version.to_owned(),
            path,
            text,
            sections: vec![section],
        }
    }
}

/// A directory of migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrations {
    /// The directory as it was given.
    pub directory: PathBuf,
    /// Whose they are.
    pub layout: Layout,
    /// Whether that was found out, and not said.
    pub detected: bool,
    /// In the order in which the tool applies them.
    pub migrations: Vec<Migration>,
    /// `.sql` files that the tool does not take for migrations.
    pub passed_over: Vec<PathBuf>,
}

impl Migrations {
    /// Whether there is anything in a directory that a migration tool would take for a migration.
    pub fn are_in(directory: &Path) -> bool {
        let entries = directory::entries(directory).unwrap_or_default();
        // What can't be understood is told of by whoever loads them.
        entries
            .iter()
            .any(|entry| !matches!(layout_of(entry), Ok(None)))
    }

    /// Reads a directory.
    ///
    /// # Errors
    ///
    /// When it can't be read; when its files are of no layout, or of several; when two migrations
    /// have one version.
    pub fn load(directory: &Path, layout: Option<Layout>) -> Result<Self> {
        let entries = directory::entries(directory)?;
        let (layout, detected) = match layout {
            Some(layout) => (layout, false),
            None => (detect(directory, &entries)?, true),
        };
        let mut migrations = layout.read(directory, &entries)?;
        if migrations.is_empty() {
            return Err(none_found(directory, Some(layout)));
        }
        refuse_duplicates(layout, &mut migrations)?;
        let passed_over = entries
            .iter()
            .filter(|entry| entry.is_sql() && !is_backwards(&entry.name))
            .map(|entry| entry.path.clone())
            .filter(|path| !migrations.iter().any(|m| m.path == *path))
            .collect();
        Ok(Self {
            directory: directory.to_owned(),
            layout,
            detected,
            migrations,
            passed_over,
        })
    }
}

/// The line of an offset in bytes, from 1.
fn line_of(text: &[u8], offset: usize) -> usize {
    text.get(..offset)
        .unwrap_or_default()
        .split(|byte| *byte == b'\n')
        .count()
}

/// What goes backwards is nobody's schema.
fn is_backwards(name: &str) -> bool {
    name.ends_with(".down.sql")
}

/// Whose migrations these are, by what no other tool's look like.
fn detect(directory: &Path, entries: &[Entry]) -> Result<Layout> {
    let mut seen: Vec<(Layout, &Entry)> = Vec::new();
    for entry in entries {
        if let Some(layout) = layout_of(entry)? {
            if !seen.iter().any(|(known, _)| *known == layout) {
                seen.push((layout, entry));
            }
        }
    }
    match seen.as_slice() {
        [] => Err(none_found(directory, None)),
        [(layout, _)] => Ok(*layout),
        several => {
            let each: Vec<_> = several
                .iter()
                .map(|(layout, entry)| format!("`{}` looks like {layout}'s", entry.name))
                .collect();
            Err(Error::usage(format!(
                "the migrations in `{}` are of more than one kind: {}",
                directory.display(),
                each.join(", ")
            ))
            .help("`--migration-format` says which they are"))
        }
    }
}

fn layout_of(entry: &Entry) -> Result<Option<Layout>> {
    if diesel::is_migration(entry) {
        return Ok(Some(Layout::Diesel));
    }
    if refinery::is_migration(entry) || (entry.is_directory && refinery::is_inside(&entry.path)) {
        return Ok(Some(Layout::Refinery));
    }
    if !numbered::is_migration(entry) {
        return Ok(None);
    }
    let text = entry.read()?;
    if dbmate::is_migration(&text) {
        return Ok(Some(Layout::Dbmate));
    }
    directory::refuse_other_tools(entry, &text)?;
    Ok(Some(if sqlx::is_migration(entry) {
        Layout::Sqlx
    } else {
        Layout::Numbered
    }))
}

fn none_found(directory: &Path, layout: Option<Layout>) -> Error {
    let shown = directory.display();
    let mut message = match layout {
        Some(layout) => format!("there are no migrations of {layout} in `{shown}`; expected"),
        None => format!("there are no migrations in `{shown}`; expected one of"),
    };
    for known in Layout::ALL {
        if layout.is_none_or(|layout| layout == known) {
            let _ = write!(message, "\n  {known}: {}", known.looks_like());
        }
    }
    Error::usage(message).help(
        "migrations that are written in Rust or another language can't be read: apply them to a \
         database and give its URL",
    )
}

/// The order of the tool is there already, so equal versions are neighbours.
fn refuse_duplicates(layout: Layout, migrations: &mut [Migration]) -> Result<()> {
    for pair in migrations.windows(2) {
        let [first, second] = pair else { continue };
        if first.version == second.version {
            return Err(Error::usage(format!(
                "two migrations have version {}: `{}` and `{}`",
                first.version,
                first.path.display(),
                second.path.display()
            ))
            .help(format!(
                "{layout} needs a version for each: rename the younger one"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
