//! What the rules say happens, happens.

use std::collections::BTreeMap;

use postgres::SimpleQueryMessage;
use schema_snapshot::catalogue::Scope;
use schema_snapshot::config::Config;
use schema_snapshot::rules;
use schema_tests::servers;

use super::{apply, findings, ids, strict, take, texts};

/// A rule, a statement, and what comes of it with the bad example and with the good one: the last
/// value that it gives, or the SQLSTATE of its error.
type Consequence = (&'static str, &'static str, &'static str, &'static str);

/// What happens in a database that a rule finds something in, and not in one that it does not.
const CONSEQUENCES: &[Consequence] = &[
    (
        "always_true_policy",
        "INSERT INTO notes (owner) VALUES ('somebody else');
         GRANT ALL ON notes TO rules_live_other; SET ROLE rules_live_other;
         WITH changed AS (UPDATE notes SET owner = 'me' RETURNING 1) SELECT count(*) FROM changed",
        "1",
        "0",
    ),
    (
        "char_type",
        "INSERT INTO countries (code) VALUES ('C') RETURNING octet_length(code)",
        "2",
        "23514",
    ),
    (
        "composite_key_order",
        "INSERT INTO regions (tenant_id, region_id) VALUES (md5('t')::uuid, md5('r')::uuid);
         INSERT INTO offices (tenant_id, region_id) VALUES (md5('t')::uuid, md5('r')::uuid)
         RETURNING 'in'",
        "23503",
        "in",
    ),
    (
        "enum_like_text",
        "INSERT INTO orders (status) VALUES ('payed') RETURNING status",
        "payed",
        "23514",
    ),
    (
        "float_money",
        "INSERT INTO products (unit_price) VALUES (0.1), (0.2);
         SELECT sum(unit_price) = 0.3 FROM products",
        "f",
        "t",
    ),
    (
        "foreign_key_cycle",
        "BEGIN; SET CONSTRAINTS ALL DEFERRED;
         INSERT INTO users (id, team_id) VALUES (md5('u')::uuid, md5('t')::uuid);
         INSERT INTO teams (id, owner_id) VALUES (md5('t')::uuid, md5('u')::uuid) RETURNING 'in';
         COMMIT",
        "23503",
        "in",
    ),
    (
        "foreign_key_missing",
        "INSERT INTO orders (user_id) VALUES (gen_random_uuid()) RETURNING 'in'",
        "in",
        "23503",
    ),
    (
        "function_search_path",
        "CREATE SCHEMA mine;
         CREATE FUNCTION mine.yes(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
         CREATE OPERATOR mine.= (LEFTARG = text, RIGHTARG = text, FUNCTION = mine.yes);
         SET search_path = mine, pg_catalog;
         SELECT public.is_admin('me')",
        "t",
        "f",
    ),
    (
        "integer_key_overflow",
        "SELECT setval(pg_get_serial_sequence('orders', 'number'), 2147483647);
         INSERT INTO orders DEFAULT VALUES RETURNING 'in'",
        "2200H",
        "in",
    ),
    (
        "jsonb_over_json",
        "INSERT INTO events (payload) VALUES ('{\"a\": 1}');
         SELECT count(*) FROM events WHERE payload = '{\"a\":1}'",
        "42883",
        "1",
    ),
    (
        "money_type",
        "INSERT INTO products (price) VALUES (0.125) RETURNING price::numeric = 0.125",
        "f",
        "t",
    ),
    (
        "policy_without_row_security",
        "INSERT INTO notes (owner) VALUES ('somebody else');
         GRANT ALL ON notes TO rules_live_other; SET ROLE rules_live_other;
         SELECT count(*) FROM notes",
        "1",
        "0",
    ),
    (
        "primary_key_default",
        "INSERT INTO notes (body) VALUES ('') RETURNING 'in'",
        "23502",
        "in",
    ),
    (
        "primary_key_exists",
        "CREATE PUBLICATION p FOR ALL TABLES; INSERT INTO notes (body) VALUES ('');
         WITH changed AS (UPDATE notes SET body = 'x' RETURNING 1) SELECT count(*) FROM changed",
        "55000",
        "1",
    ),
    (
        "public_execute_definer",
        "SET ROLE rules_live_other; SELECT is_admin('root')",
        "t",
        "42501",
    ),
    (
        "row_security_disabled",
        "INSERT INTO notes (owner) VALUES ('somebody else');
         GRANT ALL ON notes TO rules_live_other; SET ROLE rules_live_other;
         SELECT count(*) FROM notes",
        "1",
        "0",
    ),
    (
        "row_security_without_policy",
        "GRANT ALL ON notes TO rules_live_other; SET ROLE rules_live_other;
         INSERT INTO notes DEFAULT VALUES RETURNING 'in'",
        "42501",
        "in",
    ),
    (
        "same_name_same_type",
        "SELECT count(*) FROM pings JOIN reports ON pings.device_id = reports.device_id",
        "42883",
        "0",
    ),
    (
        "timestamp_default",
        "INSERT INTO notes (body) VALUES ('') RETURNING 'in'",
        "23502",
        "in",
    ),
    (
        "timestamp_precision",
        "INSERT INTO events (happened_at) VALUES ('2026-01-01 23:59:59.7Z')
         RETURNING happened_at > '2026-01-02Z'::timestamptz - interval '0.1 s'",
        "t",
        "f",
    ),
    (
        "timestamp_with_time_zone",
        "SET timezone = 'Asia/Tokyo';
         INSERT INTO notes (body, published_at) VALUES ('', '2026-01-01 12:00:00+01');
         SET timezone = 'UTC';
         SELECT published_at::timestamptz = '2026-01-01 11:00:00Z' FROM notes",
        "f",
        "t",
    ),
    (
        "unique_without_index",
        "INSERT INTO users (email) VALUES ('a'), ('a') RETURNING email",
        "a",
        "23505",
    ),
    (
        "uuid_native_type",
        "INSERT INTO devices (installation_uuid) VALUES ('none') RETURNING 'in'",
        "in",
        "22P02",
    ),
];

#[test]
fn what_a_rule_says_happens() {
    for server in servers() {
        let database = server.database("");
        let admin = &mut database.client();
        admin.batch_execute("CREATE ROLE rules_live_other").unwrap();
        for (id, sql, on_bad, on_good) in CONSEQUENCES {
            let rule = rules::find(id).unwrap();
            for (example, expected) in [(&rule.bad, on_bad), (&rule.good, on_good)] {
                let database = server.database(example.sql);
                let client = &mut database.client();
                let outcome = match client.simple_query(sql) {
                    Ok(messages) => last(&messages),
                    Err(error) => error.code().map(|code| code.code().to_owned()),
                };
                let about = format!("PostgreSQL {}, {id}", server.major);
                assert_eq!(outcome.as_deref(), Some(*expected), "{about}");
                let forget = "ROLLBACK; RESET ROLE; DROP OWNED BY rules_live_other";
                client.batch_execute(forget).unwrap();
            }
        }
        admin.batch_execute("DROP ROLE rules_live_other").unwrap();
    }
}

fn last(messages: &[SimpleQueryMessage]) -> Option<String> {
    let text = |message: &SimpleQueryMessage| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    messages.iter().rev().find_map(text)
}

/// A row that a NULL lets in beside its equal, and what sees to it.
#[test]
fn a_null_switches_a_unique_index_off() {
    let rule = rules::find("nullable_unique").unwrap();
    let twice = "INSERT INTO seats (room) VALUES ('a'), ('a')";
    for server in servers() {
        let bad = server.database(rule.bad.sql);
        bad.client().batch_execute(twice).unwrap();
        let good = server.database(rule.good.sql);
        let refused = good.client().batch_execute(twice).unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "23505");
    }
}

