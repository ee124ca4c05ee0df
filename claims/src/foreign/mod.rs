//! Attributes of other crates that say what we would ask for: nobody states a
//! rename twice.
//!
//! Each crate's attributes are read as that crate reads them, in a file of its
//! own. What is unknown or malformed in them is that crate's to report. serde's
//! are left alone on purpose: `#[serde(rename)]` names a member of a document,
//! which is no column, and a model that is also sent as JSON has both.

mod diesel;
mod postgres;
mod sea_orm;
mod sqlx;

use proc_macro2::Span;
use schema_snapshot::Place;
use schema_snapshot::claim::Placed;
use syn::{Attribute, LitStr, Type};

use crate::case::Case;
use crate::meta::{self, Entry, Value};
use crate::places::Places;

/// Whose attribute it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Sqlx,
    Diesel,
    SeaOrm,
    Postgres,
}

impl Source {
    const ALL: [Self; 4] = [Self::Sqlx, Self::Diesel, Self::SeaOrm, Self::Postgres];
}

/// A name that an attribute gives.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    source: Source,
    pub(crate) name: Placed,
    /// The attribute, to be shown: `#[sqlx(rename = "x")]`.
    pub(crate) written: String,
}

/// A type's name that an attribute gives.
#[derive(Clone, Debug)]
pub(crate) struct SaidType {
    pub(crate) said: Said,
    pub(crate) schema: Option<Placed>,
    /// One of diesel's own types.
    builtin: bool,
}

/// A type that stands in an attribute, and where.
pub(crate) type Stated = (Type, (Span, Span));

/// What others' attributes say on an item.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of somebody's attribute.
pub(crate) struct Item {
    pub(crate) tables: Vec<Said>,
    pub(crate) schemas: Vec<Said>,
    pub(crate) types: Vec<SaidType>,
    /// diesel's marker type, a Rust name.
    pub(crate) type_marker: Option<Placed>,
    renames: Vec<(Source, Case, Said)>,
    /// `transparent`.
    pub(crate) transparent: Option<Place>,
    /// sea-orm's `rs_type` and `db_type` of an enum.
    sea_orm_rust: Option<Stated>,
    sea_orm_column: Option<Placed>,
    /// `#[repr(i32)]`: how sqlx stores an enum that has no labels.
    pub(crate) repr: Option<Stated>,
    /// There is a diesel attribute: column names follow its `table!`.
    diesel: bool,
    /// diesel's `Insertable` writes DEFAULT for `None`.
    pub(crate) none_is_default: bool,
    /// diesel's `AsChangeset` writes NULL for `None`, and does not leave the column as it is.
    pub(crate) none_is_null: bool,
    /// A sea-orm entity: column names are in snake case.
    sea_orm_entity: bool,
    /// `#[sea_orm(entity = "...")]`: a projection.
    pub(crate) partial: Option<Place>,
    /// `#[sqlx(default)]`: columns may be absent.
    pub(crate) optional: bool,
}

/// What others' attributes say on a field.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of somebody's attribute.
pub(crate) struct Field {
    pub(crate) columns: Vec<Said>,
    pub(crate) skip: bool,
    pub(crate) flatten: bool,
    /// `#[sqlx(json)]`, and whether it is `json(nullable)`.
    pub(crate) json: Option<(Place, bool)>,
    /// `#[sea_orm(select_as = "...")]`: what is read is not the column's type.
    pub(crate) cast: Option<Place>,
    /// The type that is read or, on insert, written in place of the field's.
    pub(crate) read_as: Option<Stated>,
    pub(crate) written_as: Option<Stated>,
    /// `#[diesel(select_expression = ...)]`: what is read is no column.
    pub(crate) expression: bool,
    /// `#[diesel(skip_insertion)]`
    pub(crate) not_inserted: bool,
    /// `#[diesel(skip_update)]`
    pub(crate) not_updated: bool,
    pub(crate) optional: bool,
    pub(crate) none_is_default: Option<bool>,
    pub(crate) none_is_null: Option<bool>,
}

/// What others' attributes say on a variant.
#[derive(Default)]
pub(crate) struct Variant {
    pub(crate) labels: Vec<Said>,
    /// sea-orm's `rename`, a case.
    case: Option<(Case, Said)>,
}

