//! Fields and columns.

use super::*;

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
        "if the one is the other under a new name, name the field so, write `#[conformant(column = \"email\")]`, or give the column its name back: ALTER TABLE public.users RENAME COLUMN email TO login; if not, write `#[conformant(skip)]` on it and add `email: String`"
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
    // Of a part of the row, when only one can be meant.
    let no_such = |name| {
        format!(
            "unknown_column @11: `User.{name}` has no column: `public.users` has no column `{name}`"
        )
    };
    for shape in [Shape::Partial, Shape::Update] {
        let (messages, help) = said(shape, &["login: String"]);
        assert_eq!(messages, [no_such("login")]);
        assert_eq!(
            help,
            "if it is `email` under a new name, name the field so, write `#[conformant(column = \"email\")]`, or give the column its name back: ALTER TABLE public.users RENAME COLUMN email TO login; if not, write `#[conformant(skip)]` if it is not stored, or add the column: ALTER TABLE public.users ADD COLUMN login text NOT NULL"
        );
        let (messages, help) = said(shape, &["alias: Option<String>"]);
        assert_eq!(messages, [no_such("alias")]);
        assert!(help.starts_with("write `#[conformant(skip)]`"), "{help}");
    }
    // A view gets no column so.
    let view = Relation {
        kind: RelationKind::View,
        ..users()
    };
    let claim = model("User", Shape::Partial, Some("users"), &["login: i16"]);
    let outcome = check(&claim, &memory(&[view], &[]));
    assert_eq!(
        outcome.findings[0].help,
        ["write `#[conformant(skip)]` if it is not stored"]
    );
    // Two columns, two fields, another type: nothing tells.
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
