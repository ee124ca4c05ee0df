use super::embedded;
use super::record::{Record, RecordError, magic};
use crate::claim::{
    Access, Claim, CompositeClaim, Declared, EnumClaim, Field, Model, NewtypeClaim, Place, Placed,
    Shape, Subject, TypeName, Variant,
};
use crate::config::Config;
use crate::conform::{Outcome, Resolved};
use crate::model::{Check, Column, Key, Relation, TypeKind, UserType};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;
use crate::store::Loaded;

fn placed(text: &str) -> Placed {
    Placed {
        text: text.to_owned(),
        place: Place(7),
    }
}

fn field(name: &str, ty: &str) -> Field {
    Field {
        name: placed(name),
        column: placed(name),
        ty: placed(ty),
        ..Field::default()
    }
}

fn claim(subject: Subject) -> Claim {
    Claim {
        item: placed("Item"),
        subject,
        allows: Vec::new(),
    }
}

fn loaded<T>(value: T) -> Loaded<T> {
    Loaded {
        value,
        file: String::new(),
        fingerprint: "f".repeat(64),
    }
}

fn outcome(subject: Resolved) -> Outcome {
    Outcome {
        subject: Some(subject),
        ..Outcome::default()
    }
}

/// A record of a relation whose names are the worst that PostgreSQL takes.
fn hostile() -> Record {
    let names = [
        "a\nb",
        "\"q\" \\ 'x'",
        "ünï\u{1f}",
        "{}",
        "\u{1}schema-conformance record 1 ",
    ];
    let relation = Relation {
        name: QualifiedName::new("it's", "\u{7}odd \"table\"\r\n"),
        columns: names
            .iter()
            .map(|name| Column {
                name: (*name).to_owned(),
                sql_type: SqlType::Builtin("text".to_owned()),
                ..Column::default()
            })
            .collect(),
        ..Relation::default()
    };
    let fields = names.iter().map(|name| Field {
        column: placed(name),
        ..field("f", "String")
    });
    let model = Model {
        shape: Shape::Partial,
        fields: fields.collect(),
        ..Model::default()
    };
    let subject = outcome(Resolved::Relation(loaded(relation)));
    let claim = claim(Subject::Model(model));
    Record::of(&claim, &subject, &Config::default()).unwrap_or_default()
}

fn text(record: &Record) -> String {
    let written = record.write();
    format!("{}app::models\n{}", written.head, written.body)
}

#[test]
fn every_form_of_a_claim_comes_back() {
    let ty = |kind| {
        let ty = UserType {
            name: QualifiedName::new("public", "t"),
            kind,
            labels: vec!["a".to_owned()],
            base: Some(SqlType::Builtin("text".to_owned())),
            ..UserType::default()
        };
        Resolved::Type(loaded(ty))
    };
    let declared = Field {
        holds: Some(Declared {
            types: vec!["jsonb".to_owned()],
            nullable: true,
            null_by: Some(["a".to_owned(), "b".to_owned()]),
            ..Declared::default()
        }),
        none_is_no_value: true,
        optional: true,
        ..field("doc", "Option<Doc>")
    };
    let model = |shape| {
        claim(Subject::Model(Model {
            shape,
            fields: vec![declared.clone(), field("id", "Uuid")],
            flattened: vec![placed("Names")],
            ..Model::default()
        }))
    };
    let relation = Resolved::Relation(loaded(Relation {
        name: QualifiedName::new("public", "t"),
        ..Relation::default()
    }));
    let labels = EnumClaim {
        variants: vec![Variant {
            name: placed("A"),
            label: placed("a"),
        }],
        other: Some(placed("Other")),
        ordered: Some(Place(3)),
        ..EnumClaim::default()
    };
    let newtype = NewtypeClaim {
        inner: field("0", "String"),
        ..NewtypeClaim::default()
    };
    let composite = CompositeClaim {
        fields: vec![field("x", "i32")],
        domains_by_name: true,
        ..CompositeClaim::default()
    };
    let cases = [
        (model(Shape::Full), relation.clone()),
        (model(Shape::Partial), relation.clone()),
        (model(Shape::Insert), relation.clone()),
        (model(Shape::Update), relation),
        (claim(Subject::Enum(labels)), ty(TypeKind::Enum)),
        (claim(Subject::Newtype(newtype)), ty(TypeKind::Domain)),
        (
            claim(Subject::Composite(composite)),
            ty(TypeKind::Composite),
        ),
        (
            claim(Subject::Opaque(TypeName::default())),
            ty(TypeKind::Enum),
        ),
    ];
    for (claim, subject) in cases {
        let record = Record::of(&claim, &outcome(subject), &Config::default()).unwrap_or_default();
        let read = Record::read(&text(&record)).unwrap_or_default();
        assert_eq!(read.item(), "app::models::Item");
        let expected = Record {
            module: read.module.clone(),
            ..record
        };
        assert_eq!(without_places(&read), without_places(&expected));
    }
}

fn without_places(record: &Record) -> String {
    let text = format!("{record:?}");
    let pieces = text.split("Place(").enumerate();
    let piece = |(n, piece): (usize, &str)| match n {
        0 => piece.to_owned(),
        _ => piece
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .to_owned(),
    };
    pieces.map(piece).collect()
}

