//! The statements of a model.
//!
//! What is written names no driver: a field is read and given by traits of the
//! runtime that are generic over it, so that the expansion is the same whichever
//! of the runtime's features are on.

mod keys;
mod writes;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::access::{Absent, Plan, plan};
use schema_snapshot::claim::{Access, Field, Model, Subject};
use schema_snapshot::conform::Resolved;

use super::named::{primitive, target};
use super::{ItemGenerics, ask, in_const, lex, literal};
use crate::check::Checked;

/// The statements of a model that asks for some.
pub(super) fn expand(parsed: &Parsed<'_>, checked: &Checked, runtime: &str, out: &mut TokenStream) {
    let Some(claim) = &parsed.claim else { return };
    let (Subject::Model(model), Some(Resolved::Relation(file))) =
        (&claim.subject, &checked.outcome.subject)
    else {
        return;
    };
    let Some(asked) = model.access.as_ref().filter(|_| checked.outcome.statements) else {
        return;
    };
    let writer = Writer {
        parsed,
        model,
        plan: &plan(claim, model, asked, &file.value),
        access: lex(&format!("{runtime}::access")),
        runtime,
        generics: ItemGenerics::of(parsed),
        returns: asked.returns.as_ref().map(|ty| target(parsed, ty)),
    };
    writer.all(asked, out);
}

struct Writer<'a> {
    parsed: &'a Parsed<'a>,
    model: &'a Model,
    plan: &'a Plan,
    /// `::schema_runtime::access`
    access: TokenStream,
    runtime: &'a str,
    generics: ItemGenerics,
    /// `returns = ...`
    returns: Option<TokenStream>,
}