/// A row is deleted when what is set instead can be there.
#[test]
fn an_action_can_be_done() {
    let rule = rules::find("foreign_key_action").unwrap();
    let delete = "
        INSERT INTO users DEFAULT VALUES;
        INSERT INTO orders (user_id) SELECT id FROM users;
        DELETE FROM users";
    for server in servers() {
        let bad = server.database(rule.bad.sql);
        let refused = bad.client().batch_execute(delete).unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "23502");
        let good = server.database(rule.good.sql);
        good.client().batch_execute(delete).unwrap();
    }
}

/// Who may read the view sees a row that the table's policies hide.
#[test]
fn a_view_gets_past_the_policies() {
    let rule = rules::find("security_definer_view").unwrap();
    for server in servers().iter().filter(|server| server.major >= 15) {
        for (example, seen) in [(&rule.bad, "1"), (&rule.good, "0")] {
            let database = server.database(example.sql);
            let client = &mut database.client();
            let count = "
                CREATE ROLE rules_live_reader;
                GRANT SELECT ON notes, recent_notes TO rules_live_reader;
                INSERT INTO notes (owner) VALUES ('somebody else');
                SET ROLE rules_live_reader;
                SELECT count(*) FROM recent_notes";
            assert_eq!(texts(client, count), [seen]);
            client
                .batch_execute(
                    "RESET ROLE; DROP OWNED BY rules_live_reader; DROP ROLE rules_live_reader",
                )
                .unwrap();
        }
    }
}

