//! Rust types as text, for messages and for the choice of a shorter question.
//!
//! Nothing here decides what a type can hold: an alias or a re-export fools
//! tokens. The compiler is asked for that.

use std::fmt::Write as _;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, GenericArgument, Path, PathArguments, ReturnType, Type, TypeParamBound};

/// A type as its author would write it: `Option<Vec<Uuid>>`, `&'a str`, `Cow<'a, str>`,
/// `std::option::Option<String>`.
pub fn text(ty: &Type) -> String {
    let mut out = String::with_capacity(24);
    write_type(&mut out, ty);
    out
}

/// A type seen through its outermost `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peeled<'t> {
    /// Whether it is written as an `Option`.
    pub option: bool,
    /// The type's text, without the `Option` when it is one.
    pub inner: &'t str,
    /// The inner type's last path segment without arguments: `Vec` of `std::vec::Vec<Uuid>`, `str`
    /// of `&'a str`.
    pub name: &'t str,
    /// What stands between the angle brackets of that segment, or nothing.
    pub arguments: &'t str,
}

/// Takes a type's [`text`] apart.
pub fn peel(text: &str) -> Peeled<'_> {
    let whole = segment(text);
    let option = whole.0 == "Option" && !whole.1.is_empty();
    let (inner, (name, arguments)) = if option {
        (whole.1, segment(whole.1))
    } else {
        (text, whole)
    };
    Peeled {
        option,
        inner,
        name,
        arguments,
    }
}

/// The first of some names that stands in a type.
pub fn mentioned<'n>(tokens: TokenStream, names: &[&'n Ident]) -> Option<&'n Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) => names.iter().copied().find(|name| **name == ident),
        TokenTree::Group(group) => mentioned(group.stream(), names),
        _ => None,
    })
}

/// What is in a type that is written as an `Option`.
pub fn in_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}

/// The last segment of a path and its arguments.
fn segment(text: &str) -> (&str, &str) {
    let mut text = text;
    if let Some(rest) = text.strip_prefix('&') {
        text = rest;
        if text.starts_with('\'') {
            text = text.split_once(' ').map_or("", |(_, rest)| rest);
        }
        text = text.strip_prefix("mut ").unwrap_or(text);
    }
    let (path, arguments) = match text.split_once('<') {
        Some((path, rest)) => (path, rest.strip_suffix('>').unwrap_or("")),
        None => (text, ""),
    };
    let name = path.rsplit("::").next().unwrap_or(path);
    (name, arguments)
}

/// Printed by hand, because a token stream of each field costs more than all the rest of a
/// claim when the macro is built without optimisation.
fn write_type(out: &mut String, ty: &Type) {
    match ty {
        Type::Path(path) if path.qself.is_none() => write_path(out, &path.path),
        Type::Reference(reference) => {
            out.push('&');
            if let Some(lifetime) = &reference.lifetime {
                let _ = write!(out, "{lifetime} ");
            }
            if reference.mutability.is_some() {
                out.push_str("mut ");
            }
            write_type(out, &reference.elem);
        }
        Type::Slice(slice) => {
            out.push('[');
            write_type(out, &slice.elem);
            out.push(']');
        }
        Type::Array(array) => {
            out.push('[');
            write_type(out, &array.elem);
            out.push_str("; ");
            write_expr(out, &array.len);
            out.push(']');
        }
        Type::Tuple(tuple) => {
            out.push('(');
            for (at, elem) in tuple.elems.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_type(out, elem);
            }
            if tuple.elems.len() == 1 {
                out.push(',');
            }
            out.push(')');
        }
        Type::TraitObject(object) => {
            if object.dyn_token.is_some() {
                out.push_str("dyn ");
            }
            for (at, bound) in object.bounds.iter().enumerate() {
                if at > 0 {
                    out.push_str(" + ");
                }
                match bound {
                    TypeParamBound::Trait(bound) if bound.lifetimes.is_none() => {
                        write_path(out, &bound.path);
                    }
                    other => write_tokens(out, other),
                }
            }
        }
        // Invisible groups come from `macro_rules!`, parentheses say nothing.
        Type::Group(group) => write_type(out, &group.elem),
        Type::Paren(paren) => write_type(out, &paren.elem),
        other => write_tokens(out, other),
    }
}

