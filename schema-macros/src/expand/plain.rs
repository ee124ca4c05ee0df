//! The model that most are: a struct without generic parameters and flattened
//! parts, whose types are the usual ones.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use schema_claims::Parsed;
use schema_snapshot::claim::Subject;
use schema_snapshot::conform::Resolved;

use super::{ask, lex};
use crate::check::Checked;
use crate::paths::Include;

/// One call of the runtime's `__model!`: the compiler's own code then writes what is the same for
/// each model. `None` for a model that it does not do for.
pub(super) fn expand(parsed: &Parsed<'_>, checked: &Checked, runtime: &str) -> Option<TokenStream> {
    let Some(Resolved::Relation(file)) = &checked.outcome.subject else {
        return None;
    };
    let Subject::Model(model) = &parsed.claim.as_ref()?.subject else {
        return None;
    };
    let questions = &checked.outcome.questions;
    if !parsed.generics.params.is_empty()
        || parsed.generics.where_clause.is_some()
        || !model.flattened.is_empty()
        || questions.iter().any(|question| question.finding.is_some())
    {
        return None;
    }
    let name = &file.value.name;
    let mut text = String::with_capacity(2048);
    for fact in [&name.name, &name.schema, &file.fingerprint] {
        literal(fact, &mut text);
    }
    text.push('[');
    for field in &model.fields {
        literal(&field.column.text, &mut text);
    }
    text.push_str("][");
    for include in &checked.includes {
        let Include::Relative(path) = include else {
            return None;
        };
        literal(path, &mut text);
    }
    text.push_str("][");
    let mut types = TokenStream::new();
    for question in ask::distinct(questions) {
        ask::asked_type(question, runtime, &mut text);
        text.push(',');
        parsed.places.ty(question.place)?.to_tokens(&mut types);
        types.append(Punct::new(',', Spacing::Alone));
    }
    text.push(']');
    let mut arguments = parsed.ident.to_token_stream();
    arguments.extend(lex(&text));
    arguments.extend([TokenTree::from(Group::new(Delimiter::Bracket, types))]);
    arguments.extend(super::model::known(model, &file.value));
    let mut out = match super::located(checked) {
        located if located.is_empty() => TokenStream::new(),
        located => super::in_const(lex(&located)),
    };
    out.extend(lex(&format!("{runtime}::__model!")));
    out.extend([TokenTree::from(Group::new(Delimiter::Brace, arguments))]);
    Some(out)
}

/// A string literal. Names and paths have nothing to escape in nearly every case, and then it is
/// not looked at twice.
fn literal(text: &str, out: &mut String) {
    if text
        .bytes()
        .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
    {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&super::literal(text));
    }
    out.push(' ');
}
