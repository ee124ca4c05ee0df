//! The names that the enum of a model's constraints relies on: those by which its table, and the domains
//! of its columns, refuse values. One more or less is none that it does not know; another name for what
//! is refused already is.

use std::collections::BTreeSet;

use super::{Live, Record, relied};
use crate::codec::record;
use crate::conform::Domain;
use crate::conform::constraints::{self, Constraint, Kind};
use crate::finding::Finding;
use crate::model::{Check, Column, Relation, RelationKind};
use crate::name::{QualifiedName, quote};
use crate::sql_type::SqlType;

/// The table refuses rows by a name that the model's enum does not have. No build says it: it has the
/// names of its snapshot.
pub const UNKNOWN_CONSTRAINT: &str = "unknown_constraint";

record! {
    /// What the enum has beside the constraints of its relation.
    pub struct Names {
        /// The columns whose NULL the server reports by the column, also those that the model does not
        /// read.
        pub not_null: Vec<String>,
        /// The domains that refuse values of the columns.
        pub domains: Vec<Domain>,
    }
}

impl Names {
    /// Of a model with an enum.
    pub(super) fn of(relation: &Relation, domains: &[Domain]) -> Self {
        let by_domain = |column: &Column| {
            let mut domains = domains.iter();
            domains.any(|domain| domain.not_null && is_of(column, &domain.name))
        };
        let columns = relation.columns.iter();
        let not_null = columns
            .filter(|column| (column.not_null || column.not_null_not_valid) && !by_domain(column));
        Self {
            not_null: not_null.map(|column| column.name.clone()).collect(),
            domains: domains.to_vec(),
        }
    }

    /// As if all were checks of the table, for the comparison of what changed. The NOT NULL of these
    /// columns is compared with the columns.
    pub(super) fn as_checks(&self, columns: &[Column]) -> Vec<Check> {
        let of_domains = self.domains.iter().filter(|domain| domain.not_null);
        // Of a column the enum has it whether it is the column's or its domain's.
        let not_null = self.not_null.iter();
        let not_null = not_null.chain(of_domains.flat_map(|domain| &domain.columns));
        let elsewhere = not_null.filter(|name| columns.iter().all(|column| column.name != **name));
        let not_null = elsewhere
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|name| Check {
                name: format!("NOT NULL of column {name}"),
                definition: format!("CHECK ({} IS NOT NULL)", quote(name)),
                columns: vec![name.clone()],
                ..Check::default()
            });
        let of_domains = self.domains.iter().flat_map(|domain| {
            domain.checks.iter().map(|name| Check {
                name: of_domain(name, &domain.name),
                definition: format!("CHECK ({} ...)", domain.columns.join(", ")),
                columns: domain.columns.clone(),
                ..Check::default()
            })
        });
        not_null.chain(of_domains).collect()
    }

    /// The relation with these columns and no other.
    fn complete(&self, relation: &Relation) -> Relation {
        let column = |name: &String| Column {
            name: name.clone(),
            not_null: true,
            ..Column::default()
        };
        Relation {
            columns: self.not_null.iter().map(column).collect(),
            ..relation.clone()
        }
    }
}

fn of_domain(name: &str, domain: &QualifiedName) -> String {
    format!("{name} of domain {domain}")
}

/// What is refused by a name that the enum does not have and was refused by one that it has.
pub(super) fn unknown(
    record: &Record,
    was: &Relation,
    (is, domains): (&Relation, &[Domain]),
    live: &Live<'_>,
) -> Vec<Finding> {
    // An old record has no more than the relation.
    let old = Names::default();
    let (knew, domains) = match &record.names {
        Some(knew) => (knew, domains),
        None => (&old, &[][..]),
    };
    let was = knew.complete(was);
    let known = constraints::of(&was, &knew.domains, &|_| true);
    let there = constraints::of(is, domains, &|_| true);
    // Of a column the enum has it whether it is the column's or its domain's.
    let new = there.iter().filter(|one| !is_of_column(one));
    let new: Vec<_> = new.filter(|one| !has(&known, one)).collect();
    let taken_over = |old: &Constraint<'_>| {
        let gone = !has(&there, old);
        let same = |new: &&Constraint<'_>| {
            let same = match (is.column(old.name), new.domain) {
                // The domain of a column refuses before the column does.
                (Some(column), Some(domain)) if is_of_column(old) => is_of(column, domain),
                _ => gone && is_about_the_same(old, new),
            };
            same && new.kind.sqlstate() == old.kind.sqlstate()
        };
        let mut by: Vec<_> = new.iter().copied().filter(same).collect();
        // Of a domain that was renamed.
        if let Some(named) = by.iter().copied().find(|new| new.name == old.name) {
            by = vec![named];
        }
        (!by.is_empty()).then(|| about(record, live, is, (old, &by)))
    };
    let mut unknown: Vec<_> = known.iter().filter_map(taken_over).collect();
    let is_partitioned = |relation: &Relation| relation.kind == RelationKind::PartitionedTable;
    if is_partitioned(is) && !is_partitioned(&was) {
        unknown.push(of_partitions(record));
    }
    unknown
}

