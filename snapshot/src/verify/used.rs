//! What of a relation or type code can depend on: the same of what it was compiled for and of what
//! is there, so that a difference between the two is one that matters to it.
//!
//! Deliberately absent: indexes, policies, comments, the constraints that nothing relies on
//! (`relied.rs`), and the text of a default. An insert depends on whether there is a default, not on
//! which.

use super::relied;
use crate::claim::{Field, Model, Shape};
use crate::model::{Column, Relation, UserType};

/// What a model uses of its relation. `expected` is what it was compiled for.
pub(super) fn of_relation(relation: &Relation, model: &Model, expected: &Relation) -> Relation {
    let named = |column: &&Column| {
        let is_it = |field: &Field| field.column.text == column.name;
        model.fields.iter().any(is_it)
    };
    // The whole row is what a full model reads; an insert gives no value to what it does not name.
    let whole = matches!(model.shape, Shape::Full | Shape::Insert);
    let columns = relation.columns.iter();
    let columns = columns
        .filter(|column| whole || named(column))
        .map(|column| of_column(column, model.shape))
        .collect();
    let mut used = Relation {
        name: relation.name.clone(),
        kind: relation.kind,
        columns,
        ..Relation::default()
    };
    if relied::on_any(model) {
        relied::copy(relation, model, expected, &mut used);
    }
    used
}

fn of_column(column: &Column, shape: Shape) -> Column {
    let read = Column {
        name: column.name.clone(),
        sql_type: column.sql_type.clone(),
        not_null: column.not_null,
        ..Column::default()
    };
    match shape {
        Shape::Full | Shape::Partial => read,
        Shape::Update => Column {
            not_null_not_valid: column.not_null_not_valid,
            identity: column.identity,
            generated: column.generated,
            ..read
        },
        Shape::Insert => Column {
            not_null_not_valid: column.not_null_not_valid,
            identity: column.identity,
            generated: column.generated,
            // As the catalogue query has it of what is used.
            default: column.default.as_ref().map(|_| "...".to_owned()),
            ..read
        },
    }
}

/// What code can depend on of a type.
pub(super) fn of_type(ty: &UserType) -> UserType {
    let attribute = |attribute: &Column| Column {
        name: attribute.name.clone(),
        sql_type: attribute.sql_type.clone(),
        ..Column::default()
    };
    UserType {
        name: ty.name.clone(),
        kind: ty.kind,
        labels: ty.labels.clone(),
        base: ty.base.clone(),
        not_null: ty.not_null,
        attributes: ty.attributes.iter().map(attribute).collect(),
        subtype: ty.subtype.clone(),
        ..UserType::default()
    }
}

/// What is there, where PostgreSQL can't know, as it was expected: of a view that stands where a table
/// was its constraints, and of its columns whether they can be NULL, and what is in them when nobody
/// gives a value.
pub(super) fn unknown_as_expected(is: &mut Relation, was: &Relation) {
    if !is.kind.is_view() || was.kind.is_view() {
        return;
    }
    for column in &mut is.columns {
        if let Some(was) = was.column(&column.name) {
            *column = Column {
                name: column.name.clone(),
                sql_type: column.sql_type.clone(),
                ..was.clone()
            };
        }
    }
    *is = Relation {
        name: is.name.clone(),
        kind: is.kind,
        columns: std::mem::take(&mut is.columns),
        ..was.clone()
    };
}
