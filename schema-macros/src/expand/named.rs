//! What the compiler is asked of the models that an attribute names.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use schema_claims::Parsed;
use schema_snapshot::conform::Named;

use super::{ask, lex};
use crate::check::Checked;
use crate::text;

/// A constant for each model that must stand for a certain table.
pub(super) fn expand(parsed: &Parsed<'_>, checked: &Checked, runtime: &str, out: &mut TokenStream) {
    for named in &checked.outcome.named {
        stands_for(parsed, named, runtime, out);
    }
}

/// A constant that fails when a type stands for another table. One whose own derive has failed has
/// no table; its own error is enough.
fn stands_for(parsed: &Parsed<'_>, named: &Named, runtime: &str, out: &mut TokenStream) {
    let str = primitive("str");
    let private = lex(&format!("{runtime}::__private::"));
    let conformant = lex(&format!("{runtime}::Conformant"));
    let ty = parsed.places.tokens(named.target.place).unwrap_or_default();
    let ty = ask::with_static(parsed, ty);
    let (schema, table) = (&named.table.schema, &named.table.name);
    let text = text::of(&named.finding);
    let (span, _) = parsed.places.spans(named.target.place);
    let panic = quote_spanned!(span=> ::core::panic!(#text));
    out.extend(quote! {
        const _: () = {
            const TABLE: &#str = <#ty as #conformant>::TABLE;
            if !(#private same(TABLE, "")
                || #private same(TABLE, #table)
                    && #private same(<#ty as #conformant>::SCHEMA, #schema))
            {
                #panic
            }
        };
    });
}

/// A type of the language, whatever else is called so.
pub(super) fn primitive(name: &str) -> TokenStream {
    lex(&format!("::core::primitive::{name}"))
}
