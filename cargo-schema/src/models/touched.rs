//! Which models a change of the schema touches.

use std::collections::{BTreeMap, HashMap, HashSet};

use schema_snapshot::Claim;
use schema_snapshot::claim::{Shape, Subject};
use schema_snapshot::config::Config;
use schema_snapshot::conform::{self, InMemory, Resolved};
use schema_snapshot::diff::{Aspect, Change, ChangeKind, Object, PartKind};
use schema_snapshot::model::Schema;
use schema_snapshot::name::QualifiedName;

use super::Sources;
use crate::report::{Source, Touched};

/// The items of the source by what they stand for, in either of two schemas.
#[derive(Debug, Default)]
pub struct Touches {
    relations: HashMap<QualifiedName, Vec<Item>>,
    types: HashMap<QualifiedName, Vec<Item>>,
    /// The old names of what was renamed, by the new ones.
    renamed: HashMap<Name, Name>,
}

/// Of an object, and of a part when it is one's.
type Name = (Option<QualifiedName>, String);

#[derive(Clone, Debug)]
struct Item {
    touched: Touched,
    /// The columns that it names.
    columns: HashSet<String>,
    /// Whether a column that is added concerns it: it stands for all of them.
    whole: bool,
    /// Whether it has an enum of the constraints.
    constraints: bool,
    /// The constraint that an upsert names.
    upsert: Option<String>,
}

impl Item {
    /// Whether it knows a constraint by its name. Everyone else has it under another.
    fn names(&self, kind: PartKind, constraint: &str) -> bool {
        let is_constraint = !matches!(kind, PartKind::Trigger | PartKind::Policy);
        is_constraint && self.constraints || self.upsert.as_deref() == Some(constraint)
    }
}

impl Touches {
    /// Of items that stand for something in one of the schemas. The order of what is told is that
    /// of the source.
    pub fn of(sources: &Sources, schemas: [&Schema; 2], config: &Config) -> Self {
        let schemas = schemas.map(|schema| InMemory::of(schema, config));
        let mut known = Self::default();
        for (file, item) in &sources.items {
            let source = Source {
                file: file.clone(),
                line: item.position.line,
            };
            let touched = Touched {
                item: item.name.clone(),
                source,
            };
            for claim in item.readings.iter().filter_map(|one| one.claim.as_ref()) {
                for schema in &schemas {
                    let outcome = conform::check(claim, schema);
                    let add = |all: &mut HashMap<_, Vec<_>>, name| {
                        let items = all.entry(name).or_default();
                        if !items.iter().any(|item: &Item| item.touched == touched) {
                            items.push(self::item(touched.clone(), claim));
                        }
                    };
                    let object = match outcome.subject {
                        Some(Resolved::Relation(file)) => {
                            Some((&mut known.relations, file.value.name))
                        }
                        Some(Resolved::Type(file)) => Some((&mut known.types, file.value.name)),
                        _ => None,
                    };
                    if let Some((all, name)) = object {
                        add(all, name);
                    }
                    // An enum of constraints has those of the columns' domains.
                    for domain in outcome.domains {
                        add(&mut known.types, domain.name);
                    }
                }
            }
        }
        known
    }

    /// The models that a change touches. The renames of an object come before its other changes.
    pub fn by(&mut self, change: &Change) -> Vec<Touched> {
        let (all, name) = match &change.object {
            Object::Relation(_, name) => (&self.relations, name),
            Object::Type(_, name) => (&self.types, name),
            Object::Server | Object::Functions(_) => return Vec::new(),
        };
        let part = change.part.as_ref();
        if change.kind == ChangeKind::Renamed {
            let new = part.map_or_else(|| name.to_string(), |part| part.name.clone());
            let of = part.map(|_| name.clone());
            let old = change.before.clone().unwrap_or_default();
            self.renamed.insert((of.clone(), new), (of, old));
        }
        if change.aspect == Aspect::Comment || part.is_some_and(|p| p.kind == PartKind::Index) {
            return Vec::new();
        }
        let old = self.renamed.get(&(None, name.to_string()));
        let old = old.and_then(|(_, old)| QualifiedName::parse(old));
        let names = [Some(name), old.as_ref()];
        let items = names.into_iter().flatten().filter_map(|name| all.get(name));
        let touched = items.flatten().filter(|item| match part {
            Some(part) if part.kind == PartKind::Column => {
                let old = self.renamed.get(&(Some(name.clone()), part.name.clone()));
                item.columns.contains(&part.name)
                    || old.is_some_and(|(_, old)| item.columns.contains(old))
                    || (change.kind == ChangeKind::Added && item.whole)
            }
            Some(part) if change.kind == ChangeKind::Renamed && !is_inside(part.kind) => {
                let names = [change.before.as_deref(), Some(&part.name)];
                let mut names = names.into_iter().flatten();
                names.any(|name| item.names(part.kind, name))
            }
            _ => true,
        });
        // By place: a model of one name may stand under the old and the new one.
        let touched: BTreeMap<_, _> = touched
            .map(|item| {
                let Touched { item: name, source } = &item.touched;
                ((&source.file, source.line, name), &item.touched)
            })
            .collect();
        touched.into_values().cloned().collect()
    }
}

/// Whether a name is one that values are read and written by.
fn is_inside(kind: PartKind) -> bool {
    matches!(kind, PartKind::Attribute | PartKind::Label)
}

fn item(touched: Touched, claim: &Claim) -> Item {
    let mut item = Item {
        touched,
        columns: HashSet::new(),
        whole: true,
        constraints: false,
        upsert: None,
    };
    if let Subject::Model(model) = &claim.subject {
        let columns = model.fields.iter().map(|field| field.column.text.clone());
        item.columns = columns.collect();
        item.whole = matches!(model.shape, Shape::Full | Shape::Insert);
        item.constraints = model.constraints.is_some();
        let upsert = model
            .access
            .as_ref()
            .and_then(|access| access.upsert.as_ref());
        item.upsert = upsert.map(|name| name.text.clone());
    }
    item
}
