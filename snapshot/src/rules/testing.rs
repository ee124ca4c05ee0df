//! Relations by hand, for the tests beside the rules.
// A relation is built where it is passed, so by value reads best.
#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

use super::{Check as Checks, Context, Violation, find};
use crate::config::Config;
use crate::model::{
    Check, Column, ForeignKey, Generated, Index, IndexKey, Key, Policy, Relation, RelationKind,
    RowSecurity, Schema, Trigger, Unkeyed,
};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

/// A relation that is being written down.
pub(crate) struct Build(pub(crate) Relation);

/// A table of the schema `public` without anything.
pub(crate) fn table(name: &str) -> Build {
    Build(Relation {
        name: public(name),
        ..Relation::default()
    })
}

/// A table in which no rule finds anything: a UUID key and the timestamps.
pub(crate) fn standard(name: &str) -> Build {
    table(name)
        .column("id uuid not null default gen_random_uuid()")
        .column("created_at timestamp with time zone not null default now()")
        .column("updated_at timestamp with time zone not null default now()")
        .primary_key(&["id"])
}

/// The table `notes` with row level security and one policy `p`, as a good one is but for a change.
pub(crate) fn notes(row_security: RowSecurity, change: fn(&mut Policy)) -> Build {
    let mut build = standard("notes");
    build.0.row_security = row_security;
    let mut policy = Policy {
        name: "p".to_owned(),
        command: "all".to_owned(),
        roles: vec!["public".to_owned()],
        using: Some("(owner = CURRENT_USER)".to_owned()),
        ..Policy::default()
    };
    change(&mut policy);
    build.0.policies.push(policy);
    build
}

pub(crate) fn public(name: &str) -> QualifiedName {
    QualifiedName::new("public", name)
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A built-in type, or `name/base` for a domain over it.
pub(crate) fn ty(text: &str) -> SqlType {
    match text.split_once('/') {
        Some((name, base)) => SqlType::Domain {
            name: public(name),
            base: Box::new(ty(base)),
        },
        None => SqlType::Builtin(text.to_owned()),
    }
}

impl Build {
    pub(crate) fn kind(mut self, kind: RelationKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// `name type [not null] [default expression]`; the name may be quoted.
    pub(crate) fn column(mut self, text: &str) -> Self {
        let (name, rest) = match text.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\" ").unwrap(),
            None => text.split_once(' ').unwrap(),
        };
        let (rest, default) = match rest.split_once(" default ") {
            Some((rest, default)) => (rest, Some(default.to_owned())),
            None => (rest, None),
        };
        let (text, not_null) = match rest.strip_suffix(" not null") {
            Some(text) => (text, true),
            None => (rest, false),
        };
        self.0.columns.retain(|column| column.name != name);
        self.0.columns.push(Column {
            name: name.to_owned(),
            sql_type: ty(text),
            not_null,
            default,
            ..Column::default()
        });
        self
    }

    pub(crate) fn without(mut self, column: &str) -> Self {
        self.0.columns.retain(|c| c.name != column);
        self
    }

    /// Makes the last column a stored generated one.
    pub(crate) fn generated(mut self) -> Self {
        self.0.columns.last_mut().unwrap().generated = Generated::Stored;
        self
    }

    pub(crate) fn primary_key(mut self, columns: &[&str]) -> Self {
        let name = format!("{}_pkey", self.0.name.name);
        self.0.primary_key = Some(Key {
            name: name.clone(),
            columns: strings(columns),
            ..Key::default()
        });
        self.index_with(&name, columns, |index| {
            index.unique = true;
            index.constraint = Some(index.name.clone());
        })
    }

    pub(crate) fn no_primary_key(mut self) -> Self {
        let key = self.0.primary_key.take().unwrap();
        self.0.indexes.retain(|index| index.name != key.name);
        self
    }

    pub(crate) fn unique(mut self, name: &str, columns: &[&str]) -> Self {
        self.0.unique.push(Key {
            name: name.to_owned(),
            columns: strings(columns),
            ..Key::default()
        });
        self.index_with(name, columns, |index| {
            index.unique = true;
            index.constraint = Some(index.name.clone());
        })
    }

    pub(crate) fn check(mut self, name: &str, columns: &[&str]) -> Self {
        self.0.checks.push(Check {
            name: name.to_owned(),
            columns: strings(columns),
            ..Check::default()
        });
        self
    }

    /// A btree index.
    pub(crate) fn index(self, name: &str, columns: &[&str]) -> Self {
        self.index_with(name, columns, |_| {})
    }

    /// An index that begins as a plain btree index.
    pub(crate) fn index_with(
        mut self,
        name: &str,
        columns: &[&str],
        change: fn(&mut Index),
    ) -> Self {
        let mut index = Index {
            name: name.to_owned(),
            method: "btree".to_owned(),
            keys: columns
                .iter()
                .map(|column| IndexKey {
                    column: (*column).to_owned(),
                    ..IndexKey::default()
                })
                .collect(),
            ..Index::default()
        };
        change(&mut index);
        self.0.indexes.push(index);
        self
    }

    /// A foreign key with PostgreSQL's name, to a key of these types.
    pub(crate) fn foreign_key(
        self,
        columns: &[&str],
        table: &str,
        key: &[&str],
        types: &[&str],
    ) -> Self {
        self.foreign_key_with(columns, table, key, types, |_| {})
    }

    pub(crate) fn foreign_key_with(
        mut self,
        columns: &[&str],
        table: &str,
        key: &[&str],
        types: &[&str],
        change: fn(&mut ForeignKey),
    ) -> Self {
        let mut key = ForeignKey {
            name: format!("{}_{}_fkey", self.0.name.name, columns.join("_")),
            columns: strings(columns),
            references: public(table),
            referenced_columns: strings(key),
            referenced_types: types.iter().map(|text| ty(text)).collect(),
            ..ForeignKey::default()
        };
        change(&mut key);
        self.0.foreign_keys.push(key);
        self
    }

    pub(crate) fn unkeyed(mut self, column: &str, table: &str, key: &str) -> Self {
        self.0.elsewhere.unkeyed.push(Unkeyed {
            column: column.to_owned(),
            table: public(table),
            key: key.to_owned(),
        });
        self
    }

    pub(crate) fn trigger(mut self, timing: &str, event: &str) -> Self {
        self.0.triggers.push(Trigger {
            name: "touch".to_owned(),
            timing: timing.to_owned(),
            events: strings(&[event]),
            row: true,
            ..Trigger::default()
        });
        self
    }

    pub(crate) fn partition_by(mut self, key: &str) -> Self {
        self.0.kind = RelationKind::PartitionedTable;
        self.0.partition_by = Some(key.to_owned());
        self
    }
}

