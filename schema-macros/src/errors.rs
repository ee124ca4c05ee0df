//! The findings of one item, collected so that all are told at once.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use schema_claims::Parsed;
use schema_snapshot::Place;
use schema_snapshot::finding::{Finding, Level};

use crate::text;

/// Everything that is wrong with one item. Dropped with something in it, it was forgotten.
pub(crate) struct Errors {
    said: Vec<Said>,
}

struct Said {
    place: Place,
    level: Level,
    rule: &'static str,
    text: String,
}

impl Errors {
    /// With what the reader of the item found.
    pub(crate) fn of(parsed: &Parsed<'_>) -> Self {
        let said = parsed
            .errors
            .iter()
            .map(|error| Said {
                place: error.place,
                level: Level::Deny,
                rule: error.id,
                text: text::lines(
                    &error.message,
                    &error.help,
                    Some(&format!("[{}]", error.id)),
                ),
            })
            .collect();
        Self { said }
    }

    /// One more.
    pub(crate) fn add(&mut self, finding: &Finding) {
        if finding.level != Level::Allow {
            self.said.push(Said {
                place: finding.place,
                level: finding.level,
                rule: finding.rule,
                text: text::of(finding),
            });
        }
    }

    /// The tokens that tell them, in the order of their places.
    pub(crate) fn into_tokens(mut self, parsed: &Parsed<'_>) -> TokenStream {
        let mut said = std::mem::take(&mut self.said);
        said.sort_by_key(|said| said.place);
        let mut out = TokenStream::new();
        for said in said {
            let spans = parsed.places.spans(said.place);
            match said.level {
                Level::Warn => out.extend(warning(said.rule, &said.text, spans.0)),
                Level::Deny | Level::Allow => out.extend(error(&said.text, spans)),
            }
        }
        out
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // A mistake that is found and not told is a build that is green and should not be.
        if !std::thread::panicking() {
            assert!(self.said.is_empty(), "findings were dropped and not told");
        }
    }
}

/// `::core::compile_error! { "..." }`, the first and the last token at the two ends of what the
/// message is about: rustc underlines all between.
pub(crate) fn error(text: &str, (first, last): (Span, Span)) -> TokenStream {
    let mut literal = Literal::string(text);
    literal.set_span(last);
    let mut body = Group::new(Delimiter::Brace, TokenTree::from(literal).into());
    body.set_span(last);
    let mut tokens = path(&["core", "compile_error"], first);
    let mut bang = Punct::new('!', Spacing::Alone);
    bang.set_span(first);
    tokens.push(bang.into());
    tokens.push(body.into());
    tokens.into_iter().collect()
}

/// A warning. On stable Rust only the compiler has those, so a constant is made that is deprecated
/// and used: what the lint says is the finding.
fn warning(rule: &str, text: &str, span: Span) -> TokenStream {
    let text = Literal::string(text);
    let name = Ident::new(rule, span);
    let declared = Ident::new(rule, Span::call_site());
    quote::quote! {
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)]
            const #declared: () = ();
            #name
        };
    }
}

fn path(segments: &[&str], span: Span) -> Vec<TokenTree> {
    let mut tokens = Vec::with_capacity(segments.len() * 3);
    for segment in segments {
        for spacing in [Spacing::Joint, Spacing::Alone] {
            let mut colon = Punct::new(':', spacing);
            colon.set_span(span);
            tokens.push(colon.into());
        }
        tokens.push(Ident::new(segment, span).into());
    }
    tokens
}

/// `access` where there is nothing to run a statement with: this crate is compiled without them. That is
/// one mistake, in `Cargo.toml`, and said of the first model.
#[cfg(any(not(feature = "access"), test))]
pub(crate) fn no_driver(parsed: &Parsed<'_>, place: Place) -> TokenStream {
    let text = text::lines(
        "`access` gives statements for a driver, and `schema-runtime` is built for none",
        &[
            "switch on the feature of the driver that runs them in `Cargo.toml`: `postgres`, \
             `tokio-postgres`, `sqlx`, or `sqlx-0_8` for sqlx 0.8; in a package of models alone, `access`"
                .to_owned(),
        ],
        None,
    );
    if crate::check::said_before(&text) {
        return TokenStream::new();
    }
    error(&text, parsed.places.spans(place))
}

/// What to say when the derive itself fails: not the reader's mistake.
pub(crate) fn bug(panic: &(dyn std::any::Any + Send)) -> TokenStream {
    let what = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let text = text::lines(
        &format!("`derive(Conformant)` stopped: {what}"),
        &[format!(
            "this is a mistake of `schema-macros` {}, please report it with the item: {}/issues",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_REPOSITORY"),
        )],
        None,
    );
    error(&text, (Span::call_site(), Span::call_site()))
}
