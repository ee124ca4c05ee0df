//! Which of what went and came is the same under another name.
//!
//! One kind of thing after the other: tables, types and functions, then columns and labels, then
//! constraints, indexes and the like. What is recognised is renamed in a copy of the old schema, so
//! that what follows from it (a foreign key to a renamed table, a check of a renamed column) is no
//! difference any more, and so that what differed by nothing else is recognised in the next round.

mod apply;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::compare::Item;
use super::{Aspect, Change, ChangeKind, Object, Part, PartKind, diff};
use crate::codec::Codec;
use crate::model::{
    Column, Elsewhere, ForeignKey, Functions, Index, Relation, Schema, Trigger, UserType,
};
use crate::name::QualifiedName;

/// More that something could be the new name of are no help.
const CANDIDATES: usize = 3;

/// What became of two schemas.
pub(super) struct Recognised<'a> {
    /// The old one, with the new names.
    pub(super) before: Cow<'a, Schema>,
    /// The changes, renames among them.
    pub(super) changes: Vec<Change>,
}

pub(super) fn recognise<'a>(before: &'a Schema, after: &Schema) -> Recognised<'a> {
    let mut before = Cow::Borrowed(before);
    let mut changes = differences(&before, after);
    let has = |kind| {
        let whole = |change: &Change| change.kind == kind && change.aspect == Aspect::Whole;
        changes.iter().any(whole)
    };
    let mut ambiguous = Vec::new();
    let mut renamed = Vec::new();
    if has(ChangeKind::Added) && has(ChangeKind::Removed) {
        const STEPS: [fn(&Schema, &Schema) -> Matches; 3] = [objects, inside, parts];
        loop {
            ambiguous.clear();
            // What one step recognises, the next must know.
            let found = STEPS.iter().find_map(|step| {
                let Matches {
                    renames,
                    ambiguous: more,
                } = step(&before, after);
                ambiguous.extend(more);
                (!renames.is_empty()).then_some(renames)
            });
            let Some(found) = found else { break };
            apply::apply(before.to_mut(), after, &found);
            renamed.extend(found.iter().map(Rename::change));
        }
    }
    if !renamed.is_empty() {
        changes = differences(&before, after);
    }
    note(&mut changes, ambiguous);
    renamed.append(&mut changes);
    without_backing_indexes(&mut renamed);
    // Objects in the order of `diff`, the renames of each before its other changes.
    renamed.sort_by(|a, b| order(&a.object).cmp(&order(&b.object)));
    Recognised {
        before,
        changes: renamed,
    }
}

/// Something under two names.
#[derive(Clone, Debug)]
struct Rename {
    /// The object, under its new name, or that of the part.
    object: Object,
    part: Option<PartKind>,
    /// The object's or the part's.
    old: QualifiedName,
    new: QualifiedName,
}

impl Rename {
    fn object(object: Object, old: &QualifiedName, new: &QualifiedName) -> Self {
        Self {
            object,
            part: None,
            old: old.clone(),
            new: new.clone(),
        }
    }

    /// The schema of a part's name is of no meaning.
    fn part(object: Object, kind: PartKind, old: &str, new: &str) -> Self {
        Self {
            object,
            part: Some(kind),
            old: QualifiedName::new("", old),
            new: QualifiedName::new("", new),
        }
    }

    fn change(&self) -> Change {
        let shown = |name: &QualifiedName| match self.part {
            Some(_) => name.name.clone(),
            None => name.to_string(),
        };
        Change {
            object: self.object.clone(),
            part: self.part.map(|kind| Part {
                kind,
                name: self.new.name.clone(),
            }),
            aspect: Aspect::Whole,
            kind: ChangeKind::Renamed,
            before: Some(shown(&self.old)),
            after: Some(shown(&self.new)),
            candidates: Vec::new(),
        }
    }
}

/// What is the same but for the name.
#[derive(Default)]
struct Matches {
    /// One that went and one that came.
    renames: Vec<Rename>,
    /// Several, on one side or both: what each could be the other name of.
    ambiguous: Vec<(ChangeKind, Object, Option<Part>, Vec<String>)>,
}

