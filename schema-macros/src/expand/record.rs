//! What goes with the item into the program.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::SqlType;
use schema_snapshot::claim::Subject;

use super::{ItemGenerics, ask, lex, literal, model};
use crate::check::Checked;

/// A call of the runtime's `__record!`; nothing when no record was asked for.
pub(super) fn expand(parsed: &Parsed<'_>, checked: &Checked, runtime: &str) -> TokenStream {
    let Some(record) = &checked.record else {
        return TokenStream::new();
    };
    let generics = ItemGenerics::of(parsed);
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let asked = ask::predicates(parsed, checked, runtime);
    let text = lex(&format!(
        "{} {}",
        literal(&record.head),
        literal(&record.body)
    ));
    let uses = uses(parsed, checked, runtime);
    let arguments = quote!([#parameters] [#ty] [#predicates #asked] #text [#uses]);
    let mut out = lex(&format!("{runtime}::__record!"));
    out.extend([TokenTree::from(Group::new(Delimiter::Brace, arguments))]);
    out
}

/// The records of what the item is made of: of the Rust types that are bound to types of the schema's
/// own, and of flattened structs. What depends on a type parameter has none that is known here.
fn uses(parsed: &Parsed<'_>, checked: &Checked, runtime: &str) -> TokenStream {
    let mut out = TokenStream::new();
    for (n, question) in ask::distinct(&checked.outcome.questions).enumerate() {
        let Some(ty) = parsed.places.tokens(question.place) else {
            continue;
        };
        if !has_a_name(&question.sql) || ask::depends(parsed, &ty) {
            continue;
        }
        if question.finding.is_some() {
            out.extend(lex(&format!("{USED}{n}")));
        } else {
            let mut fits = format!("{runtime}::__private::Fits<");
            ask::asked_type(question, runtime, &mut fits);
            fits.push('>');
            let ty = ask::with_static(parsed, ty);
            out.extend(ask::constant(ty, &fits, "RECORD"));
        }
        out.extend(lex(","));
    }
    if let Some(Subject::Model(model)) = parsed.claim.as_ref().map(|claim| &claim.subject) {
        let recorded = "__private::Recorded";
        for part in &model.flattened {
            out.extend(model::of_part(
                parsed, part.place, runtime, recorded, "RECORD",
            ));
            out.extend(lex(","));
        }
    }
    out
}

/// What a constant is called that has the record of a field's type, before the question's number.
const USED: &str = "CONFORMANT_USED_";

/// The constant that has the record of the type that a question is about: it asks the question.
pub(super) fn used(n: usize, block: TokenStream, runtime: &str) -> TokenStream {
    let mut out = lex(&format!("const {USED}{n}: {} =", ty(runtime)));
    out.extend([TokenTree::from(Group::new(Delimiter::Brace, block))]);
    out.extend(lex(";"));
    out
}

/// What such a constant is.
pub(super) fn ty(runtime: &str) -> String {
    format!("::core::option::Option<&'static {runtime}::__private::Record>")
}

/// Whether a Rust type may be bound to it or to its elements.
pub(super) fn has_a_name(ty: &SqlType) -> bool {
    match ty {
        SqlType::Builtin(_) | SqlType::Base { .. } => false,
        SqlType::Array(element) => has_a_name(element),
        _ => true,
    }
}
