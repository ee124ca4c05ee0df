//! The statements of a model, and what the compiler is asked of a foreign key.
//!
//! What is written names no driver: a field is read and given by traits of the
//! runtime that are generic over it, so that the expansion is the same whichever
//! of the runtime's features are on.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use schema_claims::Parsed;
use schema_snapshot::access::{Absent, Key, Parameter, Plan, Reference};
use schema_snapshot::claim::{Access, Field, Model, Placed, Subject};
use schema_snapshot::conform::Named;

use super::{ItemGenerics, ask, in_const, lex, literal};
use crate::check::Checked;
use crate::text;

/// What a model gets beside its `impl Conformant`. Nothing for most.
pub(super) fn expand(parsed: &Parsed<'_>, checked: &Checked, runtime: &str, out: &mut TokenStream) {
    let Some(Subject::Model(model)) = parsed.claim.as_ref().map(|claim| &claim.subject) else {
        return;
    };
    let mut body = TokenStream::new();
    for named in &checked.outcome.named {
        stands_for(parsed, named, runtime, &mut body);
    }
    if let (Some(asked), Some(plan)) = (&model.access, &checked.outcome.access) {
        let writer = Writer {
            parsed,
            model,
            plan,
            access: lex(&format!("{runtime}::access")),
            runtime,
            generics: ItemGenerics::of(parsed),
            returns: asked.returns.as_ref().map(|ty| target(parsed, ty)),
        };
        writer.all(asked, &mut body);
    }
    if !body.is_empty() {
        out.extend(in_const(body));
    }
}

