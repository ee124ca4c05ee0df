use std::collections::BTreeMap;

use super::{Check, Example, Group, Rule, Violation};
use crate::finding::Level;
use crate::model::{Column, Relation, Schema};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "same_name_same_type",
    group: Group::Types,
    looks_at: &[],
    summary: "Identifiers of one name have one type in all tables.",
    why: "A `device_id` that is `uuid` in four tables and `text` in the fifth can be joined only \
          with a cast, which no index serves, and each program has two types for it. Only names \
          of at least two words that end in `id`, `uuid`, `key`, `code` or `number` are compared: \
          a `status`, a `value` or a `position` is another thing in each table. Lengths do not \
          count, nor do domains, nor whether text is `text`. The type that most tables have is the \
          one that is expected; of two that have as many, that of the first table. A column of a \
          foreign key has the type of what it references and is not found, one half of a \
          polymorphic pair (`owner_id` beside `owner_type`) has that of many, and views show what \
          tables have.",
    fix: "Change the type of the column that differs, or its name when it is another thing. Which \
          one the schema does not say, so no statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE pings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    device_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE reports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    device_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "",
    },
    good: Example {
        sql: "
CREATE TABLE pings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    device_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE reports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    device_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "",
    },
    recommended: Level::Warn,
    check: Check::of_schema(check),
};

const KEYS: &[&str] = &["id", "uuid", "key", "code", "number"];

type Place<'a> = (&'a Relation, &'a Column);

fn check(schema: &Schema, out: &mut Vec<(QualifiedName, Violation)>) {
    let mut by_name: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for relation in schema.relations.iter().filter(|r| r.kind.is_table()) {
        for column in &relation.columns {
            if is_identifier(relation, &column.name) {
                let places = by_name.entry(&column.name).or_default();
                places.push((relation, column));
            }
        }
    }
    for (name, places) in by_name {
        let same = |(_, a): &Place<'_>, (_, b): &Place<'_>| are_same(&a.sql_type, &b.sql_type);
        let mut types: Vec<(Place<'_>, usize)> = Vec::new();
        for place in &places {
            match types.iter_mut().find(|(first, _)| same(first, place)) {
                Some((_, count)) => *count += 1,
                None => types.push((*place, 1)),
            }
        }
        // Of equals the last is taken, so from behind.
        let usual = types.iter().rev().max_by_key(|(_, count)| *count);
        let Some((usual, count)) = usual.filter(|_| types.len() > 1) else {
            continue;
        };
        for place in places.iter().filter(|place| !same(place, usual)) {
            let (relation, column) = place;
            if !is_of_foreign_key(relation, name) {
                out.push(violation(relation, column, *usual, *count));
            }
        }
    }
}

fn is_identifier(relation: &Relation, name: &str) -> bool {
    name.rsplit_once('_').is_some_and(|(stem, last)| {
        !stem.is_empty()
            && KEYS.contains(&last)
            && relation.column(&format!("{stem}_type")).is_none()
    })
}

fn is_of_foreign_key(relation: &Relation, name: &str) -> bool {
    let mut keys = relation.foreign_keys.iter();
    keys.any(|key| key.columns.iter().any(|column| column == name))
}

fn are_same(a: &SqlType, b: &SqlType) -> bool {
    let is_text = |ty: &SqlType| {
        let all = ["text", "character varying", "character", "bpchar"];
        all.iter().any(|text| ty.is(text))
    };
    let plain = |ty: &SqlType| ty.below_domains().without_modifiers();
    a == b || (is_text(a) && is_text(b)) || plain(a) == plain(b)
}

fn violation(
    relation: &Relation,
    column: &Column,
    (usual, expected): Place<'_>,
    count: usize,
) -> (QualifiedName, Violation) {
    let others = match count {
        1 => format!("`{}`", usual.name),
        _ => format!("{count} other tables, `{}` first", usual.name),
    };
    let violation = Violation {
        column: Some(column.name.clone()),
        message: format!(
            "column `{}` of `{}` is `{}`, and `{}` in {others}",
            column.name, relation.name, column.sql_type, expected.sql_type
        ),
        help: vec!["give it the same type, or another name if it is another thing".to_owned()],
        ..Violation::default()
    };
    (relation.name.clone(), violation)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, in_schema, standard};
    use super::RULE;
    use crate::model::{RelationKind, Schema};

    fn found(tables: Vec<Build>) -> Vec<String> {
        let schema = Schema {
            relations: tables.into_iter().map(|build| build.0).collect(),
            ..Schema::default()
        };
        let found = in_schema(RULE.id, &schema).into_iter();
        found.map(|(_, violation)| violation.message).collect()
    }

    fn table(name: &str, column: &str) -> Build {
        standard(name).column(column)
    }

    #[test]
    fn the_one_that_differs() {
        let tables = vec![
            table("a", "device_id bigint"),
            table("b", "device_id uuid"),
            table("c", "device_id uuid"),
        ];
        assert_eq!(
            found(tables),
            [
                "column `device_id` of `public.a` is `bigint`, and `uuid` in 2 other tables, \
              `public.b` first"
                    .replace("              ", "")
            ]
        );
        let tie = vec![table("a", "sku_code text"), table("b", "sku_code integer")];
        assert_eq!(
            found(tie),
            ["column `sku_code` of `public.b` is `integer`, and `text` in `public.a`"]
        );
    }

    #[test]
    fn other_things_of_one_name() {
        for (first, second) in [
            ("status text", "status integer"),
            ("id uuid", "id bigint"),
            ("value numeric", "value text"),
            ("sku_code text", "sku_code character varying(20)"),
            ("sku_code sku/text", "sku_code character(9)"),
            ("total_number numeric(9,2)", "total_number numeric"),
        ] {
            let tables = vec![table("a", first), table("b", second)];
            assert_eq!(found(tables), [""; 0], "{first}");
        }
        let polymorphic = table("b", "owner_id text").column("owner_type text");
        assert_eq!(
            found(vec![table("a", "owner_id uuid"), polymorphic]),
            [""; 0]
        );
        let view = table("b", "device_id text").kind(RelationKind::View);
        assert_eq!(found(vec![table("a", "device_id uuid"), view]), [""; 0]);
        let reference = table("b", "user_id bigint").foreign_key(
            &["user_id"],
            "accounts",
            &["id"],
            &["bigint"],
        );
        assert_eq!(found(vec![table("a", "user_id uuid"), reference]), [""; 0]);
    }
}
