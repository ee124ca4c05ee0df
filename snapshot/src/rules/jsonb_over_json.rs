use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "jsonb_over_json",
    group: Group::Types,
    looks_at: TABLES,
    summary: "JSON is kept as `jsonb`.",
    why: "`json` keeps the text as it was sent and parses it again for each use; it has no \
          equality, so that DISTINCT, GROUP BY and UNION fail over it, no containment operators, \
          and no index. `jsonb` is parsed once. It does not keep white space, the order of keys, \
          or the first of two equal ones: where the text itself counts, as below a signature, \
          `json` or `text` is right, and the exception says so. A domain is not looked at.",
    fix: "Change the type, which writes the table again under a lock.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    payload json NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    payload jsonb NOT NULL,
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
struct Event {
    id: Uuid,
    payload: serde_json::Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        let better = match &column.sql_type {
            SqlType::Builtin(ty) if ty == "json" => "jsonb",
            SqlType::Array(element) if element.is("json") => "jsonb[]",
            _ => continue,
        };
        let (help, fix_sql) = retype(cx, &column.name, better, true);
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is `{}`: expected `{better}`",
                column.name, cx.relation.name, column.sql_type
            ),
            help: vec![help],
            fix_sql,
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;
    use crate::model::RelationKind;
    use crate::sql_type::SqlType;

    #[test]
    fn json_and_arrays_of_it() {
        let found = only(RULE.id, standard("events").column("payload json not null"));
        assert_eq!(
            found.message,
            "column `payload` of `public.events` is `json`: expected `jsonb`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.events ALTER COLUMN payload TYPE jsonb;")
        );
        let mut array = standard("events").column("payloads json");
        let column = array.0.columns.last_mut().expect("a column");
        column.sql_type = SqlType::Array(Box::new(column.sql_type.clone()));
        assert!(
            only(RULE.id, array)
                .fix_sql
                .is_some_and(|sql| sql.ends_with("TYPE jsonb[];"))
        );
    }

    #[test]
    fn what_is_no_json() {
        for ty in ["jsonb", "jsonpath", "text", "document/json"] {
            silent(RULE.id, standard("events").column(&format!("payload {ty}")));
        }
        // A view shows what a function gives; its tables are looked at.
        let view = standard("events").column("payload json");
        silent(RULE.id, view.kind(RelationKind::View));
    }
}
