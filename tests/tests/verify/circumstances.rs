//! Where a program can meet its database: with a role that may do next to nothing, on a replica, behind
//! views that stand where tables were; and names and settings that are meant to go wrong.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use schema_snapshot::verify::{Check, Direction, Verdict};
use schema_tests::replica::{self, Replica};
use schema_tests::servers;

use super::support::{records, report, texts};

const SCHEMA: &str = "
    CREATE TYPE mood AS ENUM ('calm', 'wild');
    CREATE TABLE users (
        id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        email text NOT NULL DEFAULT lower('A') CONSTRAINT uq_users_email UNIQUE,
        mood mood NOT NULL,
        short text GENERATED ALWAYS AS (left(email, 3)) STORED,
        CONSTRAINT ck_users_row CHECK (users IS NOT NULL));
    CREATE UNIQUE INDEX ux_users_low ON users (lower(email)) WHERE id > 0";

const MODELS: &str = r#"
    #[derive(Conformant)]
    struct User { id: i32, email: String, mood: Mood, short: Option<String> }
    #[derive(Conformant)]
    #[conformant(table = "users", insert)]
    struct NewUser { email: String, mood: Mood }
    #[derive(Conformant)]
    #[conformant(table = "users", update)]
    struct Change { id: i32, email: Option<String>, mood: Option<Mood> }
    #[derive(Conformant)]
    #[conformant(rename_all = "snake_case")]
    enum Mood { Calm, Wild }
    #[derive(Conformant)]
    #[conformant(table = "users", partial, access, constraints)]
    struct Login { id: i32, email: String }"#;

fn verdicts(check: &Check, client: &mut Client) -> Vec<Verdict> {
    let report = report(check, client);
    report.models.iter().map(|model| model.verdict).collect()
}

use Verdict::{Breaking, Compatible, Conformant};

#[test]
fn a_role_that_may_only_connect_sees_all_and_read_only_will_do() {
    for server in servers() {
        let database = server.database(SCHEMA);
        let check = Check::of(records(MODELS, &database.schema()));
        let name = &database.name;
        let role = format!("{name}_reader");
        let sql = format!(
            "CREATE ROLE {role} LOGIN; REVOKE ALL ON DATABASE {name} FROM PUBLIC;
             GRANT CONNECT ON DATABASE {name} TO {role}; REVOKE ALL ON SCHEMA public FROM PUBLIC;
             ALTER ROLE {role} SET default_transaction_read_only = on"
        );
        database.client().batch_execute(&sql).unwrap();
        let url = database.url().replace("postgres@", &format!("{role}@"));
        let mut client = Client::connect(&url, NoTls).unwrap();
        assert_eq!(verdicts(&check, &mut client), [Conformant; 5]);
        database
            .client()
            .batch_execute("ALTER TABLE users DROP COLUMN email CASCADE")
            .unwrap();
        assert_eq!(verdicts(&check, &mut client)[0], Breaking);
        drop(client);
        // It belongs to the server, which other tests use as well.
        let sql = format!("DROP OWNED BY {role}; DROP ROLE {role}");
        database.client().batch_execute(&sql).unwrap();
    }
}

