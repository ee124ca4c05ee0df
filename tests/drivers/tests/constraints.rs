//! The constraint of a model that an error is about, through each driver.
#![allow(dead_code)]

use std::error::Error;

use postgres::types::{self, ToSql, Type};
use schema_driver_tests::DRIVERS;
use schema_runtime::{
    Conformant, Constrained, ConstraintKind, DatabaseError, ErrorKind, ModelConstraint as _,
};
use schema_tests::servers;

#[derive(Conformant)]
#[conformant(table = "children", schema = "public", partial, constraints)]
struct Child {
    email: String,
    #[conformant(column = "age")]
    years: Option<i32>,
}

#[derive(Conformant)]
#[conformant(table = "children", schema = "app", partial, constraints)]
struct AppChild {
    email: Option<String>,
}

#[derive(Conformant)]
#[conformant(partial, constraints)]
struct Cousin {
    age: Option<i32>,
}

#[derive(Conformant)]
#[conformant(table = "we ird", partial, constraints)]
struct WeIrd {
    note: Option<String>,
}

#[derive(Conformant)]
#[conformant(partial, constraints)]
struct Visit {
    email: String,
    #[conformant(column = "select", allow(nullable_unique = "NULL is no choice"))]
    choice: Option<i32>,
}

#[derive(Conformant)]
#[conformant(partial, constraints)]
struct Essay {
    id: i32,
    #[conformant(column = "draft")]
    points: Option<i32>,
}

#[derive(Conformant)]
#[conformant(partial, constraints)]
struct Review {
    score: Option<i32>,
}

#[derive(Conformant)]
#[conformant(partial, constraints)]
struct Rating {
    mine: Option<i32>,
}

const SCHEMA: &str = include_str!("../schema.sql");

const ROWS: &str = "
INSERT INTO parents VALUES ('00000000-0000-0000-0000-000000000001');
INSERT INTO children (id, parent_id, email, nick, age, during) VALUES
    ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001',
     'ada@example.com', 'Ada', 36, '[1,9]');
INSERT INTO app.children VALUES ('ada@example.com');
INSERT INTO \"we ird\" VALUES ('a', 'b');
CREATE SCHEMA \"parti tions\";
CREATE TABLE \"parti tions\".\"20\"\"24\" PARTITION OF visits
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE adopted (LIKE visits INCLUDING CONSTRAINTS);
ALTER TABLE adopted ADD CONSTRAINT its_own_name UNIQUE (email, happened_on);
ALTER TABLE visits ATTACH PARTITION adopted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO visits VALUES
    (1, '2024-02-01', 'ada@example.com', 1), (1, '2025-02-01', 'ada@example.com', 1);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO visits VALUES (1, '2024-02-01', 'eve@example.com', 7); RETURN NEW; END $$;
CREATE TABLE told (a int);
CREATE TRIGGER tell BEFORE INSERT ON told FOR EACH ROW EXECUTE FUNCTION tell();
";

