use std::fmt::Write as _;

use super::{Context, Example, Group, Rule, TABLES, Violation, quote_list};
use crate::finding::Level;
use crate::model::{Action, ForeignKey};
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "composite_key_order",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "A foreign key of several columns pairs the columns that have the same name.",
    why: "Columns are paired by position. `FOREIGN KEY (tenant_id, user_id) REFERENCES users` takes \
          the other table's columns in the order of its primary key, and when that is \
          `(id, tenant_id)` and both are `uuid`, PostgreSQL accepts a foreign key that compares \
          each tenant with a user: no row can be inserted, or a wrong one can. A key is found \
          when two of its columns are crossed, and when a column of at least two words \
          (`tenant_id`) is paired with another one although the referenced columns have one of its \
          name. The order of a key by itself is nothing to find: PostgreSQL pairs (b, a) with \
          (b, a) as well, and an index of a key in another order may be there for a query. A \
          table that references itself may cross its columns with reason: the reverse of a pair, \
          the next of a list.",
    fix: "Make the foreign key anew with the columns in one order. The statement fails, changing \
          nothing, when rows point nowhere.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE regions (
    tenant_id uuid,
    region_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (region_id, tenant_id)
);
CREATE TABLE offices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    region_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, region_id) REFERENCES regions
);
CREATE INDEX offices_tenant_id_region_id_idx ON offices (tenant_id, region_id);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE regions (
    tenant_id uuid,
    region_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (region_id, tenant_id)
);
CREATE TABLE offices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    region_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, region_id) REFERENCES regions (tenant_id, region_id)
);
CREATE INDEX offices_tenant_id_region_id_idx ON offices (tenant_id, region_id);",
        rust: MODEL,
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Office {
    id: Uuid,
    tenant_id: Uuid,
    region_id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for key in &relation.foreign_keys {
        if key.references == relation.name {
            continue;
        }
        if let Some((column, referenced)) = crossed(key) {
            out.push(Violation {
                column: Some(column.to_owned()),
                object: Some(key.name.clone()),
                message: format!(
                    "foreign key `{}` of `{}` compares `{column}` with `{referenced}` of `{}`, \
                     which has a `{column}` in the same key",
                    key.name, relation.name, key.references
                ),
                help: vec![
                    "columns are paired by position: write those of the other table in the same \
                     order"
                        .to_owned(),
                ],
                fix_sql: anew(cx, key),
            });
        }
    }
}

/// The first column that is paired with another name although its own is in the key.
fn crossed(key: &ForeignKey) -> Option<(&str, &str)> {
    let pairs = || key.columns.iter().zip(&key.referenced_columns);
    let is_crossed = |(column, referenced): &(&String, &String)| {
        column != referenced
            && key.referenced_columns.contains(column)
            && (column.trim_matches('_').contains('_')
                || pairs().any(|(other, theirs)| theirs == *column && other == *referenced))
    };
    let found = pairs().find(is_crossed);
    found.map(|(column, referenced)| (column.as_str(), referenced.as_str()))
}

/// The same foreign key with equal names paired, and what is left over in the order it has.
fn anew(cx: &Context<'_>, key: &ForeignKey) -> Option<String> {
    // A period is the last column on both sides, and who checks later than at once has a reason.
    if key.period || key.not_valid || key.not_enforced {
        return None;
    }
    let is_left = |name: &&String| !key.columns.contains(name);
    let mut left = key.referenced_columns.iter().filter(is_left);
    let mut referenced = Vec::with_capacity(key.columns.len());
    for column in &key.columns {
        let same = key.referenced_columns.contains(column);
        referenced.push(if same { column } else { left.next()? }.clone());
    }
    let (alter, name) = (cx.alter(), quote(&key.name));
    let mut sql = format!(
        "{alter} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} FOREIGN KEY ({}) REFERENCES {} ({})",
        quote_list(&key.columns),
        key.references,
        quote_list(&referenced)
    );
    if key.match_full {
        sql += " MATCH FULL";
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if let Some(action) = words(action) {
            let _ = write!(sql, " ON {event} {action}");
        }
        if event == "DELETE" && !key.on_delete_columns.is_empty() {
            let _ = write!(sql, " ({})", quote_list(&key.on_delete_columns));
        }
    }
    if key.deferrable {
        sql += " DEFERRABLE";
    }
    if key.deferred {
        sql += " INITIALLY DEFERRED";
    }
    Some(sql + ";")
}

fn words(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("RESTRICT"),
        Action::Cascade => Some("CASCADE"),
        Action::SetNull => Some("SET NULL"),
        Action::SetDefault => Some("SET DEFAULT"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::{Action, ForeignKey};

    fn offices(columns: &[&str], referenced: &[&str], change: fn(&mut ForeignKey)) -> Build {
        let types = vec!["uuid"; columns.len()];
        let build = standard("offices");
        build.foreign_key_with(columns, "regions", referenced, &types, change)
    }

    #[test]
    fn two_that_are_crossed() {
        let found = only(RULE.id, offices(&["a", "b"], &["b", "a"], |_| {}));
        assert_eq!(
            found.message,
            "foreign key `offices_a_b_fkey` of `public.offices` compares `a` with `b` of \
             `public.regions`, which has a `a` in the same key"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.offices DROP CONSTRAINT offices_a_b_fkey, ADD CONSTRAINT \
                 offices_a_b_fkey FOREIGN KEY (a, b) REFERENCES public.regions (a, b);"
            )
        );
    }

    #[test]
    fn one_that_is_paired_with_another_name() {
        let key = |change| offices(&["tenant_id", "user_id"], &["id", "tenant_id"], change);
        let found = only(RULE.id, key(|_| {}));
        let sql = found.fix_sql.expect("a statement");
        assert!(sql.ends_with("(tenant_id, user_id) REFERENCES public.regions (tenant_id, id);"));
        let all = only(
            RULE.id,
            key(|key| {
                key.match_full = true;
                key.on_delete = Action::SetNull;
                key.on_delete_columns = vec!["user_id".to_owned()];
                key.on_update = Action::Cascade;
                key.deferrable = true;
                key.deferred = true;
            }),
        );
        let sql = all.fix_sql.expect("a statement");
        assert!(
            sql.ends_with(
                " MATCH FULL ON DELETE SET NULL (user_id) ON UPDATE CASCADE DEFERRABLE INITIALLY \
                 DEFERRED;"
            ),
            "{sql}"
        );
        assert_eq!(only(RULE.id, key(|key| key.not_valid = true)).fix_sql, None);
    }

    #[test]
    fn an_order_is_no_mistake() {
        // jOOQ/jOOQ#8553: paired by name, in another order than the key's.
        silent(RULE.id, offices(&["b", "a"], &["b", "a"], |_| {}));
        silent(
            RULE.id,
            offices(&["tenant_id", "region_id"], &["tenant_id", "id"], |_| {}),
        );
        // The child that the parent names its first.
        silent(
            RULE.id,
            offices(&["parent_id", "id"], &["id", "first_child_id"], |_| {}),
        );
        // The reverse of a pair.
        let reverse = standard("friendships").foreign_key(
            &["user_id", "friend_id"],
            "friendships",
            &["friend_id", "user_id"],
            &["uuid", "uuid"],
        );
        silent(RULE.id, reverse);
    }
}
