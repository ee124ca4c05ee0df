//! Each kind of error, provoked on a real server through each driver.

use schema_driver_tests::{DRIVERS, Driver, shown};
use schema_runtime::{DatabaseError, ErrorKind};
use schema_tests::{Running, servers};

/// A value that no log may show.
const SECRET: &str = "s3cret";

const SCHEMA: &str = r#"
CREATE TYPE mood AS ENUM ('fine');
CREATE DOMAIN pin AS text CONSTRAINT ck_pin CHECK (length(VALUE) = 4);
CREATE TABLE parents (id text CONSTRAINT pk_parents PRIMARY KEY);
CREATE TABLE children (
    id text CONSTRAINT pk_children PRIMARY KEY,
    parent_id text CONSTRAINT fk_children_parent REFERENCES parents,
    age int CONSTRAINT ck_children_age CHECK (age > 0),
    nick text NOT NULL DEFAULT '',
    code varchar(5),
    during int4range,
    serial int GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT ex_children_during EXCLUDE USING gist (during WITH &&)
);
CREATE UNIQUE INDEX ux_children_nick ON children (nick) WHERE nick <> '';
CREATE TABLE strict_children (
    parent_id text CONSTRAINT fk_strict REFERENCES parents ON DELETE RESTRICT
);
INSERT INTO parents VALUES ('s3cret'), ('strict');
INSERT INTO children VALUES ('s3cret', 's3cret', 1, 's3cret', 'abc', '[1,9]');
INSERT INTO strict_children VALUES ('strict');
CREATE VIEW grown AS SELECT * FROM children WHERE age > 17 WITH CHECK OPTION;
CREATE TABLE parts (at int) PARTITION BY RANGE (at);
CREATE TABLE guarded (owner text);
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON guarded USING (owner = current_user);
GRANT INSERT ON guarded TO PUBLIC;
CREATE TABLE planned (a int);
CREATE TABLE "we ird" ("na""me
" text CONSTRAINT "ke""y
" UNIQUE);
INSERT INTO "we ird" VALUES ('s3cret');
CREATE FUNCTION aunt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no table for "s3cret"' USING ERRCODE = '42P01'; END $$;
CREATE TABLE triggered (a int);
CREATE TRIGGER aunt BEFORE INSERT ON triggered FOR EACH ROW EXECUTE FUNCTION aunt();
"#;

struct Case {
    sql: &'static str,
    kind: ErrorKind,
    state: &'static str,
    /// Table, column, constraint, object.
    names: [&'static str; 4],
    /// What is run after it.
    after: &'static str,
    /// What there is to know through diesel, where that is less.
    diesel: Option<ErrorKind>,
}

const CASE: Case = Case {
    sql: "",
    kind: ErrorKind::Other,
    state: "",
    names: [""; 4],
    after: "",
    diesel: None,
};

const CASES: &[Case] = &[
    Case {
        sql: "INSERT INTO children VALUES ('s3cret')",
        kind: ErrorKind::UniqueViolation,
        state: "23505",
        names: ["children", "", "pk_children", ""],
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, nick) VALUES ('2', 's3cret')",
        kind: ErrorKind::UniqueViolation,
        state: "23505",
        names: ["children", "", "ux_children_nick", ""],
        ..CASE
    },
    Case {
        sql: r#"INSERT INTO "we ird" VALUES ('s3cret')"#,
        kind: ErrorKind::UniqueViolation,
        state: "23505",
        names: ["we ird", "", "ke\"y\n", ""],
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, parent_id) VALUES ('2', 's3cret2')",
        kind: ErrorKind::MissingParent,
        state: "23503",
        names: ["children", "", "fk_children_parent", ""],
        ..CASE
    },
    Case {
        sql: "DELETE FROM parents WHERE id = 's3cret'",
        kind: ErrorKind::StillReferenced,
        state: "23503",
        names: ["children", "", "fk_children_parent", ""],
        ..CASE
    },
    Case {
        // Of RESTRICT: 23001 since PostgreSQL 18.
        sql: "DELETE FROM parents WHERE id = 'strict'",
        kind: ErrorKind::StillReferenced,
        state: "23503 23001",
        names: ["strict_children", "", "fk_strict", ""],
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, nick) VALUES ('s3cret2', NULL)",
        kind: ErrorKind::NotNullViolation,
        state: "23502",
        names: ["children", "nick", "", ""],
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, age) VALUES ('s3cret2', -1)",
        kind: ErrorKind::CheckViolation,
        state: "23514",
        names: ["children", "", "ck_children_age", ""],
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret'::pin",
        kind: ErrorKind::CheckViolation,
        state: "23514",
        names: ["", "", "ck_pin", ""],
        ..CASE
    },
    Case {
        sql: "INSERT INTO grown (id, age) VALUES ('s3cret2', 3)",
        kind: ErrorKind::CheckViolation,
        state: "44000",
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, during) VALUES ('s3cret2', '[2,3]')",
        kind: ErrorKind::ExclusionViolation,
        state: "23P01",
        names: ["children", "", "ex_children_during", ""],
        ..CASE
    },
    Case {
        sql: "INSERT INTO parts VALUES (1)",
        state: "23514",
        names: ["parts", "", "", ""],
        // diesel has a kind for the SQLSTATE, and no routine.
        diesel: Some(ErrorKind::CheckViolation),
        ..CASE
    },
    Case {
        sql: "SELECT 2147483647 + 1",
        kind: ErrorKind::OutOfRange,
        state: "22003",
        ..CASE
    },
    Case {
        sql: "SELECT '2024-13-45'::date",
        kind: ErrorKind::OutOfRange,
        state: "22008",
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, code) VALUES ('2', 's3cret')",
        kind: ErrorKind::TooLong,
        state: "22001",
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret'::uuid",
        kind: ErrorKind::InvalidText,
        state: "22P02",
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret'::mood",
        kind: ErrorKind::InvalidText,
        state: "22P02",
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret'::json",
        kind: ErrorKind::InvalidText,
        state: "22P02",
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret'::timestamptz",
        kind: ErrorKind::InvalidText,
        state: "22007",
        ..CASE
    },
    Case {
        sql: "SET statement_timeout = '5ms'; SELECT pg_sleep(60), 's3cret'",
        kind: ErrorKind::StatementTimeout,
        state: "57014",
        after: "RESET statement_timeout",
        ..CASE
    },
    Case {
        sql: "START TRANSACTION READ ONLY; INSERT INTO parents VALUES ('s3cret2')",
        kind: ErrorKind::ReadOnly,
        state: "25006",
        after: "ROLLBACK",
        ..CASE
    },
    Case {
        // How a server is that is not to be written to.
        sql: "SET default_transaction_read_only = on; \
              SET transaction_read_only = on; INSERT INTO parents VALUES ('s3cret2')",
        kind: ErrorKind::ReadOnly,
        state: "25006",
        after: "RESET default_transaction_read_only",
        ..CASE
    },
    Case {
        sql: "SET ROLE pg_monitor; SELECT * FROM children WHERE id = 's3cret'",
        kind: ErrorKind::PermissionDenied,
        state: "42501",
        names: ["", "", "", "children"],
        after: "RESET ROLE",
        ..CASE
    },
    Case {
        sql: "SET ROLE pg_monitor; SELECT nextval('children_serial_seq'), 's3cret'",
        kind: ErrorKind::PermissionDenied,
        state: "42501",
        names: ["", "", "", "children_serial_seq"],
        after: "RESET ROLE",
        ..CASE
    },
    Case {
        sql: "SET ROLE pg_monitor; INSERT INTO guarded VALUES ('s3cret')",
        kind: ErrorKind::RowSecurity,
        state: "42501",
        after: "RESET ROLE",
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret' FROM nowhere",
        kind: ErrorKind::UndefinedTable,
        state: "42P01",
        names: ["", "", "", "nowhere"],
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret' FROM public.nowhere",
        kind: ErrorKind::UndefinedTable,
        state: "42P01",
        names: ["", "", "", "public.nowhere"],
        ..CASE
    },
    Case {
        sql: "CREATE TABLE nowhere.t (a int)",
        kind: ErrorKind::UndefinedTable,
        state: "3F000",
        names: ["", "", "", "nowhere"],
        ..CASE
    },
    Case {
        sql: "SELECT email FROM children WHERE id = 's3cret'",
        kind: ErrorKind::UndefinedColumn,
        state: "42703",
        names: ["", "", "", "email"],
        ..CASE
    },
    Case {
        sql: "SELECT c.email FROM children c WHERE id = 's3cret'",
        kind: ErrorKind::UndefinedColumn,
        state: "42703",
        names: ["", "", "", "c.email"],
        ..CASE
    },
    Case {
        sql: "UPDATE children SET email = 's3cret'",
        kind: ErrorKind::UndefinedColumn,
        state: "42703",
        names: ["", "", "", "email"],
        ..CASE
    },
    Case {
        // A value where a name should stand, as of a statement that was put together from texts.
        sql: r#"SELECT id FROM children WHERE id = "s3cret@example.com""#,
        kind: ErrorKind::UndefinedColumn,
        state: "42703",
        ..CASE
    },
    Case {
        sql: "SELECT frobnicate('s3cret'::text, 1)",
        kind: ErrorKind::UndefinedFunction,
        state: "42883",
        names: ["", "", "", "frobnicate(text, integer)"],
        ..CASE
    },
    Case {
        sql: "SELECT * FROM children WHERE id = 1 AND nick = 's3cret'",
        kind: ErrorKind::UndefinedFunction,
        state: "42883",
        names: ["", "", "", "text = integer"],
        ..CASE
    },
    Case {
        sql: "SELECT 's3cret'::colour",
        kind: ErrorKind::UndefinedObject,
        state: "42704",
        names: ["", "", "", "colour"],
        ..CASE
    },
    Case {
        sql: "INSERT INTO parents VALUES ('s3cret') ON CONFLICT ON CONSTRAINT uq_parents DO NOTHING",
        kind: ErrorKind::UndefinedObject,
        state: "42704",
        names: ["", "", "", "uq_parents"],
        ..CASE
    },
    Case {
        sql: "INSERT INTO children VALUES ('s3cret') ON CONFLICT (age) DO NOTHING",
        kind: ErrorKind::UndefinedObject,
        state: "42P10",
        ..CASE
    },
    Case {
        sql: "UPDATE children SET age = 's3cret'::text",
        kind: ErrorKind::TypeMismatch,
        state: "42804",
        names: ["", "", "", "age"],
        ..CASE
    },
    Case {
        sql: "INSERT INTO children (id, serial) VALUES ('s3cret2', 5)",
        kind: ErrorKind::TypeMismatch,
        state: "428C9",
        names: ["", "", "", "serial"],
        ..CASE
    },
    Case {
        sql: "PREPARE plan AS SELECT *, 's3cret' FROM planned; ALTER TABLE planned ADD b int; EXECUTE plan",
        kind: ErrorKind::PlanChanged,
        state: "0A000",
        after: "ROLLBACK; DEALLOCATE ALL; ALTER TABLE planned DROP IF EXISTS b",
        ..CASE
    },
    // A column that has grown longer is another to it, and stays so.
    Case {
        sql: "CREATE TEMP TABLE longer (a varchar(9)); PREPARE long AS SELECT a FROM longer; \
              ALTER TABLE longer ALTER a TYPE varchar(10); EXECUTE long",
        kind: ErrorKind::PlanChanged,
        state: "0A000",
        after: "ROLLBACK; DEALLOCATE ALL; DROP TABLE IF EXISTS longer",
        ..CASE
    },
    Case {
        sql: "DO $$ DECLARE r record; BEGIN SELECT * INTO STRICT r FROM parents WHERE id = 's3cret3'; END $$",
        kind: ErrorKind::NotFound,
        state: "P0002",
        diesel: Some(ErrorKind::Other),
        ..CASE
    },
    Case {
        sql: "INSERT INTO triggered VALUES (1)",
        kind: ErrorKind::UndefinedTable,
        state: "42P01",
        diesel: Some(ErrorKind::Other),
        ..CASE
    },
    Case {
        sql: "SELECT 1 / 0",
        state: "22012",
        ..CASE
    },
    Case {
        sql: "SELEC 's3cret'",
        state: "42601",
        ..CASE
    },
];

