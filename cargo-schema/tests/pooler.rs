//! The command behind PgBouncer in transaction mode: each transaction may get another session of
//! the server's, and what a client sets in one is there for the next client.

use postgres::{Client, NoTls, SimpleQueryMessage};

use crate::real_pooler::Pooler;
use crate::support::{Database, Project};

fn shown(client: &mut Client, setting: &str) -> String {
    let rows = client.simple_query(&format!("SHOW {setting}")).unwrap();
    let first = rows.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    first.unwrap()
}

#[test]
fn a_pooler_in_transaction_mode_will_do() {
    let database =
        Database::new("CREATE TABLE users (id uuid PRIMARY KEY, path text DEFAULT '\\')");
    let Some(pooler) = Pooler::start(database.server.socket_directory()) else {
        return;
    };
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    let direct = project.snapshot();

    // Another client of the same session has it set for itself, and keeps what it set.
    let mut neighbour = Client::connect(&pooler.url(&database.name), NoTls).unwrap();
    let odd = [
        ("timezone", "Asia/Kathmandu"),
        ("search_path", "pg_temp"),
        ("standard_conforming_strings", "off"),
    ];
    for (setting, value) in odd {
        let sql = format!("SET {setting} = '{value}'");
        neighbour.batch_execute(&sql).unwrap();
    }
    project.set("DATABASE_URL", &pooler.url(&database.name));
    let said = project.run(&["refresh", "--check", "--schema", "public"]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert_eq!(said.err, "", "{}", said.all());
    for (setting, value) in odd {
        assert_eq!(shown(&mut neighbour, setting), value);
    }

    database.run("ALTER TABLE users ADD email text");
    for _ in 0..3 {
        let said = project.run(&["refresh"]);
        assert_eq!(said.status, Some(0), "{}", said.all());
    }
    assert_ne!(project.snapshot(), direct);
}
