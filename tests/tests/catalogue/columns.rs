//! Columns: type, nullability, default, identity, generated, collation, comment.

use super::{each_server, json, lines, relation};

#[test]
fn types_come_with_their_modifiers() {
    let types = [
        (r#""char""#, r#""\"char\"""#),
        ("char(3)", r#""character(3)""#),
        ("varchar", r#""character varying""#),
        ("varchar(255)", r#""character varying(255)""#),
        ("numeric(12,2)", r#""numeric(12,2)""#),
        ("numeric", r#""numeric""#),
        (
            "timestamp(3) with time zone",
            r#""timestamp(3) with time zone""#,
        ),
        ("timestamp", r#""timestamp without time zone""#),
        ("time(0)", r#""time(0) without time zone""#),
        (
            "interval day to second(3)",
            r#""interval day to second(3)""#,
        ),
        ("interval year", r#""interval year""#),
        ("bit varying(5)", r#""bit varying(5)""#),
        ("bit(8)", r#""bit(8)""#),
        ("varchar(20)[][]", r#"{"array": "character varying(20)"}"#),
        ("int4range", r#""int4range""#),
        ("tstzrange[]", r#"{"array": "tstzrange"}"#),
        ("int2vector", r#""int2vector""#),
        ("oid", r#""oid""#),
        ("regclass", r#""regclass""#),
        ("name", r#""name""#),
        ("jsonb", r#""jsonb""#),
        (
            "email",
            r#"{"domain": "public.email", "base": "character varying(80)"}"#,
        ),
        (
            "email[]",
            r#"{"array": {"domain": "public.email", "base": "character varying(80)"}}"#,
        ),
        (
            "work_email",
            r#"{"domain": "public.work_email", "base": {"domain": "public.email", "base": "character varying(80)"}}"#,
        ),
        (
            "tags",
            r#"{"domain": "public.tags", "base": {"array": "character varying(9)"}}"#,
        ),
        ("other.mood", r#"{"enum": "other.mood"}"#),
        ("other.mood[]", r#"{"array": {"enum": "other.mood"}}"#),
        ("pair", r#"{"composite": "public.pair"}"#),
        ("plain", r#"{"composite": "public.plain"}"#),
        ("plain[]", r#"{"array": {"composite": "public.plain"}}"#),
        ("span", r#"{"range": "public.span", "subtype": "real"}"#),
        (
            "email_span",
            r#"{"range": "public.email_span", "subtype": {"domain": "public.email", "base": "character varying(80)"}}"#,
        ),
    ];
    let columns: Vec<_> = types
        .iter()
        .enumerate()
        .map(|(n, (sql, _))| format!("c{n} {sql}"))
        .collect();
    let sql = format!(
        "CREATE SCHEMA other;
         CREATE TYPE other.mood AS ENUM ('sad', 'ok');
         CREATE DOMAIN email AS varchar(80);
         CREATE DOMAIN work_email AS email;
         CREATE DOMAIN tags AS varchar(9)[];
         CREATE TYPE pair AS (a int, b text);
         CREATE TYPE span AS RANGE (subtype = real);
         CREATE TYPE email_span AS RANGE (subtype = email);
         CREATE TABLE plain (id int);
         CREATE TABLE t ({})",
        columns.join(", ")
    );
    each_server(13, &sql, |_, schema| {
        let columns = &relation(schema, "public.t").columns;
        assert_eq!(columns.len(), types.len());
        for (column, (sql, expected)) in columns.iter().zip(&types) {
            assert_eq!(json(&column.sql_type), *expected, "{sql}");
        }
    });
}

#[test]
fn multiranges_belong_to_their_range() {
    each_server(
        14,
        "CREATE TYPE span AS RANGE (subtype = real, multirange_type_name = spans);
         CREATE TABLE t (a span, b spans, c spans[], d int4multirange)",
        |_, schema| {
            let types: Vec<_> = relation(schema, "public.t")
                .columns
                .iter()
                .map(|c| json(&c.sql_type))
                .collect();
            assert_eq!(
                types,
                [
                    r#"{"range": "public.span", "subtype": "real"}"#,
                    r#"{"multirange": "public.spans", "subtype": "real"}"#,
                    r#"{"array": {"multirange": "public.spans", "subtype": "real"}}"#,
                    r#""int4multirange""#,
                ]
            );
        },
    );
}

#[test]
fn not_null_is_of_the_column_the_key_or_the_domain() {
    each_server(
        13,
        "CREATE DOMAIN must AS text NOT NULL;
         CREATE DOMAIN inner_must AS must;
         CREATE TABLE t (a int, b int NOT NULL, c must, d inner_must, e int PRIMARY KEY, f must[]);
         CREATE VIEW v AS SELECT * FROM t;
         CREATE MATERIALIZED VIEW m AS SELECT * FROM t",
        |_, schema| {
            let not_null = |name| {
                let columns = relation(schema, name).columns.iter();
                let names: Vec<_> = columns
                    .filter(|c| c.not_null)
                    .map(|c| c.name.as_str())
                    .collect();
                names.join(" ")
            };
            assert_eq!(not_null("public.t"), "b c d e");
            assert_eq!(not_null("public.v"), "");
            assert_eq!(not_null("public.m"), "");
        },
    );
}

#[test]
fn not_null_that_is_not_valid_leaves_room_for_null() {
    each_server(
        18,
        "CREATE TABLE t (a int, b int NOT NULL);
         INSERT INTO t (b) VALUES (1);
         ALTER TABLE t ADD CONSTRAINT soon NOT NULL a NOT VALID",
        |_, schema| {
            let t = relation(schema, "public.t");
            assert_eq!(
                lines(&t.columns),
                [
                    r#"{"name": "a", "type": "integer", "not_null_not_valid": true}"#,
                    r#"{"name": "b", "type": "integer", "not_null": true}"#,
                ]
            );
            assert!(!t.columns[0].has_insert_value());
            assert!(t.checks.is_empty(), "a NOT NULL constraint is no check");
        },
    );
}

#[test]
fn defaults_are_qualified_and_independent_of_settings() {
    each_server(
        13,
        r#"CREATE FUNCTION make() RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE TYPE mood AS ENUM ('sad', 'ok');
         DO $$ BEGIN
             EXECUTE format('ALTER DATABASE %I SET datestyle = ''German, DMY''', current_database());
             EXECUTE format('ALTER DATABASE %I SET intervalstyle = ''iso_8601''', current_database());
             EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database());
             EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -5', current_database());
             EXECUTE format('ALTER DATABASE %I SET bytea_output = ''escape''', current_database());
             EXECUTE format('ALTER DATABASE %I SET quote_all_identifiers = on', current_database());
             EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
         END $$;
         CREATE TABLE t (
             a int DEFAULT make(),
             b serial,
             c mood DEFAULT 'ok',
             d date DEFAULT '2020-12-31',
             e interval DEFAULT '1 day 2 hours',
             f timestamptz DEFAULT '2020-01-01 00:00:00+00',
             g float8 DEFAULT 0.1,
             h bytea DEFAULT '\xff00',
             i timestamptz DEFAULT CURRENT_TIMESTAMP,
             j text DEFAULT 'it''s "x" \ y',
             k money DEFAULT '1234.5'::money
         )"#,
        |_, schema| {
            let columns = &relation(schema, "public.t").columns;
            let defaults: Vec<_> = columns
                .iter()
                .map(|c| c.default.as_deref().unwrap())
                .collect();
            assert_eq!(
                defaults,
                [
                    "public.make()",
                    "nextval('public.t_b_seq'::regclass)",
                    "'ok'::public.mood",
                    "'2020-12-31'::date",
                    "'1 day 02:00:00'::interval",
                    "'2020-01-01 00:00:00+00'::timestamp with time zone",
                    "0.1",
                    r"'\xff00'::bytea",
                    "CURRENT_TIMESTAMP",
                    r#"'it''s "x" \ y'::text"#,
                    "'$1,234.50'::money",
                ]
            );
            assert!(columns[1].not_null, "serial");
        },
    );
}

#[test]
fn identity_and_generated_columns() {
    each_server(
        13,
        "CREATE TABLE t (
             a int GENERATED ALWAYS AS IDENTITY,
             b int GENERATED BY DEFAULT AS IDENTITY,
             c int GENERATED ALWAYS AS (a + b) STORED
         )",
        |_, schema| {
            assert_eq!(
                lines(&relation(schema, "public.t").columns),
                [
                    r#"{"name": "a", "type": "integer", "not_null": true, "identity": "always"}"#,
                    r#"{"name": "b", "type": "integer", "not_null": true, "identity": "by_default"}"#,
                    r#"{"name": "c", "type": "integer", "default": "(a + b)", "generated": "stored"}"#,
                ]
            );
        },
    );
}

#[test]
fn virtual_generated_columns() {
    each_server(
        18,
        "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)",
        |_, schema| {
            assert_eq!(
                json(&relation(schema, "public.t").columns[1]),
                r#"{"name": "b", "type": "integer", "default": "(a * 2)", "generated": "virtual"}"#
            );
        },
    );
}

#[test]
fn collations_that_are_not_the_types() {
    each_server(
        13,
        r#"CREATE COLLATION "Own One" FROM "C";
         CREATE DOMAIN plain AS text;
         CREATE DOMAIN c_text AS text COLLATE "C";
         CREATE TABLE t (
             a text, b text COLLATE "C", c text COLLATE "Own One", d c_text,
             e c_text COLLATE "default", f plain COLLATE "POSIX", g name, h int, i text[] COLLATE "C"
         );
         CREATE VIEW v AS SELECT b FROM t"#,
        |_, schema| {
            let collations: Vec<_> = relation(schema, "public.t")
                .columns
                .iter()
                .filter_map(|c| Some(format!("{} {}", c.name, c.collation.as_ref()?)))
                .collect();
            assert_eq!(
                collations,
                [
                    r#"b pg_catalog."C""#,
                    r#"c public."Own One""#,
                    r#"e pg_catalog."default""#,
                    r#"f pg_catalog."POSIX""#,
                    r#"i pg_catalog."C""#,
                ]
            );
            let in_view = relation(schema, "public.v").columns[0].collation.as_ref();
            assert_eq!(in_view.unwrap().to_string(), r#"pg_catalog."C""#);
        },
    );
}

#[test]
fn dropped_columns_leave_no_trace() {
    each_server(
        13,
        "CREATE TABLE r (x int, id int, PRIMARY KEY (id));
         ALTER TABLE r DROP COLUMN x;
         CREATE TABLE t (x int, y int, a int REFERENCES r, b int, c int,
             CHECK (b > 0), EXCLUDE (c WITH =));
         ALTER TABLE t DROP COLUMN x, DROP COLUMN y;
         CREATE INDEX t_idx ON t (c, (a + b), b) INCLUDE (a);
         ALTER TABLE t ADD COLUMN x text DEFAULT 'again';
         COMMENT ON COLUMN t.c IS 'see';",
        |_, schema| {
            let t = relation(schema, "public.t");
            assert_eq!(
                lines(&t.columns),
                [
                    r#"{"name": "a", "type": "integer"}"#,
                    r#"{"name": "b", "type": "integer"}"#,
                    r#"{"name": "c", "type": "integer", "comment": "see"}"#,
                    r#"{"name": "x", "type": "text", "default": "'again'::text"}"#,
                ]
            );
            assert_eq!(t.foreign_keys[0].columns, ["a"]);
            assert_eq!(t.foreign_keys[0].referenced_columns, ["id"]);
            assert_eq!(t.checks[0].columns, ["b"]);
            assert_eq!(t.exclusions[0].columns, ["c"]);
            let index = t.indexes.iter().find(|i| i.name == "t_idx").unwrap();
            assert_eq!(
                json(index),
                r#"{"name": "t_idx", "method": "btree", "keys": [{"column": "c"}, {"expression": "((a + b))"}, {"column": "b"}], "include": ["a"]}"#
            );
        },
    );
}
