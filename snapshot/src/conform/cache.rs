//! What the keys of a cached structure carry.
//!
//! The fingerprint covers all that an entry was written for, and nothing else,
//! so that it changes when an old entry could be misread and stays when the
//! table changes elsewhere:
//!
//! - the relation's name, and of each column that has a field its name, its exact
//!   type and whether it can be NULL;
//! - the definitions of the enums and composites among those types: the labels,
//!   the attributes and their types in turn;
//! - the item as serde sees it ([`Cache::rust`]).
//!
//! Not covered: other columns, defaults, constraints, indexes, comments, and what
//! another Rust type of a field looks like, which the item's tokens don't show.

use std::fmt::Write as _;

use super::report::Report;
use super::source::Source;
use crate::claim::{Cache, Model};
use crate::model::{Column, Relation};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;
use crate::store::sha256;

/// A new number misses every entry that a build before wrote: for a change of what is covered, or of
/// how the runtime encodes.
const FORMAT: u32 = 1;

/// 64 bits: the versions that meet in one cache are few.
const DIGITS: usize = 16;

/// The fingerprint, as hexadecimal digits.
pub(super) fn fingerprint(
    cache: &Cache,
    model: &Model,
    relation: &Relation,
    source: &dyn Source,
    report: &mut Report,
) -> String {
    let mut covered = Covered {
        text: format!("{FORMAT}\n{}\n", relation.name),
        types: Vec::new(),
    };
    for field in &model.fields {
        if let Some(column) = relation.column(&field.column.text) {
            let nullability = relation.nullability(column);
            covered.column(column);
            let _ = writeln!(covered.text, " {nullability:?}");
        }
    }
    covered.definitions(source, report);
    covered.text.push_str(&cache.rust);
    let mut digits = sha256(covered.text.as_bytes());
    digits.truncate(DIGITS);
    digits
}

struct Covered {
    text: String,
    /// Types whose definitions belong to it, each once.
    types: Vec<QualifiedName>,
}

impl Covered {
    fn column(&mut self, column: &Column) {
        let _ = write!(self.text, "{:?} {}", column.name, column.sql_type);
        self.named(&column.sql_type);
    }

    /// Notes what a type is made of.
    fn named(&mut self, ty: &SqlType) {
        match ty {
            SqlType::Builtin(_) | SqlType::Base { .. } => {}
            SqlType::Array(inner) => self.named(inner),
            SqlType::Domain { base: inner, .. }
            | SqlType::Range { subtype: inner, .. }
            | SqlType::Multirange { subtype: inner, .. } => {
                // Displayed, it is its name alone.
                let _ = write!(self.text, " over {inner}");
                self.named(inner);
            }
            SqlType::Enum(name) | SqlType::Composite(name) => {
                if !self.types.contains(name) {
                    self.types.push(name.clone());
                }
            }
        }
    }

    /// Writes the definitions, of types that are found on the way as well.
    fn definitions(&mut self, source: &dyn Source, report: &mut Report) {
        let mut next = 0;
        while let Some(name) = self.types.get(next).cloned() {
            next += 1;
            let file = match source.user_type(&name) {
                Ok(Some(file)) => file,
                // Of a schema that is not in the snapshot: known by its name.
                Ok(None) => continue,
                Err(finding) => {
                    report.say(*finding);
                    continue;
                }
            };
            report.read(&file.file);
            let _ = writeln!(self.text, "{name} {:?}", file.value.labels);
            for attribute in &file.value.attributes {
                self.column(attribute);
                self.text.push('\n');
            }
        }
    }
}
