//! The catalogue query: what is asked of `pg_catalog`, and how the answers become a [`Schema`].
//!
//! There is no driver here. Whoever has one runs, on one connection,
//!
//! 1. [`BEGIN`], statements without a result;
//! 2. each of [`statements`], and gives each row's only column, a text, to [`Assembler::row`];
//! 3. [`END`];
//!
//! and takes the schema from [`Assembler::finish`]. All of it is one text in [`script`], for a
//! driver that reads several results from one round trip, and the statements are one in [`query`],
//! for one that reads no more than one result. No statement has a parameter, so the
//! simple protocol will do, and with it a transaction pooler. Rows may come in any order, and each
//! says what it is, so nothing has to be known of the statement that it came from.
//!
//! # What is read
//!
//! `pg_catalog` only, of PostgreSQL 13 to 18 with one text: a column that an older server lacks is
//! looked up in an outer level of the query, where the text gives it a value. Every role may read
//! it; no privilege on a table or schema is needed, and nothing of a relation is hidden from a role
//! without one. What a role can't see (passwords, statistics, the options of other users' mappings)
//! is no part of the model.
//!
//! # Locks
//!
//! `pg_get_viewdef` takes ACCESS SHARE on what a view reads, until [`END`], and `pg_get_expr` takes
//! it for a moment, as every query does: a concurrent ALTER TABLE that has its lock is waited for,
//! for as long as the connection's `lock_timeout` says. Defaults and most checks are read without. The functions whose names begin with
//! `pg_get_` see the newest catalogue and not the transaction's; when a definition is dropped while
//! it is read, the row does not fit and [`Error`] says so.

mod assemble;
mod constraint;
mod index;
mod plpgsql;
mod predicate;
mod row;
mod table;
mod template;
mod types;

#[cfg(doc)]
use crate::model::Schema;
use crate::name::QualifiedName;

pub use assemble::{Assembler, Writable};
pub use row::Error;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every schema that is not the system's.
    #[default]
    Everything,
    /// The relations, types and functions of these schemas, and the types that the columns have.
    Schemas(Vec<String>),
    /// These relations and the types that their columns have; no functions.
    Relations(Vec<QualifiedName>),
    /// What models use of relations and types: no policies, no functions, `...` for the text of a
    /// default, and of a view not its query but what may be written to it. No lock is waited for.
    Used {
        /// The relations.
        relations: Vec<QualifiedName>,
        /// Those of them that are written to: only of these is asked what may be written, because
        /// PostgreSQL takes a lock on what a view is of to answer.
        written: Vec<QualifiedName>,
        /// Those of them whose constraints and unique indexes are read, without the texts of
        /// conditions and with `...` for those of expressions. Of the others only the primary key is.
        constrained: Vec<QualifiedName>,
        /// The types, beside those that the columns have.
        types: Vec<QualifiedName>,
    },
}

/// A query whose rows have one column, a JSON document as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it reads, in the plural: `relations`, `columns`. For progress and errors.
    pub name: &'static str,
    /// The text, without a semicolon.
    pub sql: String,
}

/// Every setting that the text of an expression depends on, for the transaction. In one that was there
/// before, the last statement fails with 25001, as `SET TRANSACTION` does after a query: it would go on as a
/// transaction that only reads, with these settings, or be committed.
macro_rules! settings {
    () => {
        "\
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL datestyle = 'ISO, MDY';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = 'hex';
SET LOCAL lc_monetary = 'C';
SET LOCAL quote_all_identifiers = off;
SET LOCAL standard_conforming_strings = on;
SET LOCAL jit = off;
SELECT set_config('transaction_isolation', 'serializable', true) WHERE now() < statement_timestamp()"
    };
}

/// Opens the transaction: one snapshot for all statements, read only, and every setting that the
/// text of an expression depends on.
///
/// With this `search_path` every name outside `pg_catalog` is written with its schema, and no
/// temporary table stands before a catalogue. Just-in-time compilation would cost more than the
/// queries.
pub const BEGIN: &str = concat!(
    "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;\n",
    settings!()
);

