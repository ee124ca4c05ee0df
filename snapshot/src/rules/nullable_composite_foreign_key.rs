use super::naming::Parts;
use super::{Context, Example, Group, Rule, TABLES, Violation, quote_list};
use crate::finding::Level;
use crate::model::ForeignKey;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "nullable_composite_foreign_key",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "A foreign key of several columns does not let half of a reference through.",
    why: "Where one column is NULL, PostgreSQL does not look at the others (MATCH SIMPLE): with \
          two nullable columns a row can name a country that there is not, beside no city. \
          It is found when two or more of the columns are nullable. One nullable column beside \
          others that are NOT NULL is not: there NULL says that nothing is referenced, \
          `(tenant_id, parent_id)` of a root. Nor is a foreign key with MATCH FULL, or a table \
          with a check over all of the nullable columns, which may see to it.",
    fix: "Add a check that all are NULL or none is; it fails, changing nothing, while rows have \
          half of a reference. Or, where none of the columns is NOT NULL, make the foreign key \
          MATCH FULL; or set the columns NOT NULL.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE places (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    country text NOT NULL,
    city text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (country, city)
);
CREATE TABLE people (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    country text,
    city text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (country, city) REFERENCES places (country, city)
);
CREATE INDEX people_country_city_idx ON people (country, city);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE places (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    country text NOT NULL,
    city text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (country, city)
);
CREATE TABLE people (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    country text,
    city text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (country, city) REFERENCES places (country, city) MATCH FULL
);
CREATE INDEX people_country_city_idx ON people (country, city);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
#[conformant(table = \"people\")]
struct Person {
    id: Uuid,
    country: Option<String>,
    city: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for key in &relation.foreign_keys {
        if key.columns.len() < 2 || key.match_full || key.not_enforced {
            continue;
        }
        let nullable = |name: &&String| relation.column(name).is_some_and(|c| !c.not_null);
        let nullable: Vec<String> = key.columns.iter().filter(nullable).cloned().collect();
        let checked = relation
            .checks
            .iter()
            .any(|check| nullable.iter().all(|name| check.columns.contains(name)));
        if nullable.len() > 1 && !checked {
            out.push(violation(cx, key, &nullable));
        }
    }
}

fn violation(cx: &Context<'_>, key: &ForeignKey, nullable: &[String]) -> Violation {
    let relation = cx.relation;
    let columns: Vec<&str> = nullable.iter().map(String::as_str).collect();
    let parts = Parts {
        table: &relation.name.name,
        columns: &columns,
        referenced: &key.references.name,
    };
    // Where a template leaves something open, the columns are it.
    let templates = &cx.config.constraint_names.check;
    let templates: Vec<_> = templates
        .iter()
        .map(|t| t.replace('*', "{columns}"))
        .collect();
    let name = parts
        .new_name(&templates, relation)
        .map_or_else(String::new, |name| format!("CONSTRAINT {} ", quote(&name)));
    let mut help = vec![
        "it fails, changing nothing, while rows have half of a reference: mend these first"
            .to_owned(),
    ];
    if nullable.len() == key.columns.len() {
        help.push("or make the foreign key anew with MATCH FULL".to_owned());
    }
    Violation {
        column: nullable.first().cloned(),
        object: Some(key.name.clone()),
        message: format!(
            "foreign key `{}` of `{}` is not checked in a row where one of `{}` is NULL",
            key.name,
            relation.name,
            nullable.join("`, `")
        ),
        help,
        fix_sql: Some(format!(
            "{} ADD {name}CHECK (num_nulls({}) IN (0, {}));",
            cx.alter(),
            quote_list(nullable),
            nullable.len()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::ForeignKey;

    fn people(country: &str, city: &str, change: fn(&mut ForeignKey)) -> Build {
        standard("people")
            .column(&format!("country text{country}"))
            .column(&format!("city text{city}"))
            .column("street text not null")
            .foreign_key_with(
                &["country", "city"],
                "places",
                &["country", "city"],
                &["text", "text"],
                change,
            )
    }

    #[test]
    fn half_of_a_reference() {
        let found = only(RULE.id, people("", "", |_| {}));
        assert_eq!(
            found.message,
            "foreign key `people_country_city_fkey` of `public.people` is not checked in a row \
             where one of `country`, `city` is NULL"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.people ADD CONSTRAINT people_country_city_check CHECK \
                 (num_nulls(country, city) IN (0, 2));"
            )
        );
        assert_eq!(found.help.len(), 2);
        let three = standard("people")
            .column("country text not null")
            .column("city text")
            .column("street text")
            .foreign_key(
                &["country", "city", "street"],
                "places",
                &["country", "city", "street"],
                &["text", "text", "text"],
            );
        let found = only(RULE.id, three);
        assert!(found.message.contains("one of `city`, `street` is NULL"));
        // MATCH FULL would ask that none is NULL.
        assert_eq!(found.help.len(), 1);
    }

    #[test]
    fn one_that_is_null_says_that_nothing_is_referenced() {
        silent(RULE.id, people(" not null", "", |_| {}));
        silent(RULE.id, people(" not null", " not null", |_| {}));
    }

    #[test]
    fn what_sees_to_it() {
        silent(RULE.id, people("", "", |key| key.match_full = true));
        silent(RULE.id, people("", "", |key| key.not_enforced = true));
        silent(
            RULE.id,
            people("", "", |_| {}).check("c", &["city", "country"]),
        );
        only(RULE.id, people("", "", |_| {}).check("c", &["city"]));
        let single = standard("orders").column("user_id uuid");
        silent(
            RULE.id,
            single.foreign_key(&["user_id"], "users", &["id"], &["uuid"]),
        );
    }
}
