//! The comparison. Each struct is taken apart by naming all its fields, so that a new one can't be
//! forgotten here: it does not compile.

use std::collections::{BTreeMap, HashMap};

use super::{Aspect, Change, ChangeKind, Object, Part, PartKind, words};
use crate::codec::Codec;
use crate::model::{
    Check, Column, Elsewhere, Exclusion, ForeignKey, Function, Functions, Index, Key, Policy,
    Relation, RowSecurity, Schema, Trigger, UserType,
};
use crate::name::QualifiedName;

pub(super) fn schemas(before: &Schema, after: &Schema) -> Vec<Change> {
    let Schema {
        server_major,
        relations,
        types,
        functions,
    } = before;
    let mut changes = Vec::new();
    let mut server = At::new(&mut changes, Object::Server);
    server.aspect(Aspect::Major, server_major, &after.server_major, |major| {
        Some(major.to_string())
    });
    objects(&mut changes, relations, &after.relations);
    objects(&mut changes, types, &after.types);
    objects(&mut changes, functions, &after.functions);
    changes
}

/// What has a file of its own.
trait Whole: PartialEq {
    fn name(&self) -> &QualifiedName;
    fn object(&self) -> Object;
    fn words(&self) -> String;
    fn compare(&self, after: &Self, at: At<'_>);
}

fn objects<T: Whole>(changes: &mut Vec<Change>, before: &[T], after: &[T]) {
    for (before, after) in pairs(before, after, Whole::name) {
        let Some(object) = after.or(before).map(Whole::object) else {
            continue;
        };
        let mut at = At::new(changes, object);
        match (before, after) {
            (Some(before), Some(after)) if before != after => before.compare(after, at),
            (before, after) if before.is_none() || after.is_none() => {
                at.whole(before.map(Whole::words), after.map(Whole::words));
            }
            _ => {}
        }
    }
}

/// What is where on both sides, or on one: by name, in the order of the names.
fn pairs<'a, T, K: Ord>(
    before: &'a [T],
    after: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> impl Iterator<Item = (Option<&'a T>, Option<&'a T>)> {
    let mut both: BTreeMap<K, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for item in before {
        both.entry(key(item)).or_default().0 = Some(item);
    }
    for item in after {
        both.entry(key(item)).or_default().1 = Some(item);
    }
    both.into_values()
}

/// Where a comparison stands, and where its changes go.
struct At<'a> {
    changes: &'a mut Vec<Change>,
    object: Object,
    part: Option<Part>,
}

#[expect(
    clippy::ref_option,
    reason = "fields are compared as they are, by `PartialEq` and `Codec`"
)]
impl<'a> At<'a> {
    fn new(changes: &'a mut Vec<Change>, object: Object) -> Self {
        Self {
            changes,
            object,
            part: None,
        }
    }

