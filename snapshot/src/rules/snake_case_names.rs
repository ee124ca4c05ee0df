use super::english::plural_of_singular;
use super::naming::snake_case;
use super::timestamps::{Kind, is_timestamp};
use super::{
    Context, Example, Group, Rule, TABLES, TABLES_AND_VIEWS, Violation, plural_table_names,
};
use crate::finding::Level;
use crate::model::Column;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "snake_case_names",
    group: Group::Naming,
    looks_at: TABLES_AND_VIEWS,
    summary: "Names of tables, views and columns are lower-case `snake_case`.",
    why: "PostgreSQL folds names without quotes to lower case, so `firstName` has to be quoted in \
          every query for ever, and a forgotten quote is an error at run time. Letters of any \
          language are letters; keywords are not looked at, nor are underscores at either end.",
    fix: "Rename the column or table, and the field with it; an attribute that only renamed the \
          field can go. Queries that use the old name have to change in the same release, or a \
          view of the old name bridges the time between.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    \"firstName\" text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct User {
    id: Uuid,
    #[conformant(column = \"firstName\")]
    first_name: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct User {
    id: Uuid,
    first_name: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let what = relation.kind.sql().to_lowercase();
    let name = &relation.name.name;
    if !is_snake_case(name) {
        let better = snake_case(name).map(|better| in_plural(cx, better));
        out.push(Violation {
            message: format!(
                "the name of {what} `{}` is not \
                 snake_case{}",
                relation.name,
                expected(better.as_deref())
            ),
            help: vec![format!(
                "every query has to write it with quotes, `{}`",
                quote(name)
            )],
            fix_sql: better.map(|better| format!("{} RENAME TO {};", cx.alter(), quote(&better))),
            ..Violation::default()
        });
    }
    for column in &relation.columns {
        if !is_snake_case(&column.name) {
            out.push(column_violation(cx, column));
        }
    }
}

/// As the rule about plurals has it, so that nobody renames twice.
fn in_plural(cx: &Context<'_>, name: String) -> String {
    let asked =
        cx.says(&plural_table_names::RULE, [None, None]) && TABLES.contains(&cx.relation.kind);
    let plural = plural_of_singular(&name).filter(|_| asked);
    plural.unwrap_or(name)
}

fn column_violation(cx: &Context<'_>, column: &Column) -> Violation {
    let better = better_name(column);
    let taken = better
        .as_deref()
        .is_some_and(|better| cx.relation.column(better).is_some());
    let mut help = vec![format!(
        "every query has to write it with quotes, `{}`",
        quote(&column.name)
    )];
    if taken {
        help.push("there is a column of that name already, so it needs another".to_owned());
    }
    Violation {
        column: Some(column.name.clone()),
        message: format!(
            "the name of column `{}` of `{}` is not snake_case{}",
            column.name,
            cx.relation.name,
            expected(better.as_deref().filter(|_| !taken))
        ),
        help,
        fix_sql: better.filter(|_| !taken).map(|better| {
            format!(
                "{} RENAME COLUMN {} TO {};",
                cx.alter(),
                quote(&column.name),
                quote(&better)
            )
        }),
        ..Violation::default()
    }
}

/// The name in snake_case, or at once the standard's one for `dateCreated`, so that nobody renames
/// twice.
fn better_name(column: &Column) -> Option<String> {
    match Kind::meant_by(&column.name).filter(|_| is_timestamp(&column.sql_type)) {
        Some(kind) => Some(kind.name().to_owned()),
        None => snake_case(&column.name),
    }
}

fn expected(better: Option<&str>) -> String {
    better.map_or_else(String::new, |better| format!(": expected `{better}`"))
}

/// Letters that are not upper case, digits, and underscores, and no digit first.
pub(super) fn is_snake_case(name: &str) -> bool {
    name.chars()
        .all(|c| c == '_' || (c.is_alphanumeric() && !c.is_uppercase()))
        && !name.starts_with(|c: char| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{messages, only, silent, standard, table};
    use super::RULE;
    use crate::model::RelationKind;

    #[test]
    fn a_table_is_told_the_name_that_all_rules_accept() {
        let found = messages(RULE.id, standard("UserGroup"));
        assert_eq!(
            found,
            ["the name of table `public.\"UserGroup\"` is not snake_case: expected `user_groups`"]
        );
        // One mistake, one finding.
        silent(super::plural_table_names::RULE.id, standard("UserGroup"));
        let view = only(RULE.id, standard("UserGroup").kind(RelationKind::View));
        assert_eq!(
            view.fix_sql.as_deref(),
            Some("ALTER VIEW public.\"UserGroup\" RENAME TO user_group;")
        );
    }

    #[test]
    fn names_that_need_no_quotes_pass() {
        for name in [
            "first_name",
            "x",
            "_internal",
            "address2",
            "größe",
            "名前",
            "order",
            "a__b",
        ] {
            silent(RULE.id, standard("users").column(&format!("{name} text")));
            silent(RULE.id, standard(name));
        }
    }

    #[test]
    fn others_are_found_with_the_name_in_snake_case() {
        for (name, sql) in [
            (
                "firstName",
                "ALTER TABLE public.users RENAME COLUMN \"firstName\" TO first_name;",
            ),
            (
                "First Name",
                "ALTER TABLE public.users RENAME COLUMN \"First Name\" TO first_name;",
            ),
            (
                "a\"b",
                "ALTER TABLE public.users RENAME COLUMN \"a\"\"b\" TO a_b;",
            ),
            (
                "ORDER",
                "ALTER TABLE public.users RENAME COLUMN \"ORDER\" TO \"order\";",
            ),
            (
                "first-name",
                "ALTER TABLE public.users RENAME COLUMN \"first-name\" TO first_name;",
            ),
        ] {
            let mut build = standard("users").column("placeholder text");
            build.0.columns.last_mut().expect("a column").name = name.to_owned();
            let found = only(RULE.id, build);
            assert_eq!(found.fix_sql.as_deref(), Some(sql));
            assert_eq!(found.column.as_deref(), Some(name));
        }
    }

    #[test]
    fn no_fix_without_a_name_that_is_free() {
        let digit = only(RULE.id, standard("users").column("2fa boolean"));
        assert_eq!(
            (digit.fix_sql, digit.message.contains("expected")),
            (None, false)
        );
        let taken = standard("users")
            .column("userId uuid")
            .column("user_id uuid");
        assert_eq!(only(RULE.id, taken).fix_sql, None);
    }

    #[test]
    fn a_timestamp_is_renamed_once() {
        let found = only(
            RULE.id,
            standard("users")
                .without("created_at")
                .column("dateCreated timestamp with time zone"),
        );
        assert!(
            found
                .fix_sql
                .is_some_and(|sql| sql.ends_with("TO created_at;"))
        );
    }

    #[test]
    fn tables_and_views() {
        assert_eq!(
            messages(RULE.id, standard("UserAccounts")),
            [
                "the name of table `public.\"UserAccounts\"` is not snake_case: expected \
                 `user_accounts`"
            ]
        );
        let view = || table("v").column("?column? integer");
        let found = only(RULE.id, view().kind(RelationKind::View));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER VIEW public.v RENAME COLUMN \"?column?\" \
                 TO \"column\";"
            )
        );
        silent(RULE.id, view().kind(RelationKind::ForeignTable));
    }
}