#[test]
fn a_record_is_found_among_anything() {
    let record = Record::read(&text(&hostile()));
    let text = text(&hostile());
    let mut bytes = b"\x7fELF \x01\x01schema\x00".to_vec();
    bytes.extend(text.as_bytes());
    bytes.extend([0, 0, 1, 0xff]);
    bytes.extend(text.as_bytes());
    let found = embedded::find(&bytes);
    assert_eq!(found.problems, []);
    assert_eq!(found.records, [record.unwrap_or_default()]);
    assert_eq!(found.records[0].name().name, "\u{7}odd \"table\"\r\n");
    assert_eq!(embedded::find(b""), embedded::Embedded::default());
}

#[test]
fn a_record_that_is_cut_edited_or_newer_is_told_of() {
    let text = text(&hostile());
    let problem = |bytes: &[u8]| {
        let found = embedded::find(bytes);
        assert!(found.records.is_empty());
        <[_; 1]>::try_from(found.problems).map(|[only]| only)
    };
    for cut in [
        magic().len(),
        magic().len() + 20,
        text.len() / 2,
        text.len() - 1,
    ] {
        assert_eq!(
            problem(&text.as_bytes()[..cut]),
            Ok((0, RecordError::Damaged)),
            "{cut}"
        );
    }
    let edited = format!("  {}", text.replace("\"text\"", "\"uuid\""));
    assert_eq!(problem(edited.as_bytes()), Ok((2, RecordError::Damaged)));
    let newer = text.replacen("record 3 ", "record 4 ", 1);
    assert_eq!(
        problem(newer.as_bytes()),
        Ok((0, RecordError::Newer { format: 4 }))
    );
}

/// As the derive wrote it before records said what a model relies on of constraints.
#[test]
fn a_record_of_the_first_format_is_read() {
    let body = r#"{"fingerprint": "f", "claim": {"item": "User", "subject": {"model": {"table": "users", "schema": "public", "fields": [{"name": "id", "column": "id", "ty": "i32"}]}}}, "relation": {"name": "public.users", "columns": [{"name": "id", "type": "integer", "not_null": true}]}, "inserts": true}"#;
    let head = format!("{}1 {}", magic(), crate::store::sha256(body.as_bytes()));
    let record = Record::read(&format!("{head}\napp::models\n{body}\n"));
    let record = record.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(record.item(), "app::models::User");
    assert_eq!(record.name().to_string(), "public.users");
    assert!(record.inserts && !record.relies_on_constraints());
}

/// What the model does not rely on is not in its record.
#[test]
fn a_record_has_of_constraints_what_is_relied_on() {
    let key = |name: &str, column: &str| Key {
        name: name.to_owned(),
        columns: vec![column.to_owned()],
        nulls_not_distinct: true,
        ..Key::default()
    };
    let relation = Relation {
        name: QualifiedName::new("public", "t"),
        primary_key: Some(key("pk", "id")),
        unique: vec![key("uq_a", "a"), key("uq_b", "b"), key("uq_c", "c")],
        checks: vec![Check {
            name: "ck".to_owned(),
            definition: "CHECK (secret)".to_owned(),
            ..Check::default()
        }],
        ..Relation::default()
    };
    let record = |model: Model| {
        let model = Model {
            shape: Shape::Partial,
            fields: vec![field("id", "i32"), field("a", "i32")],
            ..model
        };
        let subject = outcome(Resolved::Relation(loaded(relation.clone())));
        let record = Record::of(&claim(Subject::Model(model)), &subject, &Config::default());
        let read = Record::read(&text(&record.unwrap_or_default())).unwrap_or_default();
        read.relation.unwrap_or_default()
    };
    let names = |relation: &Relation| {
        let keys = relation.primary_key.iter().chain(&relation.unique);
        keys.map(|key| key.name.clone()).collect::<Vec<_>>()
    };
    let access = |upsert: Option<&str>| Model {
        access: Some(Access {
            upsert: upsert.map(placed),
            ..Access::default()
        }),
        ..Model::default()
    };
    let plain = record(Model::default());
    assert_eq!((names(&plain), plain.checks.len()), (Vec::new(), 0));
    let keys = record(access(None));
    assert_eq!(
        (names(&keys), keys.checks.len()),
        (vec!["pk".into(), "uq_a".into()], 0)
    );
    let upsert = record(access(Some("uq_b")));
    assert_eq!(names(&upsert), ["pk", "uq_a", "uq_b"]);
    // How the one that decides does, and of the others only which they are.
    let decides = |key: &Key| key.nulls_not_distinct;
    assert!(!decides(&upsert.unique[0]) && decides(&upsert.unique[1]));
    let all = record(Model {
        constraints: Some(Place(1)),
        ..Model::default()
    });
    assert_eq!(names(&all), ["pk", "uq_a", "uq_b", "uq_c"]);
    assert_eq!(all.checks[0].name, "ck");
    assert!(!all.checks[0].definition.contains("secret"));
}
