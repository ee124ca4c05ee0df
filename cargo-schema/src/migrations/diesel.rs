//! diesel: `<version>_<name>/up.sql`, with `down.sql` and perhaps `metadata.toml` beside it.

use super::Migration;
use super::directory::{Entry, read as read_file};
use crate::error::Result;

/// As `diesel migration run` makes it.
pub(super) const BOOKKEEPING: &str = "\
CREATE TABLE __diesel_schema_migrations (
    version varchar(50) PRIMARY KEY,
    run_on timestamp NOT NULL DEFAULT current_timestamp
)";

pub(super) fn is_migration(entry: &Entry) -> bool {
    entry.is_directory && entry.path.join("up.sql").is_file()
}

pub(super) fn read(entries: &[Entry]) -> Result<Vec<Migration>> {
    let mut migrations = Vec::new();
    for entry in entries.iter().filter(|entry| is_migration(entry)) {
        let path = entry.path.join("up.sql");
        // `2024-01-31-120000_create_users` is version `20240131120000`, compared as text.
        let version = entry
            .name
            .split('_')
            .next()
            .unwrap_or_default()
            .replace('-', "");
        let text = read_file(&path)?;
        let metadata = entry.path.join("metadata.toml");
        let transaction = !metadata.is_file() || runs_in_transaction(&read_file(&metadata)?);
        migrations.push(Migration::whole(&version, path, text, transaction));
    }
    migrations.sort_by(|a, b| a.version.cmp(&b.version));
    Ok(migrations)
}

/// A `metadata.toml` that does not say so means no: diesel reads an absent key as false.
fn runs_in_transaction(metadata: &str) -> bool {
    metadata.lines().any(|line| {
        let code = line.split('#').next().unwrap_or_default();
        code.split_once('=').is_some_and(|(key, value)| {
            key.trim() == "run_in_transaction" && value.trim() == "true"
        })
    })
}