/// The same, for [`script`]: of several statements in one message PostgreSQL makes a transaction by
/// itself.
const ALONE: &str = concat!(
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;\n",
    settings!()
);

/// Closes the transaction.
pub const END: &str = "COMMIT";

/// The statements that read what is in scope: small ones first, so that a progress bar tells the
/// truth, and the types last, because the server works on them while the indexes are understood.
pub fn statements(scope: &Scope) -> Vec<Statement> {
    let Conditions {
        relations,
        schemas,
        types,
        written,
        constrained,
    } = conditions(scope);
    let used = matches!(scope, Scope::Used { .. });
    let definitions = if used { "false" } else { "true" };
    // When every type is asked for, those of the server's own columns may come as well, and the
    // columns need not be looked up relation by relation.
    let some_columns = if *scope == Scope::Everything {
        "true"
    } else {
        "a.attrelid IN (SELECT named.oid FROM named)"
    };
    let statement = |name, sql: &str| Statement {
        name,
        sql: sql
            .replace("true /* relations in scope */", &relations)
            .replace("true /* schemas in scope */", &schemas)
            .replace("true /* types in scope */", &types)
            .replace("true /* written in scope */", &written)
            .replace("true /* constraints in scope */", &constrained)
            .replace("true /* definitions in scope */", definitions)
            .replace(
                "a.attrelid IN (SELECT named.oid FROM named) /* unless everything */",
                some_columns,
            ),
    };
    macro_rules! listed {
        ($name:literal) => {
            statement(
                $name,
                concat!(
                    include_str!("sql/listed.sql"),
                    include_str!(concat!("sql/", $name, ".sql"))
                ),
            )
        };
    }
    let mut statements = vec![
        statement("server", include_str!("sql/server.sql")),
        statement("opclasses", include_str!("sql/opclasses.sql")),
        statement("templates", include_str!("sql/templates.sql")),
        listed!("policies"),
        listed!("triggers"),
        listed!("trigger_functions"),
        listed!("relations"),
        listed!("columns"),
        listed!("constraints"),
        listed!("indexes"),
        listed!("types"),
        listed!("functions"),
        listed!("writable"),
    ];
    let left_out: &[&str] = match scope {
        Scope::Everything | Scope::Schemas(_) => &["writable"],
        Scope::Relations(_) => &["functions", "writable"],
        Scope::Used { constrained, .. } if constrained.is_empty() => {
            &["policies", "indexes", "functions"]
        }
        Scope::Used { .. } => &["policies", "functions"],
    };
    statements.retain(|statement| !left_out.contains(&statement.name));
    statements
}

/// All that is needed to read what is in scope as one text, one round trip of the simple protocol.
///
/// It must be sent by itself, and not inside a transaction: then it is one, which ends with it, also
/// when a statement fails. A connection that goes back to a pool is in none.
pub fn script(scope: &Scope) -> String {
    let mut script = String::from(ALONE);
    for statement in statements(scope) {
        script.push_str(";\n");
        script.push_str(&statement.sql);
    }
    script
}

/// [`statements`] as one statement with one column, for a driver that takes no more than one and
/// gives no rows of several: the same rows, of one snapshot. Between [`BEGIN`] and [`END`] like them.
pub fn query(scope: &Scope) -> String {
    let statements = statements(scope).into_iter();
    let selects: Vec<_> = statements
        .map(|statement| {
            let (name, sql) = (statement.name, statement.sql);
            format!("SELECT {name}.document::text AS document FROM (\n{sql}\n) AS {name}(document)")
        })
        .collect();
    selects.join("\nUNION ALL\n")
}

/// What is in scope, as conditions.
struct Conditions {
    /// On a relation: `n`, `c`.
    relations: String,
    /// On the schema of a function: `n`.
    schemas: String,
    /// On a type: `n`, `t`.
    types: String,
    /// On a relation that is written to: `n`, `c`.
    written: String,
    /// On a relation whose constraints are read, by its row in `listed`: `l`.
    constrained: String,
}

