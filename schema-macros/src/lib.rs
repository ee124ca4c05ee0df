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

use proc_macro2::TokenStream;

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
