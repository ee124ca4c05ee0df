use super::naming::Parts;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{RelationKind, Unkeyed};
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_missing",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "A column that is named as a reference is a foreign key.",
    why: "Without the constraint a row can point at something that was deleted, or never was. A \
          column is found when its name means a table that exists, `user_id` and `users`, and it \
          has the type of that table's primary key. So another system's identifier \
          (`stripe_customer_id`), text, and a name that means no table pass. So does one half of a \
          polymorphic pair (`owner_id` beside `owner_type`), and a column that is named after its \
          own table: that is the row's own number, a parent is called `parent_id`.",
    fix: "Add the constraint. NOT VALID adds it without reading the table, VALIDATE then reads it \
          without stopping writers, and fails when a row points nowhere: such rows are what the \
          rule is about.",
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
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
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
    recommended: Level::Deny,
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
    let relation = cx.relation;
    for unkeyed in &relation.elsewhere.unkeyed {
        let column = &unkeyed.column;
        let stem = column.strip_suffix("_id").unwrap_or(column);
        let polymorphic = relation.column(&format!("{stem}_type")).is_some();
        let referenced = relation
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(column));
        if unkeyed.table != relation.name && !polymorphic && !referenced {
            out.push(violation(cx, unkeyed));
        }
    }
}

fn violation(cx: &Context<'_>, unkeyed: &Unkeyed) -> Violation {
    let relation = cx.relation;
    let column = unkeyed.column.as_str();
    let columns = [column];
    let parts = Parts {
        table: &relation.name.name,
        columns: &columns,
        referenced: &unkeyed.table.name,
    };
    let name = parts.new_name(&cx.config.constraint_names.foreign_key, relation);
    let key = format!(
        "FOREIGN KEY ({}) REFERENCES {} \
         ({})",
        quote(column),
        unkeyed.table,
        quote(&unkeyed.key)
    );
    let alter = cx.alter();
    let fix = match name.map(|name| quote(&name)) {
        // A partitioned table takes no NOT VALID before PostgreSQL 18, and without a name there is
        // nothing to validate.
        Some(name) if relation.kind == RelationKind::Table => {
            format!(
                "{alter} ADD CONSTRAINT {name} {key} NOT VALID;\n{alter} VALIDATE CONSTRAINT \
                 {name};"
            )
        }
        Some(name) => format!("{alter} ADD CONSTRAINT {name} {key};"),
        None => format!("{alter} ADD {key};"),
    };
    Violation {
        column: Some(column.to_owned()),
        message: format!(
            "column `{column}` of `{}` is named as a reference to `{}.{}`, and is no foreign key",
            relation.name,
            unkeyed.table,
            quote(&unkeyed.key)
        ),
        help: vec![
            "say with ON DELETE what becomes of the row when the other is \
             deleted"
                .to_owned(),
        ],
        fix_sql: Some(fix),
        ..Violation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;

    #[test]
    fn found_with_the_statements() {
        let found = only(
            RULE.id,
            standard("orders")
                .column("user_id uuid")
                .unkeyed("user_id", "users", "id"),
        );
        assert_eq!(
            found.message,
            "column `user_id` of `public.orders` is named as a reference to \
             `public.users.id`, and is no foreign key"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) NOT VALID;\n\
                 ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey;"
            )
        );
    }

    #[test]
    fn a_partitioned_table_takes_it_at_once() {
        let build = standard("orders")
            .column("user_id uuid")
            .unkeyed("user_id", "users", "id")
            .partition_by("LIST (id)");
        let sql = only(RULE.id, build).fix_sql;
        assert!(sql.is_some_and(|sql| !sql.contains("NOT VALID")));
    }

    #[test]
    fn silent_when_it_is_no_reference() {
        // Nothing means a table: another system's identifier
        // (gregnavis/active_record_doctor#94, #204, #215).
        silent(RULE.id, standard("users").column("stripe_customer_id text"));
        // One half of a polymorphic pair.
        silent(
            RULE.id,
            standard("notes")
                .column("owner_id uuid")
                .column("owner_type text")
                .unkeyed("owner_id", "owners", "id"),
        );
        // The row's own number (opf/openproject#18075 had to list it).
        silent(
            RULE.id,
            standard("sessions")
                .column("session_id uuid")
                .unkeyed("session_id", "sessions", "id"),
        );
        // A key after all, if only of several columns.
        silent(
            RULE.id,
            standard("orders")
                .column("user_id uuid")
                .column("tenant_id uuid")
                .foreign_key(
                    &["tenant_id", "user_id"],
                    "users",
                    &["tenant_id", "id"],
                    &["uuid", "uuid"],
                )
                .unkeyed("user_id", "users", "id"),
        );
    }
}
