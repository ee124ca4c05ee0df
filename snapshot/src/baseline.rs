//! Findings that were there when the team adopted the standard.
//!
//! A baseline lets an old schema be held to a new standard: what it records is
//! no finding, and what comes new is one. It is kept by relation, in a file
//! beside the relation's, so that a derive reads its own table's part of it and
//! two branches that mend different tables merge.

use crate::codec::record;
use crate::finding::Finding;
use crate::name::QualifiedName;

record! {
    /// What is recorded of one relation or function.
    pub struct Baseline {
        /// Its name.
        pub name: QualifiedName,
        /// The findings, in order.
        pub findings: Vec<Known>,
    }
}

record! {
    /// A finding as far as it stays the same when words and lines change.
    #[derive(PartialOrd, Ord)]
    pub struct Known {
        /// The rule's id.
        pub rule: String,
        /// The column it is about.
        pub column: Option<String>,
        /// The constraint, index, ... it is about.
        pub object: Option<String>,
    }
}

impl Known {
    /// What a baseline would record of a finding.
    pub fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.to_owned(),
            column: finding.column.clone(),
            object: finding.object.clone(),
        }
    }

    /// Whether this is what a rule found about a column or object.
    pub(crate) fn is(&self, rule: &str, about: [Option<&str>; 2]) -> bool {
        self.rule == rule && [self.column.as_deref(), self.object.as_deref()] == about
    }
}