/// What every model says of an error.
fn said(error: &DatabaseError) -> String {
    let all = [
        format!("{:?}", error.constraint_of::<Child>()),
        format!("{:?}", error.constraint_of::<AppChild>()),
        format!("{:?}", error.constraint_of::<Cousin>()),
        format!("{:?}", error.constraint_of::<WeIrd>()),
        format!("{:?}", error.constraint_of::<Visit>()),
    ];
    let some = all.iter().filter_map(|said| said.strip_prefix("Some("));
    some.map(|said| said.trim_end_matches(')'))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A statement, and what is said of its error.
const CASES: &[(&str, &str)] = &[
    (
        "INSERT INTO children (id, email) VALUES ('00000000-0000-0000-0000-000000000002', 'ada@example.com')",
        "UqChildrenEmail",
    ),
    (
        "INSERT INTO children (id, email) VALUES ('00000000-0000-0000-0000-000000000001', 'eve')",
        "PkChildren",
    ),
    (
        "INSERT INTO children (id, email, nick, age) VALUES ('00000000-0000-0000-0000-000000000002', 'eve', 'ADA', 36)",
        "UxChildrenNick",
    ),
    (
        "INSERT INTO children (id, email, parent_id) VALUES ('00000000-0000-0000-0000-000000000002', 'eve', '00000000-0000-0000-0000-000000000009')",
        "FkChildrenParent",
    ),
    // The referring table's, from the other side too.
    ("DELETE FROM parents", "FkChildrenParent"),
    (
        "INSERT INTO children (id, email, age) VALUES ('00000000-0000-0000-0000-000000000002', 'eve', 0)",
        "CkChildrenAge",
    ),
    (
        "INSERT INTO children (id, email, during) VALUES ('00000000-0000-0000-0000-000000000002', 'eve', '[2,3]')",
        "ExChildrenDuring",
    ),
    (
        "INSERT INTO children (id) VALUES ('00000000-0000-0000-0000-000000000002')",
        "NotNullEmail",
    ),
    ("INSERT INTO children (email) VALUES ('eve')", "NotNullId"),
    ("INSERT INTO cousins VALUES (0)", "CkChildrenAge"),
    ("INSERT INTO \"we ird\" VALUES ('a')", "UqWeIrdX1c26f797"),
    ("INSERT INTO \"we ird\" VALUES ('c', 'b')", "UqWeIrdX"),
    // Partitions, of the table's making and adopted.
    (
        "INSERT INTO visits VALUES (1, '2024-02-01', 'eve', 2)",
        "PkVisits",
    ),
    (
        "INSERT INTO visits VALUES (2, '2024-02-01', 'ada@example.com', 2)",
        "UqVisitsEmail",
    ),
    (
        "INSERT INTO visits VALUES (2, '2025-02-01', 'ada@example.com', 2)",
        "UqVisitsEmail",
    ),
    (
        "INSERT INTO visits VALUES (1, '2025-02-01', 'eve', 2)",
        "PkVisits",
    ),
    (
        "INSERT INTO visits VALUES (2, '2024-02-01', 'eve', 0)",
        "CkVisitsSelect",
    ),
    (
        "INSERT INTO visits VALUES (2, '2025-02-01', 'eve', 0)",
        "CkVisitsSelect",
    ),
    (
        "INSERT INTO visits VALUES (2, '2024-02-01', NULL, 2)",
        "NotNullEmail",
    ),
    (
        "INSERT INTO visits VALUES (2, '2024-02-01', 'eve', 2, '00000000-0000-0000-0000-000000000009')",
        "FkVisitsParent",
    ),
    (
        "INSERT INTO visits VALUES (2, '2025-02-01', 'eve', 2, '00000000-0000-0000-0000-000000000009')",
        "FkVisitsParent",
    ),
    // Without a partition for it: no constraint.
    ("INSERT INTO visits VALUES (2, '2034-02-01', 'eve', 2)", ""),
    ("SELECT 1 / 0", ""),
    (
        "INSERT INTO parents VALUES ('00000000-0000-0000-0000-000000000001')",
        "",
    ),
];

#[test]
fn an_error_knows_the_constraint_of_the_model() {
    for server in servers() {
        let database = server.database(&format!("{SCHEMA}{ROWS}"));
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            for (sql, expected) in CASES {
                let error = session.run(sql).expect_err(sql);
                let of_visit = sql.starts_with("INSERT INTO visits");
                let error = if of_visit { error.of::<Visit>() } else { error };
                let of = format!("PostgreSQL {}, {}, {sql}", server.major, driver.name);
                // diesel does not tell the schema.
                let said = said(&error);
                let found = said.split(' ').next().unwrap();
                assert!(
                    found.starts_with(expected) && found.is_empty() == expected.is_empty(),
                    "{of}: {said}\n{}",
                    error.sensitive()
                );
                if driver.tells_the_sqlstate() {
                    assert!(!said.contains(' '), "{of}: {said}");
                }
            }
            // A partition is nobody's, unless the statement is known to be for its table.
            let partition = session
                .run("INSERT INTO visits VALUES (1, '2024-02-01', 'eve', 2)")
                .unwrap_err();
            assert_eq!(self::said(&partition), "");
            let through_trigger = session.run("INSERT INTO told VALUES (1)").unwrap_err();
            let said = self::said(&through_trigger.of::<Visit>());
            // diesel does not tell of functions.
            assert_eq!(said.is_empty(), driver.tells_the_sqlstate(), "{said}");
            // Each table answers for itself.
            let error = session
                .run("INSERT INTO app.children VALUES ('ada@example.com')")
                .unwrap_err();
            let app = error.constraint_of::<AppChild>();
            assert_eq!(app, Some(AppChildConstraint::UqChildrenEmail));
            let public = error.constraint_of::<Child>();
            assert_eq!(public.is_none(), driver.tells_the_sqlstate());
        }
    }
}

