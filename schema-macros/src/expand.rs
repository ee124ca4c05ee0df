//! The answer as Rust. Tokens only, no decisions.
//!
//! What is fixed is written as text and read by the compiler's own lexer, which
//! is optimised, as this crate is not in a user's build. What has a place in the
//! user's source (names, types) is put in as the tokens it came as.

#[cfg(any(feature = "access", test))]
pub(crate) mod access;
mod ask;
mod constraints;
mod model;
mod named;
mod plain;
mod record;

pub(crate) use ask::replace_lifetimes;
pub(crate) use constraints::{none as no_constraints, of as constraints};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use schema_claims::Parsed;
use schema_snapshot::claim::{Model, Subject};
use schema_snapshot::conform::Resolved;
use schema_snapshot::{SqlType, rust_names, type_hash};

use crate::check::Checked;
use crate::paths::Include;

/// Everything that the item gets: what it depends on, what is asked, what is implemented.
pub(crate) fn expand(parsed: &Parsed<'_>, checked: &Checked) -> TokenStream {
    let runtime = runtime(parsed);
    let mut out = match plain::expand(parsed, checked, &runtime) {
        None => in_const(whole(parsed, checked, &runtime)),
        Some(mut plain) => {
            if checked.record.is_some() {
                plain.extend(in_const(record::expand(parsed, checked, &runtime)));
            }
            plain
        }
    };
    let subject = parsed.claim.as_ref().map(|claim| &claim.subject);
    if let (true, Some(Resolved::Relation(file)), Some(Subject::Model(model))) =
        (parsed.constraints, &checked.outcome.subject, subject)
    {
        let asked = ask::predicates(parsed, checked, &runtime);
        out.extend(constraints::of(
            parsed,
            model,
            (&file.value, &checked.outcome.domains),
            &asked,
            &runtime,
        ));
    }
    if let (Some(Subject::Model(model)), Some(fingerprint)) = (subject, &checked.outcome.cache) {
        let name = model.cache.as_ref().map_or("", |cache| &cache.name.text);
        let prefix = format!("{name}:{fingerprint}:");
        let asked = ask::predicates(parsed, checked, &runtime);
        out.extend(in_const(cached(parsed, &prefix, &asked, &runtime)));
    }
    let mut beside = TokenStream::new();
    named::expand(parsed, checked, &runtime, &mut beside);
    #[cfg(any(feature = "access", test))]
    access::expand(parsed, checked, &runtime, &mut beside);
    #[cfg(not(any(feature = "access", test)))]
    if let Some(Subject::Model(Model {
        access: Some(asked),
        ..
    })) = subject
    {
        out.extend(crate::errors::no_driver(parsed, asked.place));
    }
    if !beside.is_empty() {
        out.extend(in_const(beside));
    }
    out
}

/// What stands in the body of a constant.
fn whole(parsed: &Parsed<'_>, checked: &Checked, runtime: &str) -> TokenStream {
    let mut body = lex(&tracked(checked));
    body.extend(record::expand(parsed, checked, runtime));
    ask::ask(parsed, checked, runtime, &mut body);
    let subject = parsed.claim.as_ref().map(|claim| &claim.subject);
    match (&checked.outcome.subject, subject) {
        (Some(Resolved::Relation(file)), Some(Subject::Model(model))) => {
            model::implement(parsed, model, file, checked, runtime, &mut body);
        }
        (Some(Resolved::Type(file)), _) => {
            bind(parsed, checked, runtime, &file.value.sql_type(), &mut body);
        }
        (Some(Resolved::Builtin(ty)), _) => bind(parsed, checked, runtime, ty, &mut body),
        (None, Some(Subject::Transparent(inner))) => {
            let inner = parsed.places.tokens(inner.place).unwrap_or_default();
            body.extend(holds("transparent", parsed, checked, runtime, &inner));
        }
        _ => {}
    }
    body
}

