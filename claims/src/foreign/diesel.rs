//! `#[diesel(...)]` (diesel_attribute_parser) and the attributes of diesel 1,
//! `#[table_name = "users"]` and `#[column_name = "x"]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use schema_snapshot::claim::Placed;
use syn::{Attribute, Meta};

use super::{Field, Item, Said, SaidType, Source, Stated, Variant, said, written};
use crate::case::Case;
use crate::meta::{self, Entry, Value};
use crate::places::Places;

pub(super) fn item(item: &mut Item, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "table_name" => {
            if let Some(said) = name(entry, places) {
                item.tables.push(said);
            }
        }
        "sql_type" => sql_type(item, entry, places),
        "postgres_type" => {
            if let Value::List(tokens) = &entry.value {
                postgres_type(item, tokens.clone(), places);
            }
        }
        "rename_all" => {
            if let Some(rule) = said(Source::Diesel, entry, places) {
                let case = Case::of(&rule.name.text);
                item.rename_all(Source::Diesel, case, rule);
            }
        }
        "treat_none_as_default_value" => item.none_is_default = !entry.is_false(),
        "treat_none_as_null" => item.none_is_null = !entry.is_false(),
        _ => {}
    }
}

pub(super) fn field(field: &mut Field, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "column_name" => {
            if let Some(mut said) = name(entry, places) {
                if entry.string().is_none() {
                    let stem = column_of_ident(&said.name.text).len();
                    said.name.text.truncate(stem);
                }
                field.columns.push(said);
            }
        }
        "embed" => field.flatten = true,
        "skip_insertion" => field.not_inserted = true,
        "skip_update" => field.not_updated = true,
        "select_expression" => field.expression = true,
        "serialize_as" => field.written_as = type_of(entry),
        "deserialize_as" => field.read_as = type_of(entry),
        "treat_none_as_default_value" => field.none_is_default = Some(!entry.is_false()),
        "treat_none_as_null" => field.none_is_null = Some(!entry.is_false()),
        _ => {}
    }
}

pub(super) fn variant(variant: &mut Variant, entry: &Entry, places: &mut Places<'_>) {
    if entry.key == "rename" {
        variant.labels.extend(said(Source::Diesel, entry, places));
    }
}

/// `#[table_name = "users"]` as an entry.
pub(super) fn legacy(attribute: &Attribute) -> Option<Entry> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    meta::read(meta.to_token_stream()).into_iter().next()
}

/// The column that an identifier of diesel's `table!` stands for: `diesel print-schema` appends an
/// underscore to what can't be one (diesel_cli, `RESERVED_NAMES`), and puts the real name into
/// `#[sql_name]`, which the model does not see.
pub(super) fn column_of_ident(ident: &str) -> &str {
    match ident.strip_suffix('_') {
        Some(stem) if RESERVED.contains(&stem) => stem,
        _ => ident,
    }
}

/// A name that is given as a path or as a string: `users` of `crate::schema::users`.
fn name(entry: &Entry, places: &mut Places<'_>) -> Option<Said> {
    if entry.string().is_some() {
        let mut said = said(Source::Diesel, entry, places)?;
        if let Some((_, last)) = said.name.text.rsplit_once("::") {
            said.name.text = last.to_owned();
        }
        return Some(said);
    }
    let (_, text, span) = entry.path()?;
    Some(Said {
        source: Source::Diesel,
        written: written(Source::Diesel, &entry.key, &text),
        name: Placed {
            text,
            place: places.at(span),
        },
    })
}

fn type_of(entry: &Entry) -> Option<Stated> {
    let (tokens, spans) = entry.tokens()?;
    Some((syn::parse2(tokens).ok()?, spans))
}

/// A Rust type of diesel's that stands for a built-in type, or the marker that `print-schema` wrote
/// for a type of the schema's own. Where there are several, the first is taken.
fn sql_type(item: &mut Item, entry: &Entry, places: &mut Places<'_>) {
    let Some(said) = name(entry, places) else {
        return;
    };
    let own = entry
        .path()
        .is_some_and(|(before, ..)| before.is_some_and(|before| before != "sql_types"))
        || in_schema(entry);
    match builtin(&said.name.text).filter(|_| !own) {
        Some(text) if item.types.is_empty() => item.types.push(SaidType {
            said: Said {
                name: Placed {
                    text: text.to_owned(),
                    place: said.name.place,
                },
                ..said
            },
            schema: None,
            builtin: true,
        }),
        Some(_) => {}
        None => {
            item.type_marker.get_or_insert(said.name);
        }
    }
}

/// Whether a path goes through a module `schema`, where `print-schema` puts its own `sql_types`.
fn in_schema(entry: &Entry) -> bool {
    entry
        .tokens()
        .is_some_and(|(tokens, _)| tokens.into_iter().any(|tree| tree.to_string() == "schema"))
}

fn postgres_type(item: &mut Item, tokens: TokenStream, places: &mut Places<'_>) {
    let mut name = None;
    let mut schema = None;
    for entry in meta::read(tokens) {
        match entry.key.as_str() {
            "name" => name = said(Source::Diesel, &entry, places),
            "schema" => schema = said(Source::Diesel, &entry, places),
            _ => {}
        }
    }
    if let Some(mut said) = name {
        said.written = format!("#[diesel(postgres_type(name = {:?}))]", said.name.text);
        let schema = schema.map(|schema| schema.name);
        item.types.push(SaidType {
            said,
            schema,
            builtin: false,
        });
    }
}

/// `diesel::sql_types`, and what PostgreSQL calls them.
fn builtin(name: &str) -> Option<&'static str> {
    Some(match name {
        "Bool" => "boolean",
        "SmallInt" | "Int2" | "SmallSerial" => "smallint",
        "Integer" | "Int4" | "Serial" => "integer",
        "BigInt" | "Int8" | "BigSerial" => "bigint",
        "Float" | "Float4" => "real",
        "Double" | "Float8" => "double precision",
        "Numeric" | "Decimal" => "numeric",
        "Text" | "VarChar" | "Varchar" | "Char" | "Tinytext" => "text",
        "Citext" => "citext",
        "Binary" | "Bytea" => "bytea",
        "Date" => "date",
        "Time" => "time without time zone",
        "Interval" => "interval",
        "Timestamp" => "timestamp without time zone",
        "Timestamptz" | "TimestamptzSql" => "timestamp with time zone",
        "Uuid" => "uuid",
        "Json" => "json",
        "Jsonb" => "jsonb",
        "Inet" => "inet",
        "Cidr" => "cidr",
        "MacAddr" => "macaddr",
        "MacAddr8" => "macaddr8",
        "Money" => "money",
        "Oid" => "oid",
        _ => return None,
    })
}

const RESERVED: [&str; 57] = [
    "abstract",
    "async",
    "alignof",
    "as",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "offsetof",
    "override",
    "priv",
    "proc",
    "pub",
    "pure",
    "ref",
    "return",
    "Self",
    "self",
    "sizeof",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "bool",
    "table",
    "columns",
    "is_nullable",
];
