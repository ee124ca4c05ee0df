//! The rules on real servers: examples, fixes, and what the planner does with an index.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Client, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::claim::{Claim, Field, Model, Placed, Subject};
use schema_snapshot::config::{Config, Preset};
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

/// What these find takes a decision, or several steps.
const WITHOUT_STATEMENT: &[&str] = &[
    "always_true_policy",
    "boolean_index",
    "enum_like_text",
    "foreign_key_action",
    "generic_table_names",
    "identifier_length",
    "missing_comment",
    "nullable_unique",
    "primary_key_uuid",
    "reserved_words",
    "row_security_disabled",
    "row_security_without_policy",
    "same_name_same_type",
    "table_domain_prefix",
    "table_without_model",
    "unique_without_index",
    "unnamed_constraint",
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
            let left = found(client, &config, rule.is_of_source());
            if WITHOUT_STATEMENT.contains(&rule.id) {
                assert!(broken.iter().all(|finding| finding.fix_sql.is_none()));
            } else {
                assert!(!ids(&left).contains(rule.id), "{left:#?}");
            }
        }
    }
}

#[test]
fn good_examples_break_no_rule() {
    for server in servers() {
        for rule in rules_of(server.major) {
            let database = server.database(rule.good.sql);
            let found = findings(&mut database.client(), &standard(rule));
            assert_eq!(found, [], "{}", rule.id);
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
        let without = WITHOUT_STATEMENT.iter().copied().collect();
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
                schema.relations[0].may_assign_on_update("updated_at"),
                assigned
            );
        }
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

/// What the rule says of an index: nothing, that it serves partly, or that it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Serves,
    Partly,
    Useless,
}
use Verdict::{Partly, Serves, Useless};

/// Columns of the foreign key, their parent, the types of the parent's key, an index, the verdict.
type Case = (
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
    Verdict,
);

const CASES: &[Case] = &[
    // One column.
    (&["b"], "ints", "int", "", Useless),
    (&["b"], "ints", "int", "(b)", Serves),
    (&["b"], "ints", "int", "(b, c)", Serves),
    (&["b"], "ints", "int", "(b DESC NULLS LAST)", Serves),
    (&["b"], "ints", "int", "USING hash (b)", Serves),
    (&["b"], "ints", "int", "(b) WHERE b IS NOT NULL", Serves),
    (&["b"], "ints", "int", "(b) WHERE d > 1", Useless),
    (&["b"], "ints", "int", "(b) WHERE b > 1", Useless),
    // Also when the column can't be NULL.
    (&["b"], "ints", "int", "(b) WHERE c IS NOT NULL", Useless),
    (
        &["b"],
        "ints",
        "int",
        "(b) WHERE b IS NOT NULL AND c IS NOT NULL",
        Useless,
    ),
    (&["b"], "ints", "int", "(c) INCLUDE (b)", Useless),
    (&["b"], "ints", "int", "((b + 0))", Useless),
    (&["b"], "ints", "int", "USING brin (b)", Useless),
    (&["b"], "ints", "int", "(c, b)", Partly),
    // Text, and other methods that are there without an extension.
    (&["t"], "texts", "text", "(t)", Serves),
    (&["t"], "texts", "text", "(t text_pattern_ops)", Serves),
    (&["t"], "texts", "text", "(t COLLATE \"C\")", Useless),
    (&["t"], "texts", "text", "USING spgist (t)", Serves),
    (&["v"], "texts", "text", "(v)", Serves),
    (&["v"], "texts", "text", "(v varchar_pattern_ops)", Serves),
    (&["r"], "ranges", "int4range", "USING gist (r)", Serves),
    (&["l"], "lists", "int[]", "USING gin (l)", Serves),
    (&["e"], "domains", "int", "(e)", Serves),
    // Of other types.
    (&["b"], "bigints", "bigint", "(b)", Serves),
    (&["b"], "bigints", "bigint", "USING hash (b)", Serves),
    (&["s"], "ints", "int", "(s)", Serves),
    (&["b"], "numerics", "numeric", "(b)", Useless),
    // Two columns.
    (&["b", "d"], "pairs", "int, int", "(b, d)", Serves),
    (&["b", "d"], "pairs", "int, int", "(d, b)", Serves),
    (&["b", "d"], "pairs", "int, int", "(d, b, c)", Serves),
    (
        &["b", "d"],
        "pairs",
        "int, int",
        "(d, b) INCLUDE (c)",
        Serves,
    ),
    (&["b", "d"], "pairs", "int, int", "(b)", Partly),
    (&["b", "d"], "pairs", "int, int", "(b, c, d)", Partly),
    (&["b", "d"], "pairs", "int, int", "(c, b, d)", Partly),
    (
        &["b", "d"],
        "pairs",
        "int, int",
        "(b, d) WHERE d IS NOT NULL",
        Serves,
    ),
    (
        &["b", "d"],
        "pairs",
        "int, int",
        "(c) INCLUDE (b, d)",
        Useless,
    ),
];

