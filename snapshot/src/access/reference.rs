//! Foreign keys that are followed.

use super::key::marker;
use super::{List, Planner, Possible, called};
use crate::claim::Placed;
use crate::foreign_key::{Found, found};

/// A foreign key that a field with `references` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The Rust type that stands for the referenced table.
    pub target: Placed,
    /// The foreign key.
    pub foreign_key: String,
    /// The marker of the key of the referenced table; none where it is not known, and then it is the
    /// primary key.
    pub key: Option<u64>,
    /// The fields that refer, in the order of that key's parameters.
    pub fields: Vec<usize>,
    /// `user`, of a field `user_id`: the function that goes to the parent, and with `of_` before it
    /// the one that comes from it. The field's own name where the short one is taken.
    pub function: String,
    /// The statements for a parent's rows.
    pub children: Possible<Children>,
}

/// The rows of a parent, in the order of the primary key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Children {
    /// The marker of the key that orders them.
    pub key: u64,
    /// The first ones, after what is selected; takes the parent's key, and how many.
    pub first: String,
    /// The next ones, likewise; takes the parent's key, the key of the last one, and how many.
    pub after: String,
}

impl Planner<'_> {
    /// The foreign keys that fields name and whose columns all have fields; of the others the
    /// comparison has said what is wrong.
    pub(super) fn references(&self, list: &Possible<List>) -> Vec<Reference> {
        let mut references = Vec::new();
        for (at, field) in self.model.fields.iter().enumerate() {
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
                key: Some(marker(key.referenced_columns.iter().map(String::as_str))),
                fields,
                function: self.function(at),
                children,
            });
        }
        references
    }

    /// The same with those that are not known to be foreign keys.
    pub(super) fn likely_references(&self, mut known: Vec<Reference>) -> Vec<Reference> {
        for (at, field) in self.model.fields.iter().enumerate() {
            let function = self.function(at);
            let Some(target) = &field.references else {
                continue;
            };
            if known.iter().all(|reference| reference.function != function) {
                known.push(Reference {
                    target: target.clone(),
                    foreign_key: String::new(),
                    key: None,
                    fields: vec![at],
                    function,
                    children: Ok(Children::default()),
                });
            }
        }
        known
    }

    /// What the function that goes to the parent is called: `user`, of a field `user_id`.
    fn function(&self, at: usize) -> String {
        let name = called(self.field(at));
        let others = || {
            let fields = self.model.fields.iter().enumerate();
            let others = fields.filter(|(n, field)| *n != at && field.references.is_some());
            others.map(|(_, field)| called(field))
        };
        if others().any(|other| other == name) {
            // Of a column whose name is the same in Rust's letters.
            return format!("{name}_{at}");
        }
        let alone = others().all(|other| short(&other) != short(&name));
        if alone && !is_taken(short(&name)) {
            short(&name).to_owned()
        } else if is_taken(&name) {
            format!("{name}_")
        } else {
            name
        }
    }
}

/// What a function can't be called: words that stay words behind `r#`, and what `Access` and the
/// standard library's traits have, which a function of the model's own would hide.
const TAKEN: &str = "Self _ crate self super \
    insert insert_many key list list_after update upsert \
    as_mut as_ref borrow borrow_mut clone clone_from cmp default drop eq fmt from from_str ge gt hash \
    into le lt max min ne partial_cmp to_owned to_string try_from try_into type_id";

/// Whether it could be that of a key or of another foreign key.
fn is_taken(function: &str) -> bool {
    TAKEN.split(' ').any(|taken| taken == function)
        || function.starts_with("by_")
        || function.starts_with("of_")
}

/// `user` of `user_id`.
fn short(field: &str) -> &str {
    let stem = ["_id", "_uuid"]
        .iter()
        .find_map(|end| field.strip_suffix(end));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(field)
}
