//! The part of TOML that `schema.toml` needs, as a flat list of keys with lines.
//!
//! Lexing, the grammar and the decoding of strings are `toml_parser`'s; here its events become
//! [`Entry`]s. Tables, dotted keys and inline tables all come out as paths.

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::ConfigError;

/// A key with its value, or a table's header.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The keys from the document's root.
    pub(super) path: Vec<String>,
    /// The line of the last key, from 1.
    pub(super) line: usize,
    /// The value; `None` for a table, whose keys are entries of their own.
    pub(super) value: Option<Value>,
}

/// A value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A string, decoded.
    String(String),
    /// A list; each element with its line.
    List(Vec<(usize, Value)>),
    /// A date without a time, as it is written.
    Date(String),
    /// The header of an element of a list of tables; the path ends with the element's number.
    Element,
    /// Anything else, by the name that a message gives it.
    Other(&'static str),
}

impl Value {
    /// What a message calls it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Date(_) => "a date",
            Self::Element => "a list of tables",
            Self::Other(kind) => kind,
        }
    }
}

/// Reads a document; the errors are of syntax only, and then there are no entries worth having.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Vec<ConfigError>> {
    /// `schema.toml` has lists in tables, nothing deeper; far below what a thread's stack holds.
    const DEPTH: u32 = 16;

    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut reader = Reader {
        source,
        at: (0, 1),
        base: Vec::new(),
        outer: Vec::new(),
        key: Vec::new(),
        key_line: 1,
        lists: Vec::new(),
        skipping: 0,
        entries: Vec::new(),
    };
    let mut errors = Vec::new();
    parse_document(
        &tokens,
        &mut RecursionGuard::new(&mut reader, DEPTH),
        &mut errors,
    );
    if errors.is_empty() {
        return Ok(reader.entries);
    }
    Err(errors.iter().map(|error| syntax(text, error)).collect())
}

fn syntax(text: &str, error: &ParseError) -> ConfigError {
    let at = error
        .unexpected()
        .or(error.context())
        .map_or(0, |span| span.start());
    let before = text.as_bytes().get(..at).unwrap_or_default();
    ConfigError {
        line: 1 + newlines(before),
        message: format!("not valid TOML: {}", error.description()),
    }
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

struct Reader<'s> {
    source: Source<'s>,
    /// An offset and its line; offsets come in ascending order.
    at: (usize, usize),
    /// The path that keys are relative to: the last header, or the inline table that is open.
    base: Vec<String>,
    /// The bases around open inline tables.
    outer: Vec<Vec<String>>,
    /// The key that is being read, or whose value is.
    key: Vec<String>,
    key_line: usize,
    /// Open lists, each with the line it begins at.
    lists: Vec<(usize, Vec<(usize, Value)>)>,
    /// Open inline tables that are elements of lists: their contents are no keys of ours.
    skipping: usize,
    entries: Vec<Entry>,
}

impl Reader<'_> {
    fn line(&mut self, span: Span) -> usize {
        let (from, line) = self.at;
        let passed = self.source.input().as_bytes().get(from..span.start());
        let line = line + passed.map_or(0, newlines);
        self.at = (span.start(), line);
        line
    }

    /// The path of the key that was read, which is then forgotten.
    fn path(&mut self) -> Vec<String> {
        let mut path = self.base.clone();
        path.append(&mut self.key);
        path
    }

    fn value(&mut self, line: usize, value: Value) {
        if let Some((_, list)) = self.lists.last_mut() {
            list.push((line, value));
            return;
        }
        let entry = Entry {
            line: self.key_line,
            path: self.path(),
            value: Some(value),
        };
        self.entries.push(entry);
    }

    fn header(&mut self) {
        self.base = std::mem::take(&mut self.key);
        self.entries.push(Entry {
            path: self.base.clone(),
            line: self.key_line,
            value: None,
        });
    }
}

impl EventReceiver for Reader<'_> {
    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.header();
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        let line = self.line(span);
        self.base = std::mem::take(&mut self.key);
        let before = self.entries.iter().filter(|entry| {
            entry.value == Some(Value::Element) && entry.path.starts_with(&self.base)
        });
        self.key.push(before.count().to_string());
        self.value(line, Value::Element);
        self.base = self.entries.last().map_or(Vec::new(), |e| e.path.clone());
    }

    fn inline_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        if self.skipping > 0 || !self.lists.is_empty() {
            self.skipping += 1;
        } else {
            let path = self.path();
            let outer = std::mem::replace(&mut self.base, path.clone());
            self.outer.push(outer);
            self.entries.push(Entry {
                path,
                line: self.key_line,
                value: None,
            });
        }
        true
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if self.skipping > 0 {
            self.skipping -= 1;
            if self.skipping == 0 {
                let line = self.line(span);
                self.value(line, Value::Other("a table"));
            }
        } else if let Some(outer) = self.outer.pop() {
            self.base = outer;
        }
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        if self.skipping == 0 {
            let line = self.line(span);
            self.lists.push((line, Vec::new()));
        }
        true
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.skipping == 0 {
            if let Some((line, list)) = self.lists.pop() {
                self.value(line, Value::List(list));
            }
        }
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.skipping > 0 {
            return;
        }
        self.key_line = self.line(span);
        let mut key = String::new();
        if let Some(raw) = self.source.get(span) {
            Raw::new_unchecked(raw.as_str(), encoding, span).decode_key(&mut key, error);
        }
        self.key.push(key);
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.skipping > 0 {
            return;
        }
        let line = self.line(span);
        let Some(raw) = self.source.get(span) else {
            return;
        };
        let raw = Raw::new_unchecked(raw.as_str(), encoding, span);
        let mut text = String::new();
        let value = match raw.decode_scalar(&mut text, error) {
            ScalarKind::String => Value::String(text),
            ScalarKind::Boolean(_) => Value::Other("a boolean"),
            ScalarKind::DateTime if text.len() == "2027-01-31".len() => Value::Date(text),
            ScalarKind::DateTime => Value::Other("a date with a time"),
            ScalarKind::Float | ScalarKind::Integer(_) => Value::Other("a number"),
        };
        self.value(line, value);
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            raw.decode_comment(error);
        }
    }

    fn newline(&mut self, span: Span, error: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            raw.decode_newline(error);
        }
    }
}