impl Writer<'_> {
    fn all(&self, asked: &Access, out: &mut TokenStream) {
        out.extend(self.implement(&quote!(Access), &quote!()));
        self.read(asked, out);
        for key in &self.plan.keys {
            self.key(key, out);
        }
        self.list(out);
        self.insert(out);
        self.update(out);
        for reference in &self.plan.references {
            self.reference(reference, out);
        }
    }

    /// `impl Trait for Model { ... }`
    fn implement(&self, of: &TokenStream, what: &TokenStream) -> TokenStream {
        let access = &self.access;
        let (parameters, ty, predicates) = (
            &self.generics.parameters,
            &self.generics.ty,
            &self.generics.predicates,
        );
        quote! {
            #[automatically_derived]
            impl<#parameters> #access::#of for #ty where #predicates { #what }
        }
    }

    /// `impl Trait<Driver, ...> for Model where ...`: for each driver that has what it needs.
    fn for_drivers(
        &self,
        of: &TokenStream,
        needs: &TokenStream,
        what: &TokenStream,
    ) -> TokenStream {
        let access = &self.access;
        let (parameters, ty, predicates) = (
            &self.generics.parameters,
            &self.generics.ty,
            &self.generics.predicates,
        );
        let comma = (!parameters.is_empty()).then(|| quote!(,));
        quote! {
            #[automatically_derived]
            impl<#parameters #comma ConformantDriver: #access::Driver>
                #access::#of for #ty
            where #predicates #needs
            { #what }
        }
    }

    /// A statement that there is, or in its place what the compiler says when it is asked for.
    ///
    /// The bound is on a trait that nothing implements. It is of any lifetime, so that the compiler
    /// looks at it where it is used and not here.
    fn absent(
        &self,
        absent: &Absent,
        name: &str,
        traits: &[(TokenStream, TokenStream)],
        out: &mut TokenStream,
    ) {
        let access = &self.access;
        let (parameters, ty, predicates) = (
            &self.generics.parameters,
            &self.generics.ty,
            &self.generics.predicates,
        );
        let reason = Ident::new(
            &format!(
                "{}{name}",
                self.parsed.ident.to_string().trim_start_matches("r#")
            ),
            Span::call_site(),
        );
        let message = lex(&literal(&ask::format(&absent.message)));
        let help = lex(&literal(&ask::format(&absent.help)));
        let mut body = quote! {
            #[diagnostic::on_unimplemented(
                message = #message, label = "not there", note = #help, note = "[no_such_statement]"
            )]
            trait #reason<'conformant> {}
        };
        for (of, what) in traits {
            body.extend(quote! {
                #[automatically_derived]
                impl<#parameters> #access::#of for #ty
                where #predicates for<'conformant> (): #reason<'conformant>
                { #what }
            });
        }
        out.extend(in_const(body));
    }

    fn field(&self, at: usize) -> &Field {
        &self.model.fields[at]
    }

    /// A field's name as Rust writes it.
    fn name(&self, at: usize) -> Ident {
        ident(&self.field(at).name.text)
    }

    /// A field's type.
    fn ty(&self, at: usize) -> TokenStream {
        let place = self.field(at).ty.place;
        self.parsed.places.tokens(place).unwrap_or_default()
    }

    /// How a field's value is read and given.
    fn how(&self, at: usize) -> TokenStream {
        let access = &self.access;
        match &self.field(at).holds {
            Some(declared) if declared.json && declared.nullable => quote!(#access::NullableJson),
            Some(declared) if declared.json => quote!(#access::Json),
            _ => quote!(#access::Plain),
        }
    }

    fn error(&self) -> TokenStream {
        lex(&format!("{}::DatabaseError", self.runtime))
    }

    fn read(&self, asked: &Access, out: &mut TokenStream) {
        let Some(row) = &self.plan.row else { return };
        let str = primitive("str");
        let access = &self.access;
        let text = &row.text;
        out.extend(self.implement(
            &quote!(Read),
            &quote!(const SELECTED: &'static #str = #text;),
        ));
        let mut needs = TokenStream::new();
        let mut fields = TokenStream::new();
        for (n, at) in row.fields.iter().enumerate() {
            let (name, ty, how) = (self.name(*at), self.ty(*at), self.how(*at));
            let column = quote!(#access::Column<ConformantDriver, #how>);
            needs.extend(quote!(#ty: #column,));
            fields.extend(quote!(#name: <#ty as #column>::column(conformant_row, #n)?,));
        }
        let others = (0..self.model.fields.len()).filter(|at| !row.fields.contains(at));
        let others = others.map(|at| self.name(at));
        for name in others.chain(asked.skipped.iter().map(|name| ident(name))) {
            fields.extend(quote!(#name: ::core::default::Default::default(),));
        }
        let error = self.error();
        out.extend(self.for_drivers(
            &quote!(FromRow<ConformantDriver>),
            &needs,
            &quote! {
                fn from_row(conformant_row: &<ConformantDriver as #access::Driver>::Row)
                    -> ::core::result::Result<Self, #error>
                {
                    ::core::result::Result::Ok(Self { #fields })
                }
            },
        ));
    }

    /// The type that stands for a key's columns.
    fn columns(&self, marker: u64) -> TokenStream {
        let access = &self.access;
        quote!(#access::Columns<#marker>)
    }

    /// Values one after the other: `(a, (b, ()))`.
    fn list_of(&self, values: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
        let access = &self.access;
        values.rev().fold(
            quote!(()),
            |rest, value| quote!((#access::Value #value, #rest)),
        )
    }

    /// `impl Model { ... }`
    fn inherent(&self, what: &TokenStream) -> TokenStream {
        let ty = &self.generics.ty;
        quote! {
            #[automatically_derived]
            #[allow(dead_code, private_bounds, private_interfaces, unreachable_pub, clippy::all, clippy::pedantic)]
            impl #ty { #what }
        }
    }

    /// What is in a field's `Option`, of a column that can be NULL: no key of a NULL is found.
    fn without_null(&self, at: usize) -> Option<TokenStream> {
        let ty = self.parsed.places.ty(self.field(at).ty.place)?;
        schema_claims::types::in_option(ty).map(|inner| quote!(#inner))
    }
}

/// A name as Rust writes it, with `r#` where it must be.
fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| {
        let name = name.trim_start_matches("r#");
        Ident::new_raw(name, Span::call_site())
    })
}
