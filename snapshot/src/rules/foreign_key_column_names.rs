use super::naming::snake_case;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::ForeignKey;
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_column_names",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "A column that references another table ends with the name of what it references.",
    why: "`user_id` says in each query, and in each struct, that the value is a key and not a user: \
          `user` is the place for the user that was loaded. The name ends with the last word of \
          the referenced column (`country_code` references `countries.code`), or with `_id`, `_uuid`, `_key`, \
          `_code`, `_number`, `_no` or `_ref`; what comes before is free, so that `author_id` may reference `users`. \
          A name that is the referenced column's passes, and so do `created_by` and its like, which \
          say who, a word before which no `_id` could stand; a name that runs into its last word, \
          `userid`; and every name of a column that references no key but a word (`name`, `slug`, \
          `label`), for there the value is what the name says. Names in camelCase are read as \
          snake_case: [`snake_case_names`](#snake_case_names) says the rest. Foreign keys of \
          several columns are not looked at.",
    fix: "Rename the column; queries have to follow in the same release.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE posts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    author uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX posts_author_idx ON posts (author);",
        rust: "
#[derive(Conformant)]
struct Post {
    id: Uuid,
    author: Uuid,
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
CREATE TABLE posts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    author_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX posts_author_id_idx ON posts (author_id);",
        rust: "
#[derive(Conformant)]
struct Post {
    id: Uuid,
    author_id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

/// Last words of keys, whatever the key is called.
const KEYS: &[&str] = &["id", "uuid", "key", "code", "number", "no", "ref", "by"];

/// Last words of columns that are no key but what people read: a column that references one holds
/// what its own name says, `notification_type` a type.
const WORDS: &[&str] = &[
    "name", "label", "slug", "title", "value", "word", "kind", "type",
];

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let mut seen = Vec::new();
    for key in &relation.foreign_keys {
        let ([column], [referenced]) = (&*key.columns, &*key.referenced_columns) else {
            continue;
        };
        if fits(column, referenced) || seen.contains(&column) {
            continue;
        }
        seen.push(column);
        out.push(violation(cx, key, column, referenced));
    }
}

fn fits(column: &str, referenced: &str) -> bool {
    let (column, referenced) = (plain(column), plain(referenced));
    let last = |name: &str| name.rsplit('_').next().unwrap_or_default().to_owned();
    let (end, of_key) = (last(&column), last(&referenced));
    let runs_into = ["id", "uuid"].iter().any(|key| end.ends_with(key));
    end == of_key
        || runs_into
        || (end.len() < column.len() && KEYS.contains(&end.as_str()))
        || WORDS.contains(&of_key.as_str())
}

/// The name in snake_case, or as it is when it has none.
fn plain(name: &str) -> String {
    snake_case(name).unwrap_or_else(|| name.to_owned())
}

fn violation(cx: &Context<'_>, key: &ForeignKey, column: &str, referenced: &str) -> Violation {
    let relation = cx.relation;
    let last = plain(referenced);
    let last = last.rsplit('_').next().unwrap_or_default();
    let new = format!("{column}_{last}");
    let is_free = new.len() <= super::naming::LONGEST && relation.column(&new).is_none();
    let fix = || {
        let (alter, old, new) = (cx.alter(), quote(column), quote(&new));
        format!("{alter} RENAME COLUMN {old} TO {new};")
    };
    Violation {
        column: Some(column.to_owned()),
        object: Some(key.name.clone()),
        message: format!(
            "column `{column}` of `{}` references `{}.{}` and is not named so: expected `{new}`",
            relation.name,
            key.references,
            quote(referenced)
        ),
        fix_sql: is_free.then(fix),
        ..Violation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;

    fn references(column: &str, table: &str, key: &str) -> Build {
        let build = standard("posts").column(&format!("\"{column}\" uuid"));
        build.foreign_key(&[column], table, &[key], &["uuid"])
    }

    #[test]
    fn a_name_that_does_not_say_so() {
        let found = only(RULE.id, references("author", "users", "id"));
        assert_eq!(
            found.message,
            "column `author` of `public.posts` references `public.users.id` and is not named so: \
             expected `author_id`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.posts RENAME COLUMN author TO author_id;")
        );
        only(RULE.id, references("country", "countries", "iso_code"));
        let taken = references("author", "users", "id").column("author_id text");
        assert_eq!(only(RULE.id, taken).fix_sql, None);
        // Once, however many tables it references.
        let twice = references("author", "users", "id");
        only(
            RULE.id,
            twice.foreign_key(&["author"], "people", &["id"], &["uuid"]),
        );
    }

    #[test]
    fn names_that_do() {
        for (column, table, key) in [
            ("user_id", "users", "id"),
            ("author_id", "users", "id"),
            ("authorId", "users", "id"),
            ("user_uuid", "users", "id"),
            ("created_by", "users", "id"),
            ("user_number", "users", "amount"),
            ("country_code", "countries", "code"),
            ("code", "countries", "code"),
            ("iso_code", "countries", "country_code"),
            // One row for each of the other table's.
            ("id", "users", "user_id"),
            // A key that is a word itself.
            ("currency", "currencies", "currency"),
            // The column holds what is read: modrinth's labrinth.
            ("notification_type", "notifications_types", "name"),
            ("parent", "categories", "slug"),
            // rust-lang/docs.rs, `rid` of a release.
            ("rid", "releases", "id"),
            ("userid", "users", "id"),
        ] {
            silent(RULE.id, references(column, table, key));
        }
        let pair = standard("posts").foreign_key(
            &["tenant", "author"],
            "users",
            &["tenant_id", "id"],
            &["uuid", "uuid"],
        );
        silent(RULE.id, pair);
    }
}
