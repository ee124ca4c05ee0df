//! `#[postgres(...)]`, as `postgres_types::ToSql` and `FromSql` read it
//! (postgres-derive, `overrides.rs`), and diesel 1's attribute of the same name.

use super::{Field, Item, SaidType, Source, Variant, said};
use crate::case::Case;
use crate::meta::Entry;
use crate::places::Places;

pub(super) fn item(item: &mut Item, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "transparent" => item.transparent = Some(places.between(entry.spans)),
        "rename_all" => {
            if let Some(rule) = said(Source::Postgres, entry, places) {
                let case = Case::of_postgres(&rule.name.text);
                item.rename_all(Source::Postgres, case, rule);
            }
        }
        // `allow_mismatch` lets the labels differ at run time; ours are compared all the same.
        "name" | "type_name" => {
            let said = said(Source::Postgres, entry, places);
            item.types.extend(said.map(|said| SaidType {
                said,
                schema: None,
                builtin: false,
            }));
        }
        _ => {}
    }
}

pub(super) fn field(field: &mut Field, entry: &Entry, places: &mut Places<'_>) {
    if entry.key == "name" {
        field.columns.extend(said(Source::Postgres, entry, places));
    }
}

pub(super) fn variant(variant: &mut Variant, entry: &Entry, places: &mut Places<'_>) {
    if entry.key == "name" {
        variant.labels.extend(said(Source::Postgres, entry, places));
    }
}
