use super::naming::Parts;
use super::{
    Context, Example, Group, Rule, TABLES, Violation, constraint_names, duplicate_foreign_key,
    duplicate_index,
};
use crate::finding::Level;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "unnamed_constraint",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "No constraint has a name that PostgreSQL numbered.",
    why: "Without a name a constraint is called after its table and columns, and when that is \
          taken, with a number behind it: `orders_check1`. Which check has the number depends on \
          the order in which they were made, so that the same name can mean another one in another \
          database, and a migration drops the wrong one; and an error that carries it says nothing \
          to a program or a person. A name without a number is the same everywhere and passes, \
          whoever gave it. Where [`constraint_names`](#constraint_names) or a rule about duplicates \
          has found the constraint, this one is silent.",
    fix: "Rename it to what it checks: that locks for a moment only. What it is for the schema \
          does not say, so no statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE bookings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    first_seat integer NOT NULL,
    last_seat integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (first_seat <= last_seat),
    CHECK (last_seat < first_seat + 30)
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE bookings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    first_seat integer NOT NULL,
    last_seat integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT bookings_in_order_check CHECK (first_seat <= last_seat),
    CONSTRAINT bookings_length_check CHECK (last_seat < first_seat + 30)
);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Booking {
    id: Uuid,
    first_seat: i32,
    last_seat: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

/// A constraint, as far as its name goes.
struct Named<'a> {
    what: &'static str,
    name: &'a str,
    columns: &'a [String],
    /// The table that a foreign key references.
    referenced: &'a str,
    /// PostgreSQL's last word for the kind.
    label: &'static str,
    /// The team's templates; none for exclusion constraints.
    templates: Option<&'a [String]>,
}

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for named in constraints(cx) {
        if is_numbered(&relation.name.name, &named) && !is_said(cx, &named) {
            let Named {
                what, name, label, ..
            } = named;
            out.push(Violation {
                object: Some(name.to_owned()),
                message: format!(
                    "{what} `{name}` of `{}` has a name that PostgreSQL numbered",
                    relation.name
                ),
                help: vec![format!(
                    "name it after what it is for, as in: {} RENAME CONSTRAINT {} TO {}_..._{label}",
                    cx.alter(),
                    quote(name),
                    relation.name.name
                )],
                ..Violation::default()
            });
        }
    }
}

fn constraints<'a>(cx: &Context<'a>) -> impl Iterator<Item = Named<'a>> {
    let relation = cx.relation;
    let templates = &cx.config.constraint_names;
    let keys = relation.primary_key.iter().map(|key| Named {
        what: "primary key",
        name: &key.name,
        columns: &[],
        referenced: "",
        label: "pkey",
        templates: Some(&templates.primary_key),
    });
    let unique = relation.unique.iter().map(|key| Named {
        what: "unique constraint",
        name: &key.name,
        columns: &key.columns,
        referenced: "",
        label: "key",
        templates: Some(&templates.unique),
    });
    let foreign = relation.foreign_keys.iter().map(|key| Named {
        what: "foreign key",
        name: &key.name,
        columns: &key.columns,
        referenced: &key.references.name,
        label: "fkey",
        templates: Some(&templates.foreign_key),
    });
    let checks = relation.checks.iter().map(|check| Named {
        what: "check constraint",
        name: &check.name,
        columns: &check.columns,
        referenced: "",
        label: "check",
        templates: Some(&templates.check),
    });
    let exclusions = relation.exclusions.iter().map(|exclusion| Named {
        what: "exclusion constraint",
        name: &exclusion.name,
        columns: &exclusion.columns,
        referenced: "",
        label: "excl",
        templates: None,
    });
    let all = keys.chain(unique).chain(foreign);
    all.chain(checks).chain(exclusions)
}

/// Whether the name is the one that PostgreSQL makes, and a number.
fn is_numbered(table: &str, named: &Named<'_>) -> bool {
    let base = named.name.trim_end_matches(|c: char| c.is_ascii_digit());
    base.len() < named.name.len()
        && base
            .strip_suffix(named.label)
            .and_then(|rest| rest.strip_suffix('_'))
            .and_then(|rest| rest.strip_prefix(table))
            .is_some_and(|columns| {
                // A check of several columns is called after the table alone.
                let whole = || columns == format!("_{}", named.columns.join("_"));
                columns.is_empty() || whole()
            })
}

/// Whether another rule has found the constraint: its name, or that it is there twice.
fn is_said(cx: &Context<'_>, named: &Named<'_>) -> bool {
    let columns: Vec<&str> = named.columns.iter().map(String::as_str).collect();
    let parts = Parts {
        table: &cx.relation.name.name,
        columns: &columns,
        referenced: named.referenced,
    };
    let misnamed = |templates: &[String]| {
        let about = [None, Some(named.name)];
        cx.says(&constraint_names::RULE, about) && !parts.fits(templates, named.name)
    };
    let twice = || {
        let about = [columns.first().copied(), Some(named.name)];
        let says = match named.label {
            "key" => cx.says(&duplicate_index::RULE, about),
            "fkey" => cx.says(&duplicate_foreign_key::RULE, about),
            _ => false,
        };
        says && constraints(cx).any(|other| {
            other.label == named.label
                && other.name != named.name
                && other.columns == named.columns
                && other.referenced == named.referenced
        })
    };
    named.templates.is_some_and(misnamed) || twice()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;

    #[test]
    fn a_number_behind_the_name() {
        let build = standard("orders")
            .check("orders_check", &["id", "created_at"])
            .check("orders_check1", &["id", "updated_at"]);
        let found = only(RULE.id, build);
        assert_eq!(
            found.message,
            "check constraint `orders_check1` of `public.orders` has a name that PostgreSQL \
             numbered"
        );
        assert_eq!(found.object.as_deref(), Some("orders_check1"));
        let mut key = standard("orders");
        // What a table gets whose predecessor was renamed.
        key.0.primary_key.as_mut().expect("a key").name = "orders_pkey1".to_owned();
        only(RULE.id, key);
        let build = standard("orders").column("a uuid").column("b uuid");
        only(
            RULE.id,
            build.foreign_key_with(&["a", "b"], "pairs", &["a", "b"], &["uuid", "uuid"], |k| {
                k.name = "orders_a_b_fkey2".to_owned();
            }),
        );
    }

    #[test]
    fn a_number_that_is_a_part_of_a_name() {
        let build = standard("orders")
            .column("address1 text")
            .column("line2 text")
            .unique("orders_line2_key", &["line2"])
            .check("orders_address1_check", &["address1"])
            .check("orders_vat_2019", &["address1"])
            .check("orders_positive_check2", &["address1", "line2"])
            .check("orders_check", &["address1", "line2"]);
        silent(RULE.id, build);
    }

    #[test]
    fn what_another_rule_says() {
        let twice = standard("orders")
            .column("user_id uuid")
            .foreign_key(&["user_id"], "users", &["id"], &["uuid"])
            .foreign_key_with(&["user_id"], "users", &["id"], &["uuid"], |key| {
                key.name = "orders_user_id_fkey1".to_owned();
            });
        silent(RULE.id, twice);
        let mut config = Config::default();
        config.constraint_names.check = vec!["ck_{table}_*".to_owned()];
        let build = standard("orders").check("orders_check1", &["id", "created_at"]);
        assert_eq!(violations_with(RULE.id, &build.0, &config), []);
    }
}
