//! Every SQLSTATE, raised on a real server and read through each driver.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use schema_driver_tests::{DRIVERS, shown};
use schema_runtime::{ErrorKind, SqlState};
use schema_tests::{Running, servers};

/// The SQLSTATEs that diesel has kinds for.
const OF_DIESEL: &[&str] = &[
    "23001", "23502", "23503", "23505", "23514", "23P01", "25006", "40001",
];

#[test]
fn each_code_is_passed_on_by_each_driver_and_has_its_kind() {
    for server in servers() {
        let database = server.database("");
        for driver in DRIVERS {
            let mut session = driver.session(&database.url());
            for (state, _) in SqlState::all() {
                // Success can't be raised.
                if state == SqlState::SUCCESSFUL_COMPLETION {
                    continue;
                }
                let raise = format!(
                    "DO $$ BEGIN RAISE 's3cret' USING ERRCODE = '{state}', DETAIL = 's3cret', \
                     HINT = 's3cret', TABLE = 'users', SCHEMA = 'app', COLUMN = 'email', \
                     CONSTRAINT = 'uq', DATATYPE = 'pin'; END $$"
                );
                let error = session.run(&raise).unwrap_err();
                let of = format!("PostgreSQL {}, {}: {error}", server.major, driver.name);
                if driver.tells_the_sqlstate() {
                    assert_eq!(error.sqlstate(), Some(state), "{of}");
                    assert_eq!(error.kind(), ErrorKind::of(state), "{of}");
                    assert_eq!(error.schema(), Some("app"), "{of}");
                    assert_eq!(error.data_type(), Some("pin"), "{of}");
                } else if OF_DIESEL.contains(&state.as_str()) {
                    assert_eq!(error.sqlstate(), Some(state), "{of}");
                    assert_eq!(error.kind(), ErrorKind::of(state), "{of}");
                } else {
                    assert_eq!(error.sqlstate(), None, "{of}");
                    let closed = state.class() == "08" && error.kind() == ErrorKind::ConnectionLost;
                    assert!(closed || error.kind() == ErrorKind::Other, "{of}");
                }
                assert_eq!(error.table(), Some("users"), "{of}");
                assert_eq!(error.column(), Some("email"), "{of}");
                assert_eq!(error.constraint(), Some("uq"), "{of}");
                assert_eq!(error.is_retryable(), error.kind().is_retryable());
                let shown = shown(error);
                assert!(!shown.contains("s3cret"), "{of} is shown as\n{shown}");
            }
        }
    }
}

/// PL/pgSQL resolves a name to the first code that has it; a few names stand for two codes.
#[test]
fn each_condition_name_is_the_servers() {
    for server in servers() {
        let database = server.database("");
        let mut client = database.client();
        let mut known = 0;
        for (state, name) in SqlState::all() {
            let raise = format!("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{name}'; END $$");
            let Err(error) = client.batch_execute(&raise) else {
                // `successful_completion` and the like.
                continue;
            };
            let db = error.as_db_error().unwrap();
            if db.message().contains("unrecognized exception condition") {
                // A name of a newer or an older major.
                continue;
            }
            known += 1;
            let code: SqlState = db.code().code().parse().unwrap();
            assert_eq!(code.condition_name(), Some(name), "{state}");
        }
        assert!(known > 240, "PostgreSQL {}: {known}", server.major);
    }
}

/// The table that the server was built from has no code and no name that is not here.
#[test]
fn the_codes_are_all_of_the_servers() {
    let mut files = 0;
    for server in servers() {
        let Some(text) = table(server) else {
            eprintln!(
                "left out: PostgreSQL {} came without errcodes.txt",
                server.major
            );
            continue;
        };
        files += 1;
        let theirs: BTreeSet<(String, String)> = text
            .lines()
            .filter_map(|line| {
                let words: Vec<_> = line.split_whitespace().collect();
                match words.as_slice() {
                    [code, _, macro_name, name] if macro_name.starts_with("ERRCODE_") => {
                        Some(((*code).to_owned(), (*name).to_owned()))
                    }
                    _ => None,
                }
            })
            .collect();
        assert!(theirs.len() > 250, "{}", theirs.len());
        let ours: BTreeSet<_> = SqlState::all()
            .map(|(code, name)| (code.to_string(), name.to_owned()))
            .collect();
        let missing: Vec<_> = theirs.difference(&ours).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
    assert!(files > 0, "no server has its errcodes.txt");
}

fn table(server: &Running) -> Option<String> {
    let here = &server.binaries;
    let places: [PathBuf; 3] = [
        here.join("../share/postgresql/errcodes.txt"),
        here.join("../share/errcodes.txt"),
        format!("/usr/share/postgresql/{}/errcodes.txt", server.major).into(),
    ];
    places
        .iter()
        .find_map(|place| fs::read_to_string(place).ok())
}
