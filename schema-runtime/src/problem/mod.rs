//! Errors as the bodies of HTTP responses: `application/problem+json`, RFC 9457.
//!
//! [`DatabaseError::problem`] says what a client may know by default: for what
//! the request did, the kind of the mistake; for what only the service can put
//! right, the status and nothing else. Never in it are values, names of
//! constraints, tables and columns, and SQLSTATEs: they are the service's own.
//! What else the client is to know the handler adds, as it means it:
//!
//! ```
//! use schema_runtime::{DatabaseError, SqlState};
//!
//! let error = DatabaseError::from(SqlState::UNIQUE_VIOLATION);
//! let problem = error
//!     .problem()
//!     .detail("email is already taken")
//!     .extension("field", "email");
//! assert_eq!(
//!     problem.to_json(),
//!     r#"{"title":"Conflict","status":409,"detail":"email is already taken","#.to_owned()
//!         + r#""code":"unique_violation","field":"email"}"#,
//! );
//! ```
//!
//! With the features `axum` and `actix` a [`Problem`], a [`DatabaseError`] and, with the feature
//! `verify`, the start-up guard's `VerifyError` are responses of those frameworks: a handler returns
//! them as its error.

#[cfg(feature = "actix")]
mod actix;
#[cfg(feature = "axum")]
mod axum;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::{DatabaseError, ErrorKind};

/// The media type of a [`Problem`].
pub const CONTENT_TYPE: &str = "application/problem+json";

/// A problem detail, RFC 9457.
///
/// Without a type of its own it is `about:blank`, and its title the phrase of its
/// status.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    status: u16,
    kind: Option<Cow<'static, str>>,
    title: Option<Cow<'static, str>>,
    detail: Option<Cow<'static, str>>,
    instance: Option<Cow<'static, str>>,
    extensions: Vec<(Cow<'static, str>, Value)>,
    retry_after: Option<u32>,
}

/// The members that are not extensions.
const MEMBERS: [&str; 5] = ["type", "title", "status", "detail", "instance"];

impl Problem {
    /// A problem of which only the status is known.
    pub fn new(status: u16) -> Self {
        let phrase = http::StatusCode::from_u16(status).ok();
        let phrase = phrase.and_then(|status| status.canonical_reason());
        Self {
            status,
            kind: None,
            title: phrase.map(Cow::Borrowed),
            detail: None,
            instance: None,
            extensions: Vec::new(),
            retry_after: None,
        }
    }

    /// With a type of its own: a URI that says what sort of problem it is, and its title, the same
    /// for every problem of the type.
    #[must_use]
    pub fn kind(
        mut self,
        uri: impl Into<Cow<'static, str>>,
        title: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.kind = Some(uri.into());
        self.title = Some(title.into());
        self
    }

    /// With words about this one, for the person who made the request.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With a URI of this one.
    #[must_use]
    pub fn instance(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.instance = Some(uri.into());
        self
    }

    /// With a member of the type's own. One that is there gets the new value; the names of RFC 9457
    /// (`type`, `title`, `status`, `detail`, `instance`) are not for extensions, and change nothing.
    #[must_use]
    pub fn extension(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Value>,
    ) -> Self {
        let name = name.into();
        if !MEMBERS.contains(&&*name) {
            self.extensions.retain(|(known, _)| *known != name);
            self.extensions.push((name, value.into()));
        }
        self
    }

    /// With a `Retry-After` of this many seconds.
    #[must_use]
    pub fn after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The status of the response.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The header `Retry-After` of the response, in seconds.
    pub fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// The body of the response.
    pub fn to_json(&self) -> String {
        // A map of strings and JSON values has nothing that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, text) in [("type", &self.kind), ("title", &self.title)] {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        map.serialize_entry("status", &self.status)?;
        for (name, text) in [("detail", &self.detail), ("instance", &self.instance)] {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        for (name, value) in &self.extensions {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// `409 Conflict: email is already taken`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(title) = &self.title {
            write!(f, " {title}")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Problem {}

impl DatabaseError {
    /// What a client may know of it; see [`problem`](crate::problem).
    pub fn problem(&self) -> Problem {
        self.kind().into()
    }
}

#[cfg(feature = "verify")]
impl crate::verify::VerifyError {
    /// What a client may know of it: 503 where models break, and otherwise what it may know of the error.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Breaking(_) => Problem::new(503),
            Self::Database(error) => error.problem(),
            Self::Answer(_) | Self::Record(_) => Problem::new(500),
        }
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        error.problem()
    }
}

impl From<ErrorKind> for Problem {
    fn from(kind: ErrorKind) -> Self {
        let mut problem = Self::new(kind.http_status());
        if kind.http_status() < 500 {
            problem = problem.detail(kind.words()).extension("code", kind.name());
        }
        problem.retry_after = retry_after(kind);
        problem
    }
}

/// When the same request is likely to succeed, in seconds. Not said where it may have been done
/// already, and not where nobody knows.
fn retry_after(kind: ErrorKind) -> Option<u32> {
    match kind {
        // Others were in the way, for milliseconds.
        ErrorKind::SerializationFailure | ErrorKind::Deadlock | ErrorKind::LockTimeout => Some(1),
        // A server that restarts or fails over, or too many requests.
        ErrorKind::ConnectionRefused
        | ErrorKind::TooManyConnections
        | ErrorKind::PoolTimeout
        | ErrorKind::ReadOnly => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::{Problem, Serialize};
    use crate::{DatabaseError, ErrorKind, Report};

    fn is_serialize(_: &impl Serialize) {}

    #[test]
    fn a_client_learns_what_it_did_and_nothing_of_the_service() {
        for kind in ErrorKind::ALL {
            let problem = Problem::from(*kind);
            is_serialize(&problem);
            let json = problem.to_json();
            assert!(json.starts_with(r#"{"title":""#), "{json}");
            let told = json.contains(kind.name()) || json.contains(kind.words());
            assert_eq!(told, kind.http_status() < 500, "{json}");
            if kind.is_retryable() {
                assert!(problem.retry_after().is_some(), "{kind}");
            }
            if kind.is_outcome_unknown() {
                assert_eq!(problem.retry_after(), None, "{kind}");
            }
        }
    }

    #[test]
    fn no_name_and_no_value_gets_out() {
        let secret = Some("SECRET");
        let error = DatabaseError::from(Report {
            code: "23505",
            message: "SECRET",
            detail: secret,
            hint: secret,
            context: secret,
            schema: secret,
            table: secret,
            column: secret,
            data_type: secret,
            constraint: secret,
            routine: secret,
        });
        let problem = error.problem();
        assert_eq!(
            problem.to_json(),
            r#"{"title":"Conflict","status":409,"detail":"a row with the same key exists","code":"unique_violation"}"#
        );
        assert_eq!(
            problem.to_string(),
            "409 Conflict: a row with the same key exists"
        );
    }

    #[test]
    fn what_the_handler_adds() {
        let problem = Problem::from(ErrorKind::UniqueViolation)
            .kind("https://example.com/taken", "Taken")
            .detail("\"ada\" is taken")
            .instance("/requests/7")
            .extension("code", "taken")
            .extension("fields", alloc::vec!["name"])
            .extension("status", 200)
            .after(3);
        assert_eq!(
            problem.to_json(),
            r#"{"type":"https://example.com/taken","title":"Taken","status":409,"detail":"\"ada\" is taken","instance":"/requests/7","code":"taken","fields":["name"]}"#
        );
        assert_eq!(problem.retry_after(), Some(3));
        assert_eq!(Problem::new(799).to_json(), r#"{"status":799}"#);
    }
}
