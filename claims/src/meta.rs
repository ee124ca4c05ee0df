//! What stands between the parentheses of an attribute, for our attributes and
//! for those of others.
//!
//! Read from the tokens and without a grammar of the values: other crates'
//! attributes hold types, paths and whole expressions, most of which nobody here
//! needs, and what can't be read in them is theirs to report.

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::{Attribute, Lit, LitStr, Meta};

/// One `key`, `key = value` or `key(...)`.
pub(crate) struct Entry {
    /// The key; empty when the entry is of no known form.
    pub(crate) key: String,
    /// What follows the key.
    pub(crate) value: Value,
    /// The spans of its first and last token.
    pub(crate) spans: (Span, Span),
}

/// What follows a key.
pub(crate) enum Value {
    /// Nothing.
    Flag,
    /// `= ...`, up to the next comma.
    Equals(Vec<TokenTree>),
    /// `(...)`.
    List(TokenStream),
    /// Something else.
    Unreadable,
}

impl Entry {
    /// The value as a string literal.
    pub(crate) fn string(&self) -> Option<LitStr> {
        match &self.value {
            Value::Equals(tokens) => match tokens.as_slice() {
                [tree] => string(tree),
                _ => None,
            },
            _ => None,
        }
    }

    /// A string literal that more comes after, with the place of that.
    pub(crate) fn string_and_more(&self) -> Option<(LitStr, Span)> {
        match &self.value {
            Value::Equals(tokens) => Some((string(tokens.first()?)?, tokens.get(1)?.span())),
            _ => None,
        }
    }

    /// The last segment of a path: `users` of `crate::schema::users`, and the one before it.
    pub(crate) fn path(&self) -> Option<(Option<String>, String, Span)> {
        let Value::Equals(tokens) = &self.value else {
            return None;
        };
        let mut before = None;
        let mut last: Option<(String, Span)> = None;
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => {
                    before = last.take().map(|(name, _)| name);
                    last = Some((self::ident(ident), ident.span()));
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                // Generic arguments end what names something.
                _ => break,
            }
        }
        last.map(|(name, span)| (before, name, span))
    }

    /// The value's tokens and their first and last span.
    pub(crate) fn tokens(&self) -> Option<(TokenStream, (Span, Span))> {
        match &self.value {
            Value::Equals(tokens) => {
                let spans = (tokens.first()?.span(), tokens.last()?.span());
                Some((tokens.iter().cloned().collect(), spans))
            }
            _ => None,
        }
    }

    /// Whether the value is `false`.
    pub(crate) fn is_false(&self) -> bool {
        matches!(&self.value, Value::Equals(tokens)
            if matches!(tokens.as_slice(), [TokenTree::Ident(ident)] if ident == "false"))
    }
}

/// A string literal, also one that comes out of a `macro_rules!` in an invisible group.
pub(crate) fn string(tree: &TokenTree) -> Option<LitStr> {
    match tree {
        TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
            Lit::Str(text) => Some(text),
            _ => None,
        },
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inside = group.stream().into_iter();
            match (inside.next(), inside.next()) {
                (Some(tree), None) => string(&tree),
                _ => None,
            }
        }
        _ => None,
    }
}

/// An identifier without its `r#`.
pub(crate) fn ident(ident: &Ident) -> String {
    let mut name = ident.to_string();
    if name.starts_with("r#") {
        name.drain(..2);
    }
    name
}

/// The attribute's name when it is one word, `sqlx` of `#[sqlx(...)]`.
pub(crate) fn name(attribute: &Attribute) -> Option<String> {
    attribute.path().get_ident().map(ToString::to_string)
}

/// The entries of `#[name(...)]`; of any other form, none.
pub(crate) fn entries(attribute: &Attribute) -> Vec<Entry> {
    match &attribute.meta {
        Meta::List(list) => read(list.tokens.clone()),
        Meta::Path(_) | Meta::NameValue(_) => Vec::new(),
    }
}

/// Reads comma-separated entries.
pub(crate) fn read(tokens: TokenStream) -> Vec<Entry> {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    split(&trees, true)
        .or_else(|| split(&trees, false))
        .unwrap_or_default()
}

