//! The errors of `tokio-postgres`, which are those of `postgres` too.

extern crate std;

use alloc::format;
use alloc::string::ToString;
use core::error::Error as _;

use std::io::ErrorKind as ErrorOfIo;
use tokio_postgres::types::{WasNull, WrongType};

use super::{DatabaseError, ErrorKind, Report, io};

/// `query_one` fails in one way for no row and for several; that is [`ErrorKind::NotFound`].
/// `query_opt` fails only for several.
impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        read(&error).with_driver(error)
    }
}

fn read(error: &tokio_postgres::Error) -> DatabaseError {
    if let Some(db) = error.as_db_error() {
        return DatabaseError::from(Report {
            code: db.code().code(),
            message: db.message(),
            detail: db.detail(),
            hint: db.hint(),
            context: db.where_(),
            schema: db.schema(),
            table: db.table(),
            column: db.column(),
            data_type: db.datatype(),
            constraint: db.constraint(),
            routine: db.routine(),
        });
    }
    if error.is_closed() {
        return ErrorKind::ConnectionLost.into();
    }
    // What else it is, is told by its text alone: fixed words, before those of its source.
    let text = error.to_string();
    let is = |words: &str| text.starts_with(words);
    let kind = if is("error connecting to server") {
        match io_error(error) {
            // A name that is no name, an address that is none.
            Some(error) if error.kind() == ErrorOfIo::InvalidInput => ErrorKind::ConnectionSetup,
            _ => ErrorKind::ConnectionRefused,
        }
    } else if is("error communicating with the server") {
        io_error(error).map_or(ErrorKind::ConnectionLost, io::kind)
    } else if is("query returned an unexpected number of rows") {
        ErrorKind::NotFound
    } else if is("query returned an unexpected number of col") {
        ErrorKind::TypeMismatch
    } else if let Some(number) = text.strip_prefix("error deserializing column ") {
        let kind = ErrorKind::TypeMismatch;
        let read = match number_of(number) {
            Some(from_0) => DatabaseError::missing(kind, &from_0.to_string()),
            None => kind.into(),
        };
        return read.or_null::<WasNull>(error);
    } else if let Some(number) = text.strip_prefix("error serializing parameter ") {
        let kind = match error.source() {
            Some(source) if source.is::<WrongType>() => ErrorKind::TypeMismatch,
            _ => ErrorKind::OutOfRange,
        };
        return match number_of(number) {
            Some(from_0) => DatabaseError::missing(kind, &format!("${}", from_0 + 1)),
            None => kind.into(),
        };
    } else if let Some(column) = text.strip_prefix("invalid column `") {
        // The name that the program asks the row for.
        return DatabaseError::missing(ErrorKind::UndefinedColumn, column.trim_end_matches('`'));
    } else if is("error performing TLS handshake")
        || is("authentication error")
        || is("invalid connection string")
        || is("invalid configuration")
    {
        ErrorKind::ConnectionSetup
    } else {
        ErrorKind::Other
    };
    kind.into()
}

/// What stands before the words of the source.
fn number_of(text: &str) -> Option<u16> {
    text.split(':').next()?.parse().ok()
}

fn io_error(error: &tokio_postgres::Error) -> Option<&std::io::Error> {
    error.source()?.downcast_ref()
}
