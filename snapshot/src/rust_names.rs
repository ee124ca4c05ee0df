//! Which Rust type is the usual one for an SQL type, and what the SQL type is
//! called in `schema_runtime::sql`.
//!
//! Pure data, without any Rust syntax. Whether a Rust type can hold an SQL type
//! is not decided here but by `schema_runtime::Holds`; the names here are for
//! suggestions ("write `Option<DateTime<Utc>>`"), and for a model that is
//! written as suggested, which is asked about in a cheaper way. A test of
//! `schema-runtime` holds the two together.

use std::borrow::Cow;

use crate::model::Nullability;
use crate::name::QualifiedName;
use crate::sql_type::{SqlType, strip_modifiers};

/// A built-in type.
struct Builtin {
    /// `format_type`, without modifiers.
    sql: &'static str,
    /// The name in `schema_runtime::sql`: `pg_type.typname`.
    marker: &'static str,
    /// The usual Rust types, the suggested one first. Empty: no driver has one.
    rust: &'static [&'static str],
}

/// Sorted by `sql`.
const BUILTIN: &[Builtin] = &{
    const fn of(sql: &'static str, marker: &'static str, rust: &'static [&'static str]) -> Builtin {
        Builtin { sql, marker, rust }
    }
    [
        of("\"char\"", "char", &["i8"]),
        of("aclitem", "aclitem", &[]),
        of("bigint", "int8", &["i64"]),
        of("bit", "bit", &["BitVec"]),
        of("bit varying", "varbit", &["BitVec"]),
        of("boolean", "bool", &["bool"]),
        of("box", "r#box", &["PgBox"]),
        of("bpchar", "bpchar", &["String", "&str"]),
        of("bytea", "bytea", &["Vec<u8>", "&[u8]", "Bytes"]),
        of("character", "bpchar", &["String", "&str"]),
        of("character varying", "varchar", &["String", "&str"]),
        of("cid", "cid", &[]),
        of("cidr", "cidr", &["IpNetwork", "IpCidr"]),
        of("circle", "circle", &["PgCircle"]),
        of("date", "date", &["NaiveDate", "Date"]),
        of(
            "datemultirange",
            "datemultirange",
            &["Vec<(Bound<NaiveDate>, Bound<NaiveDate>)>"],
        ),
        of(
            "daterange",
            "daterange",
            &["PgRange<NaiveDate>", "PgRange<Date>"],
        ),
        of("double precision", "float8", &["f64"]),
        of("inet", "inet", &["IpNetwork", "IpAddr", "IpInet"]),
        of("int2vector", "int2vector", &[]),
        of(
            "int4multirange",
            "int4multirange",
            &["Vec<(Bound<i32>, Bound<i32>)>"],
        ),
        of("int4range", "int4range", &["PgRange<i32>"]),
        of(
            "int8multirange",
            "int8multirange",
            &["Vec<(Bound<i64>, Bound<i64>)>"],
        ),
        of("int8range", "int8range", &["PgRange<i64>"]),
        of("integer", "int4", &["i32"]),
        of("interval", "interval", &["PgInterval"]),
        of("json", "json", &["Value"]),
        of("jsonb", "jsonb", &["Value"]),
        of("jsonpath", "jsonpath", &[]),
        of("line", "line", &["PgLine"]),
        of("lseg", "lseg", &["PgLSeg"]),
        of("macaddr", "macaddr", &["MacAddress"]),
        of("macaddr8", "macaddr8", &["[u8; 8]"]),
        of("money", "money", &["PgMoney"]),
        of("name", "name", &["String", "&str"]),
        of("numeric", "numeric", &["Decimal", "BigDecimal"]),
        of(
            "nummultirange",
            "nummultirange",
            &["Vec<(Bound<BigDecimal>, Bound<BigDecimal>)>"],
        ),
        of(
            "numrange",
            "numrange",
            &["PgRange<Decimal>", "PgRange<BigDecimal>"],
        ),
        of("oid", "oid", &["u32", "Oid"]),
        of("oidvector", "oidvector", &[]),
        of("path", "path", &["PgPath"]),
        of("pg_lsn", "pg_lsn", &["PgLsn"]),
        of("pg_snapshot", "pg_snapshot", &[]),
        of("point", "point", &["PgPoint"]),
        of("polygon", "polygon", &["PgPolygon"]),
        of("real", "float4", &["f32"]),
        of("record", "record", &[]),
        of("refcursor", "refcursor", &[]),
        of("regclass", "regclass", &[]),
        of("regcollation", "regcollation", &[]),
        of("regconfig", "regconfig", &[]),
        of("regdictionary", "regdictionary", &[]),
        of("regnamespace", "regnamespace", &[]),
        of("regoper", "regoper", &[]),
        of("regoperator", "regoperator", &[]),
        of("regproc", "regproc", &[]),
        of("regprocedure", "regprocedure", &[]),
        of("regrole", "regrole", &[]),
        of("regtype", "regtype", &[]),
        of("smallint", "int2", &["i16"]),
        of("text", "text", &["String", "&str"]),
        of("tid", "tid", &[]),
        of(
            "time with time zone",
            "timetz",
            &[
                "PgTimeTz<NaiveTime, FixedOffset>",
                "PgTimeTz<Time, UtcOffset>",
            ],
        ),
        of("time without time zone", "time", &["NaiveTime", "Time"]),
        of(
            "timestamp with time zone",
            "timestamptz",
            &[
                "DateTime<Utc>",
                "OffsetDateTime",
                "Timestamp",
                "DateTime<Local>",
                "DateTime<FixedOffset>",
            ],
        ),
        of(
            "timestamp without time zone",
            "timestamp",
            &["NaiveDateTime", "PrimitiveDateTime"],
        ),
        of(
            "tsmultirange",
            "tsmultirange",
            &["Vec<(Bound<NaiveDateTime>, Bound<NaiveDateTime>)>"],
        ),
        of("tsquery", "tsquery", &[]),
        of(
            "tsrange",
            "tsrange",
            &["PgRange<NaiveDateTime>", "PgRange<PrimitiveDateTime>"],
        ),
        of(
            "tstzmultirange",
            "tstzmultirange",
            &["Vec<(Bound<DateTime<Utc>>, Bound<DateTime<Utc>>)>"],
        ),
        of(
            "tstzrange",
            "tstzrange",
            &["PgRange<DateTime<Utc>>", "PgRange<OffsetDateTime>"],
        ),
        of("tsvector", "tsvector", &[]),
        of("txid_snapshot", "txid_snapshot", &[]),
        of("unknown", "unknown", &["String", "&str"]),
        of("uuid", "uuid", &["Uuid"]),
        of("void", "void", &["()"]),
        of("xid", "xid", &[]),
        of("xid8", "xid8", &[]),
        of("xml", "xml", &[]),
    ]
};

