//! Names of database objects, and how SQL writes them.

use std::fmt;

/// A schema-qualified name, as stored in the catalogue: unquoted, case kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema, `pg_namespace.nspname`.
    pub schema: String,
    /// The object's own name.
    pub name: String,
}

impl QualifiedName {
    /// Joins a schema and a name.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            schema: schema.into(),
            name: name.into(),
        }
    }

    /// Reads what [`Display`](fmt::Display) writes: `public.users`,
    /// `public."Weird ""Name"""`. `None` when it is not of that form.
    pub fn parse(text: &str) -> Option<Self> {
        let (schema, rest) = parse_identifier(text)?;
        let (name, rest) = parse_identifier(rest.strip_prefix('.')?)?;
        rest.is_empty().then_some(Self { schema, name })
    }

    /// `public.Weird Name`: for patterns, which have no quotes.
    pub fn dotted(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }
}

impl fmt::Display for QualifiedName {
    /// As SQL writes it, each part quoted where PostgreSQL's `quote_ident` would.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", quote(&self.schema), quote(&self.name))
    }
}

/// The identifier that a text begins with, and the rest.
pub(crate) fn parse_identifier(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find('.').unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        return (!name.is_empty()).then(|| (name.to_owned(), rest));
    };
    let mut name = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '"' {
            name.push(c);
        } else if quoted[at + 1..].starts_with('"') {
            name.push('"');
            chars.next();
        } else {
            return Some((name, &quoted[at + 1..]));
        }
    }
    None
}

/// Quotes an identifier as PostgreSQL's `quote_ident` does: only where it must
/// be, for characters or because it is a keyword.
pub fn quote(name: &str) -> String {
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && name.bytes().next().is_some_and(|b| !b.is_ascii_digit())
        && !is_keyword(name);
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// Quotes a string literal for standard-conforming strings.
pub fn quote_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether PostgreSQL (18) lists `name` as a keyword that is not unreserved, so
/// that `quote_ident` quotes it. `pg_get_keywords()` is the source; a live test
/// compares the two.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

include!("keywords.rs");