const TABLES: &str = "
    CREATE DOMAIN number AS int;
    CREATE TABLE ints (k int PRIMARY KEY);
    CREATE TABLE bigints (k bigint PRIMARY KEY);
    CREATE TABLE numerics (k numeric PRIMARY KEY);
    CREATE TABLE texts (k text PRIMARY KEY);
    CREATE TABLE ranges (k int4range PRIMARY KEY);
    CREATE TABLE lists (k int[] PRIMARY KEY);
    CREATE TABLE domains (k number PRIMARY KEY);
    CREATE TABLE pairs (k int, j int, PRIMARY KEY (k, j));
    CREATE TABLE child (a int NOT NULL, b int, c int NOT NULL, d int, s smallint, e number, t text,
        v varchar(20), r int4range, l int[]);
    INSERT INTO child SELECT i, i % 3000, i % 7, i % 50, i % 30000, i, 'x' || i, 'x' || i,
        int4range(i, i + 1), ARRAY[i] FROM generate_series(1, 60000) i;
    ANALYZE child;
    SET plan_cache_mode = force_generic_plan;
";

struct Trial {
    verdict: Verdict,
    message: String,
    plan: String,
}

/// Makes the foreign key and the index, and asks the rule and the planner.
fn try_index(client: &mut Client, case: &Case, prepare: &str) -> Trial {
    let (columns, parent, types, index, _) = *case;
    let list = columns.join(", ");
    client
        .batch_execute(&format!(
            "ALTER TABLE child ADD CONSTRAINT fk FOREIGN KEY ({list}) REFERENCES {parent} NOT VALID"
        ))
        .unwrap();
    if !index.is_empty() {
        let unique = if prepare == "UNIQUE" { "UNIQUE" } else { "" };
        client
            .batch_execute(&format!("CREATE {unique} INDEX ix ON child {index}"))
            .unwrap();
    }
    if prepare != "UNIQUE" {
        client.batch_execute(prepare).unwrap();
    }

    // As ri_triggers.c writes it.
    let conditions = columns.iter().zip(1..);
    let conditions: Vec<_> = conditions
        .map(|(column, n)| format!("${n} OPERATOR(pg_catalog.=) {column}"))
        .collect();
    client
        .batch_execute(&format!(
            "PREPARE q ({types}) AS SELECT 1 FROM ONLY child x WHERE {} FOR KEY SHARE OF x",
            conditions.join(" AND ")
        ))
        .unwrap();
    let nulls = vec!["NULL"; columns.len()].join(", ");
    let explain = format!("EXPLAIN (COSTS OFF) EXECUTE q ({nulls})");
    let plan = texts(client, &explain).join("\n");

    let name = QualifiedName::new("public", "child");
    let schema = take(client, &Scope::Relations(vec![name]));
    let child = schema
        .relations
        .iter()
        .find(|relation| relation.name.name == "child")
        .unwrap();
    // So that a cast and an invalid index are said by this rule.
    let mut config = strict();
    for rule in ["foreign_key_type", "invalid_index"] {
        config.rules.insert(rule.to_owned(), Level::Allow);
    }
    let found = rules::run(&full(child), child, &config, &[]).findings;
    let message = found
        .into_iter()
        .find(|finding| finding.rule == "foreign_key_index")
        .map_or_else(String::new, |finding| finding.message);
    let verdict = match message.as_str() {
        "" => Serves,
        text if text.contains("only partly") => Partly,
        _ => Useless,
    };
    client
        .batch_execute(
            "DEALLOCATE q; DROP INDEX IF EXISTS ix; ALTER TABLE child DROP CONSTRAINT fk",
        )
        .unwrap();
    Trial {
        verdict,
        message,
        plan,
    }
}