impl Matches {
    /// Matches what went and what came by what each is, apart from its name.
    fn pair<T>(
        &mut self,
        gone: &[(String, T)],
        came: &[(String, T)],
        rename: impl Fn(&T, &T) -> Rename,
        shown: impl Fn(&T) -> (Object, Option<Part>, String),
    ) {
        let mut same: BTreeMap<&str, (Vec<&T>, Vec<&T>)> = BTreeMap::new();
        for (what, item) in gone {
            same.entry(what).or_default().0.push(item);
        }
        for (what, item) in came {
            same.entry(what).or_default().1.push(item);
        }
        for (gone, came) in same.into_values() {
            if let ([old], [new]) = (gone.as_slice(), came.as_slice()) {
                self.renames.push(rename(old, new));
                continue;
            }
            for (kind, these, others) in [
                (ChangeKind::Removed, &gone, &came),
                (ChangeKind::Added, &came, &gone),
            ] {
                if (1..=CANDIDATES).contains(&others.len()) {
                    let names: Vec<_> = others.iter().map(|other| shown(other).2).collect();
                    self.ambiguous.extend(these.iter().map(|item| {
                        let (object, part, _) = shown(item);
                        (kind, object, part, names.clone())
                    }));
                }
            }
        }
    }
}

fn differences(before: &Schema, after: &Schema) -> Vec<Change> {
    let mut changes = diff(before, after);
    changes.retain(|change| !change.is_derived());
    changes
}

/// Writes what each could be the other name of.
fn note(changes: &mut [Change], ambiguous: Vec<(ChangeKind, Object, Option<Part>, Vec<String>)>) {
    let mut notes: HashMap<_, _> = ambiguous
        .into_iter()
        .map(|(kind, object, part, names)| ((kind, object, part), names))
        .collect();
    let whole = |change: &&mut Change| change.aspect == Aspect::Whole;
    for change in changes.iter_mut().filter(whole) {
        let key = (change.kind, change.object.clone(), change.part.clone());
        change.candidates = notes.remove(&key).unwrap_or_default();
    }
}

/// An index that backs a constraint comes, goes, changes and is renamed with it.
fn without_backing_indexes(changes: &mut Vec<Change>) {
    let backed = |change: &Change| {
        let part = change.part.as_ref()?;
        let kinds = [PartKind::PrimaryKey, PartKind::Unique, PartKind::Exclusion];
        let backed = kinds.contains(&part.kind) && change.aspect != Aspect::Comment;
        backed.then(|| (change.object.clone(), part.name.clone(), change.kind))
    };
    let constraints: HashSet<_> = changes.iter().filter_map(backed).collect();
    changes.retain(|change| match &change.part {
        Some(part) if part.kind == PartKind::Index && change.aspect != Aspect::Comment => {
            let key = (change.object.clone(), part.name.clone(), change.kind);
            !constraints.contains(&key)
        }
        _ => true,
    });
}

fn order(object: &Object) -> (u8, Option<&QualifiedName>) {
    let class = match object {
        Object::Server => 0,
        Object::Relation(..) => 1,
        Object::Type(..) => 2,
        Object::Functions(_) => 3,
    };
    (class, object.name())
}

fn text<T: Codec>(value: &T) -> String {
    let mut text = String::new();
    value.encode(&mut text, 2);
    text
}

/// What is in the first list under names that the second does not have.
fn missing<'a, T, K: std::hash::Hash + Eq>(
    items: &'a [T],
    others: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> Vec<&'a T> {
    let there: HashSet<K> = others.iter().map(&key).collect();
    let missing = items.iter().filter(|item| !there.contains(&key(item)));
    missing.collect()
}

/// Tables, types, functions.
fn objects(before: &Schema, after: &Schema) -> Matches {
    let mut matches = Matches::default();
    let both: HashSet<_> = {
        let old: HashSet<_> = before.relations.iter().map(|r| &r.name).collect();
        let names = after.relations.iter().map(|r| &r.name);
        names.filter(|name| old.contains(name)).collect()
    };
    whole(
        &mut matches,
        (&before.relations, &after.relations),
        |relation| &relation.name,
        |relation| !relation.columns.is_empty(),
        |relation| text(&nameless(relation, &both)),
        |relation| Object::Relation(relation.kind, relation.name.clone()),
    );
    whole(
        &mut matches,
        (&before.types, &after.types),
        |ty| &ty.name,
        |_| true,
        |ty| {
            text(&UserType {
                name: QualifiedName::default(),
                comment: None,
                elsewhere: Elsewhere::default(),
                ..ty.clone()
            })
        },
        |ty| Object::Type(ty.kind, ty.name.clone()),
    );
    whole(
        &mut matches,
        (&before.functions, &after.functions),
        |functions| &functions.name,
        |functions| {
            functions
                .overloads
                .iter()
                .all(|one| one.body_hash.is_some())
        },
        |functions| {
            let mut overloads = functions.overloads.clone();
            for one in &mut overloads {
                one.comment = None;
            }
            text(&Functions {
                name: QualifiedName::default(),
                overloads,
            })
        },
        |functions| Object::Functions(functions.name.clone()),
    );
    matches
}

