use super::primary_key_exists::partition_columns;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Column, Relation};

pub(super) static RULE: Rule = Rule {
    id: "primary_key_uuid",
    group: Group::Keys,
    looks_at: TABLES,
    summary: "A primary key is a `uuid`, or made of `uuid` columns.",
    why: "A UUID can be made anywhere, before the row is sent, says nothing of how many rows there \
          are, and is never the same in two tables or databases. A key of several columns conforms \
          when each is a `uuid`, as in a junction table keyed by its foreign keys. Beside a `uuid` \
          the columns of the partition key may stand, which PostgreSQL demands there, and the \
          period of a key WITHOUT OVERLAPS. A domain over `uuid` is one. A column that \
          references another table has the type of the key there, and that table is where it is \
          found, or excepted, once and not again in each that belongs to it. A natural key \
          (`countries.code`), a number (`log_entries.id`), and a UUID written as text are found: \
          there are good ones, and the exception says why this is.",
    fix: "Changing the type of a key that other tables reference takes several steps, so no \
          statement is offered: add the new `uuid` column here and in each referencing table, fill \
          them, and swap constraints and names in one transaction. Or give the reason for the key \
          that is there.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Invoice {
    id: i64,
    number: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Invoice {
    id: Uuid,
    number: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let Some(key) = &relation.primary_key else {
        return;
    };
    let columns: Vec<&Column> = key
        .columns
        .iter()
        .filter_map(|name| relation.column(name))
        .collect();
    let has_uuid = columns.iter().any(|column| column.sql_type.is("uuid"));
    let partition = partition_columns(relation).unwrap_or_default();
    let period = key.columns.last().filter(|_| key.without_overlaps);
    let demanded = |column: &Column| {
        has_uuid && (partition.contains(&column.name) || period == Some(&column.name))
    };
    let Some(first) = columns.iter().find(|column| {
        !column.sql_type.is("uuid") && !demanded(column) && !is_of_another(relation, column)
    }) else {
        return;
    };
    let place = if columns.len() == 1 {
        format!("primary key `{}`", first.name)
    } else {
        format!("column `{}` of the primary key", first.name)
    };
    out.push(Violation {
        column: Some(first.name.clone()),
        object: Some(key.name.clone()),
        message: format!(
            "{place} of `{}` is `{}`: expected `uuid`",
            relation.name, first.sql_type
        ),
        help: vec![
            "there is no one statement for it: add a `uuid` column here and in each table that \
             references this one, fill them, then swap keys and names in one transaction"
                .to_owned(),
        ],
        ..Violation::default()
    });
}

/// Whether the column has the type of another table's key.
fn is_of_another(relation: &Relation, column: &Column) -> bool {
    let mut keys = relation.foreign_keys.iter();
    keys.any(|key| key.references != relation.name && key.columns.contains(&column.name))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard, table};
    use super::RULE;
    use crate::model::RelationKind;

    #[test]
    fn uuid_keys_conform() {
        silent(RULE.id, standard("users"));
        silent(
            RULE.id,
            table("users")
                .column("id user_id/uuid not null")
                .primary_key(&["id"]),
        );
        silent(
            RULE.id,
            table("entry_tags")
                .column("entry_id uuid")
                .column("tag_id uuid")
                .primary_key(&["entry_id", "tag_id"]),
        );
        // Another rule's matter.
        silent(RULE.id, table("users").column("id bigint"));
        silent(
            RULE.id,
            table("users")
                .column("id bigint")
                .primary_key(&["id"])
                .kind(RelationKind::ForeignTable),
        );
    }

    #[test]
    fn what_postgresql_demands_beside_it() {
        let events = |key: &[&str]| {
            table("events")
                .column("id uuid")
                .column("at date")
                .column("n integer")
                .primary_key(key)
                .partition_by("RANGE (at)")
        };
        silent(RULE.id, events(&["id", "at"]));
        only(RULE.id, events(&["id", "n", "at"]));
        only(RULE.id, events(&["at"]));
        let mut temporal = table("stays")
            .column("room_id uuid")
            .column("during tstzrange")
            .primary_key(&["room_id", "during"]);
        temporal
            .0
            .primary_key
            .as_mut()
            .expect("a key")
            .without_overlaps = true;
        silent(RULE.id, temporal);
    }

    #[test]
    fn everything_else_is_found_once() {
        for ty in [
            "bigint",
            "integer",
            "text",
            "character varying(36)",
            "character(2)",
            "uuid[]",
        ] {
            let found = only(
                RULE.id,
                table("t")
                    .column(&format!("id {ty} not null"))
                    .primary_key(&["id"]),
            );
            assert_eq!(
                found.message,
                format!(
                    "primary key `id` of `public.t` is `{ty}`: expected \
                     `uuid`"
                )
            );
            assert_eq!((found.column.as_deref(), found.fix_sql), (Some("id"), None));
        }
    }

    /// sbdchd/squawk#407, rust-lang/crates.io and LemmyNet/lemmy: one old key is one finding, and
    /// one exception, however many tables reference it.
    #[test]
    fn the_key_of_another_table_is_found_there() {
        let of_entries = |build: Build| {
            build.column("entry_id bigint").foreign_key(
                &["entry_id"],
                "entries",
                &["id"],
                &["bigint"],
            )
        };
        let one_to_one = of_entries(table("entry_texts")).primary_key(&["entry_id"]);
        silent(RULE.id, one_to_one);
        let junction = |column: &str| {
            of_entries(table("entry_tags"))
                .column(column)
                .primary_key(&["entry_id", "tag_id"])
        };
        silent(RULE.id, junction("tag_id uuid"));
        let found = only(RULE.id, junction("tag_id bigint"));
        assert_eq!(
            found.message,
            "column `tag_id` of the primary key of `public.entry_tags` is `bigint`: expected `uuid`"
        );
        let tree = table("entries")
            .column("id bigint")
            .primary_key(&["id"])
            .foreign_key(&["id"], "entries", &["id"], &["bigint"]);
        only(RULE.id, tree);
    }
}
