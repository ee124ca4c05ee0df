use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::ForeignKey;
use crate::name::quote;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_type",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "A foreign key's columns have the types of the columns they reference.",
    why: "PostgreSQL takes what it can compare. An `integer` that references a `bigint` fails on \
          the day the key passes 2,147,483,647; one that references a `numeric` is cast for each \
          comparison, so that no index on it is used. Domains count as what they are over, and \
          `text` and `character varying` are one kind. Of modifiers only those are found that can \
          keep a key out: a shorter `character varying(n)`, fewer digits of a `numeric`, fewer of \
          a second.",
    fix: "Change the type of the referencing column. That writes the table and its indexes again \
          under a lock, and a view over the column has to be dropped before and made again after.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE payments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account_number integer NOT NULL REFERENCES accounts (number),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payments_account_number_idx ON payments (account_number);",
        rust: "
#[derive(Conformant)]
struct Payment {
    id: Uuid,
    account_number: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE payments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account_number bigint NOT NULL REFERENCES accounts (number),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payments_account_number_idx ON payments (account_number);",
        rust: "
#[derive(Conformant)]
struct Payment {
    id: Uuid,
    account_number: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let mut seen = Vec::new();
    for key in &cx.relation.foreign_keys {
        let referenced = key.referenced_columns.iter().zip(&key.referenced_types);
        for (name, (referenced_name, referenced)) in key.columns.iter().zip(referenced) {
            let Some(column) = cx.relation.column(name) else {
                continue;
            };
            if let Some(why) = difference(&column.sql_type, referenced) {
                // However many foreign keys have the pair.
                let pair = (name, &key.references, referenced_name);
                if seen.contains(&pair) {
                    continue;
                }
                seen.push(pair);
                out.push(violation(
                    cx,
                    key,
                    name,
                    &column.sql_type,
                    (referenced_name, referenced),
                    why,
                ));
            }
        }
    }
}

fn violation(
    cx: &Context<'_>,
    key: &ForeignKey,
    name: &str,
    found: &SqlType,
    (referenced_name, referenced): (&str, &SqlType),
    why: &str,
) -> Violation {
    let relation = cx.relation;
    let (help, fix_sql) = retype(cx, name, &referenced.to_string(), true);
    Violation {
        column: Some(name.to_owned()),
        object: Some(key.name.clone()),
        message: format!(
            "column `{name}` of `{}` is `{found}` and references `{}.{}`, which is \
             `{referenced}`: {why}",
            relation.name,
            key.references,
            quote(referenced_name),
        ),
        help: vec![help],
        fix_sql,
    }
}

/// Why two types of a foreign key are not one, as far as it matters.
fn difference(found: &SqlType, referenced: &SqlType) -> Option<&'static str> {
    const NARROW: &str = "not every key fits";
    let (found, referenced) = (found.below_domains(), referenced.below_domains());
    if found == referenced {
        return None;
    }
    let (base, wanted) = (found.without_modifiers(), referenced.without_modifiers());
    let (family, wanted_family) = (family(&base), family(&wanted));
    if is_cast(found, referenced) {
        return Some("it is cast for each comparison, and no index on it is used");
    }
    let Some((kind, rank)) = family else {
        return (base != wanted).then_some("the types differ");
    };
    match wanted_family {
        Some((wanted_kind, wanted_rank)) if kind == wanted_kind => {
            if kind == "text" {
                is_shorter(found, referenced).then_some(NARROW)
            } else if rank < wanted_rank {
                Some(NARROW)
            } else if rank > wanted_rank {
                Some("it is wider than the key")
            } else {
                is_shorter(found, referenced).then_some(NARROW)
            }
        }
        _ => Some("the types differ"),
    }
}

/// Whether PostgreSQL casts the referencing column to compare it with the referenced one: the types
/// have no common operator class, nor the same bytes.
pub(super) fn is_cast(found: &SqlType, referenced: &SqlType) -> bool {
    let base = |ty: &SqlType| ty.below_domains().without_modifiers();
    let (found, referenced) = (base(found), base(referenced));
    if found == referenced {
        return false;
    }
    match (family(&found), family(&referenced)) {
        (Some((found, _)), Some((referenced, _))) => found != referenced,
        // A type of the schema's own, or of an extension: not known.
        _ => false,
    }
}

/// The types that a btree operator family compares across, and their order of width.
fn family(ty: &SqlType) -> Option<(&'static str, u8)> {
    let SqlType::Builtin(name) = ty else {
        return None;
    };
    Some(match name.as_str() {
        "smallint" => ("integer", 0),
        "integer" => ("integer", 1),
        "bigint" => ("integer", 2),
        "numeric" => ("numeric", 0),
        "real" => ("float", 0),
        "double precision" => ("float", 1),
        "text" | "character varying" | "name" => ("text", 0),
        "character" => ("character", 0),
        "date" => ("datetime", 0),
        "timestamp without time zone" => ("datetime", 1),
        "timestamp with time zone" => ("datetime", 2),
        "time without time zone" => ("time", 0),
        "time with time zone" => ("timetz", 0),
        "cidr" => ("network", 0),
        "inet" => ("network", 1),
        "bit" => ("bit", 0),
        "bit varying" => ("bit", 1),
        _ => return None,
    })
}

