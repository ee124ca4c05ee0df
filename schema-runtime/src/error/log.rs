//! Errors as events of `tracing`.

use tracing::Level;
use tracing::field::{DisplayValue, display};

use super::{DatabaseError, ErrorKind, Escaped};

impl ErrorKind {
    /// How much an error of this kind matters to who runs the program.
    ///
    /// | level | kinds |
    /// |---|---|
    /// | `DEBUG` | `not_found` |
    /// | `INFO` | what a request can be blamed for: constraint violations, values that do not fit, row level security |
    /// | `WARN` | what passes by itself when it is rare: serialization failures, deadlocks, timeouts, cancelled, read-only |
    /// | `ERROR` | connections and the pool, schema drift, missing grants, everything else |
    pub const fn level(self) -> Level {
        match self {
            Self::NotFound => Level::DEBUG,
            Self::UniqueViolation
            | Self::ForeignKeyViolation
            | Self::MissingParent
            | Self::StillReferenced
            | Self::NotNullViolation
            | Self::CheckViolation
            | Self::ExclusionViolation
            | Self::OutOfRange
            | Self::TooLong
            | Self::InvalidText
            | Self::RowSecurity => Level::INFO,
            Self::SerializationFailure
            | Self::Deadlock
            | Self::LockTimeout
            | Self::StatementTimeout
            | Self::Cancelled
            | Self::ReadOnly => Level::WARN,
            Self::ConnectionRefused
            | Self::ConnectionLost
            | Self::TooManyConnections
            | Self::PoolTimeout
            | Self::ConnectionSetup
            | Self::PermissionDenied
            | Self::UndefinedTable
            | Self::UndefinedColumn
            | Self::UnknownColumn
            | Self::UndefinedFunction
            | Self::UndefinedObject
            | Self::TypeMismatch
            | Self::PlanChanged
            | Self::Other => Level::ERROR,
        }
    }
}

/// The event, at a level that is known while this is compiled, as `tracing` wants it.
macro_rules! emit {
    ($level:ident, $error:ident, $operation:ident) => {
        tracing::event!(
            target: "schema_runtime",
            Level::$level,
            operation = $operation,
            kind = $error.kind().name(),
            sqlstate = $error.sqlstate().map(display),
            constraint = name($error.constraint()),
            schema = name($error.schema()),
            domain = name($error.data_type()),
            table = name($error.table()),
            column = name($error.column()),
            model = $error.0.model.map(display),
            retryable = $error.is_retryable(),
            "{}", $error
        )
    };
}

fn name(name: Option<&str>) -> Option<DisplayValue<Escaped<'_>>> {
    name.map(|name| display(Escaped(name)))
}

impl DatabaseError {
    /// Tells `tracing` of it: one event, with the target `schema_runtime`, at the
    /// [level](ErrorKind::level) of its kind. The fields are `operation`, `kind`, `sqlstate`,
    /// `constraint`, `schema`, `domain`, `table`, `column`, `model` (the table that the statement was for, by
    /// [`DatabaseError::of`]) and `retryable`, those that are not known left out; the message is what
    /// `Display` says. Nothing of it is a value.
    ///
    /// `operation` says what was being done, `"create user"`. It is a literal, so that no value can
    /// get into it.
    pub fn log(&self, operation: &'static str) {
        match self.kind().level() {
            Level::DEBUG => emit!(DEBUG, self, operation),
            Level::INFO => emit!(INFO, self, operation),
            Level::WARN => emit!(WARN, self, operation),
            _ => emit!(ERROR, self, operation),
        }
    }

    /// [Logs](Self::log) it, and gives it back: `.map_err(|error| error.logged("create user"))?`.
    #[must_use]
    pub fn logged(self, operation: &'static str) -> Self {
        self.log(operation);
        self
    }
}
