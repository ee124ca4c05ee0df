use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::ForeignKey;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "duplicate_foreign_key",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "No two foreign keys reference the same columns by the same columns.",
    why: "Each insert, and each delete in the referenced table, checks both. When they differ in \
          ON DELETE or ON UPDATE both act, and a reader sees one and believes it. A foreign key to another table or to other \
          columns is another one, and so is one that pairs the columns otherwise.",
    fix: "Drop one: where they differ, the one whose actions are not wanted.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT fk_orders_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX orders_user_id_idx ON orders (user_id);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    user_id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let keys = &cx.relation.foreign_keys;
    for (at, key) in keys.iter().enumerate() {
        if let Some(first) = keys[..at].iter().find(|first| are_same(first, key)) {
            out.push(violation(cx, first, key));
        }
    }
}

/// Whether two foreign keys pair the same columns, in whatever order.
fn are_same(a: &ForeignKey, b: &ForeignKey) -> bool {
    let mut pairs = a.columns.iter().zip(&a.referenced_columns);
    a.references == b.references
        && a.columns.len() == b.columns.len()
        && a.period == b.period
        && pairs.all(|(column, referenced)| {
            let at = b.columns.iter().position(|other| other == column);
            at.and_then(|at| b.referenced_columns.get(at)) == Some(referenced)
        })
}

fn violation(cx: &Context<'_>, first: &ForeignKey, second: &ForeignKey) -> Violation {
    let alike = do_the_same(first, second);
    // One that checks less is the one to drop.
    let weak = |key: &ForeignKey| key.not_valid || key.not_enforced;
    let (kept, dropped) = if weak(first) && !weak(second) {
        (second, first)
    } else {
        (first, second)
    };
    let (help, fix_sql) = if alike {
        let drop = format!("{} DROP CONSTRAINT {};", cx.alter(), quote(&dropped.name));
        (Vec::new(), Some(drop))
    } else {
        let why = "they differ in what they do on a delete or update, or when they check: drop the \
                   one that is not meant";
        (vec![why.to_owned()], None)
    };
    Violation {
        column: dropped.columns.first().cloned(),
        object: Some(dropped.name.clone()),
        message: format!(
            "foreign key `{}` of `{}` references the same as `{}`",
            dropped.name, cx.relation.name, kept.name
        ),
        help,
        fix_sql,
    }
}

fn do_the_same(a: &ForeignKey, b: &ForeignKey) -> bool {
    a.on_delete == b.on_delete
        && a.on_delete_columns == b.on_delete_columns
        && a.on_update == b.on_update
        && (a.match_full == b.match_full || a.columns.len() == 1)
        && a.deferrable == b.deferrable
        && a.deferred == b.deferred
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::{Action, ForeignKey};

    fn two(change: fn(&mut ForeignKey)) -> Build {
        let mut build = standard("orders")
            .column("user_id uuid")
            .column("team_id uuid")
            .foreign_key(&["user_id"], "users", &["id"], &["uuid"])
            .foreign_key_with(&["user_id"], "users", &["id"], &["uuid"], change);
        build.0.foreign_keys[0].name = "a".to_owned();
        build.0.foreign_keys[1].name = "b".to_owned();
        build
    }

    #[test]
    fn the_second_goes() {
        let found = only(RULE.id, two(|_| {}));
        assert_eq!(
            found.message,
            "foreign key `b` of `public.orders` references the same as `a`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.orders DROP CONSTRAINT b;")
        );
        // MATCH FULL means nothing to one column.
        assert!(
            only(RULE.id, two(|key| key.match_full = true))
                .fix_sql
                .is_some()
        );
    }

    #[test]
    fn the_one_that_checks_less_goes() {
        let mut build = two(|_| {});
        build.0.foreign_keys[0].not_valid = true;
        let found = only(RULE.id, build);
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.orders DROP CONSTRAINT a;")
        );
    }

    #[test]
    fn which_actions_are_meant_nobody_knows() {
        let changes: [fn(&mut ForeignKey); 3] = [
            |key| key.on_delete = Action::Cascade,
            |key| key.on_update = Action::Cascade,
            |key| key.deferrable = true,
        ];
        for change in changes {
            let found = only(RULE.id, two(change));
            assert_eq!((found.fix_sql, found.help.len()), (None, 1));
        }
    }

    #[test]
    fn what_references_something_else() {
        let changes: [fn(&mut ForeignKey); 3] = [
            |key| key.references.name = "people".to_owned(),
            |key| key.references.schema = "archive".to_owned(),
            |key| key.referenced_columns = vec!["number".to_owned()],
        ];
        for change in changes {
            silent(RULE.id, two(change));
        }
        silent(RULE.id, two(|key| key.columns = vec!["team_id".to_owned()]));
        let pair = |second: &[&str]| {
            standard("orders")
                .column("a uuid")
                .column("b uuid")
                .foreign_key(&["a", "b"], "users", &["x", "y"], &["uuid", "uuid"])
                .foreign_key(&["b", "a"], "users", second, &["uuid", "uuid"])
        };
        only(RULE.id, pair(&["y", "x"]));
        silent(RULE.id, pair(&["x", "y"]));
    }
}
