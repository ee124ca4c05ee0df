//! What is said: what changed, for people; what was found, in the formats that people and
//! programs read. One format, one file.

mod changes;
mod github;
mod human;
mod json;
mod junit;
mod markdown;
mod sarif;
mod table;
#[cfg(test)]
mod testing;

use clap::ValueEnum;
use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::model::RelationKind;
use schema_snapshot::name::QualifiedName;

pub use changes::{changes, contents, counts, files, foreign, is_stale, plural};

pub use table::{Cell, Table, TableFormat};

use crate::exit::Exit;

/// A form of a [`Report`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: by table, with the SQL ready to copy
    #[default]
    Human,
    /// For programs: docs/report.md says what stands in it
    Json,
    /// For a workflow of GitHub Actions: an annotation a finding
    Github,
    /// For a comment on a pull request
    Markdown,
    /// For what shows test results: JUnit's XML
    Junit,
    /// For code scanning: SARIF 2.1.0
    Sarif,
}

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was looked at, in the order of the names.
    pub relations: Vec<Checked>,
    /// What could not be looked at: the check is not green, whatever was found.
    pub unread: Vec<Unread>,
}

/// A relation that was looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its name.
    pub name: QualifiedName,
    /// What it is.
    pub kind: RelationKind,
    /// Its file in the snapshot.
    pub file: String,
    /// What was found, in the order of the rules.
    pub findings: Vec<Found>,
}

/// A finding, and where to look at it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// Where.
    pub source: Source,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file, with forward slashes.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// A file that can't be used.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The file, with forward slashes.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
    /// The ways out.
    pub help: Vec<String>,
}

impl Report {
    /// The report in a format, with its last newline. What is for people has colours, to be taken
    /// out where nobody looks; `quiet` leaves out what is no finding.
    pub fn render(&self, format: Format, quiet: bool) -> String {
        match format {
            Format::Human => human::render(self, quiet),
            Format::Json => json::render(self),
            Format::Github => github::render(self, quiet),
            Format::Markdown => markdown::render(self),
            Format::Junit => junit::render(self),
            Format::Sarif => sarif::render(self),
        }
    }

    /// How the command ends.
    pub fn exit(&self) -> Exit {
        if !self.unread.is_empty() {
            Exit::Failed
        } else if self.count(Level::Deny) > 0 {
            Exit::Found
        } else {
            Exit::Fine
        }
    }

    /// Every finding, in order.
    fn findings(&self) -> impl Iterator<Item = &Found> {
        let all = self.relations.iter();
        all.flat_map(|checked| &checked.findings)
    }

    /// How many findings are of a level.
    fn count(&self, level: Level) -> usize {
        self.findings()
            .filter(|found| found.finding.level == level)
            .count()
    }

    /// `12 relations checked: 3 errors, 2 warnings`
    fn summary(&self) -> String {
        let counted = |level, noun| match self.count(level) {
            0 => None,
            count => Some(plural(count, noun)),
        };
        let mut parts: Vec<_> = [
            counted(Level::Deny, "error"),
            counted(Level::Warn, "warning"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !self.unread.is_empty() {
            parts.push(format!("{} not checked", plural(self.unread.len(), "file")));
        }
        if parts.is_empty() {
            parts.push("no findings".to_owned());
        }
        let relations = plural(self.relations.len(), "relation");
        format!("{relations} checked: {}", parts.join(", "))
    }
}

/// The word for a level that fails, and for one that does not.
fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn | Level::Allow => "warning",
    }
}

/// The ways out that are not the SQL, which stands by itself.
fn help(finding: &Finding) -> impl Iterator<Item = &str> {
    let sql = finding.fix_sql.as_ref().map(|sql| format!("run: {sql}"));
    let all = finding.help.iter();
    all.filter(move |help| Some(*help) != sql.as_ref())
        .map(String::as_str)
}

/// Where a rule is documented.
pub fn link(rule: &str) -> String {
    page(&format!("rules.md#{rule}"))
}

/// The address of a page of the documentation.
pub fn page(file: &str) -> String {
    format!("{}/blob/main/docs/{file}", env!("CARGO_PKG_REPOSITORY"))
}
