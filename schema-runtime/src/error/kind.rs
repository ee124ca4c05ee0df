//! What an error is, as a program decides by it.

use core::fmt;

use super::SqlState;

/// Writes the kinds: a variant, its name in logs, its HTTP status, what is said of it.
macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident $name:literal $status:literal $words:literal;)*) => {
        /// What a [`DatabaseError`](super::DatabaseError) is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[$about])* $kind,)*
        }

        impl ErrorKind {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// Its name for logs and metrics: `unique_violation`. It stays as it is between releases.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The status of an HTTP response that a request ends with for this reason, when the
            /// handler knows nothing better.
            ///
            /// 4xx where the request is what another request can be right instead of: 404, 409 for
            /// what clashes with other rows, 422 for what no row may be, 403 for rows that are not
            /// this user's. 503 where the same request may succeed later, 504 where time ran out. 500
            /// for what only the service itself can put right: schema drift, missing grants.
            pub const fn http_status(self) -> u16 {
                match self {
                    $(Self::$kind => $status,)*
                }
            }

            /// What is said of it, before names.
            pub(crate) const fn words(self) -> &'static str {
                match self {
                    $(Self::$kind => $words,)*
                }
            }
        }
    };
}

kinds! {
    /// A query that must give a row gave none.
    NotFound "not_found" 404 "no row was found";
    /// A row with this key is there: of a unique constraint, a primary key, a unique index.
    UniqueViolation "unique_violation" 409 "a row with the same key exists";
    /// A foreign key is violated, and it is not known from which side.
    ForeignKeyViolation "foreign_key_violation" 409 "a foreign key is violated";
    /// The row that a foreign key of the written one refers to is missing.
    MissingParent "missing_parent" 422 "the row that is referred to does not exist";
    /// The row is still referred to, so it can neither be deleted nor get another key.
    StillReferenced "still_referenced" 409 "the row is still referred to";
    /// A column that is NOT NULL got no value.
    NotNullViolation "not_null_violation" 422 "a value is missing";
    /// A check constraint, of a table or a domain, or the check option of a view refuses the row.
    CheckViolation "check_violation" 422 "a check refuses the row";
    /// A row that an exclusion constraint does not allow beside this one is there.
    ExclusionViolation "exclusion_violation" 409 "a row that excludes this one exists";
    /// A number, a date or an interval is beyond what its type holds.
    OutOfRange "out_of_range" 422 "a value is out of range";
    /// A text or a bit string is longer than its type allows.
    TooLong "too_long" 422 "a value is too long";
    /// A text is no value of its type: no UUID, no date, no JSON, no label of the enum.
    InvalidText "invalid_text" 422 "a text is no value of its type";
    /// Another transaction came in between. The whole transaction can be tried again.
    SerializationFailure "serialization_failure" 503 "the transaction clashed with another";
    /// Transactions waited for each other, and this one was ended. It can be tried again.
    Deadlock "deadlock" 503 "the transaction was ended to resolve a deadlock";
    /// A lock was not to be had: `lock_timeout`, or NOWAIT.
    LockTimeout "lock_timeout" 503 "a lock was not available in time";
    /// `statement_timeout`, or `transaction_timeout`.
    StatementTimeout "statement_timeout" 504 "the statement took too long";
    /// No connection was made: nothing answers there, or the server is starting or stopping. Nothing
    /// has been done.
    ConnectionRefused "connection_refused" 503 "the server can't be reached";
    /// The connection ended. Whether the statement was done is not known.
    ConnectionLost "connection_lost" 503 "the connection was lost";
    /// The server has no connection left.
    TooManyConnections "too_many_connections" 503 "the server has too many connections";
    /// The pool gave no connection in time, or is closed.
    PoolTimeout "pool_timeout" 503 "the pool gave no connection";
    /// No connection was made, and trying again won't help: authentication, TLS, configuration, no
    /// such database.
    ConnectionSetup "connection_setup" 500 "the connection can't be set up";
    /// A write in a read-only transaction, or on a server that takes none, such as a standby.
    ReadOnly "read_only" 503 "the transaction is read-only";
    /// The role has no right to do this.
    PermissionDenied "permission_denied" 500 "permission was denied";
    /// Row level security refuses the row.
    RowSecurity "row_security" 403 "row level security refuses the row";
    /// Schema drift: a table or its schema does not exist.
    UndefinedTable "undefined_table" 500 "a table does not exist";
    /// Schema drift: a column does not exist.
    UndefinedColumn "undefined_column" 500 "a column does not exist";
    /// Schema drift: a column that the program was not built with is NOT NULL, and has no default. Told by
    /// [`DatabaseError::of`](super::DatabaseError::of) of a model with `access` or `constraints`; otherwise it is
    /// a [`NotNullViolation`](Self::NotNullViolation).
    UnknownColumn "unknown_column" 500 "a value is missing that the program does not know of";
    /// Schema drift: a function or an operator does not exist for these types.
    UndefinedFunction "undefined_function" 500 "a function or operator does not exist";
    /// Schema drift: another object does not exist, such as a type, or the constraint of ON CONFLICT.
    UndefinedObject "undefined_object" 500 "an object does not exist";
    /// Schema drift: a column or an object is not of the type or sort that the statement or the Rust
    /// type takes it for.
    TypeMismatch "type_mismatch" 500 "a type does not match";
    /// Schema drift: the table of a prepared statement has changed, a column of it has grown longer at
    /// least, and the statement must be prepared anew. sqlx, and pools that keep what was prepared, do that on
    /// a new connection alone: until then each run fails.
    PlanChanged "plan_changed" 500 "a prepared statement does not fit the table any more";
    /// The statement was cancelled by request.
    Cancelled "cancelled" 503 "the statement was cancelled";
    /// Everything else; the SQLSTATE says what.
    Other "other" 500 "the database refused";
}

