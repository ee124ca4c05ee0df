//! What models rely on of constraints: a table of changes in both directions, and what is said.

use postgres::Client;
use schema_snapshot::verify::{Check, Direction, Verdict};
use schema_tests::{Database, servers};

use super::matrix::{Case, hold};
use super::support::{records, report};

const SCHEMA: &str = "
    CREATE TABLE orgs (id int CONSTRAINT pk_orgs PRIMARY KEY);
    CREATE TABLE teams (id int PRIMARY KEY);
    CREATE TABLE users (
        id int CONSTRAINT pk_users PRIMARY KEY,
        email text NOT NULL CONSTRAINT uq_users_email UNIQUE,
        nick text NOT NULL,
        age int NOT NULL CONSTRAINT ck_users_age CHECK (age > 0),
        room int NOT NULL,
        org_id int NOT NULL CONSTRAINT fk_users_org REFERENCES orgs,
        CONSTRAINT ex_users_room EXCLUDE USING btree (room WITH =));
    CREATE UNIQUE INDEX ux_users_nick ON users (nick);
    CREATE UNIQUE INDEX ux_users_low ON users (lower(email)) WHERE age > 1;";

/// Statements with `upsert`; without; of parts; an enum of the constraints; both; neither.
const MODELS: &str = r#"
    #[derive(Conformant)]
    #[conformant(table = "users", access, upsert = "uq_users_email")]
    struct Upsert {
        id: i32, email: String, nick: String, age: i32, room: i32,
        #[conformant(references = Org)]
        org_id: i32,
    }
    #[derive(Conformant)]
    #[conformant(table = "users", partial, access)]
    struct Part { email: String, age: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", update, access)]
    struct Change { id: i32, age: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", insert, access, upsert = "pk_users")]
    struct New { id: i32, email: String, nick: String, age: i32, room: i32, org_id: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", partial, constraints)]
    struct Named { id: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", partial)]
    struct Plain { id: i32, email: String }
    #[derive(Conformant)]
    #[conformant(access)]
    struct Org { id: i32 }"#;

const ITEMS: [&str; 7] = ["Upsert", "Part", "Change", "New", "Named", "Plain", "Org"];

use Direction::{Ahead, Behind, Diverged, Same, Unknown};
use Verdict::{Breaking, Compatible, Conformant};

const UPSERT: (&str, &str) = ("access, upsert = \"uq_users_email\"", "access");

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Nothing that anybody relies on.
    ("CREATE INDEX more ON users (age)", "=======", Some((&[], "=======")), [Same, Same]),
    ("COMMENT ON CONSTRAINT uq_users_email ON users IS 'one each'", "=======", Some((&[], "=======")), [Same, Same]),
    ("ALTER TABLE users DROP CONSTRAINT fk_users_org, ADD CONSTRAINT fk_users_org FOREIGN KEY (org_id) REFERENCES orgs ON DELETE CASCADE", "=======", Some((&[], "=======")), [Same, Same]),
    // A unique constraint that `upsert` names.
    ("ALTER TABLE users DROP CONSTRAINT uq_users_email", "!!==~==", Some((&[UPSERT], "====~==")), [Behind, Ahead]),
    ("ALTER TABLE users RENAME CONSTRAINT uq_users_email TO uq_email", "!~==!==", Some((&[("\"uq_users_email\"", "\"uq_email\"")], "!~==!==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT uq_users_email, ADD CONSTRAINT uq_users_email UNIQUE (email, age)", "!!==~==", Some((&[], "!~==~==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT uq_users_email, ADD CONSTRAINT uq_users_email UNIQUE (email) DEFERRABLE", "!======", Some((&[UPSERT], "=======")), [Unknown, Same]),
    ("ALTER TABLE users DROP CONSTRAINT uq_users_email; CREATE UNIQUE INDEX uq_users_email ON users (email)", "!~==~==", Some((&[UPSERT], "~~==~==")), [Diverged, Diverged]),
    ("ALTER TABLE users DROP CONSTRAINT uq_users_email; CREATE UNIQUE INDEX uq_users_email ON users (email) WHERE age > 1", "!!==~==", Some((&[UPSERT], "====~==")), [Diverged, Diverged]),
    // A unique constraint more.
    ("ALTER TABLE users ADD CONSTRAINT uq_users_age UNIQUE (age)", "====~==", Some((&[], "!!==~==")), [Ahead, Behind]),
    ("ALTER TABLE users ADD CONSTRAINT uq_users_age UNIQUE (age)", "====~==", Some((&[("upsert = \"uq_users_email\"", "upsert = \"uq_users_age\"")], "!!==~==")), [Ahead, Behind]),
    ("ALTER TABLE users ADD CONSTRAINT uq_users_both UNIQUE (email, age)", "====~==", Some((&[], "~~==~==")), [Ahead, Behind]),
    // The primary key.
    ("ALTER TABLE users DROP CONSTRAINT pk_users", "!=!!~==", None, [Behind, Same]),
    ("ALTER TABLE users RENAME CONSTRAINT pk_users TO users_pkey", "~=~!!==", Some((&[("\"pk_users\"", "\"users_pkey\"")], "~=~!!==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT pk_users, ADD CONSTRAINT pk_users PRIMARY KEY (id, age)", "!=!!~==", Some((&[], "~=~!~==")), [Unknown, Unknown]),
    ("ALTER TABLE orgs RENAME CONSTRAINT pk_orgs TO orgs_pkey", "======~", Some((&[], "======~")), [Unknown, Unknown]),
    // A unique index by itself.
    ("DROP INDEX ux_users_nick", "!===~==", Some((&[], "====~==")), [Behind, Ahead]),
    ("ALTER INDEX ux_users_nick RENAME TO ux_nick", "~===!==", Some((&[], "~===!==")), [Unknown, Unknown]),
    ("ALTER TABLE users ADD CONSTRAINT ux_users_nick UNIQUE USING INDEX ux_users_nick", "~===~==", Some((&[], "~===~==")), [Diverged, Diverged]),
    ("DROP INDEX ux_users_low", "====~==", Some((&[], "====~==")), [Behind, Ahead]),
    ("ALTER INDEX ux_users_low RENAME TO ux_low", "====!==", Some((&[], "====!==")), [Unknown, Unknown]),
    // Foreign keys.
    ("ALTER TABLE users DROP CONSTRAINT fk_users_org", "~===~==", Some((&[("#[conformant(references = Org)]", "")], "====~==")), [Behind, Ahead]),
    ("ALTER TABLE users RENAME CONSTRAINT fk_users_org TO fk_org", "~===!==", Some((&[], "~===!==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT fk_users_org, ADD CONSTRAINT fk_users_org FOREIGN KEY (org_id) REFERENCES teams", "!===~==", Some((&[], "!===~==")), [Unknown, Unknown]),
    ("ALTER TABLE users ADD CONSTRAINT fk_users_room FOREIGN KEY (room) REFERENCES teams", "====~==", Some((&[], "====~==")), [Ahead, Behind]),
    // Checks and exclusions.
    ("ALTER TABLE users DROP CONSTRAINT ck_users_age", "====~==", Some((&[], "====~==")), [Behind, Ahead]),
    ("ALTER TABLE users RENAME CONSTRAINT ck_users_age TO ck_age", "====!==", Some((&[], "====!==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT ck_users_age, ADD CONSTRAINT ck_users_age CHECK (age > 17)", "=======", Some((&[], "=======")), [Same, Same]),
    ("ALTER TABLE users DROP CONSTRAINT ck_users_age, ADD CONSTRAINT ck_users_age CHECK (age > room)", "====~==", Some((&[], "====~==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT ck_users_age, ADD CONSTRAINT ck_users_room CHECK (room > 0)", "====~==", Some((&[], "====~==")), [Diverged, Diverged]),
    ("ALTER TABLE users ADD CONSTRAINT ck_users_email CHECK (email <> '')", "====~==", Some((&[], "====~==")), [Ahead, Behind]),
    ("ALTER TABLE users DROP CONSTRAINT ex_users_room", "====~==", Some((&[], "====~==")), [Behind, Ahead]),
    ("ALTER TABLE users RENAME CONSTRAINT ex_users_room TO ex_room", "====!==", Some((&[], "====!==")), [Unknown, Unknown]),
];

#[test]
fn every_change_of_a_constraint_in_both_directions() {
    hold(SCHEMA, MODELS, &ITEMS, CASES);
}

/// The models as they were compiled before a change of the database.
fn compiled_before(database: &Database<'_>, change: &str) -> (Check, Client) {
    let check = Check::of(records(MODELS, &database.schema()));
    let mut client = database.client();
    client.batch_execute(change).unwrap();
    (check, client)
}

/// A reader who has only the report knows what breaks and what to do.
#[test]
fn a_constraint_is_told_of_by_its_name() {
    for server in servers() {
        let database = server.database(SCHEMA);
        let (check, mut client) = compiled_before(
            &database,
            "ALTER TABLE users RENAME CONSTRAINT uq_users_email TO uq_email;
             DROP INDEX ux_users_nick",
        );
        let report = report(&check, &mut client);
        let said = report.to_string();
        for text in [
            "`public.users` has no unique constraint `uq_users_email` [upsert_constraint]",
            "= help: it has `pk_users` or `uq_email`",
            "`Upsert` tells rows of `public.users` apart by `nick`, which nothing keeps unique [no_such_statement]",
            "= help: make it unique: ALTER TABLE public.users ADD CONSTRAINT ux_users_nick UNIQUE (nick)",
            "`NamedConstraint` has no variant for `uq_email`, by which `public.users` refuses what it refused by `uq_users_email` [unknown_constraint]",
            "ALTER TABLE public.users RENAME CONSTRAINT uq_email TO uq_users_email",
        ] {
            assert!(said.contains(text), "{text}\n{said}");
        }
        // Once.
        assert_eq!(said.matches("uq_users_email` [upsert").count(), 1, "{said}");
        // What the help says mends it.
        let mend = report.models.iter().flat_map(|model| &model.findings);
        let mend = mend.flat_map(|finding| &finding.help);
        let mut statements: Vec<_> = mend
            .filter_map(|help| help.split_once("ALTER "))
            .map(|(_, sql)| format!("ALTER {sql}"))
            .collect();
        statements.sort();
        statements.dedup();
        for sql in statements {
            client
                .batch_execute(&sql)
                .unwrap_or_else(|e| panic!("{sql}: {e:?}"));
        }
        let report = self::report(&check, &mut client);
        assert!(!report.is_breaking(), "{report}");
    }
}

/// Through a view nothing is found by the name of a constraint: neither by the server nor by the enum.
#[test]
fn a_view_where_the_table_was_has_no_constraints() {
    for server in servers() {
        let database = server.database(SCHEMA);
        let (check, mut client) = compiled_before(
            &database,
            "ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people",
        );
        let refused = client
            .batch_execute(
                "INSERT INTO users (id, email, nick, age, room, org_id) VALUES (1, '', '', 1, 1, 1)
                 ON CONFLICT ON CONSTRAINT pk_users DO NOTHING",
            )
            .unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "42704");
        let report = report(&check, &mut client);
        let verdicts: Vec<_> = report.models.iter().map(|model| model.verdict).collect();
        let expected = [
            Breaking, Compatible, Compatible, Breaking, Breaking, Compatible, Conformant,
        ];
        assert_eq!(verdicts, expected, "{report}");
    }
}
