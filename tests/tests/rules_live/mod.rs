//! The rules on real servers: examples, fixes, what comes of what they find, and what the planner
//! does with an index.

mod consequences;
mod planner;

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Client, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::claim::{Claim, Field, Model, Placed, Subject};
use schema_snapshot::config::{Config, Preset};
use schema_snapshot::diff::changes;
use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::model::{Column, Relation, Schema};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::{elsewhere, rules};
use schema_tests::servers;

fn take(client: &mut Client, scope: &Scope) -> Schema {
    let mut assembler = Assembler::default();
    client.batch_execute(catalogue::BEGIN).unwrap();
    for statement in catalogue::statements(scope) {
        for text in texts(client, &statement.sql) {
            assembler.row(&text).unwrap();
        }
    }
    client.batch_execute(catalogue::END).unwrap();
    let mut schema = assembler.finish().unwrap();
    elsewhere::fill(&mut schema);
    schema
}

/// The first column of a query.
fn texts(client: &mut Client, sql: &str) -> Vec<String> {
    let messages = client
        .simple_query(sql)
        .unwrap_or_else(|e| panic!("{:?}\n{sql}", e.as_db_error()));
    let text = |message: &SimpleQueryMessage| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    messages.iter().filter_map(text).collect()
}

/// A full model with a field for each column and no exception.
fn full(relation: &Relation) -> Claim {
    let field = |column: &str| Field {
        column: Placed {
            text: column.to_owned(),
            ..Placed::default()
        },
        ..Field::default()
    };
    let columns = relation.columns.iter();
    Claim {
        item: Placed::default(),
        subject: Subject::Model(Model {
            fields: columns.map(|column| field(&column.name)).collect(),
            ..Model::default()
        }),
        allows: Vec::new(),
    }
}

/// Rules that find something in nearly every table, and are off until a team asks for them: in the
/// examples of other rules too.
const ASKED_FOR: &[&str] = &[
    "boolean_column_names",
    "missing_comment",
    "row_security_disabled",
    "updated_at_maintained",
];

/// Every rule but those.
fn strict() -> Config {
    let off = |id: &&str| ((*id).to_owned(), Level::Allow);
    Config {
        preset: Preset::Strict,
        rules: ASKED_FOR.iter().map(off).collect(),
        ..Config::default()
    }
}

/// The same for the examples of a rule: it is on, and has what it asks for.
fn standard(rule: &rules::Rule) -> Config {
    let mut config = strict();
    config.rules.remove(rule.id);
    config.table_prefixes = Config::parse(rule.settings).unwrap().table_prefixes;
    config
}

fn findings(client: &mut Client, config: &Config) -> Vec<Finding> {
    found(client, config, false)
}

/// What is found through full models, or where there are none.
fn found(client: &mut Client, config: &Config, unmodelled: bool) -> Vec<Finding> {
    let schema = take(client, &Scope::Everything);
    let each = schema.relations.iter().map(|relation| {
        if unmodelled {
            rules::run_unmodelled(relation, config, &[])
        } else {
            rules::run(&full(relation), relation, config, &[])
        }
    });
    let whole = rules::run_schema(&schema, config, &[]).into_values();
    each.chain(whole)
        .flat_map(|judged| judged.findings)
        .collect()
}

fn ids(findings: &[Finding]) -> BTreeSet<&str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// What these find takes a decision, or several steps, so that no statement is offered; and what
/// somebody does about their bad examples.
const BY_HAND: &[(&str, &str)] = &[
    (
        "always_true_policy",
        "ALTER POLICY notes_of_all ON notes USING (owner = current_user)",
    ),
    (
        "boolean_index",
        "CREATE INDEX tasks_created_at_idx ON tasks (created_at) WHERE NOT done;
         DROP INDEX tasks_done_idx",
    ),
    (
        "enum_like_text",
        "ALTER TABLE orders ADD CHECK (status IN ('open', 'paid'))",
    ),
    (
        "foreign_key_action",
        "ALTER TABLE orders ALTER COLUMN user_id DROP NOT NULL",
    ),
    (
        "generic_table_names",
        "ALTER TABLE items RENAME TO agenda_points;
         ALTER INDEX items_pkey RENAME TO agenda_points_pkey",
    ),
    (
        "identifier_length",
        "ALTER TABLE settings RENAME COLUMN
             consent_to_receive_marketing_messages_from_partner_organisations TO partner_consent",
    ),
    (
        "missing_comment",
        "COMMENT ON COLUMN rooms.level IS 'The floor.'",
    ),
    (
        "nullable_unique",
        "ALTER TABLE seats ALTER COLUMN place SET NOT NULL",
    ),
    (
        "primary_key_uuid",
        "ALTER TABLE invoices DROP COLUMN id,
             ADD COLUMN id uuid PRIMARY KEY DEFAULT gen_random_uuid()",
    ),
    (
        "reserved_words",
        "ALTER TABLE steps RENAME COLUMN \"order\" TO position_in_plan",
    ),
    (
        "row_security_disabled",
        "CREATE POLICY notes_of_the_owner ON notes USING (owner = current_user);
         ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
    ),
    (
        "row_security_without_policy",
        "CREATE POLICY notes_of_the_owner ON notes USING (owner = current_user)",
    ),
    (
        "same_name_same_type",
        "ALTER TABLE reports RENAME COLUMN device_id TO device_number",
    ),
    (
        "table_domain_prefix",
        "ALTER TABLE messages RENAME TO comms_messages;
         ALTER INDEX messages_pkey RENAME TO comms_messages_pkey",
    ),
    // A model is written; nothing changes here.
    ("table_without_model", ""),
    (
        "unique_without_index",
        "CREATE UNIQUE INDEX users_email_key ON users (email); DROP INDEX users_email_unique_idx",
    ),
    (
        "unnamed_constraint",
        "ALTER TABLE bookings RENAME CONSTRAINT bookings_check1 TO bookings_at_most_30_check",
    ),
];

