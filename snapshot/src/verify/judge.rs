//! Which of the differences between what was and what is matter to code that is compiled already.
//!
//! Breaking is what the build would say against the database as it is, but for what only a build
//! minds, and a type that drivers would refuse. Everything else that changed is compatible.

use super::report::{Direction, ModelReport, Verdict};
use super::said::{missing, of_change, renamed, view_refuses};
use super::sides::{Part, Sides};
use super::{Live, Record, relied, used};
use crate::claim::{Model, Shape, Subject};
use crate::conform::{self, Outcome, peel};
use crate::diff::{self, Aspect, Change, ChangeKind, Graded, PartKind, changes, of_added, of_type};
use crate::finding::{Finding, Question};
use crate::model::{Nullability, Relation, Schema};

/// The verdict on one record.
pub(super) fn judge(record: &Record, live: &Live<'_>) -> ModelReport {
    let name = record.name();
    let mut report = ModelReport {
        item: record.item(),
        kind: match &record.relation {
            Some(relation) => relation.kind.sql().to_ascii_lowercase(),
            None => record.ty.kind.word().to_owned(),
        },
        name: name.clone(),
        fingerprint: record.fingerprint.clone(),
        ..ModelReport::default()
    };
    let relation = live.schema.relations.iter().find(|r| r.name == *name);
    let ty = live.schema.types.iter().find(|t| t.name == *name);
    let outcome = conform::check(&record.claim, &live.source);
    let sides = match (&record.relation, relation, ty) {
        (Some(was), Some(is), _) => Sides::of_relation(record, was, is, &outcome.domains),
        (None, _, Some(is)) => Sides::of_type(record, is),
        _ => {
            report.findings.push(missing(record));
            report.direction = Direction::Behind;
            report.verdict = Verdict::Breaking;
            return report;
        }
    };
    let mut all = changes(&sides.was, &sides.is);
    // A model that reads knows nothing of defaults.
    for graded in &mut all {
        let added = column(&graded.change).filter(|_| graded.change.kind == ChangeKind::Added);
        let live = added.and_then(|name| relation?.column(name));
        if let Some(live) = live.filter(|_| !live_is_view(relation)) {
            graded.deploy = of_added(live);
        }
    }
    // Only who has all columns may go by their order.
    if matches!(
        shape(record),
        Some(Shape::Partial | Shape::Insert | Shape::Update)
    ) {
        all.retain(|graded| graded.change.aspect != Aspect::Order);
    }
    report.direction = Direction::of(all.iter().map(|graded| &graded.change));
    report.findings = sides.disagreements(record, live, (outcome, &all));
    let said = |graded: &Graded| {
        let (column, object) = (column(&graded.change), constraint(&graded.change));
        let about = |f: &Finding| {
            let is_it = |name: &str| f.object.as_deref() == Some(name);
            let may_be = &graded.change.candidates;
            column.is_some() && f.column.as_deref() == column
                || object.is_some_and(|name| is_it(name) || may_be.iter().any(|name| is_it(name)))
        };
        report.findings.iter().any(about)
    };
    report.changes = all.iter().filter(|graded| !said(graded)).cloned().collect();
    let unsafe_change = |graded: &&Graded| {
        graded.deploy.verdict == diff::Verdict::Unsafe
            && !sides.is_the_claims(graded, record)
            && !report
                .findings
                .iter()
                .any(|finding| finding.column.is_none() && graded.change.part.is_none())
    };
    let fatal: Vec<Graded> = report
        .changes
        .iter()
        .filter(unsafe_change)
        .cloned()
        .collect();
    for graded in fatal {
        report.changes.retain(|other| *other != graded);
        report.findings.push(of_change(&graded, record));
    }
    report.verdict = if !report.findings.is_empty() {
        Verdict::Breaking
    } else if all.is_empty() {
        Verdict::Conformant
    } else {
        Verdict::Compatible
    };
    report
}

