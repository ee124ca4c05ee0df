//! Giving what was recognised its new name, wherever the old schema has the old one.

use std::collections::HashMap;

use super::super::compare::Item;
use super::{Object, PartKind, Rename};
use crate::model::{Check, Column, Relation, Schema, UserType};
use crate::name::{QualifiedName, quote, quote_literal};
use crate::sql_type::SqlType;

/// Old names and new ones.
type Names = HashMap<QualifiedName, QualifiedName>;
/// Old names and new ones of parts, by the object's name.
type Parts = HashMap<QualifiedName, HashMap<String, String>>;

/// Old text and new.
type Words = HashMap<String, String>;

/// The names by what they are of.
#[derive(Default)]
struct New {
    relations: Names,
    types: Names,
    functions: Names,
    columns: Parts,
    attributes: Parts,
    labels: Parts,
    /// Of constraints, indexes, triggers and policies. Constraints and indexes of a table may share
    /// a name only where one backs the other.
    constraints: Parts,
    triggers: Parts,
    policies: Parts,
    /// In the text of expressions, where the object does not say otherwise: qualified names and
    /// those that stand by themselves.
    words: [Words; 2],
}

impl New {
    fn of(renames: &[Rename]) -> Self {
        let mut all = Self::default();
        for Rename {
            object,
            part,
            old,
            new,
        } in renames
        {
            let Some(kind) = part else {
                let names = match object {
                    Object::Relation(..) => &mut all.relations,
                    Object::Type(..) => &mut all.types,
                    Object::Functions(_) => &mut all.functions,
                    Object::Server => continue,
                };
                names.insert(old.clone(), new.clone());
                all.words[0].insert(old.to_string(), new.to_string());
                all.words[1].insert(quote(&old.name), quote(&new.name));
                continue;
            };
            let words = &mut all.words[1];
            let parts = match kind {
                PartKind::Column | PartKind::Attribute => {
                    words.insert(quote(&old.name), quote(&new.name));
                    if *kind == PartKind::Column {
                        &mut all.columns
                    } else {
                        &mut all.attributes
                    }
                }
                PartKind::Label => {
                    words.insert(quote_literal(&old.name), quote_literal(&new.name));
                    &mut all.labels
                }
                // Expressions do not name them.
                PartKind::Trigger => &mut all.triggers,
                PartKind::Policy => &mut all.policies,
                _ => &mut all.constraints,
            };
            let of = object.name().cloned().unwrap_or_default();
            let names = parts.entry(of).or_default();
            names.insert(old.name.clone(), new.name.clone());
        }
        all
    }
}

/// Renames in `before`; what text says is changed where it then says what `after` does.
pub(super) fn apply(before: &mut Schema, after: &Schema, renames: &[Rename]) {
    let new = New::of(renames);
    let relations: HashMap<_, _> = after.relations.iter().map(|r| (&r.name, r)).collect();
    for old in &mut before.relations {
        relation(old, &new);
        if let Some(is) = relations.get(&old.name).filter(|is| **is != old) {
            let mut words = new.words.clone();
            let columns = new.columns.get(&old.name).into_iter().flatten();
            words[1].extend(columns.map(|(old, new)| (quote(old), quote(new))));
            agree_relation(old, is, &words);
        }
    }
    before.relations.sort_by(|a, b| a.name.cmp(&b.name));
    let types: HashMap<_, _> = after.types.iter().map(|t| (&t.name, t)).collect();
    for old in &mut before.types {
        user_type(old, &new);
        if let Some(is) = types.get(&old.name) {
            agree(&mut old.default, &is.default, &new.words);
            agree_checks(&mut old.checks, &is.checks, &new.words);
            agree_columns(&mut old.attributes, &is.attributes, &new.words);
        }
    }
    before.types.sort_by(|a, b| a.name.cmp(&b.name));
    for old in &mut before.functions {
        qualified(&mut old.name, &new.functions);
    }
    before.functions.sort_by(|a, b| a.name.cmp(&b.name));
}

fn qualified(name: &mut QualifiedName, new: &Names) {
    if let Some(new) = new.get(name) {
        *name = new.clone();
    }
}

fn plain(name: &mut String, new: Option<&HashMap<String, String>>) {
    if let Some(new) = new.and_then(|new| new.get(name)) {
        new.clone_into(name);
    }
}

