//! refinery: `V<version>__<name>.sql`, also in directories below; `U` for those that may come out
//! of order, which makes no difference to an empty database.

use std::path::Path;

use super::Migration;
use super::directory::{Entry, entries as entries_of};
use crate::error::{Error, Result};

/// As its runner makes it.
pub(super) const BOOKKEEPING: &str = "\
CREATE TABLE refinery_schema_history (
    version int4 PRIMARY KEY,
    name varchar(255),
    applied_on varchar(255),
    checksum varchar(255)
)";

pub(super) fn is_migration(entry: &Entry) -> bool {
    !entry.is_directory && version(&entry.name).is_some()
}

/// The digits of `V1__name.sql` or `V1__name.rs`.
fn version(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".sql").or(name.strip_suffix(".rs"))?;
    let (version, name) = stem.strip_prefix(['V', 'U'])?.split_once("__")?;
    let number = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (number && word).then_some(version)
}

/// Whether a directory has such files, at any depth.
pub(super) fn is_inside(directory: &Path) -> bool {
    let Ok(entries) = entries_of(directory) else {
        return false;
    };
    entries
        .iter()
        .any(|entry| is_migration(entry) || (entry.is_directory && is_inside(&entry.path)))
}

pub(super) fn read(_: &Path, entries: &[Entry]) -> Result<Vec<Migration>> {
    let mut numbered = Vec::new();
    collect(entries, &mut numbered)?;
    numbered.sort_by_key(|(number, _)| *number);
    Ok(numbered
        .into_iter()
        .map(|(_, migration)| migration)
        .collect())
}

fn collect(entries: &[Entry], numbered: &mut Vec<(i64, Migration)>) -> Result<()> {
    for entry in entries {
        if entry.is_directory {
            collect(&entries_of(&entry.path)?, numbered)?;
            continue;
        }
        let Some(version) = version(&entry.name) else {
            continue;
        };
        let shown = entry.path.display();
        let number: i64 = version.parse().map_err(|_| {
            Error::usage(format!(
                "`{shown}` is no migration of refinery: expected an integer between `V` and `__`"
            ))
        })?;
        if !entry.is_sql() {
            return Err(Error::usage(format!(
                "migration `{shown}` is written in Rust, and only SQL can be read"
            ))
            .help("apply the migrations to a database and give its URL"));
        }
        let migration =
            Migration::whole(&number.to_string(), entry.path.clone(), entry.read()?, true);
        numbered.push((number, migration));
    }
    Ok(())
}
