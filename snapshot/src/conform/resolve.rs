//! Which relation or type an item stands for.
//!
//! The schema is the attribute's, else the configured default, else the only
//! one that has the name. The name is the attribute's, else the one of the
//! candidates of the item's name that exists. None or several is an error.

use super::report::{Report, alternatives};
use super::source::{Found, Source};
use super::{Resolved, sql_name};
use crate::claim::{Claim, Model, Place, Placed, TypeName};
use crate::finding::Finding;
use crate::inference::{candidates, type_candidates};
use crate::model::Relation;
use crate::name::QualifiedName;
use crate::nearest::nearest;
use crate::rust_names;
use crate::store::{Loaded, Snapshot};

/// What is looked for.
struct Wanted<'a> {
    /// The names, any of which would do.
    names: Vec<String>,
    /// The schema as far as it is written.
    schema: Option<&'a str>,
    /// Where the schema is written.
    schema_place: Place,
    /// Where the name is written; the item when it is not.
    place: Place,
    /// Whether the names were made from the item's.
    inferred: bool,
}

/// The words and look-ups that differ between relations and types.
struct Kind<'a, T> {
    unknown: &'static str,
    ambiguous: &'static str,
    attribute: &'static str,
    noun: &'static str,
    get: &'a dyn Fn(&QualifiedName) -> Found<T>,
    /// Whether the file itself says that no other of the candidates exists.
    alone: fn(&T) -> bool,
    names: &'a dyn Fn(&str) -> Vec<String>,
    file: fn(&QualifiedName) -> String,
}

/// The relation that a model stands for.
pub(super) fn relation(
    claim: &Claim,
    model: &Model,
    source: &dyn Source,
    report: &mut Report,
) -> Option<Loaded<Relation>> {
    let wanted = wanted(claim, model.table.as_ref(), model.schema.as_ref(), None);
    let get = |name: &_| source.relation(name);
    let names = |schema: &_| source.relation_names(schema);
    find(claim, &wanted, &relations(&get, &names), source, report)
}

/// The relation that a model most likely stands for: the one that it names, else the first that it can
/// mean, else the one with the nearest name.
pub(super) fn likely(claim: &Claim, model: &Model, source: &dyn Source) -> Option<Relation> {
    let wanted = wanted(claim, model.table.as_ref(), model.schema.as_ref(), None);
    let get = |name: &_| source.relation(name);
    let names = |schema: &_| source.relation_names(schema);
    let kind = relations(&get, &names);
    let mut found = all(&wanted, &kind, source, &mut Report::default())?;
    if found.is_empty() {
        let (schema, near) = near(&wanted, &kind, source);
        return Some(get(&QualifiedName::new(schema, near?)).ok()??.value);
    }
    Some(found.swap_remove(0).1.value)
}

fn relations<'a>(
    get: &'a dyn Fn(&QualifiedName) -> Found<Relation>,
    names: &'a dyn Fn(&str) -> Vec<String>,
) -> Kind<'a, Relation> {
    Kind {
        unknown: "unknown_table",
        ambiguous: "ambiguous_table",
        attribute: "table",
        noun: "table or view",
        get,
        alone: |relation| relation.elsewhere.homonyms == 0,
        names,
        file: Snapshot::relation_file,
    }
}

/// The type that an enum, composite or newtype stands for. A name of PostgreSQL's own means
/// PostgreSQL's own type, as `pg_catalog` comes first in every `search_path`; one of a well-known
/// extension means its type, when the schema has no type of that name.
pub(super) fn user_type(
    claim: &Claim,
    ty: &TypeName,
    source: &dyn Source,
    report: &mut Report,
) -> Option<Resolved> {
    if ty
        .schema
        .as_ref()
        .is_none_or(|schema| schema.text == "pg_catalog")
    {
        if let Some(builtin) = ty
            .name
            .as_ref()
            .and_then(|name| sql_name::builtin(&name.text))
        {
            return Some(Resolved::Builtin(builtin));
        }
    }
    let kind = Kind {
        unknown: "unknown_type",
        ambiguous: "ambiguous_type",
        attribute: "type",
        noun: "type",
        get: &|name| source.user_type(name),
        alone: |ty| ty.elsewhere.homonyms == 0,
        names: &|schema| source.type_names(schema),
        file: Snapshot::user_type_file,
    };
    let from = ty.inferred_from.as_ref();
    let mut wanted = wanted(claim, ty.name.as_ref(), ty.schema.as_ref(), from);
    if wanted.inferred {
        wanted.names = type_candidates(&from.unwrap_or(&claim.item).text);
    }
    // The item's own name says nothing of an extension.
    if !wanted.inferred || from.is_some() {
        if let Some(base) = wanted.names.iter().find_map(|name| rust_names::base(name)) {
            if !exists(&wanted, source) {
                return Some(Resolved::Builtin(base));
            }
        }
    }
    find(claim, &wanted, &kind, source, report).map(Resolved::Type)
}

