use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "not_valid_constraint",
    group: Group::Constraints,
    looks_at: TABLES,
    summary: "A check or NOT NULL that was added NOT VALID has been validated.",
    why: "NOT VALID is how a constraint is added to a big table without a long lock, and it is \
          half of the work: until it has been validated, the rows from before may break it, a \
          column may hold NULL that a model takes for a value, and the planner does not rely on \
          it. The second half is easily forgotten. A check that is NOT ENFORCED can't be validated \
          and is not looked at. Foreign keys are `foreign_key_not_valid`'s.",
    fix: "Validate it. VALIDATE CONSTRAINT reads the table and stops no reader and no writer; SET NOT \
          NULL holds a lock meanwhile, but needs no name, and the snapshot has none for NOT NULL. \
          Either fails, changing nothing, while rows break the constraint: mend these first.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    stock integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE products ADD CONSTRAINT products_stock_check CHECK (stock >= 0) NOT VALID;",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    stock integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE products ADD CONSTRAINT products_stock_check CHECK (stock >= 0) NOT VALID;
ALTER TABLE products VALIDATE CONSTRAINT products_stock_check;",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Product {
    id: Uuid,
    stock: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for check in &relation.checks {
        if check.not_valid && !check.not_enforced {
            out.push(Violation {
                // One of several columns is no better place than the table.
                column: Some(&check.columns)
                    .filter(|columns| columns.len() == 1)
                    .and_then(|columns| columns.first().cloned()),
                ..violation(cx, "check constraint", &check.name)
            });
        }
    }
    for column in &relation.columns {
        if column.not_null_not_valid {
            out.push(Violation {
                column: Some(column.name.clone()),
                message: format!(
                    "NOT NULL of column `{}` of `{}` is NOT VALID: rows from before it may have \
                     NULL",
                    column.name, relation.name
                ),
                help: vec![
                    "it reads the table under a lock; VALIDATE CONSTRAINT and the name of the \
                     constraint do without"
                        .to_owned(),
                ],
                // Without the name of the constraint, which the snapshot does not have.
                fix_sql: Some(format!(
                    "{} ALTER COLUMN {} SET NOT NULL;",
                    cx.alter(),
                    quote(&column.name)
                )),
                ..Violation::default()
            });
        }
    }
}

const HELP: &str = "it reads the table while others read and write it, and fails, changing \
                    nothing, while a row breaks the constraint";

/// What is said of each constraint that VALIDATE CONSTRAINT validates.
pub(super) fn violation(cx: &Context<'_>, what: &str, name: &str) -> Violation {
    Violation {
        object: Some(name.to_owned()),
        message: format!(
            "{what} `{name}` of `{}` is NOT VALID: rows from before it may break it",
            cx.relation.name
        ),
        help: vec![HELP.to_owned()],
        fix_sql: Some(format!(
            "{} VALIDATE CONSTRAINT {};",
            cx.alter(),
            quote(name)
        )),
        ..Violation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;

    fn products(columns: &[&str]) -> Build {
        let mut build = standard("products")
            .column("stock integer")
            .column("sold integer")
            .check("c", columns);
        build.0.checks[0].not_valid = true;
        build
    }

    #[test]
    fn a_check_is_validated() {
        let found = only(RULE.id, products(&["stock"]));
        assert_eq!(
            found.message,
            "check constraint `c` of `public.products` is NOT VALID: rows from before it may \
             break it"
        );
        assert_eq!(found.column.as_deref(), Some("stock"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.products VALIDATE CONSTRAINT c;")
        );
        assert_eq!(only(RULE.id, products(&["stock", "sold"])).column, None);
    }

    #[test]
    fn not_null_is_set_again() {
        let mut build = standard("products").column("stock integer");
        build
            .0
            .columns
            .last_mut()
            .expect("a column")
            .not_null_not_valid = true;
        let found = only(RULE.id, build);
        assert_eq!(found.column.as_deref(), Some("stock"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.products ALTER COLUMN stock SET NOT NULL;")
        );
    }

    #[test]
    fn what_can_not_be_validated() {
        let mut build = products(&["stock"]);
        build.0.checks[0].not_enforced = true;
        silent(RULE.id, build);
        silent(RULE.id, standard("products").check("c", &["id"]));
        // Of another rule.
        silent(
            RULE.id,
            standard("orders").column("user_id uuid").foreign_key_with(
                &["user_id"],
                "users",
                &["id"],
                &["uuid"],
                |key| key.not_valid = true,
            ),
        );
    }
}