impl ErrorKind {
    /// What a SQLSTATE alone says.
    pub fn of(state: SqlState) -> Self {
        match state.as_str() {
            "02000" | "P0002" => Self::NotFound,
            "23505" => Self::UniqueViolation,
            "23503" => Self::ForeignKeyViolation,
            "23001" => Self::StillReferenced,
            "23502" => Self::NotNullViolation,
            "23514" | "44000" => Self::CheckViolation,
            "23P01" => Self::ExclusionViolation,
            "22003" | "22008" | "22015" => Self::OutOfRange,
            "22001" | "22026" => Self::TooLong,
            "22P02" | "22P05" | "22007" | "22009" | "22018" | "22019" | "22021" | "22024"
            | "22025" | "22030" | "22032" | "2200B" | "2200C" | "2200D" | "2200F" | "2200L"
            | "2200M" | "2200N" | "2200S" | "2200T" | "2201B" => Self::InvalidText,
            "40000" | "40001" => Self::SerializationFailure,
            "40P01" => Self::Deadlock,
            "55P03" => Self::LockTimeout,
            "25P04" => Self::StatementTimeout,
            "08001" | "08004" | "57P03" => Self::ConnectionRefused,
            "08000" | "08003" | "08006" | "08007" | "25P03" | "40003" | "57P01" | "57P02"
            | "57P04" | "57P05" => Self::ConnectionLost,
            "53300" => Self::TooManyConnections,
            "28000" | "28P01" | "3D000" => Self::ConnectionSetup,
            "25006" => Self::ReadOnly,
            "42501" => Self::PermissionDenied,
            "42P01" | "3F000" => Self::UndefinedTable,
            "42703" => Self::UndefinedColumn,
            "42883" => Self::UndefinedFunction,
            "42704" | "42P10" => Self::UndefinedObject,
            "42804" | "42809" | "42846" | "428C9" | "22P03" => Self::TypeMismatch,
            "57000" | "57014" => Self::Cancelled,
            _ => Self::Other,
        }
    }

    /// Whether the same transaction, done again from its start, may succeed, and has certainly left
    /// nothing behind: serialization failures and deadlocks, a lock that was not to be had, and
    /// connections that were not made. A lost connection is not among them, because the transaction
    /// may have been committed: see [`ErrorKind::is_outcome_unknown`].
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::SerializationFailure
                | Self::Deadlock
                | Self::LockTimeout
                | Self::ConnectionRefused
                | Self::TooManyConnections
                | Self::PoolTimeout
        )
    }

    /// Whether the statement, or the COMMIT, may have been done all the same: only what can be done
    /// twice may be tried again.
    pub const fn is_outcome_unknown(self) -> bool {
        matches!(self, Self::ConnectionLost)
    }

    /// Whether a constraint refused a row: the error then names it, where PostgreSQL does.
    pub const fn is_constraint_violation(self) -> bool {
        matches!(
            self,
            Self::UniqueViolation
                | Self::ForeignKeyViolation
                | Self::MissingParent
                | Self::StillReferenced
                | Self::NotNullViolation
                | Self::CheckViolation
                | Self::ExclusionViolation
        )
    }

    /// Whether the database is not the one that the program was built for.
    pub const fn is_schema_drift(self) -> bool {
        matches!(
            self,
            Self::UndefinedTable
                | Self::UndefinedColumn
                | Self::UnknownColumn
                | Self::UndefinedFunction
                | Self::UndefinedObject
                | Self::TypeMismatch
                | Self::PlanChanged
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
