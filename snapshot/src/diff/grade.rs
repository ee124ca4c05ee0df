//! How grave a change is, and the word for it: one table for all of them.

use std::fmt::Write as _;

use super::find::Found;
use super::{Aspect, Change, ChangeKind, Object, PartKind};
use crate::codec::words as word_enum;

word_enum! {
    /// How much a change can break, the gravest first.
    pub enum Severity {
        /// What models and queries rely on is gone, or has another name.
        Critical = "critical",
        /// A type, enum, key, policy, or what is as binding, is another.
        High = "high",
        /// A column more, another default, and the like.
        Medium = "medium",
        /// A table more, a comment, an index.
        Low = "low",
    }
}

word_enum! {
    /// What a change is of, in the vocabulary of programs.
    pub enum Subject {
        /// The server.
        Server = "server",
        /// A table, view, ...
        Relation = "relation",
        /// A column.
        Column = "column",
        /// A primary key.
        PrimaryKey = "primary_key",
        /// A unique constraint.
        Unique = "unique_constraint",
        /// A foreign key.
        ForeignKey = "foreign_key",
        /// A check constraint, of a table or a domain.
        Check = "check_constraint",
        /// An exclusion constraint.
        Exclusion = "exclusion_constraint",
        /// An index that is not unique on either side.
        Index = "index",
        /// An index that is unique on one side at least.
        UniqueIndex = "unique_index",
        /// A trigger.
        Trigger = "trigger",
        /// A row security policy.
        Policy = "policy",
        /// An enum, domain, composite type or range.
        Type = "type",
        /// A label of an enum.
        Label = "enum_label",
        /// An attribute of a composite type.
        Attribute = "attribute",
        /// A function or procedure.
        Function = "function",
    }
}

impl Subject {
    /// What a change is of; what is found of it on both sides tells the indexes apart.
    pub(super) fn of(change: &Change, sides: [Option<Found<'_>>; 2]) -> Self {
        let Some(part) = &change.part else {
            return match change.object {
                Object::Server => Self::Server,
                Object::Relation(..) => Self::Relation,
                Object::Type(..) => Self::Type,
                Object::Functions(_) => Self::Function,
            };
        };
        match part.kind {
            PartKind::Column => Self::Column,
            PartKind::Attribute => Self::Attribute,
            PartKind::Label => Self::Label,
            PartKind::PrimaryKey => Self::PrimaryKey,
            PartKind::ForeignKey => Self::ForeignKey,
            PartKind::Unique => Self::Unique,
            PartKind::Check => Self::Check,
            PartKind::Exclusion => Self::Exclusion,
            PartKind::Index => {
                let unique = |side: &Option<Found<'_>>| match side {
                    Some(Found::Index(index)) => index.unique,
                    _ => false,
                };
                if sides.iter().any(unique) {
                    Self::UniqueIndex
                } else {
                    Self::Index
                }
            }
            PartKind::Trigger => Self::Trigger,
            PartKind::Policy => Self::Policy,
            PartKind::Overload => Self::Function,
        }
    }