fn whole<T>(
    matches: &mut Matches,
    (before, after): (&[T], &[T]),
    name: fn(&T) -> &QualifiedName,
    telling: fn(&T) -> bool,
    what: impl Fn(&T) -> String,
    object: fn(&T) -> Object,
) {
    let of = |items: Vec<&'_ T>| -> Vec<(String, Object)> {
        let telling = items.into_iter().filter(|item| telling(item));
        telling.map(|item| (what(item), object(item))).collect()
    };
    let (gone, came) = (
        of(missing(before, after, name)),
        of(missing(after, before, name)),
    );
    let own = |object: &Object| object.name().cloned().unwrap_or_default();
    // First what kept its own name and went to another schema.
    let moved = |list: &[(String, Object)]| -> Vec<(String, Object)> {
        let with_name = |(what, object): &(String, Object)| {
            (format!("{}\n{what}", own(object).name), object.clone())
        };
        list.iter().map(with_name).collect()
    };
    let rename = |old: &Object, new: &Object| Rename::object(new.clone(), &own(old), &own(new));
    let shown = |object: &Object| (object.clone(), None, own(object).to_string());
    let mut found = Matches::default();
    found.pair(&moved(&gone), &moved(&came), rename, shown);
    if found.renames.is_empty() {
        found = Matches::default();
        found.pair(&gone, &came, rename, shown);
    }
    matches.renames.append(&mut found.renames);
    matches.ambiguous.append(&mut found.ambiguous);
}

/// A table without its name and those of its constraints and indexes, which are often made of it;
/// without text in which it may stand; and with the names of only those tables that are on both
/// sides, since others may have been renamed as well.
fn nameless(relation: &Relation, both: &HashSet<&QualifiedName>) -> Relation {
    let known = |name: &QualifiedName| {
        let name = both.contains(name).then_some(name);
        name.cloned().unwrap_or_default()
    };
    let mut relation = relation.clone();
    relation.name = QualifiedName::default();
    relation.comment = None;
    relation.elsewhere = Elsewhere::default();
    relation.replica_identity = None;
    for column in &mut relation.columns {
        column.comment = None;
        // `nextval('users_id_seq'::regclass)`
        column.default = column.default.as_ref().map(|_| String::new());
    }
    for key in relation.primary_key.iter_mut().chain(&mut relation.unique) {
        key.name.clear();
        key.comment = None;
    }
    for key in &mut relation.foreign_keys {
        key.name.clear();
        key.comment = None;
        key.references = known(&key.references);
        key.referenced_types.clear();
    }
    for check in &mut relation.checks {
        check.name.clear();
        check.comment = None;
    }
    for exclusion in &mut relation.exclusions {
        exclusion.name.clear();
        exclusion.comment = None;
    }
    for index in &mut relation.indexes {
        index.name.clear();
        index.comment = None;
        index.constraint = index.constraint.as_ref().map(|_| String::new());
    }
    for trigger in &mut relation.triggers {
        trigger.definition.clear();
        trigger.comment = None;
    }
    for policy in &mut relation.policies {
        policy.using = policy.using.as_ref().map(|_| String::new());
        policy.check = policy.check.as_ref().map(|_| String::new());
        policy.comment = None;
    }
    for table in &mut relation.inherits {
        *table = known(table);
    }
    sort(&mut relation.unique);
    sort(&mut relation.foreign_keys);
    sort(&mut relation.checks);
    sort(&mut relation.exclusions);
    sort(&mut relation.indexes);
    relation
}

/// What was in the order of the names.
fn sort<T: Codec>(items: &mut [T]) {
    items.sort_by_cached_key(text);
}

/// Columns, attributes and labels: what they are, and where they stand among those that stay. A
/// column that is renamed keeps its place, one that is added goes to the end.
fn inside(before: &Schema, after: &Schema) -> Matches {
    let mut matches = Matches::default();
    let nameless = |column: &Column| {
        text(&Column {
            name: String::new(),
            comment: None,
            ..column.clone()
        })
    };
    for (old, new) in differing(&before.relations, &after.relations, |r| &r.name) {
        let object = Object::Relation(new.kind, new.name.clone());
        let kind = PartKind::Column;
        ordered(
            &mut matches,
            &object,
            kind,
            &old.columns,
            &new.columns,
            nameless,
        );
    }
    for (old, new) in differing(&before.types, &after.types, |ty| &ty.name) {
        let object = Object::Type(new.kind, new.name.clone());
        let kind = PartKind::Attribute;
        ordered(
            &mut matches,
            &object,
            kind,
            &old.attributes,
            &new.attributes,
            nameless,
        );
        let kind = PartKind::Label;
        ordered(
            &mut matches,
            &object,
            kind,
            &old.labels,
            &new.labels,
            |_| String::new(),
        );
    }
    matches
}

