//! Names that break what is careless.

use super::{each_server, relation, relation_names, type_names};

const SQL: &str = r#"
    CREATE SCHEMA "Odd.Schema ""x""";
    CREATE TABLE "Weird Name" ("Id" int PRIMARY KEY, "a.b" int, "select" int, "new
line" int, "tab	" int, "back\slash" int, "quo""te" int, "apos'trophe" int);
"#;

/// A name of 63 bytes that ends in a character of two.
fn long() -> String {
    format!("{}é", "x".repeat(61))
}

#[test]
fn hostile_names_survive() {
    let sql = format!(
        r#"{}
         CREATE TABLE "weird name" ("Id" int REFERENCES "Weird Name" ("Id"));
         CREATE TABLE "order" (id int);
         CREATE TABLE "🦀" ("🐘" text DEFAULT '🐘' CHECK ("🐘" <> ''));
         CREATE TABLE "{long}" ("{long}" int PRIMARY KEY);
         CREATE TYPE "Odd.Schema ""x"""."Mood.." AS ENUM ('');
         CREATE TABLE "Odd.Schema ""x"""."t\1" (m "Odd.Schema ""x"""."Mood..", k int REFERENCES "{long}");
         CREATE INDEX "i.""x""" ON "Odd.Schema ""x"""."t\1" (m) WHERE m IS NOT NULL;
         CREATE FUNCTION "Odd.Schema ""x"""."F n"("A b" int) RETURNS int LANGUAGE sql AS 'SELECT 1'"#,
        SQL,
        long = long()
    );
    each_server(13, &sql, |_, schema| {
        let long = long();
        assert_eq!(
            relation_names(schema),
            [
                r#""Odd.Schema ""x"""."t\1""#,
                r#"public."Weird Name""#,
                r#"public."order""#,
                r#"public."weird name""#,
                &format!(r#"public."{long}""#),
                r#"public."🦀""#,
            ]
        );
        let columns: Vec<_> = relation(schema, r#"public."Weird Name""#)
            .columns
            .iter()
            .map(|c| c.name.as_str())
            .collect();
        assert_eq!(
            columns,
            [
                "Id",
                "a.b",
                "select",
                "new\nline",
                "tab\t",
                r"back\slash",
                "quo\"te",
                "apos'trophe"
            ]
        );
        let odd = relation(schema, r#""Odd.Schema ""x"""."t\1""#);
        assert_eq!(odd.name.schema, r#"Odd.Schema "x""#);
        assert_eq!(odd.name.name, r"t\1");
        assert_eq!(odd.foreign_keys[0].references.name, long);
        assert_eq!(odd.foreign_keys[0].referenced_columns, [long.as_str()]);
        assert_eq!(odd.indexes[0].name, "i.\"x\"");
        assert_eq!(odd.indexes[0].predicate_not_null, ["m"]);
        assert_eq!(type_names(schema), [r#""Odd.Schema ""x"""."Mood..""#]);
        assert_eq!(schema.types[0].labels, [""]);
        let crab = relation(schema, r#"public."🦀""#);
        assert_eq!(crab.columns[0].default.as_deref(), Some("'🐘'::text"));
        assert_eq!(
            schema.functions[0].overloads[0].arguments,
            r#""A b" integer"#
        );
        for relation in &schema.relations {
            let text = relation.name.to_string();
            assert_eq!(
                schema_snapshot::QualifiedName::parse(&text).as_ref(),
                Some(&relation.name)
            );
        }
    });
}

#[test]
fn keywords_are_the_newest_servers() {
    let server = schema_tests::newest();
    if server.major != 18 {
        println!("not shown: needs PostgreSQL 18, have {}", server.major);
        return;
    }
    let rows = server
        .client("postgres")
        .query("SELECT word, catcode <> 'U' FROM pg_get_keywords()", &[])
        .unwrap();
    assert!(rows.len() > 400);
    for row in rows {
        let word: &str = row.get(0);
        assert_eq!(
            schema_snapshot::name::is_keyword(word),
            row.get::<_, bool>(1),
            "{word}"
        );
    }
}

#[test]
fn identifiers_are_quoted_as_postgresql_does() {
    let names = [
        "a", "A", "a b", "1a", "a1", "_a", "é", "select", "name", "order", "a\"b", "a.b", "a$",
        "value", "between", "🦀",
    ];
    let server = schema_tests::newest();
    let mut client = server.client("postgres");
    for name in names {
        let row = client
            .query_one("SELECT quote_ident($1)", &[&name])
            .unwrap();
        assert_eq!(schema_snapshot::name::quote(name), row.get::<_, &str>(0));
    }
}
