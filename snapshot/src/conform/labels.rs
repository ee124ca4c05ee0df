//! An enum beside the labels of an enum type.

use super::rename::{self, OF_VARIANTS};
use super::report::{Report, list};
use crate::claim::{Claim, EnumClaim, Place};
use crate::finding::Finding;
use crate::model::UserType;
use crate::name::quote_literal;
use crate::nearest::nearest;

/// The checks, in the order of their messages at one place.
const ENUM: &[fn(&EnumCheck<'_>, &mut Report)] = &[
    // Two variants for one label: one of the two is never read.
    claimed_twice,
    // A variant without a label: PostgreSQL refuses it when it is written.
    unknown,
    // A label without a variant: reading it fails.
    missing,
    // On request, because only some code compares variants by order.
    order,
];

struct EnumCheck<'a> {
    claim: &'a Claim,
    labels: &'a EnumClaim,
    ty: &'a UserType,
    /// What each variant without a label most likely means; none of the others.
    meant: Vec<Option<Meant<'a>>>,
}

/// The label that a variant without one most likely means: one that no other variant has.
#[derive(Clone, Copy)]
enum Meant<'a> {
    /// A name that is near.
    ByName(&'a str),
    /// The only one without a variant, of the only variant without one: renamed, most likely.
    Left(&'a str),
}

/// Compares an enum with the type it is bound to.
pub(super) fn check(claim: &Claim, labels: &EnumClaim, ty: &UserType, report: &mut Report) {
    let known = |label: &str| ty.labels.iter().any(|known| known == label);
    let names = labels.variants.iter().map(|v| (&v.name, &v.label));
    let rename_all = labels.rename_all.as_ref();
    let renamed = rename::guess(names, OF_VARIANTS, rename_all, &known).map(|guess| {
        let theirs = format!("labels of `{}`", ty.name);
        report.say(Finding {
            object: Some(ty.name.to_string()),
            ..guess.finding(
                "enum_label_unknown",
                claim,
                rename_all,
                ("variants", &theirs),
            )
        });
        let mut labels = labels.clone();
        guess.apply(labels.variants.iter_mut().map(|variant| &mut variant.label));
        labels
    });
    let mut cx = EnumCheck {
        claim,
        labels: renamed.as_ref().unwrap_or(labels),
        ty,
        meant: Vec::new(),
    };
    cx.meant = meant(&cx);
    for check in ENUM {
        check(&cx, report);
    }
}

impl<'a> EnumCheck<'a> {
    fn finding(&self, rule: &'static str, place: Place, message: String) -> Finding {
        Finding {
            rule,
            place,
            object: Some(self.ty.name.to_string()),
            message,
            ..Finding::default()
        }
    }

    fn has(&self, label: &str) -> bool {
        self.ty.labels.iter().any(|known| known == label)
    }

    fn unclaimed(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.ty.labels.iter().map(String::as_str).filter(|label| {
            !self
                .labels
                .variants
                .iter()
                .any(|variant| variant.label.text == *label)
        })
    }

    /// The labels that no variant has and none means.
    fn left(&self, meant: &[Option<Meant<'a>>]) -> Vec<&'a str> {
        let taken = |label: &str| {
            meant.iter().flatten().any(|meant| {
                let (Meant::ByName(known) | Meant::Left(known)) = meant;
                *known == label
            })
        };
        self.unclaimed().filter(|label| !taken(label)).collect()
    }
}

fn meant<'a>(cx: &EnumCheck<'a>) -> Vec<Option<Meant<'a>>> {
    let variants = &cx.labels.variants;
    let unknown = |n: &usize| !cx.has(&variants[*n].label.text);
    let mut meant = vec![None; variants.len()];
    for n in (0..variants.len()).filter(unknown) {
        meant[n] = nearest(&variants[n].label.text, cx.unclaimed()).map(Meant::ByName);
    }
    let mut unmeant = (0..variants.len())
        .filter(unknown)
        .filter(|n| meant[*n].is_none());
    if let (Some(variant), None) = (unmeant.next(), unmeant.next()) {
        // What takes the other labels takes a new name too.
        if let ([label], None) = (cx.left(&meant).as_slice(), &cx.labels.other) {
            meant[variant] = Some(Meant::Left(label));
        }
    }
    meant
}

fn claimed_twice(cx: &EnumCheck<'_>, report: &mut Report) {
    let item = &cx.claim.item.text;
    for (n, variant) in cx.labels.variants.iter().enumerate() {
        let first = cx.labels.variants[..n]
            .iter()
            .find(|first| first.label.text == variant.label.text);
        let Some(first) = first else { continue };
        report.say(Finding {
            help: vec!["name another label, `#[conformant(rename = \"...\")]`".to_owned()],
            ..cx.finding(
                "duplicate_label",
                variant.label.place,
                format!(
                    "`{item}::{}` and `{item}::{}` both stand for label `{}`",
                    first.name.text, variant.name.text, variant.label.text,
                ),
            )
        });
    }
}

fn unknown(cx: &EnumCheck<'_>, report: &mut Report) {
    let item = &cx.claim.item.text;
    let ty = &cx.ty.name;
    for (variant, meant) in cx.labels.variants.iter().zip(&cx.meant) {
        let label = &variant.label.text;
        if cx.has(label) {
            continue;
        }
        let of = &variant.name.text;
        let mut message =
            format!("`{item}::{of}` stands for label `{label}`, which `{ty}` does not have");
        let mut fix_sql = None;
        let help = match meant {
            Some(Meant::ByName(near)) => format!(
                "`{ty}` has `{near}`: name the variant so, or write \
                 `#[conformant(rename = {near:?})]`"
            ),
            Some(Meant::Left(left)) => {
                message = format!(
                    "`{item}::{of}` has no label, and label `{left}` of `{ty}` has no variant"
                );
                format!(
                    "if the one is the other under a new name, name the variant so, write \
                     `#[conformant(rename = {left:?})]`, or give the label its name back: ALTER TYPE \
                     {ty} RENAME VALUE {} TO {}; if not, remove it and add a variant for `{left}`",
                    quote_literal(left),
                    quote_literal(label),
                )
            }
            None => {
                let sql = format!("ALTER TYPE {ty} ADD VALUE {}", quote_literal(label));
                let help = format!("remove the variant, or add the label: {sql}");
                fix_sql = Some(sql + ";");
                help
            }
        };
        report.say(Finding {
            help: vec![help],
            fix_sql,
            ..cx.finding("enum_label_unknown", variant.label.place, message)
        });
    }
}

fn missing(cx: &EnumCheck<'_>, report: &mut Report) {
    if cx.labels.other.is_some() {
        return;
    }
    // A label that a variant without one means is not missing: one mistake, one message.
    let missing = cx.left(&cx.meant);
    let (labels, have, it) = match missing.as_slice() {
        [] => return,
        [_] => ("label", "has", "a variant for it"),
        _ => ("labels", "have", "variants for them"),
    };
    let item = &cx.claim.item.text;
    report.say(Finding {
        help: vec![format!(
            "add {it}, or one that absorbs every label without a variant: `#[conformant(other)]`"
        )],
        ..cx.finding(
            "enum_label_missing",
            cx.claim.item.place,
            format!(
                "{labels} {} of `{}` {have} no variant in `{item}`",
                list(missing.iter().copied()),
                cx.ty.name,
            ),
        )
    });
}

fn order(cx: &EnumCheck<'_>, report: &mut Report) {
    let Some(place) = cx.labels.ordered else {
        return;
    };
    let position = |label: &str| cx.ty.labels.iter().position(|known| known == label);
    let variants = cx
        .labels
        .variants
        .iter()
        .filter_map(|variant| Some((position(&variant.label.text)?, variant)));
    let misplaced = variants
        .clone()
        .zip(variants.skip(1))
        .find(|((before, _), (after, _))| before > after);
    let Some(((_, first), (_, second))) = misplaced else {
        return;
    };
    let item = &cx.claim.item.text;
    report.say(Finding {
        help: vec![format!(
            "put the variants in the order of the labels: {}",
            list(cx.ty.labels.iter().map(String::as_str)),
        )],
        ..cx.finding(
            "enum_label_order",
            place,
            format!(
                "`{item}::{}` stands before `{item}::{}`, but in `{}` label `{}` comes after `{}`",
                first.name.text, second.name.text, cx.ty.name, first.label.text, second.label.text,
            ),
        )
    });
}
