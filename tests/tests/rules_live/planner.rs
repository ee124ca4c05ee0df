//! What the rules say of an index is what the planner does with it.

use postgres::Client;
use schema_snapshot::catalogue::Scope;
use schema_snapshot::finding::Level;
use schema_snapshot::name::QualifiedName;
use schema_snapshot::rules;
use schema_tests::servers;

use super::{apply, findings, full, ids, strict, take, texts};

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

/// gregnavis/active_record_doctor#131: the indexes of a materialized view are as much written, at
/// each REFRESH.
#[test]
fn the_indexes_of_a_materialized_view_are_looked_at() {
    for server in servers() {
        let database = server.database(
            "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS a, 2 AS b, true AS c;
             CREATE INDEX totals_a_idx ON totals (a);
             CREATE INDEX totals_a_b_idx ON totals (a, b);
             CREATE INDEX totals_b_idx ON totals (b);
             CREATE INDEX totals_b_idx1 ON totals (b);
             CREATE INDEX totals_c_idx ON totals (c);
             CREATE UNIQUE INDEX totals_a_b_key ON totals (a, b);",
        );
        let client = &mut database.client();
        let mut seen = Vec::new();
        for _ in 0..9 {
            let found = findings(client, &strict());
            let found = found.iter().find(|finding| finding.fix_sql.is_some());
            let Some(finding) = found else { break };
            seen.push((finding.rule, finding.object.clone().unwrap()));
            apply(client, finding);
        }
        let seen: Vec<_> = seen.iter().map(|(rule, of)| (*rule, of.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("duplicate_index", "totals_b_idx1"),
                ("redundant_index", "totals_a_b_idx"),
                ("redundant_index", "totals_a_idx"),
            ]
        );
        assert_eq!(
            ids(&findings(client, &strict())),
            ["boolean_index"].into_iter().collect()
        );
        // What is left is what REFRESH ... CONCURRENTLY needs.
        client
            .batch_execute("REFRESH MATERIALIZED VIEW CONCURRENTLY totals")
            .unwrap();
    }
}

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
