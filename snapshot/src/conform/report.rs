use super::{Domain, Named, Outcome, Resolved};
use crate::baseline::Known;
use crate::claim::{Claim, Field};
use crate::config::Config;
use crate::finding::{Finding, Question};
use crate::model::Relation;
use crate::rules::{self, Suppressed};

/// What the checks have said so far.
#[derive(Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
    questions: Vec<Question>,
    unless_flattened: Vec<Finding>,
    suppressed: Vec<Suppressed>,
    files: Vec<String>,
    /// The fingerprint of a cached structure.
    pub(super) cache: Option<String>,
    /// Whether statements can be made for the model.
    pub(super) statements: bool,
    /// The domains of an enum of constraints.
    pub(super) domains: Vec<Domain>,
    named: Vec<Named>,
    source: Option<String>,
}

impl Report {
    /// From here on, what is said comes from this file.
    pub(super) fn source(&mut self, path: &str) {
        self.source = Some(path.to_owned());
    }

    /// A file that the outcome depends on.
    pub(super) fn read(&mut self, path: &str) {
        self.files.push(path.to_owned());
    }

    /// One mistake.
    pub(super) fn say(&mut self, mut finding: Finding) {
        if finding.source.is_none() {
            finding.source.clone_from(&self.source);
        }
        self.findings.push(finding);
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_silent(&self) -> bool {
        self.findings.is_empty()
    }

    /// A column's mistake, if no flattened part of the model has the column.
    pub(super) fn say_unless_flattened(&mut self, mut finding: Finding) {
        finding.source.clone_from(&self.source);
        self.unless_flattened.push(finding);
    }

    /// What the rules find.
    pub(super) fn standard(
        &mut self,
        claim: &Claim,
        relation: &Relation,
        config: &Config,
        known: &[Known],
    ) {
        let judged = rules::run(claim, relation, config, known);
        self.suppressed.extend(judged.suppressed);
        for finding in judged.findings {
            if [rules::UNKNOWN_RULE, rules::EMPTY_REASON].contains(&finding.rule) {
                // No file says so.
                self.findings.push(finding);
            } else {
                self.say(finding);
            }
        }
    }

    /// What the rules find of an item that stands for no table; no file says so.
    pub(super) fn exceptions(&mut self, claim: &Claim) {
        self.findings.extend(rules::run_type(claim));
    }

    /// One question to the type checker.
    pub(super) fn ask(&mut self, mut question: Question) {
        if let Some(finding) = &mut question.finding {
            finding.source.clone_from(&self.source);
        }
        self.questions.push(question);
    }

    /// A Rust type that the compiler is asked about.
    pub(super) fn stands_for(&mut self, mut named: Named) {
        named.finding.source.clone_from(&self.source);
        self.named.push(named);
    }

    pub(super) fn finish(mut self, subject: Option<Resolved>) -> Outcome {
        // The sort is stable: at one place the order is that of the checks.
        self.findings.sort_by_key(|finding| finding.place);
        Outcome {
            findings: self.findings,
            questions: self.questions,
            unless_flattened: self.unless_flattened,
            suppressed: self.suppressed,
            cache: self.cache,
            statements: self.statements,
            domains: self.domains,
            named: self.named,
            subject,
            files: self.files,
        }
    }
}

/// The fields that stand for what one before them stands for, with that one.
pub(super) fn twice(fields: &[Field]) -> impl Iterator<Item = (&Field, &Field)> {
    fields.iter().enumerate().filter_map(|(n, field)| {
        let mut before = fields[..n].iter();
        let first = before.find(|first| first.column.text == field.column.text)?;
        Some((first, field))
    })
}

/// `a`, `b` and `c`, each in backticks.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    join(names, " and ")
}

/// `a`, `b` or `c`, each in backticks.
pub(super) fn alternatives<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    join(names, " or ")
}

fn join<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{}{last}{end}", rest.join(", ")),
        _ => names.concat(),
    }
}
