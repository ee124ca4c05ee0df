//! Which column each field stands for, and which field each column has.

use super::ModelCheck;
use super::insert;
use super::report::{self, Report};
use super::rust_type;
use crate::claim::{Field, Model, Shape};
use crate::finding::Finding;
use crate::model::Column;
use crate::name::quote;
use crate::nearest::nearest;
use crate::rust_names::{is_usual, suggestion};

/// Two fields for one column.
pub(super) fn claimed_twice(cx: &ModelCheck<'_>, report: &mut Report) {
    let item = &cx.claim.item.text;
    for (first, field) in report::twice(&cx.model.fields) {
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
    for (field, meant) in columnless(cx.model, cx.columns).zip(cx.meant) {
        let name = &field.column.text;
        let (item, of) = (&cx.claim.item.text, &field.name.text);
        let no_such = format!(": `{}` has no column `{name}`", cx.relation.name);
        let (why, help) = match meant {
            Some(Meant::ByType(column)) => renamed(cx, field, column, no_such),
            by_name => (no_such, unknown_help(cx, field, by_name.as_ref())),
        };
        let message = format!("`{item}.{of}` has no column{why}");
        report.say(Finding {
            column: Some(name.clone()),
            help: vec![help],
            ..cx.finding("unknown_column", field.column.place, message)
        });
    }
}

fn renamed(
    cx: &ModelCheck<'_>,
    field: &Field,
    column: &Column,
    no_such: String,
) -> (String, String) {
    let (table, new) = (&cx.relation.name, &column.name);
    let (why, it, otherwise) = if is_of_some(cx) {
        (
            no_such,
            format!("it is `{new}`"),
            unknown_help(cx, field, None),
        )
    } else {
        (
            format!(", and column `{}` has no field", cx.column_name(new)),
            "the one is the other".to_owned(),
            format!(
                "write `#[conformant(skip)]` on it and add {}",
                rust_type::fields(cx, &[column])
            ),
        )
    };
    let help = format!(
        "if {it} under a new name, name the field so, write `#[conformant(column = {new:?})]`, or give \
         the column its name back: ALTER TABLE {table} RENAME COLUMN {} TO {}; if not, {otherwise}",
        quote(new),
        quote(&field.column.text),
    );
    (why, help)
}

fn unknown_help(cx: &ModelCheck<'_>, field: &Field, meant: Option<&Meant<'_>>) -> String {
    let wanted = &field.column.text;
    let table = &cx.relation.name;
    if let Some(Meant::ByName(near)) = meant {
        let near = &near.name;
        if *near == field.name.text {
            return format!(
                "`{table}` has `{near}`, as the field is named; `{wanted}` comes from a rename"
            );
        }
        return format!(
            "`{table}` has `{near}`: name the field so, or write \
             `#[conformant(column = {near:?})]`"
        );
    }
    let mut help = vec!["write `#[conformant(skip)]` if it is not stored".to_owned()];
    let can_have = !cx.relation.kind.is_view();
    if let (true, Some((ty, null))) = (can_have, rust_type::sql_for(&field.ty.text, cx.config)) {
        help.push(format!(
            "or add the column: ALTER TABLE {table} ADD COLUMN {} {ty}{}",
            quote(wanted),
            if null { "" } else { " NOT NULL" },
        ));
    }
    help.join(", ")
}

/// The column that a field without one most likely means: one that no other field has.
#[derive(Clone, Copy)]
pub(super) enum Meant<'a> {
    /// The field's name without its rename, or a name that is near.
    ByName(&'a Column),
    /// The only column that needs a field, or could have one, and is usual for the field's type, which is
    /// no other such field's: renamed, most likely.
    ByType(&'a Column),
}

/// The fields without a column, but for those that have a value without one.
fn columnless<'m>(
    model: &'m Model,
    columns: &'m [Option<&Column>],
) -> impl Iterator<Item = &'m Field> {
    let all = model.fields.iter().zip(columns);
    all.filter(|(field, column)| column.is_none() && !field.optional)
        .map(|(field, _)| field)
}

/// What the fields without a column mean, in their order.
pub(super) fn meant<'a>(cx: &ModelCheck<'a>) -> Vec<Option<Meant<'a>>> {
    let mut meant: Vec<_> = columnless(cx.model, cx.columns)
        .map(|field| {
            let own = cx.relation.column(&field.name.text);
            own.or_else(|| {
                let names = cx.fieldless().map(|column| column.name.as_str());
                cx.relation.column(nearest(&field.column.text, names)?)
            })
            .map(Meant::ByName)
        })
        .collect();
    // A flattened part may have the column.
    if meant.iter().all(Option::is_some) || !cx.model.flattened.is_empty() {
        return meant;
    }
    let fields: Vec<_> = columnless(cx.model, cx.columns).collect();
    let fits = |field: &Field, column: &Column| {
        let (ty, sql) = (&field.ty.text, &column.sql_type);
        let nullability = cx.relation.nullability(column);
        is_usual(ty, sql, nullability) || suggestion(sql, nullability).as_ref() == Some(ty)
    };
    let unmeant: Vec<_> = (0..fields.len()).filter(|n| meant[*n].is_none()).collect();
    let mut free: Vec<_> = if is_of_some(cx) {
        cx.fieldless().collect()
    } else {
        required(cx)
    };
    free.retain(|column| !any_means(&meant, column));
    for &n in &unmeant {
        let mut columns = free.iter().filter(|column| fits(fields[n], column));
        let (Some(column), None) = (columns.next(), columns.next()) else {
            continue;
        };
        let others = unmeant.iter().filter(|other| fits(fields[**other], column));
        if others.count() == 1 {
            meant[n] = Some(Meant::ByType(column));
        }
    }
    meant
}

/// Whether a field without a column means this one.
fn any_means(meant: &[Option<Meant<'_>>], column: &Column) -> bool {
    meant.iter().flatten().any(|meant| {
        let (Meant::ByName(known) | Meant::ByType(known)) = meant;
        known.name == column.name
    })
}

/// Whether it is for some columns, whichever others there are.
fn is_of_some(cx: &ModelCheck<'_>) -> bool {
    matches!(cx.model.shape, Shape::Partial | Shape::Update)
}

/// Whether a column is said to have no field although it needs one, or a field to mean it.
pub(super) fn is_missing(cx: &ModelCheck<'_>, column: &Column) -> bool {
    any_means(cx.meant, column) || required(cx).iter().any(|known| known.name == column.name)
}

/// The columns that need a field and have none.
fn required<'a>(cx: &ModelCheck<'a>) -> Vec<&'a Column> {
    match cx.model.shape {
        Shape::Full => cx.fieldless().collect(),
        Shape::Insert => cx
            .fieldless()
            .filter(|column| insert::needs_value(cx, column))
            .collect(),
        Shape::Partial | Shape::Update => Vec::new(),
    }
}

/// Columns that need a field and have none: of a model that says it is the whole row, and of one
/// that gives one.
///
/// A column that a field without one means is not missing: one mistake, one message.
pub(super) fn missing(cx: &ModelCheck<'_>, report: &mut Report) {
    let mut missing = required(cx);
    missing.retain(|column| !any_means(cx.meant, column));
    let finding = if cx.inserts() {
        missing.retain(|column| !insert::domain_has_default(cx, column, report));
        insert::ungiven
    } else {
        fieldless
    };
    cx.say_missing(&missing, report, finding);
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
