use super::indexes::{column, concurrently, drop, is_bound};
use super::{Context, Example, Group, Rule, Violation, WITH_INDEXES};
use crate::finding::Level;
use crate::model::{Index, Relation};

pub(super) static RULE: Rule = Rule {
    id: "redundant_index",
    group: Group::Indexes,
    looks_at: WITH_INDEXES,
    summary: "No index is the beginning of another.",
    why: "A btree on `(user_id, tag_id)` answers what one on `(user_id)` answers, in the same \
          order; the shorter one is written with each row for little. It is found when the other \
          begins with the same columns or expressions, each with the same operator class, \
          collation and order, under the same condition, and has its INCLUDE columns; and when \
          the other is the same but unique, or includes more. Not found is an index that does \
          what no other does: one that is unique, for a longer one does not keep its columns \
          apart, and a foreign key may reference them; one that backs a constraint or is the \
          replica identity; one with a condition beside one without; and every method but btree. \
          Where the longer index is far bigger, because of a wide column, and the shorter one is \
          read all the time, keep it and say so.",
    fix: "Drop the shorter one.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE visits (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    page text NOT NULL,
    day date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX visits_page_idx ON visits (page);
CREATE INDEX visits_page_day_idx ON visits (page, day);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE visits (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    page text NOT NULL,
    day date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX visits_day_idx ON visits (day);
CREATE INDEX visits_page_day_idx ON visits (page, day);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Visit {
    id: Uuid,
    page: String,
    day: chrono::NaiveDate,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for index in &cx.relation.indexes {
        if let Some(other) = better(cx.relation, index) {
            out.push(violation(cx, index, other));
        }
    }
}

/// Whether this rule is on and drops the index.
pub(super) fn says(cx: &Context<'_>, index: &Index) -> bool {
    let about = [column(index), Some(index.name.clone())];
    cx.says(&RULE, about.each_ref().map(Option::as_deref)) && better(cx.relation, index).is_some()
}

/// The index that makes another one needless.
fn better<'a>(relation: &'a Relation, index: &Index) -> Option<&'a Index> {
    let may_go =
        index.method == "btree" && !index.unique && !index.invalid && !is_bound(relation, index);
    let mut others = relation.indexes.iter().filter(|_| may_go);
    others.find(|other| does_more(other, index))
}

/// Whether `other` does all that `index` does, and more; so that of two never both are found.
fn does_more(other: &Index, index: &Index) -> bool {
    let begins = other.method == "btree" && !other.invalid && other.keys.starts_with(&index.keys);
    if !begins || other.predicate != index.predicate {
        return false;
    }
    let rest = &other.keys[index.keys.len()..];
    let has =
        |name: &String| other.include.contains(name) || rest.iter().any(|key| key.column == *name);
    index.include.iter().all(has)
        && (!rest.is_empty() || other.unique || other.include.len() > index.include.len())
}