fn relation(relation: &mut Relation, new: &New) {
    qualified(&mut relation.name, &new.relations);
    let own = new.columns.get(&relation.name);
    let column = |name: &mut String| plain(name, own);
    for one in &mut relation.columns {
        column(&mut one.name);
        sql_type(&mut one.sql_type, &new.types);
    }
    let constraints = new.constraints.get(&relation.name);
    for key in relation.primary_key.iter_mut().chain(&mut relation.unique) {
        plain(&mut key.name, constraints);
        key.columns.iter_mut().for_each(column);
    }
    for key in &mut relation.foreign_keys {
        plain(&mut key.name, constraints);
        key.columns.iter_mut().for_each(column);
        key.on_delete_columns.iter_mut().for_each(column);
        qualified(&mut key.references, &new.relations);
        let theirs = new.columns.get(&key.references);
        for name in &mut key.referenced_columns {
            plain(name, theirs);
        }
        for ty in &mut key.referenced_types {
            sql_type(ty, &new.types);
        }
    }
    for check in &mut relation.checks {
        plain(&mut check.name, constraints);
        check.columns.iter_mut().for_each(column);
    }
    for exclusion in &mut relation.exclusions {
        plain(&mut exclusion.name, constraints);
        exclusion.columns.iter_mut().for_each(column);
    }
    for index in &mut relation.indexes {
        let old = index.name.clone();
        plain(&mut index.name, constraints);
        if let Some(constraint) = &mut index.constraint {
            plain(constraint, constraints);
        }
        if relation.replica_identity == Some(format!("index {old}")) {
            relation.replica_identity = Some(format!("index {}", index.name));
        }
        for key in &mut index.keys {
            column(&mut key.column);
        }
        index.include.iter_mut().for_each(column);
        index.predicate_not_null.iter_mut().for_each(column);
    }
    for trigger in &mut relation.triggers {
        let old = trigger.name.clone();
        plain(&mut trigger.name, new.triggers.get(&relation.name));
        trigger.definition = with_first(&trigger.definition, &old, &quote(&trigger.name));
        qualified(&mut trigger.function, &new.functions);
    }
    for policy in &mut relation.policies {
        plain(&mut policy.name, new.policies.get(&relation.name));
    }
    for table in &mut relation.inherits {
        qualified(table, &new.relations);
    }
}

fn user_type(ty: &mut UserType, new: &New) {
    qualified(&mut ty.name, &new.types);
    for label in &mut ty.labels {
        plain(label, new.labels.get(&ty.name));
    }
    for one in &mut ty.attributes {
        plain(&mut one.name, new.attributes.get(&ty.name));
        sql_type(&mut one.sql_type, &new.types);
    }
    for check in &mut ty.checks {
        plain(&mut check.name, new.constraints.get(&ty.name));
    }
    for inner in ty.base.iter_mut().chain(&mut ty.subtype) {
        sql_type(inner, &new.types);
    }
}

fn sql_type(ty: &mut SqlType, new: &Names) {
    match ty {
        SqlType::Builtin(_) => {}
        SqlType::Array(element) => sql_type(element, new),
        SqlType::Enum(name) | SqlType::Composite(name) | SqlType::Base { name, .. } => {
            qualified(name, new);
        }
        SqlType::Domain { name, base: inner }
        | SqlType::Range {
            name,
            subtype: inner,
        }
        | SqlType::Multirange {
            name,
            subtype: inner,
        } => {
            qualified(name, new);
            sql_type(inner, new);
        }
    }
}

fn agree_relation(old: &mut Relation, is: &Relation, words: &[Words; 2]) {
    agree(&mut old.partition_by, &is.partition_by, words);
    agree_columns(&mut old.columns, &is.columns, words);
    agree_checks(&mut old.checks, &is.checks, words);
    each(&mut old.exclusions, &is.exclusions, |old, is| {
        agree_text(&mut old.definition, &is.definition, words);
    });
    each(&mut old.indexes, &is.indexes, |old, is| {
        agree(&mut old.predicate, &is.predicate, words);
        for (old, is) in old.keys.iter_mut().zip(&is.keys) {
            agree(&mut old.expression, &is.expression, words);
        }
    });
    each(&mut old.triggers, &is.triggers, |old, is| {
        agree_text(&mut old.definition, &is.definition, words);
    });
    each(&mut old.policies, &is.policies, |old, is| {
        agree(&mut old.using, &is.using, words);
        agree(&mut old.check, &is.check, words);
    });
}

fn agree_columns(old: &mut [Column], is: &[Column], words: &[Words; 2]) {
    each(old, is, |old, is| {
        agree(&mut old.default, &is.default, words);
    });
}

