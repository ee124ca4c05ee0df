//! A schema that is in no snapshot's directory: of a database, a revision, migrations.

use std::collections::{BTreeMap, HashMap};

use super::source::{Found, Source};
use crate::baseline::Baseline;
use crate::config::Config;
use crate::model::{Relation, Schema, UserType};
use crate::name::QualifiedName;
use crate::store::{Loaded, Snapshot};

/// A schema that claims can be compared with.
#[derive(Debug)]
pub struct InMemory<'a> {
    config: &'a Config,
    relations: HashMap<&'a QualifiedName, &'a Relation>,
    types: HashMap<&'a QualifiedName, &'a UserType>,
    /// The names of relations and types by schema, in byte order.
    names: BTreeMap<&'a str, [Vec<String>; 2]>,
}

impl<'a> InMemory<'a> {
    /// Of this schema, under this standard.
    pub fn of(schema: &'a Schema, config: &'a Config) -> Self {
        let mut names: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
        let relations = schema.relations.iter().map(|one| (0, &one.name));
        let types = schema.types.iter().map(|one| (1, &one.name));
        for (kind, name) in relations.chain(types) {
            names.entry(&name.schema).or_default()[kind].push(name.name.clone());
        }
        for list in names.values_mut().flatten() {
            list.sort_unstable();
        }
        Self {
            config,
            relations: schema.relations.iter().map(|r| (&r.name, r)).collect(),
            types: schema.types.iter().map(|t| (&t.name, t)).collect(),
            names,
        }
    }

    fn names(&self, schema: &str, kind: usize) -> Vec<String> {
        let lists = self.names.get(schema);
        lists.map(|lists| lists[kind].clone()).unwrap_or_default()
    }
}

fn loaded<T: Clone>(value: &T, file: String) -> Loaded<T> {
    Loaded {
        value: value.clone(),
        file,
        fingerprint: String::new(),
    }
}

impl Source for InMemory<'_> {
    fn config(&self) -> &Config {
        self.config
    }

    fn relation(&self, name: &QualifiedName) -> Found<Relation> {
        let relation = self.relations.get(name);
        Ok(relation.map(|value| loaded(*value, Snapshot::relation_file(name))))
    }

    fn user_type(&self, name: &QualifiedName) -> Found<UserType> {
        let ty = self.types.get(name);
        Ok(ty.map(|value| loaded(*value, Snapshot::user_type_file(name))))
    }

    fn baseline(&self, _: &QualifiedName) -> Found<Baseline> {
        Ok(None)
    }

    fn schemas(&self) -> Vec<String> {
        self.names.keys().map(|&schema| schema.to_owned()).collect()
    }

    fn relation_names(&self, schema: &str) -> Vec<String> {
        self.names(schema, 0)
    }

    fn type_names(&self, schema: &str) -> Vec<String> {
        self.names(schema, 1)
    }

    fn shown(&self, file: &str) -> String {
        file.to_owned()
    }
}
