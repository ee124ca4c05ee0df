//! Rust source to claims: what a struct or an enum says about a PostgreSQL
//! schema, by its own attributes and by those of sqlx, diesel, sea-orm and
//! postgres-types.
//!
//! No snapshot is opened here. [`parse`] gives a
//! [`Claim`], the table of its places, and every mistake
//! that can be seen without a snapshot; the macro and the command both call it,
//! so that models are read in one way.

use proc_macro2::{Ident, TokenStream};
use schema_snapshot::Claim;
use syn::{Data, Generics, Path, Visibility};

mod attr;
mod cache;
mod case;
mod check;
mod enums;
mod error;
mod foreign;
mod item;
mod meta;
mod model;
mod parse;
mod places;
#[cfg(feature = "source")]
pub mod source;
pub mod types;

pub use error::{MISTAKES, ParseError};
pub use item::item;
pub use parse::parse;
pub use places::Places;

/// An item that was read.
#[must_use = "the errors have to be told"]
pub struct Parsed<'a> {
    /// What the item claims. `None` when that is not known for certain, and then there are errors:
    /// comparing a guess would answer one mistake with many. A mistake on a field leaves that field
    /// out and makes a full model a partial one, so that the others are still compared.
    pub claim: Option<Claim>,
    /// What the item most likely claims, when that is not known for certain. Nothing is said of it: it
    /// is for what must not be told twice.
    pub guess: Option<Claim>,
    /// Where the parts of the claim, and the errors, stand.
    pub places: Places<'a>,
    /// All mistakes, in the order of the source.
    pub errors: Vec<ParseError>,
    /// Whether the item is declared as a cached structure, whatever else is known of it.
    pub cached: bool,
    /// Whether the item asks for an enum of its table's constraints, whatever else is known of it.
    pub constraints: bool,
    /// Whether the item asks for statements, whatever else is known of it.
    pub access: Option<Asked>,
    /// `#[conformant(crate = "...")]`: how the user's crate names the runtime.
    pub krate: Option<Path>,
    /// The item's visibility, which is that of what is declared beside it.
    pub vis: &'a Visibility,
    /// The item's name.
    pub ident: &'a Ident,
    /// The item's generic parameters, for the impl.
    pub generics: &'a Generics,
    /// What the item is made of.
    pub data: &'a Data,
}

/// Which statements an item asks for.
pub struct Asked {
    /// It only gives values: `insert`, `update`.
    pub writes: bool,
    /// The Rust type that comes back, `returns = User`.
    pub returns: Option<TokenStream>,
}

#[cfg(test)]
mod tests;