impl Item {
    /// Reads an attribute if it is one of theirs.
    pub(crate) fn read(&mut self, name: &str, attribute: &Attribute, places: &mut Places<'_>) {
        match name {
            "sqlx" => each(attribute, |entry| sqlx::item(self, entry, places)),
            "diesel" => {
                if !self.diesel {
                    self.diesel = true;
                    self.none_is_default = true;
                }
                each(attribute, |entry| diesel::item(self, entry, places));
            }
            "table_name" | "sql_type" => {
                if let Some(entry) = diesel::legacy(attribute) {
                    self.diesel = true;
                    self.none_is_default = true;
                    diesel::item(self, &entry, places);
                }
            }
            "sea_orm" => each(attribute, |entry| sea_orm::item(self, entry, places)),
            "postgres" => each(attribute, |entry| postgres::item(self, entry, places)),
            "repr" => each(attribute, |entry| sqlx::repr(self, entry)),
            _ => {}
        }
    }

    /// What each crate that has a say calls a field's column.
    pub(crate) fn columns(&self, ident: &str, place: Place, explicit: Vec<Said>) -> Vec<Said> {
        self.names(place, explicit, |source, case| match source {
            // sea-orm renames the variant of its `Column` enum, which is in Pascal case already.
            Source::SeaOrm => case.of_words(&Case::Pascal.of_words(ident)),
            _ => case.of_words(ident),
        })
    }

    /// A field's column when no attribute renames it.
    pub(crate) fn plain_column(&self, ident: &str) -> String {
        if self.sea_orm_entity {
            Case::Snake.of_words(ident)
        } else if self.diesel {
            diesel::column_of_ident(ident).to_owned()
        } else {
            ident.to_owned()
        }
    }

    /// Whether some attribute says which type the item stands for.
    pub(crate) fn names_a_type(&self) -> bool {
        !self.types.is_empty() || self.type_marker.is_some() || self.sea_orm_column.is_some()
    }

    /// Whether diesel stores a struct as a value of a built-in type, of whatever fields it is made.
    pub(crate) fn diesel_value(&self) -> bool {
        self.types.iter().any(|ty| ty.builtin)
    }

    /// Whether the conversion is written by hand: diesel's always is, where it is told the type.
    pub(crate) fn by_hand(&self) -> bool {
        self.type_marker.is_some() || self.is_named_by(Source::Diesel)
    }

    /// Whether an attribute of this crate gives the type's name.
    pub(crate) fn is_named_by(&self, source: Source) -> bool {
        self.types.iter().any(|ty| ty.said.source == source)
    }

    /// Whether some `rename_all` is there.
    pub(crate) fn has_renames(&self) -> bool {
        !self.renames.is_empty()
    }

    /// The first `rename_all`, as it is written.
    pub(crate) fn rename_all_written(&self) -> Option<Placed> {
        let (_, _, said) = self.renames.first()?;
        Some(Placed {
            text: said.written.clone(),
            place: said.name.place,
        })
    }

    /// The Rust type that an enum is stored as, when that is no enum type: sea-orm's
    /// `db_type = "Text"`.
    pub(crate) fn take_stored_as(&mut self) -> Option<Stated> {
        match &self.sea_orm_column {
            Some(column) if column.text != "Enum" => self.sea_orm_rust.take(),
            _ => None,
        }
    }

    /// The name of the enum type that sea-orm makes of the item's when no `enum_name` is given.
    pub(crate) fn sea_orm_enum(&self, ident: &str) -> Option<Placed> {
        self.sea_orm_column.as_ref().map(|column| Placed {
            text: Case::Pascal.of_words(ident),
            place: column.place,
        })
    }

    /// What each crate that has a say calls a variant's label.
    pub(crate) fn labels(&self, ident: &str, place: Place, variant: Variant) -> Vec<Said> {
        self.names(
            place,
            variant.into_explicit(ident),
            |source, case| match source {
                Source::Diesel => case.of_variant(ident),
                _ => case.of_words(ident),
            },
        )
    }

    fn names(
        &self,
        place: Place,
        mut said: Vec<Said>,
        rename: impl Fn(Source, Case) -> String,
    ) -> Vec<Said> {
        for (source, case, rule) in &self.renames {
            if !said.iter().any(|said| said.source == *source) {
                said.push(Said {
                    source: *source,
                    name: Placed {
                        text: rename(*source, *case),
                        place,
                    },
                    written: rule.written.clone(),
                });
            }
        }
        // The order in which the attributes stand says nothing.
        said.sort_by_key(|said| Source::ALL.iter().position(|source| *source == said.source));
        said
    }

