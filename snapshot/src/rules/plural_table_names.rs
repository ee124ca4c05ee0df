use super::english::plural_of_singular;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "plural_table_names",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "A table is named in the plural.",
    why: "A table holds many rows; one number for all names means that nobody looks up whether it \
          is `user` or `users`, and `user` is a keyword besides. Only names that are certainly \
          singular English are found. What could be a plural passes (`data`, `media`, `alumni`), \
          and so does what has none or is one (`news`, `status`, `equipment`, `history`), what \
          names the table as a whole (`outbox`, `job_queue`), a plural with a qualifier \
          (`users_archive`), an abbreviation, and a word of another language that ends in `s` or \
          has other letters. A view is a question and not a thing, and may be named as its answer.",
    fix: "Rename the table. The model finds it by its new name; SQL text has to follow in the same \
          release, or a view of the old name bridges the time between.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE invoice (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Invoice {
    id: Uuid,
    number: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let Some(plural) = plural_of_singular(&relation.name.name) else {
        return;
    };
    out.push(Violation {
        message: format!(
            "table `{}` is named in the singular: expected `{plural}`",
            relation.name
        ),
        help: vec![
            "names of constraints and indexes stay as they are and can be renamed \
             later"
                .to_owned(),
        ],
        fix_sql: Some(format!("{} RENAME TO {};", cx.alter(), quote(&plural))),
        ..Violation::default()
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;
    use crate::model::RelationKind;

    #[test]
    fn a_singular_name_and_its_plural() {
        let found = only(RULE.id, standard("user"));
        assert_eq!(
            found.message,
            "table `public.\"user\"` is named in the singular: expected \
             `users`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.\"user\" RENAME TO users;")
        );
    }

    #[test]
    fn plurals_words_without_one_and_views() {
        for name in [
            "users",
            "people",
            "device_criteria",
            "meeting_analysis",
            "spatial_ref_sys",
        ] {
            silent(RULE.id, standard(name));
        }
        for kind in [
            RelationKind::View,
            RelationKind::MaterializedView,
            RelationKind::ForeignTable,
        ] {
            silent(RULE.id, standard("user_summary").kind(kind));
        }
    }
}
