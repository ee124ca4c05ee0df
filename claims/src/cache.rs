//! The Rust side of a cached structure: what serde makes of the item depends on.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use schema_snapshot::claim::{Cache, Placed};
use syn::{Attribute, Data, DeriveInput, GenericParam};

use crate::error::{Errors, Mistake};
use crate::{meta, types};

/// Reads what a cache needs to know of the item.
pub(crate) fn read(
    input: &DeriveInput,
    name: &Placed,
    flattened: &[Placed],
    errors: &mut Errors,
) -> Cache {
    let item = &input.ident;
    for part in flattened {
        errors.add(
            Mistake::FlattenedCache,
            part.place,
            format!(
                "a field of type `{}` is flattened into `{item}`, which is kept in a cache",
                part.text
            ),
            "write its fields out: an entry is told from an older one by the fields that are named here",
        );
    }
    let parameter = input.generics.params.iter().find_map(|param| match param {
        GenericParam::Type(ty) => Some(&ty.ident),
        GenericParam::Const(constant) => Some(&constant.ident),
        GenericParam::Lifetime(_) => None,
    });
    if let Some(parameter) = parameter {
        errors.add(
            Mistake::GenericCache,
            name.place,
            format!("`{item}` is kept in a cache, and is another type for each `{parameter}`"),
            "name the type in place of the parameter: all of them would share their keys",
        );
    }
    Cache {
        name: name.clone(),
        rust: text(input),
    }
}

/// One line for the item's own attributes, and one a field.
fn text(input: &DeriveInput) -> String {
    let mut out = String::new();
    of_serde(&input.attrs, &mut out);
    let Data::Struct(data) = &input.data else {
        return out;
    };
    for (index, field) in data.fields.iter().enumerate() {
        out.push('\n');
        match &field.ident {
            Some(ident) => out.push_str(&meta::ident(ident)),
            None => out.push_str(&index.to_string()),
        }
        out.push(' ');
        out.push_str(&types::text(&field.ty));
        of_serde(&field.attrs, &mut out);
    }
    out
}

fn of_serde(attributes: &[Attribute], out: &mut String) {
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            tokens(attribute.meta.to_token_stream(), out);
        }
    }
}

/// In one spacing, because the compiler's own changes with its version.
fn tokens(stream: TokenStream, out: &mut String) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => (" (", " )"),
                    Delimiter::Brace => (" {", " }"),
                    Delimiter::Bracket => (" [", " ]"),
                    Delimiter::None => ("", ""),
                };
                out.push_str(open);
                tokens(group.stream(), out);
                out.push_str(close);
            }
            other => {
                out.push(' ');
                out.push_str(&other.to_string());
            }
        }
    }
}
