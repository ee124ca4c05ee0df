use super::naming::Parts;
use super::{Context, Example, Group, Rule, TABLES, Violation, quote_list};
use crate::finding::Level;
use crate::model::{Index, IndexKey, Relation, RelationKind};
use crate::name::quote;

pub(super) static RULE: Rule = Rule {
    id: "primary_key_exists",
    group: Group::Keys,
    looks_at: TABLES,
    summary: "A table has a primary key.",
    why: "Without one a row can't be named: updates and deletes may hit several rows, foreign keys \
          have nothing to point at, and logical replication refuses UPDATE and DELETE. A unique \
          constraint is not enough, its columns can be NULL. A table that inherits needs a key of \
          its own, because PostgreSQL passes none on.",
    fix: "Add a key column, or declare the columns that already identify a row as the key, with the \
          unique index that they have. Adding \
          a column with `gen_random_uuid()` writes the whole table again under a lock.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    if relation.primary_key.is_some() {
        return;
    }
    let mut help = Vec::new();
    let fix_sql = match partition_columns(relation) {
        None => {
            help.push(format!(
                "the table is partitioned by an expression, `{}`, over which PostgreSQL can't \
                 have a primary key: partition by plain columns",
                relation.partition_by.as_deref().unwrap_or_default()
            ));
            None
        }
        Some(partition) => Some(fix(cx, &partition, &mut help)),
    };
    out.push(Violation {
        message: format!("table `{}` has no primary key", relation.name),
        help,
        fix_sql,
        ..Violation::default()
    });
}

/// A key over `id`, which is added when there is none. PostgreSQL wants the columns of the
/// partition key in the primary key.
fn fix(cx: &Context<'_>, partition: &[String], help: &mut Vec<String>) -> String {
    let relation = cx.relation;
    let mut key = vec!["id".to_owned()];
    key.extend(partition.iter().filter(|column| *column != "id").cloned());
    let names: Vec<&str> = key.iter().map(String::as_str).collect();
    let parts = Parts {
        table: &relation.name.name,
        columns: &names,
        referenced: "",
    };
    let name = parts.new_name(&cx.config.constraint_names.primary_key, relation);
    let constraint = name.map_or_else(String::new, |name| format!("CONSTRAINT {} ", quote(&name)));
    if let Some(index) = usable(relation, &key) {
        help.push(format!(
            "index `{index}` becomes that of the key, and gets its name"
        ));
        let index = quote(index);
        return format!(
            "{} ADD {constraint}PRIMARY KEY USING INDEX {index};",
            cx.alter()
        );
    }
    let add_key = format!("ADD {constraint}PRIMARY KEY ({})", quote_list(&key));
    if relation.column("id").is_some() {
        help.push("it fails, and changes nothing, when `id` is NULL or twice in a row".to_owned());
        format!("{} {add_key};", cx.alter())
    } else {
        help.push("and add the field `id`, a UUID".to_owned());
        if let Some(columns) = identifying(relation) {
            help.push(format!(
                "or make the key of the columns that already identify a row: {} ADD PRIMARY KEY \
                 ({});",
                cx.alter(),
                quote_list(&columns)
            ));
        }
        format!(
            "{} ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), {add_key};",
            cx.alter()
        )
    }
}

/// The unique index that a primary key over NOT NULL columns can take over, as PostgreSQL wants it:
/// plain, and of no constraint.
fn usable<'a>(relation: &'a Relation, columns: &[String]) -> Option<&'a str> {
    let is_plain = |(key, name): (&IndexKey, &String)| {
        let plain = IndexKey {
            column: name.clone(),
            ..IndexKey::default()
        };
        *key == plain && relation.column(name).is_some_and(|column| column.not_null)
    };
    let takes = |index: &&Index| {
        index.unique
            && index.method == "btree"
            && !index.invalid
            && !index.nulls_not_distinct
            && index.constraint.is_none()
            && index.predicate.is_none()
            && index.include.is_empty()
            && index.keys.len() == columns.len()
            && index.keys.iter().zip(columns).all(is_plain)
    };
    let mut indexes = relation.indexes.iter();
    let index = indexes
        .find(takes)
        .filter(|_| relation.kind == RelationKind::Table);
    index.map(|index| index.name.as_str())
}

/// NOT NULL columns with a unique index over all rows.
fn identifying(relation: &Relation) -> Option<Vec<String>> {
    let whole = |index: &&Index| {
        index.unique
            && !index.invalid
            && index.predicate.is_none()
            && index.keys.iter().all(|key| {
                relation
                    .column(&key.column)
                    .is_some_and(|column| column.not_null)
            })
    };
    let index = relation.indexes.iter().find(whole)?;
    Some(index.keys.iter().map(|key| key.column.clone()).collect())
}