fn conditions(scope: &Scope) -> Conditions {
    let named = |what: &str, names: &[QualifiedName]| {
        let pair = |n: &QualifiedName| format!("({}, {})", literal(&n.schema), literal(&n.name));
        any_of(what, names.iter().map(pair))
    };
    let in_schemas = |condition: String| Conditions {
        relations: condition.clone(),
        schemas: condition.clone(),
        types: condition,
        written: "false".to_owned(),
        constrained: "true".to_owned(),
    };
    let nothing = [];
    let (relations, types, written, constrained) = match scope {
        Scope::Everything => return in_schemas("true".to_owned()),
        Scope::Schemas(schemas) => {
            return in_schemas(any_of("n.nspname", schemas.iter().map(|s| literal(s))));
        }
        Scope::Relations(relations) => (relations, &nothing[..], &nothing[..], None),
        Scope::Used {
            relations,
            written,
            constrained,
            types,
        } => (relations, &types[..], &written[..], Some(constrained)),
    };
    let constrained = constrained.map_or("true".to_owned(), |constrained| {
        format!(
            "EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n \
             ON n.oid = c.relnamespace WHERE c.oid = l.oid AND {})",
            named("(n.nspname, c.relname)", constrained)
        )
    });
    Conditions {
        relations: named("(n.nspname, c.relname)", relations),
        schemas: "false".to_owned(),
        types: named("(n.nspname, t.typname)", types),
        written: named("(n.nspname, c.relname)", written),
        constrained,
    }
}

fn any_of(what: &str, values: impl Iterator<Item = String>) -> String {
    let values: Vec<_> = values.collect();
    if values.is_empty() {
        "false".to_owned()
    } else {
        format!("{what} IN ({})", values.join(", "))
    }
}

/// A string literal that means the same whatever `standard_conforming_strings` is.
fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if quoted.contains('\\') {
        format!("E'{}'", quoted.replace('\\', "\\\\"))
    } else {
        format!("'{quoted}'")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{BEGIN, END, QualifiedName, Scope, script, statements};

    #[test]
    fn scope_is_in_the_text() {
        let scope = Scope::Schemas(vec!["public".to_owned(), r"it's \ odd".to_owned()]);
        let all = script(&scope);
        assert!(
            all.contains(r"AND n.nspname IN ('public', E'it''s \\ odd')"),
            "{all}"
        );
        assert!(!all.contains("/*"), "a mark was left: {all}");
        let scope = Scope::Relations(vec![QualifiedName::new("a", "b'c")]);
        assert!(script(&scope).contains("AND (n.nspname, c.relname) IN (('a', 'b''c'))"));
        let none = script(&Scope::Schemas(Vec::new()));
        assert!(none.contains("AND false"));
    }

    #[test]
    fn every_file_of_sql_is_a_statement() {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalogue/sql");
        let mut files: Vec<_> = std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_stem().unwrap() != "listed")
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        files.sort();
        let mut names: Vec<_> = statements(&Scope::Everything)
            .iter()
            .map(|s| s.name)
            .chain(["writable"])
            .collect();
        names.sort_unstable();
        assert_eq!(files, names);
    }

    #[test]
    fn a_text_is_one_statement_of_catalogues_only() {
        let used = statements(&Scope::Used {
            relations: Vec::new(),
            written: Vec::new(),
            constrained: vec![QualifiedName::new("a", "b")],
            types: Vec::new(),
        });
        for statement in statements(&Scope::Everything).into_iter().chain(used) {
            assert!(!statement.sql.contains(';'), "{}", statement.name);
            let words = statement
                .sql
                .lines()
                .filter(|line| !line.trim_start().starts_with("--"))
                .flat_map(str::split_whitespace);
            let mut previous = "";
            for word in words {
                if matches!(previous, "FROM" | "JOIN") && word.starts_with("pg_") {
                    assert!(
                        word.starts_with("pg_catalog."),
                        "{}: {word}",
                        statement.name
                    );
                }
                previous = word;
            }
        }
        assert!(!BEGIN.ends_with(';') && !END.ends_with(';'));
    }
}
