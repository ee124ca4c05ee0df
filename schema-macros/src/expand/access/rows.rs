//! What a row is read by.

use proc_macro2::TokenStream;
use quote::quote;

use super::parts::{SELECTED, WIDTH};
use super::{Conversion, Writer, member};
use crate::expand::named::primitive;
use crate::expand::{ask, lex};

impl Writer<'_> {
    pub(super) fn read(&self, out: &mut TokenStream) {
        let Some(row) = &self.plan.row else { return };
        let (str, usize) = (primitive("str"), primitive("usize"));
        let access = &self.access;
        let text = self.with_parts(&row.text, SELECTED);
        let mut width = TokenStream::new();
        let mut needs = TokenStream::new();
        let mut fields = TokenStream::new();
        for (n, at) in row.fields.iter().enumerate() {
            let (name, ty, how) = (self.name(*at), self.ty(*at), self.how_read(*at));
            let column = quote!(#access::Column<ConformantDriver, #how>);
            needs.extend(quote!(#ty: #column,));
            let plus = (n > 0).then(|| quote!(+ #n));
            let value = quote!(<#ty as #column>::column(conformant_row, conformant_at #plus)?);
            let value = match self.converted(*at, false) {
                Some(of) => self.read_as(&of, &value, &self.field(*at).column.text, &mut needs),
                None => value,
            };
            fields.extend(quote!(#name: #value,));
        }
        // The columns of flattened parts come after the item's own, one part after the other.
        let own = row.fields.len();
        let mut widths = self.of_parts(WIDTH);
        for (part, field) in self.model.flattened.iter().zip(&self.asked.parts) {
            let (name, ty) = (member(&field.name), self.tokens(part));
            let from_row = quote!(#access::FromRow<ConformantDriver>);
            needs.extend(quote!(#ty: #from_row,));
            let value =
                quote!(<#ty as #from_row>::from_row(conformant_row, conformant_at + #own #width)?);
            let value = match &field.converted {
                Some(into) => {
                    let of = Conversion {
                        own: self.tokens(into),
                        ty,
                        inside: None,
                    };
                    self.read_as(&of, &value, &field.name, &mut needs)
                }
                None => value,
            };
            fields.extend(quote!(#name: #value,));
            let of_part = widths.next();
            width.extend(quote!(+ #of_part));
        }
        let others = (0..self.model.fields.len()).filter(|at| !row.fields.contains(at));
        let others = others.map(|at| self.name(at));
        for name in others.chain(self.asked.skipped.iter().map(|name| member(name))) {
            fields.extend(quote!(#name: ::core::default::Default::default(),));
        }
        out.extend(self.implement(
            &quote!(Read),
            &quote! {
                const SELECTED: &'static #str = #text;
                const WIDTH: #usize = #own #width;
            },
        ));
        let error = self.error();
        out.extend(self.for_drivers(
            &quote!(FromRow<ConformantDriver>),
            &needs,
            &quote! {
                fn from_row(
                    conformant_row: &<ConformantDriver as #access::Driver>::Row,
                    conformant_at: #usize,
                ) -> ::core::result::Result<Self, #error> {
                    ::core::result::Result::Ok(Self { #fields })
                }
            },
        ));
    }

    /// A value that was read, as the field has it. What is no matter of a type parameter is asked
    /// here, whatever driver there is.
    fn read_as(
        &self,
        conversion: &Conversion,
        value: &TokenStream,
        name: &str,
        needs: &mut TokenStream,
    ) -> TokenStream {
        let access = &self.access;
        let Conversion { own, ty, inside } = conversion;
        let read_as = quote!(#access::ReadAs<#ty #inside>);
        if ask::depends(self.parsed, own) || ask::depends(self.parsed, ty) {
            needs.extend(quote!(#own: #read_as,));
        }
        let name = name.trim_start_matches("r#");
        quote!(<#own as #read_as>::read_as(#value, #name)?)
    }

    /// The columns of a row, of the flattened parts as well, between two texts.
    pub(super) fn selected(&self, before: &str, after: &str) -> Vec<TokenStream> {
        let own = self.plan.row.as_ref().map_or("", |row| &row.text);
        if self.model.flattened.is_empty() {
            let text = format!("{before}{own}{after}");
            return vec![quote!(#text)];
        }
        let list = self.with_parts(own, SELECTED);
        vec![quote!(#before), list, quote!(#after)]
    }

    /// A statement that selects rows, from what stands after the columns.
    pub(super) fn select(&self, rest: &str) -> TokenStream {
        self.text(&self.selected("SELECT ", rest))
    }

    /// Constant texts as one.
    pub(super) fn text(&self, parts: &[TokenStream]) -> TokenStream {
        match parts {
            [] => quote!(""),
            [one] => one.clone(),
            _ => {
                let text = lex(&format!("{}::__text!", self.runtime));
                quote!(#text(#(#parts),*))
            }
        }
    }
}
