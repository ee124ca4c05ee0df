//! Primary keys, foreign keys, unique, check and exclusion constraints.

use schema_snapshot::codec::Codec;

use postgres::SimpleQueryMessage;
use schema_snapshot::catalogue::Scope;
use schema_tests::servers;

use super::{each_server, json, lines, relation, take};

#[test]
fn keys_keep_the_order_of_their_columns() {
    each_server(
        13,
        "CREATE TABLE t (a int, b int, c int,
             CONSTRAINT t_pk PRIMARY KEY (c, a) DEFERRABLE INITIALLY DEFERRED,
             CONSTRAINT z_key UNIQUE (b) DEFERRABLE,
             CONSTRAINT a_key UNIQUE (b, a) INCLUDE (c));
         COMMENT ON CONSTRAINT t_pk ON t IS 'both';
         CREATE UNIQUE INDEX only_an_index ON t (a)",
        |_, schema| {
            let t = relation(schema, "public.t");
            assert_eq!(
                json(t.primary_key.as_ref().unwrap()),
                r#"{"name": "t_pk", "columns": ["c", "a"], "deferrable": true, "deferred": true, "comment": "both"}"#
            );
            assert_eq!(
                lines(&t.unique),
                [
                    r#"{"name": "a_key", "columns": ["b", "a"]}"#,
                    r#"{"name": "z_key", "columns": ["b"], "deferrable": true}"#,
                ]
            );
            let backing: Vec<_> = t
                .indexes
                .iter()
                .map(|i| (i.name.as_str(), i.constraint.as_deref(), i.include.len()))
                .collect();
            assert_eq!(
                backing,
                [
                    ("a_key", Some("a_key"), 1),
                    ("only_an_index", None, 0),
                    ("t_pk", Some("t_pk"), 0),
                    ("z_key", Some("z_key"), 0),
                ]
            );
        },
    );
}

#[test]
fn nulls_not_distinct() {
    each_server(
        15,
        "CREATE TABLE t (a int, b int, UNIQUE NULLS NOT DISTINCT (a), UNIQUE (b));
         CREATE UNIQUE INDEX t_i ON t (b) NULLS NOT DISTINCT",
        |_, schema| {
            let t = relation(schema, "public.t");
            let keys: Vec<_> = t.unique.iter().map(|k| k.nulls_not_distinct).collect();
            assert_eq!(keys, [true, false]);
            let indexes: Vec<_> = t.indexes.iter().map(|i| i.nulls_not_distinct).collect();
            assert_eq!(indexes, [true, false, true]);
        },
    );
}

#[test]
fn temporal_keys_and_unenforced_constraints() {
    each_server(
        18,
        "CREATE EXTENSION btree_gist;
         CREATE TABLE r (id int, valid tstzrange, room int,
             CONSTRAINT r_pk PRIMARY KEY (id, valid WITHOUT OVERLAPS),
             CONSTRAINT r_u UNIQUE (room, valid WITHOUT OVERLAPS));
         CREATE TABLE t (id int, valid tstzrange, other int,
             CONSTRAINT t_fk FOREIGN KEY (id, PERIOD valid) REFERENCES r (id, PERIOD valid),
             CONSTRAINT t_c CHECK (other > 0) NOT ENFORCED);
         CREATE TABLE u (id int PRIMARY KEY);
         ALTER TABLE t ADD CONSTRAINT u_fk FOREIGN KEY (other) REFERENCES u NOT ENFORCED",
        |_, schema| {
            let r = relation(schema, "public.r");
            assert_eq!(
                json(r.primary_key.as_ref().unwrap()),
                r#"{"name": "r_pk", "columns": ["id", "valid"], "without_overlaps": true}"#
            );
            assert!(r.unique[0].without_overlaps);
            assert!(r.exclusions.is_empty());
            let t = relation(schema, "public.t");
            assert_eq!(
                lines(&t.foreign_keys),
                [
                    r#"{"name": "t_fk", "columns": ["id", "valid"], "references": "public.r", "referenced_columns": ["id", "valid"], "referenced_types": ["integer", "tstzrange"], "period": true}"#,
                    r#"{"name": "u_fk", "columns": ["other"], "references": "public.u", "referenced_columns": ["id"], "referenced_types": ["integer"], "not_valid": true, "not_enforced": true}"#,
                ]
            );
            assert_eq!(
                lines(&t.checks),
                [
                    r#"{"name": "t_c", "definition": "CHECK ((other > 0))", "columns": ["other"], "not_valid": true, "not_enforced": true}"#
                ]
            );
        },
    );
}

