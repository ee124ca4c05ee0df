//! Which table a model means.

use super::*;

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

#[test]
fn a_name_of_many_words_is_told_by_its_first_spellings() {
    let outcome = check(
        &model("SignInByEmail", Shape::Full, None, &["id: Uuid"]),
        &memory(&[users()], &[]),
    );
    let help = &outcome.findings[0].help;
    assert_eq!(
        help.last().map(String::as_str),
        Some(
            "there is no `schema/public/sign_in_by_emails.json`, \
             `schema/public/sign_in_by_email.json` or 6 more spellings of it"
        )
    );
}