/// What is found after a rule's statement, and is mended by a next one.
const FOLLOWS: &[(&str, &str)] = &[
    ("foreign_key_column_names", "constraint_names"),
    ("plural_table_names", "constraint_names"),
];

/// The rules that have something to find on a server of this major.
fn rules_of(major: u32) -> impl Iterator<Item = &'static rules::Rule> {
    let is_there = move |rule: &&rules::Rule| rule.id != "security_definer_view" || major >= 15;
    rules::ALL.iter().copied().filter(is_there)
}

/// As a person at a prompt: one statement at a time, each in its own transaction.
fn apply(client: &mut Client, finding: &Finding) {
    for statement in finding.fix_sql.iter().flat_map(|sql| sql.lines()) {
        client
            .batch_execute(statement)
            .unwrap_or_else(|e| panic!("{:?}\n{statement}\n{finding:#?}", e.as_db_error()));
    }
}

#[test]
fn bad_examples_break_their_rule_alone_and_the_fix_mends_it() {
    for server in servers() {
        for rule in rules_of(server.major) {
            let database = server.database(rule.bad.sql);
            let client = &mut database.client();
            let config = standard(rule);
            let broken = found(client, &config, rule.is_of_source());
            assert_eq!(ids(&broken), BTreeSet::from([rule.id]), "{broken:#?}");
            for finding in &broken {
                apply(client, finding);
            }
            let by_hand = BY_HAND.iter().find(|(id, _)| *id == rule.id);
            if let Some((_, sql)) = by_hand {
                assert!(broken.iter().all(|finding| finding.fix_sql.is_none()));
                client.batch_execute(sql).unwrap();
            }
            // Somebody has written the model by now.
            let left = findings(client, &config);
            assert!(!ids(&left).contains(rule.id), "{left:#?}");
            // What mends one thing breaks no other, but for names that follow in their own time.
            let left: Vec<_> = left
                .iter()
                .filter(|f| !FOLLOWS.contains(&(rule.id, f.rule)))
                .collect();
            assert!(left.is_empty(), "{}: {left:#?}", rule.id);
        }
    }
}

/// Not its own rule and none of the others; and the schema is no change of itself.
#[test]
fn good_examples_break_no_rule() {
    for server in servers() {
        for rule in rules_of(server.major) {
            let database = server.database(rule.good.sql);
            let client = &mut database.client();
            assert_eq!(findings(client, &standard(rule)), [], "{}", rule.id);
            let schema = take(client, &Scope::Everything);
            let again = take(client, &Scope::Everything);
            assert_eq!(changes(&schema, &again), [], "{}", rule.id);
        }
    }
}

