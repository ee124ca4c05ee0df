#![allow(clippy::unwrap_used)]

mod cache;
mod domains;
mod fields;
mod labels;
mod tables;
mod types;
mod writes;

use super::{Found, Outcome, Resolved, Source};
use crate::baseline::Baseline;
use crate::claim::{
    Cache, Claim, CompositeClaim, Declared, EnumClaim, Field, Model, NewtypeClaim, Place, Placed,
    Shape, Subject, TypeName, Variant,
};
use crate::config::Config;
use crate::model::{
    Assigning, Column, Generated, Identity, Key, Nullability, Relation, RelationKind, Schema,
    Trigger, TriggerEnabled, TypeKind, UserType,
};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;
use crate::store::{Loaded, Snapshot};

/// A snapshot that is in memory.
struct Memory(Schema, Config);

fn file<T: Clone>(value: &T, file: String) -> Loaded<T> {
    Loaded {
        value: value.clone(),
        file,
        fingerprint: "f".repeat(64),
    }
}

impl Source for Memory {
    fn config(&self) -> &Config {
        &self.1
    }

    fn relation(&self, name: &QualifiedName) -> Found<Relation> {
        let relation = self.0.relations.iter().find(|known| known.name == *name);
        Ok(relation.map(|relation| file(relation, Snapshot::relation_file(name))))
    }

    fn user_type(&self, name: &QualifiedName) -> Found<UserType> {
        let ty = self.0.types.iter().find(|known| known.name == *name);
        Ok(ty.map(|ty| file(ty, Snapshot::user_type_file(name))))
    }

    fn baseline(&self, _: &QualifiedName) -> Found<Baseline> {
        Ok(None)
    }

    fn schemas(&self) -> Vec<String> {
        let relations = self.0.relations.iter().map(|known| &known.name.schema);
        let mut all: Vec<_> = relations
            .chain(self.0.types.iter().map(|known| &known.name.schema))
            .cloned()
            .collect();
        all.sort();
        all.dedup();
        all
    }

    fn relation_names(&self, schema: &str) -> Vec<String> {
        let relations = self.0.relations.iter().map(|known| &known.name);
        relations
            .filter(|name| name.schema == schema)
            .map(|name| name.name.clone())
            .collect()
    }

    fn type_names(&self, schema: &str) -> Vec<String> {
        let types = self.0.types.iter().map(|known| &known.name);
        types
            .filter(|name| name.schema == schema)
            .map(|name| name.name.clone())
            .collect()
    }

    fn shown(&self, file: &str) -> String {
        format!("schema/{file}")
    }
}

/// The comparison alone: what the rules find is tested with them.
fn check(claim: &Claim, source: &dyn Source) -> Outcome {
    let mut outcome = super::check(claim, source);
    outcome
        .findings
        .retain(|finding| super::find(finding.rule).is_some());
    outcome
}

fn column(name: &str, ty: &str, not_null: bool) -> Column {
    Column {
        name: name.to_owned(),
        sql_type: SqlType::Builtin(ty.to_owned()),
        not_null,
        ..Column::default()
    }
}

fn users() -> Relation {
    Relation {
        name: QualifiedName::new("public", "users"),
        columns: vec![
            Column {
                default: Some("gen_random_uuid()".to_owned()),
                ..column("id", "uuid", true)
            },
            column("email", "text", true),
            column("nickname", "text", false),
            Column {
                generated: Generated::Stored,
                ..column("folded", "text", false)
            },
        ],
        ..Relation::default()
    }
}

fn status() -> UserType {
    UserType {
        name: QualifiedName::new("public", "order_status"),
        kind: TypeKind::Enum,
        labels: ["placed", "paid", "shipped"].map(str::to_owned).to_vec(),
        ..UserType::default()
    }
}

fn memory(relations: &[Relation], types: &[UserType]) -> Memory {
    let mut schema = Schema {
        server_major: 18,
        relations: relations.to_vec(),
        types: types.to_vec(),
        functions: Vec::new(),
    };
    // Every other relation could be meant: what `elsewhere` counts exactly.
    for relation in &mut schema.relations {
        relation.elsewhere.homonyms = i64::try_from(relations.len() - 1).unwrap();
    }
    Memory(schema, Config::default())
}

fn placed(text: &str, place: u32) -> Placed {
    Placed {
        text: text.to_owned(),
        place: Place(place),
    }
}

/// Fields are given as `name: type`, or `name as column: type`. Places: the name's is ten times
/// the field's number from one, the column's one more, the type's two more.
fn fields(fields: &[&str]) -> Vec<Field> {
    let mut place = 0;
    fields
        .iter()
        .map(|field| {
            place += 10;
            let (names, ty) = field.split_once(": ").unwrap();
            let (name, column) = names.split_once(" as ").unwrap_or((names, names));
            Field {
                name: placed(name, place),
                column: placed(column, place + 1),
                ty: placed(ty, place + 2),
                ..Field::default()
            }
        })
        .collect()
}

fn claim(item: &str, subject: Subject) -> Claim {
    Claim {
        item: placed(item, 0),
        subject,
        allows: Vec::new(),
    }
}

fn model(item: &str, shape: Shape, table: Option<&str>, described: &[&str]) -> Claim {
    let model = Model {
        table: table.map(|table| placed(table, 1)),
        shape,
        fields: fields(described),
        ..Model::default()
    };
    claim(item, Subject::Model(model))
}

fn messages(outcome: &Outcome) -> Vec<String> {
    outcome
        .findings
        .iter()
        .map(|finding| format!("{} @{}: {}", finding.rule, finding.place.0, finding.message))
        .collect()
}

const ALL: &[&str] = &[
    "id: Uuid",
    "email: String",
    "nickname: Option<String>",
    "folded: Option<String>",
];

#[test]
fn the_rules_are_asked_as_well() {
    let claim = model("User", Shape::Full, None, ALL);
    let outcome = super::check(&claim, &memory(&[users()], &[]));
    let finding = &outcome.findings[0];
    assert_eq!(finding.rule, "primary_key_exists");
    assert_eq!(finding.source.as_deref(), Some("schema/public/users.json"));
}

#[test]
fn documentation_and_messages_follow_one_convention() {
    let mut ids: Vec<_> = super::DOCS.iter().map(|doc| doc.id).collect();
    ids.extend(crate::rules::ALL.iter().map(|rule| rule.id));
    for id in &ids {
        assert!(
            id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{id}"
        );
    }
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands for one thing");
    for doc in super::DOCS {
        assert!(
            doc.summary.ends_with('.') && doc.fix.ends_with('.'),
            "{}",
            doc.id
        );
        if let Some(example) = &doc.example {
            assert!(example.rust.contains("#[derive(Conformant)]"), "{}", doc.id);
        }
    }
}
