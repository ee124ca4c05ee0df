use super::retype::retype;
use super::timestamps::is_timestamp;
use super::{Context, Example, Group, Rule, TABLES, Violation, timestamp_with_time_zone};
use crate::finding::Level;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "timestamp_precision",
    group: Group::Timestamps,
    looks_at: TABLES,
    summary: "No timestamp is rounded to a second.",
    why: "`timestamptz(0)` rounds, it does not cut off: half of the rows lie up to half a second \
          in the future, where `created_at <= now()` does not find them, and what the program kept \
          is not what it reads back. It saves nothing, each is 8 bytes. Other precisions are not \
          found, 3 among them, the one that JavaScript has; nor is a domain. A column that \
          `timestamp_with_time_zone` finds is left to it when it is on.",
    fix: "Leave the precision out, which leaves the rows as they are, and use `date_trunc` where \
          whole seconds are wanted.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    happened_at timestamptz(0) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    happened_at timestamptz NOT NULL,
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
    happened_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        let ty = match &column.sql_type {
            SqlType::Builtin(ty) if ty.starts_with("timestamp(0)") => ty,
            _ => continue,
        };
        let better = column.sql_type.without_modifiers();
        if !is_timestamp(&better)
            || (better.is("timestamp without time zone")
                && cx.says(&timestamp_with_time_zone::RULE, [Some(&column.name), None]))
        {
            continue;
        }
        let (help, fix_sql) = retype(cx, &column.name, &better.to_string(), false);
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is `{ty}`, which rounds to a second: expected `{better}`",
                column.name, cx.relation.name
            ),
            help: vec![help],
            fix_sql,
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;

    #[test]
    fn whole_seconds() {
        let found = only(
            RULE.id,
            standard("events").column("at timestamp(0) with time zone"),
        );
        assert_eq!(
            found.message,
            "column `at` of `public.events` is `timestamp(0) with time zone`, which rounds to a \
             second: expected `timestamp with time zone`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.events ALTER COLUMN at TYPE timestamp with time zone;")
        );
        let parts = standard("events")
            .column("at timestamp(0) with time zone")
            .partition_by("RANGE (at)");
        assert_eq!(only(RULE.id, parts).fix_sql, None);
    }

    #[test]
    fn without_time_zone_is_said_once() {
        let build = || standard("events").column("at timestamp(0) without time zone");
        silent(RULE.id, build());
        let mut config = Config::default();
        config
            .rules
            .insert("timestamp_with_time_zone".to_owned(), Level::Allow);
        assert_eq!(violations_with(RULE.id, &build().0, &config).len(), 1);
    }

    #[test]
    fn other_precisions() {
        for ty in [
            "timestamp with time zone",
            "timestamp(3) with time zone",
            "timestamp(6) with time zone",
            "time(0) without time zone",
            "date",
            "moment/timestamp(0) with time zone",
        ] {
            silent(RULE.id, standard("events").column(&format!("at {ty}")));
        }
    }
}