/// Whether modifiers keep a key out of the referencing column: fewer characters, bits, digits, or
/// digits of a second. None means any number, and the whole parts of a `numeric` are what its
/// precision leaves.
fn is_shorter(found: &SqlType, referenced: &SqlType) -> bool {
    let Some(found) = modifiers(found) else {
        return false;
    };
    let Some(referenced) = modifiers(referenced) else {
        return true;
    };
    let (precision, scale) = found;
    let (wanted_precision, wanted_scale) = referenced;
    scale < wanted_scale || precision - scale < wanted_precision - wanted_scale
}

/// `(12,2)`, or `(36)` with a scale of 0.
fn modifiers(ty: &SqlType) -> Option<(i32, i32)> {
    let SqlType::Builtin(text) = ty else {
        return None;
    };
    let inside = text.split_once('(')?.1.split_once(')')?.0;
    let (precision, scale) = inside.split_once(',').unwrap_or((inside, "0"));
    Some((precision.trim().parse().ok()?, scale.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, ty};
    use super::{RULE, difference, is_cast};
    use crate::name::QualifiedName;
    use crate::sql_type::SqlType;

    #[test]
    fn found_with_the_statement() {
        let build = standard("orders").column("\"User\" integer").foreign_key(
            &["User"],
            "users",
            &["n"],
            &["bigint"],
        );
        let found = only(RULE.id, build);
        assert_eq!(
            found.message,
            "column `User` of `public.orders` is `integer` and references `public.users.n`, which \
             is `bigint`: not every key fits"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.orders ALTER COLUMN \
                 \"User\" TYPE bigint;"
            )
        );
        let build = standard("orders")
            .column("a integer")
            .foreign_key(&["a"], "users", &["n"], &["bigint"])
            .partition_by("LIST (a)");
        assert_eq!(only(RULE.id, build).fix_sql, None);
    }

    #[test]
    fn each_column_of_a_composite_key() {
        let build = standard("orders")
            .column("a uuid")
            .column("b integer")
            .foreign_key(&["a", "b"], "users", &["a", "b"], &["uuid", "bigint"]);
        assert_eq!(only(RULE.id, build).column.as_deref(), Some("b"));
        silent(
            RULE.id,
            standard("orders")
                .column("a uuid")
                .foreign_key(&["a"], "users", &["id"], &["uuid"]),
        );
    }

    /// mfvanek/pg-index-health's fixtures have a key twice, and inside one of two columns.
    #[test]
    fn a_pair_of_columns_is_said_once() {
        let build = standard("orders")
            .column("a uuid")
            .column("b integer")
            .foreign_key(&["b"], "users", &["b"], &["bigint"])
            .foreign_key(&["b"], "users", &["b"], &["bigint"])
            .foreign_key(&["a", "b"], "users", &["a", "b"], &["uuid", "bigint"]);
        only(RULE.id, build);
    }

    #[test]
    fn types_that_are_one_or_hold_every_key() {
        for (found, referenced) in [
            ("uuid", "uuid"),
            ("order_id/uuid", "uuid"),
            ("uuid", "order_id/uuid"),
            ("text", "character varying(36)"),
            ("character varying", "text"),
            ("character varying(255)", "character varying(36)"),
            ("character(3)", "character(2)"),
            ("numeric", "numeric(10,2)"),
            ("numeric(12,2)", "numeric(10,2)"),
            ("timestamp with time zone", "timestamp(3) with time zone"),
        ] {
            assert_eq!(
                difference(&ty(found), &ty(referenced)),
                None,
                "{found} to {referenced}"
            );
        }
    }

    #[test]
    fn types_that_differ() {
        for (found, referenced, why) in [
            ("integer", "bigint", "not every key fits"),
            ("smallint", "integer", "not every key fits"),
            ("id/integer", "bigint", "not every key fits"),
            ("bigint", "integer", "it is wider than the key"),
            (
                "character varying(20)",
                "character varying(36)",
                "not every key fits",
            ),
            ("character varying(20)", "text", "not every key fits"),
            ("character(2)", "character(3)", "not every key fits"),
            ("numeric(10,2)", "numeric(12,2)", "not every key fits"),
            ("numeric(12,2)", "numeric(12,4)", "not every key fits"),
            ("numeric(12,2)", "numeric", "not every key fits"),
            (
                "timestamp(0) without time zone",
                "timestamp without time zone",
                "not every key fits",
            ),
            ("date", "timestamp with time zone", "not every key fits"),
            (
                "timestamp with time zone",
                "timestamp without time zone",
                "it is wider than the key",
            ),
            (
                "integer",
                "numeric",
                "it is cast for each comparison, and no index on it is used",
            ),
            (
                "character(36)",
                "text",
                "it is cast for each comparison, and no index on it is used",
            ),
            ("character varying(36)", "uuid", "the types differ"),
        ] {
            assert_eq!(
                difference(&ty(found), &ty(referenced)),
                Some(why),
                "{found} to {referenced}"
            );
        }
    }

    #[test]
    fn types_that_are_not_known_are_not_said_to_be_cast() {
        let citext = SqlType::Base {
            name: QualifiedName::new("public", "citext"),
            modifiers: String::new(),
        };
        assert!(!is_cast(&citext, &ty("text")));
        assert_eq!(difference(&citext, &ty("text")), Some("the types differ"));
        assert_eq!(difference(&citext, &citext.clone()), None);
        assert!(!is_cast(&ty("integer"), &ty("bigint")));
        assert!(!is_cast(&ty("date"), &ty("timestamp with time zone")));
    }
}
