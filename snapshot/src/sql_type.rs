//! SQL types, as far as a Rust type has to agree with them.

use serde_json::Value;

use crate::codec::{self, Codec, DecodeError};
use crate::name::QualifiedName;

/// The type of a column, attribute, or element.
///
/// In JSON a built-in type is a string as PostgreSQL's `format_type` writes it,
/// `"character varying(255)"`; an array is `{"array": T}`; a type of the
/// schema's own is an object that names it and carries what a column's reader
/// needs of it, so that no second file has to be opened:
/// `{"domain": "public.email", "base": "text"}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SqlType {
    /// A type of `pg_catalog`, with its modifiers, as `format_type` writes it.
    Builtin(String),
    /// An array of any number of dimensions; PostgreSQL does not keep it.
    Array(Box<SqlType>),
    /// `CREATE TYPE ... AS ENUM`.
    Enum(QualifiedName),
    /// `CREATE DOMAIN`.
    Domain {
        /// The domain's name.
        name: QualifiedName,
        /// The type it is over.
        base: Box<SqlType>,
    },
    /// `CREATE TYPE ... AS (...)`, or a table's row type.
    Composite(QualifiedName),
    /// `CREATE TYPE ... AS RANGE`; the built-in ranges are [`SqlType::Builtin`].
    Range {
        /// The range's name.
        name: QualifiedName,
        /// The type of its bounds.
        subtype: Box<SqlType>,
    },
    /// The multirange of a range type of the schema's own.
    Multirange {
        /// The multirange's name.
        name: QualifiedName,
        /// The type of its ranges' bounds.
        subtype: Box<SqlType>,
    },
    /// A base type that is not PostgreSQL's own, mostly an extension's
    /// (`citext`, `hstore`, `vector(3)`).
    Base {
        /// The type's name.
        name: QualifiedName,
        /// Its modifiers with parentheses, `(3)`, or nothing.
        modifiers: String,
    },
}

impl Default for SqlType {
    fn default() -> Self {
        Self::Builtin(String::new())
    }
}

impl SqlType {
    /// The type's name of its own when the schema defines it.
    pub fn user_name(&self) -> Option<&QualifiedName> {
        match self {
            Self::Builtin(_) | Self::Array(_) => None,
            Self::Enum(name)
            | Self::Composite(name)
            | Self::Domain { name, .. }
            | Self::Range { name, .. }
            | Self::Multirange { name, .. }
            | Self::Base { name, .. } => Some(name),
        }
    }

    /// The type without its modifiers: `character varying` of
    /// `character varying(255)`, `timestamp with time zone` of
    /// `timestamp(3) with time zone`.
    #[must_use]
    pub fn without_modifiers(&self) -> Self {
        match self {
            Self::Builtin(text) => Self::Builtin(strip_modifiers(text)),
            Self::Array(element) => Self::Array(Box::new(element.without_modifiers())),
            Self::Base { name, .. } => Self::Base {
                name: name.clone(),
                modifiers: String::new(),
            },
            other => other.clone(),
        }
    }

    /// What is in an array; of anything else, the type itself.
    pub fn element(&self) -> &Self {
        match self {
            Self::Array(element) => element,
            other => other,
        }
    }

    /// The type below any domains.
    pub fn below_domains(&self) -> &Self {
        let mut ty = self;
        while let Self::Domain { base, .. } = ty {
            ty = base;
        }
        ty
    }

    /// Whether the type, below domains and without modifiers, is the built-in
    /// type of this `format_type` name.
    pub fn is(&self, builtin: &str) -> bool {
        match self.below_domains() {
            // The rules ask this of each column, so nothing is copied where there are none.
            Self::Builtin(text) if !text.contains('(') => text == builtin,
            Self::Builtin(text) => strip_modifiers(text) == builtin,
            _ => false,
        }
    }
}

pub(crate) fn strip_modifiers(text: &str) -> String {
    match (text.find('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", &text[..open], &text[close + 1..])
        }
        _ => text.to_owned(),
    }
}

impl std::fmt::Display for SqlType {
    /// As `format_type` writes it with an empty `search_path`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Builtin(text) => f.write_str(text),
            Self::Array(element) => write!(f, "{element}[]"),
            Self::Base { name, modifiers } => write!(f, "{name}{modifiers}"),
            Self::Enum(name)
            | Self::Composite(name)
            | Self::Domain { name, .. }
            | Self::Range { name, .. }
            | Self::Multirange { name, .. } => name.fmt(f),
        }
    }
}

impl Codec for SqlType {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, depth: usize) {
        let mut object = |key: &str, name: &QualifiedName, rest: Option<(&str, &Self)>| {
            out.push('{');
            codec::string(out, key);
            out.push_str(": ");
            name.encode(out, depth + 1);
            if let Some((key, ty)) = rest {
                out.push_str(", ");
                codec::string(out, key);
                out.push_str(": ");
                ty.encode(out, depth + 1);
            }
            out.push('}');
        };
        match self {
            Self::Builtin(text) => codec::string(out, text),
            Self::Array(element) => {
                out.push_str("{\"array\": ");
                element.encode(out, depth + 1);
                out.push('}');
            }
            Self::Enum(name) => object("enum", name, None),
            Self::Composite(name) => object("composite", name, None),
            Self::Domain { name, base } => object("domain", name, Some(("base", base))),
            Self::Range { name, subtype } => object("range", name, Some(("subtype", subtype))),
            Self::Multirange { name, subtype } => {
                object("multirange", name, Some(("subtype", subtype)));
            }
            Self::Base { name, modifiers } if modifiers.is_empty() => object("base", name, None),
            Self::Base { name, modifiers } => {
                let modifiers = Self::Builtin(modifiers.clone());
                object("base", name, Some(("modifiers", &modifiers)));
            }
        }
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        if let Some(text) = value.as_str() {
            return Ok(Self::Builtin(text.to_owned()));
        }
        let sub = |key| codec::field::<Self>(value, key).map(Box::new);
        let name = |key| codec::field::<QualifiedName>(value, key);
        let has = |key| value.get(key).is_some();
        Ok(if has("array") {
            Self::Array(sub("array")?)
        } else if has("enum") {
            Self::Enum(name("enum")?)
        } else if has("composite") {
            Self::Composite(name("composite")?)
        } else if has("domain") {
            Self::Domain {
                name: name("domain")?,
                base: sub("base")?,
            }
        } else if has("range") {
            Self::Range {
                name: name("range")?,
                subtype: sub("subtype")?,
            }
        } else if has("multirange") {
            Self::Multirange {
                name: name("multirange")?,
                subtype: sub("subtype")?,
            }
        } else if has("base") {
            Self::Base {
                name: name("base")?,
                modifiers: codec::field(value, "modifiers")?,
            }
        } else {
            return Err(DecodeError::expected(
                "a type: a string, or an object with `array`, `enum`, `domain`, `composite`, `range`, `multirange` or `base`",
            ));
        })
    }
}

impl Codec for QualifiedName {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, _: usize) {
        codec::string(out, &self.to_string());
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        value
            .as_str()
            .and_then(Self::parse)
            .ok_or_else(|| DecodeError::expected("a qualified name, `schema.name`"))
    }
}