impl Sides {
    /// What the build would say, as far as it matters to what is compiled.
    fn disagreements(
        &self,
        record: &Record,
        live: &Live<'_>,
        (mut outcome, all): (Outcome, &[Graded]),
    ) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut outcome.findings);
        findings.retain(|finding| !self.is_tolerated(finding, record));
        // PostgreSQL knows better what a view takes.
        let known = live.writable.contains_key(record.name());
        findings.retain(|finding| !(known && finding.rule == "view_not_insertable"));
        let mut relations = live.schema.relations.iter();
        let relation = relations.find(|relation| relation.name == *record.name());
        findings.extend(relation.and_then(|relation| view_refuses(record, relation, live)));
        if let (Some(relation), Subject::Model(model)) = (relation, &record.claim.subject) {
            findings.extend(relied::findings(record, model, relation, (&outcome, live)));
        }
        let answered = outcome.questions.into_iter();
        findings.extend(answered.filter_map(|question| self.answer(question, record)));
        // A flattened part had the column when it was there and needed a value before.
        let new = outcome.unless_flattened.into_iter().filter(|finding| {
            !self.is_tolerated(finding, record)
                && all.iter().any(|graded| {
                    column(&graded.change).is_some()
                        && column(&graded.change) == finding.column.as_deref()
                })
        });
        findings.extend(new);
        let gone = ["unknown_column", "composite_attribute_unknown"];
        let mut renames = None;
        for finding in &mut findings {
            // There is no file.
            finding.source = None;
            let part = self.part(finding.place);
            if let Some(part) = part.filter(|_| gone.contains(&finding.rule)) {
                let renames = renames.get_or_insert_with(|| renames_of(record, relation, all));
                if let Some(help) = renamed(&part.field.column.text, record.name(), renames) {
                    finding.help = vec![help];
                }
            }
        }
        findings
    }

    /// What only a build minds.
    fn is_tolerated(&self, finding: &Finding, record: &Record) -> bool {
        let column = finding.column.as_deref();
        let part = self
            .parts
            .iter()
            .find(|part| Some(part.field.column.text.as_str()) == column);
        match finding.rule {
            // Who names the columns that he reads does not see another one.
            "missing_field" => true,
            _ if relied::is_tolerated(finding) => true,
            // What takes NULL reads what is not.
            "nullability_mismatch" => part.is_some_and(|part| {
                let is_not_null = part.is.as_ref().is_some_and(|is| is.not_null);
                is_not_null && !part.is_given(record)
            }),
            _ => false,
        }
    }

    /// The finding when a Rust type does not hold, or may not hold, what it held when it was compiled.
    fn answer(&self, question: Question, record: &Record) -> Option<Finding> {
        // Usual for what is there, by name.
        let finding = question.finding?;
        let part = self.part(question.place)?;
        // The build has proven it, whatever the name looks like. Whether `None` gives a value also
        // depends on triggers and defaults.
        let proven = finding.rule == "type_mismatch" || !part.field.none_is_no_value;
        // Of a view's column nothing was proven of NULL.
        let told = self.is_view() || !self.was_view();
        if part.is_as_it_was() && proven && told {
            return None;
        }
        if question.is_no {
            return Some(finding).filter(|finding| !self.is_tolerated(finding, record));
        }
        let was = part.was.as_ref()?;
        if was.sql_type != question.sql
            && of_type(&was.sql_type, &question.sql).verdict == diff::Verdict::Unsafe
        {
            return Some(finding);
        }
        let option = peel(&part.field.ty.text).1;
        let broken = match question.nullability {
            // It held what is never NULL, so it is no `Option`.
            Nullability::Nullable => was.not_null && !self.was_view(),
            Nullability::NotNull => part.is_given(record) && option && !was.not_null,
            Nullability::Unknown => false,
        };
        broken.then_some(finding)
    }

    /// Whether a change is one that the claim has been asked about, or that the Rust type's name
    /// answers: both the old and the new type are PostgreSQL's own, and it is usual for the new one.
    fn is_the_claims(&self, graded: &Graded, record: &Record) -> bool {
        let change = &graded.change;
        let Some(part) = &change.part else {
            return change.aspect == Aspect::Type && self.parts.iter().all(Part::is_usual);
        };
        match (part.kind, change.aspect) {
            (PartKind::Column | PartKind::Attribute, Aspect::Type) => {
                let mut parts = self.parts.iter();
                let of_it = parts.find(|known| known.field.column.text == part.name);
                // What no field stands for is not read. A row has the values of a domain as those of
                // what it is over; a parameter does not.
                of_it.is_none_or(|part| {
                    part.is_usual() && !(part.is_given(record) && part.is_in_domain())
                })
            }
            (PartKind::Column, Aspect::Whole) if change.kind == ChangeKind::Added => {
                // What gives a whole row does not give this.
                !record.inserts
            }
            (PartKind::Column, _) => true,
            (PartKind::Attribute, Aspect::Whole) => {
                matches!(record.claim.subject, Subject::Composite(_))
            }
            (PartKind::Label, _) => matches!(record.claim.subject, Subject::Enum(_)),
            _ => change.kind == ChangeKind::Renamed,
        }
    }
}

/// What changed where columns or attributes may have been renamed, also to columns that the model does not
/// name.
fn renames_of(record: &Record, relation: Option<&Relation>, all: &[Graded]) -> Vec<Graded> {
    let (Some(was), Some(is)) = (&record.relation, relation) else {
        return all.to_vec();
    };
    let side = |relation| Schema {
        relations: vec![used::of_relation(relation, &Model::default(), was)],
        ..Schema::default()
    };
    changes(&side(was), &side(is))
}

fn live_is_view(relation: Option<&Relation>) -> bool {
    relation.is_some_and(|relation| relation.kind.is_view())
}

fn shape(record: &Record) -> Option<Shape> {
    match &record.claim.subject {
        Subject::Model(model) => Some(model.shape),
        _ => None,
    }
}

/// The column or attribute that a change is of; of a rename the old name.
pub(super) fn column(change: &Change) -> Option<&str> {
    let part = change.part.as_ref()?;
    match (part.kind, change.kind) {
        (PartKind::Column | PartKind::Attribute, ChangeKind::Renamed) => change.before.as_deref(),
        (PartKind::Column | PartKind::Attribute, _) => Some(&part.name),
        _ => None,
    }
}

/// The constraint or unique index that a change is of; of a rename the old name.
fn constraint(change: &Change) -> Option<&str> {
    let part = change.part.as_ref()?;
    match (part.kind, change.kind) {
        (PartKind::Column | PartKind::Attribute | PartKind::Label, _) => None,
        (_, ChangeKind::Renamed) => change.before.as_deref(),
        _ => Some(&part.name),
    }
}
