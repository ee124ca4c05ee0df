use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "boolean_column_names",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "The name of a boolean begins with the verb of a question.",
    why: "`is_active`, `has_children`, `can_edit` say what `true` stands for, and that a column is \
          no date and no count: `deleted`, `verified` and `shipped` are all three in other schemas. \
          The verbs are `is`, `was`, `are`, `were`, `has`, `had`, `have`, `can`, `could`, `may`, \
          `must`, `should`, `will`, `would`, `do`, `does`, `did`, `allow`, `accept`, `enable`, \
          `include`, `need`, `require`, `send`, `show`, `support`, `use`, `want`, and those with \
          an `s`. A view shows what its tables have and is not looked at. Off in `recommended`: \
          PostgreSQL has a type for it, and many teams name a flag by its adjective.",
    fix: "Rename the column; queries have to follow in the same release. `is_` is a guess: where \
          another verb reads better, write that.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE tasks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    done boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Task {
    id: Uuid,
    done: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE tasks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    is_done boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Task {
    id: Uuid,
    is_done: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

/// Third persons lose their `s` before they are looked for: `has` is `ha`.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "i", "wa", "are", "were", "ha", "had", "have", "can", "could", "may", "must", "should", "will",
    "would", "do", "doe", "did", "allow", "accept", "enable", "include", "need", "require", "send",
    "show", "support", "use", "want",
];

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for column in &relation.columns {
        let name = column.name.as_str();
        if !column.sql_type.is("boolean") || is_question(name) {
            continue;
        }
        let new = format!("is_{}", name.trim_start_matches('_'));
        let is_free = new.len() <= super::naming::LONGEST && relation.column(&new).is_none();
        let fix = || {
            format!(
                "{} RENAME COLUMN {} TO {};",
                cx.alter(),
                quote(name),
                quote(&new)
            )
        };
        out.push(Violation {
            column: Some(name.to_owned()),
            message: format!(
                "column `{name}` of `{}` is a boolean and no question: expected `{new}`, or \
                 another verb in front",
                relation.name
            ),
            fix_sql: is_free.then(fix),
            ..Violation::default()
        });
    }
}

/// Whether the first of several words is one of the verbs, in snake_case or another.
fn is_question(name: &str) -> bool {
    let name = name.trim_start_matches('_');
    let end = |c: char| !c.is_lowercase();
    let begins_upper = name.chars().next().map_or(0, char::len_utf8);
    let end = name[begins_upper..].find(end).map(|at| at + begins_upper);
    end.is_some_and(|end| {
        let verb = name[..end].to_lowercase();
        VERBS.contains(&verb.strip_suffix('s').unwrap_or(&verb))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;
    use crate::model::RelationKind;

    #[test]
    fn no_verb_in_front() {
        let found = only(RULE.id, standard("tasks").column("done boolean"));
        assert_eq!(
            found.message,
            "column `done` of `public.tasks` is a boolean and no question: expected `is_done`, or \
             another verb in front"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.tasks RENAME COLUMN done TO is_done;")
        );
        // `island` is no question, nor is a verb alone, and a domain is a boolean as well.
        for column in [
            "island boolean",
            "has boolean",
            "isolated boolean",
            "flag yes_no/boolean",
        ] {
            only(RULE.id, standard("tasks").column(column));
        }
        let taken = standard("tasks")
            .column("done boolean")
            .column("is_done boolean");
        assert_eq!(only(RULE.id, taken).fix_sql, None);
    }

    #[test]
    fn questions_and_what_is_no_boolean() {
        for column in [
            "is_done boolean",
            "has_children boolean",
            "\"isDone\" boolean",
            "\"IsDone\" boolean",
            "_does_exist boolean",
            "was_sent boolean",
            "allows_replies boolean",
            "uses_2fa boolean",
            "done timestamp with time zone",
            "done boolean[]",
        ] {
            silent(RULE.id, standard("tasks").column(column));
        }
        let view = standard("open_tasks").column("done boolean");
        silent(RULE.id, view.kind(RelationKind::View));
    }
}
