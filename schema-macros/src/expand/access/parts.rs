//! Flattened parts: what is in them is known to the compiler alone, so texts are joined in constants.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Writer;
use crate::expand::lex;
use crate::expand::model::of_part;
use crate::expand::named::primitive;

/// The members of the constant.
pub(super) const SELECTED: usize = 0;
pub(super) const WIDTH: usize = 1;
pub(super) const NAMES: usize = 2;
pub(super) const VALUES: usize = 3;

impl Writer<'_> {
    /// A list of the item's own with those of its flattened parts.
    pub(super) fn with_parts(&self, own: &str, member: usize) -> TokenStream {
        if self.model.flattened.is_empty() {
            return quote!(#own);
        }
        let parts = self.of_parts(member);
        let list = lex(&format!("{}::__list!", self.runtime));
        quote!(#list(#own, #(#parts),*))
    }

    /// A member of the constant of each flattened part.
    pub(super) fn of_parts(&self, member: usize) -> impl Iterator<Item = TokenStream> {
        let member = Literal::usize_unsuffixed(member);
        (0..self.model.flattened.len()).map(move |part| quote!(CONFORMANT_PARTS[#part].#member))
    }

    /// What the flattened parts have by constants of their traits. All that is asked of them stands in
    /// one body, and of what comes down to the same there the compiler says one thing.
    pub(super) fn parts(&self, out: &mut TokenStream) {
        if self.model.flattened.is_empty() {
            return;
        }
        let (str, usize) = (primitive("str"), primitive("usize"));
        let reads = self.plan.row.is_some();
        let parts = self.model.flattened.iter().map(|part| {
            let of = |of: &str, constant: &str| {
                of_part(
                    self.parsed,
                    part.place,
                    self.runtime,
                    &format!("access::{of}"),
                    constant,
                )
            };
            let (selected, width) = if reads {
                (of("Read", "SELECTED"), of("Read", "WIDTH"))
            } else {
                (quote!(""), quote!(0))
            };
            let (names, values) = (of("Part", "NAMES"), of("Part", "VALUES"));
            quote!((#selected, #width, #names, #values))
        });
        let count = self.model.flattened.len();
        let around = quote!((&'static #str, &'static #str));
        out.extend(quote! {
            const CONFORMANT_PARTS: [(&'static #str, #usize, &'static #str, &'static [#around]); #count] =
                [#(#parts),*];
        });
    }
}