fn ordered<T: Item>(
    matches: &mut Matches,
    object: &Object,
    kind: PartKind,
    before: &[T],
    after: &[T],
    what: impl Fn(&T) -> String,
) {
    let of = |items: &[T], others: &[T]| {
        let there: HashSet<_> = others.iter().map(Item::name).collect();
        let mut stay = 0_usize;
        let mut missing = Vec::new();
        for item in items {
            if there.contains(item.name()) {
                stay += 1;
            } else {
                let what = format!("{stay} {}", what(item));
                missing.push((what, item.name().to_owned()));
            }
        }
        missing
    };
    named(
        matches,
        object,
        kind,
        &of(before, after),
        &of(after, before),
    );
}

fn named(
    matches: &mut Matches,
    object: &Object,
    kind: PartKind,
    gone: &[(String, String)],
    came: &[(String, String)],
) {
    if gone.is_empty() || came.is_empty() {
        return;
    }
    let part = |name: &String| Part {
        kind,
        name: name.clone(),
    };
    matches.pair(
        gone,
        came,
        |old, new| Rename::part(object.clone(), kind, old, new),
        |name| (object.clone(), Some(part(name)), name.clone()),
    );
}

/// Constraints, indexes, triggers and policies: by what they are.
fn parts(before: &Schema, after: &Schema) -> Matches {
    let mut matches = Matches::default();
    for (old, new) in differing(&before.relations, &after.relations, |r| &r.name) {
        let object = Object::Relation(new.kind, new.name.clone());
        macro_rules! each {
            ($($kind:ident: $old:expr, $new:expr;)*) => {
                $(by_definition(&mut matches, &object, PartKind::$kind, $old, $new);)*
            };
        }
        each! {
            PrimaryKey: old.primary_key.as_slice(), new.primary_key.as_slice();
            ForeignKey: &old.foreign_keys, &new.foreign_keys;
            Unique: &old.unique, &new.unique;
            Check: &old.checks, &new.checks;
            Exclusion: &old.exclusions, &new.exclusions;
            Index: &old.indexes, &new.indexes;
            Trigger: &old.triggers, &new.triggers;
            Policy: &old.policies, &new.policies;
        }
    }
    for (old, new) in differing(&before.types, &after.types, |ty| &ty.name) {
        let object = Object::Type(new.kind, new.name.clone());
        by_definition(
            &mut matches,
            &object,
            PartKind::Check,
            &old.checks,
            &new.checks,
        );
    }
    matches
}

fn by_definition<T: Defined>(
    matches: &mut Matches,
    object: &Object,
    kind: PartKind,
    before: &[T],
    after: &[T],
) {
    let of = |items: &[T], others: &[T]| -> Vec<(String, String)> {
        let there: HashSet<_> = others.iter().map(Item::name).collect();
        let missing = items.iter().filter(|item| !there.contains(item.name()));
        missing
            .map(|item| (text(&item.nameless()), item.name().to_owned()))
            .collect()
    };
    named(
        matches,
        object,
        kind,
        &of(before, after),
        &of(after, before),
    );
}

/// A part that is what its definition says.
trait Defined: Item + Codec + Clone {
    /// Without its name and comment.
    fn nameless(&self) -> Self;
}

macro_rules! defined {
    ($($name:ident { $($field:ident: $with:expr,)* })*) => {
        $(impl Defined for crate::model::$name {
            fn nameless(&self) -> Self {
                #[allow(clippy::redundant_closure_call, reason = "of a field, or of nothing")]
                Self {
                    name: String::new(),
                    comment: None,
                    $($field: ($with)(self),)*
                    ..self.clone()
                }
            }
        })*
    };
}

defined! {
    Key {}
    ForeignKey {
        referenced_types: |_: &ForeignKey| Vec::new(),
    }
    Check {}
    Exclusion {}
    Index {
        constraint: |index: &Index| index.constraint.as_ref().map(|_| String::new()),
    }
    Trigger {
        definition: |trigger: &Trigger| apply::without(&trigger.definition, &trigger.name),
    }
    Policy {}
}

/// What is on both sides and is not the same.
fn differing<'a, T: PartialEq>(
    before: &'a [T],
    after: &'a [T],
    name: fn(&T) -> &QualifiedName,
) -> Vec<(&'a T, &'a T)> {
    let new: HashMap<_, _> = after.iter().map(|item| (name(item), item)).collect();
    let pairs = before
        .iter()
        .filter_map(|old| Some((old, *new.get(name(old))?)));
    pairs.filter(|(old, new)| old != new).collect()
}

#[cfg(test)]
mod tests;
