//! The fields: what they are called, and how their values are read and given.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use schema_claims::types::{in_option, peel};
use schema_snapshot::claim::{Field, Placed};

use super::{Writer, ident, member};

impl Writer<'_> {
    pub(super) fn field(&self, at: usize) -> &Field {
        &self.model.fields[at]
    }

    /// A field as Rust writes it behind `self.`.
    pub(super) fn name(&self, at: usize) -> TokenStream {
        member(&self.field(at).name.text)
    }

    /// The type that a field's column is read and given as.
    pub(super) fn ty(&self, at: usize) -> TokenStream {
        self.tokens(&self.field(at).ty)
    }

    /// How a field is converted, if it is; `bare` without the outermost `Option` that both types are.
    pub(super) fn converted(&self, at: usize, bare: bool) -> Option<Conversion> {
        let field = self.field(at);
        let of = |placed: &Placed| self.parsed.places.ty(placed.place);
        let (mut own, mut ty) = (of(field.converted.as_ref()?)?, of(&field.ty)?);
        if let (true, Some(inner)) = (bare, in_options(own, ty)) {
            (own, ty) = inner;
        }
        let mut inside = None;
        let mut next = in_options(own, ty);
        while let Some((own, ty)) = next {
            let access = &self.access;
            let more = inside.map(|inside| quote!(<#inside>));
            inside = Some(quote!(#access::InOption #more));
            next = in_options(own, ty);
        }
        Some(Conversion {
            own: quote!(#own),
            ty: quote!(#ty),
            inside: inside.map(|inside| quote!(, #inside)),
        })
    }

    pub(super) fn tokens(&self, ty: &Placed) -> TokenStream {
        self.parsed.places.tokens(ty.place).unwrap_or_default()
    }

    /// How a field's value is read.
    pub(super) fn how_read(&self, at: usize) -> TokenStream {
        let field = self.field(at);
        if field.holds.is_none() && peel(&field.ty.text).name == "Cow" {
            let access = &self.access;
            return quote!(#access::Owned);
        }
        self.how(at)
    }

    /// How a field's value is given.
    pub(super) fn how(&self, at: usize) -> TokenStream {
        let access = &self.access;
        let field = self.field(at);
        let ty = peel(&field.ty.text);
        let twice = ty.option && peel(ty.inner).option;
        match &field.holds {
            Some(declared) if declared.json && field.none_is_no_value && twice => {
                quote!(#access::ChangedJson)
            }
            Some(declared) if declared.json && declared.nullable => quote!(#access::NullableJson),
            Some(declared) if declared.json => quote!(#access::Json),
            _ => self.of_domain(at).unwrap_or_else(|| quote!(#access::Plain)),
        }
    }

    /// The same of a field whose column has a domain.
    pub(super) fn of_domain(&self, at: usize) -> Option<TokenStream> {
        let access = &self.access;
        let domain = self.plan.domains.iter().position(|of| of.field == at)?;
        Some(quote!(#access::OfDomain<Self, #domain>))
    }

    /// What a function's argument for a field is called.
    pub(super) fn argument(&self, at: usize) -> Ident {
        let name = &self.field(at).name.text;
        match name.parse::<u32>() {
            Ok(number) => Ident::new(&format!("_{number}"), Span::call_site()),
            Err(_) => ident(name),
        }
    }

    /// What gives a field as a parameter, from a reference.
    pub(super) fn key_value(&self, at: usize, reference: &TokenStream) -> TokenStream {
        let access = &self.access;
        if self.field(at).converted.is_some() {
            let column = &self.field(at).column.text;
            quote!(#access::Converted::new(#reference, #column))
        } else {
            quote!(#access::Value::new(#reference))
        }
    }

    /// The type of what gives a field as a parameter: of a reference to a `ty`, or to what is converted,
    /// `bare` without its `Option`.
    pub(super) fn key_type(
        &self,
        at: usize,
        ty: &TokenStream,
        bare: bool,
        lifetime: &TokenStream,
    ) -> TokenStream {
        let access = &self.access;
        if let Some(Conversion { own, ty, inside }) = self.converted(at, bare) {
            let how = self.how(at);
            quote!(#access::Converted<#lifetime, #own, #ty, #how #inside>)
        } else {
            let how = self.of_domain(at).map(|how| quote!(, #how));
            quote!(#access::Value<& #lifetime #ty #how>)
        }
    }

    /// What is in a field's `Option`, of a column that can be NULL: no key of a NULL is found.
    pub(super) fn without_null(&self, at: usize) -> Option<TokenStream> {
        let field = self.field(at);
        let of = |placed: &Placed| self.parsed.places.ty(placed.place);
        let ty = of(&field.ty)?;
        let inner = match &field.converted {
            Some(own) => in_options(of(own)?, ty)?.1,
            None => in_option(ty)?,
        };
        Some(quote!(#inner))
    }
}

/// How a field is converted.
pub(super) struct Conversion {
    /// The field's own type.
    pub(super) own: TokenStream,
    /// The one that its column is read and given as.
    pub(super) ty: TokenStream,
    /// What says how many `Option`s around both stay as they are, as the last generic argument.
    pub(super) inside: Option<TokenStream>,
}

/// What is in the `Option`s that two types are.
fn in_options<'t>(
    one: &'t syn::Type,
    other: &'t syn::Type,
) -> Option<(&'t syn::Type, &'t syn::Type)> {
    in_option(one).zip(in_option(other))
}
