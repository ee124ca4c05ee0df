//! What finds rows: keys, pages, and foreign keys both ways.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use schema_snapshot::access::{Key, Reference};

use super::{Conversion, Writer, ident, list_of};
use crate::expand::named::primitive;
use crate::expand::{in_const, lex};

impl Writer<'_> {
    pub(super) fn key(&self, key: &Key, out: &mut TokenStream) {
        let str = primitive("str");
        let columns = self.columns(key.marker);
        let (find, exists) = (self.select(&key.find), &key.exists);
        let parameters = || key.parameters.iter().copied();
        let lifetime = lex("'conformant");
        let types =
            list_of(parameters().map(|at| self.key_type(at, &self.ty(at), false, &lifetime)));
        let own = list_of(parameters().map(|at| {
            let name = self.name(at);
            self.key_value(at, &quote!(&self.#name))
        }));
        out.extend(self.implement(
            &quote!(Key<#columns>),
            &quote! {
                const FIND: &'static #str = #find;
                const EXISTS: &'static #str = #exists;
                type Values<'conformant> = #types where Self: 'conformant;
                fn values(&self) -> Self::Values<'_> { #own }
            },
        ));
        let deletes = quote!(Delete<#columns>);
        match &key.delete {
            Ok(text) => {
                out.extend(self.implement(&deletes, &quote!(const DELETE: &'static #str = #text;)));
            }
            Err(absent) => {
                let inert = quote!(const DELETE: &'static #str = "";);
                self.absent(absent, "Delete", &[(deletes, inert)], out);
            }
        }
        self.key_function(key, out);
    }

    /// The function that names a key: an argument is what the field's type can be borrowed as.
    pub(super) fn key_function(&self, key: &Key, out: &mut TokenStream) {
        let access = &self.access;
        let lifetime = lex("'conformant");
        let function = ident(&key.function);
        let mut generics = TokenStream::new();
        let mut arguments = TokenStream::new();
        let mut bounds = TokenStream::new();
        let q = self.free_name();
        let q = |at: usize| {
            let n = key.fields.iter().position(|known| *known == at);
            Ident::new(&format!("{q}{}", n.unwrap_or_default()), Span::call_site())
        };
        for at in &key.fields {
            let (name, q) = (self.argument(*at), q(*at));
            if let Some(Conversion { own, .. }) = self.converted(*at, true) {
                arguments.extend(quote!(#name: &'conformant #own,));
                continue;
            }
            generics.extend(quote!(#q: ?::core::marker::Sized,));
            arguments.extend(quote!(#name: &'conformant #q,));
            if !self.inert {
                let ty = self.without_null(*at).unwrap_or_else(|| self.ty(*at));
                bounds.extend(quote!(#ty: ::core::borrow::Borrow<#q>,));
            }
        }
        let parameters = || self.given_by(&key.parameters);
        let types = list_of(parameters().map(|at| {
            let q = q(at);
            self.key_type(at, &quote!(#q), true, &lifetime)
        }));
        let given = list_of(parameters().map(|at| {
            let name = self.argument(at);
            self.key_value(at, &quote!(#name))
        }));
        let columns = self.columns(key.marker);
        let by = quote!(#access::By<Self, #columns, #types>);
        let doc = match &key.constraint {
            Some(constraint) => format!("The row by `{constraint}`."),
            None => "The row by its declared key.".to_owned(),
        };
        out.extend(self.inherent(&quote! {
            #[doc = #doc]
            pub fn #function<'conformant, #generics>(#arguments) -> #by where #bounds {
                #access::By::new(#given)
            }
        }));
    }

    pub(super) fn list(&self, out: &mut TokenStream) {
        if self.plan.row.is_none() {
            return;
        }
        let of = quote!(List);
        let str = primitive("str");
        match &self.plan.list {
            Ok(list) => {
                let columns = self.columns(list.key);
                let (first, after) = (self.select(&list.first), self.select(&list.after));
                out.extend(self.implement(
                    &of,
                    &quote! {
                        type Primary = #columns;
                        const FIRST: &'static #str = #first;
                        const AFTER: &'static #str = #after;
                    },
                ));
            }
            Err(absent) => {
                let inert = quote! {
                    type Primary = ();
                    const FIRST: &'static #str = "";
                    const AFTER: &'static #str = "";
                };
                self.absent(absent, "List", &[(of, inert)], out);
            }
        }
    }

    /// To the parent, and from it.
    pub(super) fn reference(&self, reference: &Reference, out: &mut TokenStream) {
        let access = &self.access;
        let parent = self.target(&reference.target);
        let known = reference
            .key
            .map(|marker| quote!(#access::Columns<#marker>));
        let columns = known.unwrap_or_else(|| quote!(<#parent as #access::List>::Primary));
        // A foreign key with a NULL in it refers to nothing.
        let nullable: Vec<_> = reference
            .fields
            .iter()
            .map(|at| self.without_null(*at))
            .collect();
        let elided = lex("'_");
        let fields = || self.given_by(&reference.fields).zip(&nullable);
        let types = list_of(fields().map(|(at, inner)| {
            let ty = inner.clone().unwrap_or_else(|| self.ty(at));
            self.key_type(at, &ty, true, &elided)
        }));
        let given = list_of(fields().map(|(at, inner)| {
            let name = self.name(at);
            if inner.is_some() {
                self.key_value(at, &quote!(::core::option::Option::as_ref(&self.#name)?))
            } else {
                self.key_value(at, &quote!(&self.#name))
            }
        }));
        let mut ty = quote!(#access::By<#parent, #columns, #types>);
        let mut by = quote!(#access::By::new(#given));
        if nullable.iter().any(Option::is_some) {
            ty = quote!(::core::option::Option<#ty>);
            by = quote!(::core::option::Option::Some(#by));
        }
        let function = ident(&reference.function);
        let foreign_key = &reference.foreign_key;
        let doc = format!("The row that this one refers to by `{foreign_key}`.");
        let functions = quote! {
            #[doc = #doc]
            pub fn #function(&self) -> #ty { #by }
        };
        out.extend(self.inherent(&functions));
        self.children(reference, &parent, &columns, out);
    }

    /// The function that comes from the parent.
    fn children(
        &self,
        reference: &Reference,
        parent: &TokenStream,
        columns: &TokenStream,
        out: &mut TokenStream,
    ) {
        let access = &self.access;
        let function = ident(&format!("of_{}", reference.function));
        if self.inert {
            out.extend(self.inherent(&quote! {
                pub fn #function(_: &#parent) -> #access::Children<Self, (), ()> {
                    #access::Children::new("", "", ())
                }
            }));
            return;
        }
        let children = match &reference.children {
            Ok(children) => children,
            Err(absent) => {
                let (reason, declaration) = self.reason(absent, "Children");
                let function = self.inherent(&quote! {
                    pub fn #function(_: &#parent) -> #access::Children<Self, (), ()>
                    where
                        for<'conformant> (): #reason<'conformant>,
                    {
                        #access::Children::new("", "", ())
                    }
                });
                out.extend(in_const(quote!(#declaration #function)));
                return;
            }
        };
        let order = self.columns(children.key);
        let [first, after] = [&children.first, &children.after].map(|rest| {
            let text = self.select(rest);
            // A constant in a function, too.
            if self.model.flattened.is_empty() {
                text
            } else {
                quote!(const { #text })
            }
        });
        let foreign_key = &reference.foreign_key;
        let doc = format!("The rows that refer to this one by `{foreign_key}`.");
        // A parent without statements is told of where this is called, once.
        let values = Ident::new(&format!("{}0", self.free_name()), Span::call_site());
        let of_parent = quote!(#access::expansion::Parent<'conformant, #columns, #values>);
        out.extend(self.inherent(&quote! {
            #[doc = #doc]
            pub fn #function<'conformant, #values>(
                conformant_parent: &'conformant #parent,
            ) -> #access::Children<Self, #order, #values>
            where
                #parent: #of_parent,
            {
                #access::Children::new(#first, #after, <#parent as #of_parent>::key_of(conformant_parent))
            }
        }));
    }
}
