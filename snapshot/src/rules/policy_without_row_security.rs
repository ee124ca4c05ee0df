use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::RowSecurity;

pub(super) static RULE: Rule = Rule {
    id: "policy_without_row_security",
    group: Group::Security,
    looks_at: TABLES,
    summary: "A table with policies has row level security enabled.",
    why: "CREATE POLICY alone does nothing: until ENABLE ROW LEVEL SECURITY each role that may \
          read the table reads all of its rows, while the policies say otherwise to everybody who \
          looks. FORCE ROW LEVEL SECURITY does not enable it either.",
    fix: "Enable it. From then on roles see what the policies let them see, the owner and \
          superusers aside.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL DEFAULT current_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE POLICY notes_of_owner ON notes USING (owner = current_user);",
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
    recommended: Level::Deny,
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
    let Some(policy) = relation.policies.first() else {
        return;
    };
    let why = match relation.row_security {
        RowSecurity::Enabled | RowSecurity::Forced => return,
        RowSecurity::Disabled => "is not enabled",
        RowSecurity::ForcedDisabled => "is forced and not enabled",
    };
    out.push(Violation {
        object: Some(policy.name.clone()),
        message: format!(
            "policy `{}` of `{}` does nothing: row level security {why}",
            policy.name, relation.name
        ),
        fix_sql: Some(format!("{} ENABLE ROW LEVEL SECURITY;", cx.alter())),
        ..Violation::default()
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{notes, only, silent, standard};
    use super::RULE;
    use crate::model::RowSecurity;

    #[test]
    fn it_is_enabled() {
        let found = only(RULE.id, notes(RowSecurity::Disabled, |_| {}));
        assert_eq!(
            found.message,
            "policy `p` of `public.notes` does nothing: row level security is not enabled"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;")
        );
        let forced = only(RULE.id, notes(RowSecurity::ForcedDisabled, |_| {}));
        assert!(forced.message.ends_with("is forced and not enabled"));
    }

    #[test]
    fn where_it_is_enabled_or_not_asked_for() {
        silent(RULE.id, notes(RowSecurity::Enabled, |_| {}));
        silent(RULE.id, notes(RowSecurity::Forced, |_| {}));
        silent(RULE.id, standard("notes"));
    }
}
