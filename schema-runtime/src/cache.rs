//! Models whose values are kept in a cache: Redis, Memcached, a map.
//!
//! A projection that is declared with `#[conformant(partial, cache = "...")]` is
//! checked as any projection, and implements [`Cached`]: a key, and bytes. What
//! the cache is, how long an entry lives and when it goes are the program's.
//!
//! The key carries the fingerprint of what the build knew: the columns of the
//! projection with their types, the definitions of the enums and composites
//! among those, and the struct as serde sees it (names and types of the fields,
//! `#[serde(...)]`). When any of that changes, the program looks under another
//! key: an entry of an older schema is missed and never misread, also while old
//! and new instances share the cache. A change of the table that the projection
//! does not read changes nothing.
//!
//! What the struct does not show is not covered: when another Rust type that a
//! field names changes what serde makes of it, and the schema does not, give the
//! cache a new name.
//!
//! ```
//! use schema_runtime::Conformant;
//! use schema_runtime::cache::Cached;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize, Conformant)]
//! #[conformant(table = "users", partial, cache = "login")]
//! struct Login {
//!     email: String,
//!     nickname: Option<String>,
//! }
//!
//! let mut cache = std::collections::HashMap::new();
//! let login = Login { email: "a@example.com".into(), nickname: None };
//! cache.insert(Login::key(7), login.encode()?);
//!
//! // An entry that can't be read is treated as one that is not there.
//! let found = cache.get(&Login::key(7)).and_then(|entry| Login::decode(entry).ok());
//! assert_eq!(found, Some(login));
//! # Ok::<(), schema_runtime::cache::CacheError>(())
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Display, Write as _};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Conformant;

/// A model whose values are kept in a cache.
///
/// Implemented by `#[derive(Conformant)]` for a struct with
/// `#[conformant(cache = "...")]`, and not by hand: the prefix then says what the
/// compiler has checked.
pub trait Cached: Conformant + Sized {
    /// What the keys of all entries begin with: the name, the fingerprint of what they are written
    /// for, and a colon after each.
    const PREFIX: &'static str;

    /// The key of an entry. `id` says which one; of a key of several columns, all of them with
    /// something between that is in none.
    fn key(id: impl Display) -> String {
        let mut key = String::from(Self::PREFIX);
        // Fails only when `id` itself does, and then it has no more to say.
        let _ = write!(key, "{id}");
        key
    }

    /// The entry: the value as JSON.
    ///
    /// NaN and the infinities are no JSON, and serde_json writes them as null: a field that can have
    /// them is no `Option<f64>` in a cached structure, which would read them as `None`.
    ///
    /// # Errors
    ///
    /// When the type's own `Serialize` fails, or has a map whose keys are no strings.
    fn encode(&self) -> Result<Vec<u8>, CacheError>
    where
        Self: Serialize,
    {
        serde_json::to_vec(self).map_err(|error| CacheError::of("written", &error))
    }

    /// The value of an entry.
    ///
    /// # Errors
    ///
    /// When it is none that [`encode`](Self::encode) wrote: cut short, or put there by another.
    /// Treat it as a miss.
    fn decode(entry: &[u8]) -> Result<Self, CacheError>
    where
        Self: DeserializeOwned,
    {
        serde_json::from_slice(entry).map_err(|error| CacheError::of("read", &error))
    }
}

/// An entry that can't be written or read. Nothing of the entry is in it: the words of serde_json
/// have values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CacheError {
    done: &'static str,
    why: &'static str,
    line: usize,
    column: usize,
}

impl CacheError {
    fn of(done: &'static str, error: &serde_json::Error) -> Self {
        Self {
            done,
            why: match error.classify() {
                serde_json::error::Category::Io => "the buffer failed",
                serde_json::error::Category::Syntax => "it is no JSON",
                serde_json::error::Category::Data => "serde and the type do not agree on it",
                serde_json::error::Category::Eof => "its end is missing",
            },
            line: error.line(),
            column: error.column(),
        }
    }
}

impl Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the cache entry can't be {}: {}", self.done, self.why)?;
        if self.line > 0 {
            write!(f, ", at line {} column {}", self.line, self.column)?;
        }
        Ok(())
    }
}

impl fmt::Debug for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl core::error::Error for CacheError {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use alloc::collections::BTreeMap;
    use alloc::format;
    use alloc::string::{String, ToString};

    use serde::{Deserialize, Serialize};

    use super::Cached;
    use crate::__private::Checked;
    use crate::Conformant;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Reading {
        celsius: f64,
        place: Option<String>,
        tags: BTreeMap<(u8, u8), u8>,
    }

    impl Conformant for Reading {
        const CHECKED: Checked = Checked {
            table: "readings",
            schema: "public",
            columns: &["celsius", "place", "tags"],
            fingerprint: "",
        };
    }

    impl Cached for Reading {
        const PREFIX: &'static str = "reading:0123456789abcdef:";
    }

    fn reading() -> Reading {
        Reading {
            celsius: 0.1,
            place: Some(String::from("\u{0}\"é")),
            tags: BTreeMap::new(),
        }
    }

    #[test]
    fn a_key_is_prefix_and_id() {
        assert_eq!(Reading::key("a:b"), "reading:0123456789abcdef:a:b");
        assert_eq!(Reading::key(7), "reading:0123456789abcdef:7");
    }

    #[test]
    fn what_is_written_is_read() {
        for bits in [
            0.1_f64.to_bits(),
            // A number that serde_json misreads by one bit without `float_roundtrip`.
            0x403f_050c_368d_cc74,
            f64::MIN_POSITIVE.to_bits(),
            f64::MAX.to_bits(),
            0x8000_0000_0000_0000,
        ] {
            let celsius = f64::from_bits(bits);
            let written = Reading {
                celsius,
                ..reading()
            };
            let read = Reading::decode(&written.encode().unwrap()).unwrap();
            assert_eq!(read.celsius.to_bits(), bits, "{celsius:e}");
            assert_eq!(read, written);
        }
    }

    #[test]
    fn an_entry_of_another_is_an_error_without_its_values() {
        for (entry, words) in [
            ("", "its end is missing, at line 1 column 0"),
            (
                r#"{"celsius": 1"#,
                "its end is missing, at line 1 column 13",
            ),
            ("hunter2", "it is no JSON, at line 1 column 1"),
            (
                r#"{"celsius": "hunter2"}"#,
                "serde and the type do not agree on it, at line 1 column 21",
            ),
        ] {
            let error = Reading::decode(entry.as_bytes()).unwrap_err();
            let expected = format!("the cache entry can't be read: {words}");
            assert_eq!(error.to_string(), expected);
            assert_eq!(format!("{error:?}"), expected);
        }
    }

    #[test]
    fn what_is_no_json_is_not_written() {
        let mut reading = reading();
        reading.tags.insert((1, 2), 3);
        assert_eq!(
            reading.encode().unwrap_err().to_string(),
            "the cache entry can't be written: it is no JSON"
        );
    }
}
