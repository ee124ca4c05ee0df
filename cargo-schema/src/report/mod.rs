//! What is said: what changed, for people; what was found, in the formats that people and
//! programs read. One format, one file.

mod answers;
mod changes;
mod conformance;
mod differences;
mod document;
mod github;
mod html;
mod human;
mod ids;
mod json;
mod junit;
mod markdown;
mod page;
mod sarif;
mod status;
mod table;
#[cfg(test)]
mod testing;

use clap::ValueEnum;
use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::model::RelationKind;
use schema_snapshot::name::QualifiedName;
use schema_snapshot::rules;

pub use changes::{changes, contents, counts, files, foreign, is_stale, plural};

pub use answers::{Answer, Answers};
pub use conformance::{Conformance, Counts, Described, Point};
pub use differences::{Difference, Differences, Touched};
pub use ids::{link, page};
pub use status::Status;
pub use table::{Cell, Table, TableFormat};

use crate::exit::Exit;
use crate::json::Object;
use crate::models::Left;
use document::{Document, Entry, Group, Tone};
use ids::kind;

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
    /// What was looked at: the relations in the order of their names, then items of the source that
    /// are a matter of no relation, in the order of the files.
    pub checked: Vec<Checked>,
    /// How many findings there would be more, but for exceptions.
    pub suppressed: usize,
    /// The models that were read. None when none were looked for.
    pub models: Option<Models>,
    /// Files that look like the snapshot's by their names and are not: passed over.
    pub foreign: Vec<String>,
    /// What could not be looked at: the check is not green, whatever was found.
    pub unread: Vec<Unread>,
    /// Since when something has to have changed for its findings to be here; none when all are.
    pub since: Option<Since>,
}

/// A revision, and what did not change since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The revision as it was named.
    pub revision: String,
    /// The commit where the history parted from it.
    pub commit: String,
    /// How many findings are left out: they are of what did not change.
    pub left_out: usize,
}

/// The models of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Models {
    /// How many items with the derive were read.
    pub items: usize,
    /// What of them only a build can tell.
    pub left: Left,
}

/// Something that was looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What.
    pub subject: Subject,
    /// The file that has it: a relation's in the snapshot, an item's in the source.
    pub file: String,
    /// What was found: the mistakes of models in the order of the source, then the rules' in theirs.
    pub findings: Vec<Found>,
}

/// What a finding is filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A relation: its name, and what it is.
    Relation(QualifiedName, RelationKind),
    /// The functions of a name.
    Function(QualifiedName),
    /// An item of the source that stands for a type, or of which is not known what it stands for.
    Item(String),
    /// A file: `schema.toml`, or a part of the baseline.
    File(String),
}

impl Subject {
    /// The word that stands before the name.
    fn noun(&self) -> String {
        match self {
            Self::Relation(_, kind) => kind.sql().to_lowercase(),
            Self::Function(_) => "function".to_owned(),
            Self::Item(_) => "item".to_owned(),
            Self::File(_) => "file".to_owned(),
        }
    }

    /// The name.
    fn name(&self) -> String {
        match self {
            Self::Relation(name, _) | Self::Function(name) => name.to_string(),
            Self::Item(name) | Self::File(name) => name.clone(),
        }
    }
}