#[test]
fn an_index_serves_when_the_planner_says_so() {
    for server in servers() {
        let database = server.database("");
        let client = &mut database.client();
        client.batch_execute(TABLES).unwrap();
        let mut cases: Vec<(Case, &str)> = CASES.iter().map(|case| (*case, "")).collect();
        // One row has the value, whatever the other column says.
        let one: Case = (&["a", "b"], "pairs", "int, int", "(a)", Serves);
        cases.push((one, "UNIQUE"));
        let other: Case = (&["a", "b"], "pairs", "int, int", "(a, c)", Partly);
        cases.push((other, "UNIQUE"));
        let invalid = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass";
        cases.push(((&["b"], "ints", "int", "(b)", Useless), invalid));
        let has_gist = "SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'";
        if !texts(client, has_gist).is_empty() {
            client.batch_execute("CREATE EXTENSION btree_gist").unwrap();
            cases.push(((&["b"], "ints", "int", "USING gist (b)", Serves), ""));
            cases.push(((&["b"], "ints", "int", "USING gist (b, r)", Serves), ""));
            cases.push(((&["b"], "ints", "int", "USING gist (r, b)", Partly), ""));
        }
        for (case, prepare) in &cases {
            let trial = try_index(client, case, prepare);
            let about = format!(
                "PostgreSQL {}, {case:?}: {}\n{}",
                server.major, trial.message, trial.plan
            );
            assert_eq!(trial.verdict, case.4, "{about}");
            let uses = trial.plan.contains(" ix");
            assert_eq!(uses, trial.verdict != Useless, "{about}");
        }
    }
}

/// A shorter index, a longer one, a query that the shorter one serves, and whether the rule finds
/// it redundant: it may only when the planner serves the query as well by the longer one.
const REDUNDANT: &[(&str, &str, &str, bool)] = &[
    ("(b)", "(b, c)", "b = 5", true),
    ("(b)", "(b, c)", "b > 2900 ORDER BY b LIMIT 9", true),
    ("(b)", "(b, c)", "b > 2900 ORDER BY b DESC LIMIT 9", true),
    ("(b)", "(b) INCLUDE (c)", "b = 5", true),
    ("(b) INCLUDE (c)", "(b, c)", "b = 5", true),
    ("(t)", "(t, b)", "t = 'x5'", true),
    ("((b % 900))", "((b % 900), c)", "b % 900 = 5", true),
    (
        "(b) WHERE c = 3",
        "(b, d) WHERE c = 3",
        "b = 5 AND c = 3",
        true,
    ),
    ("(b)", "(c, b)", "b = 5", false),
    ("(b)", "(b, c) WHERE c = 3", "b = 5", false),
    ("(t text_pattern_ops)", "(t, b)", "t LIKE 'x59%'", false),
    (
        "(t)",
        "(t text_pattern_ops, b)",
        "t > 'x599' ORDER BY t LIMIT 9",
        false,
    ),
    ("(t)", "(t COLLATE \"POSIX\", b)", "t = 'x5'", false),
    ("USING hash (b)", "(b, c)", "b = 5", false),
];

#[test]
fn an_index_is_redundant_when_the_planner_does_as_well_without() {
    for server in servers() {
        let database = server.database("");
        let client = &mut database.client();
        client.batch_execute(TABLES).unwrap();
        for (short, long, query, redundant) in REDUNDANT {
            client
                .batch_execute(&format!(
                    "CREATE INDEX short ON child {short}; CREATE INDEX long ON child {long}; \
                     ANALYZE child"
                ))
                .unwrap();
            let name = QualifiedName::new("public", "child");
            let schema = take(client, &Scope::Relations(vec![name]));
            let child = schema.relations.iter().find(|r| r.name.name == "child");
            let child = child.unwrap();
            let found = rules::run(&full(child), child, &strict(), &[]).findings;
            let found = ids(&found).contains("redundant_index");
            let about = format!("PostgreSQL {}, {short} and {long}", server.major);
            assert_eq!(found, *redundant, "{about}");
            if *redundant {
                client.batch_execute("DROP INDEX short").unwrap();
                let explain = format!("EXPLAIN (COSTS OFF) SELECT * FROM child WHERE {query}");
                let plan = texts(client, &explain).join("\n");
                assert!(plan.contains(" long"), "{about}: {plan}");
                assert!(!plan.contains("Sort"), "{about}: {plan}");
            }
            client
                .batch_execute("DROP INDEX IF EXISTS short, long")
                .unwrap();
        }
    }
}
