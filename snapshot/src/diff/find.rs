//! What a change is of, found in a schema by the change's names.

use std::collections::HashMap;

use super::{Aspect, Change, Object, Part, PartKind};
use crate::codec::Codec;
use crate::model::{
    Check, Column, Elsewhere, Exclusion, ForeignKey, Function, Functions, Index, Key, Policy,
    Relation, Schema, Trigger, UserType,
};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

/// The objects of a schema by name.
#[derive(Debug)]
pub(super) struct Objects<'a> {
    relations: HashMap<&'a QualifiedName, &'a Relation>,
    types: HashMap<&'a QualifiedName, &'a UserType>,
    functions: HashMap<&'a QualifiedName, &'a Functions>,
}

/// An object or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'a> {
    /// A relation.
    Relation(&'a Relation),
    /// A type.
    Type(&'a UserType),
    /// The functions of a name.
    Functions(&'a Functions),
    /// A column, and the relation that it is of.
    Column(&'a Column, &'a Relation),
    /// An attribute of a composite type.
    Attribute(&'a Column),
    /// A label of an enum.
    Label(&'a str),
    /// A primary key or a unique constraint.
    Key(&'a Key),
    /// A foreign key.
    ForeignKey(&'a ForeignKey),
    /// A check constraint.
    Check(&'a Check),
    /// An exclusion constraint.
    Exclusion(&'a Exclusion),
    /// An index.
    Index(&'a Index),
    /// A trigger.
    Trigger(&'a Trigger),
    /// A policy, and the relation that it is of.
    Policy(&'a Policy, &'a Relation),
    /// One function.
    Overload(&'a Function),
}

impl<'a> Objects<'a> {
    /// Those of a schema.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let Schema {
            server_major: _,
            relations,
            types,
            functions,
        } = schema;
        Self {
            relations: relations.iter().map(|r| (&r.name, r)).collect(),
            types: types.iter().map(|t| (&t.name, t)).collect(),
            functions: functions.iter().map(|f| (&f.name, f)).collect(),
        }
    }

    /// What a change is of, under the name that it has in the change; nothing for the server, and
    /// on the side where it is not there.
    pub(super) fn find(&self, change: &Change) -> Option<Found<'a>> {
        let object = match &change.object {
            Object::Server => return None,
            Object::Relation(_, name) => Found::Relation(self.relations.get(name)?),
            Object::Type(_, name) => Found::Type(self.types.get(name)?),
            Object::Functions(name) => Found::Functions(self.functions.get(name)?),
        };
        match &change.part {
            Some(part) => object.part(part),
            None => Some(object),
        }
    }

    /// Whether a column's type is another only because the type of that name is: with a column
    /// stands what its readers need to know of its type.
    pub(super) fn has_its_own(&self, change: &Change, sides: [Option<Found<'_>>; 2]) -> bool {
        use Found::{Attribute, Column};
        let [
            Some(Column(was, _) | Attribute(was)),
            Some(Column(is, _) | Attribute(is)),
        ] = sides
        else {
            return false;
        };
        let mut ty = &is.sql_type;
        while let SqlType::Array(element) = ty {
            ty = element;
        }
        let known = |name| self.types.contains_key(name);
        change.aspect == Aspect::Type
            && was.sql_type.to_string() == is.sql_type.to_string()
            && ty.user_name().is_some_and(known)
    }
}

impl<'a> Found<'a> {
    fn part(self, Part { kind, name }: &Part) -> Option<Self> {
        let named = |key: &&Key| key.name == *name;
        match self {
            Self::Relation(relation) => match kind {
                PartKind::Column => {
                    let column = relation.column(name)?;
                    Some(Self::Column(column, relation))
                }
                PartKind::PrimaryKey => relation.primary_key.as_ref().filter(named).map(Self::Key),
                PartKind::Unique => relation.unique.iter().find(named).map(Self::Key),
                PartKind::ForeignKey => {
                    let mut keys = relation.foreign_keys.iter();
                    keys.find(|key| key.name == *name).map(Self::ForeignKey)
                }
                PartKind::Check => Self::check(&relation.checks, name),
                PartKind::Exclusion => {
                    let mut all = relation.exclusions.iter();
                    all.find(|one| one.name == *name).map(Self::Exclusion)
                }
                PartKind::Index => {
                    let mut indexes = relation.indexes.iter();
                    indexes.find(|index| index.name == *name).map(Self::Index)
                }
                PartKind::Trigger => {
                    let mut all = relation.triggers.iter();
                    all.find(|one| one.name == *name).map(Self::Trigger)
                }
                PartKind::Policy => {
                    let mut all = relation.policies.iter();
                    let policy = all.find(|policy| policy.name == *name)?;
                    Some(Self::Policy(policy, relation))
                }
                PartKind::Attribute | PartKind::Label | PartKind::Overload => None,
            },
            Self::Type(ty) => match kind {
                PartKind::Label => {
                    let mut labels = ty.labels.iter();
                    labels.find(|l| *l == name).map(|label| Self::Label(label))
                }
                PartKind::Attribute => {
                    let mut attributes = ty.attributes.iter();
                    attributes.find(|a| a.name == *name).map(Self::Attribute)
                }
                PartKind::Check => Self::check(&ty.checks, name),
                _ => None,
            },
            Self::Functions(functions) => {
                let mut all = functions.overloads.iter();
                all.find(|one| one.arguments == *name).map(Self::Overload)
            }
            _ => None,
        }
    }

    fn check(checks: &'a [Check], name: &str) -> Option<Self> {
        checks.iter().find(|one| one.name == name).map(Self::Check)
    }

    /// As the snapshot's file has it, on one line, without what is copied there from others.
    pub(super) fn json(self) -> String {
        fn text<T: Codec>(value: &T) -> String {
            let mut text = String::new();
            value.encode(&mut text, 2);
            text
        }
        match self {
            Self::Relation(relation) => text(&Relation {
                elsewhere: Elsewhere::default(),
                ..relation.clone()
            }),
            Self::Type(ty) => text(&UserType {
                elsewhere: Elsewhere::default(),
                ..ty.clone()
            }),
            Self::Functions(functions) => text(functions),
            Self::Column(column, _) | Self::Attribute(column) => text(column),
            Self::Label(label) => named(label),
            Self::Key(key) => text(key),
            Self::ForeignKey(key) => text(&ForeignKey {
                referenced_types: Vec::new(),
                ..key.clone()
            }),
            Self::Check(check) => text(check),
            Self::Exclusion(exclusion) => text(exclusion),
            Self::Index(index) => text(index),
            Self::Trigger(trigger) => text(trigger),
            Self::Policy(policy, _) => text(policy),
            Self::Overload(function) => text(function),
        }
    }
}

/// `{"name": "sad"}`
pub(super) fn named(name: &str) -> String {
    member("name", name)
}

/// `{"key": "text"}`
pub(super) fn member(key: &str, value: &str) -> String {
    let mut text = format!("{{\"{key}\": ");
    crate::codec::string(&mut text, value);
    text.push('}');
    text
}
