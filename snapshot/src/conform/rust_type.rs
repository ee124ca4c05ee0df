//! Rust types as far as their text tells: for messages, and for what the
//! reader declared. Whether a type fits is the compiler's to say.

use super::ModelCheck;
use super::report::list;
use crate::config::Config;
use crate::model::{Column, Nullability};
use crate::rust_names;
use crate::sql_type::SqlType;

/// What the text of a Rust type tells about an SQL type, NULL apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is the usual type for it.
    Yes,
    /// It is the usual type for another, or one more `Option`.
    No,
    /// It is an alias, a newtype, a generic parameter, or a type of another crate.
    Unknown,
}

/// The Rust types that stand for one SQL type, and the SQL type.
const PLAIN: &[(&str, &str)] = &[
    ("BigDecimal", "numeric"),
    ("DateTime<FixedOffset>", "timestamptz"),
    ("DateTime<Local>", "timestamptz"),
    ("DateTime<Utc>", "timestamptz"),
    ("Date", "date"),
    ("Decimal", "numeric"),
    ("IpNetwork", "inet"),
    ("NaiveDateTime", "timestamp"),
    ("NaiveDate", "date"),
    ("NaiveTime", "time"),
    ("OffsetDateTime", "timestamptz"),
    ("PrimitiveDateTime", "timestamp"),
    ("String", "text"),
    ("&str", "text"),
    ("Time", "time"),
    ("Timestamp", "timestamptz"),
    ("Uuid", "uuid"),
    ("Value", "jsonb"),
    ("Vec<u8>", "bytea"),
    ("bool", "boolean"),
    ("f32", "real"),
    ("f64", "double precision"),
    ("i16", "smallint"),
    ("i32", "integer"),
    ("i64", "bigint"),
];

/// Rust types that no SQL type has, so that nothing is to be said about newtypes.
const NEVER: &[&str] = &["char", "i128", "isize", "u128", "u16", "u64", "u8", "usize"];

/// Rust's own types that hold what they are the usual type of and nothing else, which no crate can
/// change: neither the type nor `Holds` is its own.
pub(super) const HOLDS_THE_USUAL_ALONE: &[&str] =
    &["String", "bool", "f32", "f64", "i16", "i32", "i64"];

