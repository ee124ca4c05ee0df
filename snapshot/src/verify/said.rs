//! What is said in words that neither the build nor the comparison of schemas has.

use super::judge::column;
use super::{Live, Record};
use crate::claim::{Shape, Subject};
use crate::diff::{Aspect, ChangeKind, Graded, Object, PartKind};
use crate::finding::Finding;
use crate::model::Relation;
use crate::name::{QualifiedName, quote};

/// What the database does not have.
pub(super) fn missing(record: &Record) -> Finding {
    let name = record.name().clone();
    let (rule, noun) = match &record.relation {
        Some(relation) => ("unknown_table", relation.kind.sql().to_ascii_lowercase()),
        None => ("unknown_type", "type".to_owned()),
    };
    Finding {
        rule,
        message: format!("the database has no {noun} `{name}`"),
        help: vec![
            "apply the migration that creates it, give it its name back if it has another, or look \
             whether this is the right database"
                .to_owned(),
        ],
        object: Some(name.to_string()),
        relation: record.relation.is_some().then_some(name),
        ..Finding::default()
    }
}

/// What is written to a view that does not take it: PostgreSQL knows, where the build has only the
/// view's triggers to go by.
pub(super) fn view_refuses(
    record: &Record,
    relation: &Relation,
    live: &Live<'_>,
) -> Option<Finding> {
    let writable = live.writable.get(record.name())?;
    let Subject::Model(model) = &record.claim.subject else {
        return None;
    };
    let (takes, rule, what) = match model.shape {
        Shape::Insert => (writable.insert, "view_not_insertable", "INSERT"),
        Shape::Update => (writable.update, "view_not_updatable", "UPDATE"),
        Shape::Full | Shape::Partial => return None,
    };
    let redirected = relation.triggers.iter().any(|trigger| {
        trigger.timing == "instead_of" && trigger.events.iter().any(|event| event == "insert")
    });
    let refused = model.fields.iter().map(|field| &field.column.text);
    let refused = refused
        .filter(|column| !writable.columns.contains(column))
        .min();
    let (item, name) = (&record.claim.item.text, record.name());
    let message = match refused {
        _ if !takes => format!("`{item}` is for an {what}, and view `{name}` takes none"),
        Some(column) if model.shape == Shape::Insert && !redirected => {
            format!("`{item}` gives a value to `{column}`, and view `{name}` takes none for it")
        }
        _ => return None,
    };
    Some(Finding {
        rule,
        relation: Some(name.clone()),
        message,
        help: vec![format!(
            "give the view an INSTEAD OF {what} trigger, or make it one of the columns of a single table"
        )],
        ..Finding::default()
    })
}

/// What to do when a column or attribute is there under another name, as `cargo schema diff` would say.
pub(super) fn renamed(old: &str, of: &QualifiedName, changes: &[Graded]) -> Option<String> {
    let gone = |graded: &&Graded| {
        let is_it = column(&graded.change) == Some(old);
        is_it
            && matches!(
                graded.change.kind,
                ChangeKind::Renamed | ChangeKind::Removed
            )
    };
    let change = &changes.iter().find(gone)?.change;
    let part = change.part.as_ref()?;
    let (names, sql) = match change.kind {
        ChangeKind::Renamed => {
            let owner = match part.kind {
                PartKind::Attribute => "TYPE",
                _ => "TABLE",
            };
            let sql = format!(
                ": ALTER {owner} {of} RENAME {} {} TO {}",
                part.kind.word().to_ascii_uppercase(),
                quote(&part.name),
                quote(old),
            );
            (part.name.clone(), sql)
        }
        _ if change.candidates.is_empty() => return None,
        _ => (change.candidates.join("` or `"), String::new()),
    };
    Some(format!(
        "`{names}` may be it under a new name: compile against this database with the field named so, \
         or give the {} its name back{sql}",
        part.kind.word(),
    ))
}

/// What drivers refuse, and the build has no words for.
pub(super) fn of_change(graded: &Graded, record: &Record) -> Finding {
    let change = &graded.change;
    let mut help = vec![graded.deploy.why.to_owned()];
    // It reads, and whether its rows are inserted nobody knows.
    let not_given = record.inserts && change.kind == ChangeKind::Added && column(change).is_some();
    if not_given {
        help.push("a model whose rows are never inserted says so with `partial`".to_owned());
    }
    Finding {
        rule: match (&change.object, change.aspect) {
            _ if not_given => "missing_insert_column",
            (_, Aspect::Type | Aspect::Subtype) => "type_mismatch",
            (Object::Type(..), Aspect::Kind) => "type_kind_mismatch",
            (Object::Type(..), _) => "unknown_type",
            _ => "unknown_column",
        },
        relation: record
            .relation
            .as_ref()
            .map(|relation| relation.name.clone()),
        object: record.relation.is_none().then(|| record.name().to_string()),
        column: column(change).map(str::to_owned),
        message: change.to_string(),
        help,
        ..Finding::default()
    }
}
