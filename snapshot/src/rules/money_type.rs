use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "money_type",
    group: Group::Types,
    looks_at: TABLES,
    summary: "No column is of the type `money`.",
    why: "What a `money` means is not in the row: `lc_monetary` of the session that reads it \
          decides the currency sign and how many digits are a fraction, so that the same bytes are \
          12.34 here and 1234 there. It is rounded to that fraction at each step, and few drivers \
          know it. A domain over `money` is not looked at.",
    fix: "Keep a `numeric`, or an integer of the smallest unit, and the currency beside it. The \
          statement reads the amounts with the `lc_monetary` of the session that runs it.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    price money NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Product {
    id: Uuid,
    #[conformant(holds = \"money\")]
    price: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    price numeric NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Product {
    id: Uuid,
    #[conformant(holds = \"numeric\")]
    price: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        if column.sql_type.user_name().is_some() || !column.sql_type.is("money") {
            continue;
        }
        let (help, fix_sql) = retype(cx, &column.name, "numeric", true);
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is `money`, which each session reads in its own currency: \
                 expected `numeric`",
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
    use super::super::testing::{only, silent, standard};
    use super::RULE;

    #[test]
    fn money_becomes_a_number() {
        let found = only(RULE.id, standard("products").column("price money"));
        assert_eq!(
            found.message,
            "column `price` of `public.products` is `money`, which each session reads in its own \
             currency: expected `numeric`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.products ALTER COLUMN price TYPE numeric;")
        );
    }

    #[test]
    fn the_name_alone_is_none() {
        for ty in ["numeric(12,2)", "bigint", "text", "amount/money"] {
            silent(RULE.id, standard("products").column(&format!("money {ty}")));
        }
    }
}