/// Types of well-known extensions: the bare name, the usual Rust types.
const BASE: &[(&str, &[&str])] = &[
    ("citext", &["String", "&str"]),
    ("cube", &["PgCube"]),
    ("geography", &[]),
    ("geometry", &[]),
    ("halfvec", &["HalfVector"]),
    ("hstore", &["PgHstore", "HashMap<String, Option<String>>"]),
    ("lquery", &["PgLQuery", "String"]),
    ("ltree", &["PgLTree", "String"]),
    ("ltxtquery", &["String"]),
    ("sparsevec", &["SparseVector"]),
    ("vector", &["Vector"]),
];

fn builtin(format_type: &str) -> Option<&'static Builtin> {
    let name = match format_type.find('(') {
        None if format_type.starts_with("interval ") => "interval".into(),
        None => Cow::Borrowed(format_type),
        Some(_) if format_type.starts_with("interval") => "interval".into(),
        Some(_) => strip_modifiers(format_type).into(),
    };
    BUILTIN
        .binary_search_by(|entry| entry.sql.cmp(&name))
        .ok()
        .map(|at| &BUILTIN[at])
}

/// The name in `schema_runtime::sql` of a built-in type that is given as
/// [`SqlType::Builtin`] has it, with or without modifiers: `timestamptz` of
/// `timestamp(3) with time zone`. A keyword of Rust comes as a raw identifier,
/// `r#box`. `None` for a type that PostgreSQL 13 to 18 do not have in a column;
/// its marker is `sql::base<H>` with the hash of the text.
pub fn marker(format_type: &str) -> Option<&'static str> {
    builtin(format_type).map(|entry| entry.marker)
}

/// The type of a well-known extension of this name. The extension can be in any schema.
pub fn base(name: &str) -> Option<SqlType> {
    let (name, _) = BASE.iter().find(|(base, _)| *base == name)?;
    Some(SqlType::Base {
        name: QualifiedName::new("", *name),
        modifiers: String::new(),
    })
}

