//! The JSON form of the model: one canonical text a value, and a lenient reader.
//!
//! `serde_json`'s own writer is not used for whole values because the order of
//! an object's keys there depends on a feature (`preserve_order`) that any other
//! crate of the user's build may switch on. Here the order is the order of
//! declaration, keys with default values are left out, and each element of a
//! top-level list stands on its own line, so that a diff names what changed.

use serde_json::Value;

/// Why a JSON value is not what the model expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The keys from the document's root to the place, `columns.3.type`.
    pub path: String,
    /// What was expected there.
    pub expected: String,
}

impl DecodeError {
    /// An error at the place itself; callers prepend the keys on the way out.
    pub fn expected(what: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            expected: what.into(),
        }
    }

    /// The same error, seen from one level further out.
    #[must_use]
    pub fn within(mut self, key: impl std::fmt::Display) -> Self {
        self.path = if self.path.is_empty() {
            key.to_string()
        } else {
            format!("{key}.{}", self.path)
        };
        self
    }
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() {
            write!(f, "expected {}", self.expected)
        } else {
            write!(f, "expected {} at `{}`", self.expected, self.path)
        }
    }
}

impl std::error::Error for DecodeError {}

/// A value with one canonical JSON text.
pub trait Codec: Sized + Default + PartialEq {
    /// Appends the canonical text. `depth` is 0 for a document, 1 for what
    /// stands on a line of its own, more for what is inside a line. Only `refresh` writes.
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, depth: usize);

    /// Reads a value; keys that are not known are ignored, so that files of a
    /// newer minor format can be read.
    ///
    /// # Errors
    ///
    /// When a value is of another kind, or a word is none that this format has; with the path to it.
    fn decode(value: &Value) -> Result<Self, DecodeError>;
}

impl Codec for bool {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, _: usize) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        value
            .as_bool()
            .ok_or_else(|| DecodeError::expected("true or false"))
    }
}

impl Codec for String {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, _: usize) {
        string(out, self);
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| DecodeError::expected("a string"))
    }
}

impl Codec for i64 {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, _: usize) {
        out.push_str(&self.to_string());
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        value
            .as_i64()
            .ok_or_else(|| DecodeError::expected("an integer"))
    }
}

impl<T: Codec> Codec for Option<T> {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, depth: usize) {
        match self {
            Some(value) => value.encode(out, depth),
            None => out.push_str("null"),
        }
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        if value.is_null() {
            return Ok(None);
        }
        T::decode(value).map(Some)
    }
}

impl<T: Codec> Codec for Vec<T> {
    #[cfg(feature = "refresh")]
    fn encode(&self, out: &mut String, depth: usize) {
        let (open, separator, close) = if depth == 1 && !self.is_empty() {
            ("[\n    ", ",\n    ", "\n  ]")
        } else {
            ("[", ", ", "]")
        };
        out.push_str(open);
        for (n, item) in self.iter().enumerate() {
            if n > 0 {
                out.push_str(separator);
            }
            item.encode(out, depth + 1);
        }
        out.push_str(close);
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        let items = value
            .as_array()
            .ok_or_else(|| DecodeError::expected("a list"))?;
        items
            .iter()
            .enumerate()
            .map(|(n, item)| T::decode(item).map_err(|e| e.within(n)))
            .collect()
    }
}

/// Appends a JSON string.
#[cfg(feature = "refresh")]
pub(crate) fn string(out: &mut String, text: &str) {
    if text.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // A `Value` of a string has one text whatever features are on.
        out.push_str(&Value::from(text).to_string());
    }
}

/// One `"key": value` of an object, left out when the value is the default.
#[cfg(feature = "refresh")]
pub(crate) fn member<T: Codec>(
    out: &mut String,
    first: &mut bool,
    depth: usize,
    key: &str,
    value: &T,
) {
    if *value == T::default() {
        return;
    }
    if !std::mem::take(first) {
        out.push_str(if depth == 0 { ",\n" } else { ", " });
    }
    if depth == 0 {
        out.push_str("  ");
    }
    string(out, key);
    out.push_str(": ");
    value.encode(out, depth + 1);
}

pub(crate) fn field<T: Codec>(value: &Value, key: &str) -> Result<T, DecodeError> {
    match value.get(key) {
        Some(value) => T::decode(value).map_err(|e| e.within(key)),
        None => Ok(T::default()),
    }
}

/// Declares a struct and its canonical JSON object. The keys are the fields'
/// names, in the order of declaration; `as "key"` gives another.
macro_rules! record {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $ty:ty $(as $key:literal)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name { $($(#[$field_meta])* pub $field: $ty,)* }

        impl $crate::codec::Codec for $name {
            #[cfg(feature = "refresh")]
            fn encode(&self, out: &mut String, depth: usize) {
                out.push_str(if depth == 0 { "{\n" } else { "{" });
                let mut first = true;
                $($crate::codec::member(
                    out, &mut first, depth,
                    $crate::codec::record!(@key $field $($key)?), &self.$field,
                );)*
                out.push_str(if depth == 0 { "\n}\n" } else { "}" });
            }

            fn decode(value: &serde_json::Value) -> Result<Self, $crate::codec::DecodeError> {
                if !value.is_object() {
                    return Err($crate::codec::DecodeError::expected("an object"));
                }
                Ok(Self { $($field: $crate::codec::field(
                    value, $crate::codec::record!(@key $field $($key)?),
                )?,)* })
            }
        }
    };
}

/// Declares an enum without data whose JSON form is a word.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident {
        $(#[$default_meta:meta])* $default:ident = $default_word:literal,
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[$default_meta])* #[default] $default,
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[Self::$default, $(Self::$variant,)*];

            /// The word that stands for the value in JSON.
            pub fn word(self) -> &'static str {
                match self { Self::$default => $default_word, $(Self::$variant => $word,)* }
            }

            /// The value that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.word() == word)
            }
        }

        impl $crate::codec::Codec for $name {
            #[cfg(feature = "refresh")]
            fn encode(&self, out: &mut String, _: usize) {
                $crate::codec::string(out, self.word());
            }

            fn decode(value: &serde_json::Value) -> Result<Self, $crate::codec::DecodeError> {
                value.as_str().and_then(Self::from_word).ok_or_else(|| {
                    let words: Vec<_> = Self::ALL.iter().map(|v| format!("{:?}", v.word())).collect();
                    $crate::codec::DecodeError::expected(format!("one of {}", words.join(", ")))
                })
            }
        }
    };
}

pub(crate) use {record, words};
