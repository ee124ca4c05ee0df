use super::indexes::{column, concurrently, drop, is_bound};
use super::{Context, Example, Group, Rule, Violation, WITH_INDEXES};
use crate::finding::Level;
use crate::model::{Index, Relation};

pub(super) static RULE: Rule = Rule {
    id: "duplicate_index",
    group: Group::Indexes,
    looks_at: WITH_INDEXES,
    summary: "No two indexes are the same but for their names.",
    why: "Each write keeps both up, both take space and memory, and the planner reads one. Two \
          indexes are the same when everything else is: method, columns and expressions in order, \
          operator classes, collations, DESC and NULLS FIRST, uniqueness, NULLS NOT DISTINCT, \
          INCLUDE columns, condition. Of `WITH` the options of btree and hash are not compared, \
          which only say how pages are filled. The one that backs a constraint or is the replica \
          identity stays; when both do, nothing is found. A unique index beside the same \
          constraint is none too many when the constraint is DEFERRABLE: the index alone can be \
          the target of ON CONFLICT and of foreign keys. An invalid index is said by `invalid_index`.",
    fix: "Drop one. A foreign key of another table may depend on a unique index; then DROP INDEX \
          fails, changing nothing, and the other one goes.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_email_idx ON users (email);
CREATE INDEX users_email_idx1 ON users (email);",
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
CREATE INDEX users_email_idx ON users (email);
CREATE INDEX users_email_pattern_idx ON users (email text_pattern_ops);",
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

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for index in &relation.indexes {
        if let Some(kept) = kept(relation, index) {
            out.push(violation(cx, index, kept));
        }
    }
}

/// Whether this rule is on and drops the index.
pub(super) fn says(cx: &Context<'_>, index: &Index) -> bool {
    let about = [column(index), Some(index.name.clone())];
    cx.says(&RULE, about.each_ref().map(Option::as_deref)) && kept(cx.relation, index).is_some()
}

/// The index that does all that another does: of equal ones the first stays, unless a later one is
/// bound.
fn kept<'a>(relation: &'a Relation, index: &Index) -> Option<&'a Index> {
    if is_bound(relation, index) {
        return None;
    }
    let mut before = true;
    relation.indexes.iter().find(|other| {
        let is_itself = other.name == index.name;
        before &= !is_itself;
        !is_itself && (before || is_bound(relation, other)) && are_same(relation, index, other)
    })
}

/// Whether `kept` does all that `index`, which is bound to nothing, does.
fn are_same(relation: &Relation, index: &Index, kept: &Index) -> bool {
    let fills_pages_only = matches!(&*index.method, "btree" | "hash");
    index.keys == kept.keys
        && !index.invalid
        && !kept.invalid
        && index.method == kept.method
        && index.unique == kept.unique
        && index.nulls_not_distinct == kept.nulls_not_distinct
        && index.predicate == kept.predicate
        && index.include.len() == kept.include.len()
        && index.include.iter().all(|name| kept.include.contains(name))
        && (fills_pages_only || index.options == kept.options)
        && !(index.unique && is_deferrable(relation, kept))
}

fn is_deferrable(relation: &Relation, index: &Index) -> bool {
    let keys = relation.primary_key.iter().chain(&relation.unique);
    index.constraint.is_some()
        && keys
            .filter(|key| key.deferrable)
            .any(|key| index.constraint.as_ref() == Some(&key.name))
}

