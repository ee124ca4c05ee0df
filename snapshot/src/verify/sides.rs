//! What a record was compiled for beside what is there, cut to what its code can depend on.

use super::{Names, Record, used};
use crate::claim::{Field, Model, Place, Subject};
use crate::conform::{Domain, peel};
use crate::model::{Column, Generated, Nullability, Relation, Schema, UserType};
use crate::rust_names;
use crate::sql_type::SqlType;

/// What a record was compiled for, and what is there.
pub(super) struct Sides {
    pub(super) was: Schema,
    pub(super) is: Schema,
    /// The types that only a name is known of are usual for, by the place of the field.
    pub(super) parts: Vec<Part>,
}

/// A column, attribute, or what a type is over, as it was and is, and the field for it.
pub(super) struct Part {
    pub(super) field: Field,
    pub(super) was: Option<Column>,
    pub(super) is: Option<Column>,
    /// Whether it is the database's to give.
    generated: bool,
}

impl Part {
    /// Whether it gets values of the model.
    pub(super) fn is_given(&self, record: &Record) -> bool {
        record.gives() && !self.generated
    }

    /// Whether it is of a domain, and was not.
    pub(super) fn is_in_domain(&self) -> bool {
        let is_domain = |column: &Option<Column>| {
            let column = column.as_ref();
            column.is_some_and(|column| matches!(column.sql_type, SqlType::Domain { .. }))
        };
        is_domain(&self.is) && !is_domain(&self.was)
    }

    pub(super) fn is_as_it_was(&self) -> bool {
        matches!((&self.was, &self.is), (Some(was), Some(is))
            if was.sql_type == is.sql_type && was.not_null == is.not_null)
    }

    /// Whether its Rust type is by its name as usual for what is there as for what was.
    pub(super) fn is_usual(&self) -> bool {
        let (Some(was), Some(is)) = (&self.was, &self.is) else {
            return false;
        };
        let builtin = |ty: &SqlType| matches!(ty.below_domains(), SqlType::Builtin(_));
        let usual = |column: &Column| {
            let (inner, _) = peel(&self.field.ty.text);
            rust_names::is_usual(inner, &column.sql_type, Nullability::NotNull)
        };
        self.field.holds.is_some()
            || builtin(&was.sql_type) && builtin(&is.sql_type) && usual(was) && usual(is)
    }
}

impl Sides {
    pub(super) fn of_relation(
        record: &Record,
        was: &Relation,
        live: &Relation,
        domains: &[Domain],
    ) -> Self {
        let default = Model::default();
        let model = match &record.claim.subject {
            Subject::Model(model) => model,
            _ => &default,
        };
        let mut is = used::of_relation(live, model, was);
        used::unknown_as_expected(&mut is, was);
        let part = |field: &Field| Part {
            was: was.column(&field.column.text).cloned(),
            is: is.column(&field.column.text).cloned(),
            generated: live
                .column(&field.column.text)
                .is_some_and(|column| column.generated != Generated::None),
            field: field.clone(),
        };
        let parts = model.fields.iter().map(part).collect();
        let schema = |relation: &Relation, names: Option<&Names>| {
            let mut relation = relation.clone();
            let checks = names.map(|names| names.as_checks(&relation.columns));
            relation.checks.extend(checks.unwrap_or_default());
            Schema {
                relations: vec![relation],
                ..Schema::default()
            }
        };
        // An old record does not say, and of a view nobody knows.
        let knew = record.names.as_ref();
        let there = knew.map(|knew| {
            if is.kind.is_view() {
                knew.clone()
            } else {
                Names::of(live, domains)
            }
        });
        Self {
            was: schema(was, knew),
            is: schema(&is, there.as_ref()),
            parts,
        }
    }

    pub(super) fn of_type(record: &Record, is: &UserType) -> Self {
        let (was, is) = (&record.ty, used::of_type(is));
        let attribute = |ty: &UserType, name: &str| {
            let mut attributes = ty.attributes.iter();
            attributes.find(|attribute| attribute.name == name).cloned()
        };
        let itself = |ty: &UserType| Column {
            sql_type: ty.sql_type(),
            ..Column::default()
        };
        let parts = match &record.claim.subject {
            Subject::Composite(composite) => {
                let part = |field: &Field| Part {
                    was: attribute(was, &field.column.text),
                    is: attribute(&is, &field.column.text),
                    generated: false,
                    field: field.clone(),
                };
                composite.fields.iter().map(part).collect()
            }
            Subject::Newtype(newtype) => vec![Part {
                field: newtype.inner.clone(),
                was: Some(itself(was)),
                is: Some(itself(&is)),
                generated: false,
            }],
            _ => Vec::new(),
        };
        let schema = |ty: &UserType| Schema {
            types: vec![ty.clone()],
            ..Schema::default()
        };
        Self {
            was: schema(was),
            is: schema(&is),
            parts,
        }
    }

    pub(super) fn part(&self, place: Place) -> Option<&Part> {
        self.parts.iter().find(|part| part.field.ty.place == place)
    }

    pub(super) fn was_view(&self) -> bool {
        let relations = &self.was.relations;
        relations.iter().any(|relation| relation.kind.is_view())
    }

    pub(super) fn is_view(&self) -> bool {
        let relations = &self.is.relations;
        relations.iter().any(|relation| relation.kind.is_view())
    }
}
