//! Whether `ALTER COLUMN ... TYPE` can change a column as it is offered to.
//!
//! PostgreSQL converts by itself only where a cast is automatic on assignment
//! (`pg_cast.castcontext` `a` or `i`, and every type into a string); from a string it has to be
//! told, with USING. What can't be cast, or would be given up with it, is not offered.

use super::sql_name::{builtin, names};
use crate::name::quote;
use crate::sql_type::SqlType;

const NUMBERS: &[&str] = &[
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "real",
    "double precision",
];
const STRINGS: &[&str] = &["text", "citext"];

/// What stands behind `ALTER COLUMN column`: `TYPE integer USING column::integer`.
pub(super) fn change(column: &str, from: &SqlType, to: &str) -> Option<String> {
    let from = from.below_domains();
    let (element, element_to) = match (from, to.strip_suffix("[]")) {
        (SqlType::Array(element), Some(to)) => (element.below_domains(), to),
        (SqlType::Array(_), None) | (_, Some(_)) => return None,
        (from, None) => (from, to),
    };
    let from_any = |known: &[&str]| known.iter().any(|known| names(known, element));
    let to_any = |known: &[&str]| {
        builtin(element_to).is_some_and(|to| known.iter().any(|known| names(known, &to)))
    };
    // An identifier is not to be read, and a moment not without its zone, for the sake of a field.
    if from_any(&["uuid"]) || to_any(&["timestamp"]) {
        return None;
    }
    let by_itself = to_any(STRINGS)
        || [
            NUMBERS,
            &["date", "timestamp", "timestamptz"],
            &["json", "jsonb"],
        ]
        .iter()
        .any(|group| from_any(group) && to_any(group));
    if by_itself {
        Some(format!("TYPE {to}"))
    } else if from_any(STRINGS) {
        Some(format!("TYPE {to} USING {}::{to}", quote(column)))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::name::QualifiedName;

    #[test]
    fn offers_what_postgresql_does() {
        let cases = [
            ("bigint", "integer", Some("TYPE integer")),
            ("numeric", "double precision", Some("TYPE double precision")),
            ("uuid", "text", None),
            ("bigint", "text", Some("TYPE text")),
            (
                "text",
                "integer",
                Some("TYPE integer USING \"Age\"::integer"),
            ),
            ("text", "uuid", Some("TYPE uuid USING \"Age\"::uuid")),
            ("integer", "timestamptz", None),
            ("uuid", "bytea", None),
            ("boolean", "bigint", None),
            ("date", "timestamptz", Some("TYPE timestamptz")),
            ("timestamptz", "timestamp", None),
            ("jsonb", "bytea", None),
            (
                "text[]",
                "integer[]",
                Some("TYPE integer[] USING \"Age\"::integer[]"),
            ),
            ("text[]", "text", None),
            ("integer", "integer[]", None),
        ];
        for (from, to, expected) in cases {
            let offered = change("Age", &builtin(from).unwrap(), to);
            assert_eq!(offered.as_deref(), expected, "{from} to {to}");
        }
    }

    #[test]
    fn a_domain_changes_as_what_it_is_over() {
        let country = SqlType::Domain {
            name: QualifiedName::new("public", "country"),
            base: Box::new(builtin("text").unwrap()),
        };
        let offered = change("country", &country, "integer");
        assert_eq!(offered.unwrap(), "TYPE integer USING country::integer");
        let status = SqlType::Enum(QualifiedName::new("public", "status"));
        assert_eq!(change("status", &status, "text").unwrap(), "TYPE text");
        assert_eq!(change("status", &status, "integer"), None);
    }
}
