//! `index.json`.

use serde_json::Value;

use crate::codec::{self, Codec, DecodeError};

/// `index.json`: nothing in it grows with the schema, or two branches that each add a table would
/// not merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// The version of the format.
    pub(super) format: Format,
    /// The server's major version.
    pub(super) server_major: i64,
}

impl Codec for Index {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, _: usize) {
        let Self {
            format,
            server_major,
        } = self;
        out.push_str("{\n");
        let mut first = true;
        codec::member(out, &mut first, 0, "format", format);
        codec::member(out, &mut first, 0, "server_major", server_major);
        out.push_str("\n}\n");
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        Ok(Self {
            format: codec::field(value, "format")?,
            server_major: codec::field(value, "server_major")?,
        })
    }
}

/// A version of the format, major and minor: `"1.0"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Format(pub(super) i64, pub(super) i64);

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl Codec for Format {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, _: usize) {
        codec::string(out, &self.to_string());
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        value
            .as_str()
            .and_then(|text| text.split_once('.'))
            .and_then(|(major, minor)| Some(Self(major.parse().ok()?, minor.parse().ok()?)))
            .ok_or_else(|| DecodeError::expected("a format version, `1.0`"))
    }
}
