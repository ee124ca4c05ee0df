use super::{Context, Example, Group, Rule, TABLES, Violation, policy_without_row_security};
use crate::finding::Level;
use crate::model::RowSecurity;

pub(super) static RULE: Rule = Rule {
    id: "row_security_disabled",
    group: Group::Security,
    looks_at: TABLES,
    summary: "Row level security is enabled.",
    why: "Where a browser talks to the database, by PostgREST or Supabase, who may see a row is \
          said by policies or by nobody: a table without row level security is open to every role \
          that was granted the schema. Off in `recommended`, because a service that connects as \
          the owner of its tables gains nothing by it; a team turns it on for the schemas that are \
          exposed, `[tables.\"api.*\"]` in `schema.toml`. A table that has policies and no row \
          level security is found by [`policy_without_row_security`](#policy_without_row_security).",
    fix: "Write the policies first, then `ALTER TABLE ... ENABLE ROW LEVEL SECURITY`. No statement \
          is offered: without a policy it would hide all rows from everybody but the owner.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
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
CREATE POLICY notes_of_the_owner ON notes USING (owner = current_user);",
        rust: MODEL,
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    owner: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let enabled = matches!(
        relation.row_security,
        RowSecurity::Enabled | RowSecurity::Forced
    );
    let is_said = || {
        let about = [
            None,
            relation.policies.first().map(|policy| policy.name.as_str()),
        ];
        !relation.policies.is_empty() && cx.says(&policy_without_row_security::RULE, about)
    };
    if !enabled && !is_said() {
        out.push(Violation {
            message: format!("table `{}` has no row level security", relation.name),
            help: vec![format!(
                "write its policies, then: {} ENABLE ROW LEVEL SECURITY",
                cx.alter()
            )],
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{notes, only, silent, standard};
    use super::RULE;
    use crate::model::{RelationKind, RowSecurity};

    #[test]
    fn not_enabled() {
        let found = only(RULE.id, standard("notes"));
        assert_eq!(
            found.message,
            "table `public.notes` has no row level security"
        );
        let mut forced = standard("notes");
        forced.0.row_security = RowSecurity::ForcedDisabled;
        only(RULE.id, forced);
    }

    #[test]
    fn enabled_or_said_elsewhere() {
        silent(RULE.id, notes(RowSecurity::Enabled, |_| {}));
        silent(RULE.id, notes(RowSecurity::Forced, |_| {}));
        silent(RULE.id, notes(RowSecurity::Disabled, |_| {}));
        let mut no_policy = standard("notes");
        no_policy.0.row_security = RowSecurity::Enabled;
        silent(RULE.id, no_policy);
        silent(RULE.id, standard("notes").kind(RelationKind::View));
    }
}
