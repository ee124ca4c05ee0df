//! The errors of `tokio-postgres`, which are those of `postgres` too.

use super::{DatabaseError, ErrorKind, Report};

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        let read = match error.as_db_error() {
            Some(db) => Self::from(Report {
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
            }),
            None if error.is_closed() => Self::from(ErrorKind::ConnectionLost),
            None => Self::from(ErrorKind::Other),
        };
        read.with_driver(error)
    }
}
