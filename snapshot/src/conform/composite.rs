//! A struct beside the attributes of a composite type.

use std::fmt::Write as _;

use super::rename;
use super::report::{self, Report, list};
use super::rust_type;
use super::types::{Slot, hold};
use crate::claim::{Claim, CompositeClaim, Field, Place};
use crate::config::Config;
use crate::finding::Finding;
use crate::model::{Column, Nullability, UserType};
use crate::name::quote;
use crate::nearest::nearest;
use crate::rust_names::{camel_case, is_usual};
use crate::sql_type::SqlType;

/// The checks, in the order of their messages at one place.
const COMPOSITE: &[fn(&CompositeCheck<'_>, &mut Report)] = &[
    // Two fields for one attribute: a value would have one attribute too many.
    claimed_twice,
    // A field without an attribute: the value can't be written.
    unknown,
    // An attribute without a field: a composite value is always whole.
    missing,
    // The wire carries the attributes by position.
    order,
    // Types, asked of the compiler.
    held,
];

struct CompositeCheck<'a> {
    claim: &'a Claim,
    composite: &'a CompositeClaim,
    ty: &'a UserType,
    config: &'a Config,
}

/// Compares a struct with the composite type it is bound to.
pub(super) fn check(
    claim: &Claim,
    composite: &CompositeClaim,
    ty: &UserType,
    config: &Config,
    report: &mut Report,
) {
    let known = |name: &str| ty.attributes.iter().any(|known| known.name == name);
    let rename_all = composite.rename_all.as_ref();
    let renamed = rename::of_fields(&composite.fields, rename_all, &known).map(|guess| {
        let theirs = format!("attributes of `{}`", ty.name);
        report.say(Finding {
            object: Some(ty.name.to_string()),
            ..guess.finding(
                "composite_attribute_unknown",
                claim,
                rename_all,
                ("fields", &theirs),
            )
        });
        let mut composite = composite.clone();
        guess.apply(composite.fields.iter_mut().map(|field| &mut field.column));
        composite
    });
    let cx = CompositeCheck {
        claim,
        composite: renamed.as_ref().unwrap_or(composite),
        ty,
        config,
    };
    for check in COMPOSITE {
        check(&cx, report);
    }
}

impl CompositeCheck<'_> {
    fn finding(&self, rule: &'static str, place: Place, message: String) -> Finding {
        Finding {
            rule,
            place,
            object: Some(self.ty.name.to_string()),
            message,
            ..Finding::default()
        }
    }

    fn position(&self, attribute: &str) -> Option<usize> {
        let mut attributes = self.ty.attributes.iter();
        attributes.position(|known| known.name == attribute)
    }

    fn unclaimed(&self) -> impl Iterator<Item = &str> + '_ {
        let names = self.ty.attributes.iter().map(|known| known.name.as_str());
        names.filter(|name| {
            !self
                .composite
                .fields
                .iter()
                .any(|field| field.column.text == *name)
        })
    }
}

fn claimed_twice(cx: &CompositeCheck<'_>, report: &mut Report) {
    let item = &cx.claim.item.text;
    for (first, field) in report::twice(&cx.composite.fields) {
        report.say(Finding {
            help: vec![
                "name another attribute, `#[conformant(column = \"...\")]`, or remove the field"
                    .to_owned(),
            ],
            ..cx.finding(
                "composite_attribute_duplicate",
                field.column.place,
                format!(
                    "`{item}.{}` and `{item}.{}` both stand for attribute `{}` of type `{}`",
                    first.name.text, field.name.text, field.column.text, cx.ty.name,
                ),
            )
        });
    }
}

fn unknown(cx: &CompositeCheck<'_>, report: &mut Report) {
    for (at, field) in cx.composite.fields.iter().enumerate() {
        let (name, owner) = (&field.column.text, &cx.ty.name);
        if cx.position(name).is_some() {
            continue;
        }
        let no_such = || format!(": type `{owner}` has no attribute `{name}`");
        let (why, help) = if let Some(near) = nearest(name, cx.unclaimed()) {
            let help = format!(
                "`{owner}` has `{near}`: name the field so, or write \
                 `#[conformant(column = {near:?})]`"
            );
            (no_such(), help)
        } else if let Some(new) = in_its_place(cx, at) {
            let help = format!(
                "if the one is the other under a new name, name the field so, write \
                 `#[conformant(column = {new:?})]`, or give the attribute its name back: ALTER TYPE \
                 {owner} RENAME ATTRIBUTE {} TO {}; if not, {}",
                quote(new),
                quote(name),
                remove_or_add(cx, name, &field.ty.text),
            );
            (
                format!(", and attribute `{new}` of `{owner}` has no field"),
                help,
            )
        } else {
            (no_such(), remove_or_add(cx, name, &field.ty.text))
        };
        let (item, of) = (&cx.claim.item.text, &field.name.text);
        report.say(Finding {
            help: vec![help],
            ..cx.finding(
                "composite_attribute_unknown",
                field.column.place,
                format!("`{item}.{of}` has no attribute{why}"),
            )
        });
    }
}

