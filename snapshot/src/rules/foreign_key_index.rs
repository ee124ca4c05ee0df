use super::indexes;
use super::naming::Parts;
use super::{Context, Example, Group, Rule, TABLES, Violation, quote_list};
use super::{foreign_key_type, invalid_index};
use crate::finding::Level;
use crate::model::{ForeignKey, Index, IndexKey, RelationKind};
use crate::name::{QualifiedName, quote};
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "foreign_key_index",
    group: Group::ForeignKeys,
    looks_at: TABLES,
    summary: "The columns of a foreign key are indexed.",
    why: "PostgreSQL makes no index for them. Each delete, and each update of the key, in the \
          referenced table looks for referencing rows; without an index it reads this whole table, \
          row by row deleted. Indexed means what PostgreSQL's planner makes of it:

- An index serves when its first columns are the foreign key's, in any order: btree, hash, and GiST, \
  GIN and SP-GiST with the default operator class of the column. The primary key and unique indexes \
  count. A unique index over some of the columns, and no others, serves as well: it leaves one row.
- A partial index serves when its condition is that columns of the foreign key are NOT NULL.
- DESC, NULLS FIRST and `text_pattern_ops` make no difference.
- Other conditions, expressions, INCLUDE columns, BRIN, another collation than the column's, and an \
  invalid index do not serve. That an index would serve once it is valid is said by `invalid_index` when \
  it is on. Nor does any index serve when the column has to be cast for the comparison, an \
  `integer` that references a `numeric`; that is said by `foreign_key_type` when it is on.
- An index that begins with some of the columns, or has others between or before them, is used, and \
  reads more than it must: this is found too, and called partly.

A foreign key that is NOT ENFORCED never looks, and is not looked at.",
    fix: "Create the index. CONCURRENTLY takes no lock that stops writers; it can't run in a \
          transaction, so leave it out, or turn the transaction off, in a migration that runs in \
          one.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);",
        rust: MODEL,
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Order {
    id: Uuid,
    user_id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    // One index serves all foreign keys of the same columns.
    let mut seen: Vec<Vec<&String>> = Vec::new();
    for key in cx
        .relation
        .foreign_keys
        .iter()
        .filter(|key| !key.not_enforced)
    {
        let verdicts = || {
            cx.relation
                .indexes
                .iter()
                .map(|index| (index, verdict(key, index)))
        };
        let served = verdicts().any(|(index, verdict)| match verdict {
            Verdict::Serves => true,
            Verdict::Invalid => cx.says(
                &invalid_index::RULE,
                [indexes::column(index).as_deref(), Some(&index.name)],
            ),
            _ => false,
        });
        let cast = cast(cx, key);
        // A column that is cast has two mistakes only when it has no index either.
        let says_type = |(column, _): &(&str, _)| {
            cx.says(&foreign_key_type::RULE, [Some(column), Some(&key.name)])
        };
        if served && cast.as_ref().is_none_or(says_type) {
            continue;
        }
        let mut columns: Vec<_> = key.columns.iter().collect();
        columns.sort();
        if cast.is_none() {
            if seen.contains(&columns) {
                continue;
            }
            seen.push(columns);
        }
        let best = verdicts().filter(|(_, verdict)| *verdict != Verdict::Unrelated);
        let best = best.min_by(|(_, a), (_, b)| a.cmp(b));
        out.push(violation(cx, key, best, cast));
    }
}

/// What an index does for the query that looks for referencing rows. The order is that of
/// usefulness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// It finds the rows, and reads no others.
    Serves,
    /// It would serve once it is valid.
    Invalid,
    /// It is used and reads too much.
    Partly(Gap),
    /// It has the columns and the planner can't use it.
    Useless(&'static str),
    /// It has none of the columns.
    Unrelated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// It begins with some of the columns, and others follow or are missing.
    BeginsWithSome,
    /// It begins with another column.
    BeginsWithAnother,
}

