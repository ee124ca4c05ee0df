//! `impl Conformant`, and the columns that only the compiler sees.

use proc_macro2::TokenStream;
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::claim::{Model, Place, Shape};
use schema_snapshot::model::Relation;
use schema_snapshot::store::Loaded;

use super::named::primitive;
use super::{ItemGenerics, ask, lex, literal};
use crate::check::Checked;
use crate::text;

/// A run of the item's own columns, or a flattened struct.
enum Part<'a> {
    Own(Vec<&'a str>),
    Flattened(Place),
}

pub(super) fn implement(
    parsed: &Parsed<'_>,
    model: &Model,
    file: &Loaded<Relation>,
    checked: &Checked,
    runtime: &str,
    out: &mut TokenStream,
) {
    let parts = parts(model);
    let columns = match parts.as_slice() {
        [] => lex("&[]"),
        [Part::Own(own)] => lex(&format!("&{}", array(own))),
        _ => {
            looked_for(parsed, model, file, checked, runtime, out);
            // What only reads a column can read it twice.
            if model.access.is_some() || matches!(model.shape, Shape::Insert | Shape::Update) {
                once(parsed, model, runtime, out);
            }
            concatenated(parsed, &parts, runtime)
        }
    };
    let name = &file.value.name;
    let checked_type = lex(&format!("{runtime}::__private::Checked"));
    let (table, schema, fingerprint) = (&name.name, &name.schema, &file.fingerprint);
    let known = known(model, &file.value);
    let constant = quote! {
        #known
        const CHECKED: #checked_type = #checked_type {
            table: #table,
            schema: #schema,
            columns: #columns,
            fingerprint: #fingerprint,
        };
    };
    let conformant = lex(&format!("{runtime}::Conformant"));
    let attribute = lex("#[automatically_derived]");
    if parsed.generics.params.is_empty() && parsed.generics.where_clause.is_none() {
        let ident = parsed.ident;
        out.extend(quote!(#attribute impl #conformant for #ident { #constant }));
        return;
    }
    let generics = ItemGenerics::of(parsed);
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let asked = ask::predicates(parsed, checked, runtime);
    out.extend(quote! {
        #attribute
        impl<#parameters> #conformant for #ty where #predicates #asked { #constant }
    });
}

/// By which an error tells a column that came later from one that the model leaves to the database. Each
/// build pays for a constant, so it is for who asks for more than a check.
pub(super) fn known(model: &Model, relation: &Relation) -> Option<TokenStream> {
    if model.access.is_none() && model.constraints.is_none() {
        return None;
    }
    let names: Vec<_> = relation.columns.iter().map(|c| &*c.name).collect();
    let (str, names) = (primitive("str"), lex(&array(&names)));
    Some(quote!(const KNOWN: &'static [&'static #str] = &#names;))
}

fn array(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| literal(name)).collect();
    format!("[{}]", names.join(", "))
}

/// The fields in the order of the source.
fn parts(model: &Model) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut flattened = model.flattened.iter().peekable();
    for field in &model.fields {
        while let Some(before) = flattened.next_if(|part| part.place < field.name.place) {
            parts.push(Part::Flattened(before.place));
        }
        match parts.last_mut() {
            Some(Part::Own(own)) => own.push(&field.column.text),
            _ => parts.push(Part::Own(vec![&field.column.text])),
        }
    }
    parts.extend(flattened.map(|part| Part::Flattened(part.place)));
    parts
}

/// A constant of a flattened struct.
fn of_flattened(parsed: &Parsed<'_>, place: Place, runtime: &str, constant: &str) -> TokenStream {
    of_part(parsed, place, runtime, "Conformant", constant)
}

/// A constant that a flattened struct has by a trait.
pub(super) fn of_part(
    parsed: &Parsed<'_>,
    place: Place,
    runtime: &str,
    of: &str,
    constant: &str,
) -> TokenStream {
    let ty = parsed.places.tokens(place).unwrap_or_default();
    let ty = ask::with_static(parsed, ty);
    let mut out = lex("<");
    out.extend(ty);
    out.extend(lex(&format!("as {runtime}::{of}>::{constant}")));
    out
}

/// The columns of the item and of its flattened structs, in one constant.
fn concatenated(parsed: &Parsed<'_>, parts: &[Part<'_>], runtime: &str) -> TokenStream {
    let parts: Vec<_> = parts
        .iter()
        .map(|part| match part {
            Part::Own(own) => lex(&format!("&{}", array(own))),
            Part::Flattened(place) => of_flattened(parsed, *place, runtime, "COLUMNS"),
        })
        .collect();
    let private = lex(&format!("{runtime}::__private::"));
    quote! {
        &#private concat::<{ #private count(&[#(#parts),*]) }>(&[#(#parts),*])
    }
}

