//! SQL types as people write them.

use crate::rust_names;
use crate::sql_type::{SqlType, strip_modifiers};

/// The short names of types: `pg_type.typname` and SQL's own synonyms, and what `format_type`
/// writes.
const SYNONYMS: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("char", "character"),
    ("dec", "numeric"),
    ("decimal", "numeric"),
    ("float", "double precision"),
    ("float4", "real"),
    ("float8", "double precision"),
    ("int", "integer"),
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("time", "time without time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timestamptz", "timestamp with time zone"),
    ("timetz", "time with time zone"),
    ("varbit", "bit varying"),
    ("varchar", "character varying"),
];

/// The types that PostgreSQL and the drivers convert into each other without a word: what holds one
/// holds them all.
const STRINGS: [&str; 4] = ["bpchar", "character", "character varying", "text"];

/// The type of PostgreSQL's own, or the array of one, that a text names, without modifiers.
pub(super) fn builtin(text: &str) -> Option<SqlType> {
    let text = text.trim();
    if let Some(element) = text.strip_suffix("[]") {
        return Some(SqlType::Array(Box::new(builtin(element)?)));
    }
    let name = format_type(text);
    rust_names::marker(&name)?;
    Some(SqlType::Builtin(name))
}

/// Whether a text names a type: itself or, for a domain, what it is over. Modifiers are not
/// looked at, a name without a schema is right in any, and one string type is as good as another.
pub(super) fn names(text: &str, ty: &SqlType) -> bool {
    let own = match ty {
        SqlType::Builtin(name) => {
            let (name, text) = (strip_modifiers(name), format_type(text));
            let strings = [&*name, &*text].iter().all(|name| STRINGS.contains(name));
            name == text || strings
        }
        SqlType::Array(element) => text
            .trim()
            .strip_suffix("[]")
            .is_some_and(|text| names(text, element)),
        _ => ty.user_name().is_some_and(|name| {
            let text = strip_modifiers(text.trim());
            text == name.name || text == name.to_string()
        }),
    };
    match ty {
        SqlType::Domain { base, .. } if !own => names(text, base),
        _ => own,
    }
}

fn format_type(text: &str) -> String {
    let text = strip_modifiers(text.trim()).to_ascii_lowercase();
    match SYNONYMS.iter().find(|(short, _)| *short == text) {
        Some((_, long)) => (*long).to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{builtin, names};
    use crate::name::QualifiedName;
    use crate::sql_type::SqlType;

    #[test]
    fn knows_types_by_every_usual_name() {
        let timestamptz = SqlType::Builtin("timestamp(3) with time zone".to_owned());
        assert!(names("timestamptz", &timestamptz));
        assert!(names("timestamp with time zone", &timestamptz));
        assert!(names("TIMESTAMPTZ(6)", &timestamptz));
        assert!(!names("timestamp", &timestamptz));
        let numerics = SqlType::Array(Box::new(SqlType::Builtin("numeric(10,2)".to_owned())));
        assert!(names("decimal[]", &numerics));
        assert!(!names("decimal", &numerics));
        let email = SqlType::Domain {
            name: QualifiedName::new("auth", "email"),
            base: Box::new(SqlType::Builtin("character varying(255)".to_owned())),
        };
        assert!(names("email", &email));
        assert!(names("auth.email", &email));
        assert!(names("varchar", &email));
        assert!(names("text", &email));
        assert!(!names("\"char\"", &email));
        assert!(!names("public.email", &email));
    }

    #[test]
    fn a_type_of_the_schema_s_own_is_not_built_in() {
        assert_eq!(
            builtin("int4[]"),
            Some(SqlType::Array(Box::new(SqlType::Builtin(
                "integer".to_owned()
            ))))
        );
        assert_eq!(builtin("order_status"), None);
    }
}