/// Whether some schema that can be meant has a type of the name, or a file that can't be read.
fn exists(wanted: &Wanted<'_>, source: &dyn Source) -> bool {
    let schemas = match wanted.schema {
        Some(schema) => vec![schema.to_owned()],
        None => source.schemas(),
    };
    schemas.iter().any(|schema| {
        wanted.names.iter().any(|name| {
            let name = QualifiedName::new(schema.as_str(), name.as_str());
            !matches!(source.user_type(&name), Ok(None))
        })
    })
}

fn wanted<'a>(
    claim: &'a Claim,
    name: Option<&'a Placed>,
    schema: Option<&'a Placed>,
    inferred_from: Option<&'a Placed>,
) -> Wanted<'a> {
    let schema_place = schema.map(|schema| schema.place);
    let schema = schema.map(|schema| schema.text.as_str());
    let (names, place) = if let Some(name) = name {
        (vec![name.text.clone()], name.place)
    } else {
        let from = inferred_from.unwrap_or(&claim.item);
        (candidates(&from.text), from.place)
    };
    Wanted {
        names,
        schema,
        schema_place: schema_place.unwrap_or(place),
        place,
        inferred: name.is_none(),
    }
}

fn find<T>(
    claim: &Claim,
    wanted: &Wanted<'_>,
    kind: &Kind<'_, T>,
    source: &dyn Source,
    report: &mut Report,
) -> Option<Loaded<T>> {
    let mut found = all(wanted, kind, source, report)?;
    if found.len() > 1 {
        report.say(several(claim, wanted, kind, &found));
        return None;
    }
    let Some((_, file)) = found.pop() else {
        report.say(none(claim, wanted, kind, source));
        return None;
    };
    report.read(&file.file);
    Some(file)
}

/// What can be meant: in the schema that is named, else in the default one, else in any.
fn all<T>(
    wanted: &Wanted<'_>,
    kind: &Kind<'_, T>,
    source: &dyn Source,
    report: &mut Report,
) -> Option<Vec<(QualifiedName, Loaded<T>)>> {
    let default = source.config().default_schema.as_str();
    let mut found = existing(wanted, wanted.schema.unwrap_or(default), kind, report)?;
    if found.is_empty() && wanted.schema.is_none() {
        for schema in source.schemas() {
            if schema != default {
                found.append(&mut existing(wanted, &schema, kind, report)?);
            }
        }
    }
    Some(found)
}

/// The nearest name to those wanted, and the schema that has it.
fn near<'a, T>(
    wanted: &Wanted<'a>,
    kind: &Kind<'_, T>,
    source: &'a dyn Source,
) -> (&'a str, Option<String>) {
    let schema = wanted.schema.unwrap_or(&source.config().default_schema);
    let names = (kind.names)(schema);
    let near = wanted
        .names
        .iter()
        .find_map(|name| nearest(name, names.iter().map(String::as_str)));
    (schema, near.map(str::to_owned))
}

/// Those of the wanted names that a schema has. `None` after a file that can't be read: what it
/// would have said is not known, so nothing else is said.
fn existing<T>(
    wanted: &Wanted<'_>,
    schema: &str,
    kind: &Kind<'_, T>,
    report: &mut Report,
) -> Option<Vec<(QualifiedName, Loaded<T>)>> {
    let mut found = Vec::new();
    for name in &wanted.names {
        let name = QualifiedName::new(schema, name.as_str());
        match (kind.get)(&name) {
            Ok(Some(file)) => {
                let alone = (kind.alone)(&file.value);
                found.push((name, file));
                if alone {
                    break;
                }
            }
            Ok(None) => {}
            Err(mut finding) => {
                finding.place = wanted.place;
                report.say(*finding);
                return None;
            }
        }
    }
    Some(found)
}

