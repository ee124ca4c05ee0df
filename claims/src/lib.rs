//! Rust source to claims: what a struct or an enum says about a PostgreSQL
//! schema, by its own attributes and by those of sqlx, diesel, sea-orm and
//! postgres-types.
//!
//! No snapshot is opened here. [`parse`] gives a
//! [`Claim`](schema_snapshot::Claim), the table of its places, and every mistake
//! that can be seen without a snapshot; the macro and the command both call it,
//! so that models are read in one way.

use proc_macro2::Ident;
use schema_snapshot::Claim;
use syn::{Generics, Path};

mod error;
mod parse;
mod places;
pub mod types;

pub use error::ParseError;
pub use parse::parse;
pub use places::Places;

/// An item that was read.
#[must_use = "the errors have to be told"]
pub struct Parsed<'a> {
    /// What the item claims; `None` when that can't be said, and then there are errors.
    pub claim: Option<Claim>,
    /// Where the parts of the claim, and the errors, stand.
    pub places: Places<'a>,
    /// All mistakes, in the order of the source. A claim with errors is still worth checking: what
    /// is wrong was left out of it.
    pub errors: Vec<ParseError>,
    /// `#[conformant(crate = "...")]`: how the user's crate names the runtime.
    pub krate: Option<Path>,
    /// The item's name.
    pub ident: &'a Ident,
    /// The item's generic parameters, for the impl.
    pub generics: &'a Generics,
}
