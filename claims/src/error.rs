//! What is wrong with the Rust item itself, before a snapshot is asked.

use schema_snapshot::Place;

/// A mistake in the item or its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// One of [`MISTAKES`], which says what kind of mistake it is.
    pub id: &'static str,
    /// Where.
    pub place: Place,
    /// One sentence: lower case, no full stop, names in backticks.
    pub message: String,
    /// The ways out.
    pub help: Vec<String>,
}

macro_rules! mistakes {
    ($($mistake:ident $id:literal,)*) => {
        /// What can be wrong with an item. A message has a kind of its own.
        #[derive(Clone, Copy)]
        pub(crate) enum Mistake { $($mistake,)* }

        /// The id of every kind of mistake: what docs/attributes.md and the UI tests are held
        /// against.
        pub const MISTAKES: &[&str] = &[$($id,)*];
    };
}

mistakes! {
    NoParentheses "no_parentheses",
    MalformedAttribute "malformed_attribute",
    UnknownAttribute "unknown_attribute",
    AttributeSynonym "attribute_synonym",
    MisplacedAttribute "misplaced_attribute",
    DuplicateAttribute "duplicate_attribute",
    ContradictingAttributes "contradicting_attributes",
    MissingValue "missing_value",
    NotAString "not_a_string",
    NotAType "not_a_type",
    EmptyValue "empty_value",
    SuperfluousValue "superfluous_value",
    UnknownCase "unknown_case",
    NoStatement "no_statement",
    CratePath "crate_path",
    QualifiedName "qualified_name",
    EmptyException "empty_exception",
    MalformedException "malformed_exception",
    DuplicateException "duplicate_exception",
    UnionItem "union_item",
    TupleStruct "tuple_struct",
    UnitStruct "unit_struct",
    UnboundNewtype "unbound_newtype",
    NewtypeOfRows "newtype_of_rows",
    FieldWithoutName "field_without_name",
    TransparentStruct "transparent_struct",
    TransparentEnum "transparent_enum",
    UnnamedModel "unnamed_model",
    FlattenedComposite "flattened_composite",
    FlattenedCache "flattened_cache",
    FlattenedOption "flattened_option",
    GenericCache "generic_cache",
    TypeParameter "type_parameter",
    VariantWithData "variant_with_data",
    OtherVariantData "other_variant_data",
    DuplicateOther "duplicate_other",
    DisagreeingCrates "disagreeing_crates",
}

/// Collects the mistakes of an item, so that all are told at once.
#[derive(Debug, Default)]
pub(crate) struct Errors(pub(crate) Vec<ParseError>);

impl Errors {
    /// A mistake with one way out.
    pub(crate) fn add(
        &mut self,
        mistake: Mistake,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_with_helps(mistake, place, message, vec![help.into()]);
    }

    /// A mistake with several.
    pub(crate) fn add_with_helps(
        &mut self,
        mistake: Mistake,
        place: Place,
        message: impl Into<String>,
        help: Vec<String>,
    ) {
        self.0.push(ParseError {
            // The ids are in the order of the kinds.
            id: MISTAKES[mistake as usize],
            place,
            message: message.into(),
            help,
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::MISTAKES;

    #[test]
    fn each_mistake_is_documented() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/attributes.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (_, section) = text
            .split_once("## What can be wrong with an item\n")
            .unwrap();
        let (section, _) = section.split_once("\n## ").unwrap();
        let documented: Vec<_> = section
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(id, _)| id)
            .collect();
        assert_eq!(documented, MISTAKES);
    }
}
