//! What holds for every schema, every name and every file.

#![allow(clippy::unwrap_used)]

mod arbitrary;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use schema_snapshot::codec::Codec;
use schema_snapshot::diff::{self, Aspect, ChangeKind, Graded, changes, diff};
use schema_snapshot::inference::{candidates, plurals, same_model, type_candidates};
use schema_snapshot::model::{Functions, Relation, Schema, UserType};
use schema_snapshot::store::{self, Snapshot};
use schema_snapshot::{QualifiedName, SqlType, elsewhere};

use arbitrary::{any_of, name};

fn round_trip<T: Codec + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let mut text = String::new();
    value.encode(&mut text, 0);
    let json = serde_json::from_str(&text).unwrap();
    let decoded = T::decode(&json).unwrap();
    prop_assert_eq!(&decoded, value);
    let mut again = String::new();
    decoded.encode(&mut again, 0);
    prop_assert_eq!(again, text);
    Ok(())
}

/// A directory that is removed at the end of the case.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("schema-properties-{}-{n}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut directories = vec![dir.to_path_buf()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                found.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    found
}

fn read(dir: &Path) -> Schema {
    Snapshot::open(dir).unwrap().read_schema().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_relation_has_one_text(value in any_of::<Relation>()) {
        round_trip(&value)?;
    }

    #[test]
    fn a_type_has_one_text(value in any_of::<UserType>()) {
        round_trip(&value)?;
    }

    #[test]
    fn functions_have_one_text(value in any_of::<Functions>()) {
        round_trip(&value)?;
    }

    #[test]
    fn a_written_snapshot_is_read_back(schema in any_of::<Schema>(), next in any_of::<Schema>()) {
        let (scratch, fresh) = (Scratch::new(), Scratch::new());
        store::write(&scratch.0, &schema).unwrap();
        prop_assert_eq!(&read(&scratch.0), &schema);
        let old = files(&scratch.0);
        let again = store::write(&scratch.0, &schema).unwrap();
        prop_assert!(again.added.is_empty() && again.changed.is_empty() && again.removed.is_empty());
        prop_assert_eq!(files(&scratch.0), old);

        // A refresh of an old snapshot gives what a first one gives.
        store::write(&scratch.0, &next).unwrap();
        store::write(&fresh.0, &next).unwrap();
        let relative = |dir: &Path| -> BTreeMap<PathBuf, Vec<u8>> {
            files(dir)
                .into_iter()
                .map(|(path, bytes)| (path.strip_prefix(dir).unwrap().to_path_buf(), bytes))
                .collect()
        };
        prop_assert_eq!(relative(&scratch.0), relative(&fresh.0));
    }

    #[test]
    fn a_changed_byte_is_seen(
        schema in any_of::<Schema>(),
        file in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        change in 1_u8..,
    ) {
        let scratch = Scratch::new();
        store::write(&scratch.0, &schema).unwrap();
        let mut files = files(&scratch.0);
        files.remove(&scratch.0.join("schema.toml"));
        let (path, mut bytes) = files.into_iter().nth(file.index(1 + schema.relations.len()
            + schema.types.len() + schema.functions.len())).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        fs::write(&path, &bytes).unwrap();
        let read = Snapshot::open(&scratch.0).and_then(|snapshot| snapshot.read_schema());
        prop_assert!(read.is_err(), "{}", String::from_utf8_lossy(&bytes));
        // And mended; but what says that it is of a newer format is not written over.
        if let Err(error) = store::write(&scratch.0, &schema) {
            let problem = read.map_err(|error| error.problem().clone());
            prop_assert!(matches!(problem, Err(store::Problem::NewerFormat(..))), "{error}");
            return Ok(());
        }
        let read = Snapshot::open(&scratch.0).unwrap().read_schema().unwrap();
        prop_assert_eq!(read, schema);
    }

    #[test]
    fn a_name_has_one_file_everywhere(a in name(), b in name()) {
        let files = [&a, &b].map(|name| store::escape(name));
        for (name, file) in [&a, &b].iter().zip(&files) {
            prop_assert_eq!(store::unescape(file), Some((*name).clone()));
            prop_assert!(file.len() + ".json".len() <= 255);
            prop_assert!(file.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_+-".contains(&b)));
            let device = ["con", "prn", "aux", "nul", "com1", "lpt9"].contains(&file.as_str());
            prop_assert!(!device && !file.is_empty());
        }
        prop_assert_eq!(files[0].eq_ignore_ascii_case(&files[1]), a == b);
    }

    #[test]
    fn a_file_has_one_name(file in "[a-c0-9A-C_+.-]{0,8}") {
        if let Some(name) = store::unescape(&file) {
            prop_assert_eq!(store::escape(&name), file);
        }
    }

    #[test]
    fn no_difference_is_overlooked(a in any_of::<Schema>(), b in any_of::<Schema>()) {
        prop_assert_eq!(diff(&a, &a), []);
        prop_assert_eq!(diff(&a, &b).is_empty(), a == b);
    }

    /// One value of a thing is replaced by another's.
    #[test]
    fn no_detail_is_overlooked(a in any_of::<Relation>(), b in any_of::<Relation>(), n in 0_usize..20) {
        let mut c = a.clone();
        match n {
            0 => c.kind = b.kind,
            1 => c.unlogged = b.unlogged,
            2 => c.comment = b.comment,
            3 => c.columns = b.columns,
            4 => c.primary_key = b.primary_key,
            5 => c.foreign_keys = b.foreign_keys,
            6 => c.unique = b.unique,
            7 => c.checks = b.checks,
            8 => c.exclusions = b.exclusions,
            9 => c.indexes = b.indexes,
            10 => c.triggers = b.triggers,
            11 => c.row_security = b.row_security,
            12 => c.policies = b.policies,
            13 => c.partition_by = b.partition_by,
            14 => c.inherits = b.inherits,
            15 => c.options = b.options,
            16 => c.definition_hash = b.definition_hash,
            17 => c.server = b.server,
            18 => c.replica_identity = b.replica_identity,
            _ => c.elsewhere = b.elsewhere,
        }
        let schema = |relation: &Relation| Schema { relations: vec![relation.clone()], ..Schema::default() };
        let changes = diff(&schema(&a), &schema(&c));
        prop_assert_eq!(changes.is_empty(), a == c);
        for change in &changes {
            prop_assert!(change.before != change.after, "{}", change);
            prop_assert_eq!(change.to_string().lines().count(), 1);
        }
    }

    /// Backwards, what was added was removed.
    #[test]
    fn a_difference_has_two_sides(a in any_of::<Schema>(), b in any_of::<Schema>()) {
        let key = |change: &schema_snapshot::diff::Change, swap: bool| {
            let (mut before, mut after, mut kind) = (change.before.clone(), change.after.clone(), change.kind);
            if swap {
                std::mem::swap(&mut before, &mut after);
                kind = match kind {
                    ChangeKind::Added => ChangeKind::Removed,
                    ChangeKind::Removed => ChangeKind::Added,
                    same @ (ChangeKind::Changed | ChangeKind::Renamed) => same,
                };
            }
            let name = change.object.name().cloned();
            (name, change.part.clone(), change.aspect, kind, before, after)
        };
        let there: BTreeSet<_> = diff(&a, &b).iter().map(|change| key(change, false)).collect();
        let back: BTreeSet<_> = diff(&b, &a).iter().map(|change| key(change, true)).collect();
        prop_assert_eq!(there, back);
    }

    /// What changed is what the two sides say; nothing is called by a word that is not documented.
    #[test]
    fn changes_are_graded(a in any_of::<Schema>(), b in any_of::<Schema>()) {
        prop_assert_eq!(changes(&a, &a), []);
        let page = diff::page();
        for graded in changes(&a, &b) {
            let row = format!("| `{}` | ", graded.word);
            prop_assert!(page.contains(&row), "{}", row);
            let change = &graded.change;
            let whole = change.part.is_none() && change.aspect == Aspect::Whole;
            prop_assert!(!change.is_derived());
            for (value, there) in [
                (&graded.before, change.kind != ChangeKind::Added),
                (&graded.after, change.kind != ChangeKind::Removed),
            ] {
                let value = value.as_ref().map(|value| serde_json::from_str::<serde_json::Value>(value).unwrap());
                prop_assert!(value.as_ref().is_none_or(serde_json::Value::is_object));
                // An aspect of an object may be nothing, as a comment that was not there.
                prop_assert!(value.is_some() == there || (there && !whole), "{}", change);
            }
            prop_assert!(!graded.deploy.why.is_empty() && !graded.deploy.why.ends_with('.'));
        }
    }

    /// Backwards, what was added was removed, and what has a new name got back the old one.
    #[test]
    fn changes_have_two_sides(a in any_of::<Schema>(), b in any_of::<Schema>()) {
        let counts = |changes: &[Graded], back: bool| {
            let mut counts = BTreeMap::new();
            for graded in changes {
                let word = if back {
                    let swapped = graded.word.replace("_added", "_?").replace("_removed", "_added");
                    swapped.replace("_?", "_removed")
                } else {
                    graded.word.clone()
                };
                *counts.entry(word).or_insert(0) += 1;
            }
            counts
        };
        prop_assert_eq!(counts(&changes(&a, &b), false), counts(&changes(&b, &a), true));
    }

    /// One column under another name is a rename, unless it is of another type.
    #[test]
    fn a_renamed_column_is_recognised(a in any_of::<Relation>(), n in any::<prop::sample::Index>(), other in any::<bool>()) {
        prop_assume!(!a.columns.is_empty());
        let mut b = a.clone();
        let column = n.get_mut(&mut b.columns);
        let old = std::mem::replace(&mut column.name, "a name that is new".to_owned());
        if other {
            column.sql_type = SqlType::Builtin("a type that is new".to_owned());
        }
        let schema = |relation| Schema { relations: vec![relation], ..Schema::default() };
        let found = changes(&schema(a), &schema(b));
        let words: Vec<_> = found.iter().map(|graded| graded.word.as_str()).filter(|word| word.starts_with("column_")).collect();
        if other {
            prop_assert_eq!(words, ["column_removed", "column_added"]);
        } else {
            prop_assert_eq!(words, ["column_renamed"]);
            let name = serde_json::from_str::<serde_json::Value>(found[0].before.as_ref().unwrap()).unwrap();
            prop_assert_eq!(name["name"].as_str(), Some(old.as_str()));
        }
    }

    /// A table under another name is a rename and nothing else.
    #[test]
    fn a_renamed_table_is_recognised(a in any_of::<Schema>(), n in any::<prop::sample::Index>()) {
        prop_assume!(!a.relations.is_empty());
        let mut b = a.clone();
        let renamed = n.get_mut(&mut b.relations);
        let new = QualifiedName::new(renamed.name.schema.as_str(), "a name that is new");
        let old = std::mem::replace(&mut renamed.name, new.clone());
        let columns = renamed.columns.len();
        for relation in &mut b.relations {
            let references = relation.foreign_keys.iter_mut().map(|key| &mut key.references);
            for name in references.chain(&mut relation.inherits).filter(|name| **name == old) {
                name.clone_from(&new);
            }
        }
        let found = changes(&a, &b);
        let words: Vec<_> = found.iter().map(|graded| graded.word.as_str()).collect();
        if columns > 0 {
            prop_assert_eq!(words, ["relation_renamed"]);
        } else {
            prop_assert!(words.contains(&"relation_removed") && words.contains(&"relation_added"));
        }
    }

    /// Whatever an item can mean is counted as a homonym of everything else that it can mean.
    #[test]
    fn what_an_item_can_mean_are_homonyms(item in "(r#)?_{0,2}([A-Z]{0,3}[a-z]{0,5}[0-9]{0,2}_?){1,4}|\\PC{1,8}") {
        let tables = candidates(&item);
        let distinct: BTreeSet<_> = tables.iter().collect();
        prop_assert_eq!(distinct.len(), tables.len());
        for a in &tables {
            for b in &tables {
                prop_assert!(same_model(a, b), "{item}: {a}, {b}");
            }
        }
        let mut schema = Schema {
            relations: tables
                .iter()
                .enumerate()
                .map(|(n, table)| Relation {
                    name: QualifiedName::new(format!("s{}", n % 2), table.as_str()),
                    ..Relation::default()
                })
                .collect(),
            ..Schema::default()
        };
        elsewhere::fill(&mut schema);
        for relation in &schema.relations {
            prop_assert_eq!(usize::try_from(relation.elsewhere.homonyms).unwrap(), tables.len() - 1);
        }
    }

    /// The same of types.
    #[test]
    fn what_an_item_can_mean_are_homonyms_among_types(item in "_{0,2}([A-Z]{0,3}[a-z]{0,5}[0-9]{0,2}_?){1,4}|\\PC{1,8}") {
        let names = type_candidates(&item);
        let mut schema = Schema {
            types: names
                .iter()
                .map(|name| UserType { name: QualifiedName::new("s", name.as_str()), ..UserType::default() })
                .collect(),
            ..Schema::default()
        };
        elsewhere::fill(&mut schema);
        for ty in &schema.types {
            prop_assert_eq!(usize::try_from(ty.elsewhere.homonyms).unwrap(), names.len() - 1, "{}: {:?}", item, names);
        }
    }

    #[test]
    fn homonyms_are_those_of_the_same_model(names in prop::collection::btree_set("(user|news|box|o_auth|a2)(s|es|ies)?", 1..12)) {
        let names: Vec<String> = names.into_iter().collect();
        let mut schema = Schema {
            relations: names
                .iter()
                .map(|name| Relation { name: QualifiedName::new("s", name.as_str()), ..Relation::default() })
                .collect(),
            ..Schema::default()
        };
        elsewhere::fill(&mut schema);
        for relation in &schema.relations {
            let same = names.iter().filter(|name| same_model(name, &relation.name.name)).count();
            prop_assert_eq!(usize::try_from(relation.elsewhere.homonyms).unwrap(), same - 1);
        }
    }

    #[test]
    fn a_word_is_one_of_its_plurals(word in "[a-z]{1,8}(_[a-z0-9]{1,4})?") {
        let plurals = plurals(&word);
        prop_assert_eq!(plurals.last(), Some(&word));
        prop_assert!(plurals.iter().all(|plural| same_model(plural, &word)));
    }
}