/// Checked against the planner on real servers, for every kind of index.
fn verdict(key: &ForeignKey, index: &Index) -> Verdict {
    let is_ours = |column: &str| key.columns.iter().any(|ours| ours == column);
    let usable =
        |k: &IndexKey| is_ours(&k.column) && k.collation.is_none() && is_equality(&index.method, k);
    let count = index.keys.iter().filter(|k| usable(k)).count();
    let leading = index.keys.iter().take_while(|k| usable(k)).count();
    // The last column of a key with PERIOD is compared by overlap; the others find the rows.
    let wanted = key.columns.len() - usize::from(key.period);
    if count == 0 {
        return useless(key, index);
    }
    if index.method == "brin" {
        return Verdict::Useless("BRIN does not find single rows");
    }
    let implied = index.predicate.is_none()
        || (!index.predicate_not_null.is_empty()
            && index.predicate_not_null.iter().all(|c| is_ours(c)));
    if !implied {
        return Verdict::Useless("its condition leaves rows out");
    }
    // GIN finds each of its columns alike; the first ones have to be ours in all other methods.
    let whole = leading >= wanted || (index.method == "gin" && count >= wanted);
    let one_row = index.unique && leading == index.keys.len();
    match (whole || one_row, index.invalid) {
        (true, false) => Verdict::Serves,
        (true, true) => Verdict::Invalid,
        (false, true) => Verdict::Useless("it is invalid"),
        (false, false) if leading > 0 => Verdict::Partly(Gap::BeginsWithSome),
        (false, false) => Verdict::Partly(Gap::BeginsWithAnother),
    }
}

/// Whether the key of an index can answer `=`: every method's default operator class for a type
/// that can be a key does, and of the others those that only change the order.
fn is_equality(method: &str, key: &IndexKey) -> bool {
    match &key.opclass {
        None => matches!(
            method,
            "btree" | "hash" | "gist" | "gin" | "spgist" | "brin"
        ),
        Some(class) => matches!(method, "btree" | "hash") && class.name != "record_image_ops",
    }
}

/// An index that can't be used although it has to do with the columns, and why.
fn useless(key: &ForeignKey, index: &Index) -> Verdict {
    let [column] = key.columns.as_slice() else {
        return Verdict::Unrelated;
    };
    let has = |k: &IndexKey| k.column == *column;
    if index.include.contains(column) {
        Verdict::Useless("the column is only included, not a key")
    } else if index.keys.iter().any(|k| has(k) && k.collation.is_some()) {
        Verdict::Useless("its collation is not the column's")
    } else if index.keys.iter().any(has) {
        Verdict::Useless("its method or operator class does not answer `=`")
    } else {
        Verdict::Unrelated
    }
}

/// The first column that PostgreSQL casts to compare it, and the type it is cast to: an index on
/// the column is then no index on what is compared.
fn cast<'a>(cx: &Context<'a>, key: &'a ForeignKey) -> Option<(&'a str, &'a SqlType)> {
    key.columns
        .iter()
        .zip(&key.referenced_types)
        .find_map(|(name, referenced)| {
            let column = cx.relation.column(name)?;
            foreign_key_type::is_cast(&column.sql_type, referenced)
                .then_some((name.as_str(), referenced))
        })
}

