//! Statements that read.

use super::key::Key;
use super::{Absent, Planner, Possible, around, cast_name, compound};
use crate::claim::Shape;
use crate::sql_type::SqlType;

/// What a row is read by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The columns as SQL names them: `id, email, "order", marks::integer[]`. Those of flattened parts come
    /// after them.
    pub text: String,
    /// The fields that they are read into, in the same order. Another one has a value without a
    /// column.
    pub fields: Vec<usize>,
}

/// The rows in the order of the primary key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The marker of the key that orders them.
    pub key: u64,
    /// The first ones, after what is selected; takes how many.
    pub first: String,
    /// The next ones, likewise; takes the key of the last one, and how many.
    pub after: String,
}

impl Planner<'_> {
    pub(super) fn row(&self) -> Row {
        let has = |at: &usize| self.column(*at).is_some() || !self.field(*at).optional;
        let fields: Vec<_> = (0..self.model.fields.len()).filter(has).collect();
        let names: Vec<_> = fields.iter().map(|at| self.selected(*at)).collect();
        Row {
            text: names.join(", "),
            fields,
        }
    }

    /// A column as it is read. Of a domain the server says what it is over, but not of what is in an array.
    fn selected(&self, at: usize) -> String {
        let name = self.quoted(at);
        let ty = self
            .column(at)
            .map(|column| column.sql_type.below_domains());
        match ty {
            Some(ty @ SqlType::Array(_)) if !around(ty).is_empty() => {
                format!("{name}::{}", cast_name(ty))
            }
            _ => name,
        }
    }

    pub(super) fn list(&self, keys: &[Key]) -> Possible<List> {
        self.reader()?;
        let fields = self.primary()?;
        let [first, after] = self.pages(&fields, &[]);
        // `keys` begins with the primary key when it has its fields.
        let key = keys.first().map_or(0, |key| key.marker);
        Ok(List { key, first, after })
    }

    /// The statement for the first rows and the one for the next, of those where some columns have
    /// the values of the first parameters.
    pub(super) fn pages(&self, key: &[usize], equal: &[usize]) -> [String; 2] {
        let parameters = self.by_column(key.to_vec());
        let order: Vec<_> = key.iter().map(|at| self.quoted(*at)).collect();
        let after: Vec<_> = key
            .iter()
            .map(|at| {
                let n = parameters.iter().position(|known| known == at);
                self.compared(*at, equal.len() + 1 + n.unwrap_or_default())
            })
            .collect();
        let after = format!("{} > {}", compound(&order), compound(&after));
        let mut conditions = Vec::new();
        if !equal.is_empty() {
            conditions.push(self.equal(equal, 1));
        }
        let page = |conditions: &[String], limit: usize| {
            let which = match conditions {
                [] => String::new(),
                _ => format!(" WHERE {}", conditions.join(" AND ")),
            };
            format!(
                " FROM {}{which} ORDER BY {} LIMIT ${limit}",
                self.table(),
                order.join(", "),
            )
        };
        let first = page(&conditions, equal.len() + 1);
        conditions.push(after);
        [first, page(&conditions, equal.len() + key.len() + 1)]
    }

    /// Whether the model is one that reads.
    fn reader(&self) -> Possible<()> {
        match self.model.shape {
            Shape::Full | Shape::Partial => Ok(()),
            Shape::Insert | Shape::Update => Err(Absent {
                message: format!("`{}` gives values, and reads no rows", self.item),
                help: "read with a model that is without `insert` and `update`".to_owned(),
            }),
        }
    }
}