/// What no request can mend is schema drift, where it is certain.
#[test]
fn a_column_that_came_later_is_told_from_one_that_a_request_left_out() {
    const LATER: &str = "
        ALTER TABLE children ADD role text;
        UPDATE children SET role = '';
        ALTER TABLE children ALTER role SET NOT NULL;
        DELETE FROM app.children;
        ALTER TABLE app.children ADD role text NOT NULL;
        CREATE FUNCTION raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION USING ERRCODE = 'not_null_violation',
                SCHEMA = 'public', TABLE = 'children', COLUMN = 'role.name'; END $$;
        CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO children (id, email) VALUES (NEW.id, 'eve'); RETURN NEW; END $$;
        CREATE FUNCTION unset() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            NEW.id = NULL; RETURN NEW; END $$;
        CREATE TABLE raising (id uuid);
        CREATE TRIGGER raise BEFORE INSERT ON raising FOR EACH ROW EXECUTE FUNCTION raise();
        CREATE TABLE forgetting (id uuid);
        CREATE TRIGGER forget BEFORE INSERT ON forgetting FOR EACH ROW EXECUTE FUNCTION forget();";
    for server in servers() {
        let database = server.database(&format!("{SCHEMA}{ROWS}{LATER}"));
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            let id = "'00000000-0000-0000-0000-000000000007'";
            let insert = format!("INSERT INTO children (id, email) VALUES ({id}, 'eve')");
            let later = session.run(&insert).unwrap_err();
            assert_eq!(later.kind(), ErrorKind::NotNullViolation);
            // diesel tells no schema, and the table of another one has the name, too.
            let later = later.of::<Child>();
            let is_drift = later.kind() == ErrorKind::UnknownColumn;
            assert_eq!(
                is_drift,
                driver.tells_the_sqlstate(),
                "{}: {later}",
                driver.name
            );
            for sql in [
                &format!("INSERT INTO children (id, role) VALUES ({id}, '')"),
                "INSERT INTO app.children VALUES ('eve')",
                &format!("INSERT INTO raising VALUES ({id})"),
                &format!("INSERT INTO forgetting VALUES ({id})"),
                // One message is one transaction, so it is undone.
                &format!(
                    "CREATE TRIGGER unset BEFORE INSERT ON children FOR EACH ROW
                     EXECUTE FUNCTION unset(); {insert}"
                ),
            ] {
                let error = session.run(sql).expect_err(sql).of::<Child>();
                let of = format!("{}, {sql}: {error}\n{}", driver.name, error.sensitive());
                assert_eq!(error.kind(), ErrorKind::NotNullViolation, "{of}");
            }
        }
    }
}

/// What is deferred is refused by COMMIT, which names the constraint as an INSERT does.
#[test]
fn a_deferred_constraint_is_known_when_it_refuses() {
    for server in servers() {
        let database = server.database(&format!("{SCHEMA}{ROWS}"));
        let deferred = "ALTER TABLE children DROP CONSTRAINT uq_children_email,
                ADD CONSTRAINT uq_children_email UNIQUE (email) DEFERRABLE INITIALLY DEFERRED,
                ALTER CONSTRAINT fk_children_parent DEFERRABLE INITIALLY DEFERRED";
        database.client().batch_execute(deferred).unwrap();
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            for (row, expected) in [
                ("NULL, 'ada@example.com'", ChildConstraint::UqChildrenEmail),
                (
                    "'00000000-0000-0000-0000-000000000009', 'eve'",
                    ChildConstraint::FkChildrenParent,
                ),
            ] {
                let sql = format!(
                    "BEGIN; INSERT INTO children (id, parent_id, email)
                     VALUES ('00000000-0000-0000-0000-000000000002', {row}); COMMIT"
                );
                let error = session.run(&sql).unwrap_err();
                let found = error.constraint_of::<Child>();
                assert_eq!(found, Some(expected), "{}: {error}", driver.name);
                // And the connection is in no transaction.
                session.run("BEGIN; COMMIT").unwrap();
            }
        }
    }
}

