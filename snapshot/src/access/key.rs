//! The keys that a row is found by.

use super::{Absent, Planner, Possible, called};
use crate::claim::Shape;
use crate::model::{Index, Relation};
use crate::type_hash::fnv1a;

/// A key of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The Rust fields in the order of the key: what the function that names it takes.
    pub fields: Vec<usize>,
    /// The same in the order of the parameters, by column: the two sides of a foreign key then agree
    /// on it, however each writes it.
    pub parameters: Vec<usize>,
    /// Says which columns it has: a hash of their names.
    pub marker: u64,
    /// `by_id`, `by_tenant_id_and_email`; with the numbers of the fields behind it where another key would
    /// be called the same.
    pub function: String,
    /// The constraint or the index; none of a declared key.
    pub constraint: Option<String>,
    /// The row: what stands after what is selected.
    pub find: String,
    /// Whether there is one.
    pub exists: String,
    /// Removes it.
    pub delete: Possible<String>,
}

/// A number for a set of columns.
pub(super) fn marker<'a>(columns: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut columns: Vec<_> = columns.into_iter().collect();
    columns.sort_unstable();
    // A name holds no NUL.
    fnv1a(&columns.join("\0"))
}

impl Planner<'_> {
    /// The primary key, or the fields that are declared to be one.
    pub(super) fn primary(&self) -> Possible<Vec<usize>> {
        let (item, table) = (self.item, &self.relation.name);
        let Some(key) = &self.relation.primary_key else {
            let declared: Vec<_> = (0..self.model.fields.len())
                .filter(|at| self.field(*at).key.is_some())
                .collect();
            if !declared.is_empty() {
                return Ok(declared);
            }
            return Err(if self.relation.kind.is_table() {
                Absent {
                    message: format!(
                        "`{item}` has no such statement: `{table}` has no primary key"
                    ),
                    help: format!("give the table one: ALTER TABLE {table} ADD PRIMARY KEY (...)"),
                }
            } else {
                Absent {
                    message: format!(
                        "`{item}` has no such statement: `{table}` is a {}, and has no key that \
                         tells its rows apart",
                        self.relation.kind.sql().to_lowercase(),
                    ),
                    help: "write `#[conformant(key)]` on the fields that do".to_owned(),
                }
            });
        };
        self.fields_of(&key.columns).map_err(|column| Absent {
            message: format!(
                "`{item}` has no such statement: it has no field {}for `{column}` of the primary key \
                 of `{table}`",
                self.of_its_own(),
            ),
            help: format!("add a field for `{column}`"),
        })
    }

    /// Every key whose columns have fields.
    pub(super) fn keys(&self) -> Vec<Key> {
        let relation = self.relation;
        let mut keys: Vec<Key> = Vec::new();
        let mut add = |fields: Vec<usize>, constraint: Option<&str>| {
            let key = self.key(fields, constraint);
            if keys.iter().all(|known| known.marker != key.marker) {
                keys.push(key);
            }
        };
        if let Ok(fields) = self.primary() {
            let key = relation.primary_key.as_ref();
            add(fields, key.map(|key| key.name.as_str()));
        }
        for (name, columns) in unique(relation) {
            if let Ok(fields) = self.fields_of(&columns) {
                add(fields, Some(name));
            }
        }
        // Who is which must not depend on what else there is.
        let names: Vec<_> = keys.iter().map(|key| key.function.clone()).collect();
        for key in &mut keys {
            let same = names.iter().filter(|name| **name == key.function);
            if same.count() > 1 {
                let numbers = key.fields.iter().map(|at| format!("_{at}"));
                key.function.extend(numbers);
            }
        }
        keys
    }

    pub(super) fn key(&self, fields: Vec<usize>, constraint: Option<&str>) -> Key {
        let table = self.table();
        let parameters = self.by_column(fields.clone());
        let which = self.equal(&parameters, 1);
        let names: Vec<_> = fields.iter().map(|at| called(self.field(*at))).collect();
        Key {
            marker: marker(fields.iter().map(|at| self.field(*at).column.text.as_str())),
            function: format!("by_{}", names.join("_and_")),
            constraint: constraint.map(str::to_owned),
            find: format!(" FROM {table} WHERE {which}"),
            exists: format!("SELECT EXISTS (SELECT FROM {table} WHERE {which})"),
            delete: self
                .writable()
                .map(|()| format!("DELETE FROM {table} WHERE {which}")),
            fields,
            parameters,
        }
    }

    /// The order of the parameters.
    pub(super) fn by_column(&self, mut fields: Vec<usize>) -> Vec<usize> {
        fields.sort_by_key(|at| self.field(*at).column.text.as_str());
        fields
    }

    /// Whether rows can be written at all.
    pub(super) fn writable(&self) -> Possible<()> {
        let (item, relation) = (self.item, self.relation);
        // A view is written to only by a model that says so.
        let says_so = matches!(self.model.shape, Shape::Insert | Shape::Update);
        if relation.kind.is_view() && !says_so {
            return Err(Absent {
                message: format!(
                    "`{item}` is read only: `{}` is a {}",
                    relation.name,
                    relation.kind.sql().to_lowercase(),
                ),
                help: "write through a model of the table behind it".to_owned(),
            });
        }
        Ok(())
    }
}

/// What tells all rows of a relation apart by plain columns, with its name: the primary key, the unique
/// constraints, the unique indexes.
pub(crate) fn unique(relation: &Relation) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let constraints = relation.primary_key.iter().chain(&relation.unique);
    let constraints = constraints.map(|key| {
        let columns = key.columns.iter().map(String::as_str).collect();
        (key.name.as_str(), columns)
    });
    let indexes = relation.indexes.iter().filter(|index| is_key(index));
    constraints.chain(indexes.map(|index| {
        let columns = index.keys.iter().map(|key| key.column.as_str()).collect();
        (index.name.as_str(), columns)
    }))
}

/// Whether an index that backs no constraint tells all rows apart by plain columns.
fn is_key(index: &Index) -> bool {
    index.unique
        && !index.invalid
        && index.constraint.is_none()
        && index.predicate.is_none()
        && index.keys.iter().all(|key| key.expression.is_none())
}
