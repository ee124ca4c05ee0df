//! What an item with a mistake most likely stands for: what could be made of it is not to be missed as well.

use super::report::Report;
use super::{Domain, Source, domains, resolve};
use crate::claim::{Claim, Subject};
use crate::model::Relation;

/// What a model most likely stands for, although something of it is wrong.
pub struct Likely {
    /// The relation.
    pub relation: Relation,
    /// Of a model with `constraints`, as [`Outcome::domains`](super::Outcome::domains).
    pub domains: Vec<Domain>,
}

/// Looks for what a model most likely stands for. Nothing is said.
pub fn likely(claim: &Claim, source: &dyn Source) -> Option<Likely> {
    let Subject::Model(model) = &claim.subject else {
        return None;
    };
    let relation = resolve::likely(claim, model, source)?;
    let domains = match model.constraints {
        Some(_) => domains::of(&relation, source, &mut Report::default()),
        None => Vec::new(),
    };
    Some(Likely { relation, domains })
}