/// The error's words without a comparison of texts, and the fields of the model.
#[test]
fn a_constraint_says_what_it_is_of() {
    let definition = ChildConstraint::UqChildrenEmail.definition();
    assert_eq!(definition.name, "uq_children_email");
    assert_eq!(definition.kind, ConstraintKind::Unique);
    assert_eq!(definition.columns, ["email"]);
    assert_eq!(definition.fields, ["email"]);
    let definition = ChildConstraint::CkChildrenAge.definition();
    assert_eq!(
        (definition.columns, definition.fields),
        (&["age"][..], &["years"][..])
    );
    let definition = ChildConstraint::UxChildrenNick.definition();
    assert_eq!(
        (definition.columns, definition.fields),
        (&["age"][..], &["years"][..])
    );
    let definition = ChildConstraint::NotNullNick.definition();
    assert_eq!(
        (definition.name, definition.kind),
        ("nick", ConstraintKind::NotNull)
    );
    assert!(definition.fields.is_empty());
    assert_eq!(<Child as Constrained>::Constraint::ALL.len(), 9);
}

/// A statement, and the constraint of `Essay` that refuses its value.
const OF_DOMAINS: &[(&str, Option<EssayConstraint>)] = &[
    (
        "INSERT INTO essays (id, draft) VALUES (1, 0)",
        Some(EssayConstraint::ScorePositive),
    ),
    (
        "INSERT INTO essays (id, caption) VALUES (1, '')",
        Some(EssayConstraint::CaptionCheck),
    ),
    (
        "INSERT INTO essays (id, caption) VALUES (1, NULL)",
        Some(EssayConstraint::CaptionNotNull),
    ),
    // What a domain has of the one that it is over is its own.
    (
        "INSERT INTO essays (id, headline) VALUES (1, '')",
        Some(EssayConstraint::HeadlineCaptionCheck),
    ),
    (
        "INSERT INTO essays (id, headline) VALUES (1, 'much too long')",
        Some(EssayConstraint::HeadlineShort),
    ),
    (
        "INSERT INTO essays (id, headline) VALUES (1, NULL)",
        Some(EssayConstraint::HeadlineNotNull),
    ),
    (
        "INSERT INTO essays (id, marks) VALUES (1, ARRAY[ROW('', 0)]::mark[])",
        Some(EssayConstraint::ScorePositive),
    ),
    // The table's own, beside them.
    (
        "INSERT INTO essays (id, caption) VALUES (1, 'z')",
        Some(EssayConstraint::EssaysCaption),
    ),
    (
        "INSERT INTO essays (caption) VALUES ('a')",
        Some(EssayConstraint::NotNullId),
    ),
    // Raised by somebody.
    ("DO $$ BEGIN RAISE check_violation; END $$", None),
];

#[test]
fn an_error_knows_the_constraint_of_a_domain() {
    for server in servers() {
        let database = server.database(SCHEMA);
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            for (sql, expected) in OF_DOMAINS {
                let mut error = || session.run(sql).expect_err(sql);
                let of = format!("PostgreSQL {}, {}, {sql}", server.major, driver.name);
                let tells = driver.tells_the_sqlstate();
                let own = expected.filter(|one| tells || one.definition().domain.is_none());
                assert_eq!(error().constraint_of::<Essay>(), own, "{of}");
                // diesel tells nothing of a domain but what the message does.
                assert_eq!(
                    error().of::<Essay>().constraint_of::<Essay>(),
                    *expected,
                    "{of}"
                );
            }
        }
    }
}

/// PostgreSQL does not tell for which table the value was.
#[test]
fn a_domain_of_several_tables_is_that_of_the_statement() {
    for server in servers() {
        let database = server.database(SCHEMA);
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            let mut refused = |sql: &str| session.run(sql).unwrap_err();
            let review = Some(ReviewConstraint::ScorePositive);
            let essay = Some(EssayConstraint::ScorePositive);
            let told = refused("INSERT INTO reviews VALUES (0)").of::<Review>();
            assert_eq!(told.constraint_of::<Review>(), review, "{}", driver.name);
            assert_eq!(told.constraint_of::<Essay>(), None);
            let told = refused("INSERT INTO essays (id, draft) VALUES (1, 0)").of::<Essay>();
            assert_eq!(told.constraint_of::<Essay>(), essay);
            assert_eq!(told.constraint_of::<Review>(), None);
            if driver.tells_the_sqlstate() {
                let untold = refused("INSERT INTO reviews VALUES (0)");
                assert_eq!(untold.constraint_of::<Review>(), review);
                assert_eq!(untold.constraint_of::<Essay>(), essay);
                // The one of the other schema has the same names.
                let theirs = [
                    "INSERT INTO ratings (theirs) VALUES (ARRAY[0])",
                    "INSERT INTO ratings (span) VALUES ('[0,5)')",
                ];
                for sql in theirs {
                    let refused = refused(sql);
                    assert_eq!(refused.constraint_of::<Essay>(), None);
                    let rating = refused.constraint_of::<Rating>().unwrap().definition();
                    assert_eq!(rating.domain.unwrap().schema, "app");
                    assert_eq!(rating.columns, ["theirs", "span"]);
                }
                let mine = refused("INSERT INTO ratings (mine) VALUES (0)");
                let mine = mine.constraint_of::<Rating>().unwrap().definition();
                assert_eq!(mine.domain.unwrap().schema, "public");
                assert_eq!(mine.fields, ["mine"]);
            }
        }
    }
}