/// The type that an attribute names, in a place where `Self` is not the item.
fn target(parsed: &Parsed<'_>, ty: &Placed) -> TokenStream {
    if ty.text == "Self" {
        let ident = parsed.ident;
        return quote!(#ident);
    }
    let tokens = parsed.places.tokens(ty.place).unwrap_or_default();
    ask::with_static(parsed, tokens)
}

/// A constant that fails when a type stands for another table. One whose own derive has failed has
/// no table; its own error is enough.
fn stands_for(parsed: &Parsed<'_>, named: &Named, runtime: &str, out: &mut TokenStream) {
    let str = primitive("str");
    let private = lex(&format!("{runtime}::__private::"));
    let conformant = lex(&format!("{runtime}::Conformant"));
    let ty = target(parsed, &named.target);
    let (schema, table) = (&named.table.schema, &named.table.name);
    let text = text::of(&named.finding);
    let (span, _) = parsed.places.spans(named.target.place);
    let panic = quote_spanned!(span=> ::core::panic!(#text));
    out.extend(quote! {
        const _: () = {
            const TABLE: &#str = <#ty as #conformant>::TABLE;
            if !(#private same(TABLE, "")
                || #private same(TABLE, #table)
                    && #private same(<#ty as #conformant>::SCHEMA, #schema))
            {
                #panic
            }
        };
    });
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

    fn key(&self, key: &Key, out: &mut TokenStream) {
        let str = primitive("str");
        let access = &self.access;
        let columns = self.columns(key.marker);
        let (find, exists) = (&key.find, &key.exists);
        let parameters = || key.parameters.iter().copied();
        let types = self.list_of(parameters().map(|at| {
            let ty = self.ty(at);
            quote!(<&'conformant #ty>)
        }));
        let own = self.list_of(parameters().map(|at| {
            let name = self.name(at);
            quote!((&self.#name))
        }));
        out.extend(self.implement(
            &quote!(Key<#columns>),
            &quote! {
                const FIND: &'static #str = #find;
                const EXISTS: &'static #str = #exists;
                type Values<'conformant> = #types where Self: 'conformant;
                fn values(&self) -> Self::Values<'_> { #own }
            },
        ));
        let deletes = quote!(Delete<#columns>);
        match &key.delete {
            Ok(text) => {
                out.extend(self.implement(&deletes, &quote!(const DELETE: &'static #str = #text;)));
            }
            Err(absent) => {
                let inert = quote!(const DELETE: &'static #str = "";);
                self.absent(absent, "Delete", &[(deletes, inert)], out);
            }
        }
        // The function that names it: an argument is what the field's type can be borrowed as.
        let function = ident(&key.function);
        let mut generics = TokenStream::new();
        let mut arguments = TokenStream::new();
        let mut bounds = TokenStream::new();
        for (n, at) in key.fields.iter().enumerate() {
            let (name, ty) = (self.name(*at), self.ty(*at));
            let ty = self.without_null(*at).unwrap_or(ty);
            let q = Ident::new(&format!("Q{n}"), Span::call_site());
            generics.extend(quote!(#q: ?::core::marker::Sized,));
            arguments.extend(quote!(#name: &'conformant #q,));
            bounds.extend(quote!(#ty: ::core::borrow::Borrow<#q>,));
        }
        let q = |at: usize| {
            let n = key.fields.iter().position(|known| *known == at);
            Ident::new(&format!("Q{}", n.unwrap_or_default()), Span::call_site())
        };
        let types = self.list_of(parameters().map(|at| {
            let q = q(at);
            quote!(<&'conformant #q>)
        }));
        let given = self.list_of(parameters().map(|at| {
            let name = self.name(at);
            quote!((#name))
        }));
        let by = quote!(#access::By<Self, #columns, #types>);
        let doc = match &key.constraint {
            Some(constraint) => format!("The row by `{constraint}`."),
            None => "The row by its declared key.".to_owned(),
        };
        out.extend(self.inherent(&quote! {
            #[doc = #doc]
            pub fn #function<'conformant, #generics>(#arguments) -> #by where #bounds {
                #access::By::new(#given)
            }
        }));
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

    fn list(&self, out: &mut TokenStream) {
        if self.plan.row.is_none() {
            return;
        }
        let of = quote!(List);
        let str = primitive("str");
        match &self.plan.list {
            Ok(list) => {
                let columns = self.columns(list.key);
                let (first, after) = (&list.first, &list.after);
                out.extend(self.implement(
                    &of,
                    &quote! {
                        type Primary = #columns;
                        const FIRST: &'static #str = #first;
                        const AFTER: &'static #str = #after;
                    },
                ));
            }
            Err(absent) => {
                let inert = quote! {
                    type Primary = ();
                    const FIRST: &'static #str = "";
                    const AFTER: &'static #str = "";
                };
                self.absent(absent, "List", &[(of, inert)], out);
            }
        }
    }

    /// What is returned: a type of the runtime's, `One` or `Maybe`, of a model, or the one for
    /// nothing; and what stands at the end of the statement for it.
    fn returned(&self, some: &TokenStream, none: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
        let access = &self.access;
        match (&self.returns, &self.plan.row) {
            (Some(ty), _) => (
                quote!(#access::#some<#ty>),
                vec![
                    quote!(" RETURNING "),
                    quote!(<#ty as #access::Read>::SELECTED),
                ],
            ),
            (None, Some(row)) => {
                let tail = format!(" RETURNING {}", row.text);
                (quote!(#access::#some<Self>), vec![quote!(#tail)])
            }
            (None, None) => (quote!(#access::#none), Vec::new()),
        }
    }

    /// Constant texts as one.
    fn text(&self, parts: &[TokenStream]) -> TokenStream {
        match parts {
            [] => quote!(""),
            [one] => one.clone(),
            _ => {
                let text = lex(&format!("{}::__text!", self.runtime));
                quote!(#text(#(#parts),*))
            }
        }
    }

    fn insert(&self, out: &mut TokenStream) {
        let str = primitive("str");
        let access = &self.access;
        let (inserted, tail) = self.returned(&quote!(One), &quote!(Done));
        let insert = quote!(Insert);
        let upsert = quote!(Upsert);
        let no_upsert = quote!(const UPSERT: &'static #str = "";);
        let plan = match &self.plan.insert {
            Ok(plan) => plan,
            Err(absent) => {
                let nothing = quote! {
                    type Inserted = #access::Done;
                    const INSERT: &'static #str = "";
                    const HEAD: &'static #str = "";
                    const VALUES: &'static [(&'static #str, &'static #str)] = &[];
                    const TAIL: &'static #str = "";
                };
                self.absent(
                    absent,
                    "Insert",
                    &[(insert, nothing), (upsert, no_upsert)],
                    out,
                );
                return;
            }
        };
        let one = plan.one();
        let with = |parts: &[TokenStream]| {
            let mut all = vec![quote!(#one)];
            all.extend_from_slice(parts);
            self.text(&[all.as_slice(), tail.as_slice()].concat())
        };
        let head = &plan.head;
        let values = plan.values.iter().map(|value| {
            let (before, after) = (&value.before, &value.after);
            quote!((#before, #after))
        });
        let (text, tail_text) = (with(&[]), self.text(&tail));
        out.extend(self.implement(
            &insert,
            &quote! {
                type Inserted = #inserted;
                const INSERT: &'static #str = #text;
                const HEAD: &'static #str = #head;
                const VALUES: &'static [(&'static #str, &'static #str)] = &[#(#values),*];
                const TAIL: &'static #str = #tail_text;
            },
        ));
        match &self.plan.upsert {
            Ok(conflict) => {
                let text = with(&[quote!(#conflict)]);
                out.extend(self.implement(&upsert, &quote!(const UPSERT: &'static #str = #text;)));
            }
            Err(absent) => self.absent(absent, "Upsert", &[(upsert, no_upsert)], out),
        }
        let values = plan
            .values
            .iter()
            .map(|value| Parameter::Value(value.field));
        self.give(&quote!(ToInsert), values, out);
    }

    fn update(&self, out: &mut TokenStream) {
        let str = primitive("str");
        let access = &self.access;
        let (updated, tail) = self.returned(&quote!(Maybe), &quote!(Found));
        let of = quote!(Update);
        match &self.plan.update {
            Ok(plan) => {
                let text = &plan.text;
                let mut parts = vec![quote!(#text)];
                parts.extend(tail);
                let text = self.text(&parts);
                out.extend(self.implement(
                    &of,
                    &quote! {
                        type Updated = #updated;
                        const UPDATE: &'static #str = #text;
                    },
                ));
                self.give(&quote!(ToUpdate), plan.parameters.iter().copied(), out);
            }
            Err(absent) => {
                let inert = quote! {
                    type Updated = #access::Found;
                    const UPDATE: &'static #str = "";
                };
                self.absent(absent, "Update", &[(of, inert)], out);
            }
        }
    }

    /// What the parameters of a statement are given by.
    fn give(
        &self,
        which: &TokenStream,
        parameters: impl Iterator<Item = Parameter>,
        out: &mut TokenStream,
    ) {
        let access = &self.access;
        let mut needs = TokenStream::new();
        let mut body = TokenStream::new();
        for parameter in parameters {
            match parameter {
                Parameter::Value(at) => {
                    let (name, ty, how) = (self.name(at), self.ty(at), self.how(at));
                    let encode = quote!(#access::Encode<ConformantDriver, #how>);
                    needs.extend(quote!(#ty: #encode,));
                    body.extend(quote!(<#ty as #encode>::encode(&self.#name, conformant_to)?;));
                }
                Parameter::Given(at) => {
                    let name = self.name(at);
                    let encode = quote!(#access::Encode<ConformantDriver>);
                    let bool = primitive("bool");
                    needs.extend(quote!(#bool: #encode,));
                    body.extend(
                        quote!(<#bool as #encode>::encode(#access::given(&self.#name), conformant_to)?;),
                    );
                }
            }
        }
        let error = self.error();
        out.extend(self.for_drivers(
            &quote!(Give<ConformantDriver, #access::#which>),
            &needs,
            &quote! {
                fn give<'conformant>(
                    &'conformant self,
                    conformant_to: &mut <ConformantDriver as #access::Driver>::Arguments<'conformant>,
                ) -> ::core::result::Result<(), #error> {
                    #body
                    ::core::result::Result::Ok(())
                }
            },
        ));
    }

    /// To the parent, and from it.
    fn reference(&self, reference: &Reference, out: &mut TokenStream) {
        let access = &self.access;
        let parent = target(self.parsed, &reference.target);
        let columns = self.columns(reference.key);
        // A foreign key with a NULL in it refers to nothing.
        let nullable: Vec<_> = reference
            .fields
            .iter()
            .map(|at| self.without_null(*at))
            .collect();
        let types = self.list_of(reference.fields.iter().zip(&nullable).map(|(at, inner)| {
            let ty = inner.clone().unwrap_or_else(|| self.ty(*at));
            quote!(<&#ty>)
        }));
        let given = self.list_of(reference.fields.iter().zip(&nullable).map(|(at, inner)| {
            let name = self.name(*at);
            if inner.is_some() {
                quote!((::core::option::Option::as_ref(&self.#name)?))
            } else {
                quote!((&self.#name))
            }
        }));
        let mut ty = quote!(#access::By<#parent, #columns, #types>);
        let mut by = quote!(#access::By::new(#given));
        if nullable.iter().any(Option::is_some) {
            ty = quote!(::core::option::Option<#ty>);
            by = quote!(::core::option::Option::Some(#by));
        }
        let function = ident(&reference.function);
        let foreign_key = &reference.foreign_key;
        let doc = format!("The row that this one refers to by `{foreign_key}`.");
        let mut functions = quote! {
            #[doc = #doc]
            pub fn #function(&self) -> #ty { #by }
        };
        if let Ok(children) = &reference.children {
            let order = self.columns(children.key);
            let function = ident(&format!("of_{}", reference.function));
            let (first, after) = (&children.first, &children.after);
            let doc = format!("The rows that refer to this one by `{foreign_key}`.");
            let key = quote!(#access::Key<#columns>);
            functions.extend(quote! {
                #[doc = #doc]
                pub fn #function(
                    conformant_parent: &#parent,
                ) -> #access::Children<Self, #order, <#parent as #key>::Values<'_>> {
                    #access::Children::new(#first, #after, <#parent as #key>::values(conformant_parent))
                }
            });
        }
        out.extend(self.inherent(&functions));
    }
}

/// A type of the language, whatever else is called so.
fn primitive(name: &str) -> TokenStream {
    lex(&format!("::core::primitive::{name}"))
}

/// A name as Rust writes it, with `r#` where it must be.
fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| {
        let name = name.trim_start_matches("r#");
        Ident::new_raw(name, Span::call_site())
    })
}
