//! What models and rules say of one relation, each mistake once.
//!
//! Several models can stand for a relation, and see the same of it; and what a rule finds of the
//! relation by itself is what it finds through them, but for their exceptions. So what a model
//! answers for is said where the model stands, what its exceptions suppress is not said, unless
//! another model that answers for it has none, and what no model answers for is the relation's own.

use std::collections::HashMap;

use schema_snapshot::claim::Place;
use schema_snapshot::finding::Finding;
use schema_snapshot::name::QualifiedName;
use schema_snapshot::rules;

use super::{Excepted, Model};
use crate::report::{Checked, Found, Report, Subject, Unread};

/// The models, by what they stand for.
#[derive(Debug, Default)]
pub struct ByRelation {
    relations: HashMap<QualifiedName, Vec<Model>>,
    /// Whether these are all, and each says what it stands for.
    are_all: bool,
    /// Items that stand for a type, or for nothing that was found.
    others: Vec<Model>,
    /// What is wrong with the snapshot itself, a mistake however many models there are.
    of_snapshot: Vec<Finding>,
}

/// What is said of a relation so far.
#[derive(Debug, Default)]
pub struct Verdict {
    findings: Vec<Found>,
    excepted: Vec<Excepted>,
    /// Whether a model answers for all of the relation, so that there is nothing to add.
    pub is_whole: bool,
    /// Whether there is a model at all, when that is known.
    pub has_model: Option<bool>,
}

impl ByRelation {
    /// Of these models, which are all unless some files could not be read.
    pub fn of(models: Vec<Model>, are_all: bool) -> Self {
        let mut all = Self {
            are_all: are_all && models.iter().all(|model| model.claim.is_some()),
            ..Self::default()
        };
        for mut model in models {
            let (of_snapshot, findings) = std::mem::take(&mut model.findings)
                .into_iter()
                .partition(|found| found.finding.is_of_snapshot());
            model.findings = findings;
            let of_snapshot: Vec<Found> = of_snapshot;
            for Found { finding, .. } in of_snapshot {
                let said = |known: &Finding| known.message == finding.message;
                if !all.of_snapshot.iter().any(said) {
                    all.of_snapshot.push(finding);
                }
            }
            match model.relations.first() {
                None => all.others.push(model),
                Some(first) => {
                    let of = all.relations.entry(first.relation.clone());
                    of.or_default().push(model);
                }
            }
        }
        all
    }

    /// What the models of a relation say.
    pub fn of_relation(&self, name: &QualifiedName) -> Verdict {
        let mut verdict = Verdict {
            has_model: self.are_all.then_some(false),
            ..Verdict::default()
        };
        for model in self.relations.get(name).into_iter().flatten() {
            verdict.has_model = Some(true);
            verdict.is_whole |= model.relations.iter().all(|stands| stands.whole);
            for found in &model.findings {
                verdict.add(found.clone());
            }
            verdict.excepted.extend(model.excepted.iter().cloned());
        }
        verdict
    }

    /// Adds what is no relation's to a report.
    pub fn into_items(self, report: &mut Report) {
        for model in self.others {
            if !model.findings.is_empty() {
                report.checked.push(Checked {
                    subject: Subject::Item(model.name),
                    file: model.source.file,
                    findings: model.findings,
                });
            }
        }
        for finding in self.of_snapshot {
            let said = |unread: &Unread| unread.message == finding.message;
            if !report.unread.iter().any(said) {
                report.unread.push(Unread {
                    file: finding.source.unwrap_or_default(),
                    line: None,
                    message: finding.message,
                    help: finding.help,
                });
            }
        }
    }
}

impl Verdict {
    /// One more finding, unless it has been said.
    fn add(&mut self, found: Found) {
        let same = |other: &Found| is_same(&other.finding, &found.finding);
        if !is_of_relation(&found.finding) || !self.findings.iter().any(same) {
            self.findings.push(found);
        }
    }

    /// What the relation by itself breaks, as far as no model answers for it, and what exceptions of
    /// `schema.toml` and the baseline suppress of it.
    pub fn add_own(
        &mut self,
        findings: impl IntoIterator<Item = Found>,
        excepted: impl IntoIterator<Item = Excepted>,
    ) {
        for found in findings {
            let is_it = |excepted: &Excepted| is_same(&excepted.finding, &found.finding);
            if !self.excepted.iter().any(is_it) {
                self.add(found);
            }
        }
        self.excepted.extend(excepted);
    }

    /// The findings, mistakes of models first and then those of the rules in their order, new names
    /// last; and what does not count of the others.
    pub fn settled(mut self) -> (Vec<Found>, Vec<Excepted>) {
        let mut settled: Vec<Excepted> = Vec::new();
        for excepted in self.excepted {
            let is_it = |other: &Finding| is_same(other, &excepted.finding);
            let said = self.findings.iter().any(|found| is_it(&found.finding));
            if !said && !settled.iter().any(|other| is_it(&other.finding)) {
                settled.push(excepted);
            }
        }
        self.findings.sort_by_key(|found| {
            let id = found.finding.rule;
            (
                renames(&found.finding),
                rules::ALL.iter().position(|rule| rule.id == id),
            )
        });
        (self.findings, settled)
    }
}

/// Who runs the statements of a table from above must not have it renamed before the others are run:
/// a column is renamed after them, and the table after that.
fn renames(finding: &Finding) -> u8 {
    let sql = finding.fix_sql.as_deref().unwrap_or_default();
    match sql {
        _ if sql.contains(" RENAME COLUMN ") => 1,
        _ if sql.contains(" RENAME TO ") && !sql.starts_with("ALTER INDEX ") => 2,
        _ => 0,
    }
}

/// Whether a finding is of a rule, or of `schema.toml`, and so what every model of the relation sees.
fn is_of_relation(finding: &Finding) -> bool {
    let of_exceptions = rules::OF_EXCEPTIONS.contains(&finding.rule);
    rules::find(finding.rule).is_some() || of_exceptions && finding.place == Place::default()
}

fn is_same(a: &Finding, b: &Finding) -> bool {
    a.rule == b.rule && a.column == b.column && a.object == b.object && a.message == b.message
}