/// What writes somewhere else in the course of a statement has its values refused by the same domains.
const ELSEWHERE: &str = "
CREATE FUNCTION elsewhere() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO reviews VALUES (0); RETURN NEW; END $$;
CREATE FUNCTION assigned() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE its score; BEGIN
    its := 0; RETURN NEW; END $$;
CREATE FUNCTION of_sql() RETURNS int LANGUAGE sql VOLATILE AS
    $$ INSERT INTO reviews VALUES (0) RETURNING 1 $$;
CREATE TABLE noted (id int);
CREATE TABLE counted (id int);
CREATE TRIGGER elsewhere BEFORE INSERT ON noted FOR EACH ROW EXECUTE FUNCTION elsewhere();
CREATE TRIGGER assigned BEFORE INSERT ON counted FOR EACH ROW EXECUTE FUNCTION assigned();
";

/// Neither the table of the statement nor any other is told, so it is nobody's.
#[test]
fn a_domain_that_refuses_in_a_function_is_nobodys() {
    for server in servers() {
        let database = server.database(&format!("{SCHEMA}{ELSEWHERE}"));
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            for sql in [
                "INSERT INTO noted VALUES (1)",
                "INSERT INTO counted VALUES (1)",
                "INSERT INTO essays (id, draft) VALUES (of_sql(), 1)",
            ] {
                let mut error = || session.run(sql).expect_err(sql);
                let of = format!("PostgreSQL {}, {}, {sql}", server.major, driver.name);
                assert_eq!(error().constraint_of::<Essay>(), None, "{of}");
                // diesel does not tell of functions.
                let told = error().of::<Essay>();
                let its = told.constraint_of::<Essay>();
                assert_eq!(its.is_none(), driver.tells_the_sqlstate(), "{of}: {its:?}");
            }
        }
    }
}

/// A number for a parameter of any type.
#[derive(Debug)]
struct Number(i32);

impl ToSql for Number {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut types::private::BytesMut,
    ) -> Result<types::IsNull, Box<dyn Error + Sync + Send>> {
        self.0.to_sql(ty, out)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    types::to_sql_checked!();
}

/// A parameter that is of the domain is refused before the statement runs, in words that tell so.
#[test]
fn a_domain_that_refuses_a_parameter_is_of_the_statement() {
    for server in servers() {
        let database = server.database(SCHEMA);
        for setting in ["", "SET log_parameter_max_length_on_error = 99;"] {
            let mut client = database.client();
            client.batch_execute(setting).unwrap();
            let cast = "INSERT INTO essays (id, draft) VALUES (1, $1::int)";
            for sql in ["INSERT INTO essays (id, draft) VALUES (1, $1)", cast] {
                let refused = client.execute(sql, &[&Number(0)]).unwrap_err();
                let found = DatabaseError::from(refused)
                    .of::<Essay>()
                    .constraint_of::<Essay>();
                assert_eq!(found, Some(EssayConstraint::ScorePositive), "{sql}");
            }
        }
    }
}

#[test]
fn a_domain_says_which_columns_have_it() {
    let definition = EssayConstraint::ScorePositive.definition();
    assert_eq!(
        (definition.name, definition.kind),
        ("positive", ConstraintKind::Check)
    );
    let domain = definition.domain.unwrap();
    assert_eq!((domain.schema, domain.name), ("public", "score"));
    assert_eq!(definition.columns, ["draft", "marks"]);
    assert_eq!(definition.fields, ["points"]);
    let definition = EssayConstraint::CaptionNotNull.definition();
    assert_eq!(
        (definition.name, definition.kind),
        ("caption", ConstraintKind::NotNull)
    );
    assert_eq!(definition.columns, ["caption"]);
}
