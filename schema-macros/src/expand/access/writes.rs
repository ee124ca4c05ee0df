//! What writes rows.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use schema_snapshot::access::{Given, Parameter};

use super::parts::{NAMES, VALUES};
use super::{Conversion, Writer, member};
use crate::expand::named::primitive;
use crate::expand::{ask, in_const, lex};

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
            (Some(ty), _) => {
                // A constant has no lifetimes to name.
                let constant = ask::with_static(self.parsed, ty.clone());
                let selected = quote!(<#constant as #access::Read>::SELECTED);
                (
                    quote!(#access::#some<#ty>),
                    vec![quote!(" RETURNING "), selected],
                )
            }
            (None, Some(_)) => (
                quote!(#access::#some<Self>),
                self.selected(" RETURNING ", ""),
            ),
            (None, None) => (quote!(#access::#none), Vec::new()),
        }
    }

    /// That the flattened parts give what they have: asked where a statement that writes is asked for,
    /// because what is only read may well have a part that is. Of any lifetime, as in [`Self::reason`].
    fn given_by_parts(&self) -> TokenStream {
        let access = &self.access;
        let parts = self.model.flattened.iter();
        let parts = parts.map(|part| {
            let ty = self.tokens(part);
            quote!(for<'conformant> #ty: #access::Giving<'conformant>,)
        });
        parts.collect()
    }

    /// What a new row, or a part of one, gives.
    fn part(&self, given: &Given, out: &mut TokenStream) {
        let names = self.with_parts(&given.names, NAMES);
        let values = self.values(given);
        let body = part(&names, &values);
        out.extend(self.implement(&quote!(Part), &body));
        out.extend(self.implement_where(&quote!(Giving<'_>), &self.given_by_parts(), &quote!()));
        let values = given.values.iter();
        let values = values.map(|value| Parameter::Value(value.field));
        self.give(&quote!(ToInsert), values, out);
    }

    /// What stands around the values of some columns, and of those of the flattened parts.
    fn values(&self, given: &Given) -> TokenStream {
        let own = given.values.iter().map(|value| {
            let (before, after) = (&value.before, &value.after);
            quote!((#before, #after))
        });
        let own = quote!(&[#(#own),*]);
        if self.model.flattened.is_empty() {
            return own;
        }
        let parts = self.of_parts(VALUES);
        let values = lex(&format!("{}::__values!", self.runtime));
        quote!(#values(#own, #(#parts),*))
    }

    /// The parameters of those values.
    fn parameters(&self, given: &Given, before: usize) -> TokenStream {
        let values = self.values(given);
        let before = Literal::usize_unsuffixed(before);
        let parameters = lex(&format!("{}::__parameters!", self.runtime));
        quote!(#parameters(#values, #before))
    }

    pub(super) fn insert(&self, out: &mut TokenStream) {
        let str = primitive("str");
        let (inserted, tail) = self.returned(&quote!(One), &quote!(Done));
        let insert = quote!(Insert);
        let upsert = quote!(Upsert);
        let no_upsert = quote!(const UPSERT: &'static #str = "";);
        let mut nothing = Vec::new();
        match &self.plan.part {
            Ok(given) => self.part(given, out),
            Err(absent) => {
                out.extend(self.gives(&quote!(ToInsert), &quote!(), &quote!()));
                // It has something, which no bound is to miss as well: one reason is enough.
                let part = (quote!(Part), part(&quote!(""), &quote!(&[("", "")])));
                let giving = (quote!(Giving<'_>), quote!());
                if self.plan.row.is_some() {
                    // What is only read is a part of what is.
                    out.extend(self.implement(&part.0, &part.1));
                    self.absent(absent, "Part", &[giving], out);
                } else {
                    nothing.extend([part, giving]);
                }
            }
        }
        let plan = match &self.plan.insert {
            Ok(plan) => plan,
            Err(absent) => {
                let empty = quote! {
                    type Inserted = #inserted;
                    const INSERT: &'static #str = "";
                    const INSERT_OR_IGNORE: &'static #str = "";
                    const HEAD: &'static #str = "";
                    const TAIL: &'static #str = "";
                };
                nothing.extend([(insert, empty), (upsert, no_upsert)]);
                self.absent(absent, "Insert", &nothing, out);
                return;
            }
        };
        let (something, mut body) = self.gives_some(&plan.given, "an insert may give", "Inserts");
        let by_parts = self.given_by_parts();
        let bounds = quote!(#by_parts #something);
        let head = &plan.head;
        let one = if self.model.flattened.is_empty() {
            let one = plan.one();
            vec![quote!(#one)]
        } else {
            let names = self.with_parts(&plan.given.names, NAMES);
            let parameters = self.parameters(&plan.given, 0);
            vec![
                quote!(#head),
                names,
                quote!(") VALUES ("),
                parameters,
                quote!(")"),
            ]
        };
        let with = |parts: &[TokenStream]| self.text(&[&one, parts, &tail].concat());
        let (text, tail_text) = (with(&[]), self.text(&tail));
        let or_ignore = with(&[quote!(" ON CONFLICT DO NOTHING")]);
        body.extend(self.implement_where(
            &insert,
            &bounds,
            &quote! {
                type Inserted = #inserted;
                const INSERT: &'static #str = #text;
                const INSERT_OR_IGNORE: &'static #str = #or_ignore;
                const HEAD: &'static #str = #head;
                const TAIL: &'static #str = #tail_text;
            },
        ));
        match &self.plan.upsert {
            Ok(conflict) => {
                let text = with(&[quote!(#conflict)]);
                let text = quote!(const UPSERT: &'static #str = #text;);
                body.extend(self.implement_where(&upsert, &bounds, &text));
            }
            Err(absent) => {
                self.absent_where(absent, "Upsert", &bounds, &[(upsert, no_upsert)], &mut body);
            }
        }
        out.extend(closed(&something, body));
    }

    pub(super) fn update(&self, out: &mut TokenStream) {
        let str = primitive("str");
        let (updated, tail) = self.returned(&quote!(Maybe), &quote!(Found));
        let of = quote!(Update);
        match &self.plan.update {
            Ok(plan) => {
                let text = &plan.text;
                let mut parts = vec![quote!(#text)];
                if let Some(in_parts) = &plan.in_parts {
                    let rest = format!("){}", in_parts.rest);
                    parts.extend([
                        self.with_parts(&in_parts.given.names, NAMES),
                        quote!(") = ROW("),
                        self.parameters(&in_parts.given, in_parts.before),
                        quote!(#rest),
                    ]);
                }
                parts.extend(tail);
                let (something, mut body) = match &plan.in_parts {
                    Some(in_parts) => {
                        self.gives_some(&in_parts.given, "an update may change", "Updates")
                    }
                    None => Default::default(),
                };
                let by_parts = self.given_by_parts();
                let text = self.text(&parts);
                body.extend(self.implement_where(
                    &of,
                    &quote!(#by_parts #something),
                    &quote! {
                        type Updated = #updated;
                        const UPDATE: &'static #str = #text;
                    },
                ));
                out.extend(closed(&something, body));
                self.give(&quote!(ToUpdate), plan.parameters.iter().copied(), out);
            }
            Err(absent) => {
                let inert = quote! {
                    type Updated = #updated;
                    const UPDATE: &'static #str = "";
                };
                self.absent(absent, "Update", &[(of, inert)], out);
                out.extend(self.gives(&quote!(ToUpdate), &quote!(), &quote!()));
            }
        }
    }

    /// A converted field's value as the database has it.
    fn written_as(
        &self,
        at: usize,
        conversion: &Conversion,
        needs: &mut TokenStream,
    ) -> TokenStream {
        let access = &self.access;
        let name = self.name(at);
        let column = &self.field(at).column.text;
        let Conversion { own, ty, inside } = conversion;
        let written_as = quote!(#access::WrittenAs<ConformantDriver, #ty #inside>);
        needs.extend(quote!(#own: #written_as,));
        quote!(<#own as #written_as>::written_as(&self.#name, #column)?)
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
            let (Parameter::Value(at) | Parameter::Given(at)) = parameter;
            let (name, ty, how) = (self.name(at), self.ty(at), self.how(at));
            let converted = self.converted(at, false);
            let converted = converted.map(|of| self.written_as(at, &of, &mut needs));
            match (parameter, converted) {
                (Parameter::Value(_), Some(value)) => {
                    let give = quote!(#access::GiveAway<ConformantDriver, #how>);
                    needs.extend(quote!(#ty: #give,));
                    body.extend(quote!(<#ty as #give>::give_away(#value, conformant_to)?;));
                }
                (Parameter::Value(_), None) => {
                    let encode = quote!(#access::Encode<ConformantDriver, #how>);
                    needs.extend(quote!(#ty: #encode,));
                    body.extend(quote!(<#ty as #encode>::encode(&self.#name, conformant_to)?;));
                }
                (Parameter::Given(_), converted) => {
                    let encode = quote!(#access::Encode<ConformantDriver>);
                    let bool = primitive("bool");
                    needs.extend(quote!(#bool: #encode,));
                    let value = converted.unwrap_or_else(|| quote!(self.#name));
                    body.extend(
                        quote!(<#bool as #encode>::encode(#access::given(&#value), conformant_to)?;),
                    );
                }
            }
        }
        // A part gives what it would to a new row: in an update as in an insert.
        for (part, field) in self.model.flattened.iter().zip(&self.asked.parts) {
            let (name, ty) = (member(&field.name), self.tokens(part));
            let give = quote!(#access::Give<ConformantDriver, #access::ToInsert>);
            needs.extend(quote!(#ty: #give,));
            body.extend(quote!(<#ty as #give>::give(&self.#name, conformant_to)?;));
        }
        out.extend(self.gives(which, &needs, &body));
    }

    /// `impl Give`, which gives nothing where `body` is empty.
    fn gives(&self, which: &TokenStream, needs: &TokenStream, body: &TokenStream) -> TokenStream {
        let access = &self.access;
        let error = self.error();
        self.for_drivers(
            &quote!(Give<ConformantDriver, #access::#which>),
            needs,
            &quote! {
                fn give<'conformant>(
                    &'conformant self,
                    conformant_to: &mut <ConformantDriver as #access::Driver>::Arguments<'conformant>,
                ) -> ::core::result::Result<(), #error> {
                    #body
                    ::core::result::Result::Ok(())
                }
            },
        )
    }
}

/// What stands under a bound of its own, if it does, apart from what stands under another.
fn closed(bound: &TokenStream, body: TokenStream) -> TokenStream {
    if bound.is_empty() {
        body
    } else {
        in_const(body)
    }
}

/// The constants of `Part`.
fn part(names: &TokenStream, values: &TokenStream) -> TokenStream {
    let str = primitive("str");
    quote! {
        const NAMES: &'static #str = #names;
        const VALUES: &'static [(&'static #str, &'static #str)] = #values;
    }
}
