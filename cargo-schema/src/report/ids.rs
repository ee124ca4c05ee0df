//! What an id in brackets stands for, and where that is documented.

use schema_snapshot::{conform, rules};

use super::Found;
use super::document::Kind;

/// What an id in brackets stands for.
pub(super) fn kind(id: &str) -> Kind {
    let (summary, why, fix) = if let Some(rule) = rules::find(id) {
        (rule.summary, rule.why, rule.fix)
    } else if rules::OF_EXCEPTIONS.contains(&id) {
        let fix = "Mend what it tells of; no configuration changes its level.";
        (rules::summary(id), rules::meaning(id), fix)
    } else if let Some(error) = conform::find(id) {
        let why = "The model and the snapshot disagree, and the build fails by it.";
        (error.summary, why, error.fix)
    } else {
        let summary = "A mistake in an item or in its attributes.";
        let why = "It does not say what it stands for, and the build fails by it.";
        (summary, why, "The message says what to write instead.")
    };
    Kind {
        id: id.to_owned(),
        summary: summary.to_owned(),
        why: why.to_owned(),
        fix: fix.to_owned(),
        url: link(id),
    }
}

/// What the ids of findings stand for that are none of these, each once.
pub(super) fn kinds<'f>(known: &[Kind], findings: impl Iterator<Item = &'f Found>) -> Vec<Kind> {
    let mut ids: Vec<_> = findings.map(|found| found.finding.rule).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| !known.iter().any(|kind| kind.id == *id));
    ids.into_iter().map(kind).collect()
}

/// Where what stands in brackets in a message is documented.
pub fn link(id: &str) -> String {
    page(&if rules::find(id).is_some() {
        format!("rules.md#{id}")
    } else if rules::OF_EXCEPTIONS.contains(&id) {
        "rules.md#exceptions".to_owned()
    } else if conform::find(id).is_some() {
        format!("errors.md#{id}")
    } else {
        "attributes.md#what-can-be-wrong-with-an-item".to_owned()
    })
}

/// The address of a page of the documentation.
pub fn page(file: &str) -> String {
    format!("{}/blob/main/docs/{file}", env!("CARGO_PKG_REPOSITORY"))
}