#[test]
fn foreign_keys_with_everything() {
    each_server(
        13,
        "CREATE DOMAIN code AS varchar(7);
         CREATE TABLE r (a uuid, b code, PRIMARY KEY (a, b), UNIQUE (b, a));
         CREATE TABLE t (x code, y uuid, z uuid UNIQUE, w uuid,
             CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES r (b, a)
                 MATCH FULL ON DELETE CASCADE ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED,
             CONSTRAINT f2 FOREIGN KEY (w) REFERENCES t (z) ON DELETE SET NULL ON UPDATE SET DEFAULT,
             CONSTRAINT f0 FOREIGN KEY (y, x) REFERENCES r);
         ALTER TABLE t ADD CONSTRAINT f3 FOREIGN KEY (w) REFERENCES t (z) NOT VALID;
         COMMENT ON CONSTRAINT f3 ON t IS 'later'",
        |_, schema| {
            let code = r#"{"domain": "public.code", "base": "character varying(7)"}"#;
            assert_eq!(
                lines(&relation(schema, "public.t").foreign_keys),
                [
                    format!(
                        r#"{{"name": "f0", "columns": ["y", "x"], "references": "public.r", "referenced_columns": ["a", "b"], "referenced_types": ["uuid", {code}]}}"#
                    ),
                    format!(
                        r#"{{"name": "f1", "columns": ["x", "y"], "references": "public.r", "referenced_columns": ["b", "a"], "referenced_types": [{code}, "uuid"], "on_delete": "cascade", "on_update": "restrict", "match_full": true, "deferrable": true, "deferred": true}}"#
                    ),
                    r#"{"name": "f2", "columns": ["w"], "references": "public.t", "referenced_columns": ["z"], "referenced_types": ["uuid"], "on_delete": "set_null", "on_update": "set_default"}"#.to_owned(),
                    r#"{"name": "f3", "columns": ["w"], "references": "public.t", "referenced_columns": ["z"], "referenced_types": ["uuid"], "not_valid": true, "comment": "later"}"#.to_owned(),
                ]
            );
        },
    );
}

#[test]
fn set_null_of_some_columns() {
    each_server(
        15,
        "CREATE TABLE r (a int, b int, PRIMARY KEY (a, b));
         CREATE TABLE t (x int, gone int, y int,
             FOREIGN KEY (x, y) REFERENCES r ON DELETE SET NULL (y));
         ALTER TABLE t DROP COLUMN gone",
        |_, schema| {
            let key = &relation(schema, "public.t").foreign_keys[0];
            assert_eq!(key.on_delete.word(), "set_null");
            assert_eq!(key.on_delete_columns, ["y"]);
        },
    );
}

#[test]
fn checks_without_what_the_flags_say() {
    each_server(
        13,
        "CREATE TABLE t (b int, a int, CONSTRAINT c1 CHECK (a > b) NO INHERIT, CONSTRAINT c0 CHECK (true));
         ALTER TABLE t ADD CONSTRAINT c2 CHECK (a <> 3) NOT VALID;
         COMMENT ON CONSTRAINT c2 ON t IS 'three'",
        |_, schema| {
            assert_eq!(
                lines(&relation(schema, "public.t").checks),
                [
                    r#"{"name": "c0", "definition": "CHECK (true)"}"#,
                    r#"{"name": "c1", "definition": "CHECK ((a > b))", "columns": ["b", "a"], "no_inherit": true}"#,
                    r#"{"name": "c2", "definition": "CHECK ((a <> 3))", "columns": ["a"], "not_valid": true, "comment": "three"}"#,
                ]
            );
        },
    );
}