fn write_path(out: &mut String, path: &Path) {
    if path.leading_colon.is_some() {
        out.push_str("::");
    }
    for (at, segment) in path.segments.iter().enumerate() {
        if at > 0 {
            out.push_str("::");
        }
        let _ = write!(out, "{}", segment.ident);
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                out.push('<');
                for (at, argument) in arguments.args.iter().enumerate() {
                    if at > 0 {
                        out.push_str(", ");
                    }
                    match argument {
                        GenericArgument::Type(ty) => write_type(out, ty),
                        GenericArgument::Lifetime(lifetime) => {
                            let _ = write!(out, "{lifetime}");
                        }
                        GenericArgument::Const(value) => write_expr(out, value),
                        other => write_tokens(out, other),
                    }
                }
                out.push('>');
            }
            PathArguments::Parenthesized(arguments) => {
                out.push('(');
                for (at, input) in arguments.inputs.iter().enumerate() {
                    if at > 0 {
                        out.push_str(", ");
                    }
                    write_type(out, input);
                }
                out.push(')');
                if let ReturnType::Type(_, ty) = &arguments.output {
                    out.push_str(" -> ");
                    write_type(out, ty);
                }
            }
        }
    }
}

fn write_expr(out: &mut String, value: &Expr) {
    match value {
        Expr::Lit(literal) => write_tokens(out, &literal.lit),
        Expr::Path(path) if path.qself.is_none() => write_path(out, &path.path),
        other => write_tokens(out, other),
    }
}

/// The rare rest, in the compiler's own spacing.
fn write_tokens(out: &mut String, tokens: &dyn ToTokens) {
    let _ = write!(out, "{}", tokens.to_token_stream());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Peeled, peel, text};

    #[track_caller]
    fn written(source: &str) -> String {
        text(&syn::parse_str(source).unwrap())
    }

    #[test]
    fn a_type_is_written_as_its_author_would() {
        for source in [
            "String",
            "Option<Vec<Uuid>>",
            "&'a str",
            "&'a mut [u8]",
            "Cow<'a, str>",
            "std::option::Option<String>",
            "::std::vec::Vec<u8>",
            "[u8; 16]",
            "[u8; LEN]",
            "(i32, String)",
            "(i32,)",
            "()",
            "HashMap<String, Option<i64>>",
            "Box<dyn Error + Send>",
            "Box<dyn Fn(i32, &str) -> bool>",
            "Fixed<4>",
        ] {
            assert_eq!(written(source), source);
        }
        assert_eq!(
            written("Option < Vec <  uuid :: Uuid > >"),
            "Option<Vec<uuid::Uuid>>"
        );
        assert_eq!(written("(String)"), "String");
        assert_eq!(written("<T as Key>::Id"), "< T as Key > :: Id");
    }

    #[test]
    fn an_option_is_seen_through_by_its_tokens() {
        let peeled = |option, inner, name, arguments| Peeled {
            option,
            inner,
            name,
            arguments,
        };
        assert_eq!(peel("String"), peeled(false, "String", "String", ""));
        assert_eq!(
            peel("Option<Vec<Uuid>>"),
            peeled(true, "Vec<Uuid>", "Vec", "Uuid")
        );
        assert_eq!(
            peel("std::option::Option<chrono::DateTime<Utc>>"),
            peeled(true, "chrono::DateTime<Utc>", "DateTime", "Utc")
        );
        assert_eq!(peel("&'a str"), peeled(false, "&'a str", "str", ""));
        assert_eq!(peel("&[u8]"), peeled(false, "&[u8]", "[u8]", ""));
        assert_eq!(
            peel("Cow<'a, str>"),
            peeled(false, "Cow<'a, str>", "Cow", "'a, str")
        );
        assert_eq!(peel("Option"), peeled(false, "Option", "Option", ""));
    }
}
