use std::collections::HashMap;

use super::{Check, Example, Group, Rule, Violation};
use crate::finding::Level;
use crate::model::{ForeignKey, Relation, Schema};
use crate::name::{QualifiedName, quote};

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_cycle",
    group: Group::ForeignKeys,
    looks_at: &[],
    summary: "No tables need a row of each other before one can be inserted.",
    why: "When a user needs a team and a team needs a user, both NOT NULL, the first row of either \
          is refused, a backup of the data alone can't be restored, and test data can't be \
          loaded table by table. One foreign key of the circle that is DEFERRABLE, or over a \
          column that can be NULL, is enough: such circles are not found. Nor is a table that \
          references itself, whose first row references itself as well, or a foreign key that is \
          NOT ENFORCED.",
    fix: "Make one of the foreign keys DEFERRABLE: a transaction then inserts both rows after `SET \
          CONSTRAINTS ALL DEFERRED`. Or let one column be NULL until the other row is there.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE teams (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);
CREATE INDEX users_team_id_idx ON users (team_id);
CREATE INDEX teams_owner_id_idx ON teams (owner_id);",
        rust: "",
    },
    good: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE teams (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id) DEFERRABLE;
CREATE INDEX users_team_id_idx ON users (team_id);
CREATE INDEX teams_owner_id_idx ON teams (owner_id);",
        rust: "",
    },
    recommended: Level::Warn,
    check: Check::of_schema(check),
};

fn check(schema: &Schema, out: &mut Vec<(QualifiedName, Violation)>) {
    let relations = &schema.relations;
    let at: HashMap<_, _> = relations
        .iter()
        .zip(0..)
        .map(|(r, n)| (&r.name, n))
        .collect();
    let needed = |n: usize| -> Vec<(usize, &ForeignKey)> {
        let keys = relations[n].foreign_keys.iter();
        let binding = keys.filter(|key| binds(&relations[n], key));
        let each = binding.filter_map(|key| Some((*at.get(&key.references)?, key)));
        each.filter(|(other, _)| *other != n).collect()
    };
    // Depth first: a table that is met again on its own way closes a circle. Each table is left
    // once, so that each circle is met once or shares a foreign key with one that was.
    let mut done = vec![false; relations.len()];
    let mut on_way = vec![None; relations.len()];
    for start in 0..relations.len() {
        let step = |table: usize| Step {
            table,
            rest: needed(table).into_iter(),
            by: None,
        };
        let mut way = Vec::new();
        if !done[start] {
            on_way[start] = Some(0);
            way.push(step(start));
        }
        while let Some(last) = way.last_mut() {
            let Some((next, key)) = last.rest.next() else {
                done[last.table] = true;
                on_way[last.table] = None;
                way.pop();
                continue;
            };
            last.by = Some(key);
            if let Some(from) = on_way[next] {
                let circle = way[from..].iter();
                let circle = circle.filter_map(|step| Some((&relations[step.table], step.by?)));
                out.extend(violation(&circle.collect::<Vec<_>>()));
            } else if !done[next] {
                on_way[next] = Some(way.len());
                way.push(step(next));
            }
        }
    }
}

/// A table on the way, the tables that it needs and that have not been looked at, and the foreign key
/// by which the way goes on.
struct Step<'a> {
    table: usize,
    rest: std::vec::IntoIter<(usize, &'a ForeignKey)>,
    by: Option<&'a ForeignKey>,
}

/// Whether a row can't be there before the one that it references.
fn binds(relation: &Relation, key: &ForeignKey) -> bool {
    let not_null = |name: &String| relation.column(name).is_some_and(|column| column.not_null);
    !key.deferrable && !key.not_enforced && key.columns.iter().all(not_null)
}

fn violation(circle: &[(&Relation, &ForeignKey)]) -> Option<(QualifiedName, Violation)> {
    let least = circle.iter().zip(0..).min_by_key(|((r, _), _)| &r.name)?.1;
    let turned: Vec<_> = circle[least..].iter().chain(&circle[..least]).collect();
    let (relation, key) = turned.first()?;
    let way: Vec<_> = turned
        .iter()
        .map(|(r, _)| format!("`{}`", r.name))
        .collect();
    let violation = Violation {
        object: Some(key.name.clone()),
        message: format!(
            "{} need a row of each other, in a circle, before one can be inserted",
            way.join(", ")
        ),
        help: vec![
            "insert both rows in one transaction, after SET CONSTRAINTS ALL DEFERRED".to_owned(),
        ],
        fix_sql: Some(format!(
            "ALTER TABLE {} ALTER CONSTRAINT {} DEFERRABLE;",
            relation.name,
            quote(&key.name)
        )),
        ..Violation::default()
    };
    Some((relation.name.clone(), violation))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, in_schema, standard};
    use super::RULE;
    use crate::model::{ForeignKey, Schema};

    /// A table with a foreign key to each of the others.
    fn table(name: &str, others: &[&str]) -> Build {
        others.iter().fold(standard(name), |build, other| {
            let column = format!("{other}_id");
            let build = build.column(&format!("{column} uuid not null"));
            build.foreign_key(&[&column], other, &["id"], &["uuid"])
        })
    }

    fn found(tables: Vec<Build>) -> Vec<String> {
        let schema = Schema {
            relations: tables.into_iter().map(|build| build.0).collect(),
            ..Schema::default()
        };
        let found = in_schema(RULE.id, &schema).into_iter();
        found.map(|(_, violation)| violation.message).collect()
    }

    #[test]
    fn circles() {
        let two = vec![table("b", &["a"]), table("a", &["b"])];
        assert_eq!(
            found(two),
            [
                "`public.a`, `public.b` need a row of each other, in a circle, before one can be \
              inserted"
                    .replace("              ", "")
            ]
        );
        let three = vec![
            table("a", &["b"]),
            table("b", &["c"]),
            table("c", &["a"]),
            table("d", &["a", "b"]),
        ];
        assert_eq!(found(three).len(), 1);
        let two_of_them = vec![
            table("a", &["b", "c"]),
            table("b", &["a"]),
            table("c", &["a"]),
        ];
        assert_eq!(found(two_of_them).len(), 2);
    }

    #[test]
    fn what_binds_nobody() {
        assert_eq!(found(vec![table("a", &["a"])]), [""; 0]);
        let chain = vec![table("a", &["b", "c"]), table("b", &["c"]), table("c", &[])];
        assert_eq!(found(chain), [""; 0]);
        let changes: [fn(&mut ForeignKey); 3] = [
            |key| key.deferrable = true,
            |key| key.not_enforced = true,
            |key| key.columns[0] = "optional_id".to_owned(),
        ];
        for change in changes {
            let mut free = table("a", &["b"]).column("optional_id uuid");
            change(&mut free.0.foreign_keys[0]);
            assert_eq!(found(vec![free, table("b", &["a"])]), [""; 0]);
        }
        // A table out of scope.
        assert_eq!(found(vec![table("a", &["gone"])]), [""; 0]);
    }

    #[test]
    fn a_long_chain_is_followed_without_a_stack() {
        let name = |n: usize| format!("t{n:05}");
        let tables = (0..10_000).map(|n| table(&name(n), &[&name((n + 1) % 10_000)]));
        assert_eq!(found(tables.collect()).len(), 1);
    }
}
