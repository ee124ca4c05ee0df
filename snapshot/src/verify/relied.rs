//! What a model relies on of the constraints of its relation: its statements on what keeps columns
//! unique, `upsert` on a constraint by its name, the enum of its constraints on the names of all.
//!
//! | what changed | breaks | because |
//! |---|---|---|
//! | nothing keeps the columns of a key unique | statements | `find` fails or gives one of several rows, `list` skips rows |
//! | the constraint of `upsert` | statements | the server refuses the statement, or decides by other columns |
//! | a foreign key is one to another table | statements | the parent is looked for in the old one |
//! | a foreign key is one to other columns | statements | the parent is looked for by the old ones: another row, or none |
//! | the table refuses by a name that is not in the enum what it refused by one that is | the enum | see `names.rs` |
//!
//! Everything else runs: a key by another name, one constraint less (what it refused comes in), one
//! more (a refusal that no build knew of).

use super::{Live, Record, names};
use crate::access::unique;
use crate::claim::{Model, Shape};
use crate::conform::{self, Outcome};
use crate::finding::Finding;
use crate::foreign_key::{Found, found};
use crate::model::{Check, Exclusion, ForeignKey, Index, IndexKey, Key, Relation};
use crate::name::quote;

/// Whether it relies on any.
pub(super) fn on_any(model: &Model) -> bool {
    model.access.is_some() || model.constraints.is_some()
}

/// Copies what a model relies on to `to`. `expected` is what it was compiled for.
pub(super) fn copy(from: &Relation, model: &Model, expected: &Relation, to: &mut Relation) {
    let all = model.constraints.is_some();
    let upsert = upsert(model);
    let mut keys = keys(expected, model);
    keys.extend(unique(expected).filter(|(name, _)| upsert == Some(*name)));
    // Under its name or another, so that what became of it is told.
    let used = |name: &str, columns: &[&str]| {
        let is_it = |(known, of): &(&str, Vec<&str>)| {
            *known == name || is_in(of, columns) && is_in(columns, of)
        };
        all || keys.iter().any(is_it)
    };
    let key = |key: &Key| {
        let columns: Vec<_> = key.columns.iter().map(String::as_str).collect();
        let decides = upsert == Some(key.name.as_str());
        let whole = if decides { key.clone() } else { Key::default() };
        used(&key.name, &columns).then(|| Key {
            name: key.name.clone(),
            columns: key.columns.clone(),
            comment: None,
            ..whole
        })
    };
    to.primary_key = from.primary_key.as_ref().and_then(key);
    to.unique = from.unique.iter().filter_map(key).collect();
    let index = |index: &&Index| {
        let columns: Vec<_> = index.keys.iter().map(|key| key.column.as_str()).collect();
        let whole = index.predicate.is_none() && !index.invalid;
        let by_itself = index.unique && index.constraint.is_none();
        by_itself && (all || whole && used(&index.name, &columns))
    };
    to.indexes = from.indexes.iter().filter(index).map(of_index).collect();
    let followed =
        |key: &ForeignKey| followed(from, model).any(|(_, known)| known.name == key.name);
    let foreign_keys = from.foreign_keys.iter();
    to.foreign_keys = foreign_keys
        .filter(|key| all && !key.not_enforced || followed(key))
        .map(|key| ForeignKey {
            name: key.name.clone(),
            columns: key.columns.clone(),
            references: key.references.clone(),
            referenced_columns: key.referenced_columns.clone(),
            ..ForeignKey::default()
        })
        .collect();
    if all {
        let checks = from.checks.iter().filter(|check| !check.not_enforced);
        to.checks = checks
            .map(|check| Check {
                name: check.name.clone(),
                definition: format!("CHECK ({} ...)", check.columns.join(", ")),
                columns: check.columns.clone(),
                ..Check::default()
            })
            .collect();
        let exclusions = from.exclusions.iter();
        to.exclusions = exclusions
            .map(|exclusion| Exclusion {
                name: exclusion.name.clone(),
                definition: format!("EXCLUDE ({} ...)", exclusion.columns.join(", ")),
                columns: exclusion.columns.clone(),
                ..Exclusion::default()
            })
            .collect();
    }
}

/// Without texts, which are not read of what is there.
fn of_index(index: &Index) -> Index {
    let unread = |_: &String| "...".to_owned();
    let key = |key: &IndexKey| IndexKey {
        column: key.column.clone(),
        expression: key.expression.as_ref().map(unread),
        ..IndexKey::default()
    };
    Index {
        name: index.name.clone(),
        keys: index.keys.iter().map(key).collect(),
        unique: true,
        predicate: index.predicate.as_ref().map(unread),
        invalid: index.invalid,
        ..Index::default()
    }
}

/// The keys that statements go by, with their columns.
fn keys<'a>(relation: &'a Relation, model: &Model) -> Vec<(&'a str, Vec<&'a str>)> {
    if model.access.is_none() || model.shape == Shape::Insert {
        return Vec::new();
    }
    let has = |column: &&str| {
        model
            .fields
            .iter()
            .any(|field| field.column.text == **column)
    };
    let primary = relation.primary_key.as_ref().map(|key| key.name.as_str());
    // An update goes by the primary key alone.
    let used = |name| model.shape != Shape::Update || primary == Some(name);
    unique(relation)
        .filter(|(name, columns)| used(*name) && columns.iter().all(has))
        .collect()
}

fn is_in(some: &[&str], all: &[&str]) -> bool {
    some.iter().all(|column| all.contains(column))
}

fn upsert(model: &Model) -> Option<&str> {
    let access = model.access.as_ref()?;
    access.upsert.as_ref().map(|name| name.text.as_str())
}

