use super::primary_key_exists::partition_columns;
use super::timestamps::Kind;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Column, Generated};
use crate::name::quote;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "timestamp_with_time_zone",
    group: Group::Timestamps,
    looks_at: TABLES,
    summary: "A point in time is a `timestamptz`.",
    why: "`timestamp` stores what a clock showed and not which clock: what is written in one time \
          zone is read in another as a different moment, and nothing complains. `timestamptz` \
          stores the moment, in the same 8 bytes. Every column of type `timestamp`, or an array or \
          domain of it, is found, and `created_at` and `updated_at` of any type that is not \
          `timestamptz`. A generated column is not, its type follows from its expression, and \
          neither is one whose name says that it is a clock's face (`local_start`, \
          `starts_at_local`).",
    fix: "Change the type, and say in which zone the stored values are; the offered statement says \
          UTC. It writes the table again under a lock. In Rust the field becomes `DateTime<Utc>`, \
          `OffsetDateTime` or `Timestamp`.",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    published_at timestamp NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    published_at: NaiveDateTime,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    published_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    published_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check,
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for column in &relation.columns {
        let is_standard = Kind::BOTH.iter().any(|kind| kind.name() == column.name);
        let zoned = column.sql_type.is("timestamp with time zone");
        if !zoned && (is_standard || is_unzoned(&column.sql_type)) && !is_meant(column) {
            out.push(violation(cx, column));
        }
    }
}

fn is_unzoned(ty: &SqlType) -> bool {
    match ty.below_domains() {
        SqlType::Array(element) => is_unzoned(element),
        other => other.is("timestamp without time zone"),
    }
}

fn is_meant(column: &Column) -> bool {
    column.generated != Generated::None || column.name.split('_').any(|word| word == "local")
}

fn violation(cx: &Context<'_>, column: &Column) -> Violation {
    let relation = cx.relation;
    let partitioned_by =
        partition_columns(relation).is_none_or(|columns| columns.contains(&column.name));
    let from = match &column.sql_type {
        SqlType::Builtin(name) if name.starts_with("timestamp") => Some(quote(&column.name)),
        SqlType::Builtin(name) if name == "date" => {
            Some(format!("{}::timestamp", quote(&column.name)))
        }
        _ => None,
    };
    let mut help = vec![
        "the type of the field becomes one with a time zone, as \
                         `DateTime<Utc>`"
            .to_owned(),
    ];
    let fix_sql = match from {
        _ if partitioned_by => {
            help.push(
                "the table is partitioned by this column, whose type PostgreSQL then does \
                       not change: move the rows to a new table"
                    .to_owned(),
            );
            None
        }
        Some(from) => {
            help.push(
                "the values are taken as UTC: write the zone that they are in, and leave \
                       the rest to PostgreSQL"
                    .to_owned(),
            );
            Some(change(cx, column, &from))
        }
        None => {
            help.push(format!(
                "write ALTER COLUMN {} TYPE timestamptz USING, and behind it how a \
                               `{}` becomes a moment",
                quote(&column.name),
                column.sql_type
            ));
            None
        }
    };
    Violation {
        column: Some(column.name.clone()),
        message: format!(
            "column `{}` of `{}` is `{}`: expected `timestamp with time \
                          zone`",
            column.name, relation.name, column.sql_type
        ),
        help,
        fix_sql,
        ..Violation::default()
    }
}

/// The default is dropped before and set again after: PostgreSQL would cast it by the time zone of
/// the session, and `now() AT TIME ZONE 'utc'` would become another moment.
fn change(cx: &Context<'_>, column: &Column, from: &str) -> String {
    let name = quote(&column.name);
    let precision = match &column.sql_type {
        SqlType::Builtin(text) => text
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'))
            .map(|(p, _)| format!("({p})")),
        _ => None,
    };
    let change = format!(
        "ALTER COLUMN {name} TYPE timestamptz{} USING {from} AT TIME ZONE \
                          'UTC'",
        precision.unwrap_or_default()
    );
    let alter = cx.alter();
    match &column.default {
        Some(default) if is_now(default) => {
            format!(
                "{alter} ALTER COLUMN {name} DROP DEFAULT, {change}, ALTER COLUMN {name} SET \
                     DEFAULT now();"
            )
        }
        _ => format!("{alter} {change};"),
    }
}

