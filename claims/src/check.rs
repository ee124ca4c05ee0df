//! What can be wrong between attributes that are each well-formed.
//!
//! Every check is a function with one reason. None changes what it looks at.

use crate::attr::{Given, Key};
use crate::error::{Errors, Mistake};

/// Two keys that can't both be meant, and how to choose.
type Clash = (Key, Key, &'static str);

const ITEM_CLASHES: &[Clash] = &[
    (
        Key::Partial,
        Key::Insert,
        "`partial` is for reading some of the columns, `insert` for writing a row",
    ),
    (
        Key::Partial,
        Key::Update,
        "`partial` is for reading some of the columns, `update` for writing them",
    ),
    (
        Key::Insert,
        Key::Update,
        "what is right for `insert` is right for an update as well",
    ),
    (
        Key::Table,
        Key::Type,
        "`table` is for a struct that stands for rows, `type` for one that stands for a value",
    ),
    (
        Key::Partial,
        Key::Type,
        "`partial` is for a struct that stands for rows, `type` for one that stands for a value",
    ),
    (
        Key::Insert,
        Key::Type,
        "`insert` is for a struct that stands for rows, `type` for one that stands for a value",
    ),
    (
        Key::Update,
        Key::Type,
        "`update` is for a struct that stands for rows, `type` for one that stands for a value",
    ),
    (Key::Cache, Key::Insert, READ),
    (Key::Cache, Key::Update, READ),
    (
        Key::Cache,
        Key::Type,
        "`cache` is for a struct that stands for rows, `type` for one that stands for a value",
    ),
    (Key::Cache, Key::Transparent, NO_ROWS),
    (
        Key::Constraints,
        Key::Type,
        "`constraints` is for a struct that stands for rows, `type` for one that stands for a value",
    ),
    (Key::Constraints, Key::Transparent, NO_ROWS),
    (
        Key::Transparent,
        Key::Type,
        "`transparent` holds whatever the inner type holds, `type` stands for one type of the schema",
    ),
    (
        Key::Transparent,
        Key::Table,
        "`transparent` is for a newtype, `table` for a struct that stands for rows",
    ),
    (Key::Access, Key::Type, NO_STATEMENTS),
    (Key::Transparent, Key::Access, NO_ROWS),
    (Key::Transparent, Key::Partial, NO_ROWS),
    (Key::Transparent, Key::Insert, NO_ROWS),
    (Key::Transparent, Key::Update, NO_ROWS),
    (Key::Transparent, Key::Schema, NO_NAMES),
    (Key::Transparent, Key::RenameAll, NO_NAMES),
    (Key::Transparent, Key::Ordered, NO_NAMES),
];

const READ: &str = "what is kept in a cache was read, and this model writes";
const NO_STATEMENTS: &str =
    "`access` is for a struct that stands for rows, `type` for one that stands for a value";
const NO_ROWS: &str = "`transparent` is for a newtype, which stands for a value and not for rows";
const NO_NAMES: &str =
    "`transparent` holds whatever the inner type holds, and names nothing itself";

const FIELD_CLASHES: &[Clash] = &[
    (Key::Skip, Key::Column, SKIPPED),
    (Key::Skip, Key::Holds, SKIPPED),
    (Key::Skip, Key::Flatten, SKIPPED),
    (Key::Skip, Key::Allow, SKIPPED),
    (Key::Skip, Key::Json, SKIPPED),
    (Key::Skip, Key::As, SKIPPED),
    (Key::Skip, Key::Identity, SKIPPED),
    (Key::Skip, Key::References, SKIPPED),
    (
        Key::Json,
        Key::Holds,
        "`json` holds `json` and `jsonb`, `holds` another type",
    ),
    (Key::Flatten, Key::Column, FLATTENED),
    (Key::Flatten, Key::Holds, FLATTENED),
    (Key::Flatten, Key::Allow, FLATTENED),
    (Key::Flatten, Key::Json, FLATTENED),
    (Key::Flatten, Key::Identity, FLATTENED),
    (Key::Flatten, Key::References, FLATTENED),
];

const SKIPPED: &str = "a field with `skip` stands for no column";
const FLATTENED: &str = "a field with `flatten` stands for the columns of another struct";

const VARIANT_CLASHES: &[Clash] = &[
    (
        Key::Skip,
        Key::Rename,
        "a variant with `skip` stands for no label",
    ),
    (
        Key::Skip,
        Key::Other,
        "`other` stands for every label without a variant, `skip` for none",
    ),
    (
        Key::Other,
        Key::Rename,
        "`other` stands for every label without a variant, and has none of its own",
    ),
];

/// A row can't be partly read and written, a newtype has no columns, and so on.
pub(crate) fn item(given: &Given, errors: &mut Errors) {
    clashes(ITEM_CLASHES, given, errors);
}

/// What is asked of a statement, of a model without that statement.
pub(crate) fn statements(given: &Given, errors: &mut Errors) {
    let writes = given.has(Key::Insert) || given.has(Key::Update);
    for (key, has, needs) in [
        (
            Key::Upsert,
            !given.has(Key::Partial) && !given.has(Key::Update),
            "`upsert` is for a model that inserts: the whole row, or `insert`",
        ),
        (
            Key::Returns,
            writes,
            "a model that reads returns itself; `returns` is for one with `insert` or `update`",
        ),
    ] {
        let Some(place) = given.place(key) else {
            continue;
        };
        let (what, help) = if !given.has(Key::Access) {
            (
                "a model without statements",
                format!("write `access` beside it, or remove `{}`", key.name()),
            )
        } else if !has {
            (
                "a model without such a statement",
                format!("remove it: {needs}"),
            )
        } else {
            continue;
        };
        errors.add(
            Mistake::NoStatement,
            place,
            format!("`{}` is on {what}", key.name()),
            help,
        );
    }
}

/// What only statements make use of, on a field of an item without them: nobody else converts a value, or looks
/// for a row. A value has no statements at all.
pub(crate) fn only_for_statements(given: &Given, is_value: bool, errors: &mut Errors) {
    for (key, instead) in [
        (
            Key::As,
            "nothing else converts it, and what your own code converts is `#[conformant(holds = \"...\")]`",
        ),
        (Key::Identity, "nothing else finds a row by it"),
    ] {
        let Some(place) = given.place(key) else {
            continue;
        };
        let name = key.name();
        let (of, help) = if is_value {
            ("value, which has no", format!("remove `{name}`: {instead}"))
        } else {
            (
                "model without",
                format!("write `access` on the struct, or remove `{name}`: {instead}"),
            )
        };
        errors.add(
            Mistake::NoStatement,
            place,
            format!("`{name}` is on a field of a {of} statements"),
            help,
        );
    }
}

/// A skipped field has no column.
pub(crate) fn field(given: &Given, errors: &mut Errors) {
    clashes(FIELD_CLASHES, given, errors);
}

/// A skipped variant has no label.
pub(crate) fn variant(given: &Given, errors: &mut Errors) {
    clashes(VARIANT_CLASHES, given, errors);
}

fn clashes(clashes: &[Clash], given: &Given, errors: &mut Errors) {
    if given.is_empty() {
        return;
    }
    for (a, b, choose) in clashes {
        if let (Some(at_a), Some(at_b)) = (given.place(*a), given.place(*b)) {
            errors.add(
                Mistake::ContradictingAttributes,
                at_a.max(at_b),
                format!("`{}` and `{}` contradict each other", a.name(), b.name()),
                format!("keep one of the two: {choose}"),
            );
        }
    }
}

/// In a name a dot is legal, and hardly ever what is meant; with `schema` beside it, it is.
pub(crate) fn dotted(given: &Given, errors: &mut Errors) {
    for key in [Key::Table, Key::Type] {
        let Some(name) = given.get(key) else { continue };
        let Some((schema, object)) = name.text.split_once('.') else {
            continue;
        };
        if !given.has(Key::Schema) {
            errors.add(
                Mistake::QualifiedName,
                name.place,
                format!("`{}` is a schema and a name in one", name.text),
                format!(
                    "write `#[conformant({} = \"{object}\", schema = \"{schema}\")]`",
                    key.name()
                ),
            );
        }
    }
}