/// The plain columns of the partition key, `RANGE (created_at, "Kind")`; nothing for a table that
/// is not partitioned, and `None` when an expression is among them.
pub(super) fn partition_columns(relation: &Relation) -> Option<Vec<String>> {
    let Some(text) = &relation.partition_by else {
        return Some(Vec::new());
    };
    let list = text.split_once('(')?.1.strip_suffix(')')?;
    let mut columns = Vec::new();
    for item in list.split(", ") {
        // An operator class or collation may follow the column.
        let column = relation.columns.iter().find(|column| {
            let name = quote(&column.name);
            item.strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })?;
        columns.push(column.name.clone());
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, public, silent, standard, table};
    use super::{RULE, partition_columns};
    use crate::model::{Index, RelationKind};

    #[test]
    fn found_with_a_column_to_add() {
        let found = only(RULE.id, table("notes").column("body text"));
        assert_eq!(found.message, "table `public.notes` has no primary key");
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), \
                 ADD CONSTRAINT notes_pkey PRIMARY KEY (id);"
            )
        );
    }

    #[test]
    fn columns_that_identify_a_row() {
        let with_id = only(RULE.id, table("notes").column("id bigint not null"));
        assert_eq!(
            with_id.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ADD CONSTRAINT \
                 notes_pkey PRIMARY KEY (id);"
            )
        );
        let unique = |null| {
            table("notes")
                .column(&format!("slug text{null}"))
                .unique("notes_slug_key", &["slug"])
        };
        let help = |build| only(RULE.id, build).help.join("\n");
        assert!(help(unique(" not null")).contains("ADD PRIMARY KEY (slug);"));
        assert!(!help(unique("")).contains("slug"));
    }

    /// apalis, whose tables matrix-authentication-service has, makes a unique index of each key.
    #[test]
    fn a_unique_index_is_taken_over() {
        let jobs = |null: &str, change: fn(&mut Index)| {
            let build = table("jobs").column(&format!("id text{null}"));
            let mut build = build.index_with("unique_job_id", &["id"], |i| i.unique = true);
            change(&mut build.0.indexes[0]);
            build
        };
        let found = only(RULE.id, jobs(" not null", |_| {}));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY USING INDEX \
                 unique_job_id;"
            )
        );
        let changes: [fn(&mut Index); 4] = [
            |i| i.unique = false,
            |i| i.constraint = Some("unique_job_id".to_owned()),
            |i| i.predicate = Some("(id <> ''::text)".to_owned()),
            |i| i.keys[0].descending = true,
        ];
        let others = changes.map(|change| jobs(" not null", change));
        for build in others.into_iter().chain([jobs("", |_| {})]) {
            let sql = only(RULE.id, build).fix_sql;
            assert!(sql.is_some_and(|sql| sql.ends_with("PRIMARY KEY (id);")));
        }
    }

    #[test]
    fn partitioned_tables_keep_the_partition_key_in_it() {
        let found = only(
            RULE.id,
            table("events")
                .column("at date not null")
                .partition_by("RANGE (at)"),
        );
        assert!(
            found
                .fix_sql
                .is_some_and(|sql| sql.ends_with("PRIMARY KEY (id, at);"))
        );
        let found = only(
            RULE.id,
            table("events")
                .column("at date")
                .partition_by("RANGE (date_part('year'::text, at))"),
        );
        assert_eq!((found.fix_sql, found.help.len()), (None, 1));
    }

    #[test]
    fn partition_keys() {
        let columns = |key: &str| {
            let build = table("t")
                .column("a text")
                .column("\"B c\" text")
                .partition_by(key);
            partition_columns(&build.0)
        };
        assert_eq!(columns("LIST (a)"), Some(vec!["a".to_owned()]));
        assert_eq!(
            columns(
                "HASH (a COLLATE \"C\", \"B c\" \
                 text_ops)"
            ),
            Some(vec!["a".to_owned(), "B c".to_owned()])
        );
        assert_eq!(columns("RANGE (lower(a), \"B c\")"), None);
    }

    #[test]
    fn silent_with_a_key_and_where_there_can_be_none() {
        silent(RULE.id, standard("notes"));
        silent(
            RULE.id,
            standard("entry_tags").primary_key(&["created_at", "id"]),
        );
        for kind in [
            RelationKind::View,
            RelationKind::MaterializedView,
            RelationKind::ForeignTable,
        ] {
            silent(RULE.id, table("v").column("a text").kind(kind));
        }
    }

    #[test]
    fn a_table_that_inherits_needs_its_own() {
        let mut child = table("cities").column("name text");
        child.0.inherits = vec![public("places")];
        only(RULE.id, child);
    }
}
