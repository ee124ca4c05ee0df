//! JSON as it is written: keys in the order they were given, whatever features `serde_json` has in
//! this build.
//!
//! Its feature `preserve_order` would do the same, but features are of a whole build: all tests of the
//! workspace would run with it, and the derive in users' builds without. A dependence of the
//! snapshot's reader on the order of keys would then be found by users alone.

use std::fmt::{self, Display, Formatter};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `true`, `false`
    Bool(bool),
    /// A count, a line, a version.
    Number(usize),
    /// A ratio.
    Ratio(f64),
    /// A string.
    Text(String),
    /// `[...]`
    List(Vec<Json>),
    /// `{...}`
    Object(Object),
    /// JSON that is text already, of one line.
    Raw(String),
}

/// The members of an object, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object(Vec<(&'static str, Json)>);

impl Object {
    /// One more member.
    #[must_use]
    pub(crate) fn with(mut self, key: &'static str, value: impl Into<Json>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    /// One more member when there is a value; the key is absent otherwise.
    #[must_use]
    pub(crate) fn maybe(self, key: &'static str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl Display for Json {
    /// With a line for each element and member, indented by two.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Json {
    /// The first of a list; nothing of what is none.
    pub(crate) fn first(self) -> Option<Self> {
        match self {
            Self::List(values) => values.into_iter().next(),
            _ => None,
        }
    }

    fn write(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Ratio(value) => write!(f, "{}", serde_json::Value::from(*value)),
            Self::Text(text) => string(f, text),
            Self::Raw(text) => f.write_str(text),
            Self::List(values) => block(f, depth, ['[', ']'], values, |f, value| {
                value.write(f, depth + 1)
            }),
            Self::Object(Object(members)) => {
                block(f, depth, ['{', '}'], members, |f, (key, value)| {
                    string(f, key)?;
                    f.write_str(": ")?;
                    value.write(f, depth + 1)
                })
            }
        }
    }
}

/// A `Value` of a string has one text whatever features are on.
fn string(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "{}", serde_json::Value::from(text))
}

fn block<T>(
    f: &mut Formatter<'_>,
    depth: usize,
    [open, close]: [char; 2],
    parts: &[T],
    each: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{open}")?;
    for (n, part) in parts.iter().enumerate() {
        let comma = if n > 0 { "," } else { "" };
        write!(f, "{comma}\n{:1$}", "", 2 * (depth + 1))?;
        each(f, part)?;
    }
    if !parts.is_empty() {
        write!(f, "\n{:1$}", "", 2 * depth)?;
    }
    write!(f, "{close}")
}

#[cfg(test)]
mod tests {
    use super::{Json, Object};

    #[test]
    fn it_is_json_in_the_order_given() {
        let value = Object::default()
            .with("z", "a \"quoted\"\n\u{1b}[1m word")
            .maybe("absent", None::<bool>)
            .with(
                "a",
                [Object::default().with("n", 3)]
                    .into_iter()
                    .collect::<Json>(),
            )
            .with("empty", Json::List(Vec::new()))
            .with("yes", true);
        let text = Json::from(value).to_string();
        insta::assert_snapshot!(text, @r#"
        {
          "z": "a \"quoted\"\n\u001b[1m word",
          "a": [
            {
              "n": 3
            }
          ],
          "empty": [],
          "yes": true
        }
        "#);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
