//! What a field or a newtype holds.

use super::*;

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
            "write `Decimal`, or `#[derive(Conformant)] #[conformant(transparent)]` on `Money` (`type = \"numeric\"` instead when its conversion is written by hand), or `#[conformant(holds = \"numeric\")]` here when it does hold it",
        ),
        (
            "Vec<Scope>",
            Column {
                sql_type: SqlType::Array(Box::new(SqlType::Builtin("text".to_owned()))),
                ..column("scopes", "", true)
            },
            "type_mismatch: `User.scopes` is `Vec<Scope>`, but column `public.users.scopes` is `text[]`",
            "write `Vec<String>`, or `#[derive(Conformant)] #[conformant(transparent)]` on `Scope` (`type = \"text\"` instead when its conversion is written by hand), or `#[conformant(holds = \"text[]\")]` here when it does hold it",
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
            json: false,
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
fn an_attribute_can_say_what_is_read_and_whether_null_is() {
    let mut fields = fields(&["id: Uuid", "email: Option<Blob>", "nickname: Option<Blob>"]);
    let json = |types: &[&str], nullable| {
        Some(Declared {
            types: types.iter().map(|&name| name.to_owned()).collect(),
            place: Place(99),
            nullable,
            json: true,
            null_by: Some(["#[sqlx(json(nullable))]", "#[sqlx(json)]"].map(str::to_owned)),
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

/// Its conversion is written by hand, so nothing is asked; what is plainly of another type is said.
#[test]
fn what_is_in_a_newtype_of_a_built_in_type_is_not_of_another() {
    let newtype = |ty: &str, inner: &str, holds: Option<&str>| {
        let mut inner = fields(&[&format!("0: {inner}")]).pop().unwrap();
        inner.holds = holds.map(|ty| Declared {
            types: vec![ty.to_owned()],
            ..Declared::default()
        });
        let ty = TypeName {
            name: Some(placed(ty, 1)),
            ..TypeName::default()
        };
        let subject = Subject::Newtype(NewtypeClaim { ty, inner });
        check(&claim("Value", subject), &memory(&[], &[]))
    };
    for (ty, inner, said) in [
        ("bigint", "i64", ""),
        ("bigint", "Number", ""),
        (
            "bigint",
            "i32",
            "type_mismatch @12: `Value.0` is `i32`, but `Value` stands for `bigint`",
        ),
        ("bigint[]", "Vec<i64>", ""),
        (
            "bigint[]",
            "i64",
            "type_mismatch @12: `Value.0` is `i64`, but `Value` stands for `bigint[]`",
        ),
        ("numeric", "i128", ""),
        // These take values of any shape.
        ("text", "i64", ""),
        ("jsonb", "Vec<String>", ""),
        ("text[]", "Vec<i64>", ""),
    ] {
        let outcome = newtype(ty, inner, None);
        assert_eq!(messages(&outcome).join("\n"), said, "{ty}, {inner}");
        assert!(outcome.questions.is_empty());
    }
    assert_eq!(
        newtype("bigint", "i32", None).findings[0].help,
        [
            "write `i64`, or `#[conformant(holds = \"bigint\")]` on it when the conversion is written by hand"
        ]
    );
    assert_eq!(messages(&newtype("bigint", "i32", Some("bigint"))), [""; 0]);
    assert_eq!(
        messages(&newtype("bigint", "i64", Some("numeric"))),
        [
            "type_mismatch @0: `Value.0` is declared to hold `numeric`, but `Value` stands for `bigint`"
        ]
    );
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
            fields: fields(described),
            ..CompositeClaim::default()
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
    // One of another type in its place is another.
    assert_eq!(
        messages(&composite(&["street: String", "zip: i32"])),
        [
            "composite_attribute_missing @0: attribute `city` of type `public.address` has no field in `Address`",
            "composite_attribute_unknown @21: `Address.zip` has no attribute: type `public.address` has no attribute `zip`",
        ]
    );
    let renamed = composite(&["street: String", "town: Option<String>"]);
    assert_eq!(
        messages(&renamed),
        [
            "composite_attribute_unknown @21: `Address.town` has no attribute, and attribute `city` of `public.address` has no field",
        ]
    );
    assert_eq!(
        renamed.findings[0].help,
        [
            "if the one is the other under a new name, name the field so, write `#[conformant(column = \"city\")]`, or give the attribute its name back: ALTER TYPE public.address RENAME ATTRIBUTE city TO town; if not, remove the field, or add the attribute: ALTER TYPE public.address ADD ATTRIBUTE town text"
        ]
    );
}

#[test]
fn names_that_need_no_compiler() {
    for (ty, column, is_no) in [
        ("String", column("a", "text", true), false),
        ("String", column("a", "text", false), true),
        ("Option<Uuid>", column("a", "uuid", true), true),
        ("Option<i32>", column("a", "bigint", false), true),
        ("String", column("a", "citext", true), true),
        ("Uuid", column("a", "text", true), false),
        ("Option<Name>", column("a", "text", true), false),
        ("Cow<'static, str>", column("a", "text", true), false),
        ("u8", column("a", "\"char\"", true), false),
    ] {
        let mut users = users();
        let field = format!("a: {ty}");
        users.columns = vec![column];
        let outcome = check(
            &model("User", Shape::Full, None, &[&field]),
            &memory(&[users], &[]),
        );
        assert_eq!(outcome.questions[0].is_no, is_no, "{ty}");
    }
}