/// The usual Rust types of a type that is no array, NULL apart, the suggested
/// one first. Empty when there is none: no driver has one, or the Rust type is
/// the user's own.
pub fn leaf(ty: &SqlType) -> &'static [&'static str] {
    match ty.below_domains() {
        SqlType::Builtin(text) => builtin(text).map_or(&[], |entry| entry.rust),
        SqlType::Base { name, .. } => BASE
            .iter()
            .find(|(base, _)| *base == name.name)
            .map_or(&[], |(_, rust)| rust),
        _ => &[],
    }
}

/// What to write for a column of this type: `Option<Vec<Uuid>>`. For a type of
/// the schema's own the name in the style of Rust, `OrderStatus` for
/// `order_status`. `None` when no driver has a Rust type for it.
pub fn suggestion(ty: &SqlType, nullability: Nullability) -> Option<String> {
    let plain = match ty.below_domains() {
        SqlType::Array(element) => {
            format!("Vec<{}>", suggestion(element, Nullability::NotNull)?)
        }
        SqlType::Enum(name) | SqlType::Composite(name) => camel_case(&name.name),
        SqlType::Range { subtype, .. } => {
            format!("PgRange<{}>", suggestion(subtype, Nullability::NotNull)?)
        }
        SqlType::Multirange { subtype, .. } => {
            let bound = suggestion(subtype, Nullability::NotNull)?;
            format!("Vec<(Bound<{bound}>, Bound<{bound}>)>")
        }
        leaf_type => (*leaf(leaf_type).first()?).to_owned(),
    };
    Some(match nullability {
        Nullability::Nullable => format!("Option<{plain}>"),
        Nullability::NotNull | Nullability::Unknown => plain,
    })
}

/// Whether `rust` is written as the usual type of such a column: `Option` where
/// NULL is possible, `Vec` for an array, one of [`leaf`] inside. Paths and
/// spaces do not matter: `std::option::Option<uuid::Uuid>` is usual.
///
/// It is only about the text. The compiler is asked in any case, more cheaply
/// when this is true.
pub fn is_usual(rust: &str, ty: &SqlType, nullability: Nullability) -> bool {
    is_usual_as_it_stands(rust, ty, nullability) || is_usual_by_pieces(rust, ty, nullability)
}

/// Most types are written without a path and with the compiler's own spaces, and the derive asks
/// this of every field in every build.
fn is_usual_as_it_stands(rust: &str, ty: &SqlType, nullability: Nullability) -> bool {
    let inside = |outer: &str| rust.strip_prefix(outer)?.strip_suffix('>');
    let plain = match (inside("Option<"), nullability) {
        (Some(inner), Nullability::Nullable | Nullability::Unknown) => inner,
        (None, Nullability::NotNull | Nullability::Unknown) => rust,
        _ => return false,
    };
    leaf(ty).contains(&plain)
}

fn is_usual_by_pieces(rust: &str, ty: &SqlType, nullability: Nullability) -> bool {
    let mut text = Text(rust);
    let mut ends = 0;
    if text.opens("Option") {
        if nullability == Nullability::NotNull {
            return false;
        }
        ends += 1;
    } else if nullability == Nullability::Nullable {
        return false;
    }
    let mut ty = ty.below_domains();
    if let SqlType::Array(element) = ty {
        if !text.opens("Vec") {
            return false;
        }
        ends += 1;
        ty = element;
    }
    leaf(ty).iter().any(|usual| {
        let (mut text, mut usual) = (Text(text.0), Text(usual));
        while let Some(part) = usual.piece() {
            if text.piece() != Some(part) {
                return false;
            }
        }
        (0..ends).all(|_| text.piece() == Some(">")) && text.piece().is_none()
    })
}

/// A Rust type's text, read piece by piece: identifiers without the path before
/// them, and single characters.
#[derive(Clone, Copy)]
struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    /// Skips `name<` when it comes next.
    fn opens(&mut self, name: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.piece() == Some(name) && ahead.piece() == Some("<");
        if found {
            *self = ahead;
        }
        found
    }

    /// The next piece.
    fn piece(&mut self) -> Option<&'a str> {
        loop {
            self.0 = self.0.trim_start();
            if let Some(rest) = self.0.strip_prefix("::") {
                self.0 = rest;
                continue;
            }
            let word = |c: char| c.is_alphanumeric() || c == '_';
            // A lifetime: how long the value lives does not change what it is.
            if let Some(rest) = self.0.strip_prefix('\'') {
                self.0 = rest.trim_start_matches(word);
                continue;
            }
            let end = match self.0.find(|c| !word(c)) {
                Some(0) => self.0.chars().next()?.len_utf8(),
                Some(end) => end,
                None if self.0.is_empty() => return None,
                None => self.0.len(),
            };
            let (part, rest) = self.0.split_at(end);
            self.0 = rest.trim_start();
            // `path::` of `path::Name`; a lone character is never followed by it
            // where it would matter.
            if part.starts_with(word) && self.0.starts_with("::") {
                continue;
            }
            return Some(part);
        }
    }
}