fn agree_checks(old: &mut [Check], is: &[Check], words: &[Words; 2]) {
    each(old, is, |old, is| {
        agree_text(&mut old.definition, &is.definition, words);
    });
}

fn each<T: Item>(old: &mut [T], is: &[T], agree: impl Fn(&mut T, &T)) {
    for old in old {
        if let Some(is) = is.iter().find(|is| is.name() == old.name()) {
            agree(old, is);
        }
    }
}

#[expect(clippy::ref_option, reason = "fields as they are")]
fn agree(old: &mut Option<String>, is: &Option<String>, words: &[Words; 2]) {
    if let (Some(old), Some(is)) = (old, is) {
        agree_text(old, is, words);
    }
}

fn agree_text(old: &mut String, is: &str, [qualified, plain]: &[Words; 2]) {
    let with = |words: &[&Words]| {
        let get = |word: &str| words.iter().find_map(|words| words.get(word));
        replaced(old, |word| get(word).map(String::as_str))
    };
    // A trigger may have the name of its function, and a column that of a table.
    if old != is && (with(&[qualified]) == is || with(&[qualified, plain]) == is) {
        is.clone_into(old);
    }
}

/// The definition of a trigger without its name.
pub(super) fn without(definition: &str, name: &str) -> String {
    with_first(definition, name, "")
}

/// The definition of a trigger with another name, which is the first that stands in it.
fn with_first(definition: &str, name: &str, new: &str) -> String {
    let old = quote(name);
    let mut first = Some(new);
    replaced(
        definition,
        |word| if word == old { first.take() } else { None },
    )
}

/// The text with names and literals replaced, where they stand by themselves.
fn replaced<'a>(text: &'a str, mut new: impl FnMut(&str) -> Option<&'a str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = token(rest);
        // `public.users` counts as one.
        if is_name(first) && rest[end..].starts_with('.') {
            let second = &rest[end + 1..];
            if second.chars().next().is_some_and(is_name) {
                let both = end + 1 + token(second);
                if let Some(new) = new(&rest[..both]) {
                    out.push_str(new);
                    rest = &rest[both..];
                    continue;
                }
            }
        }
        let (word, behind) = rest.split_at(end);
        out.push_str(new(word).unwrap_or(word));
        rest = behind;
    }
    out
}

fn is_name(c: char) -> bool {
    c == '_' || c == '"' || c.is_alphabetic()
}

/// The length of a name, a quoted name, a literal, or one other character.
fn token(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, first)) = chars.next() else {
        return 0;
    };
    if first == '"' || first == '\'' {
        // A doubled quote is two tokens to us; what is looked up has it as well, so it does not
        // fit, and nothing is replaced.
        let close = text[1..].find(first);
        return close.map_or(text.len(), |close| close + 2);
    }
    if first == '_' || first == '$' || first.is_alphanumeric() {
        let inside = |c: char| c == '_' || c == '$' || c.is_alphanumeric();
        return text.find(|c| !inside(c)).unwrap_or(text.len());
    }
    first.len_utf8()
}

#[cfg(test)]
mod tests {
    use super::{Words, replaced, without};

    #[test]
    fn names_are_replaced_where_they_stand_by_themselves() {
        let pairs = [
            ("a", "b"),
            ("public.users", "app.members"),
            ("'sad'", "'blue'"),
            ("\"Order\"", "invoice"),
        ];
        let words = pairs.map(|(old, new)| (old.to_owned(), new.to_owned()));
        let words = Words::from(words);
        for (text, expected) in [
            (
                "CHECK ((a > aa) AND (x.a <> a1))",
                "CHECK ((b > aa) AND (x.b <> a1))",
            ),
            ("ON public.users FOR", "ON app.members FOR"),
            ("ON other.public.users", "ON other.app.members"),
            ("'sad'::mood, 'sad ', 'a'", "'blue'::mood, 'sad ', 'a'"),
            ("(\"Order\" > 'it''s a')", "(invoice > 'it''s a')"),
            ("a", "b"),
            ("é.a", "é.b"),
            ("'a", "'a"),
        ] {
            let new = |word: &str| words.get(word).map(String::as_str);
            assert_eq!(replaced(text, new), expected, "{text}");
        }
        assert_eq!(
            without("CREATE TRIGGER touch EXECUTE FUNCTION touch()", "touch"),
            "CREATE TRIGGER  EXECUTE FUNCTION touch()"
        );
    }
}
