//! Where in the source the parts of a claim stand.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use schema_snapshot::Place;
use syn::Type;

/// The table that a claim's [`Place`]s are indexes of.
///
/// Nothing is computed before it is asked for: most builds are green, and then
/// no span of a type is needed.
pub struct Places<'a> {
    marks: Vec<Mark<'a>>,
}

/// What stands at a place.
enum Mark<'a> {
    /// Tokens from the first to the last.
    Tokens(Span, Span),
    /// A type of the item.
    Type(&'a Type),
    /// A type that an attribute gives in a field's stead, `#[sqlx(try_from = "i64")]`, and the
    /// attribute's value.
    Given(Box<Type>, Span, Span),
}

impl<'a> Places<'a> {
    /// A table with place 0, the item's name.
    pub(crate) fn new(item: Span) -> Self {
        let mut marks = Vec::with_capacity(48);
        marks.push(Mark::Tokens(item, item));
        Self { marks }
    }

    /// A place of one token.
    pub(crate) fn at(&mut self, span: Span) -> Place {
        self.push(Mark::Tokens(span, span))
    }

    /// A place of some tokens.
    pub(crate) fn between(&mut self, (first, last): (Span, Span)) -> Place {
        self.push(Mark::Tokens(first, last))
    }

    /// The place of a type.
    pub(crate) fn of_type(&mut self, ty: &'a Type) -> Place {
        self.push(Mark::Type(ty))
    }

    /// The place of a type that was given in an attribute.
    pub(crate) fn of_given(&mut self, ty: Type, (first, last): (Span, Span)) -> Place {
        self.push(Mark::Given(Box::new(ty), first, last))
    }

    fn push(&mut self, mark: Mark<'a>) -> Place {
        let place = Place(u32::try_from(self.marks.len()).unwrap_or_default());
        self.marks.push(mark);
        place
    }

    /// The spans of the first and the last token at a place. Two tokens of an error message that
    /// carry these make rustc underline all that is between, on stable too, where spans can't be
    /// joined. A place that is not of this table is the item's name.
    pub fn spans(&self, place: Place) -> (Span, Span) {
        match self.mark(place) {
            Some(Mark::Tokens(first, last) | Mark::Given(_, first, last)) => (*first, *last),
            Some(Mark::Type(ty)) => ends(&ty.to_token_stream()),
            None => (Span::call_site(), Span::call_site()),
        }
    }

    /// One span for a place: all of it where the compiler can join spans, else its first token.
    pub fn span(&self, place: Place) -> Span {
        let (first, last) = self.spans(place);
        first.join(last).unwrap_or(first)
    }

    /// The type at a place: a field's, or the one that an attribute says the column must hold.
    pub fn ty(&self, place: Place) -> Option<&Type> {
        match self.mark(place)? {
            Mark::Tokens(..) => None,
            Mark::Type(ty) => Some(ty),
            Mark::Given(ty, ..) => Some(ty),
        }
    }

    /// The tokens of the type at a place, with their spans.
    pub fn tokens(&self, place: Place) -> Option<TokenStream> {
        self.ty(place).map(ToTokens::to_token_stream)
    }

    /// Where each place begins, in the order of their numbers.
    #[cfg(feature = "source")]
    pub(crate) fn positions(&self) -> Vec<crate::source::Position> {
        let all = (0..).map(Place).take(self.marks.len());
        all.map(|place| crate::source::Position::of(self.spans(place).0))
            .collect()
    }

    fn mark(&self, place: Place) -> Option<&Mark<'a>> {
        self.marks
            .get(usize::try_from(place.0).ok()?)
            .or_else(|| self.marks.first())
    }
}

/// The spans of the first and the last token.
pub(crate) fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut trees = tokens.clone().into_iter();
    let Some(first) = trees.next() else {
        return (Span::call_site(), Span::call_site());
    };
    let last = trees.last().map_or(first.span(), |tree| tree.span());
    (first.span(), last)
}
