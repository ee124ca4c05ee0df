//! What is written: inserts and updates.

use super::*;

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
fn a_trigger_gives_what_its_text_assigns() {
    let claim = model(
        "NewUser",
        Shape::Insert,
        Some("users"),
        &["nickname: String"],
    );
    let missing = |columns: &[&str]| {
        let mut users = users();
        users.triggers.push(Trigger {
            name: "fill".to_owned(),
            timing: "before".to_owned(),
            events: vec!["insert".to_owned()],
            row: true,
            ..Trigger::default()
        });
        users.elsewhere.assigning.push(Assigning {
            trigger: "fill".to_owned(),
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
        });
        !check(&claim, &memory(&[users], &[])).findings.is_empty()
    };
    assert!(!missing(&["email", "nickname"]));
    assert!(missing(&["nickname"]));
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