/// PostgreSQL reports the partition, which only an enum of a partitioned table takes for the table.
fn of_partitions(record: &Record) -> Finding {
    let (item, table) = (&record.claim.item.text, record.name());
    relied::about(
        record,
        UNKNOWN_CONSTRAINT,
        &table.to_string(),
        format!("`{item}Constraint` knows what `{table}` refuses, and not what its partitions do"),
        "compile against this database".to_owned(),
    )
}

/// Whether both refuse the same values. A domain's refuses those of each of its columns by itself: of
/// columns that came or went since nothing follows for the others.
fn is_about_the_same(old: &Constraint<'_>, new: &Constraint<'_>) -> bool {
    let new = refused(new);
    refused(old).iter().any(|columns| new.contains(columns))
}

fn refused<'a>(constraint: &'a Constraint<'_>) -> Vec<&'a [&'a str]> {
    match constraint.domain {
        Some(_) => constraint.columns.chunks(1).collect(),
        None => vec![&constraint.columns],
    }
}

fn has(all: &[Constraint<'_>], one: &Constraint<'_>) -> bool {
    let not_null = |one: &Constraint<'_>| one.kind == Kind::NotNull;
    let same = |other: &Constraint<'_>| {
        (other.name, other.domain, not_null(other)) == (one.name, one.domain, not_null(one))
    };
    all.iter().any(same)
}

/// NOT NULL that the server reports by the column.
fn is_of_column(constraint: &Constraint<'_>) -> bool {
    constraint.kind == Kind::NotNull && constraint.domain.is_none()
}

fn is_of(column: &Column, domain: &QualifiedName) -> bool {
    matches!(&column.sql_type, SqlType::Domain { name, .. } if name == domain)
}

fn about(
    record: &Record,
    live: &Live<'_>,
    is: &Relation,
    (old, by): (&Constraint<'_>, &[&Constraint<'_>]),
) -> Finding {
    let (item, table) = (&record.claim.item.text, record.name());
    let back = match by {
        [new] => back(live, is, old, new),
        _ => None,
    };
    let help = match back {
        Some(sql) => format!("compile against this database, or give it its name back: {sql}"),
        None => "compile against this database".to_owned(),
    };
    let object = match old.domain {
        Some(domain) => of_domain(old.name, domain),
        None => old.name.to_owned(),
    };
    let one = if by.len() > 1 { "one of " } else { "" };
    let by: Vec<_> = by.iter().map(|new| told(new)).collect();
    relied::about(
        record,
        UNKNOWN_CONSTRAINT,
        &object,
        format!(
            "`{item}Constraint` has no variant for {}, by {one}which `{table}` refuses what it refused by {}",
            by.join(" and for "),
            told(old),
        ),
        help,
    )
}

fn told(constraint: &Constraint<'_>) -> String {
    match (constraint.domain, constraint.kind) {
        (Some(domain), Kind::NotNull) => format!("NOT NULL of domain `{domain}`"),
        (Some(domain), _) => format!("`{}` of domain `{domain}`", constraint.name),
        (None, Kind::NotNull) => format!("NOT NULL of column `{}`", constraint.name),
        (None, _) => format!("`{}`", constraint.name),
    }
}

/// The statement that renames what is there, when a rename is what it needs.
fn back(
    live: &Live<'_>,
    is: &Relation,
    old: &Constraint<'_>,
    new: &Constraint<'_>,
) -> Option<String> {
    let (to, table) = (quote(old.name), &is.name);
    match (old.domain, new.domain) {
        (None, None) => {
            let mut indexes = is.indexes.iter();
            let is_it = |name: &str| name == new.name;
            let alone = indexes.any(|index| is_it(&index.name) && index.constraint.is_none());
            Some(if alone {
                let index = QualifiedName::new(&table.schema, new.name);
                format!("ALTER INDEX {index} RENAME TO {to}")
            } else {
                let from = quote(new.name);
                format!("ALTER TABLE {table} RENAME CONSTRAINT {from} TO {to}")
            })
        }
        (Some(old_domain), Some(domain)) if old_domain == domain => {
            let owner = owner(live, domain, new.name)?;
            let from = quote(new.name);
            Some(format!(
                "ALTER DOMAIN {owner} RENAME CONSTRAINT {from} TO {to}"
            ))
        }
        (Some(old_domain), Some(domain)) => {
            let is_free = live.schema.types.iter().all(|ty| ty.name != *old_domain);
            let renamed = is_free && old_domain.schema == domain.schema;
            let to = quote(&old_domain.name);
            renamed.then(|| format!("ALTER DOMAIN {domain} RENAME TO {to}"))
        }
        _ => None,
    }
}

/// The domain, or the one below it, that a check was declared on.
fn owner<'a>(
    live: &'a Live<'_>,
    domain: &'a QualifiedName,
    check: &str,
) -> Option<&'a QualifiedName> {
    let mut name = domain;
    loop {
        let ty = live.schema.types.iter().find(|ty| ty.name == *name)?;
        if ty.checks.iter().any(|one| one.name == check) {
            return Some(name);
        }
        name = ty.base.as_ref()?.user_name()?;
    }
}