/// Every fix runs as it stands, in mixed case, among keywords and quotes, on a partitioned table;
/// and after all of them have been run, again and again, nothing is left that has a fix.
#[test]
fn fixes_run_whatever_the_names_are() {
    const SQL: &str = r#"
        CREATE SCHEMA "My Schema";
        CREATE TABLE "My Schema"."Order" (
            "userId" int, "created_at" timestamp(3) DEFAULT (now() AT TIME ZONE 'utc'), "it""s" text,
            "group" uuid, CONSTRAINT "Odd Name" UNIQUE ("it""s"));
        CREATE INDEX "Another ""Index""" ON "My Schema"."Order" ("group");
        CREATE TABLE users (
            id uuid PRIMARY KEY, n bigint UNIQUE, dateCreated date, "lastModified" timestamptz NOT NULL);
        CREATE TABLE child (
            id uuid, n int REFERENCES users (n), user_id uuid NOT NULL, at date NOT NULL,
            updated_at date DEFAULT CURRENT_DATE
        ) PARTITION BY RANGE (at);
        CREATE TABLE child_1 PARTITION OF child FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
        CREATE TABLE invoice (id uuid PRIMARY KEY, user_id uuid, created timestamp DEFAULT CURRENT_TIMESTAMP,
            n int REFERENCES users (n));
        CREATE INDEX wrong ON invoice (user_id);
        INSERT INTO users VALUES ('00000000-0000-0000-0000-000000000001', 5, '2024-02-03', now());
        INSERT INTO invoice VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', '2024-02-03 04:05:06', 5);
        CREATE TABLE visits (id uuid PRIMARY KEY, "Page" text NOT NULL);
        CREATE INDEX "Short" ON visits ("Page");
        CREATE INDEX "Same" ON visits ("Page");
        CREATE INDEX "Long" ON visits ("Page", id);
        CREATE INDEX "Invalid" ON visits ((lower("Page")));
        UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"Invalid"'::regclass;
        CREATE TABLE "Pairs" ("A" int, "B" int, PRIMARY KEY ("A", "B"));
        CREATE TABLE links (
            id uuid PRIMARY KEY, "A" int, "B" int, "Many" bigint, "Payload" json DEFAULT '{}', "Price" real DEFAULT 1,
            "Paid" money DEFAULT 1, "Country" char(2) DEFAULT 'CH',
            CONSTRAINT "To" FOREIGN KEY ("A", "B") REFERENCES "Pairs",
            CONSTRAINT "And" FOREIGN KEY ("B", "A") REFERENCES "Pairs" ("B", "A"));
        INSERT INTO links VALUES ('00000000-0000-0000-0000-000000000001');
        ALTER TABLE links ADD CONSTRAINT "Check" CHECK ("A" > 0) NOT VALID,
            ADD CONSTRAINT "Late" FOREIGN KEY ("Many") REFERENCES users (n) NOT VALID;
        CREATE TABLE counters (
            id uuid PRIMARY KEY, "end" serial, "all" smallserial, number integer GENERATED ALWAYS AS IDENTITY,
            at timestamptz(0), title varchar(20) DEFAULT 'none',
            "Done?" boolean, "Owner" uuid REFERENCES users, "Push UUID" char(36) DEFAULT gen_random_uuid()::text);
        INSERT INTO counters (id) VALUES ('00000000-0000-0000-0000-000000000001'),
            ('00000000-0000-0000-0000-000000000002');
        DELETE FROM counters WHERE "end" = 2;
        CREATE TABLE "Crossed" (id uuid PRIMARY KEY, "A_Id" int, "B_Id" int, UNIQUE ("A_Id", "B_Id"));
        CREATE TABLE crossing (
            id uuid PRIMARY KEY, "A_Id" int NOT NULL, "B_Id" int NOT NULL, FOREIGN KEY ("A_Id", "B_Id")
                REFERENCES "Crossed" ("B_Id", "A_Id") ON DELETE CASCADE DEFERRABLE);
        CREATE TABLE "Hens" (id uuid PRIMARY KEY, "Egg_Id" uuid NOT NULL);
        CREATE TABLE "Eggs" (id uuid PRIMARY KEY, "Hen_Id" uuid NOT NULL REFERENCES "Hens");
        ALTER TABLE "Hens" ADD CONSTRAINT "First?" FOREIGN KEY ("Egg_Id") REFERENCES "Eggs";
        CREATE FUNCTION "My Schema"."Touch"(a int, "B" text DEFAULT '') RETURNS int
            LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
        CREATE PROCEDURE "Do It"(INOUT a int) LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
        CREATE POLICY "A Policy" ON counters USING (id IS NOT NULL);
        CREATE VIEW "Seen Counters" AS SELECT id FROM counters;
        CREATE VIEW "A View" AS SELECT id AS "The Id" FROM users;
    "#;
    for server in servers() {
        let database = server.database(SQL);
        let client = &mut database.client();
        client.batch_execute("SET timezone = 'Asia/Tokyo'").unwrap();
        let all = Config {
            rules: BTreeMap::new(),
            ..strict()
        };
        let mut seen = BTreeSet::new();
        for _ in 0..300 {
            let found = findings(client, &all);
            let Some(next) = found.iter().find(|finding| finding.fix_sql.is_some()) else {
                break;
            };
            seen.insert(next.rule);
            apply(client, next);
        }
        let left = findings(client, &all);
        assert!(left.iter().all(|f| f.fix_sql.is_none()), "{left:#?}");
        let never = rules_of(server.major).map(|rule| rule.id);
        let never: BTreeSet<_> = never.filter(|id| !seen.contains(id)).collect();
        let without = BY_HAND.iter().map(|(id, _)| *id).collect();
        assert_eq!(never, without, "{seen:?}");
        // The moment is that of UTC, whatever the session's time zone.
        let moment = "SELECT created_at AT TIME ZONE 'UTC' FROM invoices";
        assert_eq!(texts(client, moment), ["2024-02-03 04:05:06"]);
        // An identity goes on where the sequence was: no number comes twice.
        let next = "INSERT INTO counters DEFAULT VALUES RETURNING \"end\"";
        assert_eq!(texts(client, next), ["3"]);
        let default = "SELECT column_default FROM information_schema.columns
            WHERE table_name = 'orders' AND column_name = 'created_at'";
        assert_eq!(texts(client, default), ["now()"]);
    }
}

