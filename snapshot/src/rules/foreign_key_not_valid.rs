use super::{Context, Example, Group, Rule, TABLES, Violation, not_valid_constraint};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_not_valid",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "A foreign key that was added NOT VALID has been validated.",
    why: "NOT VALID is how a foreign key is added to a big table without a long lock, and it is \
          half of the work: until VALIDATE CONSTRAINT has run, the rows from before may reference \
          nothing. The second half is easily forgotten. A \
          foreign key that is NOT ENFORCED can't be validated and is not looked at.",
    fix: "Validate it. That reads the table and stops no reader and no writer. It fails, changing \
          nothing, while rows reference nothing: mend or delete these first.",
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
CREATE INDEX orders_user_id_idx ON orders (user_id);
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;",
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
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;",
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
    for key in &cx.relation.foreign_keys {
        if key.not_valid && !key.not_enforced {
            out.push(Violation {
                column: key.columns.first().cloned(),
                ..not_valid_constraint::violation(cx, "foreign key", &key.name)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::ForeignKey;

    fn orders(change: fn(&mut ForeignKey)) -> Build {
        standard("orders").column("user_id uuid").foreign_key_with(
            &["user_id"],
            "users",
            &["id"],
            &["uuid"],
            change,
        )
    }

    #[test]
    fn it_is_validated() {
        let found = only(RULE.id, orders(|key| key.not_valid = true));
        assert_eq!(
            found.message,
            "foreign key `orders_user_id_fkey` of `public.orders` is NOT VALID: rows from before \
             it may break it"
        );
        assert_eq!(found.column.as_deref(), Some("user_id"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey;")
        );
    }

    #[test]
    fn what_can_not_be_validated() {
        silent(RULE.id, orders(|_| {}));
        // PostgreSQL calls it not validated as well.
        silent(
            RULE.id,
            orders(|key| {
                key.not_valid = true;
                key.not_enforced = true;
            }),
        );
    }
}
