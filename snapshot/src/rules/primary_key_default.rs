use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::Generated;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "primary_key_default",
    group: Group::Keys,
    looks_at: TABLES,
    summary: "A `uuid` primary key has a default.",
    why: "So that a row gets its key whoever inserts it: another program, a migration, a person at \
          a prompt. A key that references another table, a key of several columns, a generated \
          one, and a table with a trigger before INSERT are not found. Off in `recommended`: a \
          program that makes its keys itself, so that it knows them before the row is sent, needs \
          no default.",
    fix: "Set the default. `gen_random_uuid()` is PostgreSQL's own since 13, and `uuidv7()`, which \
          is in the order of time, since 18.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let Some([name]) = relation.primary_key.as_ref().map(|key| &*key.columns) else {
        return;
    };
    let Some(column) = relation.column(name) else {
        return;
    };
    if column.default.is_some()
        || column.generated != Generated::None
        || !column.sql_type.is("uuid")
        || relation
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(name))
        || cx.has_insert_trigger()
    {
        return;
    }
    out.push(Violation {
        column: Some(name.clone()),
        message: format!(
            "primary key `{name}` of `{}` has no default: expected `gen_random_uuid()`",
            relation.name
        ),
        fix_sql: Some(format!(
            "{} ALTER COLUMN {} SET DEFAULT gen_random_uuid();",
            cx.alter(),
            quote(name)
        )),
        ..Violation::default()
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, table};
    use super::RULE;

    #[test]
    fn a_key_without_default() {
        let found = only(
            RULE.id,
            table("notes")
                .column("id uuid not null")
                .primary_key(&["id"]),
        );
        assert_eq!(
            found.message,
            "primary key `id` of `public.notes` has no default: expected `gen_random_uuid()`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.notes ALTER COLUMN id SET DEFAULT gen_random_uuid();")
        );
    }

    #[test]
    fn keys_that_come_from_elsewhere() {
        silent(RULE.id, standard("notes"));
        let build = || {
            table("notes")
                .column("id uuid not null")
                .primary_key(&["id"])
        };
        silent(
            RULE.id,
            build().foreign_key(&["id"], "documents", &["id"], &["uuid"]),
        );
        silent(RULE.id, build().trigger("before", "insert"));
        only(RULE.id, build().trigger("before", "update"));
        silent(
            RULE.id,
            table("t")
                .column("id uuid not null")
                .generated()
                .primary_key(&["id"]),
        );
        silent(
            RULE.id,
            table("t")
                .column("code text not null")
                .primary_key(&["code"]),
        );
        silent(
            RULE.id,
            table("t")
                .column("a uuid not null")
                .column("b uuid not null")
                .primary_key(&["a", "b"]),
        );
    }
}
