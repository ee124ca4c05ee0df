//! From rows to a [`Schema`].

use std::collections::HashMap;

use super::constraint::RawConstraint;
use super::index::{Opclasses, RawIndex};
use super::plpgsql;
use super::row::{Error, Row};
use super::template::Templates;
use super::types::{Collations, Oid, RawColumn, Types};
use crate::codec::DecodeError;
use crate::model::{Assigning, Functions, Relation, Schema, Trigger};
use crate::name::QualifiedName;
use crate::parallel;

/// Takes the rows of [`statements`](super::statements) one by one, in any order, and makes the
/// schema of them. No row is kept as text.
///
/// ```
/// # use schema_snapshot::catalogue::{Assembler, Error};
/// # fn main() -> Result<(), Error> {
/// let mut assembler = Assembler::default();
/// assembler.row(r#"{"is": "server", "version": 150018}"#)?;
/// assert_eq!(assembler.finish()?.server_major, 15);
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Assembler {
    server_major: i64,
    types: Types,
    collations: Collations,
    opclasses: Opclasses,
    templates: Templates,
    relations: HashMap<Oid, Part>,
    columns: HashMap<Oid, Vec<RawColumn>>,
    functions: HashMap<QualifiedName, Functions>,
    assigns: HashMap<QualifiedName, Assigns>,
    writable: HashMap<QualifiedName, Writable>,
}

/// What may be written to a view, as `pg_relation_is_updatable` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writable {
    /// Whether it takes an INSERT.
    pub insert: bool,
    /// Whether it takes an UPDATE.
    pub update: bool,
    /// The columns that may be given a value.
    pub columns: Vec<String>,
}

/// What a trigger's function assigns.
enum Assigns {
    Columns(Vec<String>),
    /// The column that the trigger gives it.
    Argument,
}

impl Assigns {
    fn of(&self, trigger: &Trigger) -> Option<Vec<String>> {
        match self {
            Self::Columns(columns) => Some(columns.clone()),
            Self::Argument => {
                let (_, arguments) = trigger.definition.rsplit_once("('")?;
                let column = arguments.strip_suffix("')")?;
                Some(vec![column.replace("''", "'")])
            }
        }
    }
}

/// A relation that is not finished. Its columns are kept apart, where the foreign keys of other
/// relations see them.
#[derive(Default)]
struct Part {
    /// Whether the relation's own row has come.
    seen: bool,
    /// False for a relation that is only referenced.
    listed: bool,
    relation: Relation,
    constraints: Vec<RawConstraint>,
    indexes: Vec<RawIndex>,
}

impl std::fmt::Debug for Assembler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Assembler")
            .field("server_major", &self.server_major)
            .field("relations", &self.relations.len())
            .finish_non_exhaustive()
    }
}

impl Assembler {
    /// Takes one row.
    ///
    /// # Errors
    ///
    /// [`Error::Row`] when the row is not one of this query's, [`Error::OldServer`] when it tells of
    /// a server older than PostgreSQL 13.
    pub fn row(&mut self, document: &str) -> Result<(), Error> {
        let mut is = String::new();
        match self.take(document, &mut is) {
            Ok(()) if is == "server" && self.server_major < 13 => Err(Error::OldServer {
                major: self.server_major,
            }),
            Ok(()) => Ok(()),
            Err(cause) => Err(Error::Row { is, cause }),
        }
    }

    fn take(&mut self, document: &str, is: &mut String) -> Result<(), DecodeError> {
        let mut row = Row::parse(document)?;
        *is = row.need("is")?;
        match is.as_str() {
            "server" => self.server_major = row.need::<i64>("version")? / 10_000,
            "type" => self.types.add(&mut row, &mut self.collations)?,
            "opclass" => self.opclasses.add(&row)?,
            "templates" => self.templates = Templates::read(&row)?,
            "relation" => {
                let part = self.relations.entry(row.need("oid")?).or_default();
                let known = std::mem::take(&mut part.relation);
                part.seen = true;
                part.listed = row.need("listed")?;
                part.relation = row.record()?;
                part.relation.options.sort();
                part.relation.triggers = known.triggers;
                part.relation.policies = known.policies;
            }
            "columns" => {
                let of = row.need("of")?;
                let columns = RawColumn::read_all(row, &mut self.collations)?;
                self.columns.insert(of, columns);
            }
            "constraints" => {
                let part = self.relations.entry(row.need("of")?).or_default();
                part.constraints = RawConstraint::read_all(row)?;
            }
            "indexes" => {
                let part = self.relations.entry(row.need("of")?).or_default();
                part.indexes = RawIndex::read_all(row, &mut self.collations)?;
            }
            "trigger" => {
                row.need::<String>("definition")?;
                let trigger = row.record()?;
                self.of(&row)?.relation.triggers.push(trigger);
            }
            "trigger_function" => {
                let name = row.need("name")?;
                let language: String = row.need("language")?;
                let source: String = row.need("source")?;
                let assigns = match language.as_str() {
                    "plpgsql" => plpgsql::assigned(&source).map(Assigns::Columns),
                    "c" if source == "moddatetime" => Some(Assigns::Argument),
                    _ => None,
                };
                self.assigns.extend(assigns.map(|assigns| (name, assigns)));
            }
            "policy" => {
                let mut policy: crate::model::Policy = row.record()?;
                policy.roles.sort();
                self.of(&row)?.relation.policies.push(policy);
            }
            "function" => {
                row.need::<String>("arguments")?;
                let mut function: crate::model::Function = row.record()?;
                function.settings.sort();
                let name: QualifiedName = row.need("name")?;
                let functions = self.functions.entry(name.clone()).or_default();
                functions.name = name;
                functions.overloads.push(function);
            }
            "writable" => {
                // Bits by the number of the command, `CmdType` of PostgreSQL.
                let events: i64 = row.need("events")?;
                let writable = Writable {
                    insert: events & (1 << 3) != 0,
                    update: events & (1 << 2) != 0,
                    columns: row.get("columns")?,
                };
                self.writable.insert(row.need("name")?, writable);
            }
            _ => return Err(DecodeError::expected("a kind of row that is known").within("is")),
        }
        Ok(())
    }

