//! A list of things with the same facts: columns for people, a table in Markdown, objects in JSON.

use std::fmt::Write as _;

use clap::ValueEnum;

use crate::json::{Json, Object};
use crate::terminal::STRONG;

/// A form of a [`Table`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people: columns
    #[default]
    Human,
    /// For programs: docs/report.md says what stands in it
    Json,
    /// A table, for documentation
    Markdown,
}

/// Rows of the same cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The keys in JSON; for people `_` is a space.
    pub columns: Vec<&'static str>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Words, and where to read about them.
    Link(String, String),
    /// Names or the like, in order.
    List(Vec<String>),
    /// A count.
    Number(usize),
    /// A ratio, with two decimal places.
    Ratio(f64),
    /// Yes, or not.
    Flag(bool),
    /// Nothing: the key is absent in JSON.
    None,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::None, Self::Text)
    }
}

impl From<&[String]> for Cell {
    fn from(list: &[String]) -> Self {
        Self::List(list.to_vec())
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Number(count)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl Cell {
    /// The words for people.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Link(text, _) => line(text),
            Self::List(list) => line(&list.join(", ")),
            Self::Number(count) => count.to_string(),
            Self::Ratio(ratio) => format!("{ratio:.2}"),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) | Self::None => String::new(),
        }
    }

    /// The value; none where there is nothing.
    pub(crate) fn json(&self) -> Option<Json> {
        Some(match self {
            Self::Text(text) | Self::Link(text, _) => text.as_str().into(),
            Self::List(list) => list.iter().map(String::as_str).collect(),
            Self::Number(count) => (*count).into(),
            Self::Ratio(ratio) => Json::Ratio(*ratio),
            Self::Flag(flag) => (*flag).into(),
            Self::None => return None,
        })
    }

    /// The words in a table of Markdown: a bar would end the cell, and a comment of the schema is no
    /// HTML.
    fn markdown(&self) -> String {
        let text = self.text();
        let text = text.replace('\\', "\\\\").replace('|', "\\|");
        let text = text.replace('<', "\\<");
        match self {
            Self::Link(_, url) => format!("[{text}]({url})"),
            _ => text,
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Ratio(_))
    }
}

/// On one line: a line is a row.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Table {
    /// The rows as objects.
    pub(crate) fn json(&self) -> Json {
        let object = |row: &Vec<Cell>| {
            let cells = self.columns.iter().zip(row);
            cells.fold(Object::default(), |object, (key, cell)| {
                object.maybe(key, cell.json())
            })
        };
        self.rows.iter().map(object).collect()
    }

    /// In columns, numbers to the right; a column in which no row has anything is left out.
    pub fn human(&self) -> String {
        let columns = self.texts();
        let mut lines = vec![String::new(); self.rows.len() + 1];
        for (n, (texts, right)) in columns.iter().enumerate() {
            let width = texts.iter().map(|text| text.chars().count()).max();
            for (line, text) in lines.iter_mut().zip(texts) {
                let pad = " ".repeat(width.unwrap_or(0) - text.chars().count());
                let between = if n > 0 { "  " } else { "" };
                let [left, pad] = if *right { [&pad, text] } else { [text, &pad] };
                line.extend([between, left, pad]);
            }
        }
        let mut out = String::new();
        for (n, line) in lines.iter().enumerate() {
            let line = line.trim_end();
            let _ = if n == 0 {
                writeln!(out, "{STRONG}{line}{STRONG:#}")
            } else {
                writeln!(out, "{line}")
            };
        }
        out
    }

    /// As a table of Markdown.
    pub fn markdown(&self) -> String {
        let columns = self.filled();
        let mut out = String::new();
        let headings = columns.iter().map(|(_, heading, _)| heading.clone());
        let _ = writeln!(out, "| {} |", headings.collect::<Vec<_>>().join(" | "));
        let below = columns
            .iter()
            .map(|(.., right)| if *right { "---:|" } else { "---|" });
        let _ = writeln!(out, "|{}", below.collect::<String>());
        for row in &self.rows {
            let cells = columns.iter().map(|(at, ..)| row[*at].markdown());
            let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        }
        out
    }

    /// The columns that are not empty: which, the heading, and whether it has numbers.
    pub(super) fn filled(&self) -> Vec<(usize, String, bool)> {
        let column = |(at, heading): (usize, &&str)| {
            let cells = || self.rows.iter().map(|row| &row[at]);
            let filled = cells().any(|cell| !cell.text().is_empty());
            filled.then(|| (at, heading.replace('_', " "), cells().any(Cell::is_number)))
        };
        self.columns.iter().enumerate().filter_map(column).collect()
    }

    /// The same without its first column.
    #[must_use]
    pub(crate) fn without_first(mut self) -> Self {
        self.columns.remove(0);
        for row in &mut self.rows {
            row.remove(0);
        }
        self
    }

    /// Of each column that is not empty: its heading and cells, and whether it has numbers.
    fn texts(&self) -> Vec<(Vec<String>, bool)> {
        let columns = self.filled().into_iter();
        let texts = |(at, heading, right): (usize, String, bool)| {
            let cells = self.rows.iter().map(|row| row[at].text());
            ([heading].into_iter().chain(cells).collect(), right)
        };
        columns.map(texts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Table};

    fn table() -> Table {
        Table {
            columns: vec!["name", "of_them", "share", "all", "none"],
            rows: vec![
                vec![
                    "users".into(),
                    Cell::List(vec!["a".to_owned(), "b|c".to_owned()]),
                    Cell::Ratio(0.5),
                    12.into(),
                    Cell::None,
                ],
                vec![
                    "Ä\nnew".into(),
                    true.into(),
                    Cell::Ratio(10.0),
                    3.into(),
                    Cell::Flag(false),
                ],
            ],
        }
    }

    #[test]
    fn columns_for_people() {
        let text = anstream::adapter::strip_str(&table().human()).to_string();
        insta::assert_snapshot!(text, @r"
        name   of them  share  all
        users  a, b|c    0.50   12
        Ä new  yes      10.00    3
        ");
    }

    #[test]
    fn a_table_of_markdown() {
        insta::assert_snapshot!(table().markdown(), @r"
        | name | of them | share | all |
        |---|---|---:|---:|
        | users | a, b\|c | 0.50 | 12 |
        | Ä new | yes | 10.00 | 3 |
        ");
    }

    #[test]
    fn objects_for_programs() {
        insta::assert_snapshot!(table().json().to_string(), @r#"
        [
          {
            "name": "users",
            "of_them": [
              "a",
              "b|c"
            ],
            "share": 0.5,
            "all": 12
          },
          {
            "name": "Ä\nnew",
            "of_them": true,
            "share": 10.0,
            "all": 3,
            "none": false
          }
        ]
        "#);
    }
}
