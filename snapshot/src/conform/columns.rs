//! Which column each field stands for, and which field each column has.

use super::ModelCheck;
use super::report::Report;
use super::rust_type;
use crate::claim::{Field, Shape};
use crate::finding::Finding;
use crate::model::Column;
use crate::name::quote;
use crate::nearest::nearest;

/// Two fields for one column.
pub(super) fn claimed_twice(cx: &ModelCheck<'_>, report: &mut Report) {
    let item = &cx.claim.item.text;
    for (n, field) in cx.model.fields.iter().enumerate() {
        let first = cx.model.fields[..n]
            .iter()
            .find(|first| first.column.text == field.column.text);
        // Fields under opposite `#[cfg]`s may well stand for one column.
        let Some(first) = first.filter(|first| !(first.conditional && field.conditional)) else {
            continue;
        };
        report.say(Finding {
            column: Some(field.column.text.clone()),
            help: vec![format!(
                "name another column, `#[conformant(column = \"...\")]`, or write \
                 `#[conformant(skip)]` on the one that is not stored"
            )],
            ..cx.finding(
                "duplicate_column",
                field.column.place,
                format!(
                    "`{item}.{}` and `{item}.{}` both stand for column `{}`",
                    first.name.text,
                    field.name.text,
                    cx.column_name(&field.column.text),
                ),
            )
        });
    }
}

/// A field without a column.
pub(super) fn unknown(cx: &ModelCheck<'_>, report: &mut Report) {
    for (field, column) in cx.model.fields.iter().zip(cx.columns) {
        // A field that has a value without its column is right without one.
        if column.is_some() || field.optional {
            continue;
        }
        let name = &field.column.text;
        let mut finding = cx.finding(
            "unknown_column",
            field.column.place,
            format!(
                "`{}.{}` has no column: `{}` has no column `{name}`",
                cx.claim.item.text, field.name.text, cx.relation.name,
            ),
        );
        finding.column = Some(name.clone());
        finding.help = unknown_help(cx, field);
        report.say(finding);
    }
}

fn unknown_help(cx: &ModelCheck<'_>, field: &Field) -> Vec<String> {
    let wanted = &field.column.text;
    let table = &cx.relation.name;
    if field.name.text != *wanted && cx.relation.column(&field.name.text).is_some() {
        return vec![format!(
            "`{table}` has `{}`, as the field is named; `{wanted}` comes from a rename",
            field.name.text,
        )];
    }
    if let Some(near) = meant(cx, field) {
        return vec![format!(
            "`{table}` has `{near}`: name the field so, or write \
             `#[conformant(column = \"{near}\")]`"
        )];
    }
    let mut help = vec!["write `#[conformant(skip)]` if it is not stored".to_owned()];
    if let Some(ty) = rust_type::sql_for(&field.ty.text, cx.config) {
        let (ty, null) = ty;
        help.push(format!(
            "or add the column: ALTER TABLE {table} ADD COLUMN {} {ty}{}",
            quote(wanted),
            if null { "" } else { " NOT NULL" },
        ));
    }
    vec![help.join(", ")]
}

/// The column that a field without one most likely means: one that no other field has.
fn meant<'a>(cx: &ModelCheck<'a>, field: &Field) -> Option<&'a str> {
    nearest(
        &field.column.text,
        cx.fieldless().map(|column| column.name.as_str()),
    )
}

/// Columns without a field, of a model that says it is the whole row.
///
/// A column that a mistyped field means is not missing: one mistake, one message.
pub(super) fn missing(cx: &ModelCheck<'_>, report: &mut Report) {
    if cx.model.shape != Shape::Full {
        return;
    }
    let meant: Vec<_> = cx
        .model
        .fields
        .iter()
        .zip(cx.columns)
        .filter(|(field, column)| column.is_none() && !field.optional)
        .filter_map(|(field, _)| {
            let own = cx.relation.column(&field.name.text);
            own.map(|column| column.name.as_str())
                .or_else(|| meant(cx, field))
        })
        .collect();
    let missing: Vec<_> = cx
        .fieldless()
        .filter(|column| !meant.contains(&column.name.as_str()))
        .collect();
    cx.say_missing(&missing, report, fieldless);
}

/// What to say of columns that have no field.
fn fieldless(cx: &ModelCheck<'_>, columns: &[&Column]) -> Finding {
    let (these, have) = match columns {
        [column] => (format!("column `{}`", cx.column_name(&column.name)), "has"),
        _ => (cx.column_list(columns), "have"),
    };
    let item = &cx.claim.item.text;
    Finding {
        help: vec![format!(
            "add {}, or write `#[conformant(partial)]` if `{item}` reads only some columns",
            rust_type::fields(cx, columns),
        )],
        ..cx.finding(
            "missing_field",
            cx.claim.item.place,
            format!("{these} {have} no field in `{item}`"),
        )
    }
}
