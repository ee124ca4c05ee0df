//! The catalogue query on real servers: each kind of object is taken as it is, on every major.
#![allow(clippy::unwrap_used)]

use postgres::{Client, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::codec::Codec;
use schema_snapshot::model::{Relation, Schema};
use schema_tests::servers;

fn take(client: &mut Client, scope: &Scope) -> Schema {
    let mut assembler = Assembler::default();
    client.batch_execute(catalogue::BEGIN).unwrap();
    for statement in catalogue::statements(scope) {
        let rows = client
            .simple_query(&statement.sql)
            .unwrap_or_else(|e| panic!("{}: {e}", statement.name));
        for row in rows {
            if let SimpleQueryMessage::Row(row) = row {
                assembler.row(row.get(0).unwrap()).unwrap();
            }
        }
    }
    client.batch_execute(catalogue::END).unwrap();
    assembler.finish().unwrap()
}

fn relation<'a>(schema: &'a Schema, name: &str) -> &'a Relation {
    schema
        .relations
        .iter()
        .find(|r| r.name.to_string() == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

/// The canonical JSON of each, which leaves out what is default.
fn lines<T: Codec>(values: &[T]) -> Vec<String> {
    values
        .iter()
        .map(|value| {
            let mut text = String::new();
            value.encode(&mut text, 2);
            text
        })
        .collect()
}

#[test]
fn columns_are_in_order_with_type_and_nullability() {
    for server in servers() {
        let database = server.database(
            "CREATE TABLE t (z int NOT NULL, a varchar(20)[] DEFAULT '{}', PRIMARY KEY (a, z))",
        );
        let schema = take(&mut database.client(), &Scope::Everything);
        assert_eq!(i64::from(server.major), schema.server_major);
        assert_eq!(
            lines(&relation(&schema, "public.t").columns),
            [
                r#"{"name": "z", "type": "integer", "not_null": true}"#,
                r#"{"name": "a", "type": {"array": "character varying(20)"}, "not_null": true, "default": "'{}'::character varying[]"}"#,
            ]
        );
    }
}
