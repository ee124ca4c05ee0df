//! The errors of sqlx.

use super::{DatabaseError, ErrorKind, Report, io};

/// One version of sqlx, in a module of its own.
macro_rules! sqlx {
    ($module:ident $core:ident $postgres:ident) => {
        pub(super) mod $module {
            use $core::error::{Error, UnexpectedNullError};
            use $postgres::PgDatabaseError;

            use super::{DatabaseError, ErrorKind, Report, io};

            impl From<Error> for DatabaseError {
                fn from(error: Error) -> Self {
                    read(&error).with_driver(error)
                }
            }

            pub(in crate::error) fn read(error: &Error) -> DatabaseError {
                let kind = match error {
                    Error::Database(database) => {
                        return match database.try_downcast_ref::<PgDatabaseError>() {
                            Some(error) => server(error),
                            // Another database's, through `Any`.
                            None => ErrorKind::Other.into(),
                        };
                    }
                    Error::ColumnNotFound(name) => {
                        return DatabaseError::missing(ErrorKind::UndefinedColumn, name);
                    }
                    Error::TypeNotFound { type_name } => {
                        return DatabaseError::missing(ErrorKind::UndefinedObject, type_name);
                    }
                    Error::ColumnDecode { index, source } => {
                        // A number, or the name in quotation marks.
                        let name = index.trim_matches('"');
                        return DatabaseError::missing(ErrorKind::TypeMismatch, name)
                            .or_null::<UnexpectedNullError>(&**source);
                    }
                    Error::Decode(source) => {
                        return DatabaseError::from(ErrorKind::TypeMismatch)
                            .or_null::<UnexpectedNullError>(&**source);
                    }
                    Error::RowNotFound => ErrorKind::NotFound,
                    Error::Io(error) => io::kind(error),
                    Error::Tls(_) | Error::Configuration(_) => ErrorKind::ConnectionSetup,
                    Error::ColumnIndexOutOfBounds { .. } => ErrorKind::UndefinedColumn,
                    Error::Encode(_) => ErrorKind::OutOfRange,
                    Error::PoolTimedOut | Error::PoolClosed => ErrorKind::PoolTimeout,
                    Error::WorkerCrashed => ErrorKind::ConnectionLost,
                    _ => ErrorKind::Other,
                };
                kind.into()
            }

            fn server(error: &PgDatabaseError) -> DatabaseError {
                DatabaseError::from(Report {
                    code: error.code(),
                    message: error.message(),
                    detail: error.detail(),
                    hint: error.hint(),
                    context: error.r#where(),
                    schema: error.schema(),
                    table: error.table(),
                    column: error.column(),
                    data_type: error.data_type(),
                    constraint: error.constraint(),
                    routine: error.routine(),
                })
            }
        }
    };
}

#[cfg(feature = "sqlx")]
sqlx!(of_09 sqlx_core_09 sqlx_postgres_09);

#[cfg(feature = "sqlx-0_8")]
sqlx!(of_08 sqlx_core_08 sqlx_postgres_08);
