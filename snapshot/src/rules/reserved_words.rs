use super::english::plural_of_singular;
use super::{
    Context, Example, Group, Rule, TABLES, TABLES_AND_VIEWS, Violation, plural_table_names,
};
use crate::finding::Level;
use crate::name::{is_keyword, quote};

pub(super) static RULE: Rule = Rule {
    id: "reserved_words",
    group: Group::Naming,
    looks_at: TABLES_AND_VIEWS,
    summary: "No table, view or column is named with a reserved word.",
    why: "Each query has to quote it, `\"order\"`, and where it does not, the error speaks of \
          syntax. With `user` there is none: `SELECT user` gives the role that asks. Keywords that PostgreSQL takes as \
          names of tables and columns all the same, `position`, `time`, `value`, are not found. A table whose plural is known, `order`, is left to `plural_table_names` when that is on. Off in \
          `recommended`: drivers and query builders quote all names.",
    fix: "Rename it, and the field with it. Which name is better nobody but the team knows, so no \
          statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE steps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    \"order\" integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Step {
    id: Uuid,
    order: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE steps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    position integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Step {
    id: Uuid,
    position: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let name = &relation.name.name;
    if is_reserved(name) && !is_said_of_plural(cx) {
        out.push(Violation {
            message: format!(
                "the name of {} `{}` is a reserved word",
                relation.kind.sql().to_lowercase(),
                relation.name
            ),
            help: vec![help(name)],
            ..Violation::default()
        });
    }
    for column in &relation.columns {
        if is_reserved(&column.name) {
            out.push(Violation {
                column: Some(column.name.clone()),
                message: format!(
                    "the name of column `{}` of `{}` is a reserved word",
                    column.name, relation.name
                ),
                help: vec![help(&column.name)],
                ..Violation::default()
            });
        }
    }
}

fn help(name: &str) -> String {
    format!(
        "every query has to write it with quotes, `{}`, unless it is renamed",
        quote(name)
    )
}

fn is_said_of_plural(cx: &Context<'_>) -> bool {
    TABLES.contains(&cx.relation.kind)
        && plural_of_singular(&cx.relation.name.name).is_some()
        && cx.says(&plural_table_names::RULE, [None, None])
}

/// Whether PostgreSQL (18) takes the word neither as a column's nor as a table's name:
/// `pg_get_keywords()` calls it R or T. A live test compares the two.
fn is_reserved(name: &str) -> bool {
    is_keyword(name) && NAMES.binary_search(&name).is_err()
}

/// Keywords that can name columns and tables, `catcode` C, in byte order.
const NAMES: &[&str] = &[
    "between",
    "bigint",
    "bit",
    "boolean",
    "char",
    "character",
    "coalesce",
    "dec",
    "decimal",
    "exists",
    "extract",
    "float",
    "greatest",
    "grouping",
    "inout",
    "int",
    "integer",
    "interval",
    "json",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_table",
    "json_value",
    "least",
    "merge_action",
    "national",
    "nchar",
    "none",
    "normalize",
    "nullif",
    "numeric",
    "out",
    "overlay",
    "position",
    "precision",
    "real",
    "row",
    "setof",
    "smallint",
    "substring",
    "time",
    "timestamp",
    "treat",
    "trim",
    "values",
    "varchar",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
];

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::{NAMES, RULE};
    use crate::config::Config;
    use crate::finding::Level;
    use crate::model::RelationKind;
    use crate::name::is_keyword;

    #[test]
    fn columns_tables_and_views() {
        let found = only(RULE.id, standard("steps").column("order integer"));
        assert_eq!(
            found.message,
            "the name of column `order` of `public.steps` is a reserved word"
        );
        assert_eq!(
            found.help,
            ["every query has to write it with quotes, `\"order\"`, unless it is renamed"]
        );
        only(RULE.id, standard("order").kind(RelationKind::View));
        only(RULE.id, standard("all"));
    }

    #[test]
    fn a_table_in_the_singular_is_said_once() {
        silent(RULE.id, standard("user"));
        let mut config = Config::default();
        config
            .rules
            .insert("plural_table_names".to_owned(), Level::Allow);
        assert_eq!(
            violations_with(RULE.id, &standard("user").0, &config).len(),
            1
        );
    }

    #[test]
    fn words_that_need_no_quotes() {
        for name in [
            "position", "time", "value", "name", "type", "key", "row", "status",
        ] {
            silent(RULE.id, standard("steps").column(&format!("{name} text")));
        }
        assert!(NAMES.is_sorted() && NAMES.iter().all(|name| is_keyword(name)));
    }
}