fn violation(cx: &Context<'_>, index: &Index, other: &Index) -> Violation {
    let why = if other.keys.len() > index.keys.len() {
        "begins with its columns and answers the same"
    } else if other.unique {
        "has the same columns and is unique"
    } else {
        "has the same columns and includes more"
    };
    Violation {
        column: column(index),
        object: Some(index.name.clone()),
        message: format!(
            "index `{}` of `{}` is not needed: `{}` {why}",
            index.name, cx.relation.name, other.name
        ),
        help: concurrently(cx).into_iter().collect(),
        fix_sql: Some(drop(cx, index)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard};
    use super::RULE;
    use crate::model::{Index, RelationKind};
    use crate::name::QualifiedName;

    fn visits() -> Build {
        standard("visits")
            .column("page text not null")
            .column("day date not null")
            .column("note text not null")
    }

    /// An index on `(page)` beside one on `(page, day)`.
    fn two(short: fn(&mut Index), long: fn(&mut Index)) -> Build {
        visits()
            .index_with("short", &["page"], short)
            .index_with("long", &["page", "day"], long)
    }

    #[test]
    fn the_beginning_of_another() {
        let found = only(RULE.id, two(|_| {}, |_| {}));
        assert_eq!(
            found.message,
            "index `short` of `public.visits` is not needed: `long` begins with its columns and \
             answers the same"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("DROP INDEX CONCURRENTLY public.short;")
        );
        only(RULE.id, two(|_| {}, |i| i.unique = true));
        only(RULE.id, two(|i| i.include = vec!["day".to_owned()], |_| {}));
        only(
            RULE.id,
            two(
                |i| i.predicate = Some("(note IS NULL)".to_owned()),
                |i| i.predicate = Some("(note IS NULL)".to_owned()),
            ),
        );
        // The primary key as well.
        only(RULE.id, visits().index("i", &["id"]));
    }

    #[test]
    fn the_same_columns_and_more() {
        let found = only(
            RULE.id,
            visits()
                .index("plain", &["page"])
                .unique("visits_page_key", &["page"]),
        );
        assert!(
            found
                .message
                .ends_with("has the same columns and is unique")
        );
        let found = only(
            RULE.id,
            visits()
                .index("plain", &["page"])
                .index_with("more", &["page"], |i| i.include = vec!["day".to_owned()]),
        );
        assert!(found.message.ends_with("and includes more"));
        // `duplicate_index` says this.
        silent(
            RULE.id,
            visits().index("a", &["page"]).index("b", &["page"]),
        );
    }

    /// gregnavis/active_record_doctor#131
    #[test]
    fn of_a_materialized_view_too() {
        let found = only(
            RULE.id,
            two(|_| {}, |_| {}).kind(RelationKind::MaterializedView),
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("DROP INDEX CONCURRENTLY public.short;")
        );
        silent(RULE.id, two(|_| {}, |_| {}).kind(RelationKind::View));
    }

    /// djezzzl/database_consistency#306 drops one of two, and with it what finds by the column
    /// that it begins with; mfvanek/pg-index-health#66 took a condition for none.
    #[test]
    fn beside_another_unique_one() {
        let unique: fn(&mut Index) = |i| i.unique = true;
        silent(
            RULE.id,
            visits()
                .index_with("a", &["page", "day"], unique)
                .index_with("b", &["day", "page"], unique),
        );
        silent(
            RULE.id,
            visits().index_with("i", &["id", "page"], |i| {
                i.predicate = Some("(note IS NULL)".to_owned());
            }),
        );
    }

    #[test]
    fn what_only_this_one_does() {
        type Change = fn(&mut Index);
        let changes: [(Change, Change); 12] = [
            // A unique one keeps its columns apart, and may be a foreign key's target.
            (|i| i.unique = true, |_| {}),
            (|i| i.unique = true, |i| i.unique = true),
            (|i| i.constraint = Some("short".to_owned()), |_| {}),
            (|i| i.method = "hash".to_owned(), |_| {}),
            // djezzzl/database_consistency#259: trigrams
            (|_| {}, |i| i.method = "gin".to_owned()),
            (
                |i| i.keys[0].opclass = Some(QualifiedName::new("pg_catalog", "text_pattern_ops")),
                |_| {},
            ),
            (
                |_| {},
                |i| i.keys[0].collation = Some(QualifiedName::new("pg_catalog", "C")),
            ),
            (|i| i.keys[0].descending = true, |_| {}),
            (|i| i.include = vec!["note".to_owned()], |_| {}),
            (|i| i.predicate = Some("(note IS NULL)".to_owned()), |_| {}),
            (|_| {}, |i| i.predicate = Some("(note IS NULL)".to_owned())),
            (|_| {}, |i| i.invalid = true),
        ];
        for (short, long) in changes {
            silent(RULE.id, two(short, long));
        }
        // The other column first.
        silent(
            RULE.id,
            visits().index("a", &["day"]).index("b", &["page", "day"]),
        );
        let mut identity = two(|_| {}, |_| {});
        identity.0.replica_identity = Some("index short".to_owned());
        silent(RULE.id, identity);
    }
}
