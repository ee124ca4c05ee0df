//! `#[derive(Conformant)]`: a build that fails when a Rust model and the
//! PostgreSQL schema disagree.
//!
//! Users depend on `schema-runtime`, which re-exports the derive. The pipeline:
//! `schema_claims::parse` reads the item, `check` loads the snapshot and
//! compares, `expand` writes the answer as Rust. Nothing is decided here.

mod check;
mod errors;
mod expand;
mod fallback;
mod paths;
mod record;
mod text;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// Compares the item with the snapshot of the schema while it is compiled.
///
/// See the documentation of `schema-runtime` and the guide for what it
/// understands.
#[proc_macro_derive(Conformant, attributes(conformant))]
pub fn derive_conformant(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = TokenStream::from(input);
    // Whatever goes wrong in here, the reader gets an error and not a crash of the compiler.
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| derive(input)));
    answer.unwrap_or_else(|panic| errors::bug(&panic)).into()
}

fn derive(input: TokenStream) -> TokenStream {
    let item = match schema_claims::item(input) {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let place = check::Environment::of_process();
    answer(&item, &place)
}

/// The whole derive, apart from where it runs.
fn answer(item: &syn::DeriveInput, environment: &check::Environment) -> TokenStream {
    let renamed = without_our_lifetime(item);
    let item = renamed.as_ref().unwrap_or(item);
    let parsed = schema_claims::parse(item);
    let mut errors = errors::Errors::of(&parsed);
    let checked = match &parsed.claim {
        Some(claim) => check::check(claim, environment, &mut errors),
        None => None,
    };
    let said = errors.into_tokens(&parsed);
    let mut out = match &checked {
        Some(checked) => expand::expand(&parsed, checked),
        None => fallback::fallback(&parsed, environment),
    };
    out.extend(said);
    out
}

/// An item whose lifetime is called as that of the expansion is, with another. What an impl calls it is its own
/// matter.
fn without_our_lifetime(item: &syn::DeriveInput) -> Option<syn::DeriveInput> {
    let has = |name: &str| {
        item.generics
            .lifetimes()
            .any(|of| of.lifetime.ident == name)
    };
    if !has("conformant") {
        return None;
    }
    let ours = Ident::new("conformant", Span::call_site());
    let mut other = "conformant_".to_owned();
    while has(&other) {
        other.push('_');
    }
    let tokens = expand::replace_lifetimes(item.to_token_stream(), &[&ours], &other);
    schema_claims::item(tokens).ok()
}
