//! Indexes.

use super::{each_server, json, relation};

fn expect(oldest: u32, sql: &str, expected: &[&str]) {
    each_server(oldest, sql, |_, schema| {
        let indexes = &relation(schema, "public.t").indexes;
        let lines: Vec<_> = indexes.iter().map(json).collect();
        assert_eq!(lines, expected);
    });
}

#[test]
fn keys_with_order_and_include() {
    expect(
        13,
        "CREATE TABLE t (a int, b int, c text);
         CREATE INDEX i1 ON t (b DESC, a NULLS FIRST, c DESC NULLS LAST) INCLUDE (c, a);
         CREATE UNIQUE INDEX i2 ON t (a) WITH (fillfactor = 70);
         CREATE INDEX i3 ON t USING hash (c);
         COMMENT ON INDEX i2 IS 'full'",
        &[
            r#"{"name": "i1", "method": "btree", "keys": [{"column": "b", "descending": true}, {"column": "a", "nulls_reversed": true}, {"column": "c", "descending": true, "nulls_reversed": true}], "include": ["c", "a"]}"#,
            r#"{"name": "i2", "method": "btree", "keys": [{"column": "a"}], "unique": true, "options": ["fillfactor=70"], "comment": "full"}"#,
            r#"{"name": "i3", "method": "hash", "keys": [{"column": "c"}]}"#,
        ],
    );
}

#[test]
fn operator_classes_that_are_not_the_default() {
    expect(
        13,
        "CREATE DOMAIN code AS varchar;
         CREATE TYPE mood AS ENUM ('a');
         CREATE TABLE t (a text, b varchar(9), c code, d int[], e mood, f inet, g jsonb, h int4range);
         CREATE INDEX i1 ON t (a text_pattern_ops, b, b varchar_pattern_ops, c, c varchar_pattern_ops);
         CREATE INDEX i2 ON t (d, e, f, lower(a) text_pattern_ops);
         CREATE INDEX i3 ON t USING gin (d, g jsonb_path_ops, g);
         CREATE INDEX i4 ON t USING gist (f inet_ops, h);
         CREATE INDEX i5 ON t USING brin (a, f inet_inclusion_ops)",
        &[
            r#"{"name": "i1", "method": "btree", "keys": [{"column": "a", "opclass": "pg_catalog.text_pattern_ops"}, {"column": "b"}, {"column": "b", "opclass": "pg_catalog.varchar_pattern_ops"}, {"column": "c"}, {"column": "c", "opclass": "pg_catalog.varchar_pattern_ops"}]}"#,
            r#"{"name": "i2", "method": "btree", "keys": [{"column": "d"}, {"column": "e"}, {"column": "f"}, {"expression": "lower(a)", "opclass": "pg_catalog.text_pattern_ops"}]}"#,
            r#"{"name": "i3", "method": "gin", "keys": [{"column": "d"}, {"column": "g", "opclass": "pg_catalog.jsonb_path_ops"}, {"column": "g"}]}"#,
            r#"{"name": "i4", "method": "gist", "keys": [{"column": "f", "opclass": "pg_catalog.inet_ops"}, {"column": "h"}]}"#,
            r#"{"name": "i5", "method": "brin", "keys": [{"column": "a"}, {"column": "f"}]}"#,
        ],
    );
}

#[test]
fn a_type_takes_the_default_of_its_own() {
    expect(
        13,
        "CREATE EXTENSION citext;
         CREATE TABLE t (a citext);
         CREATE INDEX i1 ON t (a);
         CREATE INDEX i2 ON t (a text_ops)",
        &[
            r#"{"name": "i1", "method": "btree", "keys": [{"column": "a"}]}"#,
            r#"{"name": "i2", "method": "btree", "keys": [{"column": "a", "opclass": "pg_catalog.text_ops"}]}"#,
        ],
    );
}

