//! The statements of a model.
//!
//! What is written names no driver: a field is read and given by traits of the
//! runtime that are generic over it, so that the expansion is the same whichever
//! of the runtime's features are on.

mod fields;
mod inert;
mod keys;
mod parts;
mod rows;
mod writes;

pub(crate) use inert::inert;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::access::{Absent, Given, Plan, plan};
use schema_snapshot::claim::{Access, Model, Placed, Subject};
use schema_snapshot::conform::Resolved;

use self::fields::Conversion;
use super::named::primitive;
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
    let Some(asked) = &model.access else { return };
    // What `impl Conformant` asks of a type parameter, every trait that is one with it does.
    let mut generics = ItemGenerics::of(parsed);
    generics
        .predicates
        .extend(ask::predicates(parsed, checked, runtime));
    // A field that could not be read is not there to be given a value.
    if !checked.outcome.statements || !parsed.errors.is_empty() {
        out.extend(inert(parsed, Some(&file.value), generics, runtime));
        return;
    }
    let mut writer = Writer {
        parsed,
        model,
        asked,
        plan: &plan(claim, model, asked, &file.value),
        access: lex(&format!("{runtime}::access")),
        runtime,
        generics,
        returns: None,
        inert: false,
    };
    writer.returns = asked.returns.as_ref().map(|ty| writer.target(ty));
    writer.all(out);
}

struct Writer<'a> {
    parsed: &'a Parsed<'a>,
    model: &'a Model,
    asked: &'a Access,
    plan: &'a Plan,
    /// `::schema_runtime::access`
    access: TokenStream,
    runtime: &'a str,
    generics: ItemGenerics,
    /// `returns = ...`
    returns: Option<TokenStream>,
    /// The functions do nothing.
    inert: bool,
}

