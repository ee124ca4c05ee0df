//! The questions to the type checker.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;
use schema_claims::Parsed;
use schema_claims::types::mentioned;
use schema_snapshot::model::Nullability;
use schema_snapshot::{Finding, Question};

use super::{in_const, lex, literal, marker, record};
use crate::check::Checked;
use crate::text;

/// Asks every question that does not depend on a type parameter.
///
/// A type that is written as usual is asked about once, however many fields have it, and the
/// runtime's own words do when the answer is no. For any other a trait is made whose words are the
/// finding's.
pub(super) fn ask(parsed: &Parsed<'_>, checked: &Checked, runtime: &str, out: &mut TokenStream) {
    for (n, question) in distinct(&checked.outcome.questions).enumerate() {
        let Some(ty) = parsed.places.tokens(question.place) else {
            continue;
        };
        if depends(parsed, &ty) {
            continue;
        }
        let ty = with_static(parsed, ty);
        if let Some(finding) = &question.finding {
            let name = trait_name(parsed.ident, finding, n);
            let recorded = checked.record.is_some() && record::has_a_name(&question.sql);
            let mut block = own_trait(&name, question, finding, recorded, runtime);
            // Of two questions in one body that come down to the same, the compiler answers one.
            if recorded {
                block.extend(constant(ty, &name, "RECORD"));
                out.extend(record::used(n, block, runtime));
            } else {
                block.extend(one(ty, &name));
                out.extend(in_const(block));
            }
        } else {
            let mut of = format!("{runtime}::__private::Fits<");
            asked_type(question, runtime, &mut of);
            of.push('>');
            out.extend(one(ty, &of));
        }
    }
}

fn one(ty: TokenStream, of: &str) -> TokenStream {
    let mut out = lex("let _: () =");
    out.extend(constant(ty, of, "OK"));
    out.extend(lex(";"));
    out
}

/// What a type has by a trait.
pub(super) fn constant(ty: TokenStream, of: &str, name: &str) -> TokenStream {
    let mut out = lex("<");
    out.extend(ty);
    out.extend(lex(&format!("as {of}>::{name}")));
    out
}