#[test]
fn parameters_of_operator_classes() {
    expect(
        13,
        "CREATE EXTENSION pg_trgm;
         CREATE TABLE t (a int4range, b text);
         CREATE INDEX i1 ON t USING gist (a, b gist_trgm_ops (siglen = 32));
         CREATE INDEX i2 ON t USING gist (a)",
        &[
            r#"{"name": "i1", "method": "gist", "keys": [{"column": "a"}, {"column": "b", "opclass": "public.gist_trgm_ops", "opclass_options": ["siglen=32"]}]}"#,
            r#"{"name": "i2", "method": "gist", "keys": [{"column": "a"}]}"#,
        ],
    );
}

#[test]
fn collations_that_are_not_the_columns() {
    expect(
        13,
        r#"CREATE TABLE t (a text, b text COLLATE "C", c int);
         CREATE INDEX i1 ON t (a COLLATE "C", b, c, b COLLATE "POSIX", b COLLATE "default", lower(a), (b || a COLLATE "C"))"#,
        &[
            r#"{"name": "i1", "method": "btree", "keys": [{"column": "a", "collation": "pg_catalog.\"C\""}, {"column": "b"}, {"column": "c"}, {"column": "b", "collation": "pg_catalog.\"POSIX\""}, {"column": "b", "collation": "pg_catalog.\"default\""}, {"expression": "lower(a)"}, {"expression": "((b || (a COLLATE \"C\")))", "collation": "pg_catalog.\"C\""}]}"#,
        ],
    );
}

#[test]
fn predicates() {
    expect(
        13,
        r#"CREATE TABLE t (a int, "B" int, c text);
         CREATE INDEX i1 ON t (a) WHERE a IS NOT NULL;
         CREATE INDEX i2 ON t (a) WHERE a IS NOT NULL AND "B" IS NOT NULL AND c IS NOT NULL;
         CREATE INDEX i3 ON t (a) WHERE a IS NOT NULL AND "B" > 0;
         CREATE INDEX i4 ON t (a) WHERE t IS NOT NULL"#,
        &[
            r#"{"name": "i1", "method": "btree", "keys": [{"column": "a"}], "predicate": "(a IS NOT NULL)", "predicate_not_null": ["a"]}"#,
            r#"{"name": "i2", "method": "btree", "keys": [{"column": "a"}], "predicate": "((a IS NOT NULL) AND (\"B\" IS NOT NULL) AND (c IS NOT NULL))", "predicate_not_null": ["a", "B", "c"]}"#,
            r#"{"name": "i3", "method": "btree", "keys": [{"column": "a"}], "predicate": "((a IS NOT NULL) AND (\"B\" > 0))"}"#,
            r#"{"name": "i4", "method": "btree", "keys": [{"column": "a"}], "predicate": "(t.* IS NOT NULL)"}"#,
        ],
    );
}

#[test]
fn an_index_that_is_not_built_is_invalid() {
    for server in schema_tests::servers() {
        let database = server.database("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
        let mut client = database.client();
        let built = client.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)");
        assert!(built.is_err(), "the values are not unique");
        let schema = super::take(&mut client, &super::Scope::Everything);
        assert_eq!(
            json(&relation(&schema, "public.t").indexes[0]),
            r#"{"name": "i", "method": "btree", "keys": [{"column": "a"}], "unique": true, "invalid": true}"#
        );
    }
}

#[test]
fn indexes_of_partitioned_tables_and_materialized_views() {
    each_server(
        13,
        "CREATE TABLE p (id int, at date) PARTITION BY LIST (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
         CREATE INDEX p_i ON p (at);
         CREATE INDEX p_only ON ONLY p (id);
         CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
         CREATE UNIQUE INDEX m_i ON m (one)",
        |_, schema| {
            let indexes = |name| -> Vec<_> {
                let indexes = relation(schema, name).indexes.iter();
                indexes.map(|i| (i.name.clone(), i.invalid)).collect()
            };
            let expected = [("p_i".to_owned(), false), ("p_only".to_owned(), true)];
            assert_eq!(indexes("public.p"), expected);
            assert_eq!(indexes("public.m"), [("m_i".to_owned(), false)]);
        },
    );
}
