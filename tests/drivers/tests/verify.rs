//! The start-up guard through every driver.

use std::path::Path;

use journal::{accounts, entries, reminders};
use schema_driver_tests::{DRIVERS, Driver};
use schema_runtime::verify::{Models, Verdict, models};
use schema_tests::servers;

const MODELS: Models = models![
    accounts::User,
    accounts::OpaqueSession,
    entries::JournalEntry,
    entries::Tag,
    reminders::Reminder,
];

/// A drift of each verdict: a column less, a column more, a table as it was.
const DRIFT: &str = "
    ALTER TABLE users RENAME COLUMN email TO address;
    ALTER TABLE tags ADD COLUMN note text;";

#[test]
fn every_driver_says_the_same() {
    let migrations =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/journal/migrations");
    for server in servers() {
        let database = server.migrated(&migrations);
        let mut sessions: Vec<_> = DRIVERS
            .iter()
            .map(|driver| (driver.name, driver.session(&database.url())))
            .collect();
        for (name, session) in &mut sessions {
            let report = session.verify(MODELS).unwrap();
            assert_eq!(report.verdict(), Verdict::Conformant, "{name}: {report}");
        }
        database.client().batch_execute(DRIFT).unwrap();
        let mut reports = sessions
            .iter_mut()
            .map(|(name, session)| (name, session.verify(MODELS).unwrap()));
        let (_, first) = reports.next().unwrap();
        let verdict_of = |item: &str| {
            let mut models = first.models.iter();
            let model = models.find(|model| model.item == format!("journal::{item}"));
            model.unwrap_or_else(|| panic!("{item}: {first}")).verdict
        };
        assert_eq!(verdict_of("accounts::User"), Verdict::Breaking);
        assert_eq!(verdict_of("entries::Tag"), Verdict::Compatible);
        assert_eq!(verdict_of("reminders::Reminder"), Verdict::Conformant);
        for (name, report) in reports {
            assert_eq!(report, first, "{name}");
        }
        // The connection is as it was: in no transaction, and with its own settings.
        for (name, session) in &mut sessions {
            session
                .run("CREATE TEMP TABLE after (id int); DROP TABLE after")
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

/// A transaction of the caller's is neither committed nor made one that only reads: it fails, and says so.
#[test]
fn inside_a_transaction_it_says_that_it_is() {
    for server in servers() {
        let database = server.database("");
        let of_a_session = |driver: &&Driver| !driver.name.starts_with("sea-orm");
        for driver in DRIVERS.iter().filter(of_a_session) {
            let mut session = driver.session(&database.url());
            for begin in ["BEGIN", "BEGIN; CREATE TABLE mine (id int)"] {
                session.run(begin).unwrap();
                let error = session.verify(MODELS).unwrap_err().to_string();
                let of = format!("{}, {begin}: {error}", driver.name);
                let start = "the database could not be asked for its schema: ";
                assert!(error.starts_with(start), "{of}");
                if driver.tells_the_sqlstate() {
                    assert!(error.contains("SQLSTATE 25001"), "{of}");
                    assert!(error.ends_with("; ask it outside a transaction"), "{of}");
                }
                session
                    .run("SELECT 1")
                    .expect_err("the transaction has failed");
                session.run("ROLLBACK").unwrap();
                session
                    .run("CREATE TABLE mine (id int); DROP TABLE mine")
                    .unwrap();
            }
        }
    }
}