    fn part(&mut self, kind: PartKind, name: &str) -> At<'_> {
        At {
            changes: self.changes,
            object: self.object.clone(),
            part: Some(Part {
                kind,
                name: name.to_owned(),
            }),
        }
    }

    fn push(
        &mut self,
        aspect: Aspect,
        kind: ChangeKind,
        before: Option<String>,
        after: Option<String>,
    ) {
        self.changes.push(Change {
            object: self.object.clone(),
            part: self.part.clone(),
            aspect,
            kind,
            before,
            after,
        });
    }

    fn whole(&mut self, before: Option<String>, after: Option<String>) {
        let kind = if before.is_none() {
            ChangeKind::Added
        } else {
            ChangeKind::Removed
        };
        self.push(Aspect::Whole, kind, before, after);
    }

    /// A change when the values differ. Where the words don't tell them apart (an enum that became
    /// a composite type of the same name, say) the values are shown as the snapshot writes them.
    fn aspect<T: Codec>(
        &mut self,
        aspect: Aspect,
        before: &T,
        after: &T,
        words: impl Fn(&T) -> Option<String>,
    ) {
        if before == after {
            return;
        }
        let (mut was, mut is) = (words(before), words(after));
        if was == is {
            let encoded = |value: &T| {
                let mut text = String::new();
                value.encode(&mut text, 2);
                Some(text)
            };
            (was, is) = (encoded(before), encoded(after));
        }
        self.push(aspect, ChangeKind::Changed, was, is);
    }

    fn text(&mut self, aspect: Aspect, before: &Option<String>, after: &Option<String>) {
        self.aspect(aspect, before, after, Clone::clone);
    }

    fn word(&mut self, aspect: Aspect, before: &String, after: &String) {
        self.aspect(aspect, before, after, |text| Some(text.clone()));
    }

    fn flag(&mut self, aspect: Aspect, before: bool, after: bool, on: &str, off: &str) {
        self.aspect(aspect, &before, &after, |&set| {
            Some(if set { on } else { off }.to_owned())
        });
    }

    fn shown<T: Codec + ToString>(
        &mut self,
        aspect: Aspect,
        before: &Option<T>,
        after: &Option<T>,
    ) {
        self.aspect(aspect, before, after, |value| {
            value.as_ref().map(ToString::to_string)
        });
    }

    /// Parts that came, went, or changed, and the order of those that are on both sides.
    fn items<T: Item>(&mut self, kind: PartKind, before: &[T], after: &[T]) {
        let old: HashMap<&str, &T> = before.iter().map(|item| (item.name(), item)).collect();
        let new: HashMap<&str, &T> = after.iter().map(|item| (item.name(), item)).collect();
        for item in before {
            let mut at = self.part(kind, item.name());
            match new.get(item.name()) {
                Some(now) if item != *now => item.compare(now, &mut at),
                Some(_) => {}
                None => at.whole(Some(item.words_among(before)), None),
            }
        }
        for item in after.iter().filter(|item| !old.contains_key(item.name())) {
            self.part(kind, item.name())
                .whole(None, Some(item.words_among(after)));
        }
        if T::ORDERED {
            let common = |items: &[T], others: &HashMap<&str, &T>| -> Vec<String> {
                let common = items.iter().filter(|item| others.contains_key(item.name()));
                common.map(|item| item.name().to_owned()).collect()
            };
            let (was, is) = (common(before, &new), common(after, &old));
            self.aspect(Aspect::Order, &was, &is, |names| Some(names.join(", ")));
        }
    }
}

/// A part that has a name.
trait Item: PartialEq {
    const ORDERED: bool = false;
    fn name(&self) -> &str;
    fn words(&self) -> String;
    /// The words of one that came or went, where its neighbours matter.
    fn words_among(&self, _: &[Self]) -> String
    where
        Self: Sized,
    {
        self.words()
    }
    /// The changes of one that differs.
    fn compare(&self, after: &Self, at: &mut At<'_>);
}

/// A part whose comment is one change and everything else another.
macro_rules! commented {
    ($($name:ident: $words:path,)*) => {
        $(impl Item for $name {
            fn name(&self) -> &str {
                &self.name
            }

            fn words(&self) -> String {
                $words(self)
            }

            fn compare(&self, after: &Self, at: &mut At<'_>) {
                let (mut was, mut is) = (self.clone(), after.clone());
                at.text(Aspect::Comment, &was.comment.take(), &is.comment.take());
                at.aspect(Aspect::Definition, &was, &is, |item| Some($words(item)));
            }
        })*
    };
}

commented! {
    Key: words::key,
    Check: words::check,
    Exclusion: words::exclusion,
    Index: words::index,
    Trigger: words::trigger,
    Policy: words::policy,
}

impl Item for ForeignKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn words(&self) -> String {
        words::foreign_key(self)
    }

    fn compare(&self, after: &Self, at: &mut At<'_>) {
        let (mut was, mut is) = (self.clone(), after.clone());
        let types = (
            std::mem::take(&mut was.referenced_types),
            std::mem::take(&mut is.referenced_types),
        );
        at.text(Aspect::Comment, &was.comment.take(), &is.comment.take());
        at.aspect(Aspect::Definition, &was, &is, |key| {
            Some(words::foreign_key(key))
        });
        at.aspect(Aspect::ReferencedTypes, &types.0, &types.1, |types| {
            let types: Vec<_> = types.iter().map(ToString::to_string).collect();
            Some(types.join(", "))
        });
    }
}

impl Item for String {
    const ORDERED: bool = true;

    fn name(&self) -> &str {
        self
    }

    fn words(&self) -> String {
        words::labels(std::slice::from_ref(self))
    }

    fn words_among(&self, all: &[Self]) -> String {
        let before = all
            .iter()
            .zip(all.iter().skip(1))
            .find(|(_, label)| *label == self);
        match before {
            Some((before, _)) => format!("{} after {}", self.words(), before.words()),
            None => format!("{} as the first", self.words()),
        }
    }