/// What is said of a trigger is what an update does.
#[test]
fn a_trigger_keeps_the_time_of_the_last_change() {
    // A function, and whether it keeps the time; one of another kind may.
    let cases = [
        ("BEGIN NEW.updated_at = now(); RETURN NEW; END", Some(true)),
        (
            "BEGIN IF NEW.* IS DISTINCT FROM OLD.* THEN new.\"updated_at\" := now(); END IF; \
             RETURN NEW; END",
            Some(true),
        ),
        (
            "BEGIN SELECT now() INTO NEW.updated_at; RETURN NEW; END",
            Some(true),
        ),
        (
            "BEGIN NEW.slug = lower(NEW.slug); RETURN NEW; END",
            Some(false),
        ),
        (
            "BEGIN IF NEW.updated_at = now() THEN NULL; END IF; -- NEW.updated_at = now();\n\
             RETURN NEW; END",
            Some(false),
        ),
        (
            "BEGIN NEW := jsonb_populate_record(NEW, jsonb_build_object('updated_at', now())); \
             RETURN NEW; END",
            None,
        ),
    ];
    for server in servers() {
        for (body, keeps) in cases {
            let database = server.database(
                "CREATE TABLE notes (id int, slug text, updated_at timestamptz);
                 INSERT INTO notes VALUES (1, 'a', '2000-01-01');",
            );
            let client = &mut database.client();
            let sql = format!(
                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$;
                 CREATE TRIGGER touch BEFORE UPDATE ON notes
                     FOR EACH ROW EXECUTE FUNCTION touch();"
            );
            client.batch_execute(&sql).unwrap();
            let all = Config {
                rules: BTreeMap::new(),
                ..strict()
            };
            let found = ids(&findings(client, &all)).contains("updated_at_maintained");
            let update = "UPDATE notes SET slug = 'b' RETURNING updated_at > '2000-01-02'";
            let kept = texts(client, update) == ["t"];
            assert_eq!(found, keeps == Some(false), "{body}");
            assert_eq!(kept, keeps != Some(false), "{body}");
        }
        let has = "SELECT 1 FROM pg_available_extensions WHERE name = 'moddatetime'";
        let database = server
            .database("CREATE TABLE notes (id int, updated_at timestamptz, seen_at timestamptz)");
        let client = &mut database.client();
        if texts(client, has).is_empty() {
            continue;
        }
        for (column, assigned) in [("seen_at", false), ("updated_at", true)] {
            let sql = format!(
                "CREATE EXTENSION IF NOT EXISTS moddatetime;
                 CREATE TRIGGER {column} BEFORE UPDATE ON notes
                     FOR EACH ROW EXECUTE FUNCTION moddatetime({column});"
            );
            client.batch_execute(&sql).unwrap();
            let schema = take(client, &Scope::Everything);
            assert_eq!(
                schema.relations[0].may_assign("update", "updated_at"),
                assigned
            );
        }
    }
}

/// Half of a reference is let in, and no more once the statement has run.
#[test]
fn half_of_a_reference_is_let_in() {
    let rule = rules::find("nullable_composite_foreign_key").unwrap();
    for server in servers() {
        let database = server.database(rule.bad.sql);
        let client = &mut database.client();
        let half = "INSERT INTO people (country) VALUES ('Atlantis')";
        client.batch_execute(half).unwrap();
        client.batch_execute("DELETE FROM people").unwrap();
        let found = findings(client, &strict());
        apply(client, &found[0]);
        let refused = client.batch_execute(half).unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "23514");
        let none = "INSERT INTO people (country) VALUES (NULL)";
        client.batch_execute(none).unwrap();
    }
}
