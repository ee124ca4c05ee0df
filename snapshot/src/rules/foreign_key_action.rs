use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Action, Column, ForeignKey, Identity};
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_action",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "What a foreign key does on a delete or update can be done.",
    why: "`ON DELETE SET NULL` over a NOT NULL column is accepted, and then no referenced row can be \
          deleted: each DELETE fails with a NULL that nobody wrote. So does `SET DEFAULT` over a NOT \
          NULL column without a default. Of several columns all are set, unless those that are \
          are listed, `SET NULL (user_id)`, PostgreSQL 15 and later: one that is NOT NULL is \
          enough. Which action is right (CASCADE, RESTRICT) is the team's to say, and no \
          action at all keeps the reference, so nothing else is found; nor is a column that a \
          trigger before the update may fill, or a constraint that is NOT ENFORCED.",
    fix: "Let the column be NULL, or make the foreign key anew with the action that is meant. Which \
          one the schema does not say, so no statement is offered.",
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
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);",
        rust: "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    user_id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
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
    user_id uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);",
        rust: "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    user_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for key in &cx.relation.foreign_keys {
        if key.not_enforced {
            continue;
        }
        let on_delete = (key.on_delete, &key.on_delete_columns, "DELETE");
        let on_update = (key.on_update, &Vec::new(), "UPDATE");
        for (action, listed, event) in [on_delete, on_update] {
            let set = if listed.is_empty() {
                &key.columns
            } else {
                listed
            };
            let mut columns = set.iter().filter_map(|name| cx.relation.column(name));
            if let Some(column) = columns.find(|column| is_refused(cx, action, column)) {
                out.push(violation(cx, key, column, action, event));
            }
        }
    }
}

/// Whether the column does not take what the action sets.
fn is_refused(cx: &Context<'_>, action: Action, column: &Column) -> bool {
    let sets_null = match action {
        Action::SetNull => true,
        Action::SetDefault => column.default.is_none() && column.identity == Identity::None,
        Action::NoAction | Action::Restrict | Action::Cascade => false,
    };
    sets_null
        && (column.not_null || column.not_null_not_valid)
        && !cx.relation.may_assign("update", &column.name)
}

fn violation(
    cx: &Context<'_>,
    key: &ForeignKey,
    column: &Column,
    action: Action,
    event: &str,
) -> Violation {
    let relation = cx.relation;
    let name = quote(&column.name);
    let mut help = Vec::new();
    let in_primary_key = relation
        .primary_key
        .as_ref()
        .is_some_and(|primary| primary.columns.contains(&column.name));
    if !in_primary_key {
        help.push(format!(
            "let it be NULL: {} ALTER COLUMN {name} DROP NOT NULL",
            cx.alter()
        ));
    }
    let instead = match action {
        Action::SetNull if key.columns.len() > 1 && event == "DELETE" => {
            "make the foreign key anew with ON DELETE CASCADE, or with SET NULL over the columns \
             that can be NULL (PostgreSQL 15 and later)"
        }
        Action::SetDefault => "give it a default, or make the foreign key anew with another action",
        _ => "make the foreign key anew with another action, or with none",
    };
    help.push(instead.to_owned());
    let (what, why) = match action {
        Action::SetDefault => ("its default", "is NOT NULL and has none"),
        _ => ("NULL", "is NOT NULL"),
    };
    Violation {
        column: Some(column.name.clone()),
        object: Some(key.name.clone()),
        message: format!(
            "foreign key `{}` of `{}` sets `{}` to {what} on {event}, which fails: the column \
             {why}",
            key.name, relation.name, column.name
        ),
        help,
        ..Violation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::{Action, Assigning, ForeignKey, Identity};

    fn orders(change: fn(&mut ForeignKey)) -> Build {
        standard("orders")
            .column("tenant_id uuid not null")
            .column("user_id uuid")
            .foreign_key_with(
                &["tenant_id", "user_id"],
                "users",
                &["tenant_id", "id"],
                &["uuid", "uuid"],
                change,
            )
    }

    #[test]
    fn null_where_none_can_be() {
        let found = only(RULE.id, orders(|key| key.on_delete = Action::SetNull));
        assert_eq!(
            found.message,
            "foreign key `orders_tenant_id_user_id_fkey` of `public.orders` sets `tenant_id` to \
             NULL on DELETE, which fails: the column is NOT NULL"
        );
        assert_eq!(found.help.len(), 2);
        let found = only(RULE.id, orders(|key| key.on_update = Action::SetDefault));
        assert!(
            found.message.ends_with(
                "to its default on UPDATE, which fails: the column is NOT NULL and has none"
            ),
            "{}",
            found.message
        );
        let mut late = orders(|key| key.on_delete = Action::SetNull);
        late.0.columns[3].not_null = false;
        late.0.columns[3].not_null_not_valid = true;
        only(RULE.id, late);
    }

    #[test]
    fn what_can_be_done() {
        for action in [Action::NoAction, Action::Restrict, Action::Cascade] {
            let mut build = orders(|_| {});
            build.0.foreign_keys[0].on_delete = action;
            silent(RULE.id, build);
        }
        let listed = orders(|key| {
            key.on_delete = Action::SetNull;
            key.on_delete_columns = vec!["user_id".to_owned()];
        });
        silent(RULE.id, listed);
        let not_enforced = orders(|key| {
            key.on_delete = Action::SetNull;
            key.not_enforced = true;
        });
        silent(RULE.id, not_enforced);
        let default = || orders(|key| key.on_delete = Action::SetDefault);
        silent(
            RULE.id,
            default().column("tenant_id uuid not null default gen_random_uuid()"),
        );
        let mut identity = default();
        identity.0.columns[3].identity = Identity::Always;
        silent(RULE.id, identity);
    }

    #[test]
    fn a_trigger_that_may_fill_it() {
        let build = || orders(|key| key.on_delete = Action::SetNull).trigger("before", "update");
        silent(RULE.id, build());
        let assigns = |column: &str| {
            let mut build = build();
            build.0.elsewhere.assigning.push(Assigning {
                trigger: "touch".to_owned(),
                columns: vec![column.to_owned()],
            });
            build
        };
        silent(RULE.id, assigns("tenant_id"));
        only(RULE.id, assigns("updated_at"));
    }
}
