//! What changed between two schemas, for every format.

use schema_snapshot::diff::{Graded, Object, PartKind, Severity, Verdict};

use super::document::{Document, Entry, Group, Kind, Tone};
use super::{Format, Source, github, human, json, junit, markdown, page, plural, sarif};
use crate::exit::Exit;

/// What changed.
#[derive(Clone, Debug)]
pub struct Differences {
    /// What was compared, without a password.
    pub before: String,
    /// With what.
    pub after: String,
    /// What changed, object by object.
    pub changes: Vec<Difference>,
    /// The command fails by what is as grave as this.
    pub fail_on: Severity,
}

/// A change, and where it matters.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The change.
    pub graded: Graded,
    /// Where the snapshot has it, or had its object.
    pub source: Option<Source>,
    /// The models that it touches.
    pub models: Vec<Touched>,
}

/// A model that a change touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The item's name.
    pub item: String,
    /// Where it stands.
    pub source: Source,
}

impl Differences {
    /// The report in a format, with its last newline; `quiet` leaves out what is no change.
    pub fn render(&self, format: Format, quiet: bool) -> String {
        match format {
            Format::Human => human::render(&self.document(), quiet),
            Format::Json => json::text(json::differences(self)),
            Format::Github => github::render(&self.document(), quiet),
            Format::Markdown => markdown::render(&self.document()),
            Format::Junit => junit::render(&self.document()),
            Format::Sarif => sarif::render(&self.document()),
        }
    }

    /// In a line, and as it is for programs.
    pub(crate) fn notice(&self) -> (String, crate::json::Object) {
        (self.summary(), json::differences(self))
    }

    /// How the command ends.
    pub fn exit(&self) -> Exit {
        if self.changes.iter().any(|change| self.fails(change)) {
            Exit::Found
        } else {
            Exit::Fine
        }
    }

    fn fails(&self, change: &Difference) -> bool {
        change.graded.severity <= self.fail_on
    }

    /// How many changes are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        let of = |change: &&Difference| change.graded.severity == severity;
        self.changes.iter().filter(of).count()
    }

    /// How many changes are so for a rolling deploy.
    pub(super) fn verdicts(&self, verdict: Verdict) -> usize {
        let of = |change: &&Difference| change.graded.deploy.verdict == verdict;
        self.changes.iter().filter(of).count()
    }

    /// `3 differences: 1 critical, 2 low; rolling deploy: 1 unsafe`
    fn summary(&self) -> String {
        if self.changes.is_empty() {
            return "no differences".to_owned();
        }
        let severities = Severity::ALL.iter();
        let counts: Vec<_> = severities
            .map(|severity| (self.count(*severity), severity.word()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let deploy = match (
            self.verdicts(Verdict::Unsafe),
            self.verdicts(Verdict::Depends),
        ) {
            (0, 0) => "safe for a rolling deploy".to_owned(),
            (0, depends) => format!("{depends} may be unsafe for a rolling deploy"),
            (fails, 0) => format!("{fails} unsafe for a rolling deploy"),
            (fails, depends) => {
                format!("{fails} unsafe for a rolling deploy, {depends} may be")
            }
        };
        let all = plural(self.changes.len(), "difference");
        format!("{all}: {}; {deploy}", counts.join(", "))
    }

    pub(super) fn document(&self) -> Document<'_> {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for change in &self.changes {
            let object = &change.graded.change.object;
            if last != Some(object) {
                groups.push(group(object, change.source.as_ref()));
                last = Some(object);
            }
            if let Some(group) = groups.last_mut() {
                group.entries.push(self.entry(change));
            }
        }
        if groups.is_empty() {
            groups.push(Group {
                name: "schema".to_owned(),
                asked: "no differences",
                ..Group::default()
            });
        }
        let mut kinds: Vec<_> = self.changes.iter().map(|c| &c.graded).collect();
        kinds.sort_by(|a, b| a.word.cmp(&b.word));
        kinds.dedup_by(|a, b| a.word == b.word);
        Document {
            verb: "diff",
            intro: vec![
                format!("from {}", self.before),
                format!("to {}", self.after),
            ],
            groups,
            unread: &[],
            summary: self.summary(),
            closing: "`cargo schema explain KIND` says more of a kind of change",
            kinds: kinds.into_iter().map(kind).collect(),
        }
    }

    fn entry(&self, change: &Difference) -> Entry {
        let Difference {
            graded,
            source,
            models,
        } = change;
        let Graded {
            change: inner,
            word,
            severity,
            deploy,
            wording,
            ..
        } = graded;
        let mut notes = vec![(
            "rolling deploy",
            format!("{}: {}", deploy.verdict.word(), deploy.why),
        )];
        if *wording {
            notes.push((
                "note",
                "it may be one of wording only: the servers are of different majors".to_owned(),
            ));
        }
        notes.extend(models.iter().map(|Touched { item, source }| {
            let place = format!("{}:{}", source.file, source.line);
            ("model", format!("`{item}` at {place}"))
        }));
        let name = inner.object.name().map(|name| match &inner.part {
            Some(part) => format!("{name}.{}", part.name),
            None => name.to_string(),
        });
        let message = inner.to_string();
        let heading = format!("{}: ", inner.object);
        Entry {
            tone: match severity {
                Severity::Critical | Severity::High => Tone::Error,
                Severity::Medium => Tone::Warning,
                Severity::Low => Tone::Note,
            },
            word: severity.word(),
            fails: self.fails(change),
            kind: word.clone(),
            url: page("changes.md"),
            about: inner.part.iter().map(|part| part.name.clone()).collect(),
            identity: format!("{word} {}", name.as_deref().unwrap_or_default()),
            name,
            inside: message.strip_prefix(&heading).map(str::to_owned),
            message,
            at: None,
            sql: None,
            notes,
            source: source.clone(),
        }
    }
}

fn group(object: &Object, source: Option<&Source>) -> Group {
    let (noun, name) = match object {
        Object::Server => ("", "server".to_owned()),
        Object::Relation(kind, name) => (kind.sql(), name.to_string()),
        Object::Type(kind, name) => (kind.word(), name.to_string()),
        Object::Functions(name) => ("function", name.to_string()),
    };
    Group {
        noun: noun.to_ascii_lowercase(),
        name,
        file: source.map(|source| source.file.clone()),
        asked: "no differences",
        entries: Vec::new(),
    }
}

fn kind(graded: &Graded) -> Kind {
    let severity = graded.severity.word();
    Kind {
        id: graded.word.clone(),
        summary: format!("{}.", graded.word.replace('_', " ")),
        why: format!("A change of severity {severity}."),
        fix: "`docs/changes.md` says what the severities mean, and when a change is safe for a \
              rolling deploy."
            .to_owned(),
        url: page("changes.md"),
    }
}

/// Whether a part is a column, to those who know columns and other parts.
pub(super) fn is_column(kind: PartKind) -> bool {
    matches!(kind, PartKind::Column | PartKind::Attribute)
}
