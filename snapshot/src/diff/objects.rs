//! The aspects of objects. Each struct is taken apart by naming all its fields, so that a new one
//! can't be forgotten here: it does not compile.

use std::fmt::Write as _;

use super::compare::{At, Whole, joined};
use super::{Aspect, Object, PartKind, words};
use crate::model::{Elsewhere, Functions, Relation, RowSecurity, UserType};
use crate::name::QualifiedName;

impl Whole for Functions {
    fn name(&self) -> &QualifiedName {
        &self.name
    }

    fn object(&self) -> Object {
        Object::Functions(self.name.clone())
    }

    fn words(&self) -> String {
        words::functions(self)
    }

    fn compare(&self, after: &Self, mut at: At<'_>) {
        let Self { name: _, overloads } = self;
        at.items(PartKind::Overload, overloads, &after.overloads);
    }
}

impl Whole for UserType {
    fn name(&self) -> &QualifiedName {
        &self.name
    }

    fn object(&self) -> Object {
        Object::Type(self.kind, self.name.clone())
    }

    fn words(&self) -> String {
        words::user_type(self)
    }

    fn compare(&self, after: &Self, mut at: At<'_>) {
        let Self {
            name: _,
            kind,
            comment,
            labels,
            base,
            not_null,
            default,
            collation,
            checks,
            attributes,
            subtype,
            subtype_opclass,
            multirange,
            elsewhere,
        } = self;
        at.aspect(Aspect::Kind, kind, &after.kind, |kind| {
            Some(kind.word().to_owned())
        });
        at.items(PartKind::Label, labels, &after.labels);
        at.shown(Aspect::Type, base, &after.base);
        at.flag(
            Aspect::Nullability,
            *not_null,
            after.not_null,
            "NOT NULL",
            "nullable",
        );
        at.text(Aspect::Default, default, &after.default);
        at.shown(Aspect::Collation, collation, &after.collation);
        at.items(PartKind::Check, checks, &after.checks);
        at.items(PartKind::Attribute, attributes, &after.attributes);
        at.shown(Aspect::Subtype, subtype, &after.subtype);
        at.shown(Aspect::Subtype, subtype_opclass, &after.subtype_opclass);
        at.shown(Aspect::Subtype, multirange, &after.multirange);
        at.aspect(Aspect::Elsewhere, elsewhere, &after.elsewhere, |all| {
            Some(facts(all))
        });
        at.text(Aspect::Comment, comment, &after.comment);
    }
}

impl Whole for Relation {
    fn name(&self) -> &QualifiedName {
        &self.name
    }

    fn object(&self) -> Object {
        Object::Relation(self.kind, self.name.clone())
    }

    fn words(&self) -> String {
        words::relation(self)
    }

    fn compare(&self, after: &Self, mut at: At<'_>) {
        let Self {
            name: _,
            kind,
            unlogged,
            comment,
            columns,
            primary_key,
            foreign_keys,
            unique,
            checks,
            exclusions,
            indexes,
            triggers,
            row_security,
            policies,
            partition_by,
            inherits,
            options,
            definition_hash,
            server,
            replica_identity,
            elsewhere,
        } = self;
        at.aspect(Aspect::Kind, kind, &after.kind, |kind| {
            Some(kind.word().replace('_', " "))
        });
        at.flag(
            Aspect::Persistence,
            *unlogged,
            after.unlogged,
            "UNLOGGED",
            "LOGGED",
        );
        at.items(PartKind::Column, columns, &after.columns);
        at.items(
            PartKind::PrimaryKey,
            primary_key.as_slice(),
            after.primary_key.as_slice(),
        );
        at.items(PartKind::ForeignKey, foreign_keys, &after.foreign_keys);
        at.items(PartKind::Unique, unique, &after.unique);
        at.items(PartKind::Check, checks, &after.checks);
        at.items(PartKind::Exclusion, exclusions, &after.exclusions);
        at.items(PartKind::Index, indexes, &after.indexes);
        at.items(PartKind::Trigger, triggers, &after.triggers);
        at.aspect(
            Aspect::RowSecurity,
            row_security,
            &after.row_security,
            |security| {
                let words = match security {
                    RowSecurity::Disabled => "disabled",
                    RowSecurity::Enabled => "enabled",
                    RowSecurity::Forced => "enabled and forced",
                    RowSecurity::ForcedDisabled => "forced but disabled",
                };
                Some(words.to_owned())
            },
        );
        at.items(PartKind::Policy, policies, &after.policies);
        at.text(Aspect::Partitioning, partition_by, &after.partition_by);
        at.aspect(Aspect::Inheritance, inherits, &after.inherits, |tables| {
            let names: Vec<_> = tables.iter().map(ToString::to_string).collect();
            joined(&names)
        });
        at.aspect(Aspect::Options, options, &after.options, |options| {
            words::options(options)
        });
        at.text(Aspect::Definition, definition_hash, &after.definition_hash);
        at.text(Aspect::Server, server, &after.server);
        at.text(
            Aspect::ReplicaIdentity,
            replica_identity,
            &after.replica_identity,
        );
        at.aspect(Aspect::Elsewhere, elsewhere, &after.elsewhere, |all| {
            Some(facts(all))
        });
        at.text(Aspect::Comment, comment, &after.comment);
    }
}

fn facts(elsewhere: &Elsewhere) -> String {
    let Elsewhere {
        homonyms,
        unkeyed,
        assigning,
        secured,
    } = elsewhere;
    let columns = unkeyed.iter().map(|one| one.column.clone()).collect();
    let triggers = assigning.iter().map(|one| {
        let columns = joined(&one.columns).unwrap_or_else(|| "nothing".to_owned());
        format!("{} ({columns})", one.trigger)
    });
    let tables = secured.iter().map(ToString::to_string).collect();
    let mut facts = format!("{homonyms} homonyms");
    for (what, names) in [
        ("columns that seem to be references", columns),
        ("triggers that assign", triggers.collect::<Vec<_>>()),
        ("tables with row level security below", tables),
    ] {
        if let Some(names) = joined(&names) {
            let _ = write!(facts, ", {what}: {names}");
        }
    }
    facts
}
