//! What a server says of an error, whichever driver passes it on.

use alloc::boxed::Box;

use super::{DatabaseError, SqlState, words};

/// The fields of PostgreSQL's ErrorResponse, [as the protocol names them]. Each driver's error is
/// read into it, and so can be the error of a driver that has no feature here.
///
/// [as the protocol names them]: https://www.postgresql.org/docs/current/protocol-error-fields.html
///
/// ```
/// use schema_runtime::{DatabaseError, ErrorKind, Report};
///
/// let error = DatabaseError::from(Report {
///     code: "23505",
///     message: "duplicate key value violates unique constraint \"uq_users_email\"",
///     detail: Some("Key (email)=(ada@example.com) already exists."),
///     schema: Some("public"),
///     table: Some("users"),
///     constraint: Some("uq_users_email"),
///     ..Report::default()
/// });
/// assert_eq!(error.kind(), ErrorKind::UniqueViolation);
/// assert_eq!(
///     error.to_string(),
///     "a row with the same key exists: constraint `uq_users_email` of `public.users` \
///      (SQLSTATE 23505 unique_violation)",
/// );
/// ```
#[derive(Clone, Copy, Default)]
pub struct Report<'a> {
    /// `C`, the SQLSTATE. Empty when the driver does not tell it.
    pub code: &'a str,
    /// `M`, in the server's language. It can hold values of rows.
    pub message: &'a str,
    /// `D`. It can hold values of rows.
    pub detail: Option<&'a str>,
    /// `H`
    pub hint: Option<&'a str>,
    /// `W`, the functions that were being called. It can hold statements with values.
    pub context: Option<&'a str>,
    /// `s`
    pub schema: Option<&'a str>,
    /// `t`
    pub table: Option<&'a str>,
    /// `c`
    pub column: Option<&'a str>,
    /// `d`, the domain whose check or NOT NULL refuses a value.
    pub data_type: Option<&'a str>,
    /// `n`
    pub constraint: Option<&'a str>,
    /// `R`, the function of the server's source that reports it.
    pub routine: Option<&'a str>,
}

impl From<Report<'_>> for DatabaseError {
    fn from(report: Report<'_>) -> Self {
        let sqlstate = SqlState::new(report.code);
        let mut error = Self::from(words::kind(sqlstate, &report));
        let owned = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Box::from);
        let inner = &mut *error.0;
        inner.sqlstate = sqlstate;
        inner.schema = owned(report.schema);
        inner.table = owned(report.table);
        inner.column = owned(report.column);
        inner.data_type = owned(report.data_type);
        inner.constraint = owned(report.constraint);
        inner.message = owned(Some(report.message));
        inner.detail = owned(report.detail);
        inner.hint = owned(report.hint);
        inner.context = owned(report.context);
        if report.routine != Some(words::RAISE) {
            error.name_missing(report.message);
        }
        error
    }
}
