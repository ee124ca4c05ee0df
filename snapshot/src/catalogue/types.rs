//! `pg_type` rows, and the [`SqlType`] that a type's number and modifier stand for.

use std::collections::HashMap;

use super::index::Opclasses;
use super::row::{Error, Row};
use super::table::Table;
use crate::codec::DecodeError;
use crate::model::{Column, TypeKind, UserType};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

/// `pg_type.oid` and the like.
pub(super) type Oid = i64;

/// A column of a relation or attribute of a composite type whose type is still a number.
pub(super) struct RawColumn {
    /// `attnum`.
    pub(super) number: i64,
    /// `atttypid`.
    pub(super) type_oid: Oid,
    /// `atttypmod`.
    type_modifier: i64,
    /// `attcollation`, unless it is the database's or none.
    collation: Option<Oid>,
    /// Everything else.
    pub(super) column: Column,
}

impl RawColumn {
    /// The columns of a relation or attributes of a composite type, in order of their numbers.
    pub(super) fn read_all(
        row: Row,
        collations: &mut Collations,
    ) -> Result<Vec<Self>, DecodeError> {
        let mut table = Table::new(row, |number| Self {
            number,
            type_oid: 0,
            type_modifier: -1,
            collation: None,
            column: Column::default(),
        })?;
        table.every("name", |c, name| c.column.name = name)?;
        table.every("atttypid", |c, oid| c.type_oid = oid)?;
        table.some("atttypmod", |c, modifier| c.type_modifier = modifier)?;
        table.some("attcollation", |c, oid| c.collation = Some(oid))?;
        table.some("collation_name", |c, name| {
            collations.add(c.collation, name);
        })?;
        table.flag("not_null", |c| c.column.not_null = true)?;
        table.flag("not_null_not_valid", |c| {
            c.column.not_null = false;
            c.column.not_null_not_valid = true;
        })?;
        table.some("default", |c, text| c.column.default = Some(text))?;
        table.some("sequence_type", |c, ty| c.column.sequence_type = Some(ty))?;
        table.some("identity", |c, identity| c.column.identity = identity)?;
        table.some("generated", |c, generated| c.column.generated = generated)?;
        table.some("comment", |c, text| c.column.comment = Some(text))?;
        Ok(table.finish())
    }

    /// The type of the column.
    pub(super) fn sql_type(&self, types: &Types) -> Result<SqlType, Error> {
        types.sql_type(self.type_oid, self.type_modifier)
    }

    /// `attcollation`.
    pub(super) fn collation(&self, types: &Types) -> Result<Oid, Error> {
        Ok(match self.collation {
            Some(oid) => oid,
            None if types.get(self.type_oid)?.collation == 0 => 0,
            None => DEFAULT_COLLATION,
        })
    }

    /// The column with everything that its type says.
    pub(super) fn finish(
        self,
        types: &Types,
        collations: &Collations,
        is_view: bool,
    ) -> Result<Column, Error> {
        let sql_type = self.sql_type(types)?;
        let collation =
            collations.differing(self.collation(types)?, types.get(self.type_oid)?.collation)?;
        let mut column = self.column;
        column.sql_type = sql_type;
        column.collation = collation;
        column.not_null = !is_view && (column.not_null || types.not_null(self.type_oid)?);
        Ok(column)
    }
}

/// The database's own collation, `pg_catalog.default`: a fixed number (`pg_collation.dat`).
pub(super) const DEFAULT_COLLATION: Oid = 100;

/// The names of collations.
#[derive(Default)]
pub(super) struct Collations(HashMap<Oid, QualifiedName>);

impl Collations {
    pub(super) fn add(&mut self, oid: Option<Oid>, name: QualifiedName) {
        if let Some(oid) = oid {
            self.0.insert(oid, name);
        }
    }

    /// The name of a collation that is not the one to expect. 0 is that of a type without.
    pub(super) fn differing(
        &self,
        oid: Oid,
        expected: Oid,
    ) -> Result<Option<QualifiedName>, Error> {
        if oid == 0 || oid == expected {
            return Ok(None);
        }
        match self.0.get(&oid) {
            Some(name) => Ok(Some(name.clone())),
            None if oid == DEFAULT_COLLATION => {
                Ok(Some(QualifiedName::new("pg_catalog", "default")))
            }
            None => Err(Error::Missing {
                what: "pg_collation",
                number: oid,
            }),
        }
    }
}

struct Type {
    /// Whether it is the schema's own: no table's row type, no array, no extension's.
    own: bool,
    extension: bool,
    /// `typtype`.
    kind: String,
    /// `format_type` and its modifier part, by `typmod`.
    spellings: Vec<(i64, String, String)>,
    element: Option<Oid>,
    base: Option<(Oid, i64)>,
    collation: Oid,
    subtype: Option<Oid>,
    subtype_opclass: Oid,
    subtype_collation: Oid,
    range: Option<Oid>,
    members: Vec<RawColumn>,
    own_file: UserType,
}

/// All types that occur.
#[derive(Default)]
pub(super) struct Types(HashMap<Oid, Type>);

