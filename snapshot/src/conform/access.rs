//! What a model says of foreign keys and of its statements.

use super::columns;
use super::report::{Report, alternatives};
use super::rust_type::peel;
use super::{ModelCheck, Named};
use crate::claim::{Field, Placed, Shape};
use crate::finding::Finding;
use crate::foreign_key::{Found, found};
use crate::model::{ForeignKey, Generated, Identity, Key};
use crate::name::quote;
use crate::nearest::nearest;
use crate::sql_type::SqlType;

/// A field that says it refers to the table of another model: there is a foreign key, and the model
/// has a field for each of its columns.
pub(super) fn references(cx: &ModelCheck<'_>, report: &mut Report) {
    for (field, column) in cx.pairs() {
        let Some(target) = &field.references else {
            continue;
        };
        match found(cx.relation, &column.name) {
            Found::One(key) => one(cx, field, (target, key), report),
            Found::None => {
                let table = &cx.relation.name;
                let sql = format!(
                    "ALTER TABLE {table} ADD FOREIGN KEY ({}) REFERENCES ...",
                    quote(&column.name)
                );
                report.say(Finding {
                    column: Some(column.name.clone()),
                    help: vec![format!("remove `references`, or add the key: {sql}")],
                    ..cx.finding(
                        "reference_without_foreign_key",
                        target.place,
                        format!(
                            "`{}.{}` refers to `{}`, but column `{}` is of no foreign key",
                            cx.claim.item.text,
                            field.name.text,
                            target.text,
                            cx.column_name(&column.name),
                        ),
                    )
                });
            }
            Found::Several(one, other) => report.say(Finding {
                column: Some(column.name.clone()),
                help: vec![
                    "write `references` on a field whose column is of one foreign key only"
                        .to_owned(),
                ],
                ..cx.finding(
                    "ambiguous_reference",
                    target.place,
                    format!(
                        "column `{}` is of more than one foreign key, `{}` and `{}`",
                        cx.column_name(&column.name),
                        one.name,
                        other.name,
                    ),
                )
            }),
        }
    }
}

fn one(
    cx: &ModelCheck<'_>,
    field: &Field,
    (target, key): (&Placed, &ForeignKey),
    report: &mut Report,
) {
    let (item, name) = (&cx.claim.item.text, &field.name.text);
    let has = |column: &&String| cx.model.fields.iter().any(|f| f.column.text == **column);
    if let Some(column) = key.columns.iter().find(|column| !has(column)) {
        report.say(Finding {
            column: Some(column.clone()),
            object: Some(key.name.clone()),
            help: vec![format!(
                "add a field for `{column}`, or remove `references`"
            )],
            ..cx.finding(
                "incomplete_reference",
                target.place,
                format!(
                    "foreign key `{}` is of column `{}` as well, which has no field in `{item}`",
                    key.name,
                    cx.column_name(column),
                ),
            )
        });
        return;
    }
    let finding = Finding {
        column: Some(field.column.text.clone()),
        object: Some(key.name.clone()),
        help: vec![format!(
            "name a model of `{}`, `#[conformant(references = ...)]`",
            key.references
        )],
        ..cx.finding(
            "foreign_key_target",
            target.place,
            format!(
                "`{item}.{name}` refers to `{}` by foreign key `{}`, and `{}` stands for \
                     another table",
                key.references, key.name, target.text,
            ),
        )
    };
    if target.text != "Self" {
        report.stands_for(Named {
            target: target.clone(),
            table: key.references.clone(),
            finding,
        });
    } else if key.references != cx.relation.name {
        // Which table that is, is known.
        report.say(finding);
    }
}

/// Of a model that nothing is planned for.
const MODEL: &str = "access_model";

/// What statements can't be made of: columns that only the compiler sees, where the text names each, and
/// values that nobody keeps.
pub(super) fn model(cx: &ModelCheck<'_>, report: &mut Report) {
    if cx.model.access.is_none() {
        return;
    }
    report.statements = true;
    let item = &cx.claim.item.text;
    let mut say = |place, message, help: &str| {
        report.say(Finding {
            help: vec![help.to_owned()],
            ..cx.finding(MODEL, place, message)
        });
    };
    // Each of its fields may be left out, which the text of the statement says.
    if cx.model.shape == Shape::Update {
        for part in &cx.model.flattened {
            say(
                part.place,
                format!(
                    "`{}` is flattened, and an update by `{item}` can't name what is in it",
                    part.text
                ),
                "write its fields out, or leave `access` out",
            );
        }
    }
    if !matches!(cx.model.shape, Shape::Full | Shape::Partial) {
        return;
    }
    for field in &cx.model.fields {
        let ty = &field.ty.text;
        let (inner, _) = peel(ty);
        if inner.starts_with('&') {
            say(
                field.ty.place,
                format!(
                    "`{item}.{}` borrows, and the row that it is read from does not outlive the call",
                    field.name.text
                ),
                "write an owned type, `String` or `Cow<'a, str>` for `&'a str`, or leave `access` out",
            );
        }
    }
}

