//! What a model gets that asks for statements and is not known well enough to have some: the same
//! traits and functions, which do nothing. The build has failed; who calls a statement is not to be told
//! again.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::access::likely;
use schema_snapshot::claim::Subject;
use schema_snapshot::model::Relation;

use super::Writer;
use crate::expand::named::primitive;
use crate::expand::{ItemGenerics, lex};

/// Implements every trait, for any key and any driver, and the functions that the model would have, as
/// far as its relation is known.
pub(crate) fn inert(
    parsed: &Parsed<'_>,
    relation: Option<&Relation>,
    generics: ItemGenerics,
    runtime: &str,
) -> TokenStream {
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
    implement(quote!(), quote!(WithAccess), quote!());
    let text = |names: &[&str]| {
        let names = names.iter().map(|name| Ident::new(name, Span::call_site()));
        quote!(#(const #names: &'static #str = "";)*)
    };
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
    let insert = text(&["INSERT", "INSERT_OR_IGNORE", "HEAD", "TAIL"]);
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
    functions(parsed, relation, generics, runtime, &mut out);
    out
}

/// What goes by a key, and to the models that are referred to.
fn functions(
    parsed: &Parsed<'_>,
    relation: Option<&Relation>,
    generics: ItemGenerics,
    runtime: &str,
    out: &mut TokenStream,
) {
    let Some(claim) = parsed.claim.as_ref().or(parsed.guess.as_ref()) else {
        return;
    };
    let Subject::Model(model) = &claim.subject else {
        return;
    };
    let Some(asked) = &model.access else { return };
    let (model, plan) = likely(claim, model, asked, relation);
    let writer = Writer {
        parsed,
        model: &model,
        asked,
        plan: &plan,
        access: lex(&format!("{runtime}::access")),
        runtime,
        generics,
        returns: None,
        inert: true,
    };
    for key in &plan.keys {
        writer.key_function(key, out);
    }
    for reference in &plan.references {
        writer.reference(reference, out);
    }
}
