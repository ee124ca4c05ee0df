//! The models of the source, without compiling it: read by the derive's parser, compared by the
//! derive's engine.
//!
//! `files` finds the source files of the packages that are checked against a snapshot, [`read`]
//! reads them, [`Sources::check`] compares. What needs the type checker is counted and left to the
//! build.

mod by_relation;
mod files;
mod parallel;
mod touched;

use std::path::Path;

use schema_claims::source::{self, DERIVE, Reading};
use schema_snapshot::Claim;
use schema_snapshot::claim::{Allow, Place, Shape, Subject};
use schema_snapshot::conform::{self, Outcome, Resolved};
use schema_snapshot::finding::{Finding, Level, Question};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::rules::By;

pub use by_relation::{ByRelation, Verdict};
pub use touched::Touches;

use crate::error::Result;
use crate::place;
use crate::report::{Found, Source, Unread, plural};

/// Where models are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The snapshot's directory.
    pub snapshot: &'a Path,
    /// Whether it was given on the command line: then packages that find no snapshot by themselves
    /// count as well.
    pub given: bool,
    /// The working directory.
    pub directory: &'a Path,
    /// `models.exclude` of `schema.toml`.
    pub exclude: &'a [String],
    /// Whether files are named for people, from the working directory, and not from the
    /// repository's.
    pub people: bool,
}

/// What stands in the source files.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The items with the derive, in the order of the files' paths.
    items: Vec<(String, source::Item)>,
    /// The files that are no Rust, or can't be read.
    pub unread: Vec<Unread>,
}

/// An item with the derive, compared.
#[derive(Clone, Debug)]
pub struct Model {
    /// The item's name.
    pub name: String,
    /// Where that stands.
    pub source: Source,
    /// The claim; the first, when it has conditions. None when what it says is not known for
    /// certain, or there are too many conditions.
    pub claim: Option<Claim>,
    /// The relations that it is a model of: none when it is none or the relation was not found,
    /// several when that is a matter of its conditions.
    pub relations: Vec<Stands>,
    /// What is wrong under all its conditions, in the order of the places.
    pub findings: Vec<Found>,
    /// What exceptions and the baseline suppress.
    pub excepted: Vec<Excepted>,
    /// The exceptions on it.
    pub exceptions: Vec<Exception>,
    /// What only a build can tell.
    pub left: Left,
}

/// A finding that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excepted {
    /// The finding.
    pub finding: Finding,
    /// Why not.
    pub by: ExceptedBy,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExceptedBy {
    /// By an exception on a model: where that stands.
    Model(Source),
    /// By one in `schema.toml`: which of those that are in force.
    Config(usize),
    /// The baseline has it.
    Baseline,
}

/// An exception on a model, `#[conformant(allow(rule = "reason"))]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The rule's id.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The column that it is for.
    pub column: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// That an item is a model of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// The relation.
    pub relation: QualifiedName,
    /// Whether it answers for all of it.
    pub whole: bool,
}

/// What is left to the build: how many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Types whose names do not tell what they hold.
    pub types: usize,
    /// Columns that a flattened part may have.
    pub columns: usize,
    /// Items of which something is wrong under some `#[cfg]`s only.
    pub conditions: usize,
}

/// Reads the models that are checked against a snapshot.
///
/// # Errors
///
/// When `models.exclude` has a pattern that is none. A file or directory that can't be read is told
/// of beside the models of the others.
pub fn read(scope: Scope<'_>) -> Result<Sources> {
    let (files, unread) = files::find(scope)?;
    let mut sources = Sources {
        items: Vec::new(),
        unread,
    };
    for of_file in parallel::map(files, |path| of_file(&path, scope)) {
        match of_file {
            Ok(items) => sources.items.extend(items),
            Err(unread) => sources.unread.push(unread),
        }
    }
    Ok(sources)
}

