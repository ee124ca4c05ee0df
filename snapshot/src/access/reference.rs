//! Foreign keys that are followed.

use super::key::marker;
use super::{List, Planner, Possible};
use crate::claim::Placed;
use crate::model::{ForeignKey, Relation};
use crate::name::QualifiedName;

/// A foreign key that a field with `references` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The Rust type that stands for the referenced table.
    pub target: Placed,
    /// The foreign key.
    pub foreign_key: String,
    /// The referenced table.
    pub parent: QualifiedName,
    /// The marker of the key of the referenced table.
    pub key: u64,
    /// The fields that refer, in the order of that key's parameters.
    pub fields: Vec<usize>,
    /// `user`, of a field `user_id`: the function that goes to the parent, and with `of_` before it
    /// the one that comes from it.
    pub function: String,
    /// The statements for a parent's rows.
    pub children: Possible<Children>,
}

/// The rows of a parent, in the order of the primary key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children {
    /// The marker of the key that orders them.
    pub key: u64,
    /// The first ones; takes the parent's key, and how many.
    pub first: String,
    /// The next ones; takes the parent's key, the key of the last one, and how many.
    pub after: String,
}

/// What a field that says it refers to a table does refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// This.
    One(&'a ForeignKey),
    /// Nothing.
    None,
    /// One of these, and the column does not say which.
    Several(&'a ForeignKey, &'a ForeignKey),
}

/// The foreign key that is meant by a column: the one that is of this column alone, else the only one
/// that it is in.
pub fn found<'a>(relation: &'a Relation, column: &str) -> Found<'a> {
    let of = |key: &&ForeignKey| key.columns.iter().any(|name| name == column);
    let keys: Vec<_> = relation.foreign_keys.iter().filter(of).collect();
    let alone: Vec<_> = keys
        .iter()
        .copied()
        .filter(|key| key.columns.len() == 1)
        .collect();
    let keys = if alone.is_empty() { keys } else { alone };
    match keys.as_slice() {
        [] => Found::None,
        [one] => Found::One(one),
        // Twice the same is no question.
        [one, rest @ ..] => {
            let same = |other: &&&ForeignKey| {
                (&other.references, &other.referenced_columns, &other.columns)
                    == (&one.references, &one.referenced_columns, &one.columns)
            };
            match rest.iter().find(|other| !same(other)) {
                Some(other) => Found::Several(one, other),
                None => Found::One(one),
            }
        }
    }
}

impl Planner<'_> {
    /// The foreign keys that fields name and whose columns all have fields; of the others the
    /// comparison has said what is wrong.
    pub(super) fn references(&self, list: &Possible<List>) -> Vec<Reference> {
        let mut references = Vec::new();
        for field in &self.model.fields {
            let Some(target) = &field.references else {
                continue;
            };
            let Found::One(key) = found(self.relation, &field.column.text) else {
                continue;
            };
            let Ok(fields) = self.fields_of(&key.columns) else {
                continue;
            };
            let mut pairs: Vec<_> = key.referenced_columns.iter().zip(fields).collect();
            pairs.sort_unstable();
            let fields: Vec<_> = pairs.iter().map(|(_, at)| *at).collect();
            let children = list.clone().and_then(|list| {
                let [first, after] = self.pages(&self.primary()?, &fields);
                Ok(Children {
                    key: list.key,
                    first,
                    after,
                })
            });
            references.push(Reference {
                target: target.clone(),
                foreign_key: key.name.clone(),
                parent: key.references.clone(),
                key: marker(key.referenced_columns.iter().map(String::as_str)),
                fields,
                function: function(&field.name.text).to_owned(),
                children,
            });
        }
        references
    }
}

/// `user` of `user_id`.
fn function(field: &str) -> &str {
    let stem = ["_id", "_uuid"]
        .iter()
        .find_map(|end| field.strip_suffix(end));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(field)
}
