//! `#[sqlx(...)]`, as `sqlx::FromRow` and `sqlx::Type` read it
//! (sqlx-macros-core, `derives/attributes.rs`).

use proc_macro2::{TokenStream, TokenTree};
use schema_snapshot::claim::Placed;

use super::{Field, Item, SaidType, Source, Variant, said, stated};
use crate::case::Case;
use crate::meta::{Entry, Value};
use crate::places::Places;

pub(super) fn item(item: &mut Item, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "transparent" => item.transparent = Some(places.between(entry.spans)),
        "default" => item.optional = true,
        "rename_all" => {
            if let Some(rule) = said(Source::Sqlx, entry, places) {
                // It knows all of serde's words but this one.
                let case = Case::of(&rule.name.text).filter(|case| *case != Case::ScreamingKebab);
                item.rename_all(Source::Sqlx, case, rule);
            }
        }
        "type_name" => {
            if let Some(mut said) = said(Source::Sqlx, entry, places) {
                let (schema, name) = regtype(&said.name.text);
                let place = said.name.place;
                said.name.text = name;
                item.types.push(SaidType {
                    said,
                    schema: schema.map(|text| Placed { text, place }),
                    builtin: false,
                });
            }
        }
        _ => {}
    }
}

/// `#[repr(i32)]`: sqlx stores such an enum as that integer.
pub(super) fn repr(item: &mut Item, entry: &Entry) {
    const INTEGERS: [&str; 12] = [
        "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
    ];
    if matches!(entry.value, Value::Flag) && INTEGERS.contains(&entry.key.as_str()) {
        let ident = proc_macro2::Ident::new(&entry.key, entry.spans.0);
        let tokens: TokenStream = TokenTree::from(ident).into();
        item.repr = syn::parse2(tokens).ok().map(|ty| (ty, entry.spans));
    }
}

pub(super) fn field(field: &mut Field, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "rename" => field.columns.extend(said(Source::Sqlx, entry, places)),
        "skip" => field.skip = true,
        "flatten" => field.flatten = true,
        "default" => field.optional = true,
        "try_from" => field.read_as = stated(entry),
        "json" => {
            let nullable = match &entry.value {
                Value::List(tokens) => tokens.to_string() == "nullable",
                _ => false,
            };
            field.json = Some((places.between(entry.spans), nullable));
        }
        _ => {}
    }
}

pub(super) fn variant(variant: &mut Variant, entry: &Entry, places: &mut Places<'_>) {
    if entry.key == "rename" {
        variant.labels.extend(said(Source::Sqlx, entry, places));
    }
}

/// sqlx asks the server for `'...'::regtype`, so the name is SQL: folded to lower case where it is
/// not quoted, and with a schema or without.
fn regtype(text: &str) -> (Option<String>, String) {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                part.push('"');
            }
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            c if quoted => part.push(c),
            c => part.push(c.to_ascii_lowercase()),
        }
    }
    let name = parts.pop().unwrap_or_default();
    (parts.pop(), name)
}

#[cfg(test)]
mod tests {
    use super::regtype;

    #[test]
    fn a_type_name_is_read_as_the_server_reads_a_regtype() {
        let name = |text| {
            let (schema, name) = regtype(text);
            (schema.unwrap_or_default(), name)
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(name("order_status"), pair("", "order_status"));
        assert_eq!(name("int4rangeL0pC"), pair("", "int4rangel0pc"));
        assert_eq!(name("foo.\"Foo\""), pair("foo", "Foo"));
        assert_eq!(name("\"a \"\"b\"\".c\""), pair("", "a \"b\".c"));
        assert_eq!(name("character varying"), pair("", "character varying"));
    }
}
