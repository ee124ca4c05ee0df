//! The errors of sea-orm, which hold those of sqlx.

use super::{DatabaseError, ErrorKind};

/// One version of sea-orm, with the version of sqlx that is in it.
macro_rules! sea_orm {
    ($module:ident $sea_orm:ident $sqlx:ident) => {
        mod $module {
            use $sea_orm::{DbErr, RuntimeErr};

            use super::{DatabaseError, ErrorKind};
            use crate::error::sqlx::$sqlx as sqlx;

            impl From<DbErr> for DatabaseError {
                fn from(error: DbErr) -> Self {
                    read(&error).with_driver(error)
                }
            }

            fn read(error: &DbErr) -> DatabaseError {
                let kind = match error {
                    DbErr::Conn(RuntimeErr::SqlxError(error))
                    | DbErr::Exec(RuntimeErr::SqlxError(error))
                    | DbErr::Query(RuntimeErr::SqlxError(error)) => return sqlx::read(error),
                    // In words of its own: there is no driver for such a URL, or no connection was asked for.
                    DbErr::Conn(RuntimeErr::Internal(_)) => ErrorKind::ConnectionSetup,
                    DbErr::ConnectionAcquire(_) => ErrorKind::PoolTimeout,
                    DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => ErrorKind::NotFound,
                    DbErr::TryIntoErr { .. } | DbErr::Type(_) | DbErr::Json(_) => {
                        ErrorKind::TypeMismatch
                    }
                    _ => ErrorKind::Other,
                };
                kind.into()
            }
        }
    };
}

#[cfg(feature = "sea-orm")]
sea_orm!(of_2 sea_orm of_09);

#[cfg(feature = "sea-orm-1")]
sea_orm!(of_1 sea_orm_1 of_08);
