//! What goes with an item into the program, so that the program, or `cargo schema verify-binary`, can
//! compare a database with what the item was compiled for.
//!
//! Only with the feature `records`: it takes the writing half of the snapshot's crate.

use schema_snapshot::Claim;
use schema_snapshot::config::Config;
use schema_snapshot::conform::Outcome;

/// A record as it is put into the program, around the path of the item's module.
pub(crate) struct Record {
    /// Before the module's path.
    pub(crate) head: String,
    /// After it and a line feed.
    pub(crate) body: String,
}

/// The record of an item that was compared; none of one that stands for nothing in the schema.
#[cfg(any(feature = "records", test))]
pub(crate) fn of(claim: &Claim, outcome: &Outcome, config: &Config) -> Option<Record> {
    let record = schema_snapshot::verify::Record::of(claim, outcome, config)?;
    let schema_snapshot::verify::Written { head, body } = record.write();
    Some(Record { head, body })
}

#[cfg(not(any(feature = "records", test)))]
pub(crate) fn of(_: &Claim, _: &Outcome, _: &Config) -> Option<Record> {
    None
}