/// A call of the runtime's `__cached!`, which says what is missing when its feature `cache` is off: at
/// the attribute.
pub(crate) fn cached(
    parsed: &Parsed<'_>,
    prefix: &str,
    asked: &TokenStream,
    runtime: &str,
) -> TokenStream {
    let generics = ItemGenerics::of(parsed);
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let mut arguments = Group::new(
        Delimiter::Brace,
        quote!([#parameters] [#ty] [#predicates #asked] #prefix),
    );
    let mut call: Vec<_> = lex(&format!("{runtime}::__cached!")).into_iter().collect();
    if let Some(Subject::Model(Model {
        cache: Some(cache), ..
    })) = parsed.claim.as_ref().map(|claim| &claim.subject)
    {
        let (span, _) = parsed.places.spans(cache.name.place);
        for token in &mut call {
            token.set_span(span);
        }
        arguments.set_span(span);
    }
    call.push(arguments.into());
    call.into_iter().collect()
}

/// `const _: () = { ... };`, so that nothing of it can meet a name of the user's.
pub(crate) fn in_const(body: TokenStream) -> TokenStream {
    let mut out = lex("const _: () =");
    let body = Group::new(Delimiter::Brace, body);
    out.extend([TokenTree::from(body)]);
    out.extend(lex(";"));
    out
}

/// How the user's crate names the runtime.
pub(crate) fn runtime(parsed: &Parsed<'_>) -> String {
    match &parsed.krate {
        Some(path) => path.to_token_stream().to_string().replace(' ', ""),
        None => "::schema_runtime".to_owned(),
    }
}

/// Text as tokens. What is given is made of fixed parts and escaped literals; should it still be
/// no Rust, the compiler is to say so rather than this to stop.
pub(crate) fn lex(text: &str) -> TokenStream {
    // `proc_macro2` would first read the text itself, unoptimised.
    let tokens = if proc_macro::is_available() {
        text.parse::<proc_macro::TokenStream>().map(Into::into).ok()
    } else {
        text.parse().ok()
    };
    tokens.unwrap_or_else(|| {
        crate::errors::error(
            "`derive(Conformant)` wrote what is no Rust; please report it with the item",
            (Span::call_site(), Span::call_site()),
        )
    })
}

/// Names the files that the answer came from, and the variable that says where they are: when one
/// of them changes, the crate is compiled again.
fn tracked(checked: &Checked) -> String {
    let mut text = located(checked);
    for file in &checked.includes {
        include(file, &mut text);
    }
    text
}

/// What all derives of the crate depend on, in the first of them.
fn located(checked: &Checked) -> String {
    let mut text = String::new();
    if !checked.base.is_empty() {
        text.push_str("let _ = ::core::option_env!(\"SCHEMA_SNAPSHOT\");");
    }
    for file in &checked.base {
        include(file, &mut text);
    }
    text
}

fn include(file: &Include, out: &mut String) {
    out.push_str("let _ = ::core::include_bytes!(");
    match file {
        Include::Relative(path) => {
            out.push_str("::core::concat!(::core::env!(\"CARGO_MANIFEST_DIR\"), ");
            out.push_str(&literal(path));
            out.push(')');
        }
        Include::Absolute(path) => out.push_str(&literal(path)),
    }
    out.push_str(");");
}

/// A string literal.
pub(crate) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// The name of an SQL type in `schema_runtime::sql`.
pub(crate) fn marker(ty: &SqlType, runtime: &str, out: &mut String) {
    out.push_str(runtime);
    out.push_str("::sql::");
    let mut around = |open: &str, inner: &SqlType, close: &str| {
        out.push_str(open);
        marker(inner, runtime, out);
        out.push_str(close);
    };
    match ty {
        SqlType::Builtin(text) => match rust_names::marker(text) {
            Some(name) => out.push_str(name),
            None => hashed("base", type_hash::fnv1a(text), out),
        },
        SqlType::Array(element) => around("array<", element, ">"),
        SqlType::Enum(name) | SqlType::Composite(name) => {
            hashed("named", type_hash::of(name), out);
        }
        SqlType::Domain { name, base } => {
            around(&format!("domain<{}, ", type_hash::of(name)), base, ">");
        }
        SqlType::Range { name, subtype } => {
            let open = format!("domain<{}, {runtime}::sql::range<", type_hash::of(name));
            around(&open, subtype, ">>");
        }
        SqlType::Multirange { name, subtype } => {
            let open = format!(
                "domain<{}, {runtime}::sql::multirange<",
                type_hash::of(name)
            );
            around(&open, subtype, ">>");
        }
        SqlType::Base { name, .. } => hashed("base", type_hash::of_base(name), out),
    }
}

/// A marker that is known by a number: `named<12>`.
fn hashed(name: &str, hash: u64, out: &mut String) {
    out.push_str(name);
    out.push('<');
    out.push_str(&hash.to_string());
    out.push('>');
}

/// Binds the item to a type.
fn bind(
    parsed: &Parsed<'_>,
    checked: &Checked,
    runtime: &str,
    ty: &SqlType,
    out: &mut TokenStream,
) {
    if is_string(ty) {
        let nothing = TokenStream::new();
        out.extend(holds("text", parsed, checked, runtime, &nothing));
        return;
    }
    let mut text = String::new();
    marker(ty, runtime, &mut text);
    out.extend(holds("own", parsed, checked, runtime, &lex(&text)));
}

/// Whether it is one of the types that PostgreSQL and the drivers convert into each other without a
/// word.
fn is_string(ty: &SqlType) -> bool {
    let SqlType::Builtin(text) = ty else {
        return false;
    };
    matches!(
        rust_names::marker(text),
        Some("text" | "varchar" | "bpchar")
    )
}

/// A call of the runtime's `__holds!`, which knows how types hold each other.
fn holds(
    how: &str,
    parsed: &Parsed<'_>,
    checked: &Checked,
    runtime: &str,
    what: &TokenStream,
) -> TokenStream {
    let call = lex(&format!("{runtime}::__holds!"));
    let how = lex(how);
    let generics = ItemGenerics::of(parsed);
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let asked = ask::predicates(parsed, checked, runtime);
    // The constant that the record of the same item declares.
    let recorded = match &checked.record {
        Some(_) => lex("; CONFORMANT_RECORD"),
        None => TokenStream::new(),
    };
    quote!(#call { #how [#parameters] [#ty] [#predicates #asked] #what #recorded })
}

/// An item's generic parameters as an impl needs them.
pub(crate) struct ItemGenerics {
    /// What stands between `<` and `>` of `impl<...>`, without a comma at the end.
    pub(crate) parameters: TokenStream,
    /// The item with its arguments.
    pub(crate) ty: TokenStream,
    /// What stands after `where`, with a comma at the end.
    pub(crate) predicates: TokenStream,
}

impl ItemGenerics {
    pub(crate) fn of(parsed: &Parsed<'_>) -> Self {
        let ident = parsed.ident;
        let mut parameters = TokenStream::new();
        for (n, parameter) in parsed.generics.params.iter().enumerate() {
            if n > 0 {
                parameters.extend(quote!(,));
            }
            // Without defaults, which an impl does not have.
            match parameter {
                syn::GenericParam::Lifetime(lifetime) => {
                    let (name, colon, bounds) =
                        (&lifetime.lifetime, &lifetime.colon_token, &lifetime.bounds);
                    parameters.extend(quote!(#name #colon #bounds));
                }
                syn::GenericParam::Type(ty) => {
                    let (name, colon, bounds) = (&ty.ident, &ty.colon_token, &ty.bounds);
                    parameters.extend(quote!(#name #colon #bounds));
                }
                syn::GenericParam::Const(constant) => {
                    let (name, ty) = (&constant.ident, &constant.ty);
                    parameters.extend(quote!(const #name: #ty));
                }
            }
        }
        let (_, arguments, _) = parsed.generics.split_for_impl();
        let predicates = parsed
            .generics
            .where_clause
            .iter()
            .flat_map(|clause| &clause.predicates)
            .map(|predicate| quote!(#predicate,))
            .collect();
        Self {
            parameters,
            ty: quote!(#ident #arguments),
            predicates,
        }
    }
}
