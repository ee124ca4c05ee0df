//! What models rely on of constraints: a table of changes in both directions, and what is said.

use postgres::Client;
use schema_snapshot::verify::{Check, Direction, Report, Verdict};
use schema_tests::{Database, servers};

use super::matrix::{Case, hold};
use super::support::{records, report};

const SCHEMA: &str = "
    CREATE TABLE orgs (id int CONSTRAINT pk_orgs PRIMARY KEY, code int NOT NULL CONSTRAINT uq_orgs_code UNIQUE);
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
    struct Org { id: i32, code: i32 }"#;

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
    ("ALTER TABLE users DROP CONSTRAINT uq_users_email; CREATE UNIQUE INDEX ux_email ON users (email)", "!~==!==", Some((&[UPSERT], "~~==!==")), [Diverged, Diverged]),
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
    ("ALTER TABLE users DROP CONSTRAINT fk_users_org, ADD CONSTRAINT fk_users_org FOREIGN KEY (org_id) REFERENCES orgs (code)", "!===~==", Some((&[], "!===~==")), [Unknown, Unknown]),
    ("ALTER TABLE users DROP CONSTRAINT fk_users_org, ADD CONSTRAINT fk_org FOREIGN KEY (org_id) REFERENCES orgs (code)", "!===!==", Some((&[], "!===!==")), [Diverged, Diverged]),
    ("ALTER TABLE users ADD CONSTRAINT fk_users_room FOREIGN KEY (room) REFERENCES teams", "====~==", Some((&[], "====~==")), [Ahead, Behind]),
    // Checks and exclusions.
    ("ALTER TABLE users RENAME age TO years; ALTER TABLE users RENAME CONSTRAINT ck_users_age TO ck_years", "!!!!~==", None, [Diverged, Diverged]),
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

/// A domain of two columns; one over another, of a column and of an attribute; one that has nothing.
const OF_DOMAINS: &str = "
    CREATE DOMAIN email AS text CONSTRAINT email_check CHECK (VALUE <> '');
    CREATE DOMAIN score AS int NOT NULL CONSTRAINT positive CHECK (VALUE > 0);
    CREATE DOMAIN points AS score;
    CREATE DOMAIN nickname AS text;
    CREATE TYPE mark AS (judge text, score score);
    CREATE TABLE users (
        id int PRIMARY KEY,
        email email,
        backup email,
        nick nickname NOT NULL,
        points points,
        marks mark[] NOT NULL,
        note text,
        CONSTRAINT ck_users_nick CHECK (nick <> ''));";

