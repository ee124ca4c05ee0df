//! `pg_constraint` rows of relations, and the columns that their arrays stand for.

use super::index;
use super::row::{Error, Row};
use super::types::{Oid, RawColumn, Types};
use crate::codec::DecodeError;
use crate::model::{Check, Exclusion, ForeignKey, Key, Relation};
use crate::name::QualifiedName;

enum Kind {
    PrimaryKey(Key),
    Unique(Key),
    ForeignKey(ForeignKey, Target),
    Check(Check),
    Exclusion(Exclusion),
}

/// What a foreign key references.
struct Target {
    relation: Oid,
    columns: Vec<i64>,
    /// `confdelsetcols`: of the referencing relation.
    on_delete: Vec<i64>,
}

/// A constraint whose columns are still numbers.
pub(super) struct RawConstraint {
    columns: Vec<i64>,
    /// `conindid`; for a foreign key the index of the referenced relation.
    index: Oid,
    kind: Kind,
}

impl RawConstraint {
    pub(super) fn read(row: &Row) -> Result<Self, DecodeError> {
        let letter: String = row.need("contype")?;
        let kind = match letter.as_str() {
            "p" => Kind::PrimaryKey(row.record()?),
            "u" => Kind::Unique(row.record()?),
            "f" => Kind::ForeignKey(
                row.record()?,
                Target {
                    relation: row.need("confrelid")?,
                    columns: row.need("confkey")?,
                    on_delete: row.get("confdelsetcols")?,
                },
            ),
            "c" => {
                row.need::<String>("definition")?;
                Kind::Check(row.record()?)
            }
            "x" => {
                row.need::<String>("definition")?;
                Kind::Exclusion(row.record()?)
            }
            _ => return Err(DecodeError::expected("one of p, u, f, c, x").within("contype")),
        };
        Ok(Self {
            columns: row.get("conkey")?,
            index: row.need("conindid")?,
            kind,
        })
    }

    /// The index that the constraint is kept by, and whether NULLs are distinct there is the
    /// constraint's matter.
    pub(super) fn backing_index(&self) -> Option<(Oid, &str)> {
        let name = match &self.kind {
            Kind::PrimaryKey(key) | Kind::Unique(key) => &key.name,
            Kind::Exclusion(exclusion) => &exclusion.name,
            Kind::ForeignKey(..) | Kind::Check(_) => return None,
        };
        Some((self.index, name))
    }

    /// Adds the constraint to the relation that has it. `columns` are that relation's,
    /// `nulls_not_distinct` is its index's.
    pub(super) fn finish<'a>(
        self,
        relation: &mut Relation,
        columns: &[RawColumn],
        nulls_not_distinct: bool,
        types: &Types,
        referenced: impl Fn(Oid) -> Result<(&'a QualifiedName, &'a [RawColumn]), Error>,
    ) -> Result<(), Error> {
        let names = |numbers: &[i64]| index::names(columns, numbers);
        let key = |key: Key| Key {
            columns: names(&self.columns),
            nulls_not_distinct,
            ..key
        };
        match self.kind {
            Kind::PrimaryKey(raw) => relation.primary_key = Some(key(raw)),
            Kind::Unique(raw) => relation.unique.push(key(raw)),
            Kind::ForeignKey(mut foreign_key, target) => {
                let (name, target_columns) = referenced(target.relation)?;
                foreign_key.columns = names(&self.columns);
                foreign_key.references = name.clone();
                foreign_key.referenced_columns = index::names(target_columns, &target.columns);
                for number in &target.columns {
                    if let Some(column) = index::find(target_columns, *number) {
                        foreign_key.referenced_types.push(column.sql_type(types)?);
                    }
                }
                foreign_key.on_delete_columns = names(&target.on_delete);
                relation.foreign_keys.push(foreign_key);
            }
            Kind::Check(mut check) => {
                let mut numbers = self.columns;
                numbers.sort_unstable();
                check.columns = index::names(columns, &numbers);
                relation.checks.push(check);
            }
            Kind::Exclusion(mut exclusion) => {
                exclusion.columns = names(&self.columns);
                relation.exclusions.push(exclusion);
            }
        }
        Ok(())
    }
}
