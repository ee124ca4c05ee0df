//! What an item gets about which nothing is known: impls that are inert, so
//! that the mistake that was told is not told again by all who use the item.

use proc_macro2::TokenStream;
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::claim::Subject;

use crate::check::{Environment, likely};
use crate::expand::{ItemGenerics, cached, constraints, in_const, lex, no_constraints, runtime};

/// An `impl Conformant` without a table for a model, and for what is bound to a type an answer yes
/// to every question. With records, none.
pub(crate) fn fallback(parsed: &Parsed<'_>, environment: &Environment) -> TokenStream {
    let subject = parsed.claim.as_ref().map(|claim| &claim.subject);
    let guess = parsed.claim.as_ref().or(parsed.guess.as_ref());
    let asked = guess.filter(|_| parsed.access.is_some() || parsed.constraints);
    let likely = asked.and_then(|claim| likely(claim, environment));
    let runtime = runtime(parsed);
    let generics = ItemGenerics::of(parsed);
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let mut out = TokenStream::new();
    if matches!(subject, None | Some(Subject::Model(_))) {
        let conformant = lex(&format!("{runtime}::Conformant"));
        let checked = lex(&format!("{runtime}::__private::Checked"));
        out.extend(quote! {
            #[automatically_derived]
            impl<#parameters> #conformant for #ty where #predicates {
                const CHECKED: #checked = #checked {
                    table: "", schema: "", columns: &[], fingerprint: "",
                };
            }
        });
    }
    #[cfg(any(feature = "access", test))]
    if matches!(subject, None | Some(Subject::Model(_))) {
        let relation = likely.as_ref().map(|likely| &likely.relation);
        let generics = ItemGenerics::of(parsed);
        let inert = crate::expand::access::inert(parsed, relation, generics, &runtime);
        out.extend(inert);
    }
    if parsed.cached {
        out.extend(cached(parsed, "", &TokenStream::new(), &runtime));
    }
    if !matches!(subject, Some(Subject::Model(_))) {
        let holds = lex(&format!("{runtime}::Holds"));
        let comma = (!parameters.is_empty()).then(|| quote!(,));
        out.extend(quote! {
            #[automatically_derived]
            impl<#parameters #comma ConformantSql> #holds<ConformantSql> for #ty
            where #predicates {}
        });
    }
    if environment.records && !matches!(subject, Some(Subject::Transparent(_))) {
        let recorded = lex(&format!("{runtime}::__private::Recorded"));
        let record = lex(&format!("{runtime}::__private::Record"));
        out.extend(quote! {
            #[automatically_derived]
            impl<#parameters> #recorded for #ty where #predicates {
                const RECORD: ::core::option::Option<&'static #record> = ::core::option::Option::None;
            }
        });
    }
    let mut out = in_const(out);
    if parsed.constraints && matches!(subject, None | Some(Subject::Model(_))) {
        let known = likely.as_ref().zip(guess.map(|claim| &claim.subject));
        out.extend(match known {
            Some((likely, Subject::Model(model))) => {
                let of = (&likely.relation, &likely.domains[..]);
                constraints(parsed, model, of, &TokenStream::new(), &runtime)
            }
            _ => no_constraints(parsed, &runtime),
        });
    }
    out
}
