//! Whether a program runs against the database that it meets: what its models were compiled for,
//! beside what is there now.
//!
//! ```text
//! the derive:   claim + snapshot -> Record, a text in the program
//! the program:  records -> Check -> script -> a driver -> rows -> Report
//! the command:  bytes of a binary -> embedded::find -> Check -> the same
//! ```
//!
//! Nothing is compared in a second way: [`diff`](crate::diff) says what changed and what comes of
//! it for code that was written before, [`conform::check`](crate::conform::check) says with the
//! words of the build what the claim and the database disagree on. What is said here is only which
//! of it matters to a program that is compiled already (`judge.rs`).
//!
//! The build has proven that each Rust type holds what its column was. So a type that is the same is
//! right; one that is another is judged by its name and by what drivers make of the change, and what
//! is not known is breaking.

mod claim;
pub mod embedded;
mod judge;
mod names;
mod record;
mod relied;
mod report;
mod said;
mod sides;
mod used;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use crate::catalogue::{self, Assembler, Scope, Writable};
use crate::config::{Config, Preset};
use crate::conform::InMemory;
use crate::finding::Level;
use crate::model::Schema;
use crate::name::QualifiedName;
use crate::rules;

pub use names::{Names, UNKNOWN_CONSTRAINT};
pub use record::{Record, RecordError, Written};
pub use report::{Counts, Direction, ModelReport, Report, Verdict};

/// What a program was compiled for, to be compared with a database.
#[derive(Clone, Debug, Default)]
pub struct Check {
    records: Vec<Record>,
    scope: Scope,
}

/// The database as far as it is compared.
struct Live<'a> {
    schema: &'a Schema,
    source: InMemory<'a>,
    writable: HashMap<QualifiedName, Writable>,
}

impl Check {
    /// Of these records; one that is there twice counts once.
    pub fn of(records: impl IntoIterator<Item = Record>) -> Self {
        let mut all: Vec<Record> = Vec::new();
        for record in records {
            if !all.contains(&record) {
                all.push(record);
            }
        }
        let names = |is_in: &dyn Fn(&Record) -> bool| {
            let names = all.iter().filter(|record| is_in(record)).map(Record::name);
            names
                .cloned()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        };
        let scope = Scope::Used {
            relations: names(&|record| record.relation.is_some()),
            written: names(&Record::writes),
            constrained: names(&Record::relies_on_constraints),
            types: names(&|record| record.relation.is_none()),
        };
        Self {
            records: all,
            scope,
        }
    }

    /// The records.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// What to ask the database: one text of several statements for one round trip of the simple
    /// protocol, in one transaction that only reads. Of all rows that come, the only column is for
    /// [`Check::report`].
    pub fn script(&self) -> String {
        catalogue::script(&self.scope)
    }

    /// The same as one statement, for a driver that has no rows of several. What
    /// [`catalogue::BEGIN`] sets must be set.
    pub fn query(&self) -> String {
        catalogue::query(&self.scope)
    }

    /// Compares with what the database answered.
    ///
    /// # Errors
    ///
    /// When the rows are not those of the script.
    pub fn report<T: AsRef<str>>(
        &self,
        rows: impl IntoIterator<Item = T>,
    ) -> Result<Report, catalogue::Error> {
        let mut assembler = Assembler::default();
        for row in rows {
            assembler.row(row.as_ref())?;
        }
        let writable = assembler.writable();
        let schema = assembler.finish()?;
        let config = no_rules();
        let live = Live {
            source: InMemory::of(&schema, &config),
            schema: &schema,
            writable,
        };
        let judged = self
            .records
            .iter()
            .map(|record| judge::judge(record, &live));
        Ok(Report {
            models: judged.collect(),
        })
    }
}

/// The standard is the build's matter.
fn no_rules() -> Config {
    let allow = |rule: &rules::Rule| (rule.id.to_owned(), Level::Allow);
    Config {
        preset: Preset::Recommended,
        rules: rules::ALL.iter().map(|rule| allow(rule)).collect(),
        ..Config::default()
    }
}
