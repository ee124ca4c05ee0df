//! What a model gets that asks for statements and is not known well enough to have some: the same
//! traits and functions, which do nothing. The build has failed; who calls a statement is not to be told
//! again.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::access::function;
use schema_snapshot::claim::Subject;

use super::ident;
use crate::expand::named::primitive;
use crate::expand::{ItemGenerics, lex};

/// Implements every trait, for any key and any driver, and a function for each field that could be a
/// key.
pub(crate) fn inert(parsed: &Parsed<'_>, generics: &ItemGenerics, runtime: &str) -> TokenStream {
    let Some(asked) = &parsed.access else {
        return TokenStream::new();
    };
    let access = lex(&format!("{runtime}::access"));
    let error = lex(&format!("{runtime}::DatabaseError"));
    let (str, usize) = (primitive("str"), primitive("usize"));
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let comma = (!parameters.is_empty()).then(|| quote!(,));
    let (inserted, updated) = match (&asked.returns, asked.writes) {
        (Some(row), _) => (quote!(One<#row>), quote!(Maybe<#row>)),
        (None, false) => (quote!(One<Self>), quote!(Maybe<Self>)),
        (None, true) => (quote!(Done), quote!(Found)),
    };
    let mut out = TokenStream::new();
    let mut implement = |more: TokenStream, of: TokenStream, what: TokenStream| {
        out.extend(quote! {
            #[automatically_derived]
            impl<#parameters #more> #access::#of for #ty where #predicates { #what }
        });
    };
    let text = |names: &[&str]| {
        let names = names.iter().map(|name| Ident::new(name, Span::call_site()));
        quote!(#(const #names: &'static #str = "";)*)
    };
    implement(quote!(), quote!(Access), quote!());
    let selected = text(&["SELECTED"]);
    implement(
        quote!(),
        quote!(Read),
        quote!(#selected const WIDTH: #usize = 0;),
    );
    let find = text(&["FIND", "EXISTS"]);
    implement(
        quote!(#comma ConformantKey),
        quote!(Key<ConformantKey>),
        quote! {
            #find
            type Values<'conformant> = () where Self: 'conformant;
            fn values(&self) {}
        },
    );
    implement(
        quote!(#comma ConformantKey),
        quote!(Delete<ConformantKey>),
        text(&["DELETE"]),
    );
    let pages = text(&["FIRST", "AFTER"]);
    implement(quote!(), quote!(List), quote!(type Primary = (); #pages));
    let names = text(&["NAMES"]);
    implement(
        quote!(),
        quote!(Part),
        quote! {
            #names
            const VALUES: &'static [(&'static #str, &'static #str)] = &[];
        },
    );
    implement(quote!(), quote!(Giving<'_>), quote!());
    let insert = text(&["INSERT", "HEAD", "TAIL"]);
    implement(
        quote!(),
        quote!(Insert),
        quote!(type Inserted = #access::#inserted; #insert),
    );
    implement(quote!(), quote!(Upsert), text(&["UPSERT"]));
    let update = text(&["UPDATE"]);
    implement(
        quote!(),
        quote!(Update),
        quote!(type Updated = #access::#updated; #update),
    );
    implement(
        quote!(#comma ConformantDriver: #access::Driver),
        quote!(FromRow<ConformantDriver>),
        quote! {
            fn from_row(_: &<ConformantDriver as #access::Driver>::Row, _: #usize)
                -> ::core::result::Result<Self, #error>
            {
                ::core::result::Result::Err(#error::not_found())
            }
        },
    );
    implement(
        quote!(#comma ConformantDriver: #access::Driver, ConformantWhich),
        quote!(Give<ConformantDriver, ConformantWhich>),
        quote! {
            fn give<'conformant>(
                &'conformant self,
                _: &mut <ConformantDriver as #access::Driver>::Arguments<'conformant>,
            ) -> ::core::result::Result<(), #error> {
                ::core::result::Result::Ok(())
            }
        },
    );
    let functions = functions(parsed, &access);
    out.extend(quote! {
        #[automatically_derived]
        #[allow(dead_code, private_bounds, private_interfaces, unreachable_pub, clippy::all, clippy::pedantic)]
        impl<#parameters> #ty where #predicates { #functions }
    });
    out
}

/// What goes by a key of one column, and to the models that are referred to, as far as they are known.
fn functions(parsed: &Parsed<'_>, access: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let syn::Data::Struct(data) = parsed.data else {
        return out;
    };
    for name in data.fields.iter().filter_map(|field| field.ident.as_ref()) {
        let by = ident(&format!("by_{}", name.to_string().trim_start_matches("r#")));
        out.extend(quote! {
            pub fn #by<ConformantKey: ?::core::marker::Sized>(
                _: &ConformantKey,
            ) -> #access::By<Self, (), ()> {
                #access::By::new(())
            }
        });
    }
    let Some(Subject::Model(model)) = parsed.claim.as_ref().map(|claim| &claim.subject) else {
        return out;
    };
    for field in &model.fields {
        let Some(target) = &field.references else {
            continue;
        };
        let parent = match &*target.text {
            "Self" => quote!(Self),
            _ => parsed.places.tokens(target.place).unwrap_or_default(),
        };
        let name = function(&model.fields, field);
        let (to, from) = (ident(&name), ident(&format!("of_{name}")));
        let mut by = quote!(#access::By<#parent, <#parent as #access::List>::Primary, ()>);
        let mut value = quote!(#access::By::new(()));
        let ty = parsed.places.ty(field.ty.place);
        if ty.and_then(schema_claims::types::in_option).is_some() {
            by = quote!(::core::option::Option<#by>);
            value = quote!(::core::option::Option::Some(#value));
        }
        out.extend(quote! {
            pub fn #to(&self) -> #by { #value }
            pub fn #from(_: &#parent) -> #access::Children<Self, (), ()> {
                #access::Children::new("", "", ())
            }
        });
    }
    out
}