/// Tables whose checks are written with the columns of `pg_statistic`, and some whose can't be.
const CHECKS: &str = r#"
    CREATE FUNCTION stakind1(stakind2 int, b int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
    CREATE TYPE pair AS (stakind1 int, b int);
    CREATE DOMAIN starelid AS int;
    CREATE TABLE t (
        gone int, "Mixed" int, "quo""te" text, "back\slash" text, "🐘" text, stakind1 int, p pair, d starelid,
        CHECK ("Mixed" > 0 AND stakind1 < "Mixed"),
        CHECK ("quo""te" <> 'stakind1 ''stakind2'' "starelid"' AND "back\slash" <> E'\\ \' stakind1'),
        CHECK (stakind1(stakind2 => stakind1, b => "Mixed") AND stakind1(stakind1, 1)),
        CHECK ((p).stakind1 > 0 AND (p).b > (p).stakind1 AND d::starelid > 1),
        CHECK (CASE "🐘" WHEN 'stakind1' THEN stakind1 > 1 ELSE ("🐘" COLLATE "C") ~ '^\S+$' END),
        CHECK (stakind1 = ANY (ARRAY["Mixed", 2]) AND ("Mixed", stakind1) < (1, 2)),
        CHECK (t IS NOT NULL), CHECK (tableoid > 0 AND stakind1 > 0), CHECK (true));
    ALTER TABLE t DROP COLUMN gone;
    DO $$
    DECLARE words text[];
    BEGIN
        EXECUTE (SELECT 'CREATE TABLE wide (' || string_agg(format('c%1$s int CHECK (c%1$s > 0)', n), ',') || ')'
                 FROM generate_series(1, 40) AS n);
        FOR words IN SELECT array_agg(word) FROM pg_get_keywords() WITH ORDINALITY GROUP BY ordinality / 30 LOOP
            EXECUTE (SELECT format('CREATE TABLE %I (', 'words ' || words[1])
                         || string_agg(format('%1$I int CHECK (%1$I > 0)', word), ',') || ')'
                     FROM unnest(words) AS word);
        END LOOP;
    END $$"#;

#[test]
fn checks_are_written_as_the_server_writes_them() {
    for server in servers() {
        let database = server.database(CHECKS);
        let mut client = database.client();
        let schema = take(&mut client, &Scope::Everything);
        let found = schema.relations.iter().flat_map(|r| {
            let checks = r.checks.iter();
            checks.map(|check| format!("{} {} {}", r.name, check.name, check.definition))
        });
        let rows = client
            .simple_query(
                "SET search_path = pg_catalog;
                 SELECT format('%I.%I %s CHECK (%s)', n.nspname, c.relname, k.conname,
                     pg_get_expr(k.conbin, k.conrelid))
                 FROM pg_constraint AS k
                 JOIN pg_class AS c ON c.oid = k.conrelid
                 JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE k.contype = 'c' AND n.nspname = 'public'",
            )
            .unwrap();
        let expected = rows.iter().filter_map(|row| match row {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        let (mut found, mut expected): (Vec<_>, Vec<_>) = (found.collect(), expected.collect());
        found.sort();
        expected.sort();
        assert!(expected.len() > 440, "{}", expected.len());
        assert_eq!(found, expected, "on PostgreSQL {}", server.major);
    }
}

#[test]
fn checks_are_read_while_a_table_is_locked() {
    for server in servers() {
        let database = server.database("CREATE TABLE t (a int CHECK (a > 0))");
        let mut holder = database.client();
        holder.batch_execute("BEGIN; LOCK TABLE t").unwrap();
        let mut client = database.client();
        client.batch_execute("SET lock_timeout = '1s'").unwrap();
        let schema = take(&mut client, &Scope::Everything);
        let checks = &relation(&schema, "public.t").checks;
        assert_eq!(checks[0].definition, "CHECK ((a > 0))");
    }
}

#[test]
fn exclusions() {
    each_server(
        13,
        "CREATE TABLE t (a int4range, b int,
             CONSTRAINT no_overlap EXCLUDE USING gist (a WITH &&, int4range(b, b + 1) WITH =)
             WHERE (b > 0) DEFERRABLE);
         COMMENT ON CONSTRAINT no_overlap ON t IS 'apart'",
        |_, schema| {
            let t = relation(schema, "public.t");
            assert_eq!(
                lines(&t.exclusions),
                [
                    r#"{"name": "no_overlap", "definition": "EXCLUDE USING gist (a WITH &&, int4range(b, (b + 1)) WITH =) WHERE ((b > 0)) DEFERRABLE", "columns": ["a"], "comment": "apart"}"#
                ]
            );
            assert_eq!(t.indexes[0].constraint.as_deref(), Some("no_overlap"));
        },
    );
}

#[test]
fn constraints_of_partitioned_tables_are_told_once() {
    each_server(
        13,
        "CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
         CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
         CREATE TABLE t (p_id int, p_at date, FOREIGN KEY (p_id, p_at) REFERENCES p,
             CONSTRAINT direct FOREIGN KEY (p_id, p_at) REFERENCES p1);
         CREATE TABLE r (id int PRIMARY KEY);
         ALTER TABLE p ADD FOREIGN KEY (id) REFERENCES r",
        |_, schema| {
            let keys = |name| lines(&relation(schema, name).foreign_keys);
            assert_eq!(
                keys("public.t"),
                [
                    r#"{"name": "direct", "columns": ["p_id", "p_at"], "references": "public.p1", "referenced_columns": ["id", "at"], "referenced_types": ["integer", "date"]}"#,
                    r#"{"name": "t_p_id_p_at_fkey", "columns": ["p_id", "p_at"], "references": "public.p", "referenced_columns": ["id", "at"], "referenced_types": ["integer", "date"]}"#,
                ]
            );
            assert_eq!(keys("public.p").len(), 1);
            assert_eq!(
                super::relation_names(schema),
                ["public.p", "public.r", "public.t"]
            );
        },
    );
}

#[test]
fn the_default_action_is_not_written() {
    // `lines` compares text; this holds that what is left out is what is meant.
    let mut text = String::new();
    schema_snapshot::model::Action::NoAction.encode(&mut text, 0);
    assert_eq!(text, r#""no_action""#);
    assert_eq!(
        schema_snapshot::model::Action::default().word(),
        "no_action"
    );
}