fn is_now(default: &str) -> bool {
    let default = default.to_ascii_lowercase();
    [
        "now()",
        "current_timestamp",
        "localtimestamp",
        "current_date",
        "transaction_timestamp()",
        "statement_timestamp()",
        "clock_timestamp()",
    ]
    .iter()
    .any(|now| default.contains(now))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;
    use crate::model::RelationKind;
    use crate::sql_type::SqlType;

    #[test]
    fn a_timestamp_without_time_zone() {
        let found = only(
            RULE.id,
            standard("notes").column(
                "seen_at timestamp(3) without time \
                                                            zone",
            ),
        );
        assert_eq!(
            found.message,
            "column `seen_at` of `public.notes` is `timestamp(3) without time zone`: expected \
             `timestamp with time zone`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ALTER COLUMN seen_at TYPE timestamptz(3) USING seen_at \
                  AT TIME ZONE 'UTC';"
            )
        );
    }

    #[test]
    fn the_default_stays_the_current_time() {
        let found = only(
            RULE.id,
            standard("notes").column(
                "created_at timestamp without time \
                                                            zone not null default (now() AT TIME \
                                                            ZONE 'utc'::text)",
            ),
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN \
                  created_at TYPE timestamptz USING created_at AT TIME ZONE 'UTC', ALTER COLUMN \
                  created_at SET DEFAULT now();"
            )
        );
    }

    #[test]
    fn created_at_of_any_other_type() {
        assert_eq!(
            only(RULE.id, standard("notes").column("created_at text")).fix_sql,
            None
        );
        assert_eq!(
            only(RULE.id, standard("notes").column("updated_at bigint")).fix_sql,
            None
        );
        assert!(
            only(RULE.id, standard("notes").column("created_at date"))
                .fix_sql
                .is_some_and(|sql| sql.contains("created_at::timestamp AT"))
        );
    }

    #[test]
    fn arrays_domains_and_partition_keys_have_no_statement() {
        assert_eq!(
            only(
                RULE.id,
                standard("notes").column(
                    "seen moment/timestamp without time \
                                                           zone"
                )
            )
            .fix_sql,
            None
        );
        let mut array = standard("notes").column("seen text");
        array.0.columns.last_mut().expect("a column").sql_type = SqlType::Array(Box::new(
            SqlType::Builtin("timestamp without time zone".to_owned()),
        ));
        assert_eq!(only(RULE.id, array).fix_sql, None);
        let parts = standard("notes")
            .column(
                "at timestamp without time \
                                              zone",
            )
            .partition_by("RANGE (at)");
        assert_eq!(only(RULE.id, parts).fix_sql, None);
    }

    #[test]
    fn silent_when_it_is_meant() {
        silent(
            RULE.id,
            standard("notes")
                .column(
                    "day timestamp without time zone default \
                                                  date_trunc('day', x)",
                )
                .generated(),
        );
        silent(
            RULE.id,
            standard("events").column("starts_at_local timestamp without time zone"),
        );
        silent(
            RULE.id,
            standard("events").column("local_start timestamp without time zone"),
        );
        silent(
            RULE.id,
            standard("events")
                .column(
                    "opens time without time \
                                                   zone",
                )
                .column("day date"),
        );
        silent(
            RULE.id,
            standard("events").column("at timestamp(3) with time zone"),
        );
        silent(
            RULE.id,
            standard("v")
                .column(
                    "at timestamp without time \
                                              zone",
                )
                .kind(RelationKind::View),
        );
    }
}