/// The columns of fields that go to a parent, with the foreign key.
fn followed<'a>(
    relation: &'a Relation,
    model: &'a Model,
) -> impl Iterator<Item = (&'a str, &'a ForeignKey)> {
    let fields = model
        .fields
        .iter()
        .filter(|field| field.references.is_some());
    let fields = fields.filter(|_| model.access.is_some());
    fields.filter_map(|field| {
        let column = field.column.text.as_str();
        match found(relation, column) {
            Found::One(key) => Some((column, key)),
            Found::None | Found::Several(..) => None,
        }
    })
}

/// What only a build minds: at run time nothing asks whether there is a foreign key, and the parent that
/// is not there is no row.
pub(super) fn is_tolerated(finding: &Finding) -> bool {
    let of_reference = [
        "reference_without_foreign_key",
        "ambiguous_reference",
        "incomplete_reference",
    ];
    of_reference.contains(&finding.rule)
}

/// What breaks, beside what the comparison of the claim says. `is` is all that is there, `outcome` what
/// the comparison says.
pub(super) fn findings(
    record: &Record,
    model: &Model,
    is: &Relation,
    (outcome, live): (&Outcome, &Live<'_>),
) -> Vec<Finding> {
    let Some(was) = &record.relation else {
        return Vec::new();
    };
    // Of a view nobody knows.
    if is.kind.is_view() {
        return Vec::new();
    }
    let mut all = lost_keys(record, model, was, is);
    all.extend(other_columns(record, model, was, is));
    for (column, key) in followed(was, model) {
        let of_it = |named: &&conform::Named| {
            named.finding.column.as_deref() == Some(column) && named.table != key.references
        };
        let another = outcome.named.iter().find(of_it);
        all.extend(another.map(|named| named.finding.clone()));
        all.extend(other_parents(record, model, (column, key), is));
    }
    if model.constraints.is_some() {
        all.extend(names::unknown(record, was, (is, &outcome.domains), live));
    }
    all
}

pub(super) fn about(
    record: &Record,
    rule: &'static str,
    name: &str,
    message: String,
    help: String,
) -> Finding {
    Finding {
        rule,
        relation: Some(record.name().clone()),
        object: Some(name.to_owned()),
        message,
        help: vec![help],
        ..Finding::default()
    }
}

fn list(columns: &[&str]) -> String {
    columns
        .iter()
        .map(|column| quote(column))
        .collect::<Vec<_>>()
        .join(", ")
}

fn lost_keys(record: &Record, model: &Model, was: &Relation, is: &Relation) -> Vec<Finding> {
    let (item, table) = (&record.claim.item.text, record.name());
    let keeps = |key: &[&str]| unique(is).any(|(_, columns)| is_in(&columns, key));
    let lost = keys(was, model).into_iter().filter(|(_, key)| !keeps(key));
    lost.map(|(name, key)| {
        let columns = list(&key);
        let primary = was.primary_key.as_ref().is_some_and(|key| key.name == name);
        let kind = if primary { "PRIMARY KEY" } else { "UNIQUE" };
        about(
            record,
            "no_such_statement",
            name,
            format!(
                "`{item}` tells rows of `{table}` apart by `{columns}`, which nothing keeps unique"
            ),
            format!(
                "make it unique: ALTER TABLE {table} ADD CONSTRAINT {} {kind} ({columns})",
                quote(name)
            ),
        )
    })
    .collect()
}

/// The constraint of `upsert` is there, and of other columns.
fn other_columns(record: &Record, model: &Model, was: &Relation, is: &Relation) -> Option<Finding> {
    let name = upsert(model)?;
    let columns = |relation| unique(relation).find(|(known, _)| *known == name);
    let ((_, was), (_, is)) = (columns(was)?, columns(is)?);
    let same = is_in(&was, &is) && is_in(&is, &was);
    (!same).then(|| {
        let (item, was, is) = (&record.claim.item.text, list(&was), list(&is));
        about(
            record,
            "upsert_constraint",
            name,
            format!(
                "`{item}` updates the row that is the same by `{name}`, which is of `{is}` and was of \
                 `{was}`"
            ),
            format!("compile against this database, or give `{name}` its columns back"),
        )
    })
}

/// The foreign key that a field follows is to the same table by other columns.
fn other_parents(
    record: &Record,
    model: &Model,
    (column, was): (&str, &ForeignKey),
    is: &Relation,
) -> Option<Finding> {
    let Found::One(is) = found(is, column) else {
        return None;
    };
    let pairs = |key: &ForeignKey| {
        let pairs = key.columns.iter().zip(&key.referenced_columns);
        let mut pairs: Vec<_> = pairs.map(|(a, b)| [a, b].map(String::clone)).collect();
        pairs.sort_unstable();
        pairs
    };
    if is.references != was.references || pairs(is) == pairs(was) {
        return None;
    }
    let field = model
        .fields
        .iter()
        .find(|field| field.column.text == column)?;
    let referenced = |key: &ForeignKey| {
        let [columns, referenced] = [&key.columns, &key.referenced_columns].map(|all| {
            let all: Vec<_> = all.iter().map(String::as_str).collect();
            list(&all)
        });
        format!("`({columns}) REFERENCES {} ({referenced})`", key.references)
    };
    let (item, field) = (&record.claim.item.text, &field.name.text);
    Some(Finding {
        column: Some(column.to_owned()),
        ..about(
            record,
            "foreign_key_target",
            &was.name,
            format!(
                "`{item}.{field}` goes to rows of `{}` by {}, and foreign key `{}` is {}",
                was.references,
                referenced(was),
                is.name,
                referenced(is),
            ),
            "compile against this database".to_owned(),
        )
    })
}
