use super::indexes::column;
use super::{Context, Example, Group, Rule, Violation, WITH_INDEXES};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "boolean_index",
    group: Group::Indexes,
    looks_at: WITH_INDEXES,
    summary: "No index is over a boolean alone.",
    why: "Two values part the rows in two: an index helps to find the rare one only, and then one \
          with a condition, `WHERE NOT done`, is a fraction of the size, is not written for the \
          other rows, and can be over a column that the query sorts by. An index with a condition, \
          one over more columns, a unique one, and one that is not a btree are not found. Off in \
          `recommended`: where one value is rare, the index is used, and only bigger than it must \
          be.",
    fix: "Make an index over what is searched for or sorted by, with the rare value as its \
          condition, and drop this one. Which value is rare the schema does not say, so no \
          statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE tasks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    done boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tasks_done_idx ON tasks (done);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE tasks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    done boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tasks_created_at_idx ON tasks (created_at) WHERE NOT done;",
        rust: MODEL,
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Task {
    id: Uuid,
    done: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for index in &relation.indexes {
        let [key] = &*index.keys else {
            continue;
        };
        let alone = index.method == "btree"
            && !index.unique
            && !index.invalid
            && index.predicate.is_none()
            && index.constraint.is_none();
        let is_boolean = |name| {
            relation
                .column(name)
                .is_some_and(|column| column.sql_type.is("boolean"))
        };
        if !alone || !is_boolean(&key.column) {
            continue;
        }
        let help = vec![format!(
            "make one with the rare value as its condition and drop this one: CREATE INDEX ... ON \
             {} (...) WHERE {}",
            relation.name,
            crate::name::quote(&key.column)
        )];
        out.push(Violation {
            column: column(index),
            object: Some(index.name.clone()),
            message: format!(
                "index `{}` of `{}` is over the boolean `{}` alone",
                index.name, relation.name, key.column
            ),
            help,
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::Index;

    fn tasks(columns: &[&str], change: fn(&mut Index)) -> Build {
        standard("tasks")
            .column("done boolean not null")
            .column("flag flag/boolean")
            .index_with("i", columns, change)
    }

    #[test]
    fn a_boolean_alone() {
        let found = only(RULE.id, tasks(&["done"], |_| {}));
        assert_eq!(
            found.message,
            "index `i` of `public.tasks` is over the boolean `done` alone"
        );
        assert!(found.help[0].ends_with("ON public.tasks (...) WHERE done"));
        only(RULE.id, tasks(&["flag"], |_| {}));
    }

    #[test]
    fn what_narrows_more() {
        silent(RULE.id, tasks(&["done", "created_at"], |_| {}));
        silent(RULE.id, tasks(&["created_at"], |_| {}));
        let changes: [fn(&mut Index); 4] = [
            |i| i.predicate = Some("(NOT done)".to_owned()),
            // At most one row is the default one.
            |i| i.unique = true,
            |i| i.method = "gin".to_owned(),
            |i| i.invalid = true,
        ];
        for change in changes {
            silent(RULE.id, tasks(&["done"], change));
        }
    }
}
