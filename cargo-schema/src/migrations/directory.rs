//! What lies in a directory of migrations.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// One entry of a directory.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// The directory as it was given, and the name.
    pub(super) path: PathBuf,
    /// Whether it is a directory, or a link to one.
    pub(super) is_directory: bool,
}

impl Entry {
    pub(super) fn is_sql(&self) -> bool {
        !self.is_directory && self.has_suffix(".sql")
    }

    /// Case counts, for the tools as well.
    pub(super) fn has_suffix(&self, suffix: &str) -> bool {
        self.name.ends_with(suffix)
    }

    pub(super) fn read(&self) -> Result<String> {
        read(&self.path)
    }
}

/// The entries by name, hidden ones left out.
pub(super) fn entries(directory: &Path) -> Result<Vec<Entry>> {
    let failed = |error: std::io::Error| {
        let error_text = format!(
            "cannot read the directory of migrations `{}`: {error}",
            directory.display()
        );
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                Error::usage(error_text)
            }
            _ => Error::failed(error_text),
        }
    };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        entries.push(Entry {
            name,
            is_directory: path.is_dir(),
            path,
        });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// A file's text, without a byte order mark.
pub(super) fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| {
        Error::failed(format!(
            "cannot read migration `{}`: {error}",
            path.display()
        ))
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = super::line_of(error.as_bytes(), valid);
        Error::usage(format!(
            "migration `{}` is not UTF-8: line {line}",
            path.display()
        ))
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}

/// Tools that write both directions into one file: run as a whole it would undo itself.
pub(super) fn refuse_other_tools(entry: &Entry, text: &str) -> Result<()> {
    for (marker, tool) in [("+goose", "goose"), ("+migrate", "sql-migrate")] {
        let marked = text.lines().any(|line| {
            line.strip_prefix("--")
                .is_some_and(|rest| rest.trim_start().starts_with(marker))
        });
        if marked {
            return Err(Error::usage(format!(
                "`{}` is a migration of {tool}, which is not supported: it has a line `-- {marker}`",
                entry.path.display()
            ))
            .help("apply the migrations to a database and give its URL"));
        }
    }
    Ok(())
}
