//! Expressions that the server has written with other names in the places of the columns.
//!
//! To write an expression the server opens the relation, only to look up the names of its columns,
//! and for thousands of relations that takes longer than all else of a statement. `pg_get_expr` takes
//! any relation, though, and looks at nothing but these names. So it is given one that is open
//! already, `pg_statistic`, and the names are put right here.

use std::collections::{HashMap, HashSet};

use super::index;
use super::row::{Error, Row};
use super::types::RawColumn;
use crate::codec::DecodeError;

/// The names of the columns of `pg_statistic`, and the server's keywords.
#[derive(Default)]
pub(super) struct Templates {
    numbers: HashMap<String, i64>,
    keywords: HashSet<String>,
}

impl Templates {
    pub(super) fn read(row: &Row) -> Result<Self, DecodeError> {
        let names: Vec<String> = row.need("names")?;
        let keywords: Vec<String> = row.need("keywords")?;
        Ok(Self {
            numbers: names.into_iter().zip(1..).collect(),
            keywords: keywords.into_iter().collect(),
        })
    }

    /// The expression with the names of these columns.
    pub(super) fn fill(&self, template: &str, columns: &[RawColumn]) -> Result<String, Error> {
        self.replace(template, |number| {
            Some(index::find(columns, number)?.column.name.as_str())
        })
    }

    fn replace<'c>(
        &self,
        template: &str,
        name: impl Fn(i64) -> Option<&'c str>,
    ) -> Result<String, Error> {
        if self.numbers.is_empty() {
            return Err(missing("pg_statistic", 0));
        }
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(first) = rest.chars().next() {
            let end = match first {
                // A quote inside is doubled, and so looks like the end of one text and the start of
                // another.
                '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
                _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let (token, after) = rest.split_at(end);
            match self.numbers.get(token) {
                Some(&number) if is_column(&out, after) => {
                    let name = name(number).ok_or_else(|| missing("pg_attribute", number))?;
                    self.quote(name, &mut out);
                }
                _ => out.push_str(token),
            }
            rest = after;
        }
        Ok(out)
    }

    /// As `quote_ident` of this server does.
    fn quote(&self, name: &str, out: &mut String) {
        let plain = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && !self.keywords.contains(name);
        if plain {
            out.push_str(name);
        } else {
            out.push('"');
            out.push_str(&name.replace('"', "\"\""));
            out.push('"');
        }
    }
}

fn missing(what: &'static str, number: i64) -> Error {
    Error::Missing { what, number }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

/// Whether a name between these texts is a column's: not one in a schema or of a field, nor that of
/// an argument or of something in XML.
fn is_column(before: &str, after: &str) -> bool {
    let others = [".", " AS ", "(NAME "];
    !others.iter().any(|end| before.ends_with(end)) && !after.starts_with(" => ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Row, Templates};

    fn filled(template: &str) -> String {
        let row = r#"{"names": ["one", "two", "three"], "keywords": ["select"]}"#;
        let templates = Templates::read(&Row::parse(row).unwrap()).unwrap();
        let names = ["plain", "select", "a \"b\""];
        let name = |number: i64| names.get(usize::try_from(number).unwrap() - 1).copied();
        templates.replace(template, name).unwrap()
    }

    #[test]
    fn columns_get_their_names() {
        assert_eq!(
            filled("CHECK (((one > 0) AND (two IS NULL) AND (lower(three) ~ one)))"),
            "CHECK (((plain > 0) AND (\"select\" IS NULL) AND (lower(\"a \"\"b\"\"\") ~ plain)))"
        );
        assert_eq!(filled("one"), "plain");
    }

    #[test]
    fn what_is_no_column_stays() {
        for text in [
            "'one' || E'it''s \\\\ one' || 'one",
            "public.\"one\"(1) + public.\"a\"\"one\".one(2)",
            "someone + one1 + one$ + oneé + éone + _one",
            "public.f(one => 1)",
            "XMLELEMENT(NAME one, XMLATTRIBUTES(1 AS two))",
            "'ä'::text <> \"ü\"",
            "",
        ] {
            assert_eq!(filled(text), text);
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let none = |_| None;
        assert!(Templates::default().replace("one", none).is_err());
        let row = r#"{"names": ["one"], "keywords": []}"#;
        let templates = Templates::read(&Row::parse(row).unwrap()).unwrap();
        assert!(templates.replace("one", none).is_err());
    }
}