/// What one rule finds, whatever kinds of relations it looks at.
pub(crate) fn violations_with(rule: &str, relation: &Relation, config: &Config) -> Vec<Violation> {
    let rule = find(rule).unwrap();
    let mut out = Vec::new();
    let Checks::Relation(check) = rule.check else {
        panic!("{} looks at a schema", rule.id)
    };
    if rule.looks_at.contains(&relation.kind) {
        check(
            &Context {
                relation,
                config,
                allows: &[],
                has_model: None,
            },
            &mut out,
        );
    }
    out
}

/// What one rule that looks at a schema finds, as the name of what it is said of and the message.
pub(crate) fn in_schema(rule: &str, schema: &Schema) -> Vec<(String, Violation)> {
    let Checks::Schema(check) = find(rule).unwrap().check else {
        panic!("{rule} looks at a relation")
    };
    let mut out = Vec::new();
    check(schema, &mut out);
    let named = |(of, violation): (QualifiedName, _)| (of.name, violation);
    out.into_iter().map(named).collect()
}

/// What one rule finds under the default configuration.
pub(crate) fn violations(rule: &str, build: Build) -> Vec<Violation> {
    violations_with(rule, &build.0, &Config::default())
}

/// The messages of what one rule finds.
pub(crate) fn messages(rule: &str, build: Build) -> Vec<String> {
    violations(rule, build)
        .into_iter()
        .map(|v| v.message)
        .collect()
}

/// Asserts that a rule finds nothing.
#[track_caller]
pub(crate) fn silent(rule: &str, build: Build) {
    assert_eq!(messages(rule, build), [""; 0]);
}

/// The only violation.
#[track_caller]
pub(crate) fn only(rule: &str, build: Build) -> Violation {
    let mut all = violations(rule, build);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}