fn violation(cx: &Context<'_>, index: &Index, kept: &Index) -> Violation {
    let mut help: Vec<String> = concurrently(cx).into_iter().collect();
    if index.unique {
        help.push(format!(
            "when it fails because a foreign key depends on `{}`, drop `{}` instead",
            index.name, kept.name
        ));
    }
    Violation {
        column: column(index),
        object: Some(index.name.clone()),
        message: format!(
            "index `{}` of `{}` is the same as `{}`",
            index.name, cx.relation.name, kept.name
        ),
        help,
        fix_sql: Some(drop(cx, index)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, messages, only, silent, standard};
    use super::RULE;
    use crate::model::{Index, RelationKind};
    use crate::name::QualifiedName;

    fn users() -> Build {
        standard("users")
            .column("email text not null")
            .column("name text not null")
    }

    /// Beside a plain index `a` on `email`.
    fn beside(change: fn(&mut Index)) -> Build {
        users()
            .index("a", &["email"])
            .index_with("b", &["email"], change)
    }

    #[test]
    fn all_but_the_first_go() {
        let found = only(RULE.id, beside(|_| {}));
        assert_eq!(
            found.message,
            "index `b` of `public.users` is the same as `a`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("DROP INDEX CONCURRENTLY public.b;")
        );
        // One of two, and not each for the other's sake: djezzzl/database_consistency#108.
        let three = beside(|_| {}).index("c", &["email"]);
        assert_eq!(messages(RULE.id, three).len(), 2);
        let found = only(
            RULE.id,
            beside(|i| i.options = vec!["fillfactor=70".to_owned()]),
        );
        assert_eq!(found.help.len(), 1);
        let partitioned = only(RULE.id, beside(|_| {}).partition_by("LIST (name)"));
        assert_eq!(partitioned.fix_sql.as_deref(), Some("DROP INDEX public.b;"));
        assert_eq!(partitioned.help, [""; 0]);
        // gregnavis/active_record_doctor#131
        let view = only(RULE.id, beside(|_| {}).kind(RelationKind::MaterializedView));
        assert_eq!((view.fix_sql, view.help), (found.fix_sql, found.help));
    }

    #[test]
    fn the_order_of_included_columns_is_none() {
        let build = users()
            .index_with("a", &["id"], |i| {
                i.include = vec!["email".to_owned(), "name".to_owned()];
            })
            .index_with("b", &["id"], |i| {
                i.include = vec!["name".to_owned(), "email".to_owned()];
            });
        only(RULE.id, build);
    }

    #[test]
    fn what_differs_stays() {
        // A trigram or pattern index beside a plain one: gregnavis/active_record_doctor#69,
        // djezzzl/database_consistency#259
        let changes: [fn(&mut Index); 11] = [
            |i| i.method = "hash".to_owned(),
            |i| i.keys[0].opclass = Some(QualifiedName::new("pg_catalog", "text_pattern_ops")),
            |i| i.keys[0].collation = Some(QualifiedName::new("pg_catalog", "C")),
            |i| i.keys[0].descending = true,
            |i| i.keys[0].nulls_reversed = true,
            |i| i.unique = true,
            |i| i.predicate = Some("(name IS NULL)".to_owned()),
            |i| i.include = vec!["name".to_owned()],
            |i| i.invalid = true,
            |i| i.keys[0].column = "name".to_owned(),
            |i| {
                i.keys[0].column.clear();
                i.keys[0].expression = Some("lower(email)".to_owned());
            },
        ];
        for change in changes {
            silent(RULE.id, beside(change));
        }
        let unique: fn(&mut Index) = |i| i.unique = true;
        silent(
            RULE.id,
            users()
                .index_with("a", &["email"], unique)
                .index_with("b", &["email"], |i| {
                    i.unique = true;
                    i.nulls_not_distinct = true;
                }),
        );
        let bloom: fn(&mut Index) = |i| i.method = "bloom".to_owned();
        silent(
            RULE.id,
            users()
                .index_with("a", &["email"], bloom)
                .index_with("b", &["email"], |i| {
                    i.method = "bloom".to_owned();
                    i.options = vec!["length=100".to_owned()];
                }),
        );
        silent(
            RULE.id,
            users()
                .index("a", &["email", "name"])
                .index("b", &["name", "email"]),
        );
    }

    #[test]
    fn what_is_bound_stays() {
        let unique: fn(&mut Index) = |i| i.unique = true;
        let found = only(
            RULE.id,
            users()
                .index_with("a", &["email"], unique)
                .unique("b", &["email"]),
        );
        assert_eq!(found.object.as_deref(), Some("a"));
        assert!(found.help[1].contains("drop `b` instead"));
        silent(
            RULE.id,
            users().unique("a", &["email"]).unique("b", &["email"]),
        );
        let mut identity =
            users()
                .index_with("a", &["email"], unique)
                .index_with("b", &["email"], unique);
        identity.0.replica_identity = Some("index b".to_owned());
        assert_eq!(only(RULE.id, identity).object.as_deref(), Some("a"));
        let mut deferrable = users()
            .unique("b", &["email"])
            .index_with("a", &["email"], unique);
        deferrable.0.unique[0].deferrable = true;
        silent(RULE.id, deferrable);
    }
}