/// The type inside an `Option`, and whether there is one.
pub(crate) fn peel(text: &str) -> (&str, bool) {
    let rest = text.trim_start_matches("::");
    let rest = rest
        .strip_prefix("std::option::")
        .or_else(|| rest.strip_prefix("core::option::"))
        .unwrap_or(rest);
    match rest
        .strip_prefix("Option<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    }
}

/// What the text of a type, peeled, tells about an SQL type.
pub(super) fn fit(inner: &str, sql: &SqlType) -> Fit {
    let named = matches!(
        sql.below_domains(),
        SqlType::Enum(_) | SqlType::Composite(_)
    ) && rust_names::suggestion(sql, Nullability::NotNull).as_deref() == Some(inner);
    if named || rust_names::is_usual(inner, sql, Nullability::NotNull) {
        Fit::Yes
    } else if sql_name(inner).is_some() || NEVER.contains(&inner) || peel(inner).1 {
        Fit::No
    } else {
        Fit::Unknown
    }
}

/// What the SQL type is called that a Rust type, peeled, is the usual one of.
pub(super) fn sql_name(inner: &str) -> Option<String> {
    for (rust, sql) in PLAIN {
        let builtin = super::sql_name::builtin(sql)?;
        if *rust == inner || rust_names::is_usual(inner, &builtin, Nullability::NotNull) {
            return Some((*sql).to_owned());
        }
    }
    let element = inner.strip_prefix("Vec<")?.strip_suffix('>')?;
    Some(sql_name(peel(element).0)? + "[]")
}

/// The SQL type to give a column that a field of this type would stand for, and whether NULL.
pub(super) fn sql_for(text: &str, config: &Config) -> Option<(String, bool)> {
    let (inner, optional) = peel(text);
    let name = match declared(inner, config) {
        Some(types) => <[String; 1]>::try_from(types).ok().map(|[only]| only),
        None => sql_name(inner),
    };
    Some((name?, optional))
}

/// What to write for a column.
pub(super) fn suggest(sql: &SqlType, nullability: Nullability, optional: bool) -> Option<String> {
    let nullability = match nullability {
        Nullability::Unknown if optional => Nullability::Nullable,
        known => known,
    };
    rust_names::suggestion(sql, nullability)
}

/// The SQL types that `schema.toml` declares a Rust type to hold, itself or in a `Vec`. The key there
/// is the whole path, the field may have any end of it.
pub(super) fn declared(text: &str, config: &Config) -> Option<Vec<String>> {
    if config.rust_types.is_empty() {
        return None;
    }
    let (inner, _) = peel(text);
    let element = inner
        .strip_prefix("Vec<")
        .and_then(|rest| rest.strip_suffix('>'));
    if let Some(types) = element.and_then(|element| declared(element, config)) {
        return Some(types.into_iter().map(|ty| ty + "[]").collect());
    }
    // The key begins with a crate's name, which is not how the crate itself writes it.
    let mut inner = inner.trim_start_matches("::");
    for local in ["crate::", "self::", "super::"] {
        inner = inner.trim_start_matches(local);
    }
    config
        .rust_types
        .iter()
        .find(|(path, _)| {
            path.strip_suffix(inner)
                .is_some_and(|before| before.is_empty() || before.ends_with("::"))
        })
        .map(|(_, types)| types.clone())
}

/// The fields to add for columns: "field `email: Option<String>`".
pub(super) fn fields(cx: &ModelCheck<'_>, columns: &[&Column]) -> String {
    let fields: Vec<_> = columns
        .iter()
        .map(|column| {
            let nullability = cx.relation.nullability(column);
            field(&column.name, &column.sql_type, nullability)
        })
        .collect();
    list(fields.iter().map(String::as_str))
}

/// The field to add for a column or an attribute: "email: Option<String>".
pub(super) fn field(name: &str, sql: &SqlType, nullability: Nullability) -> String {
    let name = field_name(name);
    match rust_names::suggestion(sql, nullability) {
        Some(ty) => format!("{name}: {ty}"),
        None => name,
    }
}

/// A column's name as a field's: Rust's keywords are written raw.
fn field_name(column: &str) -> String {
    // Those of the 2024 edition that can be written raw.
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    if KEYWORDS.contains(&column) {
        format!("r#{column}")
    } else {
        column.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, declared, fit, peel, sql_name};
    use crate::config::Config;
    use crate::sql_type::SqlType;

    #[test]
    fn peels_one_option() {
        assert_eq!(peel("Option<String>"), ("String", true));
        assert_eq!(peel("::core::option::Option<Vec<u8>>"), ("Vec<u8>", true));
        assert_eq!(peel("String"), ("String", false));
        assert_eq!(peel("my::Option<String>"), ("my::Option<String>", false));
    }

    #[test]
    fn the_text_of_a_type_tells_what_it_usually_holds() {
        let bigint = SqlType::Builtin("bigint".to_owned());
        assert_eq!(fit("i64", &bigint), Fit::Yes);
        assert_eq!(fit("i32", &bigint), Fit::No);
        assert_eq!(fit("usize", &bigint), Fit::No);
        assert_eq!(fit("UserId", &bigint), Fit::Unknown);
        assert_eq!(sql_name("Vec<uuid::Uuid>").as_deref(), Some("uuid[]"));
        assert_eq!(sql_name("Vec<u8>").as_deref(), Some("bytea"));
        assert_eq!(sql_name("Money"), None);
    }

    #[test]
    fn a_declared_type_is_known_by_any_end_of_its_path() {
        let mut config = Config::default();
        let types = vec!["point".to_owned()];
        config
            .rust_types
            .insert("geo_types::Point<f64>".to_owned(), types.clone());
        for text in [
            "Point<f64>",
            "Option<geo_types::Point<f64>>",
            "::geo_types::Point<f64>",
        ] {
            assert_eq!(declared(text, &config).as_ref(), Some(&types), "{text}");
        }
        assert_eq!(
            declared("Vec<Option<Point<f64>>>", &config),
            Some(vec!["point[]".to_owned()])
        );
        assert_eq!(declared("Int<f64>", &config), None);
        assert_eq!(declared("t<f64>", &config), None);
    }
}
