use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "float_money",
    group: Group::Types,
    looks_at: TABLES,
    summary: "No amount of money is a floating-point number.",
    why: "0.1 is no binary fraction: sums of `real` and `double precision` are off by cents, and in \
          another order off by others. A column is taken for money by the last word of its name: \
          `price`, `amount`, `salary`, `wage`, `fee`, `revenue`, `subtotal`, `balance`, `usd`, \
          `eur`, `gbp`, and their plurals. Words that as often mean something else are not among \
          them: `cost` (of a route, of a plan), `rate`, `total`, `value`, `discount`; and \
          `amount_ml` ends with another word.",
    fix: "Change the type to `numeric`, or to an integer of the smallest unit.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    unit_price double precision NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Product {
    id: Uuid,
    unit_price: f64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    unit_price numeric NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Product {
    id: Uuid,
    #[conformant(holds = \"numeric\")]
    unit_price: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

/// The last word of a name that means money.
const MONEY: &[&str] = &[
    "amount", "balance", "eur", "fee", "gbp", "price", "revenue", "salary", "subtotal", "usd",
    "wage",
];

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        let ty = &column.sql_type;
        if !(ty.is("double precision") || ty.is("real")) || !is_money(&column.name) {
            continue;
        }
        let (help, fix_sql) = retype(cx, &column.name, "numeric", true);
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` holds money by its name and is `{ty}`, which is not exact: \
                 expected `numeric`",
                column.name, cx.relation.name
            ),
            help: vec![help],
            fix_sql,
            ..Violation::default()
        });
    }
}

fn is_money(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or_default();
    MONEY.iter().any(|word| {
        last.strip_suffix('s')
            .unwrap_or(last)
            .eq_ignore_ascii_case(word)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;

    #[test]
    fn money_by_its_name() {
        let found = only(
            RULE.id,
            standard("products").column("unit_price double precision"),
        );
        assert_eq!(
            found.message,
            "column `unit_price` of `public.products` holds money by its name and is `double \
             precision`, which is not exact: expected `numeric`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.products ALTER COLUMN unit_price TYPE numeric;")
        );
        for name in ["price", "Amount", "total_fees", "price_usd", "balance"] {
            let column = format!("\"{name}\" real");
            only(RULE.id, standard("products").column(&column));
        }
    }

    #[test]
    fn what_is_none() {
        for name in [
            "cost",
            "reverse_cost",
            "amount_ml",
            "price_ratio",
            "tax_rate",
            "latitude",
            "feeling",
            "coffee",
        ] {
            let column = format!("{name} double precision");
            silent(RULE.id, standard("products").column(&column));
        }
        for ty in ["numeric(10,2)", "bigint", "text"] {
            silent(RULE.id, standard("products").column(&format!("price {ty}")));
        }
    }
}