/// What a session can set, and what may stand before a catalogue in its `search_path`.
#[test]
fn a_session_can_not_lead_it_astray() {
    for server in servers() {
        let database = server.database(SCHEMA);
        let check = Check::of(records(MODELS, &database.schema()));
        let mut client = database.client();
        let sql = "
            CREATE SCHEMA evil;
            CREATE TABLE evil.pg_class (oid int);
            CREATE FUNCTION evil.format(text, name, name) RETURNS text LANGUAGE sql AS 'SELECT ''evil''';
            CREATE FUNCTION evil.lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''evil''';
            CREATE TEMP TABLE users (id text);
            CREATE TEMP TABLE pg_attribute (id text);
            SET search_path = evil, pg_temp, pg_catalog;
            SET standard_conforming_strings = off;
            SET quote_all_identifiers = on;
            SET default_transaction_isolation = 'read uncommitted'";
        client.batch_execute(sql).unwrap();
        assert_eq!(verdicts(&check, &mut client), [Conformant; 5]);
        // It has left nothing: neither settings nor a transaction.
        let path = client.simple_query("SHOW search_path").unwrap();
        assert_eq!(texts(path), ["evil, pg_temp, pg_catalog"]);
        let isolation = client.simple_query("SHOW transaction_isolation").unwrap();
        assert_eq!(texts(isolation), ["read uncommitted"]);
        client.batch_execute("SET statement_timeout = 1").unwrap();
        let failed = client.simple_query(&format!("{}; SELECT pg_sleep(1)", check.script()));
        assert!(failed.is_err());
        client
            .batch_execute("SET statement_timeout = 0; SELECT 1")
            .unwrap();
        assert_eq!(verdicts(&check, &mut client), [Conformant; 5]);
    }
}

/// A driver that reads one statement only gets the same.
#[test]
fn one_statement_says_the_same() {
    for server in servers() {
        let database = server.database(SCHEMA);
        let check = Check::of(records(MODELS, &database.schema()));
        let mut client = database.client();
        client
            .batch_execute("ALTER TABLE users ADD more int")
            .unwrap();
        let expected = report(&check, &mut client);
        client
            .batch_execute(schema_snapshot::catalogue::BEGIN)
            .unwrap();
        let rows = client.query(&check.query(), &[]).unwrap();
        let rows = rows.iter().map(|row| row.get::<_, String>("document"));
        assert_eq!(check.report(rows).unwrap(), expected);
        assert_eq!(expected.direction(), Direction::Ahead);
    }
}

#[test]
fn names_that_are_meant_to_go_wrong() {
    const NAMES: [&str; 5] = [
        "it's",
        "a\\b'); DROP TABLE users; --",
        "\u{fc}n\u{ef} \"q\"",
        "line\nfeed\ttab",
        "SELECT",
    ];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    for server in servers() {
        let mut sql = String::from("CREATE TABLE users (id int);");
        let mut models = String::new();
        for (n, name) in NAMES.iter().enumerate() {
            let (sql_name, label) = (quoted(name), name.replace('\'', "''"));
            let (type_name, ty) = (format!("{name}?"), quoted(&format!("{name}?")));
            let _ = write!(
                sql,
                "CREATE SCHEMA {sql_name};
                 CREATE TYPE {sql_name}.{ty} AS ENUM ('{label}');
                 CREATE TABLE {sql_name}.{sql_name}
                     ({sql_name} {sql_name}.{ty} NOT NULL CONSTRAINT {ty} UNIQUE);"
            );
            let _ = write!(
                models,
                "#[derive(Conformant)]
                 #[conformant(table = {name:?}, schema = {name:?}, access, upsert = {type_name:?}, constraints)]
                 struct Model{n} {{ #[conformant(column = {name:?})] field: Label{n} }}
                 #[derive(Conformant)]
                 #[conformant(type = {type_name:?}, schema = {name:?})]
                 enum Label{n} {{ #[conformant(rename = {name:?})] Only }}
                 "
            );
        }
        let database = server.database(&sql);
        let check = Check::of(records(&models, &database.schema()));
        let mut client = database.client();
        assert_eq!(verdicts(&check, &mut client), [Conformant; 10]);
        for name in NAMES {
            let name = quoted(name);
            let sql = format!("ALTER TABLE {name}.{name} RENAME {name} TO id");
            client.batch_execute(&sql).unwrap();
        }
        let report = report(&check, &mut client);
        for (model, name) in report.models.chunks(2).zip(NAMES) {
            assert_eq!(
                [model[0].verdict, model[1].verdict],
                [Breaking, Conformant],
                "{name}"
            );
        }
        serde_json::from_str::<serde_json::Value>(&report.to_json()).unwrap();
    }
}

/// An updatable view of the old name keeps an old program running; PostgreSQL knows whether it takes
/// what is written to it.
#[test]
fn a_view_may_stand_where_the_table_was() {
    let views = [
        (
            "CREATE VIEW users AS SELECT id, email, mood, short FROM people",
            [Compatible, Compatible, Compatible],
        ),
        (
            "CREATE VIEW users AS SELECT id, lower(email) AS email, mood, short FROM people",
            [Compatible, Breaking, Compatible],
        ),
        (
            "CREATE VIEW users AS SELECT DISTINCT id, email, mood, short FROM people",
            [Compatible, Breaking, Breaking],
        ),
        (
            "CREATE VIEW users AS SELECT DISTINCT id, email, mood, short FROM people;
             CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
             CREATE TRIGGER t INSTEAD OF INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()",
            [Compatible, Compatible, Compatible],
        ),
        (
            "CREATE VIEW users AS SELECT id, email, mood FROM people",
            [Breaking, Compatible, Compatible],
        ),
        (
            "CREATE MATERIALIZED VIEW users AS SELECT id, email, mood, short FROM people",
            [Compatible, Breaking, Breaking],
        ),
    ];
    for server in servers() {
        for (view, expected) in views {
            let database = server.database(SCHEMA);
            let check = Check::of(records(MODELS, &database.schema()));
            let mut client = database.client();
            let sql = format!("ALTER TABLE users RENAME TO people; {view}");
            client.batch_execute(&sql).unwrap();
            let report = report(&check, &mut client);
            let verdicts: Vec<_> = report.models.iter().map(|m| m.verdict).take(3).collect();
            assert_eq!(verdicts, expected, "{view}\n{report}");
        }
    }
}

/// A lock that a migration holds keeps nobody from starting.
#[test]
fn it_waits_for_no_lock_on_a_table() {
    for server in servers() {
        let database = server.database(&format!(
            "{SCHEMA}; CREATE VIEW calm AS SELECT id FROM users WHERE mood = 'calm'"
        ));
        let models = format!(
            "{MODELS} #[derive(Conformant)] #[conformant(table = \"calm\")] struct Calm {{ id: i32 }}"
        );
        let check = Check::of(records(&models, &database.schema()));
        let mut migration = database.client();
        migration
            .batch_execute("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
            .unwrap();
        let mut client = database.client();
        client.batch_execute("SET lock_timeout = '1s'").unwrap();
        assert_eq!(verdicts(&check, &mut client), [Conformant; 6]);
    }
}

#[test]
fn a_replica_will_do() {
    for server in servers() {
        let primary = replica::primary(server);
        let mut client = primary.config("postgres").connect(NoTls).unwrap();
        client.batch_execute(SCHEMA).unwrap();
        let schema = schema_tests::take(&mut client, &schema_snapshot::catalogue::Scope::default());
        let check = Check::of(records(MODELS, &schema));
        let replica = Replica::of(&primary, &server.binaries);
        let mut reader = replica.connect();
        let recovery = reader.simple_query("SELECT pg_is_in_recovery()").unwrap();
        assert_eq!(texts(recovery), ["t"]);
        assert_eq!(verdicts(&check, &mut reader), [Conformant; 5]);
        client
            .batch_execute(
                "ALTER TABLE users ALTER email DROP DEFAULT, ADD more int NOT NULL DEFAULT 1",
            )
            .unwrap();
        let started = Instant::now();
        loop {
            let report = report(&check, &mut reader);
            if report.direction() == Direction::Ahead {
                assert_eq!(report.verdict(), Compatible, "{report}");
                break;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "{report}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Statements of a model's own give whole rows, so what an insert must give is theirs.
#[test]
fn a_model_with_statements_inserts() {
    let models = r#"
        #[derive(Conformant)]
        #[conformant(table = "orgs")]
        struct Org { id: i32, name: String }
        #[derive(Conformant)]
        #[conformant(table = "orgs", access)]
        struct OrgRow { id: i32, name: String }"#;
    for server in servers() {
        let database =
            server.database("CREATE TABLE orgs (id int PRIMARY KEY, name text NOT NULL)");
        let check = Check::of(records(models, &database.schema()));
        let mut client = database.client();
        let more = "ALTER TABLE orgs ADD more text NOT NULL DEFAULT ''";
        client.batch_execute(more).unwrap();
        assert_eq!(verdicts(&check, &mut client), [Compatible, Compatible]);
        assert!(
            !report(&check, &mut client)
                .to_string()
                .contains("old inserts")
        );
        let bare = "ALTER TABLE orgs ALTER more DROP DEFAULT";
        client.batch_execute(bare).unwrap();
        assert_eq!(verdicts(&check, &mut client), [Compatible, Breaking]);
        let text = report(&check, &mut client).to_string();
        let way_out = "[missing_insert_column]\n    = help: old inserts don't give it a value, and nothing \
                       else does\n    = help: a model whose rows are never inserted says so with `partial`";
        assert!(text.contains(way_out), "{text}");
    }
}
