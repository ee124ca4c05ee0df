//! An item from its tokens.
//!
//! `syn` reads it. But of each type `syn` asks some twenty questions before it
//! takes the path that nearly every field's type is, and a macro is unoptimised
//! in a user's build: that was a third of a derive. So the paths of a plain
//! struct are put together here, to the very same tree, and whatever is not as
//! plain is `syn`'s from its first token.

use proc_macro2::TokenStream;
use syn::buffer::Cursor;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, Attribute, Data, DataStruct, DeriveInput, Field,
    FieldMutability, Fields, FieldsNamed, GenericArgument, Generics, Path, PathArguments,
    PathSegment, Token, Type, TypePath, Visibility, braced,
};

/// Reads the item that a derive was given.
///
/// # Errors
///
/// When it is none: a derive that is called by the compiler never sees that.
pub fn item(tokens: TokenStream) -> syn::Result<DeriveInput> {
    match syn::parse2::<Plain>(tokens.clone()) {
        Ok(plain) => Ok(plain.0),
        Err(_) => syn::parse2(tokens),
    }
}

/// `struct Name { field: path::Type<Arguments>, ... }`; anything else is an error.
struct Plain(DeriveInput);

impl Parse for Plain {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let struct_token = input.parse()?;
        let ident = input.parse()?;
        let content;
        let brace_token = braced!(content in input);
        let mut named = Punctuated::new();
        while !content.is_empty() {
            named.push_value(field(&content)?);
            if content.is_empty() {
                break;
            }
            named.push_punct(content.parse()?);
        }
        Ok(Self(DeriveInput {
            attrs,
            vis,
            ident,
            generics: Generics::default(),
            data: Data::Struct(DataStruct {
                struct_token,
                fields: Fields::Named(FieldsNamed { brace_token, named }),
                semi_token: None,
            }),
        }))
    }
}

fn field(input: ParseStream<'_>) -> syn::Result<Field> {
    Ok(Field {
        attrs: input.call(Attribute::parse_outer)?,
        vis: input.parse::<Visibility>()?,
        mutability: FieldMutability::None,
        ident: Some(input.parse()?),
        colon_token: Some(input.parse()?),
        ty: input.step(|cursor| {
            let read = ty(*cursor).filter(|(_, rest)| rest.eof() || is(*rest, ','));
            read.ok_or_else(|| cursor.error("no plain path"))
        })?,
    })
}

/// A path of plain segments. A keyword is a name here, but no type of several words is read to its
/// end: what follows a path is looked at.
fn ty(mut cursor: Cursor<'_>) -> Option<(Type, Cursor<'_>)> {
    let mut segments = Punctuated::new();
    loop {
        // An invisible group, which a name is looked for inside of, is not to be left out.
        if cursor.group(proc_macro2::Delimiter::None).is_some() {
            return None;
        }
        let (ident, rest) = cursor.ident()?;
        let (arguments, rest) = match punct(rest, '<') {
            Some((lt, rest)) => arguments(Token![<](lt), rest)?,
            None => (PathArguments::None, rest),
        };
        segments.push_value(PathSegment { ident, arguments });
        let Some((first, after)) = punct(rest, ':') else {
            let path = Path {
                leading_colon: None,
                segments,
            };
            return Some((Type::Path(TypePath { qself: None, path }), rest));
        };
        let (second, after) = punct(after, ':')?;
        segments.push_punct(Token![::]([first, second]));
        cursor = after;
    }
}

/// What stands between angle brackets, after the first.
fn arguments(lt_token: Token![<], mut cursor: Cursor<'_>) -> Option<(PathArguments, Cursor<'_>)> {
    let mut args = Punctuated::new();
    loop {
        let (argument, rest) = if let Some((lifetime, rest)) = cursor.lifetime() {
            (GenericArgument::Lifetime(lifetime), rest)
        } else {
            let (ty, rest) = ty(cursor)?;
            (GenericArgument::Type(ty), rest)
        };
        args.push_value(argument);
        if let Some((gt, rest)) = punct(rest, '>') {
            let arguments = AngleBracketedGenericArguments {
                colon2_token: None,
                lt_token,
                args,
                gt_token: Token![>](gt),
            };
            return Some((PathArguments::AngleBracketed(arguments), rest));
        }
        let (comma, rest) = punct(rest, ',')?;
        args.push_punct(Token![,](comma));
        cursor = rest;
    }
}

