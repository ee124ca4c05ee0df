//! Where in a snapshot's files something stands.

use std::path::{Path, PathBuf};

use schema_snapshot::diff::{Change, Object, PartKind};
use schema_snapshot::store::Snapshot;

use crate::place;
use crate::report::Source;

/// The files of a snapshot, of which one is read at a time.
#[derive(Debug)]
pub(crate) struct Lines {
    directory: PathBuf,
    /// How the directory is named in a report.
    shown: String,
    /// The file that was read last, and what is in it.
    last: (String, String),
}

impl Lines {
    /// The files of a snapshot, named for people, who are in `directory`, or as in the repository.
    pub(crate) fn of(snapshot: &Path, directory: &Path, people: bool) -> Self {
        let shown = if people {
            place::shown(snapshot, directory)
        } else {
            place::in_repository(snapshot, directory)
        };
        Self {
            directory: snapshot.to_owned(),
            shown,
            last: Default::default(),
        }
    }

    /// Where what changed stands; the first line of what has no file any more. Nothing when there
    /// is no snapshot.
    pub(crate) fn find(&mut self, change: &Change) -> Option<Source> {
        if !self.directory.is_dir() {
            return None;
        }
        let file = match &change.object {
            Object::Server => "index.json".to_owned(),
            Object::Relation(_, name) => Snapshot::relation_file(name),
            Object::Type(_, name) => Snapshot::user_type_file(name),
            Object::Functions(name) => Snapshot::functions_file(name),
        };
        if self.last.0 != file {
            let text = std::fs::read_to_string(self.directory.join(&file));
            self.last = (file, text.unwrap_or_default());
        }
        let (file, text) = &self.last;
        let part = change.part.as_ref();
        let name = |column: bool| {
            let is = |kind| matches!(kind, PartKind::Column | PartKind::Attribute) == column;
            part.filter(|part| is(part.kind))
                .map(|part| part.name.as_str())
        };
        Some(Source {
            file: format!("{}/{file}", self.shown),
            line: line(text, name(true), name(false)),
        })
    }
}

/// The line of a file that is about a column, else about an object with a name, else that of the
/// file's own name.
pub(crate) fn line(text: &str, column: Option<&str>, object: Option<&str>) -> usize {
    let columns = text.find("\n  \"columns\": [").unwrap_or(0);
    let after = text[columns..].find("\n  ]").map_or(0, |end| columns + end);
    let at = |from: usize, name: Option<&str>| {
        let name = serde_json::Value::from(name?);
        let found = text[from..].find(&format!("{{\"name\": {name},"))?;
        Some(from + found)
    };
    at(columns, column)
        .filter(|at| *at < after)
        .or_else(|| at(after, object))
        .or_else(|| text.find("\n  \"name\": ").map(|newline| newline + 1))
        .map_or(1, |at| text[..at].matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::line;

    const TEXT: &str = r#"{
  "fingerprint": "0",
  "name": "public.a",
  "columns": [
    {"name": "id", "type": "uuid"},
    {"name": "x\"y", "type": "uuid"}
  ],
  "primary_key": {"name": "a_pkey", "columns": ["id"]},
  "indexes": [
    {"name": "id", "method": "btree"}
  ]
}
"#;

    #[test]
    fn the_line_is_the_columns_the_objects_or_the_names() {
        assert_eq!(line(TEXT, Some("x\"y"), Some("a_pkey")), 6);
        assert_eq!(line(TEXT, None, Some("a_pkey")), 8);
        assert_eq!(line(TEXT, None, Some("id")), 10);
        assert_eq!(line(TEXT, Some("a_pkey"), None), 3);
        assert_eq!(line(TEXT, None, None), 3);
        assert_eq!(line(&TEXT.replace('\n', "\r\n"), Some("id"), None), 5);
        assert_eq!(line("", Some("id"), None), 1);
    }
}
