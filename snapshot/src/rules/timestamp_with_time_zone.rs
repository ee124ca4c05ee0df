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
    settings: "",
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
    check: super::Check::Relation(check),
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
    let mut help =
        vec!["the field's type becomes one with a time zone, `DateTime<Utc>`".to_owned()];
    let fix = fix(cx, column);
    help.push(match &fix {
        Ok(_) => "the values are taken as UTC: write the zone that they are in".to_owned(),
        Err(why) => why.clone(),
    });
    let (relation, ty) = (&cx.relation.name, &column.sql_type);
    let found = format!("column `{}` of `{relation}` is `{ty}`", column.name);
    Violation {
        column: Some(column.name.clone()),
        message: format!("{found}: expected `timestamp with time zone`"),
        help,
        fix_sql: fix.ok(),
        ..Violation::default()
    }
}

/// The statement, or why there is none that is certainly right.
fn fix(cx: &Context<'_>, column: &Column) -> Result<String, String> {
    let name = quote(&column.name);
    let partition = partition_columns(cx.relation);
    if partition.is_none_or(|columns| columns.contains(&column.name)) {
        return Err(
            "the table is partitioned by this column, whose type PostgreSQL then does \
             not change: move the rows to a new table"
                .to_owned(),
        );
    }
    let from = match &column.sql_type {
        SqlType::Builtin(ty) if ty.starts_with("timestamp") => name.clone(),
        SqlType::Builtin(ty) if ty == "date" => format!("{name}::timestamp"),
        ty => {
            return Err(format!(
                "write ALTER COLUMN {name} TYPE timestamptz USING, and behind it how a `{ty}` \
                 becomes a moment"
            ));
        }
    };
    let precision = match &column.sql_type {
        SqlType::Builtin(ty) => ty
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once(')')),
        _ => None,
    };
    let precision = precision.map_or_else(String::new, |(digits, _)| format!("({digits})"));
    let change =
        format!("ALTER COLUMN {name} TYPE timestamptz{precision} USING {from} AT TIME ZONE 'UTC'");
    let alter = cx.alter();
    let default = column.default.as_deref().unwrap_or_default();
    if let Some(now) = current_time(default) {
        // Set again, because PostgreSQL would keep the cast of the old type.
        Ok(format!(
            "{alter} ALTER COLUMN {name} DROP DEFAULT, {change}, ALTER COLUMN {name} SET DEFAULT {now};"
        ))
    } else if default.to_ascii_lowercase().contains("zone") {
        // What it gives is one zone's time, which PostgreSQL would read as the session's.
        Err(format!(
            "its default, `{default}`, is of one time zone: drop it, change the type with USING \
             {from} AT TIME ZONE, and set a default that is a `timestamptz`"
        ))
    } else {
        Ok(format!("{alter} {change};"))
    }
}

/// The `timestamptz` that a default stands for when it is a name of the current time and nothing
/// else, with or without the zone of UTC.
fn current_time(default: &str) -> Option<&'static str> {
    let text = default.to_ascii_lowercase().replace("::text", "");
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | ' '))
        .collect();
    let text = text
        .strip_suffix("::timestampwithouttimezone")
        .unwrap_or(&text);
    let text = text.strip_prefix("timezone'utc',").unwrap_or(text);
    let text = text.strip_suffix("attimezone'utc'").unwrap_or(text);
    match text.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "now"
        | "current_timestamp"
        | "localtimestamp"
        | "transaction_timestamp"
        | "current_date" => Some("now()"),
        "clock_timestamp" => Some("clock_timestamp()"),
        "statement_timestamp" => Some("statement_timestamp()"),
        _ => None,
    }
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
    fn other_defaults_stay_or_are_left_to_a_person() {
        let fix = |default: &str| {
            let column = format!("until timestamp without time zone default {default}");
            only(RULE.id, standard("notes").column(&column)).fix_sql
        };
        let sets = |default| {
            fix(default).and_then(|sql| Some(sql.split_once("SET DEFAULT ")?.1.to_owned()))
        };
        for default in [
            "now()",
            "CURRENT_TIMESTAMP",
            "CURRENT_TIMESTAMP(3)",
            "LOCALTIMESTAMP",
            "timezone('utc'::text, now())",
            "(now() AT TIME ZONE 'UTC'::text)",
        ] {
            assert_eq!(sets(default).as_deref(), Some("now();"), "{default}");
        }
        assert_eq!(
            sets("clock_timestamp()").as_deref(),
            Some("clock_timestamp();")
        );
        // A constant is one zone's time too.
        assert_eq!(
            fix("'2020-01-01 00:00:00'::timestamp without time zone"),
            None
        );
        // PostgreSQL casts there and back by one zone, the session's.
        assert_eq!(sets("(now() + '1 day'::interval)"), None);
        assert!(fix("(now() + '1 day'::interval)").is_some());
        assert_eq!(fix("(now() AT TIME ZONE 'Asia/Tokyo'::text)"), None);
        assert_eq!(
            fix("((now() AT TIME ZONE 'utc'::text) + '1 day'::interval)"),
            None
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