impl Types {
    pub(super) fn add(
        &mut self,
        row: &mut Row,
        collations: &mut Collations,
    ) -> Result<(), DecodeError> {
        let spellings = row
            .rows("spellings")?
            .iter()
            .map(|s| Ok((s.need("typmod")?, s.need("text")?, s.get("suffix")?)))
            .collect::<Result<_, DecodeError>>()?;
        let members = match row.row("members")? {
            Some(members) => RawColumn::read_all(members, collations)?,
            None => Vec::new(),
        };
        for (oid, name) in [
            ("typcollation", "typcollation_name"),
            ("rngcollation", "rngcollation_name"),
        ] {
            if let Some(name) = row.get(name)? {
                collations.add(row.get(oid)?, name);
            }
        }
        let mut user_type: UserType = row.record()?;
        for check in row.rows("domain_checks")? {
            user_type.checks.push(check.record()?);
        }
        user_type.checks.sort_by(|a, b| a.name.cmp(&b.name));
        let base = match row.get::<Option<Oid>>("typbasetype")? {
            Some(base) => Some((base, row.need("typtypmod")?)),
            None => None,
        };
        let ty = Type {
            own: row.need("own")?,
            extension: row.need("extension")?,
            kind: row.need("typtype")?,
            spellings,
            element: row.get("element")?,
            base,
            collation: row.need("typcollation")?,
            subtype: row.get("rngsubtype")?,
            subtype_opclass: row.get("rngsubopc")?,
            subtype_collation: row.get("rngcollation")?,
            range: row.get("rngtypid")?,
            members,
            own_file: user_type,
        };
        self.0.insert(row.need("oid")?, ty);
        Ok(())
    }

    fn get(&self, oid: Oid) -> Result<&Type, Error> {
        self.0.get(&oid).ok_or(Error::Missing {
            what: "pg_type",
            number: oid,
        })
    }

    /// The type of a number and a modifier.
    pub(super) fn sql_type(&self, oid: Oid, modifier: i64) -> Result<SqlType, Error> {
        let ty = self.get(oid)?;
        let name = || ty.own_file.name.clone();
        if let Some(element) = ty.element {
            return Ok(SqlType::Array(Box::new(self.sql_type(element, modifier)?)));
        }
        let (text, suffix) = ty
            .spellings
            .iter()
            .find(|(m, ..)| *m == modifier)
            .map(|(_, text, suffix)| (text, suffix))
            .ok_or(Error::Missing {
                what: "pg_type",
                number: oid,
            })?;
        if ty.own_file.name.schema == "pg_catalog" {
            return Ok(SqlType::Builtin(text.clone()));
        }
        // An extension's domain is held by whatever holds its base; of its other types the schema
        // says no more than the name.
        if let Some((base, modifier)) = ty.base {
            return Ok(SqlType::Domain {
                name: name(),
                base: Box::new(self.sql_type(base, modifier)?),
            });
        }
        let range = match ty.range {
            Some(range) => self.get(range)?,
            None => ty,
        };
        Ok(match (ty.kind.as_str(), range.subtype) {
            ("e", _) if !ty.extension => SqlType::Enum(name()),
            ("c", _) if !ty.extension => SqlType::Composite(name()),
            ("r", Some(subtype)) if !ty.extension => SqlType::Range {
                name: name(),
                subtype: Box::new(self.sql_type(subtype, -1)?),
            },
            ("m", Some(subtype)) if !range.extension => SqlType::Multirange {
                name: name(),
                subtype: Box::new(self.sql_type(subtype, -1)?),
            },
            _ => SqlType::Base {
                name: name(),
                modifiers: suffix.clone(),
            },
        })
    }

    /// The type below any domains.
    pub(super) fn below_domains(&self, mut oid: Oid) -> Result<Oid, Error> {
        while let Some((base, _)) = self.get(oid)?.base {
            oid = base;
        }
        Ok(oid)
    }

    /// Whether a domain among the type and its bases is NOT NULL.
    fn not_null(&self, mut oid: Oid) -> Result<bool, Error> {
        loop {
            let ty = self.get(oid)?;
            match ty.base {
                Some(_) if ty.own_file.not_null => return Ok(true),
                Some((base, _)) => oid = base,
                None => return Ok(false),
            }
        }
    }

    /// The types that are the schema's own.
    pub(super) fn finish(
        mut self,
        collations: &Collations,
        opclasses: &Opclasses,
    ) -> Result<Vec<UserType>, Error> {
        let own: Vec<Oid> = self
            .0
            .iter()
            .filter_map(|(oid, ty)| ty.own.then_some(*oid))
            .collect();
        let mut all = Vec::with_capacity(own.len());
        for oid in own {
            let members = self
                .0
                .get_mut(&oid)
                .map(|ty| std::mem::take(&mut ty.members))
                .unwrap_or_default();
            let ty = self.get(oid)?;
            let mut user_type = ty.own_file.clone();
            user_type.kind = match ty.kind.as_str() {
                "e" => TypeKind::Enum,
                "d" => TypeKind::Domain,
                "c" => TypeKind::Composite,
                _ => TypeKind::Range,
            };
            for member in members {
                user_type
                    .attributes
                    .push(member.finish(&self, collations, false)?);
            }
            if let Some((base, modifier)) = ty.base {
                user_type.base = Some(self.sql_type(base, modifier)?);
                user_type.collation =
                    collations.differing(ty.collation, self.get(base)?.collation)?;
            }
            if let Some(subtype) = ty.subtype {
                user_type.subtype = Some(self.sql_type(subtype, -1)?);
                user_type.subtype_opclass =
                    opclasses.differing(ty.subtype_opclass, Some(self.below_domains(subtype)?))?;
                user_type.collation =
                    collations.differing(ty.subtype_collation, self.get(subtype)?.collation)?;
            }
            all.push(user_type);
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(all)
    }
}
