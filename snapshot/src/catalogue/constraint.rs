//! `pg_constraint` rows of relations, and the columns that their arrays stand for.

use super::index;
use super::row::{Error, Row};
use super::table::Table;
use super::template::Templates;
use super::types::{Oid, RawColumn, Types};
use crate::codec::DecodeError;
use crate::model::{Check, Exclusion, ForeignKey, Key, Relation};
use crate::name::QualifiedName;

/// A constraint whose columns are still numbers. The members of the model's records that several
/// kinds have are read once.
#[derive(Default)]
pub(super) struct RawConstraint {
    /// `contype`: p, u, f, c or x.
    kind: String,
    columns: Vec<i64>,
    /// `conindid`, of what an index of the same relation backs.
    index: Option<Oid>,
    /// `confrelid`.
    references: Oid,
    referenced_columns: Vec<i64>,
    on_delete_columns: Vec<i64>,
    definition: String,
    /// A check's definition with the names of other columns.
    template: Option<String>,
    no_inherit: bool,
    /// Of a foreign key, WITHOUT OVERLAPS of a key.
    period: bool,
    /// The name and what else a foreign key has.
    common: ForeignKey,
}

impl RawConstraint {
    /// The constraints of a relation.
    pub(super) fn read_all(row: Row) -> Result<Vec<Self>, DecodeError> {
        let mut table = Table::new(row, |_| Self::default())?;
        table.every("name", |k, name| k.common.name = name)?;
        table.every("contype", |k, letter| k.kind = letter)?;
        // A check without a column has no list.
        table.every("conkey", |k, numbers: Option<_>| {
            k.columns = numbers.unwrap_or_default();
        })?;
        table.some("conindid", |k, oid| k.index = Some(oid))?;
        table.some("confrelid", |k, oid| k.references = oid)?;
        table.some("confkey", |k, numbers| k.referenced_columns = numbers)?;
        table.some("on_delete", |k, action| k.common.on_delete = action)?;
        table.some("confdelsetcols", |k, numbers| k.on_delete_columns = numbers)?;
        table.some("on_update", |k, action| k.common.on_update = action)?;
        table.flag("match_full", |k| k.common.match_full = true)?;
        table.flag("period", |k| k.period = true)?;
        table.flag("deferrable", |k| k.common.deferrable = true)?;
        table.flag("deferred", |k| k.common.deferred = true)?;
        table.flag("not_valid", |k| k.common.not_valid = true)?;
        table.flag("not_enforced", |k| k.common.not_enforced = true)?;
        table.flag("no_inherit", |k| k.no_inherit = true)?;
        table.some("definition", |k, text| k.definition = text)?;
        table.some("template", |k, text| k.template = Some(text))?;
        table.some("comment", |k, text| k.common.comment = Some(text))?;
        Ok(table.finish())
    }

    /// The index that keeps the constraint, and the constraint's name.
    pub(super) fn backing_index(&self) -> Option<(Oid, &str)> {
        self.index.map(|oid| (oid, self.common.name.as_str()))
    }

    /// Adds the constraint to the relation that has it. `columns` are that relation's,
    /// `nulls_not_distinct` is its index's, `referenced` gives the name and columns of another.
    pub(super) fn finish<'a>(
        self,
        relation: &mut Relation,
        columns: &[RawColumn],
        nulls_not_distinct: bool,
        types: &Types,
        templates: &Templates,
        referenced: impl Fn(Oid) -> Result<(&'a QualifiedName, &'a [RawColumn]), Error>,
    ) -> Result<(), Error> {
        let names = |numbers: &[i64]| index::names(columns, numbers);
        let common = self.common;
        match self.kind.as_str() {
            "p" | "u" => {
                let key = Key {
                    name: common.name,
                    columns: names(&self.columns),
                    nulls_not_distinct,
                    deferrable: common.deferrable,
                    deferred: common.deferred,
                    without_overlaps: self.period,
                    comment: common.comment,
                };
                if self.kind == "p" {
                    relation.primary_key = Some(key);
                } else {
                    relation.unique.push(key);
                }
            }
            "f" => {
                let (name, target_columns) = referenced(self.references)?;
                let mut referenced_types = Vec::with_capacity(self.referenced_columns.len());
                for number in &self.referenced_columns {
                    if let Some(column) = index::find(target_columns, *number) {
                        referenced_types.push(column.sql_type(types)?);
                    }
                }
                relation.foreign_keys.push(ForeignKey {
                    columns: names(&self.columns),
                    references: name.clone(),
                    referenced_columns: index::names(target_columns, &self.referenced_columns),
                    referenced_types,
                    on_delete_columns: names(&self.on_delete_columns),
                    period: self.period,
                    ..common
                });
            }
            "x" => relation.exclusions.push(Exclusion {
                name: common.name,
                definition: self.definition,
                columns: names(&self.columns),
                comment: common.comment,
            }),
            _ => {
                let mut numbers = self.columns;
                numbers.sort_unstable();
                let definition = match &self.template {
                    Some(template) => templates.fill(template, columns)?,
                    None => self.definition,
                };
                relation.checks.push(Check {
                    name: common.name,
                    definition,
                    columns: names(&numbers),
                    no_inherit: self.no_inherit,
                    not_valid: common.not_valid,
                    not_enforced: common.not_enforced,
                    comment: common.comment,
                });
            }
        }
        Ok(())
    }
}
