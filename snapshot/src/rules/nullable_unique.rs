use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Index, Relation};
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "nullable_unique",
    group: Group::Constraints,
    looks_at: TABLES,
    summary: "A unique constraint of several columns is not switched off by a NULL.",
    why: "NULL equals nothing, so that with `UNIQUE (tenant_id, parent_id, name)` a tenant has any \
          number of roots of one name. It is found when some of the columns are NOT NULL and \
          others are not: where one is alone, or all are nullable, NULL says that the row has no \
          such key, an optional e-mail address. Not found are NULLS NOT DISTINCT; a unique index \
          whose condition speaks of the column; and a table with another unique index whose \
          condition is that the column is NULL, which sees to the rest. In columns of a foreign \
          key NULL says that nothing is referenced, and they are looked at like all others.",
    fix: "Set the column NOT NULL; or make the constraint anew with NULLS NOT DISTINCT, PostgreSQL \
          15 and later; or add a unique index over the others `WHERE parent_id IS NULL`. Which one \
          is meant the schema does not say, so no statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE seats (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    room text NOT NULL,
    place text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX seats_room_place_idx ON seats (room, place);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE seats (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    room text NOT NULL,
    place text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX seats_room_place_idx ON seats (room, place);
CREATE UNIQUE INDEX seats_room_idx ON seats (room) WHERE place IS NULL;",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Seat {
    id: Uuid,
    room: String,
    place: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for index in &relation.indexes {
        if !index.unique || index.keys.len() < 2 || index.nulls_not_distinct || index.invalid {
            continue;
        }
        let is_nullable = |name: &str| relation.column(name).map(|column| !column.not_null);
        let mut nullable = index
            .keys
            .iter()
            .filter(|key| is_nullable(&key.column) == Some(true));
        let Some(first) = nullable.next() else {
            continue;
        };
        let anchored = index
            .keys
            .iter()
            .any(|key| is_nullable(&key.column) == Some(false));
        let columns = || std::iter::once(first).chain(nullable.clone());
        if anchored && !columns().all(|key| is_seen_to(relation, index, &key.column)) {
            out.push(violation(cx, index, &first.column));
        }
    }
}

/// Whether the condition of this index, or of another unique one, speaks of the column.
fn is_seen_to(relation: &Relation, index: &Index, column: &str) -> bool {
    let name = quote(column);
    let speaks_of = |predicate: &str| {
        let mut words = predicate.split(|c: char| !(c.is_alphanumeric() || "_\"".contains(c)));
        words.any(|word| word == name)
    };
    let is_null = format!("{name} IS NULL");
    index.predicate.as_deref().is_some_and(speaks_of)
        || relation.indexes.iter().any(|other| {
            let predicate = other.predicate.as_deref().unwrap_or_default();
            other.unique && predicate.contains(&is_null)
        })
}

fn violation(cx: &Context<'_>, index: &Index, nullable: &str) -> Violation {
    let what = if index.constraint.is_some() {
        "unique constraint"
    } else {
        "unique index"
    };
    Violation {
        column: Some(nullable.to_owned()),
        object: Some(index.name.clone()),
        message: format!(
            "{what} `{}` of `{}` lets equal rows in where `{nullable}` is NULL",
            index.name, cx.relation.name
        ),
        help: vec![format!(
            "set `{nullable}` NOT NULL, or make it anew with NULLS NOT DISTINCT (PostgreSQL 15 and \
             later), or add a unique index over the other columns WHERE {} IS NULL",
            quote(nullable)
        )],
        ..Violation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::Index;

    fn seats(change: fn(&mut Index)) -> Build {
        standard("seats")
            .column("room text not null")
            .column("place text")
            .column("row text")
            .index_with("u", &["room", "place"], change)
    }

    fn unique(index: &mut Index) {
        index.unique = true;
    }

    #[test]
    fn a_null_switches_it_off() {
        let found = only(RULE.id, seats(unique));
        assert_eq!(
            found.message,
            "unique index `u` of `public.seats` lets equal rows in where `place` is NULL"
        );
        assert_eq!(found.column.as_deref(), Some("place"));
        let constraint = standard("seats")
            .column("room text not null")
            .column("place text")
            .unique("k", &["room", "place"]);
        assert!(
            only(RULE.id, constraint)
                .message
                .starts_with("unique constraint `k`")
        );
    }

    #[test]
    fn an_optional_key() {
        let build = || standard("users").column("email text").column("phone text");
        silent(RULE.id, build().unique("k", &["email"]));
        silent(RULE.id, build().unique("k", &["email", "phone"]));
        silent(RULE.id, build().unique("k", &["id", "created_at"]));
    }

    #[test]
    fn what_sees_to_it() {
        silent(RULE.id, seats(|_| {}));
        let changes: [fn(&mut Index); 4] = [
            |i| i.nulls_not_distinct = true,
            |i| i.predicate = Some("(place IS NOT NULL)".to_owned()),
            // Rows that are not deleted: the usual one of soft deletion.
            |i| i.predicate = Some("((place IS NULL) AND (row IS NOT NULL))".to_owned()),
            |i| i.invalid = true,
        ];
        for change in changes {
            let mut build = seats(unique);
            change(build.0.indexes.last_mut().expect("an index"));
            silent(RULE.id, build);
        }
        let other = seats(unique).index_with("v", &["room"], |i| {
            i.unique = true;
            i.predicate = Some("(place IS NULL)".to_owned());
        });
        silent(RULE.id, other);
        // Of another column.
        let mut build = seats(unique);
        build.0.indexes.last_mut().expect("an index").predicate = Some("(places > 1)".to_owned());
        only(RULE.id, build);
    }
}
