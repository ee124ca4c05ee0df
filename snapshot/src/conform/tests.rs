#![allow(clippy::unwrap_used)]

use super::{Found, Outcome, Resolved, Source};
use crate::claim::{
    Claim, CompositeClaim, Declared, EnumClaim, Field, Model, NewtypeClaim, Place, Placed, Shape,
    Subject, TypeName, Variant,
};
use crate::config::Config;
use crate::model::{
    Column, Generated, Identity, Key, Nullability, Relation, RelationKind, Schema, Trigger,
    TriggerEnabled, TypeKind, UserType,
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
fn a_full_model_of_a_table_has_only_questions() {
    let claim = model("User", Shape::Full, None, ALL);
    let outcome = check(&claim, &memory(&[users()], &[]));
    assert_eq!(messages(&outcome), [""; 0]);
    assert_eq!(outcome.files, ["public/users.json"]);
    let asked: Vec<_> = outcome
        .questions
        .iter()
        .map(|question| {
            (
                question.place.0,
                question.rust.as_str(),
                question.nullability,
            )
        })
        .collect();
    assert_eq!(
        asked,
        [
            (12, "Uuid", Nullability::NotNull),
            (22, "String", Nullability::NotNull),
            (32, "Option<String>", Nullability::Nullable),
            (42, "Option<String>", Nullability::Nullable),
        ]
    );
}

#[test]
fn a_mistyped_field_is_one_mistake() {
    let claim = model(
        "User",
        Shape::Full,
        None,
        &[
            "id: Uuid",
            "emial: String",
            "nickname as nick_name: Option<String>",
            "folded: Option<String>",
        ],
    );
    let outcome = check(&claim, &memory(&[users()], &[]));
    assert_eq!(
        messages(&outcome),
        [
            "unknown_column @21: `User.emial` has no column: `public.users` has no column `emial`",
            "unknown_column @31: `User.nickname` has no column: `public.users` has no column `nick_name`",
        ]
    );
    assert!(outcome.findings[0].help[0].contains("has `email`"));
    assert!(outcome.findings[1].help[0].contains("comes from a rename"));
}

#[test]
fn a_renamed_column_is_one_mistake() {
    let said = |shape, described: &[&str]| {
        let outcome = check(
            &model("User", shape, Some("users"), described),
            &memory(&[users()], &[]),
        );
        (messages(&outcome), outcome.findings[0].help[0].clone())
    };
    let email = "unknown_column @21: `User.login` has no column, and column `public.users.email` has no field";
    let (messages, help) = said(
        Shape::Full,
        &[
            "id: Uuid",
            "login: String",
            "nickname: Option<String>",
            "folded: Option<String>",
        ],
    );
    assert_eq!(messages, [email]);
    assert_eq!(
        help,
        "if the one is the other under a new name, name the field so, or write `#[conformant(column = \"email\")]`; if not, write `#[conformant(skip)]` on it and add `email: String`"
    );
    // Of what an insert must give as well, and what it need not give is no candidate.
    let (messages, _) = said(
        Shape::Insert,
        &["nickname: Option<String>", "login: String"],
    );
    assert_eq!(messages, [email]);
    let (messages, _) = said(Shape::Insert, &["emial: String"]);
    assert_eq!(
        messages,
        ["unknown_column @11: `User.emial` has no column: `public.users` has no column `emial`"]
    );
    // Two columns, two fields, another type, a part of the row: nothing tells.
    for (shape, described, expected) in [
        (
            Shape::Full,
            vec!["id: Uuid", "email: String", "login: Option<String>"],
            2,
        ),
        (
            Shape::Full,
            vec![
                "id: Uuid",
                "login: String",
                "mobile: String",
                "nickname: Option<String>",
                "folded: Option<String>",
            ],
            3,
        ),
        (
            Shape::Full,
            vec![
                "id: Uuid",
                "login: i32",
                "nickname: Option<String>",
                "folded: Option<String>",
            ],
            2,
        ),
        (Shape::Partial, vec!["login: String"], 1),
    ] {
        let (messages, _) = said(shape, &described);
        assert_eq!(messages.len(), expected, "{messages:?}");
        assert!(!messages.concat().contains("has no column, and"));
    }
}

#[test]
fn a_column_without_a_field_counts_in_a_full_model_only() {
    let some = &["id: Uuid", "folded: Option<String>"];
    let memory = memory(&[users()], &[]);
    let full = check(&model("User", Shape::Full, None, some), &memory);
    assert_eq!(
        messages(&full),
        [
            "missing_field @0: columns `email` and `nickname` of `public.users` have no field in `User`"
        ]
    );
    assert_eq!(
        full.findings[0].help,
        [
            "add `email: String` and `nickname: Option<String>`, or write `#[conformant(partial)]` if `User` reads only some columns"
        ]
    );
    let partial = check(&model("User", Shape::Partial, None, some), &memory);
    assert_eq!(messages(&partial), [""; 0]);
}

#[test]
fn two_fields_for_one_column() {
    let claim = model(
        "User",
        Shape::Partial,
        None,
        &["email: String", "login as email: String"],
    );
    let outcome = check(&claim, &memory(&[users()], &[]));
    assert_eq!(
        messages(&outcome),
        [
            "duplicate_column @21: `User.email` and `User.login` both stand for column `public.users.email`"
        ]
    );
}

#[test]
fn what_an_insert_gives() {
    let memory = memory(&[users()], &[]);
    let claim = model(
        "NewUser",
        Shape::Insert,
        Some("users"),
        &["nickname: String", "folded: String"],
    );
    let outcome = check(&claim, &memory);
    assert_eq!(
        messages(&outcome),
        [
            "missing_insert_column @0: `NewUser` gives no value to column `public.users.email`, which is NOT NULL and has no default",
            "generated_column_written @20: `NewUser.folded` gives a value to column `public.users.folded`, which is a generated column",
        ]
    );
    // A field that never gives NULL is right over a column that would take it.
    assert_eq!(outcome.questions.len(), 1);
    assert_eq!(outcome.questions[0].nullability, Nullability::Unknown);
}

#[test]
fn a_trigger_before_the_insert_may_give_what_is_missing() {
    let claim = model(
        "NewUser",
        Shape::Insert,
        Some("users"),
        &["nickname: String"],
    );
    let missing = |change: fn(&mut Trigger)| {
        let mut users = users();
        let mut trigger = Trigger {
            timing: "before".to_owned(),
            events: vec!["insert".to_owned(), "update".to_owned()],
            row: true,
            ..Trigger::default()
        };
        change(&mut trigger);
        users.triggers.push(trigger);
        !check(&claim, &memory(&[users], &[])).findings.is_empty()
    };
    assert!(!missing(|_| ()));
    assert!(missing(|trigger| trigger.row = false));
    assert!(missing(|trigger| trigger.timing = "after".to_owned()));
    assert!(missing(|trigger| trigger.events = vec!["update".to_owned()]));
    assert!(missing(|trigger| trigger.enabled = TriggerEnabled::Disabled));
    assert!(missing(|trigger| trigger.enabled = TriggerEnabled::Replica));
}

#[test]
fn none_stands_for_default_only_where_it_is_said_and_there_is_one() {
    let memory = memory(&[users()], &[]);
    for (none_is_no_value, of_id, of_email) in [
        (false, Nullability::NotNull, Nullability::NotNull),
        (true, Nullability::Nullable, Nullability::NotNull),
    ] {
        let mut fields = fields(&["id: Option<Uuid>", "email: Option<String>"]);
        for field in &mut fields {
            field.none_is_no_value = none_is_no_value;
        }
        let subject = Subject::Model(Model {
            table: Some(placed("users", 1)),
            shape: Shape::Insert,
            fields,
            ..Model::default()
        });
        let claim = claim("NewUser", subject);
        let asked = |memory| -> Vec<_> {
            let questions = check(&claim, memory).questions;
            questions.iter().map(|q| q.nullability).collect()
        };
        assert_eq!(asked(&memory), [of_id, of_email]);
        // A trigger can stand for a default.
        let mut filled = users();
        filled.triggers.push(Trigger {
            timing: "before".to_owned(),
            events: vec!["insert".to_owned()],
            row: true,
            ..Trigger::default()
        });
        assert_eq!(asked(&self::memory(&[filled], &[])), [of_id, of_id]);
    }
}

#[test]
fn what_an_update_changes() {
    let mut users = users();
    users.columns[0].identity = Identity::Always;
    users.columns.push(Column {
        identity: Identity::Always,
        ..column("number", "bigint", true)
    });
    users.primary_key = Some(Key {
        columns: vec!["id".to_owned()],
        ..Key::default()
    });
    let described = [
        "id: Uuid",
        "email: Option<String>",
        "email as nickname: Option<Option<String>>",
        "folded: String",
        "number: i64",
    ];
    let update = |none_is_no_value| {
        let mut fields = fields(&described);
        for field in &mut fields {
            field.none_is_no_value = none_is_no_value;
        }
        let subject = Subject::Model(Model {
            table: Some(placed("users", 1)),
            shape: Shape::Update,
            fields,
            ..Model::default()
        });
        check(
            &claim("UserForm", subject),
            &memory(std::slice::from_ref(&users), &[]),
        )
    };
    let outcome = update(true);
    assert_eq!(
        messages(&outcome),
        [
            "generated_column_written @40: `UserForm.folded` gives a value to column `public.users.folded`, which is a generated column",
            "generated_column_written @50: `UserForm.number` gives a value to column `public.users.number`, which is GENERATED ALWAYS AS IDENTITY",
        ]
    );
    assert!(outcome.findings[1].help[0].contains("let updates choose the value: ALTER TABLE"));
    let asked = |outcome: &Outcome| -> Vec<_> {
        let questions = outcome.questions.iter();
        questions.map(|q| (q.place.0, q.nullability)).collect()
    };
    // In a NOT NULL column the `None` inside is still a mistake.
    assert_eq!(
        asked(&outcome),
        [
            (12, Nullability::Unknown),
            (22, Nullability::Nullable),
            (32, Nullability::Unknown),
        ]
    );
    assert_eq!(asked(&update(false))[1], (22, Nullability::NotNull));
}

#[test]
fn identity_always_is_not_written() {
    let mut users = users();
    users.columns[0].identity = Identity::Always;
    let claim = model(
        "NewUser",
        Shape::Insert,
        Some("users"),
        &["id: Uuid", "email: String"],
    );
    let outcome = check(&claim, &memory(&[users], &[]));
    assert_eq!(outcome.findings[0].rule, "generated_column_written");
    assert_eq!(
        outcome.findings[0].fix_sql.as_deref(),
        Some("ALTER TABLE public.users ALTER COLUMN id SET GENERATED BY DEFAULT;")
    );
}

#[test]
fn a_view_takes_inserts_by_trigger_only() {
    let mut view = users();
    view.kind = RelationKind::View;
    let claim = model("NewUser", Shape::Insert, Some("users"), &["email: String"]);
    let outcome = check(&claim, &memory(&[view.clone()], &[]));
    assert_eq!(
        messages(&outcome),
        ["view_not_insertable @1: `NewUser` is what an insert gives, but `public.users` is a view"]
    );
    view.triggers.push(Trigger {
        timing: "instead_of".to_owned(),
        events: vec!["insert".to_owned()],
        ..Trigger::default()
    });
    let outcome = check(&claim, &memory(&[view], &[]));
    assert_eq!(messages(&outcome), [""; 0]);
}

#[test]
fn an_update_goes_through_a_view_and_not_a_materialized_one() {
    let of = |kind, shape| {
        let mut view = users();
        view.kind = kind;
        let claim = model("UserChange", shape, Some("users"), &["email: String"]);
        check(&claim, &memory(&[view], &[]))
    };
    let view = of(RelationKind::View, Shape::Update);
    assert_eq!(messages(&view), [""; 0]);
    for (shape, message) in [
        (
            Shape::Insert,
            "view_not_insertable @1: `UserChange` is what an insert gives, but `public.users` is a \
             materialized view",
        ),
        (
            Shape::Update,
            "view_not_updatable @1: `UserChange` is what an update changes, but `public.users` is \
             a materialized view",
        ),
    ] {
        assert_eq!(
            messages(&of(RelationKind::MaterializedView, shape)),
            [message]
        );
    }
    let read = of(RelationKind::MaterializedView, Shape::Partial);
    assert_eq!(messages(&read), [""; 0]);
}

#[test]
fn the_columns_of_a_view_are_asked_either_way() {
    let mut view = users();
    view.kind = RelationKind::View;
    let outcome = check(
        &model("User", Shape::Full, None, ALL),
        &memory(&[view], &[]),
    );
    assert!(
        outcome
            .questions
            .iter()
            .all(|question| question.nullability == Nullability::Unknown)
    );
}

/// The finding of a question, as it is shown when the answer is no.
fn answer_no(ty: &str, column: Column) -> (String, String) {
    let mut users = users();
    let field = format!("{}: {ty}", column.name);
    users.columns = vec![column];
    let outcome = check(
        &model("User", Shape::Full, None, &[&field]),
        &memory(&[users], &[]),
    );
    let finding = outcome.questions[0].finding.clone().unwrap();
    (
        format!("{}: {}", finding.rule, finding.message),
        finding.help.join("; "),
    )
}

#[test]
fn a_question_carries_what_to_say_when_the_answer_is_no() {
    for (ty, column, message, help) in [
        (
            "String",
            column("email", "text", false),
            "nullability_mismatch: `User.email` is `String`, but column `public.users.email` is nullable",
            "write `Option<String>`, or make the column NOT NULL: ALTER TABLE public.users ALTER COLUMN email SET NOT NULL",
        ),
        (
            "Option<String>",
            column("email", "text", true),
            "nullability_mismatch: `User.email` is `Option<String>`, but column `public.users.email` is NOT NULL",
            "write `String`, or let the column be NULL: ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL",
        ),
        (
            "i32",
            column("age", "bigint", false),
            "type_mismatch: `User.age` is `i32`, but column `public.users.age` is `bigint` and nullable",
            "write `Option<i64>`, or change the column: ALTER TABLE public.users ALTER COLUMN age TYPE integer",
        ),
        (
            "Money",
            column("total", "numeric(12,2)", true),
            "type_mismatch: `User.total` is `Money`, but column `public.users.total` is `numeric(12,2)`",
            "write `Decimal`, or `#[conformant(transparent)]` on the newtype `Money`, or `#[conformant(holds = \"numeric\")]` here when it does hold it",
        ),
    ] {
        assert_eq!(answer_no(ty, column), (message.to_owned(), help.to_owned()));
    }
}

#[test]
fn a_column_of_a_user_type_is_answered_by_binding_one() {
    let column = Column {
        sql_type: SqlType::Enum(QualifiedName::new("public", "order_status")),
        ..column("status", "", true)
    };
    let (_, help) = answer_no("Status", column);
    assert!(
        help.contains("#[conformant(type = \"order_status\")]"),
        "{help}"
    );
}

#[test]
fn what_is_declared_is_not_asked() {
    let mut memory = memory(&[users()], &[]);
    memory.1.rust_types.insert(
        "other::Mail".to_owned(),
        vec!["varchar".to_owned(), "text".to_owned()],
    );
    let mut fields = fields(&["email: Mail", "nickname: Blob", "folded: Blob"]);
    for (field, sql) in fields.iter_mut().skip(1).zip(["text", "jsonb"]) {
        field.holds = Some(Declared {
            types: vec![sql.to_owned()],
            place: Place(99),
            nullable: sql == "jsonb",
            null_by: None,
        });
    }
    let subject = Subject::Model(Model {
        shape: Shape::Partial,
        fields,
        ..Model::default()
    });
    let outcome = check(&claim("User", subject), &memory);
    assert_eq!(
        messages(&outcome),
        [
            "nullability_mismatch @22: `User.nickname` is `Blob`, but column `public.users.nickname` is nullable",
            "type_mismatch @99: `User.folded` is declared to hold `jsonb`, but column `public.users.folded` is `text`",
        ]
    );
    assert!(outcome.questions.is_empty());
}

#[test]
fn what_schema_toml_declares_is_put_right_there() {
    let mut memory = memory(&[users()], &[]);
    let mut declare = |sql: &str| {
        let types = &mut memory.1.rust_types;
        types.insert("shop::post::Mail".to_owned(), vec![sql.to_owned()]);
        let subject = Subject::Model(Model {
            shape: Shape::Partial,
            fields: fields(&["email: crate::post::Mail"]),
            ..Model::default()
        });
        check(&claim("User", subject), &memory)
    };
    assert_eq!(messages(&declare("text")), [""; 0]);
    let outcome = declare("jsonb");
    assert_eq!(
        outcome.findings[0].help[0],
        "that is said in `[rust_types]` of `schema.toml`: name `text` there, when it holds that",
    );
}

#[test]
fn a_field_with_a_default_does_without_its_column() {
    let mut fields = fields(ALL);
    fields[1].column.text = "emial".to_owned();
    fields[1].optional = true;
    let subject = Subject::Model(Model {
        fields,
        ..Model::default()
    });
    let outcome = check(&claim("User", subject), &memory(&[users()], &[]));
    assert_eq!(
        messages(&outcome),
        ["missing_field @0: column `public.users.email` has no field in `User`"]
    );
}

#[test]
fn an_attribute_can_say_what_is_read_and_whether_null_is() {
    let mut fields = fields(&["id: Uuid", "email: Option<Blob>", "nickname: Option<Blob>"]);
    let json = |types: &[&str], nullable| {
        Some(Declared {
            types: types.iter().map(|&name| name.to_owned()).collect(),
            place: Place(99),
            nullable,
            null_by: Some(["#[sqlx(json(nullable))]", "#[sqlx(json)]"]),
        })
    };
    // No types: it is converted in the query, and any column will do.
    fields[0].holds = json(&[], false);
    fields[1].holds = json(&["text"], true);
    fields[2].holds = json(&["jsonb", "text"], false);
    let subject = Subject::Model(Model {
        shape: Shape::Partial,
        fields,
        ..Model::default()
    });
    let outcome = check(&claim("User", subject), &memory(&[users()], &[]));
    assert_eq!(
        messages(&outcome),
        [
            "nullability_mismatch @99: `User.email` is read by `#[sqlx(json(nullable))]`, but column `public.users.email` is NOT NULL",
            "nullability_mismatch @99: `User.nickname` is read by `#[sqlx(json)]`, but column `public.users.nickname` is nullable",
        ]
    );
    assert_eq!(
        outcome.findings[0].help,
        [
            "write `#[sqlx(json)]` and `Blob`, or let the column be NULL: ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL"
        ]
    );
    assert_eq!(
        outcome.findings[1].help,
        [
            "write `#[sqlx(json(nullable))]` and `Option<Blob>`, or make the column NOT NULL: ALTER TABLE public.users ALTER COLUMN nickname SET NOT NULL"
        ]
    );
    assert!(outcome.questions.is_empty());
}

#[test]
fn a_table_is_looked_for_in_the_default_schema_and_then_everywhere() {
    let other = |schema: &str| Relation {
        name: QualifiedName::new(schema, "users"),
        ..users()
    };
    let claim = model("User", Shape::Full, None, ALL);
    let resolved = |outcome: &Outcome| match &outcome.subject {
        Some(Resolved::Relation(file)) => Some(file.value.name.to_string()),
        _ => None,
    };
    let both = check(&claim, &memory(&[other("auth"), users()], &[]));
    assert_eq!(resolved(&both).as_deref(), Some("public.users"));
    let only = check(&claim, &memory(&[other("auth")], &[]));
    assert_eq!(resolved(&only).as_deref(), Some("auth.users"));
    let two = check(&claim, &memory(&[other("auth"), other("crm")], &[]));
    assert_eq!(
        messages(&two),
        ["ambiguous_table @0: `User` can stand for `auth.users` or `crm.users`"]
    );
    assert!(two.findings[0].help[0].contains("schema = \"crm\""));
}

#[test]
fn a_name_that_can_mean_several_tables_names_them() {
    let named = |name: &str| Relation {
        name: QualifiedName::new("public", name),
        ..users()
    };
    let outcome = check(
        &model("User", Shape::Full, None, ALL),
        &memory(&[named("user"), named("users")], &[]),
    );
    assert_eq!(
        messages(&outcome),
        ["ambiguous_table @0: `User` can stand for `public.users` or `public.\"user\"`"]
    );
}

#[test]
fn a_table_that_is_not_there() {
    let memory = memory(&[users()], &[]);
    let outcome = check(&model("Person", Shape::Full, Some("uesrs"), ALL), &memory);
    assert_eq!(
        messages(&outcome),
        ["unknown_table @1: table or view `public.uesrs` is not in the snapshot"]
    );
    assert_eq!(
        outcome.findings[0].help,
        [
            "did you mean `#[conformant(table = \"users\")]`?",
            "there is no `schema/public/uesrs.json`"
        ]
    );
    let mut elsewhere = model("Person", Shape::Full, Some("users"), ALL);
    if let Subject::Model(model) = &mut elsewhere.subject {
        model.schema = Some(placed("publik", 2));
    }
    assert_eq!(
        messages(&check(&elsewhere, &memory)),
        ["unknown_schema @2: schema `publik` is not in the snapshot"]
    );
}

fn order_status(variants: &[(&str, &str)], other: bool, ordered: bool) -> Claim {
    let variants = variants
        .iter()
        .zip(1..)
        .map(|((name, label), n)| Variant {
            name: placed(name, n * 10),
            // Without an attribute of its own, by the enum's or as it is named.
            label: match label.strip_prefix('~') {
                Some(label) => placed(label, n * 10),
                None => placed(label, n * 10 + 1),
            },
            conditional: false,
        })
        .collect();
    let subject = Subject::Enum(EnumClaim {
        ty: TypeName {
            name: Some(placed("order_status", 1)),
            ..TypeName::default()
        },
        rename_all: None,
        variants,
        other: other.then(|| placed("Other", 5)),
        ordered: ordered.then_some(Place(6)),
    });
    claim("OrderStatus", subject)
}

#[test]
fn a_type_is_inferred_also_by_the_exact_name_of_the_item() {
    let inferred = |name: &str| {
        let ty = UserType {
            name: QualifiedName::new("public", name),
            labels: Vec::new(),
            ..status()
        };
        let claim = claim("OrderStatus", Subject::Enum(EnumClaim::default()));
        check(&claim, &memory(&[], &[ty]))
    };
    for name in ["order_status", "orderstatus", "OrderStatus"] {
        let outcome = inferred(name);
        assert_eq!(messages(&outcome), [""; 0], "{name}");
        assert!(outcome.subject.is_some(), "{name}");
    }
    assert_eq!(inferred("Orderstatus").findings[0].rule, "unknown_type");
}

#[test]
fn labels_and_variants_are_compared_both_ways() {
    let memory = memory(&[], &[status()]);
    let exact = [
        ("Placed", "placed"),
        ("Paid", "paid"),
        ("Shipped", "shipped"),
    ];
    assert_eq!(
        messages(&check(&order_status(&exact, false, true), &memory)),
        [""; 0]
    );

    let drifted = [
        ("Placed", "placed"),
        ("Pad", "pad"),
        ("Refunded", "refunded"),
    ];
    assert_eq!(
        messages(&check(&order_status(&drifted, false, false), &memory)),
        [
            "enum_label_unknown @21: `OrderStatus::Pad` stands for label `pad`, which `public.order_status` does not have",
            "enum_label_unknown @31: `OrderStatus::Refunded` has no label, and label `shipped` of `public.order_status` has no variant",
        ]
    );
    // Of two it is not known which is which.
    let two = [
        ("Placed", "placed"),
        ("Lost", "lost"),
        ("Refunded", "refunded"),
    ];
    assert_eq!(
        messages(&check(&order_status(&two, false, false), &memory)),
        [
            "enum_label_missing @0: labels `paid` and `shipped` of `public.order_status` have no variant in `OrderStatus`",
            "enum_label_unknown @21: `OrderStatus::Lost` stands for label `lost`, which `public.order_status` does not have",
            "enum_label_unknown @31: `OrderStatus::Refunded` stands for label `refunded`, which `public.order_status` does not have",
        ]
    );
    // `other` absorbs labels, not variants.
    assert_eq!(
        messages(&check(
            &order_status(&[("Placed", "placed")], true, false),
            &memory
        )),
        [""; 0]
    );
    let twice = [
        ("Placed", "placed"),
        ("Open", "placed"),
        ("Paid", "paid"),
        ("Shipped", "shipped"),
    ];
    assert_eq!(
        messages(&check(&order_status(&twice, false, false), &memory)),
        [
            "duplicate_label @21: `OrderStatus::Placed` and `OrderStatus::Open` both stand for label `placed`"
        ]
    );
    let swapped = [
        ("Paid", "paid"),
        ("Placed", "placed"),
        ("Shipped", "shipped"),
    ];
    assert_eq!(
        messages(&check(&order_status(&swapped, false, true), &memory)),
        [
            "enum_label_order @6: `OrderStatus::Paid` stands before `OrderStatus::Placed`, but in `public.order_status` label `paid` comes after `placed`"
        ]
    );
}

#[test]
fn a_forgotten_rename_all_is_one_mistake() {
    let memory = memory(&[], &[status()]);
    let bare = [
        ("Placed", "~Placed"),
        ("Paid", "~Paid"),
        ("Shipped", "~Shipped"),
    ];
    let outcome = check(&order_status(&bare, false, false), &memory);
    assert_eq!(
        messages(&outcome),
        [
            "enum_label_unknown @0: the variants of `OrderStatus` are labels of `public.order_status` in snake_case"
        ]
    );
    assert_eq!(
        outcome.findings[0].help,
        ["write `#[conformant(rename_all = \"snake_case\")]`"]
    );
}

#[test]
fn a_wrong_rename_all_is_one_mistake() {
    let mut status = status();
    status.labels = ["placed", "in_transit", "sent_back", "lost"]
        .map(str::to_owned)
        .to_vec();
    let memory = memory(&[], &[status]);
    let lower = |written: Option<&str>, variants: &[(&str, &str)]| {
        let mut claim = order_status(variants, false, false);
        if let Subject::Enum(labels) = &mut claim.subject {
            labels.rename_all = written.map(|written| placed(written, 3));
        }
        let outcome = check(&claim, &memory);
        let help = outcome.findings[0].help.clone();
        (messages(&outcome), help)
    };
    let lowercase = [
        ("Placed", "~placed"),
        ("InTransit", "~intransit"),
        ("SentBack", "~sentback"),
        ("Lost", "missing"),
    ];
    // What is wrong besides is told as well.
    let (said, help) = lower(Some("#[sqlx(rename_all = \"lowercase\")]"), &lowercase);
    assert_eq!(
        said,
        [
            "enum_label_unknown @3: the variants of `OrderStatus` are labels of `public.order_status` in snake_case, not in lowercase",
            "enum_label_unknown @41: `OrderStatus::Lost` has no label, and label `lost` of `public.order_status` has no variant",
        ]
    );
    assert_eq!(help, ["write `#[sqlx(rename_all = \"snake_case\")]`"]);
    let one = [
        ("Placed", "~placed"),
        ("InTransit", "~intransit"),
        ("Lost", "~lost"),
        ("SentBack", "sent_back"),
    ];
    let (said, help) = lower(Some("#[sqlx(rename_all = \"lowercase\")]"), &one);
    assert_eq!(said.len(), 1);
    assert_eq!(help, ["write `#[sqlx(rename_all = \"snake_case\")]`"]);
    // One variant is no convention.
    let (said, help) = lower(None, &one);
    assert_eq!(said.len(), 1);
    assert!(help[0].contains("rename = \"in_transit\""), "{help:?}");
}

#[test]
fn a_wrong_rename_all_of_fields_is_one_mistake() {
    let mut users = users();
    users.columns = vec![
        column("id", "uuid", true),
        column("firstName", "text", true),
        column("lastName", "text", true),
    ];
    let memory = memory(&[users], &[]);
    let named = |written: Option<&str>, described: &[&str]| {
        let mut fields = fields(described);
        for field in &mut fields {
            field.column.place = field.name.place;
        }
        let subject = Subject::Model(Model {
            rename_all: written.map(|written| placed(written, 3)),
            fields,
            ..Model::default()
        });
        let outcome = check(&claim("User", subject), &memory);
        (messages(&outcome), outcome.findings[0].help.clone())
    };
    let (said, help) = named(
        None,
        &["id: Uuid", "first_name: String", "last_name: String"],
    );
    assert_eq!(
        said,
        ["unknown_column @0: the fields of `User` are columns of `public.users` in camelCase"]
    );
    assert_eq!(help, ["write `#[conformant(rename_all = \"camelCase\")]`"]);
    let (said, help) = named(
        Some("#[conformant(rename_all = \"UPPERCASE\")]"),
        &[
            "id as ID: Uuid",
            "firstName as FIRSTNAME: String",
            "age as AGE: i32",
        ],
    );
    assert_eq!(
        said,
        [
            "missing_field @0: column `public.users.\"lastName\"` has no field in `User`",
            "unknown_column @3: most fields of `User` are columns of `public.users` as they are, not in UPPERCASE",
            "unknown_column @30: `User.age` has no column: `public.users` has no column `age`",
        ]
    );
    assert_eq!(
        help,
        [
            "add `lastName: String`, or write `#[conformant(partial)]` if `User` reads only some columns"
        ]
    );
}

#[test]
fn an_enum_may_be_bound_to_a_domain_or_to_text_and_to_nothing_else() {
    let mut ty = status();
    ty.kind = TypeKind::Domain;
    let claim = order_status(&[("Any", "any")], false, false);
    assert_eq!(
        messages(&check(&claim, &memory(&[], &[ty.clone()]))),
        [""; 0]
    );
    ty.kind = TypeKind::Composite;
    assert_eq!(
        messages(&check(&claim, &memory(&[], &[ty]))),
        [
            "type_kind_mismatch @0: `OrderStatus` is an enum, but `public.order_status` is a composite type"
        ]
    );
    let mut text = claim;
    if let Subject::Enum(labels) = &mut text.subject {
        labels.ty.name = Some(placed("text", 1));
    }
    let outcome = check(&text, &memory(&[], &[]));
    assert_eq!(
        outcome.subject,
        Some(Resolved::Builtin(SqlType::Builtin("text".to_owned())))
    );
}

#[test]
fn an_enum_over_a_domain_over_an_enum_has_its_labels() {
    let domain = UserType {
        name: QualifiedName::new("public", "open_status"),
        kind: TypeKind::Domain,
        base: Some(SqlType::Enum(status().name)),
        ..UserType::default()
    };
    let mut claim = order_status(&[("Placed", "placed"), ("Gone", "gone")], true, false);
    if let Subject::Enum(labels) = &mut claim.subject {
        labels.ty.name = Some(placed("open_status", 1));
    }
    let outcome = check(&claim, &memory(&[], &[status(), domain]));
    assert_eq!(
        outcome.files,
        [
            "public/types/open_status.json",
            "public/types/order_status.json"
        ]
    );
    assert_eq!(outcome.findings[0].rule, "enum_label_unknown");
}

#[test]
fn what_is_in_a_newtype_holds_what_the_type_is_over() {
    let numeric = SqlType::Builtin("numeric(12,2)".to_owned());
    let ty = |name: &str, kind| UserType {
        name: QualifiedName::new("public", name),
        kind,
        base: Some(numeric.clone()),
        subtype: Some(numeric.clone()),
        ..UserType::default()
    };
    let types = [
        ty("amount", TypeKind::Domain),
        ty("prices", TypeKind::Range),
        ty("status", TypeKind::Enum),
        ty("address", TypeKind::Composite),
    ];
    let newtype = |ty: &str, inner: &str, holds: Option<&str>| {
        let mut inner = fields(&[&format!("0: {inner}")]).pop().unwrap();
        inner.holds = holds.map(|holds| Declared {
            types: vec![holds.to_owned()],
            ..Declared::default()
        });
        let ty = TypeName {
            name: Some(placed(ty, 1)),
            ..TypeName::default()
        };
        let subject = Subject::Newtype(NewtypeClaim { ty, inner });
        check(&claim("Value", subject), &memory(&[], &types))
    };
    let right = newtype("amount", "Decimal", None);
    assert_eq!(right.questions[0].finding, None);
    assert_eq!(
        right.questions[0].sql,
        memory(&[], &types).0.types[0].sql_type()
    );
    let asked = |ty, inner| {
        let outcome = newtype(ty, inner, None);
        let finding = outcome.questions[0].finding.as_ref().unwrap();
        assert_eq!(finding.place, Place(12));
        format!("{}: {}", finding.message, finding.help[0])
    };
    assert_eq!(
        asked("amount", "f64"),
        "`Value.0` is `f64`, but `public.amount` is a domain over `numeric(12,2)`: write `Decimal`, \
         or `#[conformant(holds = \"numeric\")]` on it when the conversion is written by hand"
    );
    assert_eq!(
        asked("prices", "Prices"),
        "`Value.0` is `Prices`, but `public.prices` is a range type over `numeric(12,2)`: write \
         `PgRange<Decimal>`, or `#[conformant(holds = \"public.prices\")]` on it when the \
         conversion is written by hand"
    );
    for (ty, inner, holds) in [
        ("amount", "f64", "numeric"),
        ("amount", "f64", "amount"),
        ("prices", "Prices", "prices"),
        ("status", "i32", "status"),
    ] {
        let outcome = newtype(ty, inner, Some(holds));
        assert_eq!((outcome.questions.len(), messages(&outcome)), (0, vec![]));
    }
    assert_eq!(
        messages(&newtype("amount", "f64", Some("text"))),
        [
            "type_mismatch @0: `Value.0` is declared to hold `text`, but `public.amount` is a domain over `numeric(12,2)`"
        ]
    );
    // No SQL type stands for what a label or a composite can be read as.
    for (ty, inner, messages_) in [
        ("status", "String", vec![]),
        ("status", "OrderStatus", vec![]),
        ("address", "(String, i32)", vec![]),
        (
            "status",
            "i32",
            vec!["type_mismatch @12: `Value.0` is `i32`, but `public.status` is an enum type"],
        ),
        (
            "address",
            "String",
            vec![
                "type_mismatch @12: `Value.0` is `String`, but `public.address` is a composite type",
            ],
        ),
    ] {
        let outcome = newtype(ty, inner, None);
        assert_eq!(messages(&outcome), messages_);
        assert!(outcome.questions.is_empty());
    }
}

#[test]
fn a_column_of_an_extensions_type_says_what_to_write() {
    let help = |field: &str, ty: &str| {
        let mut users = users();
        users.columns[0].sql_type = SqlType::Base {
            name: QualifiedName::new("public", ty),
            modifiers: String::new(),
        };
        let claim = model("User", Shape::Partial, None, &[field]);
        let mut outcome = check(&claim, &memory(&[users], &[]));
        outcome.questions.remove(0).finding.unwrap().help
    };
    assert_eq!(
        help("id: Shape", "geometry"),
        [
            "bind the Rust type to the SQL type: `#[derive(Conformant)] #[conformant(type = \"geometry\")]` on `Shape`, or `#[conformant(holds = \"public.geometry\")]` here when it does hold it"
        ]
    );
    assert_eq!(
        help("id: Isbn", "isbn13"),
        ["write `#[conformant(holds = \"public.isbn13\")]` here when it does hold it"]
    );
    assert_eq!(
        help("id: i32", "citext")[0],
        "write `String`, or change the column: ALTER TABLE public.users ALTER COLUMN id TYPE integer USING id::integer"
    );
}

#[test]
fn a_type_of_an_extension_is_known_by_name_or_can_be_declared() {
    let newtype = |ty: &str, types: &[UserType]| {
        let ty = TypeName {
            name: Some(placed(ty, 1)),
            ..TypeName::default()
        };
        let inner = fields(&["0: String"]).pop().unwrap();
        let subject = Subject::Newtype(NewtypeClaim { ty, inner });
        check(&claim("Label", subject), &memory(&[], types))
    };
    let ltree = crate::rust_names::base("ltree").unwrap();
    let outcome = newtype("ltree", &[]);
    assert_eq!(outcome.subject, Some(Resolved::Builtin(ltree)));
    assert_eq!(messages(&outcome), [""; 0]);
    let unnamed = claim("Ltree", Subject::Enum(EnumClaim::default()));
    let outcome = check(&unnamed, &memory(&[], &[]));
    assert_eq!(outcome.findings[0].rule, "unknown_type");
    // The schema's own type of the name goes first.
    let mut own = status();
    own.name.name = "ltree".to_owned();
    let outcome = newtype("ltree", &[own]);
    assert!(matches!(outcome.subject, Some(Resolved::Type(_))));
    let outcome = newtype("isbn13", &[]);
    assert_eq!(outcome.findings[0].rule, "unknown_type");
    assert_eq!(
        outcome.findings[0].help[1],
        "if it is of an extension, leave the derive off `Label` and write `\"Label\" = \"isbn13\"` under `[rust_types]` in `schema.toml`, or `#[conformant(holds = \"isbn13\")]` on each field"
    );
}

#[test]
fn a_composite_has_its_attributes_in_order() {
    let ty = UserType {
        name: QualifiedName::new("public", "address"),
        kind: TypeKind::Composite,
        attributes: vec![
            column("street", "text", false),
            column("city", "text", false),
        ],
        ..UserType::default()
    };
    let memory = memory(&[], &[ty]);
    let composite = |described: &[&str]| {
        let subject = Subject::Composite(CompositeClaim {
            ty: TypeName {
                name: Some(placed("address", 1)),
                ..TypeName::default()
            },
            rename_all: None,
            fields: fields(described),
        });
        check(&claim("Address", subject), &memory)
    };
    let right = composite(&["street: String", "city: Option<String>"]);
    assert_eq!(messages(&right), [""; 0]);
    assert_eq!(right.questions.len(), 2);
    assert_eq!(
        messages(&composite(&["city: String", "street: String"])),
        [
            "composite_attribute_order @20: `Address.city` stands before `Address.street`, but in type `public.address` attribute `city` comes after `street`"
        ]
    );
    assert_eq!(
        messages(&composite(&[
            "street: String",
            "city: String",
            "town as city: String"
        ])),
        [
            "composite_attribute_duplicate @31: `Address.city` and `Address.town` both stand for attribute `city` of type `public.address`"
        ]
    );
    assert_eq!(
        messages(&composite(&["street: String", "zip: String"])),
        [
            "composite_attribute_missing @0: attribute `city` of type `public.address` has no field in `Address`",
            "composite_attribute_unknown @21: `Address.zip` has no attribute: type `public.address` has no attribute `zip`",
        ]
    );
}

#[test]
fn the_rules_are_asked_as_well() {
    let claim = model("User", Shape::Full, None, ALL);
    let outcome = super::check(&claim, &memory(&[users()], &[]));
    let finding = &outcome.findings[0];
    assert_eq!(finding.rule, "primary_key_exists");
    assert_eq!(finding.source.as_deref(), Some("schema/public/users.json"));
}

#[test]
fn an_optional_field_needs_no_column() {
    let mut fields = fields(&["email: String", "extra: String"]);
    fields[1].optional = true;
    let subject = Subject::Model(Model {
        shape: Shape::Partial,
        fields,
        ..Model::default()
    });
    let outcome = check(&claim("User", subject), &memory(&[users()], &[]));
    assert_eq!(messages(&outcome), [""; 0]);
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
