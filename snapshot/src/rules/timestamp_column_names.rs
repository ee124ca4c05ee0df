use super::timestamps::{Kind, is_timestamp};
use super::{Context, Example, Group, Rule, TABLES, Violation, snake_case_names};
use crate::finding::Level;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "timestamp_column_names",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "The times of creation and of the last change are `created_at` and `updated_at`.",
    why: "One name in every table lets code, triggers and queries be written once: sorting by age, \
          finding what changed since. `date_created`, `creation_time`, `inserted_at` and \
          `last_modified` mean the same and have to be remembered. Only columns of a timestamp \
          type are found, and only when no column of the standard's name is there: beside \
          `updated_at`, `modified_at` means something of its own.",
    fix: "Rename the column and the field.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    date_created timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    date_created: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for column in &relation.columns {
        if !is_timestamp(&column.sql_type) {
            continue;
        }
        let Some(kind) = Kind::meant_by(&column.name) else {
            continue;
        };
        let standard = kind.name();
        let said_elsewhere = cx.says(&snake_case_names::RULE, [Some(&column.name), None])
            && !snake_case_names::is_snake_case(&column.name);
        if relation.column(standard).is_some() || said_elsewhere {
            continue;
        }
        // Of two columns with one meaning only one can have the name.
        let alone = kind.column(relation).is_some();
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is named differently from the standard: \
                 expected `{standard}`",
                column.name, relation.name
            ),
            help: if alone {
                Vec::new()
            } else {
                vec![format!(
                    "several columns could be `{standard}`; rename the one that is"
                )]
            },
            fix_sql: alone.then(|| {
                format!(
                    "{} RENAME COLUMN {} TO {standard};",
                    cx.alter(),
                    quote(&column.name)
                )
            }),
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{messages, only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;

    #[test]
    fn other_names_of_the_two_times() {
        for (name, standard_name) in [
            ("date_created", "created_at"),
            ("creation_time", "created_at"),
            ("inserted_at", "created_at"),
            ("created", "created_at"),
            ("date_updated", "updated_at"),
            ("last_modified", "updated_at"),
        ] {
            let found = only(
                RULE.id,
                standard("notes")
                    .without(standard_name)
                    .column(&format!("{name} timestamp without time zone")),
            );
            assert_eq!(found.column.as_deref(), Some(name));
            assert_eq!(
                found.fix_sql,
                Some(format!(
                    "ALTER TABLE public.notes RENAME COLUMN {name} \
                     TO {standard_name};"
                ))
            );
        }
    }

    #[test]
    fn silent_when_it_is_something_else() {
        silent(
            RULE.id,
            standard("notes").column("modified_at timestamp with time zone"),
        );
        silent(
            RULE.id,
            standard("notes")
                .without("created_at")
                .column("created boolean"),
        );
        silent(
            RULE.id,
            standard("artworks")
                .without("created_at")
                .column("creation_date date"),
        );
        silent(
            RULE.id,
            standard("notes")
                .without("created_at")
                .column("published_at timestamp with time zone"),
        );
    }

    #[test]
    fn two_candidates_have_no_fix() {
        let build = standard("notes")
            .without("created_at")
            .column("created timestamp with time zone")
            .column("inserted_at timestamp with time zone");
        assert_eq!(messages(RULE.id, build).len(), 2);
    }

    #[test]
    fn camel_case_is_said_once() {
        let build = || {
            standard("notes")
                .without("created_at")
                .column("createdAt timestamp with time zone")
        };
        silent(RULE.id, build());
        let mut config = Config::default();
        config
            .rules
            .insert("snake_case_names".to_owned(), Level::Allow);
        assert_eq!(violations_with(RULE.id, &build().0, &config).len(), 1);
    }
}