/// An enum beside a model that reads none of the columns; beside one that does; no enum.
const MODELS_OF_DOMAINS: &str = r#"
    #[derive(Conformant)]
    #[conformant(table = "users", partial, constraints)]
    struct Named { id: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", partial, constraints)]
    struct Reads { id: i32, email: Option<String>, nick: String, points: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", partial)]
    struct Plain { id: i32, email: Option<String>, nick: String }"#;

#[rustfmt::skip]
const CASES_OF_DOMAINS: &[Case] = &[
    // Another condition, and what no column has.
    ("ALTER DOMAIN email DROP CONSTRAINT email_check; ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE <> 'x')", "===", Some((&[], "===")), [Same, Same]),
    ("CREATE DOMAIN other AS text NOT NULL CONSTRAINT other_check CHECK (VALUE <> '')", "===", Some((&[], "===")), [Same, Same]),
    ("COMMENT ON CONSTRAINT email_check ON DOMAIN email IS 'not empty'", "===", Some((&[], "===")), [Same, Same]),
    // A check more or less.
    ("ALTER DOMAIN email ADD CONSTRAINT short CHECK (length(VALUE) < 99)", "~~=", Some((&[], "~~=")), [Ahead, Behind]),
    ("ALTER DOMAIN email ADD CONSTRAINT short CHECK (length(VALUE) < 99) NOT VALID", "~~=", Some((&[], "~~=")), [Ahead, Behind]),
    ("ALTER DOMAIN email DROP CONSTRAINT email_check", "~~=", Some((&[], "~~=")), [Behind, Ahead]),
    ("ALTER DOMAIN score DROP CONSTRAINT positive", "~~=", Some((&[], "~~=")), [Behind, Ahead]),
    ("ALTER TABLE users ADD more email", "~~=", Some((&[], "~~=")), [Unknown, Unknown]),
    ("CREATE DOMAIN more AS int CHECK (VALUE > 0); ALTER TABLE users ADD more more", "~~=", Some((&[], "~~=")), [Ahead, Behind]),
    ("ALTER TABLE users DROP marks", "~~=", Some((&[], "~~=")), [Behind, Ahead]),
    // By another name: of the domain itself, of the one below, of one in a composite type alone.
    ("ALTER DOMAIN email RENAME CONSTRAINT email_check TO email_ok", "!!=", Some((&[], "!!=")), [Unknown, Unknown]),
    ("ALTER DOMAIN score RENAME CONSTRAINT positive TO above", "!!=", Some((&[], "!!=")), [Unknown, Unknown]),
    ("ALTER TABLE users ADD more email; ALTER DOMAIN email RENAME CONSTRAINT email_check TO email_ok", "!!=", Some((&[], "!!=")), [Diverged, Diverged]),
    ("ALTER TABLE users DROP points; ALTER DOMAIN score RENAME CONSTRAINT positive TO above", "!!=", Some((&[("points: i32", "note: Option<String>")], "!!=")), [Behind, Ahead]),
    ("ALTER DOMAIN email RENAME TO mail", "!!~", Some((&[], "!!~")), [Unknown, Unknown]),
    ("CREATE SCHEMA app; ALTER DOMAIN email SET SCHEMA app", "!!~", Some((&[], "!!~")), [Unknown, Unknown]),
    ("ALTER DOMAIN points RENAME TO total", "!!=", Some((&[], "!!=")), [Unknown, Unknown]),
    // By the domain what was by the table, and the other way.
    ("ALTER TABLE users DROP CONSTRAINT ck_users_nick; ALTER DOMAIN nickname ADD CONSTRAINT nick_check CHECK (VALUE <> '')", "!!=", Some((&[], "!!=")), [Unknown, Unknown]),
    ("ALTER TABLE users ADD more nickname, DROP CONSTRAINT ck_users_nick; ALTER DOMAIN nickname ADD CONSTRAINT nick_check CHECK (VALUE <> '')", "!!=", Some((&[], "!!=")), [Diverged, Diverged]),
    // NULL: the domain refuses before the column does.
    ("ALTER DOMAIN score DROP NOT NULL", "~!=", Some((&[("points: i32", "points: Option<i32>")], "~~=")), [Behind, Ahead]),
    ("ALTER DOMAIN email SET NOT NULL", "~~~", Some((&[("email: Option<String>", "email: String")], "~!!")), [Ahead, Behind]),
    ("ALTER DOMAIN nickname SET NOT NULL", "!!=", Some((&[], "===")), [Same, Same]),
    ("ALTER DOMAIN nickname SET NOT NULL; ALTER TABLE users ALTER nick DROP NOT NULL", "!!=", Some((&[], "===")), [Same, Same]),
    ("ALTER TABLE users ALTER nick DROP NOT NULL", "~!!", Some((&[("nick: String", "nick: Option<String>")], "~~~")), [Behind, Ahead]),
    ("ALTER DOMAIN points SET NOT NULL", "===", Some((&[], "===")), [Same, Same]),
];

#[test]
fn every_change_of_a_domain_in_both_directions() {
    hold(
        OF_DOMAINS,
        MODELS_OF_DOMAINS,
        &["Named", "Reads", "Plain"],
        CASES_OF_DOMAINS,
    );
}

/// What statements give, and what an enum has beside.
const GIVEN: &str = "
    CREATE DOMAIN score AS int CHECK (VALUE > 0);
    CREATE TABLE others (id int PRIMARY KEY);
    CREATE TABLE users (
        id int CONSTRAINT pk_users PRIMARY KEY,
        other int CONSTRAINT fk_other REFERENCES others,
        score score,
        note text NOT NULL,
        more text,
        age int CONSTRAINT ck_age CHECK (age > 0),
        twice int GENERATED ALWAYS AS (age * 2) STORED);";

/// An enum alone; beside statements that give whole rows; those alone; what reads and finds.
const MODELS_OF_GIVEN: &str = r#"
    #[derive(Conformant)]
    #[conformant(table = "users", partial, constraints)]
    struct Named { id: i32 }
    #[derive(Conformant)]
    #[conformant(table = "users", access, constraints, upsert = "pk_users")]
    struct Both { id: i32, other: Option<i32>, score: Option<i32>, note: String, more: Option<String>, age: Option<i32>, twice: Option<i32> }
    #[derive(Conformant)]
    #[conformant(table = "users", access, upsert = "pk_users")]
    struct Whole { id: i32, other: Option<i32>, score: Option<i32>, note: String, more: Option<String>, age: Option<i32>, twice: Option<i32> }
    #[derive(Conformant)]
    #[conformant(table = "users", partial, access, constraints)]
    struct Part { id: i32, note: String, age: Option<i32> }"#;

#[rustfmt::skip]
const CASES_OF_GIVEN: &[Case] = &[
    // NULL, which a whole row can have: refused by a name that the enum has, or has not.
    ("ALTER TABLE users ALTER more SET NOT NULL", "~!!~", Some((&[("more: Option<String>", "more: String")], "~!!~")), [Ahead, Behind]),
    ("ALTER TABLE users ALTER twice SET NOT NULL", "~~~~", Some((&[("twice: Option<i32>", "twice: i32")], "~!!~")), [Ahead, Behind]),
    ("ALTER TABLE users ALTER note DROP NOT NULL", "~!!!", Some((&[("note: String", "note: Option<String>")], "~!!~")), [Behind, Ahead]),
    // PostgreSQL reports partitions, which only the enum of a partitioned table takes for the table.
    ("ALTER TABLE users RENAME TO old; ALTER TABLE old RENAME CONSTRAINT pk_users TO pk_old; CREATE TABLE users (LIKE old INCLUDING CONSTRAINTS INCLUDING GENERATED, CONSTRAINT pk_users PRIMARY KEY (id), CONSTRAINT fk_other FOREIGN KEY (other) REFERENCES others) PARTITION BY RANGE (id)", "!!~!", Some((&[], "~~~~")), [Unknown, Unknown]),
    ("CREATE TABLE kid () INHERITS (users)", "====", Some((&[], "====")), [Same, Same]),
    // The same name for something else.
    ("ALTER TABLE users DROP CONSTRAINT pk_users, ADD CONSTRAINT pk_users UNIQUE (id)", "~~~~", None, [Diverged, Diverged]),
    ("ALTER TABLE users DROP CONSTRAINT pk_users; CREATE UNIQUE INDEX pk_users ON users (id) INCLUDE (age)", "~!!~", None, [Diverged, Diverged]),
    ("ALTER TABLE users DROP CONSTRAINT ck_age, ADD CONSTRAINT ck_age CHECK (age > 0) NOT VALID", "====", Some((&[], "====")), [Same, Same]),
    ("ALTER TABLE users ALTER CONSTRAINT fk_other DEFERRABLE INITIALLY DEFERRED", "====", Some((&[], "====")), [Same, Same]),
    ("ALTER TABLE others RENAME TO elsewhere", "~~=~", Some((&[], "~~=~")), [Unknown, Unknown]),
    // A domain: a parameter was of what is below, and is of the domain.
    ("CREATE DOMAIN why AS text; ALTER TABLE users ALTER note TYPE why", "=!!~", Some((&[], "=~~~")), [Unknown, Unknown]),
    ("CREATE DOMAIN why AS text NOT NULL; ALTER TABLE users ALTER note TYPE why", "!!!!", Some((&[], "=~~~")), [Unknown, Unknown]),
    ("ALTER TABLE users ALTER score TYPE int", "~~~~", Some((&[], "~!!~")), [Behind, Ahead]),
    // A column by another name takes its NOT NULL along.
    ("ALTER TABLE users RENAME more TO less", "=!!=", Some((&[("more: Option<String>", "less: Option<String>")], "=!!=")), [Unknown, Unknown]),
    ("ALTER TABLE users RENAME note TO notes", "~!!!", Some((&[("note: String", "notes: String")], "~!!!")), [Diverged, Diverged]),
    ("ALTER TABLE users ALTER id ADD GENERATED ALWAYS AS IDENTITY", "=!!=", None, [Same, Same]),
];

#[test]
fn every_change_of_what_is_given_in_both_directions() {
    hold(
        GIVEN,
        MODELS_OF_GIVEN,
        &["Named", "Both", "Whole", "Part"],
        CASES_OF_GIVEN,
    );
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
        mend(&report, &mut client);
        let report = self::report(&check, &mut client);
        assert!(!report.is_breaking(), "{report}");
    }
}

/// Does what the help says.
fn mend(report: &Report, client: &mut Client) {
    let findings = report.models.iter().flat_map(|model| &model.findings);
    let help = findings.flat_map(|finding| &finding.help);
    let mut statements: Vec<_> = help
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
}

#[test]
fn a_constraint_of_a_domain_is_told_of_by_both_names() {
    for server in servers() {
        let database = server.database(OF_DOMAINS);
        let check = Check::of(records(MODELS_OF_DOMAINS, &database.schema()));
        let mut client = database.client();
        client
            .batch_execute(
                "ALTER DOMAIN email RENAME TO mail;
                 ALTER DOMAIN score RENAME CONSTRAINT positive TO above;
                 ALTER DOMAIN nickname SET NOT NULL",
            )
            .unwrap();
        let report = report(&check, &mut client);
        let said = report.to_string();
        for text in [
            "`NamedConstraint` has no variant for `email_check` of domain `public.mail`, by which \
             `public.users` refuses what it refused by `email_check` of domain `public.email` \
             [unknown_constraint]",
            "ALTER DOMAIN public.mail RENAME TO email",
            // Of the domain below, where the check is.
            "`above` of domain `public.points`, by which `public.users` refuses what it refused by \
             `positive` of domain `public.points`",
            "ALTER DOMAIN public.score RENAME CONSTRAINT above TO positive",
            "NOT NULL of domain `public.nickname`, by which `public.users` refuses what it refused by \
             NOT NULL of column `nick`",
        ] {
            assert!(said.contains(text), "{text}\n{said}");
        }
        // Where no rename would do.
        client
            .batch_execute("ALTER DOMAIN nickname DROP NOT NULL")
            .unwrap();
        mend(&self::report(&check, &mut client), &mut client);
        let report = self::report(&check, &mut client);
        assert!(!report.is_breaking(), "{report}");
    }
}

/// By the same name where there is one; else by no name in particular, and no statement is advised.
#[test]
fn two_checks_of_a_domain_are_not_taken_for_each_other() {
    const SCHEMA: &str = "
        CREATE DOMAIN email AS text CONSTRAINT a CHECK (VALUE <> '') CONSTRAINT b CHECK (VALUE <> 'b');
        CREATE TABLE users (id int PRIMARY KEY, email email);";
    let model = "#[derive(Conformant)] #[conformant(table = \"users\", partial, constraints)]
        struct Named { id: i32 }";
    for server in servers() {
        for (change, new, help) in [
            (
                "ALTER DOMAIN email RENAME TO mail",
                [
                    "`a` of domain `public.mail`, by",
                    "`b` of domain `public.mail`, by",
                ],
                ", or give it its name back: ALTER DOMAIN public.mail RENAME TO email",
            ),
            (
                "ALTER DOMAIN email RENAME CONSTRAINT a TO x; ALTER DOMAIN email RENAME CONSTRAINT b TO y",
                ["`x` of domain `public.email` and for `y` of domain `public.email`, by one of"; 2],
                "",
            ),
        ] {
            let database = server.database(SCHEMA);
            let check = Check::of(records(model, &database.schema()));
            let mut client = database.client();
            client.batch_execute(change).unwrap();
            let said = report(&check, &mut client).to_string();
            let each = new.iter().zip(["a", "b"]).map(|(new, old)| {
                format!(
                    "  `NamedConstraint` has no variant for {new} which `public.users` refuses what it \
                     refused by `{old}` of domain `public.email` [unknown_constraint]\n    \
                     = help: compile against this database{help}\n"
                )
            });
            let expected = format!(
                "breaking: `app::models::Named` and table `public.users`\n{}0 conformant",
                each.collect::<String>(),
            );
            // Nothing is said a second time, as a change.
            assert!(said.starts_with(&expected), "{said}\n{expected}");
        }
    }
}

/// Column by column: the order in which they are written means nothing.
#[test]
fn a_foreign_key_is_followed_by_the_columns_that_it_had() {
    const SCHEMA: &str = "
        CREATE TABLE seats (number int, part int, PRIMARY KEY (number, part), UNIQUE (part, number));
        CREATE TABLE tickets (id int PRIMARY KEY, seat int NOT NULL, half int NOT NULL,
            CONSTRAINT fk_seat FOREIGN KEY (seat, half) REFERENCES seats (number, part));";
    const MODELS: &str = r"
        #[derive(Conformant)]
        #[conformant(access)]
        struct Seat { number: i32, part: i32 }
        #[derive(Conformant)]
        #[conformant(access)]
        struct Ticket { id: i32, #[conformant(references = Seat)] seat: i32, half: i32 }";
    for server in servers() {
        for (columns, breaking) in [
            ("(half, seat) REFERENCES seats (part, number)", false),
            ("(seat, half) REFERENCES seats (part, number)", true),
        ] {
            let database = server.database(SCHEMA);
            let check = Check::of(records(MODELS, &database.schema()));
            let mut client = database.client();
            let change = format!(
                "ALTER TABLE tickets DROP CONSTRAINT fk_seat,
                    ADD CONSTRAINT fk_seat FOREIGN KEY {columns}"
            );
            client.batch_execute(&change).unwrap();
            let report = report(&check, &mut client);
            assert_eq!(report.is_breaking(), breaking, "{columns}\n{report}");
            let said = "`Ticket.seat` goes to rows of `public.seats` by `(seat, half) REFERENCES \
                        public.seats (number, part)`, and foreign key `fk_seat` is `(seat, half) \
                        REFERENCES public.seats (part, number)` [foreign_key_target]";
            assert_eq!(report.to_string().contains(said), breaking, "{report}");
        }
    }
}

/// What a program does not say of its enum is not held against the database.
#[test]
fn a_record_without_domains_is_compared_as_before() {
    for server in servers() {
        let database = server.database(OF_DOMAINS);
        let mut records = records(MODELS_OF_DOMAINS, &database.schema());
        for record in &mut records {
            assert_eq!(
                record.names.take().is_some(),
                record.item() != "app::models::Plain"
            );
        }
        let check = Check::of(records);
        let report = report(&check, &mut database.client());
        assert_eq!(report.counts().conformant, 3, "{report}");
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