fn violation(
    cx: &Context<'_>,
    key: &ForeignKey,
    best: Option<(&Index, Verdict)>,
    cast: Option<(&str, &SqlType)>,
) -> Violation {
    let relation = cx.relation;
    let mut help = Vec::new();
    let mut fix_sql = None;
    let why = match (best, cast) {
        (Some((index, Verdict::Serves)), Some((column, ty))) => {
            help.push(format!("give `{column}` the type `{ty}`"));
            format!(
                "index `{}` is not used, because `{column}` is cast to `{ty}` for the \
                 comparison",
                index.name
            )
        }
        (Some((index, Verdict::Invalid)), _) => {
            let name = QualifiedName::new(&*relation.name.schema, &*index.name);
            if relation.kind == RelationKind::PartitionedTable {
                help.push(format!(
                    "index `{name}` becomes valid when each partition has its \
                     index: ALTER INDEX {name} ATTACH PARTITION ..."
                ));
            } else {
                fix_sql = Some(format!("REINDEX INDEX CONCURRENTLY {name};"));
            }
            format!("index `{}` is invalid", index.name)
        }
        (Some((index, Verdict::Partly(gap))), _) => {
            let why = match gap {
                Gap::BeginsWithSome => "begins with only some of its columns",
                Gap::BeginsWithAnother => "begins with another column",
            };
            format!("index `{}` serves it only partly, it {why}", index.name)
        }
        (Some((index, Verdict::Useless(why))), _) => {
            format!("index `{}` can't be used: {why}", index.name)
        }
        _ => "no index begins with its columns".to_owned(),
    };
    if fix_sql.is_none() && help.is_empty() {
        fix_sql = Some(create_index(cx, key));
        if relation.kind == RelationKind::PartitionedTable {
            help.push(
                "to keep writers going, create it `CONCURRENTLY` on each partition \
                 first"
                    .to_owned(),
            );
        } else {
            help.push(
                "`CONCURRENTLY` can't run in a transaction: leave it out in a migration \
                 that runs in one"
                    .to_owned(),
            );
        }
    }
    Violation {
        column: key.columns.first().cloned(),
        object: Some(key.name.clone()),
        message: format!(
            "foreign key `{}` (`{}`) of `{}` is not indexed: {why}",
            key.name,
            key.columns.join("`, `"),
            relation.name
        ),
        help,
        fix_sql,
    }
}

