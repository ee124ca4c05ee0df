//! What `DatabaseError::log` tells a subscriber.
#![allow(clippy::unwrap_used)]

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use schema_runtime::{Conformant, DatabaseError, ErrorKind, Report};
use tracing_core::field::{Field, Visit};
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Metadata, Subscriber, dispatcher};

/// Writes down events, a line each.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<String>>);

impl Subscriber for Captured {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, event: &Event<'_>) {
        let about = event.metadata();
        let mut line = format!("{} {}", about.level(), about.target());
        event.record(&mut Fields(&mut line));
        self.0.lock().unwrap().push_str(&(line + "\n"));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {}={value}", field.name());
    }
}

fn logged(error: &DatabaseError) -> String {
    let captured = Captured::default();
    dispatcher::with_default(&Dispatch::new(captured.clone()), || {
        error.log("create user");
    });
    captured.0.lock().unwrap().clone()
}

const SECRET: &str = "hunter2";

/// An error whose every field that can hold a value has one.
fn of(code: &str) -> DatabaseError {
    let secret = Some(SECRET);
    DatabaseError::from(Report {
        code,
        message: SECRET,
        detail: secret,
        hint: secret,
        context: secret,
        schema: Some("public"),
        table: Some("users"),
        constraint: Some("uq_users_email"),
        ..Report::default()
    })
}

#[test]
fn an_error_is_one_event_with_what_an_operator_asks_for() {
    assert_eq!(
        logged(&of("23505")),
        "INFO schema_runtime \
         message=a row with the same key exists: constraint `uq_users_email` of `public.users` \
         (SQLSTATE 23505 unique_violation) \
         operation=create user kind=unique_violation sqlstate=23505 constraint=uq_users_email \
         schema=public table=users retryable=false\n"
    );
    let by_domain = DatabaseError::from(Report {
        code: "23514",
        message: SECRET,
        schema: Some("app"),
        data_type: Some("email"),
        constraint: Some("email_check"),
        ..Report::default()
    });
    assert_eq!(
        logged(&by_domain),
        "INFO schema_runtime \
         message=a check refuses the row: constraint `email_check` of domain `app.email` \
         (SQLSTATE 23514 check_violation) \
         operation=create user kind=check_violation sqlstate=23514 constraint=email_check \
         schema=app domain=email retryable=false\n"
    );
    assert_eq!(
        logged(&DatabaseError::not_found()),
        "DEBUG schema_runtime message=no row was found operation=create user kind=not_found \
         retryable=false\n"
    );
}

#[test]
fn an_event_says_for_which_table_the_statement_was() {
    #[derive(Conformant)]
    #[conformant(partial)]
    #[allow(dead_code)]
    struct User {
        email: String,
    }

    let raised = DatabaseError::from(Report {
        code: "P0001",
        message: SECRET,
        ..Report::default()
    });
    assert_eq!(
        logged(&raised.of::<User>()),
        "ERROR schema_runtime message=the database refused (SQLSTATE P0001 raise_exception); the statement \
         was for `public.users` \
         operation=create user kind=other sqlstate=P0001 model=public.users retryable=false\n"
    );
}

#[test]
fn no_event_has_a_value_or_a_second_line() {
    for code in [
        "23505", "23503", "22P02", "40001", "42P01", "57014", "XX000", "no",
    ] {
        let text = logged(&of(code));
        assert!(!text.contains(SECRET), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }
    // Names are whatever somebody called a table.
    let hostile = logged(&DatabaseError::from(Report {
        code: "23505",
        table: Some("users\nERROR all is lost"),
        constraint: Some("\u{1b}[31m"),
        ..Report::default()
    }));
    assert_eq!(hostile.lines().count(), 1, "{hostile}");
    assert!(!hostile.contains('\u{1b}'), "{hostile}");
}

#[test]
fn each_kind_has_a_level_of_its_sort() {
    for kind in ErrorKind::ALL {
        let text = logged(&DatabaseError::from(*kind));
        let level = text.split(' ').next().unwrap();
        assert_eq!(level, kind.level().as_str());
        let connection = [
            ErrorKind::ConnectionRefused,
            ErrorKind::ConnectionLost,
            ErrorKind::TooManyConnections,
            ErrorKind::PoolTimeout,
            ErrorKind::ConnectionSetup,
        ];
        let expected = if connection.contains(kind) || kind.is_schema_drift() {
            "ERROR"
        } else if kind.is_retryable() {
            "WARN"
        } else if kind.is_constraint_violation() {
            "INFO"
        } else {
            continue;
        };
        assert_eq!(level, expected, "{kind}");
    }
}