fn of_file(path: &Path, scope: Scope<'_>) -> Result<Vec<(String, source::Item)>, Unread> {
    let text = match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => {
            let bytes = error.as_bytes();
            let may_derive = bytes.windows(DERIVE.len()).any(|b| b == DERIVE.as_bytes());
            if !may_derive {
                return Ok(Vec::new());
            }
            return Err(unread(path, scope, "not UTF-8 text"));
        }
        // Removed in this moment, or a link that leads nowhere: it is in no build.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unread(path, scope, &error.to_string())),
    };
    if !text.contains(DERIVE) {
        return Ok(Vec::new());
    }
    let items = source::read(&text).map_err(|error| {
        let line = error.position.line;
        let mut unread = unread(path, scope, &format!("line {line}: {}", error.message));
        unread.line = Some(line);
        unread
    })?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let file = scope.name(path);
    Ok(items.into_iter().map(|item| (file.clone(), item)).collect())
}

impl Scope<'_> {
    /// A file as it is shown.
    pub fn name(&self, path: &Path) -> String {
        if self.people {
            place::shown(path, self.directory)
        } else {
            place::in_repository(path, self.directory)
        }
    }
}

fn unread(path: &Path, scope: Scope<'_>, why: &str) -> Unread {
    let file = scope.name(path);
    Unread {
        message: format!("the models of `{file}` can't be read: {why}"),
        help: vec![
            "mend the file, or name it in `exclude` under `[models]` in `schema.toml` when it is \
             in no build"
                .to_owned(),
        ],
        file,
        line: None,
    }
}

impl Sources {
    /// Those of texts, each named as a file; what is no Rust has none.
    pub fn of(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let texts = texts.into_iter().filter(|(_, text)| text.contains(DERIVE));
        let items = |(file, text): (String, String)| {
            let items = source::read(&text).unwrap_or_default();
            items.into_iter().map(move |item| (file.clone(), item))
        };
        Self {
            items: texts.flat_map(items).collect(),
            unread: Vec::new(),
        }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Compares each item with a schema, as the derive does.
    pub fn check(&self, schema: &(impl conform::Source + Sync)) -> Vec<Model> {
        let items: Vec<_> = self.items.iter().collect();
        parallel::map(items, |(file, item)| compared(file, item, schema))
    }
}

/// What is wrong in a reading, with the place of each.
struct Compared {
    findings: Vec<Found>,
    outcome: Outcome,
}

fn compared(file: &str, item: &source::Item, schema: &dyn conform::Source) -> Model {
    let mut all = item
        .readings
        .iter()
        .map(|reading| compare(file, item, reading, schema));
    let mut model = Model {
        name: item.name.clone(),
        source: Source {
            file: file.to_owned(),
            line: item.position.line,
        },
        claim: item.readings.first().and_then(|first| first.claim.clone()),
        relations: Vec::new(),
        findings: Vec::new(),
        excepted: Vec::new(),
        exceptions: Vec::new(),
        left: Left::default(),
    };
    let Some(first) = all.next() else {
        model.left.conditions = 1;
        return model;
    };
    let asked = first.outcome.questions.iter();
    let is_open = |question: &&Question| question.finding.is_some() && !question.is_no;
    model.left.types = asked.filter(is_open).count();
    model.left.columns = first.outcome.unless_flattened.len();
    model.stands(item.readings.first(), &first.outcome);
    model.except(item.readings.first(), first.outcome);
    model.findings = first.findings;
    for (other, reading) in all.zip(item.readings.iter().skip(1)) {
        model.stands(Some(reading), &other.outcome);
        model.except(Some(reading), other.outcome);
        let (here, there) = (&model.findings, &other.findings);
        let differs = |a: &[Found], b: &[Found]| a.iter().any(|a| !b.iter().any(|b| is_same(a, b)));
        if differs(here, there) || differs(there, here) {
            model.left.conditions = 1;
            let in_both = |found: &Found| there.iter().any(|other| is_same(found, other));
            model.findings.retain(in_both);
        }
    }
    model
}

/// Whether it is one mistake under two conditions. The words may differ: they name the columns that
/// are missing, for one.
fn is_same(a: &Found, b: &Found) -> bool {
    let key = |found: &'_ Found| {
        let Finding {
            rule,
            column,
            object,
            ..
        } = found.finding.clone();
        (rule, column, object, found.source.line)
    };
    key(a) == key(b)
}

