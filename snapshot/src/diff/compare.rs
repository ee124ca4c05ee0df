//! How things are compared: objects by name, parts by name, aspects by value.

use std::collections::{BTreeMap, HashMap};

use super::{Aspect, Change, ChangeKind, Object, Part, PartKind};
use crate::codec::Codec;
use crate::model::Schema;
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
pub(super) trait Whole: PartialEq {
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
pub(super) struct At<'a> {
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

    pub(super) fn push(
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
            candidates: Vec::new(),
        });
    }

    pub(super) fn whole(&mut self, before: Option<String>, after: Option<String>) {
        let kind = if before.is_none() {
            ChangeKind::Added
        } else {
            ChangeKind::Removed
        };
        self.push(Aspect::Whole, kind, before, after);
    }

    /// A change when the values differ. Where the words don't tell them apart (an enum that became
    /// a composite type of the same name, say) the values are shown as the snapshot writes them.
    pub(super) fn aspect<T: Codec>(
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

    pub(super) fn text(&mut self, aspect: Aspect, before: &Option<String>, after: &Option<String>) {
        self.aspect(aspect, before, after, Clone::clone);
    }

    pub(super) fn word(&mut self, aspect: Aspect, before: &String, after: &String) {
        self.aspect(aspect, before, after, |text| Some(text.clone()));
    }

    pub(super) fn flag(&mut self, aspect: Aspect, before: bool, after: bool, on: &str, off: &str) {
        self.aspect(aspect, &before, &after, |&set| {
            Some(if set { on } else { off }.to_owned())
        });
    }

    pub(super) fn shown<T: Codec + ToString>(
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
    pub(super) fn items<T: Item>(&mut self, kind: PartKind, before: &[T], after: &[T]) {
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
pub(super) trait Item: PartialEq {
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

pub(super) fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(", "))
}
