//! What writes rows.

use proc_macro2::TokenStream;
use quote::quote;
use schema_snapshot::access::Parameter;

use super::Writer;
use crate::expand::lex;
use crate::expand::named::primitive;

impl Writer<'_> {
    /// What is returned: a type of the runtime's, `One` or `Maybe`, of a model, or the one for
    /// nothing; and what stands at the end of the statement for it.
    pub(super) fn returned(
        &self,
        some: &TokenStream,
        none: &TokenStream,
    ) -> (TokenStream, Vec<TokenStream>) {
        let access = &self.access;
        match (&self.returns, &self.plan.row) {
            (Some(ty), _) => (
                quote!(#access::#some<#ty>),
                vec![
                    quote!(" RETURNING "),
                    quote!(<#ty as #access::Read>::SELECTED),
                ],
            ),
            (None, Some(row)) => {
                let tail = format!(" RETURNING {}", row.text);
                (quote!(#access::#some<Self>), vec![quote!(#tail)])
            }
            (None, None) => (quote!(#access::#none), Vec::new()),
        }
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

    pub(super) fn insert(&self, out: &mut TokenStream) {
        let str = primitive("str");
        let access = &self.access;
        let (inserted, tail) = self.returned(&quote!(One), &quote!(Done));
        let insert = quote!(Insert);
        let upsert = quote!(Upsert);
        let no_upsert = quote!(const UPSERT: &'static #str = "";);
        let plan = match &self.plan.insert {
            Ok(plan) => plan,
            Err(absent) => {
                let nothing = quote! {
                    type Inserted = #access::Done;
                    const INSERT: &'static #str = "";
                    const HEAD: &'static #str = "";
                    const VALUES: &'static [(&'static #str, &'static #str)] = &[];
                    const TAIL: &'static #str = "";
                };
                self.absent(
                    absent,
                    "Insert",
                    &[(insert, nothing), (upsert, no_upsert)],
                    out,
                );
                return;
            }
        };
        let one = plan.one();
        let with = |parts: &[TokenStream]| {
            let mut all = vec![quote!(#one)];
            all.extend_from_slice(parts);
            self.text(&[all.as_slice(), tail.as_slice()].concat())
        };
        let head = &plan.head;
        let values = plan.values.iter().map(|value| {
            let (before, after) = (&value.before, &value.after);
            quote!((#before, #after))
        });
        let (text, tail_text) = (with(&[]), self.text(&tail));
        out.extend(self.implement(
            &insert,
            &quote! {
                type Inserted = #inserted;
                const INSERT: &'static #str = #text;
                const HEAD: &'static #str = #head;
                const VALUES: &'static [(&'static #str, &'static #str)] = &[#(#values),*];
                const TAIL: &'static #str = #tail_text;
            },
        ));
        match &self.plan.upsert {
            Ok(conflict) => {
                let text = with(&[quote!(#conflict)]);
                out.extend(self.implement(&upsert, &quote!(const UPSERT: &'static #str = #text;)));
            }
            Err(absent) => self.absent(absent, "Upsert", &[(upsert, no_upsert)], out),
        }
        let values = plan
            .values
            .iter()
            .map(|value| Parameter::Value(value.field));
        self.give(&quote!(ToInsert), values, out);
    }

    pub(super) fn update(&self, out: &mut TokenStream) {
        let str = primitive("str");
        let access = &self.access;
        let (updated, tail) = self.returned(&quote!(Maybe), &quote!(Found));
        let of = quote!(Update);
        match &self.plan.update {
            Ok(plan) => {
                let text = &plan.text;
                let mut parts = vec![quote!(#text)];
                parts.extend(tail);
                let text = self.text(&parts);
                out.extend(self.implement(
                    &of,
                    &quote! {
                        type Updated = #updated;
                        const UPDATE: &'static #str = #text;
                    },
                ));
                self.give(&quote!(ToUpdate), plan.parameters.iter().copied(), out);
            }
            Err(absent) => {
                let inert = quote! {
                    type Updated = #access::Found;
                    const UPDATE: &'static #str = "";
                };
                self.absent(absent, "Update", &[(of, inert)], out);
            }
        }
    }

    /// What the parameters of a statement are given by.
    pub(super) fn give(
        &self,
        which: &TokenStream,
        parameters: impl Iterator<Item = Parameter>,
        out: &mut TokenStream,
    ) {
        let access = &self.access;
        let mut needs = TokenStream::new();
        let mut body = TokenStream::new();
        for parameter in parameters {
            match parameter {
                Parameter::Value(at) => {
                    let (name, ty, how) = (self.name(at), self.ty(at), self.how(at));
                    let encode = quote!(#access::Encode<ConformantDriver, #how>);
                    needs.extend(quote!(#ty: #encode,));
                    body.extend(quote!(<#ty as #encode>::encode(&self.#name, conformant_to)?;));
                }
                Parameter::Given(at) => {
                    let name = self.name(at);
                    let encode = quote!(#access::Encode<ConformantDriver>);
                    let bool = primitive("bool");
                    needs.extend(quote!(#bool: #encode,));
                    body.extend(
                        quote!(<#bool as #encode>::encode(#access::given(&self.#name), conformant_to)?;),
                    );
                }
            }
        }
        let error = self.error();
        out.extend(self.for_drivers(
            &quote!(Give<ConformantDriver, #access::#which>),
            &needs,
            &quote! {
                fn give<'conformant>(
                    &'conformant self,
                    conformant_to: &mut <ConformantDriver as #access::Driver>::Arguments<'conformant>,
                ) -> ::core::result::Result<(), #error> {
                    #body
                    ::core::result::Result::Ok(())
                }
            },
        ));
    }
}
