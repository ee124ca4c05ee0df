//! dbmate: `<version>_<name>.sql` with `-- migrate:up` and `-- migrate:down`, perhaps several of each.

use std::ops::Range;

use super::directory::Entry;
use super::{Migration, Section, numbered, split};
use crate::error::{Error, Result};

/// As `dbmate up` makes it.
pub(super) const BOOKKEEPING: &str = "\
CREATE TABLE public.schema_migrations (version varchar PRIMARY KEY)";

pub(super) fn is_migration(text: &str) -> bool {
    lines(text).any(|(_, line)| directive(line).is_some_and(|(direction, _)| direction == "up"))
}

pub(super) fn read(entries: &[Entry]) -> Result<Vec<Migration>> {
    let mut migrations = Vec::new();
    // By name, the order in which the entries are.
    for entry in entries.iter().filter(|entry| numbered::is_migration(entry)) {
        let text = entry.read()?;
        let end = entry
            .name
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(entry.name.len());
        migrations.push(Migration {
            version: entry.name[..end].to_owned(),
            path: entry.path.clone(),
            sections: sections(entry, &text)?,
            text,
        });
    }
    Ok(migrations)
}

/// From each `-- migrate:up` to the next directive.
fn sections(entry: &Entry, text: &str) -> Result<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<Section> = None;
    let mut first = None;
    for (range, line) in lines(text) {
        let Some((direction, options)) = directive(line) else {
            continue;
        };
        first.get_or_insert(range.start);
        if let Some(mut section) = open.take() {
            section.range.end = range.start;
            sections.push(section);
        }
        if direction == "up" {
            open = Some(Section {
                range: range.end..text.len(),
                transaction: !options.split_whitespace().any(|o| o == "transaction:false"),
            });
        }
    }
    sections.extend(open);
    let shown = entry.path.display();
    if sections.is_empty() {
        return Err(Error::usage(format!(
            "`{shown}` is no migration of dbmate: it has no line `-- migrate:up`"
        ))
        .help("`--migration-format` says whose migrations these are"));
    }
    let before = first.unwrap_or_default();
    if split(&text[..before]).is_ok_and(|statements| !statements.is_empty()) {
        return Err(Error::usage(format!(
            "`{shown}` has a statement before its first `-- migrate:` line, which dbmate refuses"
        )));
    }
    Ok(sections)
}

/// `-- migrate:up transaction:false` as `("up", "transaction:false")`.
fn directive(line: &str) -> Option<(&str, &str)> {
    let rest = line
        .strip_prefix("--")?
        .trim_start()
        .strip_prefix("migrate:")?;
    let (word, options) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    matches!(word, "up" | "down").then_some((word, options))
}

fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        (range, line.trim_end())
    })
}