    /// What of it can change, beside its coming, going and being renamed.
    pub(super) fn aspects(self) -> &'static [Aspect] {
        match self {
            Self::Server => &[Aspect::Major],
            Self::Relation => &[
                Aspect::Kind,
                Aspect::Definition,
                Aspect::Order,
                Aspect::RowSecurity,
                Aspect::Partitioning,
                Aspect::Inheritance,
                Aspect::Persistence,
                Aspect::Options,
                Aspect::Server,
                Aspect::ReplicaIdentity,
                Aspect::Comment,
            ],
            Self::Column | Self::Attribute => &[
                Aspect::Type,
                Aspect::Nullability,
                Aspect::Default,
                Aspect::Identity,
                Aspect::Generated,
                Aspect::Collation,
                Aspect::Comment,
            ],
            Self::PrimaryKey
            | Self::Unique
            | Self::ForeignKey
            | Self::Check
            | Self::Exclusion
            | Self::Index
            | Self::UniqueIndex
            | Self::Trigger
            | Self::Policy => &[Aspect::Definition, Aspect::Comment],
            Self::Type => &[
                Aspect::Kind,
                Aspect::Order,
                Aspect::Type,
                Aspect::Subtype,
                Aspect::Nullability,
                Aspect::Default,
                Aspect::Collation,
                Aspect::Comment,
            ],
            Self::Label => &[],
            Self::Function => &[
                Aspect::Kind,
                Aspect::Result,
                Aspect::Arguments,
                Aspect::Security,
                Aspect::Execute,
                Aspect::Settings,
                Aspect::Behaviour,
                Aspect::Language,
                Aspect::Body,
                Aspect::Comment,
            ],
        }
    }

    fn is_constraint(self) -> bool {
        matches!(
            self,
            Self::PrimaryKey | Self::Unique | Self::ForeignKey | Self::Check | Self::Exclusion
        )
    }

    /// The word for a change: `column_type_changed`.
    pub fn word_for(self, aspect: Aspect, kind: ChangeKind) -> String {
        let subject = self.word();
        match (aspect, kind) {
            (Aspect::Whole, kind) => format!("{subject}_{}", kind.word()),
            // All that an index, a policy, ... is.
            (Aspect::Definition, kind) if self != Self::Relation => {
                format!("{subject}_{}", kind.word())
            }
            (aspect, kind) => {
                let aspect = aspect.word().replace(' ', "_");
                format!("{subject}_{aspect}_{}", kind.word())
            }
        }
    }

    /// How grave a change of it is.
    pub fn severity(self, aspect: Aspect, kind: ChangeKind) -> Severity {
        use Subject::{
            Attribute, Column, Function, Index, Label, Policy, Relation, Trigger, Type, UniqueIndex,
        };
        let binding = self.is_constraint() || matches!(self, UniqueIndex | Policy);
        match (aspect, kind) {
            (Aspect::Whole, ChangeKind::Removed | ChangeKind::Renamed)
                if matches!(
                    self,
                    Relation | Column | Type | Label | Attribute | Function
                ) =>
            {
                Severity::Critical
            }
            (Aspect::Whole, ChangeKind::Added) if matches!(self, Label | Attribute) => {
                Severity::High
            }
            (Aspect::Whole, ChangeKind::Added) if matches!(self, Relation | Type | Function) => {
                Severity::Low
            }
            (Aspect::Whole, ChangeKind::Removed) if self == Trigger => Severity::High,
            // Programs know constraints by name: errors, `ON CONFLICT ON CONSTRAINT`.
            (Aspect::Whole, ChangeKind::Renamed) if self.is_constraint() => Severity::Medium,
            (Aspect::Whole, ChangeKind::Renamed) | (Aspect::Comment, _) => Severity::Low,
            (Aspect::Whole | Aspect::Definition, _) if binding => Severity::High,
            (Aspect::Whole | Aspect::Definition, _) if self == Index => Severity::Low,
            (Aspect::Definition, _) if self == Relation => Severity::High,
            (Aspect::Order, _) if self == Type => Severity::High,
            (
                Aspect::Type
                | Aspect::Subtype
                | Aspect::Kind
                | Aspect::Nullability
                | Aspect::Identity
                | Aspect::Generated
                | Aspect::RowSecurity
                | Aspect::Result
                | Aspect::Security
                | Aspect::Execute,
                _,
            ) => Severity::High,
            _ => Severity::Medium,
        }
    }

    /// Every change there can be of it.
    fn every(self) -> impl Iterator<Item = (Aspect, ChangeKind)> {
        let whole: &[ChangeKind] = match self {
            Self::Server => &[],
            _ => &[ChangeKind::Added, ChangeKind::Removed, ChangeKind::Renamed],
        };
        let aspects = self.aspects().iter();
        whole
            .iter()
            .map(|kind| (Aspect::Whole, *kind))
            .chain(aspects.map(|aspect| (*aspect, ChangeKind::Changed)))
    }
}

/// How grave a kind of change is, by its word.
pub fn severity_of(word: &str) -> Option<Severity> {
    let mut all = Subject::ALL.iter().flat_map(|subject| {
        let every = subject.every();
        every.map(|(aspect, kind)| (*subject, aspect, kind))
    });
    let found = all.find(|(subject, aspect, kind)| subject.word_for(*aspect, *kind) == word);
    found.map(|(subject, aspect, kind)| subject.severity(aspect, kind))
}

/// The table of `docs/changes.md`: every kind of change and its severity.
pub(super) fn table() -> String {
    let mut out = String::from("| kind | severity |\n|---|---|\n");
    for subject in Subject::ALL {
        for (aspect, kind) in subject.every() {
            let _ = writeln!(
                out,
                "| `{}` | {} |",
                subject.word_for(aspect, kind),
                subject.severity(aspect, kind).word()
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Severity, Subject, severity_of};

    #[test]
    fn severities_are_those_of_the_standard() {
        assert_eq!(severity_of("relation_gone"), None);
        for (expected, words) in [
            // What models or queries rely on was removed.
            (
                Severity::Critical,
                "relation_removed column_removed enum_label_removed function_removed type_removed \
                 attribute_removed column_renamed relation_renamed",
            ),
            // A changed type, enum, key or policy.
            (
                Severity::High,
                "column_type_changed column_nullability_changed enum_label_added type_order_changed \
                 primary_key_removed foreign_key_added unique_constraint_changed unique_index_removed \
                 check_constraint_changed policy_added policy_removed policy_changed \
                 relation_row_security_changed trigger_removed",
            ),
            (
                Severity::Medium,
                "column_added column_default_changed trigger_added function_body_changed \
                 foreign_key_renamed",
            ),
            (
                Severity::Low,
                "relation_added relation_comment_changed column_comment_changed index_added \
                 index_removed index_changed index_renamed policy_renamed policy_comment_changed \
                 type_added function_added",
            ),
        ] {
            for word in words.split(' ') {
                assert_eq!(severity_of(word), Some(expected), "{word}");
            }
        }
    }

    #[test]
    fn a_word_is_of_one_change() {
        let words = Subject::ALL.iter().flat_map(|subject| {
            let words = subject.every();
            words.map(|(aspect, kind)| subject.word_for(aspect, kind))
        });
        let words: Vec<_> = words.collect();
        let distinct: BTreeSet<_> = words.iter().collect();
        assert_eq!(distinct.len(), words.len());
        for word in words {
            let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            assert!(plain && !word.contains("__"), "{word}");
        }
    }
}