fn check(server: &Running, driver: Driver, case: &Case, error: DatabaseError) {
    let of = format!(
        "PostgreSQL {}, {}, {}: {error}\n{}",
        server.major,
        driver.name,
        case.sql,
        error.sensitive()
    );
    let diesel = !driver.tells_the_sqlstate();
    let kind = case.diesel.filter(|_| diesel).unwrap_or(case.kind);
    assert_eq!(error.kind(), kind, "{of}");
    let state = error.sqlstate().map(|state| state.as_str().to_owned());
    if let Some(state) = state {
        assert!(case.state.split(' ').any(|one| one == state), "{of}");
    } else {
        assert!(diesel, "{of}");
    }
    let [table, column, constraint, object] = case.names;
    let names = [
        (error.table(), table),
        (error.column(), column),
        (error.constraint(), constraint),
        (error.object(), object),
    ];
    for (found, expected) in names {
        assert_eq!(found.unwrap_or_default(), expected, "{of}");
    }
    if !table.is_empty() && !diesel {
        assert_eq!(error.schema(), Some("public"), "{of}");
    }
    assert!(error.sensitive().message().is_some(), "{of}");
    assert!(error.sensitive().driver().is_some(), "{of}");
    let shown = shown(error);
    assert!(!shown.contains(SECRET), "{of} is shown as\n{shown}");
    assert!(!shown.contains("2024-13-45"), "{of} is shown as\n{shown}");
    // A name with a line break in it is on one line.
    assert!(
        shown.lines().next().unwrap().contains("SQLSTATE") || diesel,
        "{shown}"
    );
}

#[test]
fn each_kind_is_known_through_each_driver_and_shows_no_value() {
    for server in servers() {
        let database = server.database(SCHEMA);
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            for case in CASES {
                let error = session.run(case.sql).expect_err(case.sql);
                check(server, *driver, case, error);
                if !case.after.is_empty() {
                    for statement in case.after.split("; ") {
                        session.run(statement).unwrap();
                    }
                }
            }
        }
    }
}

/// What is not shown is there when it is asked for.
#[test]
fn the_servers_words_are_there_for_who_asks() {
    for server in servers() {
        let database = server.database(SCHEMA);
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            let error = session
                .run("INSERT INTO children VALUES ('s3cret')")
                .unwrap_err();
            assert_eq!(
                error.sensitive().to_string(),
                "duplicate key value violates unique constraint \"pk_children\"\n\
                 DETAIL: Key (id)=(s3cret) already exists.",
                "{}",
                driver.name
            );
        }
    }
}