/// The predicates that ask what depends on a type parameter: who uses the item with a type is asked
/// then.
pub(super) fn predicates(parsed: &Parsed<'_>, checked: &Checked, runtime: &str) -> TokenStream {
    let mut out = TokenStream::new();
    if parsed.generics.params.is_empty() {
        return out;
    }
    for question in &checked.outcome.questions {
        let Some(ty) = parsed.places.tokens(question.place) else {
            continue;
        };
        if depends(parsed, &ty) {
            let mut bound = format!("{runtime}::__private::Fits<");
            asked_type(question, runtime, &mut bound);
            bound.push('>');
            let bound = lex(&bound);
            out.extend(quote!(#ty: #bound,));
        }
    }
    out
}

/// The questions, each usual one once however many fields have it.
pub(super) fn distinct(questions: &[Question]) -> impl Iterator<Item = &Question> {
    let said = |question: &Question, n: usize| {
        questions.iter().enumerate().any(|(at, other)| {
            let same = || {
                at < n && other.nullability == question.nullability && other.rust == question.rust
            };
            other.finding.is_none()
                && (same() || implies(other, question))
                && other.sql == question.sql
        })
    };
    questions
        .iter()
        .enumerate()
        .filter_map(move |(n, question)| {
            let asked = question.finding.is_none() && said(question, n);
            (!asked).then_some(question)
        })
}

/// Whether a yes to one question is a yes to another of the same SQL type: what is in an `Option`
/// that holds a nullable column holds the column that is NOT NULL.
fn implies(one: &Question, other: &Question) -> bool {
    one.nullability == Nullability::Nullable
        && other.nullability == Nullability::NotNull
        && one
            .rust
            .strip_prefix("Option<")
            .and_then(|inner| inner.strip_suffix('>'))
            == Some(other.rust.as_str())
}

/// The SQL type with its nullability.
pub(super) fn asked_type(question: &Question, runtime: &str, out: &mut String) {
    let around = match question.nullability {
        Nullability::NotNull => None,
        Nullability::Nullable => Some("::sql::nullable<"),
        Nullability::Unknown => Some("::sql::maybe<"),
    };
    if let Some(around) = around {
        out.push_str(runtime);
        out.push_str(around);
    }
    marker(&question.sql, runtime, out);
    if around.is_some() {
        out.push('>');
    }
}

/// rustc shows the name beside the message: "the trait `UserNicknameColumn` is not implemented",
/// and names like ones elsewhere in the crate; the item's name makes it the only one.
fn trait_name(item: &Ident, finding: &Finding, n: usize) -> String {
    let column = finding.column.as_deref().unwrap_or_default();
    let item = item.to_string();
    let item = item.trim_start_matches("r#");
    let mut name = String::with_capacity(item.len() + column.len() + 8);
    let words = |text| str::split(text, |c: char| !c.is_ascii_alphanumeric());
    for word in words(item).chain(words(column)) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name.push_str("Column");
    if !column.is_ascii() || !item.is_ascii() {
        // `T` for an item without a letter that a name can begin with.
        name = format!("T{name}{n}");
    }
    name
}

/// A trait that only this question is asked with.
fn own_trait(
    name: &str,
    question: &Question,
    finding: &Finding,
    recorded: bool,
    runtime: &str,
) -> TokenStream {
    let mut sql = String::new();
    asked_type(question, runtime, &mut sql);
    let mut notes = String::new();
    for help in &finding.help {
        notes.push_str(", note = ");
        notes.push_str(&literal(&format(help)));
    }
    let (declared, given) = if recorded {
        let record = record::ty(runtime);
        (
            format!("const RECORD: {record};"),
            format!("const RECORD: {record} = <T as {runtime}::Holds<{sql}>>::RECORD;"),
        )
    } else {
        ("const OK: () = ();".to_owned(), String::new())
    };
    lex(&format!(
        "#[diagnostic::on_unimplemented(message = {message}, label = {label}{notes}, note = {origin})] \
         trait {name} {{ {declared} }} \
         #[diagnostic::do_not_recommend] \
         impl<T: ?::core::marker::Sized + {runtime}::Holds<{sql}>> {name} for T {{ {given} }}",
        message = literal(&format(&finding.message)),
        label = literal(match finding.column {
            Some(_) => "does not hold what the column holds",
            None => "does not hold what the type holds",
        }),
        origin = literal(&format(&text::origin(finding))),
    ))
}

/// Text in a format string of rustc's.
pub(super) fn format(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Whether a type names a type or const parameter of the item, or the item itself.
pub(super) fn depends(parsed: &Parsed<'_>, ty: &TokenStream) -> bool {
    let names: Vec<&Ident> = parsed
        .generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            syn::GenericParam::Type(ty) => Some(&ty.ident),
            syn::GenericParam::Const(constant) => Some(&constant.ident),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect();
    let this = Ident::new("Self", proc_macro2::Span::call_site());
    !names.is_empty()
        && (mentioned(ty.clone(), &names).is_some() || mentioned(ty.clone(), &[&this]).is_some())
}

/// A constant has no lifetimes to name. A type that holds an SQL type with one holds it with any.
pub(super) fn with_static(parsed: &Parsed<'_>, ty: TokenStream) -> TokenStream {
    let mut lifetimes = parsed.generics.lifetimes().peekable();
    if lifetimes.peek().is_none() {
        return ty;
    }
    let names: Vec<&Ident> = lifetimes
        .map(|parameter| &parameter.lifetime.ident)
        .collect();
    replace_lifetimes(ty, &names, "static")
}

/// Some lifetimes under another name.
pub(crate) fn replace_lifetimes(tokens: TokenStream, names: &[&Ident], with: &str) -> TokenStream {
    let mut quoted = false;
    tokens
        .into_iter()
        .map(|token| {
            let after_quote = std::mem::take(&mut quoted);
            match token {
                TokenTree::Punct(ref punct) => {
                    quoted = punct.as_char() == '\'';
                    token
                }
                TokenTree::Ident(ident) if after_quote && names.contains(&&ident) => {
                    Ident::new(with, ident.span()).into()
                }
                TokenTree::Group(group) => {
                    let inner = replace_lifetimes(group.stream(), names, with);
                    let mut replaced = Group::new(group.delimiter(), inner);
                    replaced.set_span(group.span());
                    replaced.into()
                }
                other => other,
            }
        })
        .collect()
}
