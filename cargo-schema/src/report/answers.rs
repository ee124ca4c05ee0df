//! How the sides of a comparison stand to each other, for every format: an answer for each pair.

use super::document::{Document, Entry, Group, Kind, Tone};
use super::{
    Difference, Differences, Format, Found, Models, Unread, github, human, json, junit, markdown,
    sarif,
};
use crate::exit::Exit;
use schema_snapshot::diff::Severity;

/// What `cargo schema check` says.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// What was compared, in words and without a password.
    pub sides: Vec<String>,
    /// Each pair's answer; that of the snapshot and the models has several.
    pub answers: Vec<Answer>,
    /// The models that were read. None when none were looked for.
    pub models: Option<Models>,
    /// How many relations the snapshot has, when it was read.
    pub relations: Option<usize>,
    /// How many findings there would be more, but for exceptions.
    pub suppressed: usize,
    /// What could not be looked at: the check is not green, whatever was found.
    pub unread: Vec<Unread>,
    /// How the command ends by what could not be looked at.
    pub exit: Option<Exit>,
}

/// How two sides stand to each other.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which two: `snapshot`, `database`, `migrations`, `models`.
    pub sides: [&'static str; 2],
    /// The verdict, for programs: docs/report.md lists them.
    pub verdict: &'static str,
    /// Whether the command fails by it.
    pub fails: bool,
    /// The verdict in a sentence, with the way out.
    pub message: String,
    /// What the second has otherwise than the first.
    pub changes: Vec<Difference>,
    /// What is wrong with models.
    pub findings: Vec<Found>,
    /// The tables that it is about.
    pub tables: Vec<String>,
}

impl Answer {
    /// `snapshot and database`
    fn name(&self) -> String {
        match self.verdict {
            "model_without_table" => "models without a table".to_owned(),
            "table_without_model" => "tables without a model".to_owned(),
            _ => self.sides.join(" and "),
        }
    }
}

impl Answers {
    /// The report in a format, with its last newline; `quiet` leaves out what is no difference.
    pub fn render(&self, format: Format, quiet: bool) -> String {
        match format {
            Format::Human => human::render(&self.document(), quiet),
            Format::Json => json::text(json::answers(self)),
            Format::Github => github::render(&self.document(), quiet),
            Format::Markdown => markdown::render(&self.document()),
            Format::Junit => junit::render(&self.document()),
            Format::Sarif => sarif::render(&self.document()),
        }
    }

    /// In a line for each answer, and as it is for programs.
    pub(crate) fn notice(&self) -> (String, crate::json::Object) {
        (self.summary(), json::answers(self))
    }

    /// How the command ends.
    pub fn exit(&self) -> Exit {
        self.exit.unwrap_or(if self.failed() > 0 {
            Exit::Found
        } else {
            Exit::Fine
        })
    }

    /// How many answers the command fails by.
    pub(super) fn failed(&self) -> usize {
        self.answers.iter().filter(|answer| answer.fails).count()
    }

    /// The verdicts, a line each, as the last of what is said.
    fn summary(&self) -> String {
        let mut lines: Vec<_> = self
            .answers
            .iter()
            .map(|answer| format!("{}: {}", answer.name(), answer.message))
            .collect();
        if let Some(left) = self.models.and_then(|models| models.left.sentence()) {
            lines.push(left);
        }
        lines.extend(
            self.unread
                .iter()
                .map(|u| format!("not checked: {}", u.file)),
        );
        lines.join("\n")
    }

    fn document(&self) -> Document<'_> {
        let mut kinds: Vec<Kind> = Vec::new();
        let groups = self.answers.iter().map(|answer| {
            let differences = Differences {
                before: String::new(),
                after: String::new(),
                changes: answer.changes.clone(),
                fail_on: Severity::Low,
            };
            let of_changes = differences.document();
            kinds.extend(of_changes.kinds.iter().cloned());
            let changes = of_changes
                .groups
                .into_iter()
                .flat_map(|group| group.entries);
            kinds.extend(super::ids::kinds(&[], answer.findings.iter()));
            Group {
                noun: String::new(),
                name: answer.name(),
                file: None,
                asked: answer.verdict,
                entries: changes
                    .map(|change| self::change(change, answer))
                    .chain(answer.findings.iter().map(super::entry))
                    .collect(),
            }
        });
        let groups: Vec<_> = groups.collect();
        kinds.sort_by(|a, b| a.id.cmp(&b.id));
        kinds.dedup_by(|a, b| a.id == b.id);
        Document {
            verb: "check",
            intro: self.sides.clone(),
            groups,
            unread: &self.unread,
            summary: self.summary(),
            closing: "`cargo schema explain ID` says more of what stands in brackets",
            kinds,
        }
    }
}

/// A change that is drift and not a plan: what it would mean for a deploy is no matter.
fn change(mut entry: Entry, answer: &Answer) -> Entry {
    entry.notes.retain(|(word, _)| *word != "rolling deploy");
    entry.inside = None;
    entry.fails = answer.fails;
    if !answer.fails {
        entry.tone = Tone::Note;
    }
    let identity = std::mem::take(&mut entry.identity);
    entry.identity = format!("{} {identity}", answer.sides.join(" "));
    entry
}