fn punct(cursor: Cursor<'_>, wanted: char) -> Option<(proc_macro2::Span, Cursor<'_>)> {
    let (punct, rest) = cursor.punct()?;
    (punct.as_char() == wanted).then(|| (punct.span(), rest))
}

fn is(cursor: Cursor<'_>, wanted: char) -> bool {
    punct(cursor, wanted).is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

    use super::{Plain, item};

    fn tokens(text: &str) -> TokenStream {
        text.parse().unwrap()
    }

    /// Whether it is read here, and that what is read is what `syn` reads.
    #[track_caller]
    fn is_plain(given: &TokenStream) -> bool {
        let by_syn = syn::parse2(given.clone()).unwrap_or_else(|e| panic!("{given}: {e}"));
        assert_eq!(item(given.clone()).unwrap(), by_syn, "{given}");
        match syn::parse2::<Plain>(given.clone()) {
            Ok(plain) => {
                assert_eq!(plain.0, by_syn, "{given}");
                true
            }
            Err(_) => false,
        }
    }

    #[test]
    fn what_is_plain_is_read_as_syn_reads_it() {
        for text in [
            "struct A {}",
            "pub struct User { pub id: Uuid, email: String }",
            "/// Words.\n#[conformant(table = \"t\")] #[derive(Debug)] pub(crate) struct A {
                #[conformant(skip)] pub(in crate::a) r#type: Option<Vec<Option<u8>>>,
                map: std::collections::HashMap<String, crate::Json<super::T>>,
                own: Box<Self>, text: Cow<'static, str>, by: self::Id, last: Either<A, B>,
            }",
        ] {
            assert!(is_plain(&tokens(text)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_read_by_syn() {
        for ty in [
            "&'static str",
            "[u8; 4]",
            "(i32, String)",
            "::std::string::String",
            "<T as Key>::Id",
            "Box<dyn Error>",
            "Box<dyn Error + Send>",
            "Box<dyn for<'a> Fn(&'a str) -> bool>",
            "Vec::<u8>",
            "Fixed<4>",
            "Fixed<{ N }>",
            "Iter<Item = u8>",
            "impl Into<String>",
            "fn(i32) -> i32",
            "dyn Error + Send",
            "dyn Error",
            "name!()",
            "A<>",
            "A<B,>",
            "*const u8",
            "!",
        ] {
            let one = tokens(&format!("struct A {{ a: {ty} }}"));
            let two = tokens(&format!("struct A {{ a: {ty}, b: String }}"));
            assert!(!is_plain(&one) && !is_plain(&two), "{ty}");
        }
        for text in [
            "struct A<T> { a: T }",
            "struct A where String: Send { a: String }",
            "struct A(String);",
            "struct A;",
            "enum A { B }",
            "union A { a: u8 }",
        ] {
            assert!(!is_plain(&tokens(text)), "{text}");
        }
    }

    #[test]
    fn a_type_that_a_macro_was_given_stays_in_its_group() {
        let ty = Group::new(Delimiter::None, tokens("Vec<u8>"));
        let mut body = tokens("a:");
        body.extend([TokenTree::from(ty)]);
        let mut given = tokens("struct A");
        given.extend([TokenTree::from(Group::new(Delimiter::Brace, body))]);
        assert!(!is_plain(&given));
    }

    #[test]
    fn what_is_no_item_is_an_error() {
        assert!(item(tokens("struct A { a: }")).is_err());
        assert!(item(tokens("struct A { a: A } struct B;")).is_err());
    }
}
