use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::RowSecurity;

pub(super) static RULE: Rule = Rule {
    id: "row_security_without_policy",
    group: Group::Security,
    looks_at: TABLES,
    summary: "A table with row level security has a policy.",
    why: "Without one only roles that bypass row level security, and the owner unless it is \
          forced, see a row or insert one, and nobody is told: a SELECT gives nothing. Where just this is meant, a \
          table that only the owner's functions touch, the exception says so. A table with \
          policies that are all RESTRICTIVE is found too: they only narrow what a permissive one \
          lets through.",
    fix: "Write the policy, which is a decision, so no statement is offered; or disable row level \
          security.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL DEFAULT current_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL DEFAULT current_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_owner ON notes USING (owner = current_user);",
        rust: MODEL,
    },
    recommended: Level::Warn,
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
    if !matches!(
        relation.row_security,
        RowSecurity::Enabled | RowSecurity::Forced
    ) || relation.policies.iter().any(|policy| !policy.restrictive)
    {
        return;
    }
    let none = if relation.policies.is_empty() {
        "no policy"
    } else {
        "no permissive policy"
    };
    let who = if relation.row_security == RowSecurity::Forced {
        "only roles that bypass it"
    } else {
        "only its owner, and roles that bypass it,"
    };
    out.push(Violation {
        message: format!(
            "`{}` has row level security and {none}: {who} see a row",
            relation.name
        ),
        help: vec![format!(
            "say who sees which rows: CREATE POLICY ... ON {} FOR ... TO ... USING (...)",
            relation.name
        )],
        ..Violation::default()
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, notes, only, silent, standard};
    use super::RULE;
    use crate::model::RowSecurity;

    fn bare(row_security: RowSecurity) -> Build {
        let mut build = standard("notes");
        build.0.row_security = row_security;
        build
    }

    #[test]
    fn nobody_sees_a_row() {
        let found = only(RULE.id, bare(RowSecurity::Enabled));
        assert_eq!(
            found.message,
            "`public.notes` has row level security and no policy: only its owner, and roles that \
             bypass it, see a row"
        );
        let forced = only(RULE.id, bare(RowSecurity::Forced));
        assert!(
            forced
                .message
                .ends_with(": only roles that bypass it see a row")
        );
        let narrowed = only(
            RULE.id,
            notes(RowSecurity::Enabled, |p| p.restrictive = true),
        );
        assert!(narrowed.message.contains("no permissive policy"));
    }

    #[test]
    fn where_somebody_does() {
        silent(RULE.id, notes(RowSecurity::Enabled, |_| {}));
        silent(RULE.id, bare(RowSecurity::Disabled));
        silent(RULE.id, bare(RowSecurity::ForcedDisabled));
    }
}