impl Writer<'_> {
    fn all(&self, out: &mut TokenStream) {
        self.parts(out);
        out.extend(self.implement(&quote!(WithAccess), &quote!()));
        self.domains(out);
        self.read(out);
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

    /// What the drivers need to know of domains.
    fn domains(&self, out: &mut TokenStream) {
        if self.plan.domains.is_empty() {
            return;
        }
        let access = &self.access;
        let domains = self.plan.domains.iter().map(|domain| {
            let around = domain.around.iter().map(|name| {
                let name = name.as_ref().map(|name| quote!(Some(#name)));
                let name = name.unwrap_or_else(|| quote!(None));
                quote!(::core::option::Option::#name)
            });
            quote!(&[#(#around),*])
        });
        out.extend(self.implement(
            &quote!(Domains),
            &quote!(const DOMAINS: &'static [#access::Around] = &[#(#domains),*];),
        ));
    }

    /// `impl Trait for Model { ... }`
    fn implement(&self, of: &TokenStream, what: &TokenStream) -> TokenStream {
        self.implement_where(of, &TokenStream::new(), what)
    }

    /// The same under more bounds than the item has.
    fn implement_where(
        &self,
        of: &TokenStream,
        bounds: &TokenStream,
        what: &TokenStream,
    ) -> TokenStream {
        let access = &self.access;
        let (parameters, ty, predicates) = (
            &self.generics.parameters,
            &self.generics.ty,
            &self.generics.predicates,
        );
        quote! {
            #[automatically_derived]
            impl<#parameters> #access::#of for #ty where #predicates #bounds { #what }
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

    /// What the compiler says of a statement when it is asked for: a trait that nothing implements. A
    /// bound on it is of any lifetime, so that the compiler looks at it where it is used and not here.
    fn reason(&self, absent: &Absent, name: &str) -> (Ident, TokenStream) {
        let ident = self.parsed.ident.to_string();
        let name = format!("{}{name}", ident.trim_start_matches("r#"));
        let reason = Ident::new(&name, Span::call_site());
        let message = lex(&literal(&ask::format(&absent.message)));
        let help = lex(&literal(&ask::format(&absent.help)));
        let declaration = quote! {
            #[diagnostic::on_unimplemented(
                message = #message, label = "not there", note = #help, note = "[no_such_statement]"
            )]
            trait #reason<'conformant> {}
        };
        (reason, declaration)
    }

    /// Traits of a statement that there is not, under a bound that says why.
    fn absent(
        &self,
        absent: &Absent,
        name: &str,
        traits: &[(TokenStream, TokenStream)],
        out: &mut TokenStream,
    ) {
        self.absent_where(absent, name, &TokenStream::new(), traits, out);
    }

    /// The same, beside the bounds that the traits above them are under.
    fn absent_where(
        &self,
        absent: &Absent,
        name: &str,
        bounds: &TokenStream,
        traits: &[(TokenStream, TokenStream)],
        out: &mut TokenStream,
    ) {
        let (reason, mut body) = self.reason(absent, name);
        let bounds = quote!(#bounds for<'conformant> (): #reason<'conformant>);
        for (of, what) in traits {
            body.extend(self.implement_where(of, &bounds, what));
        }
        out.extend(in_const(body));
    }

    /// Of a statement that gives nothing but what flattened parts have: whether that is something is
    /// known to the compiler alone. The bound that says so, and what stands before it.
    fn gives_some(&self, given: &Given, what: &str, name: &str) -> (TokenStream, TokenStream) {
        if self.model.flattened.is_empty() || !given.values.is_empty() {
            return Default::default();
        }
        let (item, access) = (self.parsed.ident, &self.access);
        let nothing = Absent {
            message: format!(
                "`{item}` has no such statement: neither it nor what is flattened into it has a field that \
                 {what}"
            ),
            help: "add a field for what is written".to_owned(),
        };
        let (reason, mut before) = self.reason(&nothing, name);
        let count = lex(&format!("{}::__private::count", self.runtime));
        let (parts, bool) = (self.of_parts(parts::VALUES), primitive("bool"));
        before.extend(quote! {
            const CONFORMANT_GIVES: #bool = #count(&[#(#parts),*]) > 0;
            impl #reason<'_> for #access::expansion::Gives<true> {}
        });
        let known = quote!(#access::expansion::Gives<{ CONFORMANT_GIVES }>);
        (
            quote!(for<'conformant> #known: #reason<'conformant>,),
            before,
        )
    }

    fn error(&self) -> TokenStream {
        lex(&format!("{}::DatabaseError", self.runtime))
    }

    /// The type that stands for a key's columns. All are one to a model whose functions do nothing.
    fn columns(&self, marker: u64) -> TokenStream {
        let access = &self.access;
        if self.inert {
            return quote!(());
        }
        quote!(#access::Columns<#marker>)
    }

    /// The fields that give parameters.
    fn given_by(
        &self,
        fields: &[usize],
    ) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        let fields = if self.inert { &[] } else { fields };
        fields.iter().copied()
    }

    /// The type that an attribute names.
    fn target(&self, named: &Placed) -> TokenStream {
        match &*named.text {
            "Self" => self.generics.ty.clone(),
            _ => self.tokens(named),
        }
    }

    /// What a type parameter of a function can be called, before its number.
    fn free_name(&self) -> String {
        let mut name = "Q".to_owned();
        let params = &self.parsed.generics.params;
        let taken = |name: &str| {
            let known = |param: &syn::GenericParam| match param {
                syn::GenericParam::Type(ty) => ty.ident.to_string().starts_with(name),
                syn::GenericParam::Const(constant) => constant.ident.to_string().starts_with(name),
                syn::GenericParam::Lifetime(_) => false,
            };
            params.iter().any(known)
        };
        while taken(&name) {
            name.push('Q');
        }
        name
    }

    /// `impl Model { ... }`
    fn inherent(&self, what: &TokenStream) -> TokenStream {
        let (parameters, ty, predicates) = (
            &self.generics.parameters,
            &self.generics.ty,
            &self.generics.predicates,
        );
        quote! {
            #[automatically_derived]
            #[allow(dead_code, private_bounds, private_interfaces, unreachable_pub, clippy::all, clippy::pedantic)]
            impl<#parameters> #ty where #predicates { #what }
        }
    }
}

/// A name as Rust writes it, with `r#` where it must be.
fn ident(name: &str) -> Ident {
    let name = name.trim_start_matches("r#");
    // A word since the 2024 edition, which the parser does not know of.
    match syn::parse_str(name) {
        Ok(ident) if name != "gen" => ident,
        _ => Ident::new_raw(name, Span::call_site()),
    }
}

/// A field as Rust writes it behind `self.`: a name, or a number.
fn member(name: &str) -> TokenStream {
    if let Ok(number) = name.parse::<u32>() {
        let number = Literal::u32_unsuffixed(number);
        quote!(#number)
    } else {
        let name = ident(name);
        quote!(#name)
    }
}

/// Values one after the other: `(a, (b, ()))`.
fn list_of(values: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    values
        .rev()
        .fold(quote!(()), |rest, value| quote!((#value, #rest)))
}