/// What was not found in the item's own fields is looked for in the flattened structs, in constants:
/// each of them stands for the same relation, and each column that must be there is in one.
///
/// A flattened struct whose own derive has failed has no table; its own error is enough.
fn looked_for(
    parsed: &Parsed<'_>,
    model: &Model,
    file: &Loaded<Relation>,
    checked: &Checked,
    runtime: &str,
    out: &mut TokenStream,
) {
    let private = lex(&format!("{runtime}::__private::"));
    let (item_span, _) = parsed.places.spans(Place(0));
    let mut broken = TokenStream::new();
    for part in &model.flattened {
        let table = of_flattened(parsed, part.place, runtime, "TABLE");
        let schema = of_flattened(parsed, part.place, runtime, "SCHEMA");
        let (name, namespace) = (&file.value.name.name, &file.value.name.schema);
        let (span, _) = parsed.places.spans(part.place);
        let text = text::lines(
            &format!(
                "`{}` is flattened, so it must stand for `{}` as well",
                part.text, file.value.name
            ),
            &[format!(
                "write `#[conformant(table = {name:?}, partial)]` on `{}`",
                part.text
            )],
            Some("[flattened_table]"),
        );
        let assertion = quote::quote_spanned!(span=> ::core::panic!(#text));
        broken.extend(quote!(|| #private same(#table, "")));
        out.extend(quote! {
            if !(#private same(#table, "")
                || #private same(#table, #name) && #private same(#schema, #namespace)) {
                #assertion
            }
        });
    }
    for finding in &checked.outcome.unless_flattened {
        let column = finding.column.as_deref().unwrap_or_default();
        let text = text::of(finding);
        let found = model.flattened.iter().map(|part| {
            let columns = of_flattened(parsed, part.place, runtime, "COLUMNS");
            quote!(|| #private contains(#columns, #column))
        });
        let assertion = quote::quote_spanned!(item_span=> ::core::panic!(#text));
        out.extend(quote! {
            if !(false #(#found)* #broken) { #assertion }
        });
    }
}

/// No column is in two places: a constant compares the columns of each flattened struct with those of
/// what stands before it, the item's own first.
fn once(parsed: &Parsed<'_>, model: &Model, runtime: &str, out: &mut TokenStream) {
    let private = lex(&format!("{runtime}::__private::"));
    let join = lex(&format!("{runtime}::__text!"));
    let str = primitive("str");
    let own: Vec<_> = model.fields.iter().map(|f| &*f.column.text).collect();
    let own = lex(&format!("&{}", array(&own)));
    let mut before = vec![(format!("`{}` itself", parsed.ident), own)];
    for part in &model.flattened {
        let columns = of_flattened(parsed, part.place, runtime, "COLUMNS");
        let (span, _) = parsed.places.spans(part.place);
        for (place, others) in &before {
            let rest = text::lines(
                &format!(
                    "` is in `{}`, which is flattened, and in {place}",
                    part.text
                ),
                &["leave it out of one of them, or write `#[conformant(skip)]` there".to_owned()],
                Some("[duplicate_column]"),
            );
            let text = quote!(#join("column `", COLUMN, #rest));
            let assertion = quote::quote_spanned!(span=> ::core::panic!("{}", TEXT));
            out.extend(quote! {
                {
                    const COLUMN: &#str = #private common(#others, #columns);
                    const TEXT: &#str = #text;
                    if !#private same(COLUMN, "") { #assertion }
                }
            });
        }
        before.push((format!("`{}`, which is as well", part.text), columns));
    }
}