/// What an insert or an update gives back is a row of the same table: the compiler is asked.
pub(super) fn returns(cx: &ModelCheck<'_>, report: &mut Report) {
    let access = cx.model.access.as_ref();
    let Some(target) = access.and_then(|access| access.returns.as_ref()) else {
        return;
    };
    if target.text == "Self" {
        return;
    }
    let table = &cx.relation.name;
    report.stands_for(Named {
        target: target.clone(),
        table: table.clone(),
        finding: Finding {
            help: vec![format!("name a model of `{table}` that reads")],
            ..cx.finding(
                "returned_table",
                target.place,
                format!(
                    "`{}` writes to `{table}`, and `{}` stands for another table",
                    cx.claim.item.text, target.text,
                ),
            )
        },
    });
}

/// Whether a row that the model inserts can have in a column what another row has. It can't when the
/// database gives each row a value of its own, or NULL. Of a column that should have a field that has been
/// said.
fn can_meet(cx: &ModelCheck<'_>, key: &Key, name: &str) -> bool {
    let Some(column) = cx.relation.column(name) else {
        return true;
    };
    let given = column.identity != Identity::Always
        && cx
            .model
            .fields
            .iter()
            .any(|field| field.column.text == name);
    // A domain can have a default.
    let is_domain = matches!(column.sql_type, SqlType::Domain { .. });
    let null = column.default.is_none() && !is_domain && !key.nulls_not_distinct;
    given
        || columns::is_missing(cx, column)
        || column.generated != Generated::None
        || cx.relation.may_assign("insert", name)
        || !(null || column.is_new_in_each_row())
}

/// `upsert` names a constraint that PostgreSQL can decide by.
pub(super) fn upsert(cx: &ModelCheck<'_>, report: &mut Report) {
    let named = cx
        .model
        .access
        .as_ref()
        .and_then(|access| access.upsert.as_ref());
    let Some(named) = named else { return };
    // The text of the statement names each column.
    if let Some(part) = cx.model.flattened.first() {
        report.say(Finding {
            help: vec![format!(
                "write the fields of `{}` out, or remove `upsert`",
                part.text
            )],
            ..cx.finding(
                MODEL,
                named.place,
                format!(
                    "`{}` is flattened, and an upsert of `{}` can't name what is in it",
                    part.text, cx.claim.item.text
                ),
            )
        });
        return;
    }
    let relation = cx.relation;
    let mut keys = relation.primary_key.iter().chain(&relation.unique);
    let table = &relation.name;
    let (message, help) = match keys.clone().find(|key| key.name == named.text) {
        Some(key) if key.deferrable => (
            format!(
                "`{}` is deferrable, and no insert can decide by it",
                key.name
            ),
            format!("make a constraint that is not: ALTER TABLE {table} ADD UNIQUE (...)"),
        ),
        Some(key) if key.without_overlaps => (
            format!(
                "`{}` is `WITHOUT OVERLAPS`, and no update can decide by it",
                key.name
            ),
            "name another constraint".to_owned(),
        ),
        Some(key) => match key.columns.iter().find(|column| !can_meet(cx, key, column)) {
            None => return,
            Some(column) => (
                format!(
                    "`{}` leaves `{column}` to the database, which gives it what no other row \
                     has: no row is the same by `{}`",
                    cx.claim.item.text, key.name
                ),
                "name a constraint of columns that the model gives".to_owned(),
            ),
        },
        None if relation
            .indexes
            .iter()
            .any(|index| index.name == named.text) =>
        {
            (
                format!(
                    "`{}` is an index of `{table}` and no constraint",
                    named.text
                ),
                format!(
                    "make it one: ALTER TABLE {table} ADD CONSTRAINT {0} UNIQUE USING INDEX {0}",
                    quote(&named.text)
                ),
            )
        }
        None => {
            let all: Vec<_> = keys.by_ref().map(|key| key.name.as_str()).collect();
            let help = match nearest(&named.text, all.iter().copied()) {
                Some(near) => format!("write `upsert = {near:?}`"),
                None if all.is_empty() => {
                    let name = quote(&named.text);
                    format!("add it: ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (...)")
                }
                None => format!("it has {}", alternatives(all)),
            };
            (
                format!("`{table}` has no unique constraint `{}`", named.text),
                help,
            )
        }
    };
    report.say(Finding {
        object: Some(named.text.clone()),
        help: vec![help],
        ..cx.finding("upsert_constraint", named.place, message)
    });
}

/// A key is declared where PostgreSQL knows none.
pub(super) fn key(cx: &ModelCheck<'_>, report: &mut Report) {
    let Some(key) = &cx.relation.primary_key else {
        return;
    };
    for field in &cx.model.fields {
        let Some(place) = field.key else { continue };
        report.say(Finding {
            column: Some(field.column.text.clone()),
            help: vec!["remove `key`: the primary key is known".to_owned()],
            ..cx.finding(
                "declared_key",
                place,
                format!("`{}` has a primary key, `{}`", cx.relation.name, key.name),
            )
        });
    }
}
