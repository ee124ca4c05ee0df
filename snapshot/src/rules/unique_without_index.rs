use super::indexes::column;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::{Index, Relation};

pub(super) static RULE: Rule = Rule {
    id: "unique_without_index",
    group: Group::Indexes,
    looks_at: TABLES,
    summary: "What is called unique is unique.",
    why: "In PostgreSQL every unique constraint is an index, so that uniqueness is missing only \
          where nobody declared it. That it was meant can be read from a name: an index called \
          `users_email_unique` or `uq_users_email` that was made without UNIQUE lets the second \
          account in, and who reads the name does not look further. The words are `unique`, `uniq`, \
          `uniqueness`, `uq`, `uk`, `ux` and `uix`; where they come from the name of the table or a column \
          (`visits_unique_visitors_idx`), they say nothing. An index beside a unique one over the \
          same columns, or over some of them, is fine: there can be no equal rows.",
    fix: "Make the index anew as a unique one, after the rows that are there twice have been \
          mended; or rename it, if equal rows are meant. Which one the schema does not say, so no \
          statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_email_unique_idx ON users (email);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email_unique_idx ON users (email);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct User {
    id: Uuid,
    email: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

const WORDS: &[&str] = &["unique", "uniq", "uniqueness", "uq", "uk", "ux", "uix"];

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for index in &relation.indexes {
        if index.unique || !is_called_unique(relation, &index.name) || is_seen_to(relation, index) {
            continue;
        }
        out.push(Violation {
            column: column(index),
            object: Some(index.name.clone()),
            message: format!(
                "index `{}` of `{}` is called unique, and is not",
                index.name, relation.name
            ),
            help: vec![
                "make it anew with CREATE UNIQUE INDEX, or rename it if equal rows are meant"
                    .to_owned(),
            ],
            ..Violation::default()
        });
    }
}

fn words(name: &str) -> impl Iterator<Item = String> {
    let split = name.split(|c: char| !c.is_alphanumeric());
    split.map(str::to_lowercase)
}

fn is_called_unique(relation: &Relation, name: &str) -> bool {
    words(name).any(|word| {
        let of_a_name = || {
            let columns = relation.columns.iter().map(|column| column.name.as_str());
            let mut names = columns.chain([relation.name.name.as_str()]);
            names.any(|name| words(name).any(|other| other == word))
        };
        WORDS.contains(&word.as_str()) && !of_a_name()
    })
}

/// Whether another index lets no two rows have the same in all of these columns.
fn is_seen_to(relation: &Relation, index: &Index) -> bool {
    relation.indexes.iter().any(|other| {
        let is_among = |key: &crate::model::IndexKey| {
            index.keys.iter().any(|of_index| {
                of_index.column == key.column && of_index.expression == key.expression
            })
        };
        let same_rows = other.predicate.is_none() || other.predicate == index.predicate;
        other.unique && !other.invalid && same_rows && other.keys.iter().all(is_among)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;

    fn users(index: &str) -> Build {
        let build = standard("users").column("email text").column("org_id uuid");
        build.index(index, &["org_id", "email"])
    }

    #[test]
    fn a_name_that_lies() {
        let found = only(RULE.id, users("users_email_unique"));
        assert_eq!(
            found.message,
            "index `users_email_unique` of `public.users` is called unique, and is not"
        );
        for name in ["uq_users_email", "IX_users_UNIQUE", "users_email_uniq"] {
            only(RULE.id, users(name));
        }
    }

    #[test]
    fn names_that_do_not_mean_it() {
        for name in ["users_email_key", "users_luxury_idx", "communique"] {
            silent(RULE.id, users(name));
        }
        let of_a_column = standard("visits")
            .column("unique_visitors bigint")
            .index("visits_unique_visitors_idx", &["unique_visitors"]);
        silent(RULE.id, of_a_column);
    }

    #[test]
    fn what_sees_to_it() {
        // The second index that Django makes for LIKE carries the name of the first.
        let build = users("users_email_uniq_like").unique("users_email_uniq", &["email"]);
        silent(RULE.id, build);
        let narrower = users("users_email_unique").index_with("u", &["email"], |index| {
            index.unique = true;
            index.predicate = Some("(email IS NOT NULL)".to_owned());
        });
        only(RULE.id, narrower);
        let invalid = users("users_email_unique").index_with("u", &["email"], |index| {
            index.unique = true;
            index.invalid = true;
        });
        only(RULE.id, invalid);
    }
}