pub(crate) fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        let mut chars = part.chars();
        if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.push_str(chars.as_str());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{BUILTIN, is_usual, marker, suggestion};
    use crate::model::Nullability::{NotNull, Nullable, Unknown};
    use crate::name::QualifiedName;
    use crate::sql_type::SqlType;

    fn builtin(text: &str) -> SqlType {
        SqlType::Builtin(text.to_owned())
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(BUILTIN.windows(2).all(|pair| pair[0].sql < pair[1].sql));
    }

    #[test]
    fn modifiers_do_not_hide_the_type() {
        for (text, expected) in [
            ("character varying(255)", "varchar"),
            ("character(2)", "bpchar"),
            ("bpchar", "bpchar"),
            ("timestamp(3) with time zone", "timestamptz"),
            ("time(0) without time zone", "time"),
            ("interval day to second(3)", "interval"),
            ("interval year to month", "interval"),
            ("interval(6)", "interval"),
            ("numeric(12,2)", "numeric"),
            ("bit varying(8)", "varbit"),
            ("\"char\"", "char"),
            ("box", "r#box"),
        ] {
            assert_eq!(marker(text), Some(expected), "{text}");
        }
        assert_eq!(marker("no_such_type"), None);
    }

    #[test]
    fn suggestions_read_as_a_person_would_write_them() {
        let status = SqlType::Enum(QualifiedName::new("public", "order_status"));
        let domain = SqlType::Domain {
            name: QualifiedName::new("public", "email"),
            base: Box::new(builtin("text")),
        };
        for (ty, nullability, expected) in [
            (builtin("uuid"), NotNull, Some("Uuid")),
            (
                builtin("timestamp(3) with time zone"),
                Nullable,
                Some("Option<DateTime<Utc>>"),
            ),
            (
                SqlType::Array(Box::new(builtin("uuid"))),
                Nullable,
                Some("Option<Vec<Uuid>>"),
            ),
            (status.clone(), Nullable, Some("Option<OrderStatus>")),
            (
                SqlType::Array(Box::new(status)),
                NotNull,
                Some("Vec<OrderStatus>"),
            ),
            (domain, Unknown, Some("String")),
            (builtin("tsvector"), NotNull, None),
        ] {
            assert_eq!(suggestion(&ty, nullability).as_deref(), expected);
        }
    }

    #[test]
    fn usual_types_are_known_by_any_path() {
        let timestamptz = builtin("timestamp with time zone");
        let texts = SqlType::Array(Box::new(builtin("text")));
        assert!(is_usual("DateTime<Utc>", &timestamptz, NotNull));
        assert!(is_usual(
            "chrono::DateTime<chrono::Utc>",
            &timestamptz,
            Unknown
        ));
        assert!(is_usual(
            "Option<::chrono::DateTime< Utc >>",
            &timestamptz,
            Nullable
        ));
        assert!(is_usual("Option<DateTime<Utc>>", &timestamptz, Unknown));
        assert!(is_usual("Vec<String>", &texts, NotNull));
        assert!(is_usual(
            "core::option::Option<Vec<&str>>",
            &texts,
            Nullable
        ));
        assert!(is_usual("Option<Vec<&'a str>>", &texts, Nullable));
        assert!(!is_usual("DateTime<Utc>", &timestamptz, Nullable));
        assert!(!is_usual("Option<DateTime<Utc>>", &timestamptz, NotNull));
        assert!(!is_usual("DateTime<Tz>", &timestamptz, NotNull));
        assert!(!is_usual("DateTime", &timestamptz, NotNull));
        assert!(!is_usual("Vec<String", &texts, NotNull));
        assert!(!is_usual("Vec<Vec<String>>", &texts, NotNull));
        assert!(!is_usual("String", &texts, NotNull));
        assert!(!is_usual("", &texts, NotNull));
    }
}
