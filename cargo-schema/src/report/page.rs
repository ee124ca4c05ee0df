//! A page to be read: sections of text, tables and findings, whatever the format. Who renders it
//! decides nothing of what is said.

use super::Table;
use super::document::Group;

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) title: String,
    /// What it is of and of when, in a line of Markdown.
    pub(super) subtitle: String,
    pub(super) sections: Vec<Section>,
}

/// A section, with a heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// To link to.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
    /// Sections below it.
    pub(super) parts: Vec<Section>,
}

/// What a section is made of.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// A paragraph, in Markdown: code spans and nothing else.
    Text(String),
    /// A list of such.
    List(Vec<String>),
    /// A table, with what it shows.
    Table(&'static str, Table),
    /// Findings, by what they are found of.
    Findings(Vec<Group>),
    /// Counts over time, for a format that can draw; the table that follows has them all.
    Chart(Chart),
}

/// Counts over time.
#[derive(Clone, Debug, Default)]
pub(super) struct Chart {
    pub(super) title: &'static str,
    /// The names of the counts.
    pub(super) names: [&'static str; 2],
    /// Oldest first: when, and the counts.
    pub(super) points: Vec<(String, [usize; 2])>,
}

impl Section {
    pub(super) fn new(id: &str, title: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            title: title.into(),
            ..Self::default()
        }
    }

    /// One more paragraph.
    #[must_use]
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// A table; instead of one without rows, what that means.
    #[must_use]
    pub(super) fn table(mut self, shows: &'static str, table: Table, none: &str) -> Self {
        self.blocks.push(if table.rows.is_empty() {
            Block::Text(none.to_owned())
        } else {
            Block::Table(shows, table)
        });
        self
    }

    /// A table that is left out when it has no rows.
    #[must_use]
    pub(super) fn maybe(mut self, shows: &'static str, table: Table) -> Self {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(shows, table));
        }
        self
    }
}
