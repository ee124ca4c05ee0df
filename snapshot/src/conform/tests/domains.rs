//! The domains of an enum of constraints: where they are found, and what of those below they have.

use super::*;
use crate::conform::Domain;
use crate::model::Check;

fn named(name: &str) -> QualifiedName {
    QualifiedName::new("public", name)
}

fn domain(name: &str, base: SqlType) -> SqlType {
    SqlType::Domain {
        name: named(name),
        base: Box::new(base),
    }
}

fn user_type(ty: SqlType, checks: &[&str], not_null: bool) -> UserType {
    let SqlType::Domain { name, base } = ty else {
        panic!("{ty} is no domain");
    };
    let check = |name: &&str| Check {
        name: (*name).to_owned(),
        ..Check::default()
    };
    UserType {
        name,
        kind: TypeKind::Domain,
        base: Some(*base),
        checks: checks.iter().map(check).collect(),
        not_null,
        ..UserType::default()
    }
}

/// `(domain, its columns, its checks, NOT NULL)`, and the files that were read.
fn found(
    columns: Vec<Column>,
    types: &[UserType],
    constraints: bool,
) -> (Vec<Domain>, Vec<String>) {
    let relation = Relation {
        name: named("orders"),
        columns,
        ..Relation::default()
    };
    let model = Model {
        table: Some(placed("orders", 1)),
        shape: Shape::Partial,
        constraints: constraints.then_some(Place(2)),
        ..Model::default()
    };
    let claim = claim("Order", Subject::Model(model));
    let outcome = super::super::check(&claim, &memory(&[relation], types));
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    (outcome.domains, outcome.files)
}

fn typed(name: &str, sql_type: SqlType) -> Column {
    Column {
        sql_type,
        ..column(name, "", true)
    }
}

fn integer() -> SqlType {
    SqlType::Builtin("integer".to_owned())
}

fn is(name: &str, columns: &[&str], checks: &[&str], not_null: bool) -> Domain {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Domain {
        name: named(name),
        columns: owned(columns),
        checks: owned(checks),
        not_null,
    }
}

#[test]
fn a_domain_is_found_in_whatever_has_values_of_it() {
    let score = domain("score", integer());
    let composite = |name: &str, attributes| UserType {
        name: named(name),
        kind: TypeKind::Composite,
        attributes,
        ..UserType::default()
    };
    let mark = SqlType::Composite(named("mark"));
    let types = [
        user_type(score.clone(), &["positive"], false),
        // What refuses nothing is none.
        user_type(domain("note", integer()), &[], false),
        user_type(
            domain("few", SqlType::Array(Box::new(score.clone()))),
            &["few_check"],
            false,
        ),
        composite(
            "mark",
            vec![
                typed("note", domain("note", integer())),
                typed("score", score.clone()),
            ],
        ),
        // PostgreSQL makes none, a hand does.
        composite(
            "endless",
            vec![typed("again", SqlType::Composite(named("endless")))],
        ),
    ];
    let boxed = || Box::new(score.clone());
    let columns = vec![
        typed("plain", integer()),
        typed("score", score.clone()),
        typed("list", SqlType::Array(boxed())),
        typed(
            "span",
            SqlType::Range {
                name: named("span"),
                subtype: boxed(),
            },
        ),
        typed(
            "spans",
            SqlType::Multirange {
                name: named("spans"),
                subtype: boxed(),
            },
        ),
        typed("mark", mark.clone()),
        typed("marks", domain("marked", SqlType::Array(Box::new(mark)))),
        typed("few", domain("few", SqlType::Array(boxed()))),
        typed("endless", SqlType::Composite(named("endless"))),
    ];
    let (domains, files) = found(columns.clone(), &types, true);
    let all = ["score", "list", "span", "spans", "mark", "marks", "few"];
    assert_eq!(
        domains,
        [
            is("few", &["few"], &["few_check"], false),
            is("score", &all, &["positive"], false)
        ]
    );
    // Each file once, also of what refuses nothing yet.
    let mut read = files.clone();
    read.sort();
    read.dedup();
    assert_eq!((read.len(), files.len()), (6, 6), "{files:?}");
    assert!(
        files.iter().any(|file| file.ends_with("note.json")),
        "{files:?}"
    );
    // Who asks for no enum pays nothing.
    let (domains, files) = found(columns, &types, false);
    assert_eq!((domains, files.len()), (Vec::new(), 1));
}

#[test]
fn a_domain_has_what_the_ones_that_it_is_over_have() {
    let caption = domain("caption", integer());
    let headline = domain("headline", caption.clone());
    let top = domain("top", headline.clone());
    let types = [
        user_type(caption.clone(), &["same", "caption_check"], true),
        user_type(headline, &["same", "short"], false),
        user_type(top.clone(), &[], false),
    ];
    let (domains, _) = found(vec![typed("a", top), typed("b", caption)], &types, true);
    assert_eq!(
        domains,
        [
            is("caption", &["b"], &["caption_check", "same"], true),
            is("top", &["a"], &["caption_check", "same", "short"], true)
        ]
    );
}

/// A column without a default of its own has the domain's.
#[test]
fn an_insert_need_not_give_what_a_domain_has_a_default_for() {
    let score = domain("score", integer());
    let mut users = users();
    users.columns.push(typed("score", score.clone()));
    let claim = model("NewUser", Shape::Insert, Some("users"), &["email: String"]);
    let check = |default: Option<&str>| {
        let mut ty = user_type(score.clone(), &[], true);
        ty.default = default.map(str::to_owned);
        let outcome = check(&claim, &memory(&[users.clone()], &[ty]));
        (messages(&outcome), outcome.files)
    };
    let (missing, files) = check(None);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(
        missing[0].contains("no value to column `public.users.score`"),
        "{missing:?}"
    );
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(check(Some("5")), (Vec::new(), files));
}
