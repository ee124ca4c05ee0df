//! The enum of a table's constraints, beside the item.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use schema_claims::Parsed;
use schema_snapshot::claim::Model;
use schema_snapshot::conform::Domain;
use schema_snapshot::conform::constraints::{self, Kind};
use schema_snapshot::model::{Relation, RelationKind};

use super::{ItemGenerics, lex, literal};

/// One call of the runtime's `__constraints!`.
pub(crate) fn of(
    parsed: &Parsed<'_>,
    model: &Model,
    (relation, domains): (&Relation, &[Domain]),
    asked: &TokenStream,
    runtime: &str,
) -> TokenStream {
    let is_ident = |text: &str| syn::parse_str::<Ident>(text).is_ok();
    let mut variants = String::new();
    for constraint in constraints::of(relation, domains, &is_ident) {
        variants.push_str(&constraint.variant);
        variants.push(' ');
        variants.push_str(match constraint.kind {
            Kind::PrimaryKey => "PrimaryKey",
            Kind::Unique => "Unique",
            Kind::ForeignKey => "ForeignKey",
            Kind::Check => "Check",
            Kind::Exclusion => "Exclusion",
            Kind::NotNull => "NotNull",
        });
        let field = |column: &&str| {
            let mut fields = model.fields.iter();
            let field = fields.find(|field| field.column.text == *column)?;
            Some(field.name.text.as_str())
        };
        let fields = constraint.columns.iter().filter_map(field);
        for text in [constraint.name, &constraint.keys] {
            variants.push(' ');
            variants.push_str(&literal(text));
        }
        variants.push_str(&list(constraint.columns.iter().copied()));
        let domain = constraint.domain.into_iter();
        let domain = domain.flat_map(|name| [name.schema.as_str(), name.name.as_str()]);
        variants.push_str(&list(fields));
        variants.push_str(&list(domain));
        variants.push(';');
    }
    let name = literal(&relation.name.to_string());
    let partitioned = relation.kind == RelationKind::PartitionedTable;
    call(
        parsed,
        &format!("{name} {partitioned}"),
        &variants,
        asked,
        runtime,
    )
}

/// The enum of an item of whose table nothing is known: what uses it is not told again.
pub(crate) fn none(parsed: &Parsed<'_>, runtime: &str) -> TokenStream {
    call(parsed, r#""" false"#, "", &TokenStream::new(), runtime)
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let texts: Vec<_> = texts.map(literal).collect();
    format!("[{}]", texts.join(" "))
}

fn call(
    parsed: &Parsed<'_>,
    table: &str,
    variants: &str,
    asked: &TokenStream,
    runtime: &str,
) -> TokenStream {
    let macro_path = lex(&format!("{runtime}::__constraints!"));
    let generics = ItemGenerics::of(parsed);
    let (parameters, ty, predicates) = (&generics.parameters, &generics.ty, &generics.predicates);
    let name = parsed.ident.to_string();
    let name = format!("{}Constraint", name.trim_start_matches("r#"));
    let (vis, name) = (parsed.vis, Ident::new(&name, Span::call_site()));
    let (table, variants) = (lex(table), lex(variants));
    quote!(#macro_path { #vis #name [#parameters] [#ty] [#predicates #asked] #table #variants })
}