/// A word is reserved when PostgreSQL does not take it as a column's name.
#[test]
fn reserved_words_are_those_that_need_quotes() {
    for server in servers() {
        let database = server.database("");
        let client = &mut database.client();
        for word in texts(client, "SELECT word FROM pg_get_keywords()") {
            let mut relation = Relation {
                name: QualifiedName::new("public", "things"),
                ..Relation::default()
            };
            relation.columns.push(Column {
                name: word.clone(),
                ..Column::default()
            });
            let found = rules::run(&full(&relation), &relation, &strict(), &[]).findings;
            let found = ids(&found).contains("reserved_words");
            let taken = client.batch_execute(&format!(
                "CREATE TEMP TABLE pg_temp.things ({word} int); DROP TABLE pg_temp.things"
            ));
            // What a later major reserves is found on an older one as well.
            assert!(
                found || taken.is_ok(),
                "PostgreSQL {}: {word}",
                server.major
            );
            if server.major == 18 {
                assert_eq!(found, taken.is_err(), "{word}");
            }
        }
    }
}

/// The unique index over a key becomes that of the key; a second one would be a duplicate.
#[test]
fn a_primary_key_takes_a_unique_index_over() {
    for server in servers() {
        let database = server.database(
            "CREATE TABLE jobs (id uuid NOT NULL DEFAULT gen_random_uuid(),
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now());
             CREATE UNIQUE INDEX \"Unique Id\" ON jobs (id);",
        );
        let client = &mut database.client();
        let found = findings(client, &strict());
        let found = found.iter().find(|f| f.rule == "primary_key_exists");
        apply(client, found.unwrap());
        assert_eq!(findings(client, &strict()), []);
    }
}

/// A `serial` that has become a `bigint` counts on with the sequence that it had.
#[test]
fn a_sequence_ends_where_its_own_type_does() {
    for server in servers() {
        let database = server.database(
            "CREATE TABLE visits (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), number serial,
                small smallserial, chosen bigint NOT NULL DEFAULT 0,
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now());
             ALTER TABLE visits ALTER COLUMN number TYPE bigint, ALTER COLUMN small TYPE bigint;
             CREATE SEQUENCE round AS integer CYCLE;
             ALTER TABLE visits ALTER COLUMN chosen SET DEFAULT nextval('round');
             SELECT setval('visits_number_seq', 2147483647);",
        );
        let client = &mut database.client();
        let mut config = strict();
        let off = ("identity_over_serial".to_owned(), Level::Allow);
        config.rules.extend([off]);
        let insert = "INSERT INTO visits DEFAULT VALUES RETURNING number";
        let refused = client.simple_query(insert).unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "2200H");
        let found = findings(client, &config);
        let about: Vec<_> = found
            .iter()
            .map(|f| (f.rule, f.column.as_deref()))
            .collect();
        assert_eq!(
            about,
            [
                ("integer_key_overflow", Some("number")),
                ("integer_key_overflow", Some("small"))
            ]
        );
        for finding in &found {
            apply(client, finding);
        }
        assert_eq!(findings(client, &config), []);
        assert_eq!(texts(client, insert), ["2147483648"]);
    }
}

/// PostgreSQL 18 has NOT NULL that is NOT VALID; the statement needs no name of it.
#[test]
fn not_null_is_validated() {
    for server in servers().iter().filter(|server| server.major >= 18) {
        let database = server.database(
            "CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), body text,
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now());
             ALTER TABLE notes ADD CONSTRAINT odd NOT NULL body NOT VALID;",
        );
        let client = &mut database.client();
        let found = findings(client, &strict());
        assert_eq!(ids(&found), BTreeSet::from(["not_valid_constraint"]));
        apply(client, &found[0]);
        assert_eq!(findings(client, &strict()), []);
    }
}