    fn rename_all(&mut self, source: Source, case: Option<Case>, said: Said) {
        if let Some(case) = case {
            self.renames.push((source, case, said));
        }
    }
}

impl Field {
    /// Reads an attribute if it is one of theirs.
    pub(crate) fn read(&mut self, name: &str, attribute: &Attribute, places: &mut Places<'_>) {
        match name {
            "sqlx" => each(attribute, |entry| sqlx::field(self, entry, places)),
            "diesel" => each(attribute, |entry| diesel::field(self, entry, places)),
            "column_name" => {
                if let Some(entry) = diesel::legacy(attribute) {
                    diesel::field(self, &entry, places);
                }
            }
            "sea_orm" => each(attribute, |entry| sea_orm::field(self, entry, places)),
            "postgres" => each(attribute, |entry| postgres::field(self, entry, places)),
            _ => {}
        }
    }
}

impl Variant {
    /// Whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.case.is_none()
    }

    /// What is said on the variant itself.
    pub(crate) fn into_explicit(self, ident: &str) -> Vec<Said> {
        let mut explicit = self.labels;
        if let Some((case, mut said)) = self.case {
            if !explicit.iter().any(|said| said.source == Source::SeaOrm) {
                said.name.text = case.of_words(ident);
                explicit.push(said);
            }
        }
        explicit
    }

    /// Reads an attribute if it is one of theirs.
    pub(crate) fn read(&mut self, name: &str, attribute: &Attribute, places: &mut Places<'_>) {
        match name {
            "sqlx" => each(attribute, |entry| sqlx::variant(self, entry, places)),
            "diesel" => each(attribute, |entry| diesel::variant(self, entry, places)),
            "sea_orm" => each(attribute, |entry| sea_orm::variant(self, entry, places)),
            "postgres" => each(attribute, |entry| postgres::variant(self, entry, places)),
            _ => {}
        }
    }
}

/// sea-orm 2's relations are fields of the model, and are no columns.
pub(crate) fn is_relation(ty: &Type) -> bool {
    sea_orm::is_relation(ty)
}

/// Whether an attribute is one that is read, ours or theirs.
#[cfg(feature = "source")]
pub(crate) fn is_read(attribute: &Attribute) -> bool {
    const READ: [&str; 9] = [
        "conformant",
        "sqlx",
        "diesel",
        "sea_orm",
        "postgres",
        "repr",
        "table_name",
        "column_name",
        "sql_type",
    ];
    READ.iter().any(|name| attribute.path().is_ident(name))
}

/// The first two that don't agree.
pub(crate) fn disagreement(said: &[Said]) -> Option<(&Said, &Said)> {
    let (first, rest) = said.split_first()?;
    rest.iter()
        .find(|other| other.name.text != first.name.text)
        .map(|other| (first, other))
}

fn each(attribute: &Attribute, mut read: impl FnMut(&Entry)) {
    for entry in meta::entries(attribute) {
        if !matches!(entry.value, Value::Unreadable) {
            read(&entry);
        }
    }
}

/// A name that is given as a string.
fn said(source: Source, entry: &Entry, places: &mut Places<'_>) -> Option<Said> {
    let literal = entry.string()?;
    Some(Said {
        source,
        name: placed(&literal, places),
        written: written(source, &entry.key, &format!("{:?}", literal.value())),
    })
}

fn placed(literal: &LitStr, places: &mut Places<'_>) -> Placed {
    Placed {
        text: literal.value(),
        place: places.at(literal.span()),
    }
}

/// A type that is given as a string.
fn stated(entry: &Entry) -> Option<Stated> {
    let literal = entry.string()?;
    let span = literal.span();
    Some((literal.parse().ok()?, (span, span)))
}

fn written(source: Source, key: &str, value: &str) -> String {
    let name = match source {
        Source::Sqlx => "sqlx",
        Source::Diesel => "diesel",
        Source::SeaOrm => "sea_orm",
        Source::Postgres => "postgres",
    };
    format!("#[{name}({key} = {value})]")
}
