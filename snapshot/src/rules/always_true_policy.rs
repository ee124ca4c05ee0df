use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Policy, RowSecurity};

pub(super) static RULE: Rule = Rule {
    id: "always_true_policy",
    group: Group::Security,
    looks_at: TABLES,
    summary: "No policy lets everybody write every row.",
    why: "Permissive policies are joined by OR: one `USING (true)` or `WITH CHECK (true)` for all \
          roles undoes the others, and is mostly left from a first try. Reading is not looked at, \
          a table that is public to read is often meant; nor is a policy for named roles, one that \
          is RESTRICTIVE, and a table with a RESTRICTIVE policy, which narrows the others and \
          needs one of them to be wide. A policy with one condition that is not `true` is not \
          found.",
    fix: "Say in the condition whose rows may be written, or name the roles with TO.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL DEFAULT current_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_all ON notes USING (true);",
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
CREATE POLICY notes_read_by_all ON notes FOR SELECT USING (true);
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
    let enabled = matches!(
        relation.row_security,
        RowSecurity::Enabled | RowSecurity::Forced
    );
    if !enabled || relation.policies.iter().any(|policy| policy.restrictive) {
        return;
    }
    for policy in relation.policies.iter().filter(|policy| is_open(policy)) {
        let what = match &*policy.command {
            "insert" => "insert any row",
            "update" => "update any row",
            "delete" => "delete any row",
            _ => "write any row",
        };
        out.push(Violation {
            object: Some(policy.name.clone()),
            message: format!(
                "policy `{}` of `{}` lets every role {what}: its condition is always true",
                policy.name, relation.name
            ),
            help: vec!["name the rows with USING and WITH CHECK, or the roles with TO".to_owned()],
            ..Violation::default()
        });
    }
}

fn is_open(policy: &Policy) -> bool {
    let mut conditions = policy.using.iter().chain(&policy.check);
    policy.command != "select"
        && policy.roles.iter().any(|role| role == "public")
        && conditions.all(|condition| matches!(&**condition, "true" | "(1 = 1)"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, notes, only, silent};
    use super::RULE;
    use crate::model::RowSecurity;

    fn open(command: &'static str) -> Build {
        let mut build = notes(RowSecurity::Enabled, |policy| {
            policy.using = Some("true".to_owned());
        });
        build.0.policies[0].command = command.to_owned();
        build
    }

    #[test]
    fn everybody_writes() {
        let found = only(RULE.id, open("all"));
        assert_eq!(
            found.message,
            "policy `p` of `public.notes` lets every role write any row: its condition is always \
             true"
        );
        assert_eq!(found.object.as_deref(), Some("p"));
        // As supabase/splinter's own tests write it.
        let mut tautology = open("all");
        tautology.0.policies[0].using = Some("(1 = 1)".to_owned());
        only(RULE.id, tautology);
        for command in ["insert", "update", "delete"] {
            let found = only(RULE.id, open(command));
            assert!(found.message.contains(&format!("{command} any row")));
        }
        only(
            RULE.id,
            notes(RowSecurity::Forced, |policy| {
                policy.command = "insert".to_owned();
                policy.using = None;
                policy.check = Some("true".to_owned());
            }),
        );
    }

    #[test]
    fn what_is_meant() {
        // A public read policy: supabase/splinter's users.
        silent(RULE.id, open("select"));
        silent(RULE.id, notes(RowSecurity::Enabled, |_| {}));
        let changes: [fn(&mut Build); 4] = [
            |build| build.0.policies[0].roles = vec!["service".to_owned()],
            |build| build.0.policies[0].restrictive = true,
            |build| build.0.policies[0].check = Some("(owner = CURRENT_USER)".to_owned()),
            |build| build.0.row_security = RowSecurity::Disabled,
        ];
        for change in changes {
            let mut build = open("all");
            change(&mut build);
            silent(RULE.id, build);
        }
        let mut narrowed = open("all");
        let mut second = narrowed.0.policies[0].clone();
        second.restrictive = true;
        narrowed.0.policies.push(second);
        silent(RULE.id, narrowed);
    }
}
