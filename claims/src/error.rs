//! What is wrong with the Rust item itself, before a snapshot is asked.

use schema_snapshot::Place;

/// A mistake in the item or its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Where.
    pub place: Place,
    /// One sentence: lower case, no full stop, names in backticks.
    pub message: String,
    /// The ways out.
    pub help: Vec<String>,
}

/// Collects the mistakes of an item, so that all are told at once.
#[derive(Debug, Default)]
pub(crate) struct Errors(pub(crate) Vec<ParseError>);

impl Errors {
    /// A mistake with one way out.
    pub(crate) fn add(
        &mut self,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push(ParseError {
            place,
            message: message.into(),
            help: vec![help.into()],
        });
    }
}
