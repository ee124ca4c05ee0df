use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "generic_table_names",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "A table's name says what its rows are.",
    why: "Each table has records, items and data; one that is called so has to be explained to \
          everybody who meets it, and the next one of the kind has no name left. Only a name that \
          is nothing but such a word is found, with a number behind it or not: `items`, `data2`. A \
          word of context is enough (`order_items`, `sensor_data`), and so is a schema that is \
          not the default one: `warehouse.items`. Words that name a thing somewhere (`lists`, \
          `contacts`, `properties`, `contents`) pass.",
    fix: "Rename the table after what its rows are. That the schema does not say, so no statement \
          is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE items (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Item {
    id: Uuid,
    title: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE order_items (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct OrderItem {
    id: Uuid,
    title: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

/// Singular; those that are a plural, or have none, as they are.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "data", "datum", "detail", "entity", "entitie", "info", "information", "item", "main", "mapping",
    "metadata", "misc", "object", "other", "record", "relation", "row", "stuff", "table", "temp",
    "test", "thing", "tmp", "value",
];

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let name = &cx.relation.name;
    let word = name.name.to_lowercase();
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    let word = word.strip_suffix('s').unwrap_or(word);
    if name.schema == cx.config.default_schema && GENERIC.contains(&word) {
        out.push(Violation {
            message: format!("the name of table `{name}` does not say what its rows are"),
            help: vec![
                "put what they are, or what they belong to, in the name: `order_items`".to_owned(),
            ],
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;

    #[test]
    fn nothing_but_a_word_for_everything() {
        let found = only(RULE.id, standard("items"));
        assert_eq!(
            found.message,
            "the name of table `public.items` does not say what its rows are"
        );
        for name in ["data", "Records", "entities", "temp_2", "table1", "info"] {
            only(RULE.id, standard(name));
        }
    }

    #[test]
    fn with_context() {
        for name in [
            "order_items",
            "sensor_data",
            "data_sources",
            "users",
            "lists",
            "entries",
            "profiles",
            "tests_of_strength",
            "databases",
        ] {
            silent(RULE.id, standard(name));
        }
        let mut build = standard("items");
        build.0.name.schema = "warehouse".to_owned();
        silent(RULE.id, build);
        let config = Config {
            default_schema: "warehouse".to_owned(),
            ..Config::default()
        };
        let mut build = standard("items");
        build.0.name.schema = "warehouse".to_owned();
        assert_eq!(violations_with(RULE.id, &build.0, &config).len(), 1);
    }
}
