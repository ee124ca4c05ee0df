use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation, uuid_native_type};
use crate::finding::Level;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "text_over_varchar",
    group: Group::Types,
    looks_at: TABLES,
    summary: "Text is `text`, and its greatest length a check.",
    why: "`character varying(255)` is no faster and no smaller than `text`; the limit is mostly a \
          number that nobody chose, and raising it has to touch the type, which views and \
          functions depend on. A check has a name for the error, can be NOT VALID at first, and \
          says what is meant. `character varying` without a length is `text` by another name and \
          not found, nor is a domain. Off in `recommended`, it is a matter of taste.",
    fix: "Change the type, which leaves the rows as they are, and add a check where the length \
          matters: `CHECK (length(code) <= 12)`.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title character varying(255) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
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
struct Product {
    id: Uuid,
    title: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        let ty = match &column.sql_type {
            SqlType::Builtin(ty) if ty.starts_with("character varying(") => ty,
            _ => continue,
        };
        if uuid_native_type::says(cx, column) {
            continue;
        }
        let (help, fix_sql) = retype(cx, &column.name, "text", false);
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is `{ty}`: expected `text`",
                column.name, cx.relation.name
            ),
            help: vec![
                help,
                "where the length matters, add a check over `length(...)` first".to_owned(),
            ],
            fix_sql,
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;

    #[test]
    fn a_length_that_is_part_of_the_type() {
        let found = only(
            RULE.id,
            standard("products").column("title character varying(255)"),
        );
        assert_eq!(
            found.message,
            "column `title` of `public.products` is `character varying(255)`: expected `text`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.products ALTER COLUMN title TYPE text;")
        );
    }

    #[test]
    fn a_uuid_is_said_as_one() {
        let build = standard("devices").column("push_id character varying(36)");
        silent(RULE.id, build);
    }

    #[test]
    fn without_one_it_is_text() {
        for ty in ["text", "character varying", "title/character varying(255)"] {
            silent(RULE.id, standard("products").column(&format!("title {ty}")));
        }
    }
}