fn several<T>(
    claim: &Claim,
    wanted: &Wanted<'_>,
    kind: &Kind<'_, T>,
    found: &[(QualifiedName, Loaded<T>)],
) -> Finding {
    let full: Vec<_> = found.iter().map(|(name, _)| name.to_string()).collect();
    let named = if wanted.inferred {
        &claim.item.text
    } else {
        &wanted.names[0]
    };
    let mut help: Vec<_> = found
        .iter()
        .map(|(name, _)| {
            let mut attribute = Vec::new();
            if wanted.inferred {
                attribute.push(format!("{} = {:?}", kind.attribute, name.name));
            }
            if wanted.schema.is_none() && found.iter().any(|(other, _)| other.schema != name.schema)
            {
                attribute.push(format!("schema = {:?}", name.schema));
            }
            format!("#[conformant({})]", attribute.join(", "))
        })
        .collect();
    help.dedup();
    Finding {
        rule: kind.ambiguous,
        place: wanted.place,
        message: format!(
            "`{named}` can stand for {}",
            alternatives(full.iter().map(String::as_str)),
        ),
        help: vec![format!(
            "say which: {}",
            alternatives(help.iter().map(String::as_str))
        )],
        ..Finding::default()
    }
}

fn none<T>(claim: &Claim, wanted: &Wanted<'_>, kind: &Kind<'_, T>, source: &dyn Source) -> Finding {
    let schemas = source.schemas();
    if let Some(schema) = wanted.schema {
        if !schemas.iter().any(|known| known == schema) {
            return unknown_schema(schema, wanted.schema_place, &schemas);
        }
    }
    let (schema, near) = near(wanted, kind, source);
    let looked: Vec<_> = wanted
        .names
        .iter()
        .map(|name| source.shown(&(kind.file)(&QualifiedName::new(schema, name.as_str()))))
        .collect();
    // A name of many words has many spellings; the first are those that nearly all schemas have.
    let looked = match looked.as_slice() {
        [first, second, rest @ ..] if rest.len() > 2 => {
            format!(
                "`{first}`, `{second}` or {} more spellings of it",
                rest.len()
            )
        }
        _ => alternatives(looked.iter().map(String::as_str)),
    };
    let attribute = kind.attribute;
    let mut help = vec![match &near {
        Some(near) => format!("did you mean `#[conformant({attribute} = {near:?})]`?"),
        None if wanted.inferred => {
            format!("name it, `#[conformant({attribute} = \"...\")]`")
        }
        None => format!("the snapshot has no {} of a similar name", kind.noun),
    }];
    if near.is_none() && !wanted.inferred && attribute == "type" {
        let (item, name) = (&claim.item.text, &wanted.names[0]);
        help.push(format!(
            "if it is of an extension, leave the derive off `{item}` and write `{item:?} = {name:?}` \
             under `[rust_types]` in `schema.toml`, or `#[conformant(holds = {name:?})]` on each \
             field"
        ));
    }
    let elsewhere = if wanted.schema.is_none() && schemas.len() > 1 {
        ", nor the like in another schema"
    } else {
        ""
    };
    help.push(format!("there is no {looked}{elsewhere}"));
    let message = if wanted.inferred {
        format!("no {} found for `{}`", kind.noun, claim.item.text)
    } else {
        format!(
            "{} `{}` is not in the snapshot",
            kind.noun,
            QualifiedName::new(schema, wanted.names[0].as_str()),
        )
    };
    Finding {
        rule: kind.unknown,
        place: wanted.place,
        message,
        help,
        ..Finding::default()
    }
}

fn unknown_schema(schema: &str, place: Place, schemas: &[String]) -> Finding {
    let help = match nearest(schema, schemas.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `#[conformant(schema = {near:?})]`?"),
        None => format!(
            "the snapshot has {}",
            super::report::list(schemas.iter().map(String::as_str))
        ),
    };
    Finding {
        rule: "unknown_schema",
        place,
        message: format!("schema `{schema}` is not in the snapshot"),
        help: vec![help],
        ..Finding::default()
    }
}
