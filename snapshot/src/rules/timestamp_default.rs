use super::timestamps::{self, Kind};
use super::{Context, Example, Group, Rule, TABLES, Violation, timestamp_not_null};
use crate::finding::Level;
use crate::model::{Column, Generated};
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "timestamp_default",
    group: Group::Timestamps,
    looks_at: TABLES,
    summary: "`created_at` and `updated_at` default to the current time.",
    why: "So that a row has its times whoever inserts it: another program, a migration, a person \
          at a prompt; and by one clock, the database's. Every default passes that is not a \
          constant. A constant is a mistake that is easily made: `DEFAULT 'now'` is the moment at \
          which the table was created. A table with a trigger before INSERT is not looked at, the \
          trigger may set them, and neither is a generated column. A column that can be NULL and \
          has no default is found by [`timestamp_not_null`](#timestamp_not_null), which gives it \
          one; where the team lets it be, an `updated_at` that is NULL says that the row was never \
          changed.",
    fix: "Set the default; it holds for rows that are inserted from then on.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL,
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
    recommended: Level::Warn,
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
    if cx.has_insert_trigger() {
        return;
    }
    for column in timestamps::columns(cx) {
        // The statement for another type is that of `timestamp_with_time_zone` first.
        if column.generated != Generated::None || !timestamps::is_timestamp(&column.sql_type) {
            continue;
        }
        let is_said = || cx.says(&timestamp_not_null::RULE, [Some(&column.name), None]);
        let may_be_null = !column.not_null && gives_null(column);
        if may_be_null && (Kind::Updated.is(column) || is_said()) {
            continue;
        }
        if let Some(why) = problem(column) {
            out.push(Violation {
                column: Some(column.name.clone()),
                message: format!(
                    "column `{}` of `{}` {why}: expected \
                     `now()`",
                    column.name, relation.name
                ),
                fix_sql: Some(format!(
                    "{} ALTER COLUMN {} SET DEFAULT \
                     now();",
                    cx.alter(),
                    quote(&column.name)
                )),
                ..Violation::default()
            });
        }
    }
}

/// Whether a row that does not say the time has none.
pub(super) fn gives_null(column: &Column) -> bool {
    let mut default = column.default.iter();
    column.generated == Generated::None && default.all(|default| default.starts_with("NULL"))
}

fn problem(column: &Column) -> Option<String> {
    match column.default.as_deref() {
        None => Some("has no default".to_owned()),
        Some(_) if gives_null(column) => Some("has no default but NULL".to_owned()),
        // The whole text is one literal, perhaps with a cast.
        Some(default) if default.starts_with('\'') && !default.contains('(') => {
            Some(format!("has a constant default, `{default}`"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;

    #[test]
    fn no_default_and_a_constant_one() {
        let found = only(
            RULE.id,
            standard("notes").column(
                "created_at timestamp with time zone \
                 not null",
            ),
        );
        assert_eq!(
            found.message,
            "column `created_at` of `public.notes` has no default: expected \
             `now()`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ALTER COLUMN \
                 created_at SET DEFAULT now();"
            )
        );
        for default in [
            "'2024-01-01 00:00:00+00'::timestamp with time \
             zone",
            "NULL::timestamp with time zone",
        ] {
            only(
                RULE.id,
                standard("notes").column(&format!(
                    "created_at timestamp with time zone not null default {default}"
                )),
            );
        }
    }

    /// LemmyNet/lemmy and launchbadge/realworld-axum-sqlx: NULL says that a row was never changed.
    #[test]
    fn what_may_be_null_is_said_elsewhere() {
        let notes = |column: &str| {
            let column = format!("{column} timestamp with time zone");
            standard("notes").column(&column).0
        };
        let mut config = Config::default();
        for column in ["created_at", "updated_at"] {
            assert_eq!(violations_with(RULE.id, &notes(column), &config), []);
        }
        only(
            RULE.id,
            standard("notes").column("updated_at timestamp with time zone default 'now'::text"),
        );
        let off = ("timestamp_not_null".to_owned(), Level::Allow);
        config.rules.extend([off]);
        assert_eq!(violations_with(RULE.id, &notes("updated_at"), &config), []);
        assert_eq!(
            violations_with(RULE.id, &notes("created_at"), &config).len(),
            1
        );
    }

    #[test]
    fn every_way_to_say_now_passes() {
        for default in [
            "now()",
            "CURRENT_TIMESTAMP",
            "clock_timestamp()",
            "timezone('utc'::text, now())",
            "(now() AT TIME ZONE 'utc'::text)",
            "('now'::text)::timestamp without time zone",
            "public.my_clock()",
        ] {
            silent(
                RULE.id,
                standard("notes").column(&format!(
                    "created_at timestamp without time zone default {default}"
                )),
            );
        }
    }

    #[test]
    fn triggers_generated_columns_and_other_types() {
        let build = || standard("notes").column("updated_at timestamp with time zone not null");
        silent(RULE.id, build().trigger("before", "insert"));
        only(RULE.id, build().trigger("before", "update"));
        only(RULE.id, build().trigger("after", "insert"));
        silent(RULE.id, build().generated());
        silent(RULE.id, standard("notes").column("updated_at bigint"));
    }
}