    /// A label is its name.
    fn compare(&self, _: &Self, _: &mut At<'_>) {}
}

impl Item for Column {
    const ORDERED: bool = true;

    fn name(&self) -> &str {
        &self.name
    }

    fn words(&self) -> String {
        words::column(self)
    }

    fn compare(&self, after: &Self, at: &mut At<'_>) {
        let Self {
            name: _,
            sql_type,
            not_null,
            not_null_not_valid,
            default,
            identity,
            generated,
            collation,
            comment,
        } = self;
        at.aspect(Aspect::Type, sql_type, &after.sql_type, |ty| {
            Some(ty.to_string())
        });
        if (*not_null, *not_null_not_valid) != (after.not_null, after.not_null_not_valid) {
            // Both flags have one word, but for a pair that PostgreSQL does not make.
            let word = |column: &Self| match (column.not_null, column.not_null_not_valid) {
                (true, true) => Some("NOT NULL, NOT NULL NOT VALID".to_owned()),
                _ => Some(words::nullability(column).to_owned()),
            };
            at.push(
                Aspect::Nullability,
                ChangeKind::Changed,
                word(self),
                word(after),
            );
        }
        at.text(Aspect::Default, default, &after.default);
        at.aspect(Aspect::Identity, identity, &after.identity, |identity| {
            Some(words::identity(*identity).to_owned()).filter(|words| !words.is_empty())
        });
        at.aspect(
            Aspect::Generated,
            generated,
            &after.generated,
            |generated| Some(generated.word().to_owned()),
        );
        at.shown(Aspect::Collation, collation, &after.collation);
        at.text(Aspect::Comment, comment, &after.comment);
    }
}

impl Item for Function {
    fn name(&self) -> &str {
        &self.arguments
    }

    fn words(&self) -> String {
        match &self.returns {
            Some(returns) => format!("({}) RETURNS {returns}", self.arguments),
            None => format!("({})", self.arguments),
        }
    }

    fn compare(&self, after: &Self, at: &mut At<'_>) {
        let Self {
            arguments: _,
            defaults,
            returns,
            kind,
            language,
            volatility,
            strict,
            security_definer,
            leakproof,
            parallel,
            settings,
            body_hash,
            public_execute,
            comment,
        } = self;
        at.word(Aspect::Kind, kind, &after.kind);
        at.text(Aspect::Arguments, defaults, &after.defaults);
        at.text(Aspect::Result, returns, &after.returns);
        at.word(Aspect::Language, language, &after.language);
        at.word(Aspect::Behaviour, volatility, &after.volatility);
        let (null, no_null) = ("RETURNS NULL ON NULL INPUT", "CALLED ON NULL INPUT");
        at.flag(Aspect::Behaviour, *strict, after.strict, null, no_null);
        at.flag(
            Aspect::Behaviour,
            *leakproof,
            after.leakproof,
            "LEAKPROOF",
            "NOT LEAKPROOF",
        );
        let parallel_words =
            |word: &String| Some(format!("PARALLEL {}", word.to_ascii_uppercase()));
        at.aspect(Aspect::Behaviour, parallel, &after.parallel, parallel_words);
        let (definer, invoker) = ("SECURITY DEFINER", "SECURITY INVOKER");
        at.flag(
            Aspect::Security,
            *security_definer,
            after.security_definer,
            definer,
            invoker,
        );
        at.aspect(Aspect::Settings, settings, &after.settings, |settings| {
            joined(settings)
        });
        at.text(Aspect::Body, body_hash, &after.body_hash);
        let (all, granted) = ("PUBLIC", "granted roles only");
        at.flag(
            Aspect::Execute,
            *public_execute,
            after.public_execute,
            all,
            granted,
        );
        at.text(Aspect::Comment, comment, &after.comment);
    }
}

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
        at.aspect(
            Aspect::Elsewhere,
            elsewhere,
            &after.elsewhere,
            |elsewhere| {
                let Elsewhere { homonyms, unkeyed } = elsewhere;
                let columns: Vec<_> = unkeyed.iter().map(|one| one.column.clone()).collect();
                let columns = joined(&columns).unwrap_or_else(|| "none".to_owned());
                Some(format!(
                    "{homonyms} homonyms, columns that seem to be references: {columns}"
                ))
            },
        );
        at.text(Aspect::Comment, comment, &after.comment);
    }
}

fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(", "))
}