/// Without a name PostgreSQL finds one itself.
fn create_index(cx: &Context<'_>, key: &ForeignKey) -> String {
    let relation = cx.relation;
    let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    let parts = Parts {
        table: &relation.name.name,
        columns: &columns,
        referenced: &key.references.name,
    };
    let name = parts
        .new_name(&cx.config.constraint_names.index, relation)
        .map_or_else(String::new, |name| format!("{} ", quote(&name)));
    // PostgreSQL knows no CONCURRENTLY on a partitioned table.
    let concurrently = if relation.kind == RelationKind::PartitionedTable {
        ""
    } else {
        "CONCURRENTLY "
    };
    format!(
        "CREATE INDEX {concurrently}{name}ON {} ({});",
        relation.name,
        quote_list(&key.columns)
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, messages, only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;
    use crate::model::Index;
    use crate::name::QualifiedName;

    fn one() -> Build {
        standard("orders")
            .column("user_id uuid")
            .column("kind text")
            .foreign_key(&["user_id"], "users", &["id"], &["uuid"])
    }

    fn two() -> Build {
        standard("orders")
            .column("a uuid")
            .column("b uuid")
            .column("c uuid")
            .foreign_key(&["a", "b"], "users", &["a", "b"], &["uuid", "uuid"])
    }

    fn serves(build: Build, columns: &[&str], change: fn(&mut Index)) {
        silent(RULE.id, build.index_with("i", columns, change));
    }

    #[track_caller]
    fn fails(build: Build, columns: &[&str], change: fn(&mut Index), why: &str) {
        let found = only(RULE.id, build.index_with("i", columns, change));
        assert!(found.message.ends_with(why), "{}", found.message);
    }

    #[test]
    fn no_index_and_the_statement_that_makes_one() {
        let found = only(RULE.id, one());
        assert_eq!(
            found.message,
            "foreign key `orders_user_id_fkey` (`user_id`) of \
             `public.orders` is not indexed: no index begins with its columns"
        );
        assert_eq!(found.column.as_deref(), Some("user_id"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "CREATE INDEX CONCURRENTLY orders_user_id_idx \
                 ON public.orders (user_id);"
            )
        );
        let found = only(RULE.id, two().partition_by("LIST (c)"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "CREATE INDEX orders_a_b_idx ON public.orders \
                 (a, b);"
            )
        );
        let taken = only(RULE.id, one().index("orders_user_id_idx", &["kind"]));
        assert_eq!(
            taken.fix_sql.as_deref(),
            Some(
                "CREATE INDEX CONCURRENTLY ON public.orders \
                 (user_id);"
            )
        );
    }

    // The measured table, line by line.

    #[test]
    fn what_serves() {
        // Any order: supabase/splinter#87; IS NOT NULL: ariga/atlas#3765
        serves(one(), &["user_id"], |_| {});
        serves(one(), &["user_id", "kind"], |_| {});
        serves(one(), &["user_id"], |i| i.method = "hash".to_owned());
        serves(one(), &["user_id"], |i| i.method = "gist".to_owned());
        serves(one(), &["user_id"], |i| i.method = "spgist".to_owned());
        serves(one(), &["kind", "user_id"], |i| i.method = "gin".to_owned());
        serves(one(), &["user_id"], |i| {
            i.keys[0].descending = true;
            i.keys[0].nulls_reversed = true;
        });
        serves(one(), &["user_id"], |i| {
            i.keys[0].opclass = Some(QualifiedName::new("pg_catalog", "text_pattern_ops"));
        });
        serves(one(), &["user_id"], |i| {
            i.predicate = Some("(user_id IS NOT NULL)".to_owned());
            i.predicate_not_null = vec!["user_id".to_owned()];
        });
        serves(two(), &["a", "b"], |_| {});
        serves(two(), &["b", "a"], |_| {});
        serves(two(), &["b", "a", "c"], |_| {});
        // At most one row has the value of `a`.
        serves(two(), &["a"], |i| i.unique = true);
    }

    /// mfvanek/pg-index-health's fixtures: one index would serve them all.
    #[test]
    fn several_of_the_same_columns_are_said_once() {
        let again = one().foreign_key(&["user_id"], "people", &["id"], &["uuid"]);
        assert_eq!(
            only(RULE.id, again).object.as_deref(),
            Some("orders_user_id_fkey")
        );
        let crossed = two().foreign_key(&["b", "a"], "more", &["b", "a"], &["uuid", "uuid"]);
        only(RULE.id, crossed);
        let other =
            one()
                .column("team_id uuid")
                .foreign_key(&["team_id"], "teams", &["id"], &["uuid"]);
        assert_eq!(messages(RULE.id, other).len(), 2);
    }

    #[test]
    fn keys_and_unique_constraints_count() {
        // supabase/splinter#90, gregnavis/active_record_doctor#156 and #212
        silent(RULE.id, one().primary_key(&["user_id", "id"]));
        silent(RULE.id, one().primary_key(&["user_id"]));
        silent(
            RULE.id,
            one().unique("orders_user_id_kind_key", &["user_id", "kind"]),
        );
        silent(
            RULE.id,
            two().primary_key(&["b", "c"]).index("i", &["b", "a"]),
        );
        // The subtype's `(id, kind)` beside its key `id`.
        silent(
            RULE.id,
            standard("cats").column("kind text").foreign_key(
                &["id", "kind"],
                "animals",
                &["id", "kind"],
                &["uuid", "text"],
            ),
        );
    }

    #[test]
    fn narrower_and_wider_integers_are_served() {
        let int4 = standard("orders").column("n integer").foreign_key(
            &["n"],
            "users",
            &["n"],
            &["bigint"],
        );
        silent(RULE.id, int4.index("orders_n_idx", &["n"]));
    }

    #[test]
    fn what_does_not_serve() {
        fails(
            one(),
            &["user_id"],
            |i| i.predicate = Some("(kind = 'x')".to_owned()),
            "its condition leaves rows out",
        );
        fails(
            one(),
            &["user_id"],
            |i| {
                i.predicate = Some("(kind IS NOT NULL)".to_owned());
                i.predicate_not_null = vec!["kind".to_owned()];
            },
            "its condition leaves rows out",
        );
        fails(
            one(),
            &["user_id"],
            |i| {
                i.predicate = Some("((user_id IS NOT NULL) AND (kind IS NOT NULL))".to_owned());
                i.predicate_not_null = vec!["user_id".to_owned(), "kind".to_owned()];
            },
            "its condition leaves rows out",
        );
        fails(
            one(),
            &["kind"],
            |i| i.include = vec!["user_id".to_owned()],
            "the column is only included, not a key",
        );
        fails(
            one(),
            &[""],
            |i| i.keys[0].expression = Some("lower(user_id)".to_owned()),
            "no index begins with its columns",
        );
        fails(
            one(),
            &["user_id"],
            |i| i.keys[0].collation = Some(QualifiedName::new("pg_catalog", "C")),
            "its collation is not the column's",
        );
        fails(
            one(),
            &["user_id"],
            |i| i.method = "brin".to_owned(),
            "BRIN does not find single rows",
        );
        fails(
            one(),
            &["user_id"],
            |i| {
                i.method = "gin".to_owned();
                i.keys[0].opclass = Some(QualifiedName::new("public", "gin_trgm_ops"));
            },
            "its method or operator class does not answer `=`",
        );
        fails(
            one(),
            &["user_id"],
            |i| i.method = "bloom".to_owned(),
            "its method or operator class does not answer `=`",
        );
    }

    #[test]
    fn what_serves_partly() {
        fails(
            two(),
            &["a"],
            |_| {},
            "index `i` serves it only partly, it begins with only some \
             of its columns",
        );
        fails(
            two(),
            &["a", "c", "b"],
            |_| {},
            "index `i` serves it only partly, it begins with \
             only some of its columns",
        );
        fails(
            two(),
            &["a", "c"],
            |i| i.unique = true,
            "index `i` serves it only partly, it \
             begins with only some of its columns",
        );
        fails(
            two(),
            &["c", "a", "b"],
            |_| {},
            "index `i` serves it only partly, it begins with \
             another column",
        );
        fails(
            one(),
            &["kind", "user_id"],
            |_| {},
            "index `i` serves it only partly, it begins \
             with another column",
        );
    }

    #[test]
    fn an_invalid_index_is_said_once() {
        let build = || one().index_with("i", &["user_id"], |i| i.invalid = true);
        silent(RULE.id, build());
        let mut config = Config::default();
        config
            .rules
            .insert("invalid_index".to_owned(), Level::Allow);
        let found = violations_with(RULE.id, &build().0, &config);
        assert!(
            found[0].message.ends_with("index `i` is invalid"),
            "{}",
            found[0].message
        );
        assert_eq!(
            found[0].fix_sql.as_deref(),
            Some("REINDEX INDEX CONCURRENTLY public.i;")
        );
        let parts = violations_with(RULE.id, &build().partition_by("LIST (kind)").0, &config);
        assert_eq!((&parts[0].fix_sql, parts[0].help.len()), (&None, 1));
        // One that would serve only partly is a mistake of its own.
        fails(
            one(),
            &["kind", "user_id"],
            |i| i.invalid = true,
            "index `i` can't be used: it is invalid",
        );
    }

    #[test]
    fn a_cast_column_is_said_once() {
        let build = || {
            standard("orders").column("n integer").foreign_key(
                &["n"],
                "users",
                &["n"],
                &["numeric"],
            )
        };
        let indexed = build().index("orders_n_idx", &["n"]);
        silent(RULE.id, build().index("orders_n_idx", &["n"]));
        let mut config = Config::default();
        config
            .rules
            .insert("foreign_key_type".to_owned(), Level::Allow);
        let found = violations_with(RULE.id, &indexed.0, &config);
        assert!(found[0].message.ends_with(
            "index `orders_n_idx` is not used, because `n` is cast \
             to `numeric` for the comparison"
        ));
        assert_eq!(found[0].fix_sql, None);
        // Without an index it is a mistake of its own.
        only(RULE.id, build());
    }

    #[test]
    fn the_period_of_a_temporal_key_is_compared_by_overlap() {
        let build = || {
            standard("bookings")
                .column("room_id uuid")
                .column("during tstzrange")
                .foreign_key_with(
                    &["room_id", "during"],
                    "rooms",
                    &["id", "valid"],
                    &["uuid", "tstzrange"],
                    |key| key.period = true,
                )
        };
        serves(build(), &["room_id"], |_| {});
        serves(build(), &["room_id", "during"], |i| {
            i.method = "gist".to_owned();
        });
        only(RULE.id, build());
    }

    #[test]
    fn one_that_is_not_enforced_never_looks() {
        let build = standard("orders").column("user_id uuid");
        silent(
            RULE.id,
            build.foreign_key_with(&["user_id"], "users", &["id"], &["uuid"], |key| {
                key.not_enforced = true;
            }),
        );
    }
}
