//! Statements of several programs at once, and what a snapshot and a server make of them.
#![allow(clippy::option_option)] // `Some(None)` is NULL, `None` leaves the column as it is.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use schema_runtime::access::{Access as _, Insert, List, Read, Update, postgres::Run as _};
use schema_snapshot::access::plan;
use schema_snapshot::claim::Subject;
use schema_snapshot::conform::{self, Resolved};
use schema_snapshot::store::Snapshot;
use schema_tests::{newest, servers};
use uuid::Uuid;

use crate::access::models::{Country, Login, NewUser, Order, OrderStatus, User};

const SCHEMA: &str = include_str!("../schema.sql");

/// Of many that insert the same at once, one does, and all get its row.
#[test]
fn upserts_that_race_meet_in_one_row() {
    const RACERS: usize = 8;
    for server in servers() {
        let database = server.database(SCHEMA);
        let start = Barrier::new(RACERS);
        let ids: BTreeSet<Uuid> = thread::scope(|scope| {
            let racer = || {
                let mut client = database.client();
                start.wait();
                let new = NewUser {
                    email: "ada@example.org",
                    nickname: None,
                };
                let rounds = 0..20;
                rounds
                    .map(|_| new.upsert().on(&mut client).unwrap().id)
                    .last()
            };
            let racers: Vec<_> = (0..RACERS).map(|_| scope.spawn(racer)).collect();
            racers
                .into_iter()
                .map(|racer| racer.join().unwrap().unwrap())
                .collect()
        });
        assert_eq!(ids.len(), 1, "PostgreSQL {}", server.major);
    }
}

/// Rows that are inserted before and behind a reader neither hide a row from it nor show one twice.
#[test]
fn pages_hold_while_rows_come_in() {
    for server in servers() {
        let database = server.database(SCHEMA);
        let country = |n: u32| Country {
            code: format!("{n:03}"),
            name: String::new(),
        };
        let mut client = database.client();
        let there: Vec<Country> = (0..300).map(|n| country(n * 3)).collect();
        Country::insert_many(&there).on(&mut client).unwrap();
        let read = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut client = database.client();
                // From the end to the beginning, so that some come in on either side.
                for n in (0..900).rev().filter(|n| n % 3 != 0) {
                    country(n).insert().on(&mut client).unwrap();
                    if read.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
            let mut seen = Country::list(7).on(&mut client).unwrap();
            while let Some(last) = seen.last() {
                let more = Country::list_after(last.key(), 7).on(&mut client).unwrap();
                if more.is_empty() {
                    break;
                }
                seen.extend(more);
            }
            read.store(true, Ordering::Relaxed);
            let codes: Vec<_> = seen.iter().map(|country| &country.code).collect();
            assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
            let missing = there.iter().filter(|country| !seen.contains(country));
            assert_eq!(missing.count(), 0);
        });
    }
}

/// In a transaction, and what is not committed is not there.
#[test]
fn a_transaction_runs_them_too() {
    let database = newest().database(SCHEMA);
    let mut client = database.client();
    let new = NewUser {
        email: "ada@example.org",
        nickname: None,
    };
    let mut transaction = client.transaction().unwrap();
    let ada = new.insert().on(&mut transaction).unwrap();
    let order = Order {
        id: ada.id,
        number: 0,
        user_id: ada.id,
        reviewed_by: None,
        status: OrderStatus::Placed,
        created_at: ada.created_at,
        updated_at: ada.created_at,
    };
    Order::insert_many(std::slice::from_ref(&order))
        .on(&mut transaction)
        .unwrap();
    assert_eq!(order.user().get().on(&mut transaction).unwrap(), ada);
    transaction.rollback().unwrap();
    assert!(!order.user().exists().on(&mut client).unwrap());
    // A unique key with NULL in it is no key of two such rows.
    new.insert().on(&mut client).unwrap();
    let other = NewUser {
        email: "bo@example.org",
        ..new
    };
    other.insert().on(&mut client).unwrap();
    assert_eq!(User::list(9).on(&mut client).unwrap().len(), 2);
}

/// A text can be prepared, explained and read, and shows no value.
#[test]
fn texts_are_constants() {
    const FIRST: &str = <User as List>::FIRST;
    assert_eq!(User::list(1).text(), FIRST);
    assert_eq!(<Login as Read>::SELECTED, "email, id");
    assert!(<NewUser<'_> as Insert>::INSERT.ends_with(<User as Read>::SELECTED));
    assert!(<User as Update>::UPDATE.starts_with("UPDATE public.users SET "));
    let find = User::by_email("secret@example.org").find();
    assert!(!format!("{find:?}").contains("secret"), "{find:?}");
    let mut client = newest().database(SCHEMA).client();
    // Its database is gone with the value above; a server says so, and no panic.
    let error = find.on(&mut client).unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
}

/// What stands in for `None` where it means DEFAULT: the server takes the types of it.
#[test]
fn a_default_stands_in_for_none() {
    let source = r#"
        #[conformant(table = "users", insert, access)]
        #[diesel(treat_none_as_default_value = true)]
        struct Guest {
            email: String,
            logins: Option<i64>,
            settings: Option<Value>,
            tags: Option<Vec<String>>,
        }"#;
    let item = syn::parse_str(source).unwrap();
    let parsed = schema_claims::parse(&item);
    let snapshot = Snapshot::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")).unwrap();
    let claim = parsed.claim.as_ref().unwrap();
    let outcome = conform::check(claim, &snapshot);
    assert_eq!(outcome.findings, []);
    let (Subject::Model(model), Some(Resolved::Relation(users))) =
        (&claim.subject, outcome.subject)
    else {
        panic!("it is a model of a table");
    };
    let plan = plan(claim, model, model.access.as_ref().unwrap(), &users.value);
    let text = plan.insert.unwrap().one() + " RETURNING logins, tags";
    for server in servers() {
        let database = server.database(SCHEMA);
        let mut client = database.client();
        let none: (Option<i64>, Option<serde_json::Value>) = (None, None);
        let tags = vec!["x"];
        let row = client
            .query_one(&text, &[&"a@x", &none.0, &none.1, &Some(tags)])
            .unwrap();
        assert_eq!((row.get(0), row.get(1)), (0_i64, vec!["x".to_owned()]));
    }
}
