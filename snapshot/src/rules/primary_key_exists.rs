use super::{Context, Example, Group, Rule, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "primary_key_exists",
    group: Group::Keys,
    summary: "A table has a primary key.",
    why: "Without one a row can't be named: updates and deletes may hit several rows, foreign keys \
          have nothing to point at, and logical replication refuses UPDATE and DELETE. Views, \
          foreign tables and tables that inherit are not looked at.",
    fix: "Add a key column, or declare the columns that already identify a row as the key.",
    bad: Example {
        sql: "CREATE TABLE notes (\n    body text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);",
        rust: "#[derive(Conformant)]\nstruct Note {\n    body: String,\n    created_at: DateTime<Utc>,\n    updated_at: DateTime<Utc>,\n}",
    },
    good: Example {
        sql: "CREATE TABLE notes (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    body text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);",
        rust: "#[derive(Conformant)]\nstruct Note {\n    id: Uuid,\n    body: String,\n    created_at: DateTime<Utc>,\n    updated_at: DateTime<Utc>,\n}",
    },
    recommended: Level::Deny,
    check,
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    if relation.kind.is_table() && relation.primary_key.is_none() && relation.inherits.is_empty() {
        out.push(Violation {
            message: format!("table `{}` has no primary key", relation.name),
            help: vec!["add a field for the new key, `id: Uuid`".to_owned()],
            fix_sql: Some(format!(
                "ALTER TABLE {} ADD COLUMN id uuid PRIMARY KEY DEFAULT gen_random_uuid();",
                relation.name
            )),
            ..Violation::default()
        });
    }
}