/// Splits at commas; with `angles`, not at those between `<` and `>` (`deserialize_as = Map<A, B>`).
/// `None` when the angles don't match, which an expression may bring about.
fn split(trees: &[TokenTree], angles: bool) -> Option<Vec<Entry>> {
    let mut entries = Vec::with_capacity(4);
    let mut start = 0;
    let mut depth = 0_u32;
    let mut arrow = false;
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Punct(punct) = tree else {
            arrow = false;
            continue;
        };
        match punct.as_char() {
            ',' if depth == 0 => {
                entries.extend(entry(&trees[start..at]));
                start = at + 1;
            }
            '<' if angles => depth += 1,
            '>' if angles && !arrow => depth = depth.checked_sub(1)?,
            _ => {}
        }
        arrow = matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
    }
    entries.extend(entry(&trees[start..]));
    (depth == 0).then_some(entries)
}

fn entry(trees: &[TokenTree]) -> Option<Entry> {
    let (first, last) = (trees.first()?, trees.last()?);
    let spans = (first.span(), last.span());
    let (key, value) = match trees {
        [TokenTree::Ident(key), rest @ ..] => (Some(key), value(rest)),
        _ => (None, Value::Unreadable),
    };
    let key = key
        .filter(|_| !matches!(value, Value::Unreadable))
        .map(ident);
    Some(Entry {
        key: key.unwrap_or_default(),
        value,
        spans,
    })
}

fn value(trees: &[TokenTree]) -> Value {
    match trees {
        [] => Value::Flag,
        [TokenTree::Punct(punct), rest @ ..] if punct.as_char() == '=' => {
            Value::Equals(rest.to_vec())
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            Value::List(group.stream())
        }
        _ => Value::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};

    use super::{Entry, Value, read};

    fn shown(source: &str) -> Vec<String> {
        let show = |entry: &Entry| match &entry.value {
            Value::Flag => entry.key.clone(),
            Value::Equals(_) => {
                let tokens = entry.tokens().map(|(tokens, _)| tokens.to_string());
                format!("{} = {}", entry.key, tokens.unwrap_or_default())
            }
            Value::List(tokens) => format!("{}({tokens})", entry.key),
            Value::Unreadable => "?".to_owned(),
        };
        read(source.parse().unwrap()).iter().map(show).collect()
    }

    #[test]
    fn values_of_any_kind_are_split_at_their_commas() {
        assert_eq!(
            shown(r#"table = "users", partial, type = "x", allow(a = "b", c = "d"),"#),
            [
                r#"table = "users""#,
                "partial",
                r#"type = "x""#,
                r#"allow(a = "b" , c = "d")"#
            ]
        );
        assert_eq!(
            shown("deserialize_as = Map<A, Vec<B>>, column_name = x"),
            ["deserialize_as = Map < A , Vec < B >>", "column_name = x"]
        );
        assert_eq!(
            shown("base_query = a.filter(|x| -> bool { x }), embed"),
            ["base_query = a . filter (| x | -> bool { x })", "embed"]
        );
        // An expression with a comparison: the angles don't match, the commas still do.
        assert_eq!(
            shown("select_expression = a < b, embed"),
            ["select_expression = a < b", "embed"]
        );
        assert_eq!(shown("3, a b, = x, c ="), ["?", "?", "?", "c = "]);
    }

    #[test]
    fn a_literal_that_a_macro_hands_on_is_a_literal() {
        // `#[conformant(table = $table)]` in a `macro_rules!` with `$table:literal`.
        let text: TokenTree = Literal::string("users").into();
        let handed_on: TokenTree = Group::new(Delimiter::None, text.into()).into();
        let mut tokens: Vec<TokenTree> = "table ="
            .parse::<TokenStream>()
            .unwrap()
            .into_iter()
            .collect();
        tokens.push(handed_on);
        let entries = read(tokens.into_iter().collect());
        assert_eq!(entries[0].string().unwrap().value(), "users");
        // More than a literal is none.
        let two = read("table = \"a\" \"b\"".parse().unwrap());
        assert!(two[0].string().is_none());
    }
}
