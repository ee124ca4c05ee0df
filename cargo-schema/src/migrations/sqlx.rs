//! sqlx: `<version>_<description>.sql`, or `.up.sql` with `.down.sql`.

use super::directory::Entry;
use super::{Migration, is_backwards};
use crate::error::{Error, Result};

/// As `sqlx migrate run` makes it.
pub(super) const BOOKKEEPING: &str = "\
CREATE TABLE _sqlx_migrations (
    version bigint PRIMARY KEY,
    description text NOT NULL,
    installed_on timestamptz NOT NULL DEFAULT now(),
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
)";

/// Digits, an underscore, a name.
pub(super) fn is_migration(entry: &Entry) -> bool {
    version(entry).is_some_and(|version| version.bytes().all(|b| b.is_ascii_digit()))
}

/// What sqlx takes for the version: all before the first underscore.
fn version(entry: &Entry) -> Option<&str> {
    let (version, _) = entry.name.split_once('_')?;
    entry.is_sql().then_some(version)
}

pub(super) fn read(entries: &[Entry]) -> Result<Vec<Migration>> {
    let mut numbered = Vec::new();
    for entry in entries {
        let Some(version) = version(entry).filter(|_| !is_backwards(&entry.name)) else {
            continue;
        };
        let number: i64 = version.parse().map_err(|_| {
            Error::usage(format!(
                "`{}` is no migration of sqlx: expected an integer of 64 bits before the first `_`",
                entry.path.display()
            ))
        })?;
        let text = entry.read()?;
        super::directory::refuse_other_tools(entry, &text)?;
        let transaction = !text.starts_with("-- no-transaction");
        let migration =
            Migration::whole(&number.to_string(), entry.path.clone(), text, transaction);
        numbered.push((number, migration));
    }
    numbered.sort_by_key(|(number, _)| *number);
    Ok(numbered
        .into_iter()
        .map(|(_, migration)| migration)
        .collect())
}
