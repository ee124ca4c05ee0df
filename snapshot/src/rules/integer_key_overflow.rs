use super::identity_over_serial::{is_said_of_primary_key, sequence};
use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Column, Identity};
use crate::name::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "integer_key_overflow",
    group: Group::Keys,
    looks_at: TABLES,
    summary: "A column that counts has the room of a `bigint`.",
    why: "An `integer` ends at 2,147,483,647 and a `smallint` at 32,767: the insert after that \
          fails, and so do all the others. Deleted rows, failed transactions and ON CONFLICT use \
          numbers up as well, so that the number of rows says little. Found is what a sequence \
          fills, `serial` or identity; and a `bigint` whose sequence is still the `integer` one of \
          the `serial` that it was, for that ends where it always did. A key that is given by hand (a lookup table's) does not run \
          out unseen and is not found. A primary key is left to `primary_key_uuid` when that is \
          on, and a column that is narrower than the one it references to `foreign_key_type`.",
    fix: "Change the type to `bigint`, and the columns that reference it. That writes the table \
          and its indexes again under a lock; for a big table add a `bigint` column, keep it \
          filled by a trigger, and swap the two. The type of a sequence is changed at once.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number integer GENERATED ALWAYS AS IDENTITY,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    number: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    number: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        let sequence = sequence(column);
        if column.identity == Identity::None && sequence.is_none() {
            continue;
        }
        if is_said_of_primary_key(cx, column) {
            continue;
        }
        let Some(last) = last_of(&column.sql_type.to_string()) else {
            out.extend(of_sequence(cx, column, sequence));
            continue;
        };
        let (help, fix_sql) = retype(cx, &column.name, "bigint", true);
        // The sequence of an identity column follows by itself.
        let fix_sql = match (fix_sql, sequence) {
            (Some(sql), Some(name)) => Some(format!("{sql}\nALTER SEQUENCE {name} AS bigint;")),
            (sql, _) => sql,
        };
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is filled by a sequence and ends at {last}: expected `bigint`",
                column.name, cx.relation.name
            ),
            help: vec![
                help,
                "columns that reference it become `bigint` as well".to_owned(),
            ],
            fix_sql,
            ..Violation::default()
        });
    }
}

/// The greatest number of a type that is too small.
fn last_of(ty: &str) -> Option<&'static str> {
    match ty {
        "integer" => Some("2,147,483,647"),
        "smallint" => Some("32,767"),
        _ => None,
    }
}

/// The column has room, and its sequence has not.
fn of_sequence(
    cx: &Context<'_>,
    column: &Column,
    sequence: Option<QualifiedName>,
) -> Option<Violation> {
    let ty = column.sequence_type.as_deref()?;
    let (sequence, last) = (sequence?, last_of(ty)?);
    Some(Violation {
        column: Some(column.name.clone()),
        message: format!(
            "column `{}` of `{}` is `{}`, and its sequence `{sequence}` is `{ty}` and ends at {last}",
            column.name, cx.relation.name, column.sql_type
        ),
        fix_sql: Some(format!("ALTER SEQUENCE {sequence} AS bigint;")),
        ..Violation::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard, table, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;
    use crate::model::Identity;

    fn counted(mut build: Build, column: &str) -> Build {
        build = build.column(column);
        build.0.columns.last_mut().expect("a column").identity = Identity::Always;
        build
    }

    #[test]
    fn what_a_sequence_fills() {
        let found = only(
            RULE.id,
            counted(standard("orders"), "number integer not null"),
        );
        assert_eq!(
            found.message,
            "column `number` of `public.orders` is filled by a sequence and ends at \
             2,147,483,647: expected `bigint`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.orders ALTER COLUMN number TYPE bigint;")
        );
        let serial = standard("orders").column(
            "number smallint not null default nextval('public.orders_number_seq'::regclass)",
        );
        let found = only(RULE.id, serial);
        assert!(found.message.contains("ends at 32,767"));
        assert!(found.fix_sql.is_some_and(|sql| {
            sql.ends_with("ALTER SEQUENCE public.orders_number_seq AS bigint;")
        }));
    }

    #[test]
    fn a_sequence_that_ends_before_its_column() {
        let build = |ty: Option<&str>| {
            let mut build = standard("orders").column(
                "number bigint not null default nextval('public.orders_number_seq'::regclass)",
            );
            build.0.columns[3].sequence_type = ty.map(str::to_owned);
            build
        };
        let found = only(RULE.id, build(Some("integer")));
        assert_eq!(
            found.message,
            "column `number` of `public.orders` is `bigint`, and its sequence \
             `public.orders_number_seq` is `integer` and ends at 2,147,483,647"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER SEQUENCE public.orders_number_seq AS bigint;")
        );
        silent(RULE.id, build(None));
    }

    #[test]
    fn a_primary_key_is_said_once() {
        let build = counted(table("orders"), "id integer not null").primary_key(&["id"]);
        let mut config = Config::default();
        assert_eq!(violations_with(RULE.id, &build.0, &config), []);
        config
            .rules
            .insert("primary_key_uuid".to_owned(), Level::Allow);
        assert_eq!(violations_with(RULE.id, &build.0, &config).len(), 1);
    }

    #[test]
    fn what_does_not_run_out() {
        silent(
            RULE.id,
            counted(standard("orders"), "number bigint not null"),
        );
        // A lookup table with numbers that somebody chose.
        let mut config = Config::default();
        config
            .rules
            .insert("primary_key_uuid".to_owned(), Level::Allow);
        let lookup = table("colours")
            .column("id smallint not null")
            .primary_key(&["id"]);
        assert_eq!(violations_with(RULE.id, &lookup.0, &config), []);
        // sbdchd/squawk#272: a number that is small; #407: a reference to an `integer` key, whose
        // type is the key's.
        silent(
            RULE.id,
            standard("orders")
                .column("quantity smallint not null default 1")
                .column("colour_id integer")
                .foreign_key(&["colour_id"], "colours", &["id"], &["integer"]),
        );
    }
}