fn compare(
    file: &str,
    item: &source::Item,
    reading: &Reading,
    schema: &dyn conform::Source,
) -> Compared {
    let mut outcome = match &reading.claim {
        Some(claim) => conform::check(claim, schema),
        None => Outcome::default(),
    };
    let mistakes = reading.errors.iter().map(|error| Finding {
        rule: error.id,
        place: error.place,
        message: error.message.clone(),
        help: error.help.clone(),
        ..Finding::default()
    });
    let no = outcome.questions.iter().filter(|question| question.is_no);
    let no: Vec<_> = no.filter_map(|question| question.finding.clone()).collect();
    let mut findings: Vec<_> = mistakes
        .chain(outcome.findings.drain(..))
        .chain(no)
        .collect();
    findings.retain(|finding| finding.level != Level::Allow);
    findings.sort_by_key(|finding| reading.position(finding.place));
    let found = |finding: Finding| Found {
        source: Source {
            file: file.to_owned(),
            line: reading.position(finding.place).line,
        },
        finding,
        item: Some(item.name.clone()),
    };
    Compared {
        findings: findings.into_iter().map(found).collect(),
        outcome,
    }
}

impl Model {
    fn stands(&mut self, reading: Option<&Reading>, outcome: &Outcome) {
        let claim = reading.and_then(|reading| reading.claim.as_ref());
        let (Some(Resolved::Relation(relation)), Some(claim)) = (&outcome.subject, claim) else {
            return;
        };
        let whole = matches!(&claim.subject,
            Subject::Model(model) if model.shape == Shape::Full && model.flattened.is_empty());
        let stands = Stands {
            relation: relation.value.name.clone(),
            whole,
        };
        if !self.relations.contains(&stands) {
            self.relations.push(stands);
        }
    }

    fn except(&mut self, reading: Option<&Reading>, outcome: Outcome) {
        let claim = reading.and_then(|reading| reading.claim.as_ref());
        let allows = claim.map_or(&[][..], |claim| &claim.allows);
        let exception = |allow: &Allow| Exception {
            rule: allow.rule.text.clone(),
            reason: allow.reason.text.clone(),
            column: allow.column.clone(),
            source: Source {
                file: self.source.file.clone(),
                line: reading.map_or(1, |reading| reading.position(allow.rule.place).line),
            },
        };
        let exceptions: Vec<_> = allows.iter().map(exception).collect();
        for suppressed in outcome.suppressed {
            let excepted = Excepted {
                finding: Finding {
                    place: Place::default(),
                    ..suppressed.finding
                },
                by: match suppressed.by {
                    By::Model(n) => match exceptions.get(n) {
                        Some(exception) => ExceptedBy::Model(exception.source.clone()),
                        None => continue,
                    },
                    By::Config(n) => ExceptedBy::Config(n),
                    By::Baseline(_) => ExceptedBy::Baseline,
                },
            };
            if !self.excepted.contains(&excepted) {
                self.excepted.push(excepted);
            }
        }
        for exception in exceptions {
            if !self.exceptions.contains(&exception) {
                self.exceptions.push(exception);
            }
        }
    }
}

impl Left {
    /// `12 types and 1 column are left to the build`; nothing when nothing is.
    pub fn sentence(&self) -> Option<String> {
        let parts: Vec<_> = [
            (self.types, "type"),
            (self.columns, "column of a flattened part"),
            (self.conditions, "model with conditions"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| match noun.split_once(' ') {
            Some((noun, rest)) => format!("{} {rest}", plural(count, noun)),
            None => plural(count, noun),
        })
        .collect();
        let is = if self.types + self.columns + self.conditions == 1 {
            "is"
        } else {
            "are"
        };
        let (last, before) = parts.split_last()?;
        let parts = match before {
            [] => last.clone(),
            before => format!("{} and {last}", before.join(", ")),
        };
        Some(format!("{parts} {is} left to the build"))
    }

    /// All together.
    pub fn sum<'m>(models: impl IntoIterator<Item = &'m Model>) -> Self {
        let mut all = Self::default();
        for model in models {
            all.types += model.left.types;
            all.columns += model.left.columns;
            all.conditions += model.left.conditions;
        }
        all
    }
}