/// A finding, and where to look at it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// Where.
    pub source: Source,
    /// The Rust item that has it; none when the snapshot's file has it.
    pub item: Option<String>,
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
    /// The line in it, when that is known.
    pub line: Option<usize>,
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
            Format::Human => human::render(&self.document(), quiet),
            Format::Json => json::text(json::report(self)),
            Format::Github => github::render(&self.document(), quiet),
            Format::Markdown => markdown::render(&self.document()),
            Format::Junit => junit::render(&self.document()),
            Format::Sarif => sarif::render(&self.document()),
        }
    }

    fn document(&self) -> Document<'_> {
        let mut kinds: Vec<_> = rules::ALL.iter().map(|rule| kind(rule.id)).collect();
        kinds.extend(ids::kinds(&kinds, self.findings()));
        Document {
            verb: "lint",
            intro: self.since.iter().map(Since::sentence).collect(),
            groups: self.checked.iter().map(group).collect(),
            unread: &self.unread,
            summary: self.summary(),
            closing: "`cargo schema explain RULE` says why, and how it is mended; `schema.toml` \
                      sets its level",
            kinds,
        }
    }

    /// In a line, and as it is for programs.
    pub(crate) fn notice(&self) -> (String, Object) {
        (self.summary(), json::report(self))
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
        let all = self.checked.iter();
        all.flat_map(|checked| &checked.findings)
    }

    /// The relations that were looked at.
    pub fn relations(&self) -> impl Iterator<Item = &QualifiedName> {
        self.checked.iter().filter_map(|c| match &c.subject {
            Subject::Relation(name, _) => Some(name),
            Subject::Function(_) | Subject::Item(_) | Subject::File(_) => None,
        })
    }

    /// How many findings are of a level.
    fn count(&self, level: Level) -> usize {
        self.findings()
            .filter(|found| found.finding.level == level)
            .count()
    }

    /// `3 errors, 2 warnings, 1 suppressed`
    fn counted(&self) -> String {
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
        if self.suppressed > 0 {
            parts.push(format!("{} suppressed", self.suppressed));
        }
        parts.join(", ")
    }

    /// `12 relations and 3 models checked: 3 errors, 2 warnings; 2 types are left to the build`
    fn summary(&self) -> String {
        let mut all = plural(self.relations().count(), "relation");
        let mut left = String::new();
        if let Some(models) = &self.models {
            all = format!("{all} and {}", plural(models.items, "model"));
            left = models.left.sentence().map_or(left, |s| format!("; {s}"));
        }
        if let Some(Since { left_out, .. }) = &self.since {
            if *left_out > 0 {
                let findings = plural(*left_out, "finding");
                left = format!("{left}; {findings} of what did not change left out");
            }
            return format!("{all} changed: {}{left}", self.counted());
        }
        format!("{all} checked: {}{left}", self.counted())
    }
}

impl Since {
    fn sentence(&self) -> String {
        let commit = self.commit.get(..10).unwrap_or(&self.commit);
        format!("only what changed since `{}` ({commit})", self.revision)
    }
}

fn group(checked: &Checked) -> Group {
    Group {
        noun: checked.subject.noun(),
        name: checked.subject.name(),
        file: match checked.subject {
            Subject::File(_) => None,
            _ => Some(checked.file.clone()),
        },
        asked: "rules",
        entries: checked.findings.iter().map(entry).collect(),
    }
}

fn entry(found: &Found) -> Entry {
    let Found {
        finding,
        source,
        item,
    } = found;
    let tone = match finding.level {
        Level::Deny => Tone::Error,
        Level::Warn | Level::Allow => Tone::Warning,
    };
    let name = finding.relation.as_ref().map(|relation| {
        let parts = [relation.to_string()].into_iter();
        parts
            .chain(finding.column.clone())
            .collect::<Vec<_>>()
            .join(".")
    });
    let identity = [
        Some(finding.rule),
        name.as_deref(),
        finding.object.as_deref(),
        item.as_deref(),
    ];
    let identity: Vec<_> = identity.into_iter().flatten().collect();
    let about = [&finding.column, &finding.object, item];
    Entry {
        tone,
        word: tone.word(),
        fails: finding.level == Level::Deny,
        kind: finding.rule.to_owned(),
        url: link(finding.rule),
        about: about.into_iter().flatten().cloned().collect(),
        identity: identity.join(" "),
        name,
        message: finding.message.clone(),
        inside: None,
        at: item.as_ref().map(|_| source.clone()),
        sql: sql(finding).map(str::to_owned),
        notes: help(finding)
            .map(|help| ("help", help.to_owned()))
            .collect(),
        source: Some(source.clone()),
    }
}

/// The SQL that mends it, to stand by itself; not where it is one way out of several, which the
/// help tells.
fn sql(finding: &Finding) -> Option<&str> {
    let sql = finding.fix_sql.as_deref()?;
    let is_the_way = |help: &String| help.strip_prefix("run: ") == Some(sql);
    finding.help.iter().any(is_the_way).then_some(sql)
}

/// The ways out that are not this SQL.
fn help(finding: &Finding) -> impl Iterator<Item = &str> {
    let sql = sql(finding);
    let all = finding.help.iter().map(String::as_str);
    all.filter(move |help| sql.is_none() || help.strip_prefix("run: ") != sql)
}
