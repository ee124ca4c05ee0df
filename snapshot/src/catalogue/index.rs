//! `pg_index` rows, and the keys that their arrays stand for.

use std::collections::HashMap;

use super::predicate;
use super::row::{Error, Row};
use super::table::Table;
use super::types::{Collations, DEFAULT_COLLATION, Oid, RawColumn, Types};
use crate::codec::DecodeError;
use crate::model::{Index, IndexKey};
use crate::name::QualifiedName;

struct Opclass {
    name: QualifiedName,
    method: String,
    default: bool,
}

/// `pg_opclass` rows.
#[derive(Default)]
pub(super) struct Opclasses {
    by_oid: HashMap<Oid, Opclass>,
    /// The default one for exactly this type.
    defaults: HashMap<(String, Oid), Oid>,
}

impl Opclasses {
    pub(super) fn add(&mut self, row: &Row) -> Result<(), DecodeError> {
        let oid = row.need("oid")?;
        let opclass = Opclass {
            name: row.need("name")?,
            method: row.need("method")?,
            default: row.need("opcdefault")?,
        };
        if opclass.default {
            let key = (opclass.method.clone(), row.need("opcintype")?);
            self.defaults.insert(key, oid);
        }
        self.by_oid.insert(oid, opclass);
        Ok(())
    }

    /// The name of an operator class that CREATE INDEX must name. A type takes the default of its
    /// own (`citext_ops` for `citext`) before that of a type it is coerced to without a function
    /// (`text_ops` for `varchar`), as `GetDefaultOpClass` does. Of an expression the type is not
    /// known.
    pub(super) fn differing(
        &self,
        oid: Oid,
        ty: Option<Oid>,
    ) -> Result<Option<QualifiedName>, Error> {
        let opclass = self.by_oid.get(&oid).ok_or(Error::Missing {
            what: "pg_opclass",
            number: oid,
        })?;
        let exact = ty.and_then(|ty| self.defaults.get(&(opclass.method.clone(), ty)));
        let is_default = opclass.default && exact.is_none_or(|exact| *exact == oid);
        Ok((!is_default).then(|| opclass.name.clone()))
    }
}

/// An index whose keys are still numbers.
#[derive(Default)]
pub(super) struct RawIndex {
    /// `pg_index.indexrelid`.
    pub(super) oid: Oid,
    /// `REPLICA IDENTITY USING INDEX` means this one.
    pub(super) replica_identity: bool,
    /// `indnkeyatts`: the elements of `columns` before this one are keys, the others INCLUDE.
    key_count: usize,
    columns: Vec<i64>,
    opclasses: Vec<Oid>,
    collations: Vec<Oid>,
    options: Vec<i64>,
    expressions: Vec<String>,
    opclass_options: Vec<Option<Vec<String>>>,
    /// Everything else.
    pub(super) index: Index,
}

impl RawIndex {
    /// The indexes of a relation.
    pub(super) fn read_all(
        row: Row,
        collations: &mut Collations,
    ) -> Result<Vec<Self>, DecodeError> {
        let mut table = Table::new(row, |oid| Self {
            oid,
            ..Self::default()
        })?;
        table.every("name", |i, name| i.index.name = name)?;
        table.every("method", |i, method| i.index.method = method)?;
        table.every("indnkeyatts", |i, count: i64| {
            i.key_count = usize::try_from(count).unwrap_or_default();
        })?;
        table.every("indkey", |i, numbers: String| i.columns = vector(&numbers))?;
        table.every("indclass", |i, oids: String| i.opclasses = vector(&oids))?;
        table.every("indcollation", |i, oids: String| {
            i.collations = vector(&oids);
        })?;
        table.every("indoption", |i, bits: String| i.options = vector(&bits))?;
        table.some("collation_names", |i, names: Vec<Option<_>>| {
            for (oid, name) in i.collations.iter().zip(names) {
                if let Some(name) = name {
                    collations.add(Some(*oid), name);
                }
            }
        })?;
        table.some("expressions", |i, texts| i.expressions = texts)?;
        table.some("opclass_options", |i, options| i.opclass_options = options)?;
        table.flag("unique", |i| i.index.unique = true)?;
        table.flag("nulls_not_distinct", |i| i.index.nulls_not_distinct = true)?;
        table.some("predicate", |i, text| i.index.predicate = Some(text))?;
        table.flag("invalid", |i| i.index.invalid = true)?;
        table.flag("replica_identity", |i| i.replica_identity = true)?;
        table.some("options", |i, options| {
            i.index.options = sorted(Some(options));
        })?;
        table.some("comment", |i, text| i.index.comment = Some(text))?;
        let indexes = table.finish();
        for raw in &indexes {
            let keys = raw.key_count;
            if raw.columns.len() < keys
                || raw.opclasses.len() < keys
                || raw.collations.len() < keys
                || raw.options.len() < keys
            {
                return Err(DecodeError::expected("as many elements as keys").within("indkey"));
            }
        }
        Ok(indexes)
    }

