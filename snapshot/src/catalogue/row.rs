//! Reading one document.

use serde_json::Value;

use crate::codec::{Codec, DecodeError, field};

/// Why an answer of the catalogue can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A row is not what the statement gives: the connection is not PostgreSQL's, or an object was
    /// changed while it was read.
    Row {
        /// What the row says it is, `constraint`, or nothing.
        is: String,
        /// What was expected, and where.
        cause: DecodeError,
    },
    /// A row names something by a number for which no row has come: the rows are not all here.
    Missing {
        /// What is named, `type`.
        what: &'static str,
        /// Its number, `pg_type.oid`.
        number: i64,
    },
    /// The server is older than PostgreSQL 13.
    OldServer {
        /// Its major version.
        major: i64,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Row { is, cause } if is.is_empty() => {
                write!(f, "a row of the catalogue query is not understood: {cause}")
            }
            Self::Row { is, cause } => write!(
                f,
                "a row of the catalogue query for a `{is}` is not understood: {cause}; was the \
                 schema changed while it was read? then run it again"
            ),
            Self::Missing { what, number } => write!(
                f,
                "the catalogue query names `{what}` {number}, and gives no row for it; was the \
                 schema changed while it was read? then run it again"
            ),
            Self::OldServer { major } => write!(
                f,
                "the server is PostgreSQL {major}, and `cargo schema` reads PostgreSQL 13 and later"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// One document, an object; members that are null count as absent, as [`Codec`] wants it.
pub(super) struct Row(Value);

impl Row {
    pub(super) fn parse(document: &str) -> Result<Self, DecodeError> {
        serde_json::from_str(document)
            .map_err(|_| DecodeError::expected("a JSON document"))
            .and_then(Self::new)
    }

    fn new(value: Value) -> Result<Self, DecodeError> {
        match value {
            Value::Object(mut members) => {
                members.retain(|_, value| !value.is_null());
                Ok(Self(Value::Object(members)))
            }
            _ => Err(DecodeError::expected("an object")),
        }
    }

    /// The members that have the names of a record's fields.
    pub(super) fn record<T: Codec>(&self) -> Result<T, DecodeError> {
        T::decode(&self.0)
    }

    /// A member, or the default when it is not there.
    pub(super) fn get<T: Codec>(&self, key: &str) -> Result<T, DecodeError> {
        field(&self.0, key)
    }

    /// A member that must be there.
    pub(super) fn need<T: Codec>(&self, key: &str) -> Result<T, DecodeError> {
        self.get::<Option<T>>(key)?
            .ok_or_else(|| DecodeError::expected("a value, not null").within(key))
    }

    /// A member that is a list of objects.
    pub(super) fn rows(&mut self, key: &str) -> Result<Vec<Self>, DecodeError> {
        match self.0.get_mut(key).map(Value::take) {
            None => Ok(Vec::new()),
            Some(Value::Array(rows)) => rows.into_iter().map(Self::new).collect(),
            Some(_) => Err(DecodeError::expected("a list").within(key)),
        }
    }

    /// A member as it is.
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// A member that is an object.
    pub(super) fn row(&mut self, key: &str) -> Result<Option<Self>, DecodeError> {
        match self.0.get_mut(key).map(Value::take) {
            None => Ok(None),
            Some(value) => Self::new(value).map(Some).map_err(|e| e.within(key)),
        }
    }
}
