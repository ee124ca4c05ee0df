//! The catalogue query on real servers: each kind of object is taken as it is, on every major.

mod columns;
mod constraints;
mod functions;
mod indexes;
mod names;
mod relations;
mod scope;
mod stability;
mod types;

use postgres::{Client, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::codec::Codec;
use schema_snapshot::model::{Relation, Schema, UserType};
use schema_tests::{Running, servers};

/// The schema as the command takes it.
fn take(client: &mut Client, scope: &Scope) -> Schema {
    let mut assembler = Assembler::default();
    client.batch_execute(catalogue::BEGIN).unwrap();
    for statement in catalogue::statements(scope) {
        let rows = client
            .simple_query(&statement.sql)
            .unwrap_or_else(|e| panic!("{}: {:?}", statement.name, e.as_db_error()));
        feed(&mut assembler, rows);
    }
    client.batch_execute(catalogue::END).unwrap();
    assembler.finish().unwrap()
}

fn feed(assembler: &mut Assembler, rows: Vec<SimpleQueryMessage>) {
    for row in rows {
        if let SimpleQueryMessage::Row(row) = row {
            assembler.row(row.get(0).unwrap()).unwrap();
        }
    }
}

/// Takes the schema of these statements on every server that is new enough.
fn each_server(oldest: u32, sql: &str, check: impl Fn(&Running, &Schema)) {
    let mut looked = false;
    for server in servers().iter().filter(|server| server.major >= oldest) {
        println!("on PostgreSQL {}", server.major);
        let database = server.database(sql);
        let schema = take(&mut database.client(), &Scope::Everything);
        assert_eq!(schema.server_major, i64::from(server.major));
        check(server, &schema);
        looked = true;
    }
    if !looked {
        println!("not shown: needs PostgreSQL {oldest}");
    }
}

#[track_caller]
fn relation<'a>(schema: &'a Schema, name: &str) -> &'a Relation {
    let found = schema.relations.iter().find(|r| r.name.to_string() == name);
    found.unwrap_or_else(|| panic!("no {name} among {:?}", relation_names(schema)))
}

#[track_caller]
fn user_type<'a>(schema: &'a Schema, name: &str) -> &'a UserType {
    let found = schema.types.iter().find(|t| t.name.to_string() == name);
    found.unwrap_or_else(|| panic!("no {name} among {:?}", type_names(schema)))
}

fn relation_names(schema: &Schema) -> Vec<String> {
    schema
        .relations
        .iter()
        .map(|r| r.name.to_string())
        .collect()
}

fn type_names(schema: &Schema) -> Vec<String> {
    schema.types.iter().map(|t| t.name.to_string()).collect()
}

fn function_names(schema: &Schema) -> Vec<String> {
    schema
        .functions
        .iter()
        .map(|f| f.name.to_string())
        .collect()
}

/// The canonical JSON, which leaves out what is default.
fn json<T: Codec>(value: &T) -> String {
    let mut text = String::new();
    value.encode(&mut text, 2);
    text
}

/// The canonical JSON of each.
fn lines<T: Codec>(values: &[T]) -> Vec<String> {
    values.iter().map(json).collect()
}
