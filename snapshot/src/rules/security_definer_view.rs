use super::{Context, Example, Group, Rule, Violation};
use crate::finding::Level;
use crate::model::RelationKind;

pub(super) static RULE: Rule = Rule {
    id: "security_definer_view",
    group: Group::Security,
    looks_at: &[RelationKind::View],
    summary: "A view over a table with row level security reads with the rights of who reads it.",
    why: "A view reads with its owner's rights, and a table's owner is exempt from its policies: \
          who may read the view sees all rows, whatever the policies of the table say. \
          PostgreSQL 15 and later has `security_invoker`. Only views over tables with row level \
          security that they name themselves are found, since elsewhere it makes no difference to \
          the rows. A view that says `security_invoker = false` is one whose author has decided: \
          it filters by its own condition, or shows to all what the policies do not. A \
          materialized view has stored what its owner saw, and can't be changed.",
    fix: "Set `security_invoker`; readers then need SELECT on the tables.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_the_owner ON notes USING (owner = current_user);
CREATE VIEW recent_notes AS SELECT id, owner FROM notes WHERE created_at > now() - interval '1 day';",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_the_owner ON notes USING (owner = current_user);
CREATE VIEW recent_notes WITH (security_invoker = true) AS
    SELECT id, owner FROM notes WHERE created_at > now() - interval '1 day';",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct RecentNote {
    id: Uuid,
    owner: String,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let tables: Vec<_> = relation
        .elsewhere
        .secured
        .iter()
        .map(|table| format!("`{table}`"))
        .collect();
    if !tables.is_empty() {
        out.push(Violation {
            message: format!(
                "view `{}` reads {} with its owner's rights, past the row level security there",
                relation.name,
                tables.join(" and ")
            ),
            help: vec!["or say that it is meant: security_invoker = false".to_owned()],
            fix_sql: Some(format!("{} SET (security_invoker = true);", cx.alter())),
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, public, silent, table};
    use super::RULE;
    use crate::model::RelationKind;

    fn view() -> Build {
        table("recent notes").kind(RelationKind::View)
    }

    #[test]
    fn past_row_level_security() {
        let mut build = view();
        build.0.elsewhere.secured = vec![public("notes"), public("users")];
        let found = only(RULE.id, build);
        assert_eq!(
            found.message,
            "view `public.\"recent notes\"` reads `public.notes` and `public.users` with its \
             owner's rights, past the row level security there"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER VIEW public.\"recent notes\" SET (security_invoker = true);")
        );
    }

    #[test]
    fn nothing_to_get_past() {
        // supabase/splinter#81, #89, #98: without policies below, on an older server, and where it
        // is said, the catalogue gives no table.
        silent(RULE.id, view());
        silent(RULE.id, view().kind(RelationKind::MaterializedView));
    }
}
