use super::primary_key_exists::partition_columns;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Column, Generated, Relation};
use crate::name::quote;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "enum_like_text",
    group: Group::Types,
    looks_at: TABLES,
    summary: "A text column that holds one of a few values is kept to them.",
    why: "In a plain text column `canceled` and `cancelled` are two states, and the row with the \
          wrong one is in neither list. A column is taken for one of a few values by the last word \
          of its name, `status`, `severity`, `priority` or `visibility`; and by `state`, `kind`, \
          `type`, `role`, `stage`, `phase`, `level`, `mode` or `tier` when its default is a word. \
          Any check that names the column, an enum type, a domain and a foreign key keep it to \
          something. So do a key of its own (the table of the values), a generated expression, and \
          the bounds of partitions. One half of a polymorphic pair (`owner_type` beside `owner_id`) \
          holds names of tables, and passes.",
    fix: "Add a check, which is changed in one statement, or change the type to an enum, whose \
          labels the derive compares with those of a Rust enum. Which values there are the schema \
          does not say, so no statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    status text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    status text NOT NULL CHECK (status IN ('open', 'paid')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    status: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

/// The last word of a name that means one of a few values.
const CLOSED: &[&str] = &["priority", "severity", "status", "visibility"];

/// The last word of a name that means it beside a default of one word: `state` is a part of
/// America as well, and `type` a media type.
const CLOSED_BY_DEFAULT: &[&str] = &[
    "kind", "level", "mode", "phase", "role", "stage", "state", "tier", "type",
];

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for column in &relation.columns {
        if !is_plain_text(column) || !is_closed(relation, column) || is_kept(relation, column) {
            continue;
        }
        let name = quote(&column.name);
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` holds one of a few values by its name, and takes any text",
                column.name, relation.name
            ),
            help: vec![format!(
                "keep it to them: {} ADD CHECK ({name} IN (...)), or give it an enum type",
                cx.alter()
            )],
            ..Violation::default()
        });
    }
}

fn is_plain_text(column: &Column) -> bool {
    matches!(&column.sql_type, SqlType::Builtin(ty)
        if ty == "text" || ty.starts_with("character"))
}

fn is_closed(relation: &Relation, column: &Column) -> bool {
    let name = column.name.as_str();
    let (stem, last) = name.rsplit_once('_').unwrap_or(("", name));
    let polymorphic = || relation.column(&format!("{stem}_id")).is_some();
    CLOSED.contains(&last)
        || (CLOSED_BY_DEFAULT.contains(&last)
            && column.default.as_deref().is_some_and(is_a_word)
            && !polymorphic())
}

/// `'open'::text`
fn is_a_word(default: &str) -> bool {
    let word = default
        .strip_prefix('\'')
        .and_then(|rest| rest.split_once("'::"));
    word.is_some_and(|(word, _)| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    })
}

/// Whether something else than the type says what the column may hold.
fn is_kept(relation: &Relation, column: &Column) -> bool {
    let name = &column.name;
    let mut checked = relation.checks.iter().map(|check| &check.columns);
    let mut referencing = relation.foreign_keys.iter().map(|key| &key.columns);
    let mut unkeyed = relation.elsewhere.unkeyed.iter();
    let is_key = |index: &crate::model::Index| {
        index.unique && matches!(&*index.keys, [key] if key.column == *name)
    };
    column.generated != Generated::None
        || checked.any(|columns| columns.contains(name))
        || referencing.any(|columns| columns.contains(name))
        || unkeyed.any(|unkeyed| unkeyed.column == *name)
        || relation.indexes.iter().any(is_key)
        || partition_columns(relation).is_none_or(|columns| columns.contains(name))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;

    fn orders(column: &str) -> Build {
        standard("orders").column(column)
    }

    #[test]
    fn by_the_name() {
        let found = only(RULE.id, orders("status text"));
        assert_eq!(
            found.message,
            "column `status` of `public.orders` holds one of a few values by its name, and takes \
             any text"
        );
        assert_eq!(found.fix_sql, None);
        only(RULE.id, orders("payment_status character varying(20)"));
        only(RULE.id, orders("status character(1) default 'A'::bpchar"));
    }

    #[test]
    fn by_the_name_and_a_default() {
        only(RULE.id, orders("state text default 'open'::text"));
        only(RULE.id, orders("type text default 'in-store'::text"));
        // Of America; of a person; of a file; none yet.
        silent(RULE.id, orders("state text"));
        silent(RULE.id, orders("role text"));
        silent(
            RULE.id,
            orders("content_type text default 'text/plain'::text"),
        );
        silent(RULE.id, orders("type text default ''::text"));
        silent(RULE.id, orders("kind text default gen_random_uuid()"));
    }

    #[test]
    fn other_names_and_types() {
        // jarulraj/sqlcheck#25 found `phonenum` for its last letters.
        for column in [
            "phonenum text",
            "status_message text",
            "substatus_id text",
            "status integer",
            "status public.status/text",
            "status text[]",
        ] {
            silent(RULE.id, orders(column));
        }
    }

    #[test]
    fn what_keeps_it() {
        let status = || orders("status text");
        // djezzzl/database_consistency#160: an enum type is fine, and so is what is as good.
        silent(RULE.id, status().check("orders_check", &["id", "status"]));
        silent(
            RULE.id,
            status().foreign_key(&["status"], "statuses", &["name"], &["text"]),
        );
        silent(RULE.id, status().unkeyed("status", "statuses", "name"));
        silent(RULE.id, status().generated());
        silent(RULE.id, status().unique("orders_status_key", &["status"]));
        silent(RULE.id, status().partition_by("LIST (status)"));
        only(
            RULE.id,
            status().unique("orders_status_key", &["status", "id"]),
        );
        // Names of tables.
        silent(
            RULE.id,
            orders("owner_id uuid").column("owner_type text default 'User'::text"),
        );
    }
}
