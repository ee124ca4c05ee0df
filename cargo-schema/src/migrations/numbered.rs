//! Plain files that begin with a number: `001-name.sql`, `1.2_name.sql`. Nobody's tool, so each
//! statement is run by itself, as `psql -f` does.

use super::directory::Entry;
use super::{Migration, is_backwards};
use crate::error::{Error, Result};

pub(super) fn is_migration(entry: &Entry) -> bool {
    entry.is_sql()
        && entry.name.starts_with(|c: char| c.is_ascii_digit())
        && !is_backwards(&entry.name)
}

pub(super) fn read(entries: &[Entry]) -> Result<Vec<Migration>> {
    let mut numbered = Vec::new();
    for entry in entries.iter().filter(|entry| is_migration(entry)) {
        let version = version(&entry.name);
        let number: Vec<u64> = version
            .split('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| {
                Error::usage(format!(
                    "the number of migration `{}` is too large",
                    entry.path.display()
                ))
            })?;
        let text = entry.read()?;
        super::directory::refuse_other_tools(entry, &text)?;
        // So that `1` and `001` are seen to be the same.
        let shown: Vec<_> = number.iter().map(u64::to_string).collect();
        let migration = Migration::whole(&shown.join("."), entry.path.clone(), text, false);
        numbered.push((number, migration));
    }
    numbered.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(numbered
        .into_iter()
        .map(|(_, migration)| migration)
        .collect())
}

/// The digits at the beginning, and further ones after single dots: `1.2` of `1.2_name.sql`.
fn version(name: &str) -> &str {
    let mut end = 0;
    let bytes = name.as_bytes();
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let dot = bytes.get(end) == Some(&b'.');
        if !(dot && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)) {
            return &name[..end];
        }
        end += 1;
    }
}
