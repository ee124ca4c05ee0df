//! Records as the derive writes them, of models whose source is in the test.

use std::process::Command;

use postgres::{Client, SimpleQueryMessage};
use schema_snapshot::config::Config;
use schema_snapshot::conform::{self, InMemory};
use schema_snapshot::model::Schema;
use schema_snapshot::verify::{Check, Record, Report};

/// The records of models that are right for a schema, written and read again.
pub(crate) fn records(source: &str, schema: &Schema) -> Vec<Record> {
    let config = Config::default();
    let snapshot = InMemory::of(schema, &config);
    let items = schema_claims::source::read(source).unwrap_or_else(|e| panic!("{e:?}"));
    let record = |item: &schema_claims::source::Item| {
        let reading = &item.readings[0];
        let claim = reading.claim.as_ref().unwrap();
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        let outcome = conform::check(claim, &snapshot);
        let wrong = outcome
            .findings
            .iter()
            .filter(|finding| schema_snapshot::rules::find(finding.rule).is_none());
        let wrong: Vec<_> = wrong.map(|finding| &finding.message).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let written = Record::of(claim, &outcome, &config).unwrap().write();
        let text = format!("{}app::models\n{}", written.head, written.body);
        Record::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    items.iter().map(record).collect()
}

/// The first column of all rows.
pub(crate) fn texts(messages: Vec<SimpleQueryMessage>) -> Vec<String> {
    let text = |message| match message {
        SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap().to_owned()),
        _ => None,
    };
    messages.into_iter().filter_map(text).collect()
}

/// The verdict on models in a database.
pub(crate) fn report(check: &Check, client: &mut Client) -> Report {
    let rows = client.simple_query(&check.script());
    let rows = rows.unwrap_or_else(|error| panic!("{error:?}\n{}", check.script()));
    check.report(texts(rows)).unwrap_or_else(|e| panic!("{e}"))
}

/// Runs a program to its end.
///
/// # Panics
///
/// When it fails: with what it said.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        said(&output.stdout),
        said(&output.stderr)
    );
    said(&output.stdout)
}