    /// The index with its keys by name. `columns` are the relation's, by number.
    pub(super) fn finish(
        self,
        columns: &[RawColumn],
        types: &Types,
        collations: &Collations,
        opclasses: &Opclasses,
    ) -> Result<Index, Error> {
        let Self {
            oid,
            key_count,
            mut index,
            mut opclass_options,
            ..
        } = self;
        let missing = Error::Missing {
            what: "pg_index",
            number: oid,
        };
        let mut expressions = self.expressions.into_iter();
        let numbers = self.columns.iter().zip(&self.opclasses);
        let details = self.collations.iter().zip(&self.options);
        for (n, ((number, opclass), (collation, option))) in
            numbers.zip(details).take(key_count).enumerate()
        {
            let column = find(columns, *number);
            let (ty, expected_collation) = match column {
                Some(column) => (
                    Some(types.below_domains(column.type_oid)?),
                    column.collation(types)?,
                ),
                None => (None, DEFAULT_COLLATION),
            };
            let expression = match column {
                Some(_) => None,
                None => Some(expressions.next().ok_or_else(|| missing.clone())?),
            };
            // INDOPTION_DESC and INDOPTION_NULLS_FIRST; NULLs come first when descending.
            let (descending, nulls_first) = (option & 1 != 0, option & 2 != 0);
            index.keys.push(IndexKey {
                column: column.map(|c| c.column.name.clone()).unwrap_or_default(),
                expression,
                opclass: opclasses.differing(*opclass, ty)?,
                opclass_options: sorted(opclass_options.get_mut(n).and_then(Option::take)),
                collation: collations.differing(*collation, expected_collation)?,
                descending,
                nulls_reversed: descending != nulls_first,
            });
        }
        index.include = names(columns, &self.columns[key_count..]);
        if let Some(text) = &index.predicate {
            let known = |name: &str| columns.iter().any(|c| c.column.name == name);
            index.predicate_not_null = predicate::not_null_columns(text, known).unwrap_or_default();
        }
        Ok(index)
    }
}

/// The numbers of an `int2vector` or `oidvector`. One that is none is left out, and then the index
/// has fewer elements than keys, which is an error.
fn vector(text: &str) -> Vec<i64> {
    text.split_ascii_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect()
}

/// `key=value` by key.
pub(super) fn sorted(options: Option<Vec<String>>) -> Vec<String> {
    let mut options = options.unwrap_or_default();
    options.sort();
    options
}

/// The column of a number; the columns are in order of their numbers.
pub(super) fn find(columns: &[RawColumn], number: i64) -> Option<&RawColumn> {
    let at = columns.binary_search_by_key(&number, |c| c.number).ok()?;
    columns.get(at)
}

/// The names of columns by their numbers. What is no column of the user's (an expression, 0, or a
/// system column, negative) is left out.
pub(super) fn names(columns: &[RawColumn], numbers: &[i64]) -> Vec<String> {
    numbers
        .iter()
        .filter_map(|number| find(columns, *number))
        .map(|column| column.column.name.clone())
        .collect()
}
