use super::timestamps;
use super::{Context, Example, Group, Rule, TABLES, Violation, timestamp_default};
use crate::finding::Level;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "timestamp_not_null",
    group: Group::Timestamps,
    looks_at: TABLES,
    summary: "`created_at` and `updated_at` are NOT NULL.",
    why: "Every row was made at some time; a row without it drops out of everything that sorts or \
          filters by age, and each program has to say what the absence means. Other times may be \
          unknown (`deleted_at`, `published_at`) and are not looked at.",
    fix: "Give the rows without a value one, then set NOT NULL, and take the `Option` from the \
          field. SET NOT NULL reads the table under a lock; on a big one add `CHECK (created_at IS \
          NOT NULL) NOT VALID`, validate it, set NOT NULL, which then reads nothing, and drop the \
          check.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: Option<DateTime<Utc>>,
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
    for column in timestamps::columns(cx).filter(|column| !column.not_null) {
        let name = quote(&column.name);
        let relation = &cx.relation.name;
        // Without one the next row that does not say the time is refused.
        let needs_default = timestamp_default::gives_null(column)
            && timestamps::is_timestamp(&column.sql_type)
            && !cx.has_insert_trigger()
            && cx.says(&timestamp_default::RULE, [Some(&column.name), None]);
        let default = if needs_default {
            format!("ALTER COLUMN {name} SET DEFAULT now(), ")
        } else {
            String::new()
        };
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!("column `{}` of `{relation}` can be NULL", column.name),
            help: vec![
                format!(
                    "it fails, changing nothing, while rows have none; give them one before: \
                     UPDATE {relation} SET {name} = now() WHERE {name} IS NULL;"
                ),
                "the field is then written without `Option`".to_owned(),
            ],
            fix_sql: Some(format!(
                "{} {default}ALTER COLUMN {name} SET NOT NULL;",
                cx.alter()
            )),
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{messages, only, silent, standard};
    use super::RULE;

    #[test]
    fn a_time_that_can_be_null() {
        let found = only(
            RULE.id,
            standard("notes").column("updated_at timestamp with time zone"),
        );
        assert_eq!(
            found.message,
            "column `updated_at` of `public.notes` can be NULL"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ALTER COLUMN updated_at SET DEFAULT now(), ALTER COLUMN \
                 updated_at SET NOT NULL;"
            )
        );
        for column in ["timestamp with time zone default now()", "date"] {
            let column = format!("updated_at {column}");
            let found = only(RULE.id, standard("notes").column(&column));
            assert_eq!(
                found.fix_sql.as_deref(),
                Some("ALTER TABLE public.notes ALTER COLUMN updated_at SET NOT NULL;")
            );
        }
        let both = standard("notes")
            .column("updated_at date")
            .column("created_at text");
        assert_eq!(messages(RULE.id, both).len(), 2);
        only(
            RULE.id,
            standard("notes")
                .without("created_at")
                .column("date_created timestamp with time zone"),
        );
    }

    #[test]
    fn other_times_may_be_unknown() {
        silent(
            RULE.id,
            standard("notes").column("deleted_at timestamp with time zone"),
        );
        silent(RULE.id, standard("notes").without("created_at"));
    }
}
