//! The errors of diesel.
//!
//! diesel keeps libpq's result to itself and passes on a kind, the message, and three names: no
//! SQLSTATE and no schema. Nine kinds stand for one SQLSTATE each. For the rest the message is all
//! there is, so what has no kind is known on servers that speak English (`lc_messages`), and is
//! [`ErrorKind::Other`] elsewhere.

use alloc::string::String;

use diesel::ConnectionError;
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error, UnexpectedNullError};

use super::{DatabaseError, ErrorKind, Report};

/// diesel does not pass the SQLSTATE on. It is known for unique, foreign key, restrict, not-null,
/// check and exclusion violations, serialization failures and read-only transactions; the kind is
/// also known of what the server says in English. The schema of a table is never known.
impl From<Error> for DatabaseError {
    fn from(error: Error) -> Self {
        read(&error).with_driver(error)
    }
}

fn read(error: &Error) -> DatabaseError {
    let kind = match error {
        Error::DatabaseError(kind, information) => return server(*kind, &**information),
        // What the transaction ended with; the rollback failed because of it.
        Error::RollbackErrorOnCommit { commit_error, .. } => return read(commit_error),
        Error::NotFound => ErrorKind::NotFound,
        Error::DeserializationError(source) => {
            return DatabaseError::from(ErrorKind::TypeMismatch)
                .or_null::<UnexpectedNullError>(&**source);
        }
        Error::SerializationError(_) => ErrorKind::OutOfRange,
        Error::BrokenTransactionManager => ErrorKind::ConnectionLost,
        _ => ErrorKind::Other,
    };
    kind.into()
}

fn server(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> DatabaseError {
    let message = information.message();
    let code = match kind {
        DatabaseErrorKind::UniqueViolation => "23505",
        DatabaseErrorKind::ForeignKeyViolation => "23503",
        DatabaseErrorKind::RestrictViolation => "23001",
        DatabaseErrorKind::NotNullViolation => "23502",
        DatabaseErrorKind::CheckViolation => "23514",
        DatabaseErrorKind::ExclusionViolation => "23P01",
        DatabaseErrorKind::SerializationFailure => "40001",
        DatabaseErrorKind::ReadOnlyTransaction => "25006",
        _ => "",
    };
    let mut error = DatabaseError::from(Report {
        code,
        message,
        detail: information.details(),
        hint: information.hint(),
        table: information.table_name(),
        column: information.column_name(),
        constraint: information.constraint_name(),
        ..Report::default()
    });
    if code.is_empty() {
        error.0.kind = match kind {
            // The statement is over, whatever became of the connection.
            _ if by_message(message) == ErrorKind::StatementTimeout => ErrorKind::StatementTimeout,
            DatabaseErrorKind::ClosedConnection => ErrorKind::ConnectionLost,
            // libpq did not take it.
            DatabaseErrorKind::UnableToSendCommand if !message.contains("parameters") => {
                ErrorKind::ConnectionLost
            }
            _ => by_message(message),
        };
        error.name_missing(message);
    }
    error
}

/// How a message of PostgreSQL begins and goes on, and what it is.
const MESSAGES: &[(&str, &str, ErrorKind)] = &[
    ("deadlock detected", "", ErrorKind::Deadlock),
    (
        "canceling statement due to statement timeout",
        "",
        ErrorKind::StatementTimeout,
    ),
    (
        "terminating connection due to transaction timeout",
        "",
        ErrorKind::StatementTimeout,
    ),
    (
        "canceling statement due to lock timeout",
        "",
        ErrorKind::LockTimeout,
    ),
    ("could not obtain lock on ", "", ErrorKind::LockTimeout),
    (
        "canceling statement due to user request",
        "",
        ErrorKind::Cancelled,
    ),
    ("terminating connection ", "", ErrorKind::ConnectionLost),
    (
        "server closed the connection unexpectedly",
        "",
        ErrorKind::ConnectionLost,
    ),
    ("permission denied ", "", ErrorKind::PermissionDenied),
    ("must be owner of ", "", ErrorKind::PermissionDenied),
    (
        "new row violates row-level security policy ",
        "",
        ErrorKind::RowSecurity,
    ),
    (
        "new row violates check option ",
        "",
        ErrorKind::CheckViolation,
    ),
    (
        "cached plan must not change result type",
        "",
        ErrorKind::PlanChanged,
    ),
    ("relation ", " does not exist", ErrorKind::UndefinedTable),
    ("schema ", " does not exist", ErrorKind::UndefinedTable),
    ("column ", " does not exist", ErrorKind::UndefinedColumn),
    ("function ", " does not exist", ErrorKind::UndefinedFunction),
    ("operator does not exist", "", ErrorKind::UndefinedFunction),
    ("type ", " does not exist", ErrorKind::UndefinedObject),
    ("constraint ", " does not exist", ErrorKind::UndefinedObject),
    (
        "there is no unique or exclusion constraint matching",
        "",
        ErrorKind::UndefinedObject,
    ),
    (
        "column ",
        " but expression is of type",
        ErrorKind::TypeMismatch,
    ),
    (
        "cannot insert a non-DEFAULT value into column ",
        "",
        ErrorKind::TypeMismatch,
    ),
    // The same of PostgreSQL 13, whose words for a view begin so, too.
    ("cannot insert into column ", " of view ", ErrorKind::Other),
    ("cannot insert into column ", "", ErrorKind::TypeMismatch),
    ("value too long for type ", "", ErrorKind::TooLong),
    ("bit string length ", "", ErrorKind::TooLong),
    ("invalid input syntax for ", "", ErrorKind::InvalidText),
    ("invalid input value for enum ", "", ErrorKind::InvalidText),
    (
        "invalid byte sequence for encoding ",
        "",
        ErrorKind::InvalidText,
    ),
    ("", " out of range", ErrorKind::OutOfRange),
    ("numeric field overflow", "", ErrorKind::OutOfRange),
];

fn by_message(message: &str) -> ErrorKind {
    let known = MESSAGES
        .iter()
        .find(|(start, then, _)| message.starts_with(start) && message.contains(then));
    known.map_or(ErrorKind::Other, |(_, _, kind)| *kind)
}

/// libpq tells of a connection that was not made in words alone, and those of the server are among
/// them. A reason that is not known counts as one that trying again does not help.
impl From<ConnectionError> for DatabaseError {
    fn from(error: ConnectionError) -> Self {
        let of_text = |text: &String| {
            let any = |words: &[&str]| words.iter().any(|words| text.contains(words));
            if any(&[
                "too many clients",
                "remaining connection slots",
                "too many connections",
            ]) {
                ErrorKind::TooManyConnections
            } else if any(&[
                "Connection refused",
                "No such file or directory",
                "could not translate host name",
                "No route to host",
                "Network is unreachable",
                "timeout expired",
                "Connection timed out",
                "the database system is ",
                "server closed the connection unexpectedly",
            ]) {
                ErrorKind::ConnectionRefused
            } else {
                ErrorKind::ConnectionSetup
            }
        };
        let read = match &error {
            ConnectionError::BadConnection(text) => of_text(text).into(),
            ConnectionError::CouldntSetupConfiguration(error) => read(error),
            _ => ErrorKind::ConnectionSetup.into(),
        };
        read.with_driver(error)
    }
}
