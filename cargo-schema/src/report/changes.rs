//! What changed, for people.

use std::collections::BTreeMap;

use schema_snapshot::diff::{Aspect, Change, ChangeKind, Object};
use schema_snapshot::model::Schema;
use schema_snapshot::store::Written;

use crate::terminal::Terminal;

/// A terminal's worth of objects; the rest is in `git diff`.
const SHOWN: usize = 100;

/// The changes, object by object.
pub fn changes(changes: &[Change], terminal: Terminal) {
    let mut objects: BTreeMap<&Object, Vec<&Change>> = BTreeMap::new();
    for change in changes.iter().filter(|change| !change.is_derived()) {
        objects.entry(&change.object).or_default().push(change);
    }
    for (object, changes) in objects.iter().take(SHOWN) {
        if let [change] = changes.as_slice() {
            if change.part.is_none() && change.aspect == Aspect::Whole {
                // Where the other name stands, the whole line is needed.
                let plain = change.kind != ChangeKind::Renamed && change.candidates.is_empty();
                terminal.say(if plain {
                    format!("  {} {object}", change.kind.word())
                } else {
                    format!("  {change}")
                });
                continue;
            }
        }
        terminal.say(format!("  changed {object}"));
        for change in changes {
            terminal.say(format!("    {}", inner(change)));
        }
    }
    and_more(objects.len(), terminal);
}

/// Says how many were not shown.
fn and_more(all: usize, terminal: Terminal) {
    if all > SHOWN {
        terminal.say(format!("  ... and {} more", all - SHOWN));
    }
}

/// A change without its object, which stands above it.
fn inner(change: &Change) -> String {
    let whole = change.to_string();
    let object = format!("{}: ", change.object);
    whole.strip_prefix(&object).unwrap_or(&whole).to_owned()
}

/// `1 relation added, 3 changed; 1 type removed`, or nothing when nothing changed.
pub fn counts(changes: &[Change]) -> String {
    let mut objects: BTreeMap<&Object, ChangeKind> = BTreeMap::new();
    for change in changes.iter().filter(|change| !change.is_derived()) {
        let whole = change.part.is_none() && change.aspect == Aspect::Whole;
        let kind = if whole {
            change.kind
        } else {
            ChangeKind::Changed
        };
        objects.entry(&change.object).or_insert(kind);
    }
    let mut sentences = Vec::new();
    for (noun, is) in [
        ("relation", is_relation as fn(&Object) -> bool),
        ("type", is_type),
        ("function", is_function),
    ] {
        let mut parts = Vec::new();
        for kind in [
            ChangeKind::Added,
            ChangeKind::Removed,
            ChangeKind::Renamed,
            ChangeKind::Changed,
        ] {
            let count = objects.iter().filter(|(o, k)| is(o) && **k == kind).count();
            if count > 0 {
                let noun = if parts.is_empty() {
                    plural(count, noun)
                } else {
                    count.to_string()
                };
                parts.push(format!("{noun} {}", kind.word()));
            }
        }
        if !parts.is_empty() {
            sentences.push(parts.join(", "));
        }
    }
    if objects.contains_key(&Object::Server) {
        sentences.push("another major version of the server".to_owned());
    }
    sentences.join("; ")
}

fn is_relation(object: &Object) -> bool {
    matches!(object, Object::Relation(..))
}

fn is_type(object: &Object) -> bool {
    matches!(object, Object::Type(..))
}

fn is_function(object: &Object) -> bool {
    matches!(object, Object::Functions(..))
}

/// `1 relation`, `2 relations`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// `12 relations, 3 types, 1 function`.
pub fn contents(schema: &Schema) -> String {
    [
        plural(schema.relations.len(), "relation"),
        plural(schema.types.len(), "type"),
        plural(schema.functions.len(), "function"),
    ]
    .join(", ")
}

/// Files whose difference is none of the schema's: repaired, or of an older format.
pub fn files(written: &Written, terminal: Terminal) {
    for (word, files) in [
        ("added", &written.added),
        ("changed", &written.changed),
        ("removed", &written.removed),
    ] {
        for file in files.iter().take(SHOWN) {
            terminal.say(format!("  {word} `{file}`"));
        }
        and_more(files.len(), terminal);
    }
}

/// Files that look like the snapshot's and are somebody else's.
pub fn foreign(written: &Written, snapshot: &str, terminal: Terminal) {
    for file in &written.foreign {
        terminal.warn(format!(
            "`{snapshot}/{file}` is not the snapshot's and is left alone"
        ));
    }
}

/// Whether a refresh has, or would have, something to write.
pub fn is_stale(written: &Written) -> bool {
    !(written.added.is_empty() && written.changed.is_empty() && written.removed.is_empty())
}
