use super::indexes::{column, concurrently, drop, qualified};
use super::{Context, Example, Group, Rule, Violation, WITH_INDEXES};
use crate::finding::Level;
use crate::model::{Index, RelationKind};

pub(super) static RULE: Rule = Rule {
    id: "invalid_index",
    group: Group::Indexes,
    looks_at: WITH_INDEXES,
    summary: "No index is invalid.",
    why: "A CREATE INDEX CONCURRENTLY that fails, on a duplicate, a deadlock or a timeout, leaves \
          its index behind: each write keeps it up, no query reads it, and a unique one may not \
          hold for the rows that were there. CREATE INDEX IF NOT EXISTS then finds the name taken \
          and makes nothing. On a partitioned table an index is invalid until each partition has \
          its own attached. An index is invalid as well while it is being built: a snapshot that \
          was taken meanwhile is refreshed. What REINDEX CONCURRENTLY left, `..._ccnew` and \
          `..._ccold`, is dropped.",
    fix: "Build the index again, or drop it. CONCURRENTLY takes no lock that stops writers; it \
          can't run in a transaction, so leave it out in a migration that runs in one.",
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
-- As a CREATE INDEX CONCURRENTLY that was cancelled leaves it.
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email_idx'::regclass;",
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
CREATE INDEX users_email_idx ON users (email);",
        rust: MODEL,
    },
    recommended: Level::Deny,
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
    for index in cx.relation.indexes.iter().filter(|index| index.invalid) {
        out.push(violation(cx, index));
    }
}

fn violation(cx: &Context<'_>, index: &Index) -> Violation {
    let relation = cx.relation;
    let name = qualified(relation, index);
    let partitioned = relation.kind == RelationKind::PartitionedTable;
    let why = if partitioned {
        "a partition has no index attached to it"
    } else {
        "writes keep it up, and no query uses it"
    };
    let mut help = Vec::new();
    let fix_sql = if partitioned {
        help.push(format!(
            "make the index on each partition, then: ALTER INDEX {name} ATTACH PARTITION ..."
        ));
        None
    } else if is_left_by_reindex(&index.name) {
        Some(drop(cx, index))
    } else {
        if index.unique {
            help.push(
                "it fails, changing nothing, while rows have equal values: these go first"
                    .to_owned(),
            );
        }
        Some(format!("REINDEX INDEX CONCURRENTLY {name};"))
    };
    help.extend(concurrently(cx));
    Violation {
        column: column(index),
        object: Some(index.name.clone()),
        message: format!(
            "index `{}` of `{}` is invalid: {why}",
            index.name, relation.name
        ),
        help,
        fix_sql,
    }
}

/// The copy of an index that REINDEX CONCURRENTLY was building or about to drop. The manual has
/// both dropped.
fn is_left_by_reindex(name: &str) -> bool {
    let unnumbered = name.trim_end_matches(|c: char| c.is_ascii_digit());
    unnumbered.ends_with("_ccnew") || unnumbered.ends_with("_ccold")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard};
    use super::RULE;

    #[test]
    fn it_is_built_again() {
        let build = || standard("users").column("email text not null");
        let found = only(
            RULE.id,
            build().index_with("users_email_idx", &["email"], |i| i.invalid = true),
        );
        assert_eq!(
            found.message,
            "index `users_email_idx` of `public.users` is invalid: writes keep it up, and no \
             query uses it"
        );
        assert_eq!(found.column.as_deref(), Some("email"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("REINDEX INDEX CONCURRENTLY public.users_email_idx;")
        );
        assert_eq!(found.help.len(), 1);
        let unique = only(
            RULE.id,
            build().index_with("u", &["email"], |i| {
                i.invalid = true;
                i.unique = true;
            }),
        );
        assert!(unique.help[0].contains("equal values"));
        silent(RULE.id, build().index("users_email_idx", &["email"]));
    }

    #[test]
    fn what_reindex_left_is_dropped() {
        for name in ["email_ccnew", "email_ccold", "email_ccnew12"] {
            let build = standard("users").index_with(name, &["id"], |i| i.invalid = true);
            assert_eq!(
                only(RULE.id, build).fix_sql,
                Some(format!("DROP INDEX CONCURRENTLY public.{name};"))
            );
        }
    }

    #[test]
    fn a_partitioned_index_waits_for_its_partitions() {
        let found = only(
            RULE.id,
            standard("events")
                .index_with("e", &["created_at"], |i| i.invalid = true)
                .partition_by("RANGE (created_at)"),
        );
        assert_eq!(found.fix_sql, None);
        assert!(found.help[0].ends_with("ALTER INDEX public.e ATTACH PARTITION ..."));
        assert_eq!(found.help.len(), 1);
    }
}