/// The attribute in the place of a field, of its type, when it has no other field: fields are in the order
/// of attributes.
fn in_its_place<'a>(cx: &'a CompositeCheck<'_>, at: usize) -> Option<&'a str> {
    let there = cx.ty.attributes.get(at)?;
    let (inner, _) = rust_type::peel(&cx.composite.fields[at].ty.text);
    let fits = is_usual(inner, &there.sql_type, Nullability::NotNull);
    cx.unclaimed().find(|name| fits && *name == there.name)
}

fn remove_or_add(cx: &CompositeCheck<'_>, attribute: &str, ty: &str) -> String {
    let mut help = "remove the field".to_owned();
    if let Some((sql, _)) = rust_type::sql_for(ty, cx.config) {
        let (owner, attribute) = (&cx.ty.name, quote(attribute));
        let _ = write!(
            help,
            ", or add the attribute: ALTER TYPE {owner} ADD ATTRIBUTE {attribute} {sql}"
        );
    }
    help
}

fn missing(cx: &CompositeCheck<'_>, report: &mut Report) {
    // An attribute that a field without one means is not missing: one mistake, one message.
    let fields = cx.composite.fields.iter().enumerate();
    let meant: Vec<_> = fields
        .filter(|(_, field)| cx.position(&field.column.text).is_none())
        .filter_map(|(at, field)| {
            let near = nearest(&field.column.text, cx.unclaimed());
            near.or_else(|| in_its_place(cx, at))
        })
        .collect();
    let missing: Vec<_> = cx
        .unclaimed()
        .filter(|name| !meant.contains(name))
        .collect();
    let (attributes, have) = match missing.as_slice() {
        [] => return,
        [_] => ("attribute", "has"),
        _ => ("attributes", "have"),
    };
    // An attribute of a composite value can be NULL, always.
    let fields: Vec<_> = missing
        .iter()
        .filter_map(|name| cx.position(name))
        .map(|at| &cx.ty.attributes[at])
        .map(|known| rust_type::field(&known.name, &known.sql_type, Nullability::Nullable))
        .collect();
    report.say(Finding {
        help: vec![format!(
            "add {}: a composite value is always read and written whole",
            list(fields.iter().map(String::as_str)),
        )],
        ..cx.finding(
            "composite_attribute_missing",
            cx.claim.item.place,
            format!(
                "{attributes} {} of type `{}` {have} no field in `{}`",
                list(missing.iter().copied()),
                cx.ty.name,
                cx.claim.item.text,
            ),
        )
    });
}

fn order(cx: &CompositeCheck<'_>, report: &mut Report) {
    let item = &cx.claim.item.text;
    let fields = cx
        .composite
        .fields
        .iter()
        .filter_map(|field| Some((cx.position(&field.column.text)?, field)));
    let misplaced = fields
        .clone()
        .zip(fields.skip(1))
        .find(|((before, _), (after, _))| before > after);
    let Some(((_, first), (_, second))) = misplaced else {
        return;
    };
    report.say(Finding {
        help: vec![format!(
            "put the fields in the order of the attributes: {}",
            list(cx.ty.attributes.iter().map(|known| known.name.as_str())),
        )],
        ..cx.finding(
            "composite_attribute_order",
            second.name.place,
            format!(
                "`{item}.{}` stands before `{item}.{}`, but in type `{}` attribute `{}` comes after \
                 `{}`",
                first.name.text,
                second.name.text,
                cx.ty.name,
                first.column.text,
                second.column.text,
            ),
        )
    });
}

/// The attributes of a composite type have no NOT NULL, and whether they are NULL nobody knows.
fn held(cx: &CompositeCheck<'_>, report: &mut Report) {
    for field in &cx.composite.fields {
        let Some(position) = cx.position(&field.column.text) else {
            continue;
        };
        let attribute = &cx.ty.attributes[position];
        if cx.composite.domains_by_name {
            if let Some(finding) = domain_by_name(cx, field, attribute) {
                report.say(finding);
                continue;
            }
        }
        let slot = Slot {
            item: &cx.claim.item.text,
            noun: "attribute",
            owner: Some(&cx.ty.name),
            name: Some(&attribute.name),
            sql: &attribute.sql_type,
            nullability: Nullability::Unknown,
            alterable: false,
            may_drop_not_null: false,
        };
        hold(&slot, field, cx.config, report);
    }
}

/// A domain, or an array of one, in a field of the usual type of what the domain is over.
fn domain_by_name(cx: &CompositeCheck<'_>, field: &Field, attribute: &Column) -> Option<Finding> {
    let SqlType::Domain { name: domain, .. } = attribute.sql_type.element() else {
        return None;
    };
    let ty = &field.ty.text;
    if field.holds.is_some() || !is_usual(ty, &attribute.sql_type, Nullability::Unknown) {
        return None;
    }
    let newtype = camel_case(&domain.name);
    Some(Finding {
        column: Some(attribute.name.clone()),
        help: vec![format!(
            "make it a newtype with `#[derive(Conformant, FromSql, ToSql)] #[postgres(name = {:?})]`, as \
             `struct {newtype}(...)`",
            domain.name,
        )],
        ..cx.finding(
            "type_mismatch",
            field.ty.place,
            format!(
                "`{}.{}` is `{ty}`, but attribute `{}` of type `{}` has values of domain `{domain}`, which the derives \
                 of postgres-types know by that name alone",
                cx.claim.item.text, field.name.text, attribute.name, cx.ty.name,
            ),
        )
    })
}