    /// The relation that a row belongs to.
    fn of(&mut self, row: &Row) -> Result<&mut Part, DecodeError> {
        Ok(self.relations.entry(row.need("of")?).or_default())
    }

    /// What may be written to views, of [`Scope::Used`](super::Scope::Used), so far.
    pub fn writable(&mut self) -> HashMap<QualifiedName, Writable> {
        std::mem::take(&mut self.writable)
    }

    /// The schema, when all rows of all statements have been taken.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] when a row is not there that another one names.
    pub fn finish(mut self) -> Result<Schema, Error> {
        if self.server_major == 0 {
            return Err(Error::Missing {
                what: "server",
                number: 0,
            });
        }
        self.finish_constraints()?;
        let mut parts = Vec::with_capacity(self.relations.len());
        for (oid, part) in std::mem::take(&mut self.relations) {
            if !part.seen {
                return Err(Error::Missing {
                    what: "pg_class",
                    number: oid,
                });
            }
            if part.listed {
                parts.push((part, self.columns.remove(&oid).unwrap_or_default()));
            }
        }
        let relations = parallel::map(parts, |(part, columns)| self.relation(part, columns));
        let mut relations = relations.into_iter().collect::<Result<Vec<_>, _>>()?;
        relations.sort_by(|a, b| a.name.cmp(&b.name));
        let mut functions: Vec<_> = self.functions.into_values().collect();
        functions.sort_by(|a, b| a.name.cmp(&b.name));
        for function in &mut functions {
            function
                .overloads
                .sort_by(|a, b| a.arguments.cmp(&b.arguments));
        }
        Ok(Schema {
            server_major: self.server_major,
            relations,
            types: self.types.finish(&self.collations, &self.opclasses)?,
            functions,
        })
    }

    /// A relation with its columns and indexes.
    fn relation(&self, part: Part, columns: Vec<RawColumn>) -> Result<Relation, Error> {
        let mut relation = part.relation;
        relation.indexes.reserve_exact(part.indexes.len());
        relation.columns.reserve_exact(columns.len());
        for raw in part.indexes {
            let identifies = raw.replica_identity;
            let index = raw.finish(&columns, &self.types, &self.collations, &self.opclasses)?;
            if identifies {
                relation.replica_identity = Some(format!("index {}", index.name));
            }
            relation.indexes.push(index);
        }
        let is_view = relation.kind.is_view();
        for raw in columns {
            let column = raw.finish(&self.types, &self.collations, is_view)?;
            relation.columns.push(column);
        }
        sort(&mut relation);
        let assigning = relation.triggers.iter().filter_map(|trigger| {
            let before = trigger.row && trigger.timing == "before";
            let writes = |event: &String| event == "insert" || event == "update";
            let assigns = self.assigns.get(&trigger.function)?;
            (before && trigger.events.iter().any(writes)).then_some(Assigning {
                trigger: trigger.name.clone(),
                columns: assigns.of(trigger)?,
            })
        });
        relation.elsewhere.assigning = assigning.collect();
        Ok(relation)
    }

    /// Puts the constraints into their relations, while all columns are still there.
    fn finish_constraints(&mut self) -> Result<(), Error> {
        let no_columns = Vec::new();
        let names: HashMap<Oid, QualifiedName> = self
            .relations
            .iter()
            .map(|(oid, part)| (*oid, part.relation.name.clone()))
            .collect();
        let columns = &self.columns;
        let referenced = |oid: Oid| {
            let missing = Error::Missing {
                what: "pg_class",
                number: oid,
            };
            let name = names.get(&oid).ok_or_else(|| missing.clone())?;
            let columns = columns.get(&oid).ok_or(missing)?;
            Ok((name, columns.as_slice()))
        };
        for (oid, part) in &mut self.relations {
            let own = columns.get(oid).unwrap_or(&no_columns);
            for raw in std::mem::take(&mut part.constraints) {
                let mut nulls_not_distinct = false;
                if let Some((index, name)) = raw.backing_index() {
                    if let Some(index) = part.indexes.iter_mut().find(|i| i.oid == index) {
                        index.index.constraint = Some(name.to_owned());
                        nulls_not_distinct = index.index.nulls_not_distinct;
                    }
                }
                raw.finish(
                    &mut part.relation,
                    own,
                    nulls_not_distinct,
                    &self.types,
                    &self.templates,
                    referenced,
                )?;
            }
        }
        Ok(())
    }
}

/// By name what has no order of its own.
fn sort(relation: &mut Relation) {
    relation.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
    relation.unique.sort_by(|a, b| a.name.cmp(&b.name));
    relation.checks.sort_by(|a, b| a.name.cmp(&b.name));
    relation.exclusions.sort_by(|a, b| a.name.cmp(&b.name));
    relation.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    relation.triggers.sort_by(|a, b| a.name.cmp(&b.name));
    relation.policies.sort_by(|a, b| a.name.cmp(&b.name));
    relation.elsewhere.secured.sort();
}
