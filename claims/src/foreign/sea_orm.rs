//! `#[sea_orm(...)]`, as `DeriveEntityModel`, `DerivePartialModel`,
//! `FromQueryResult` and `DeriveActiveEnum` read it (sea-orm-macros, `derives/`).

use syn::{GenericArgument, PathArguments, PathSegment, Type};

use super::{Field, Item, SaidType, Source, Variant, said, stated};
use crate::case::Case;
use crate::meta::Entry;
use crate::places::Places;

pub(super) fn item(item: &mut Item, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "table_name" => {
            if let Some(said) = said(Source::SeaOrm, entry, places) {
                item.sea_orm_entity = true;
                item.tables.push(said);
            }
        }
        "schema_name" => item.schemas.extend(said(Source::SeaOrm, entry, places)),
        "rename_all" => {
            if let Some(rule) = said(Source::SeaOrm, entry, places) {
                let case = Case::of_sea_orm(&rule.name.text);
                item.rename_all(Source::SeaOrm, case, rule);
            }
        }
        "entity" => item.partial = Some(places.between(entry.spans)),
        "enum_name" => {
            let said = said(Source::SeaOrm, entry, places);
            item.types.extend(said.map(|said| SaidType {
                said,
                schema: None,
                builtin: false,
            }));
        }
        "rs_type" => item.sea_orm_rust = stated(entry),
        "db_type" => item.sea_orm_column = said(Source::SeaOrm, entry, places).map(|s| s.name),
        _ => {}
    }
}

pub(super) fn field(field: &mut Field, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "column_name" | "from_alias" | "alias" => {
            field.columns.extend(said(Source::SeaOrm, entry, places));
        }
        // The name of a variant of the entity's `Column`.
        "from_col" => {
            if let Some(mut said) = said(Source::SeaOrm, entry, places) {
                said.name.text = Case::Snake.of_words(&Case::Pascal.of_words(&said.name.text));
                field.columns.push(said);
            }
        }
        "select_as" => field.cast = Some(places.between(entry.spans)),
        // Columns of no table, of another table, and relations.
        "ignore" | "skip" | "from_expr" | "nested" | "has_one" | "has_many" | "belongs_to"
        | "self_ref" => field.skip = true,
        _ => {}
    }
}

pub(super) fn variant(variant: &mut Variant, entry: &Entry, places: &mut Places<'_>) {
    match entry.key.as_str() {
        "string_value" => variant.labels.extend(said(Source::SeaOrm, entry, places)),
        "rename" => {
            if let Some(said) = said(Source::SeaOrm, entry, places) {
                variant.case = Case::of_sea_orm(&said.name.text).map(|case| (case, said));
            }
        }
        _ => {}
    }
}

/// `HasMany<super::post::Entity>`, `BelongsTo<Option<Entity>>`: only an entity can be the argument,
/// so that a type of the user's that is called `HasOne` is not taken for one.
pub(super) fn is_relation(ty: &Type) -> bool {
    let Some(segment) = last(ty) else {
        return false;
    };
    // Most types have no argument, and a look at a name is a call of the compiler.
    let Some(inner) = argument(segment) else {
        return false;
    };
    let wrapper = &segment.ident;
    if !(wrapper == "HasOne" || wrapper == "HasMany" || wrapper == "BelongsTo") {
        return false;
    }
    let is_entity = |ty: &Type| last(ty).is_some_and(|segment| segment.ident == "Entity");
    is_entity(inner)
        || last(inner).is_some_and(|segment| {
            segment.ident == "Option" && argument(segment).is_some_and(is_entity)
        })
}

fn last(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Group(group) => last(&group.elem),
        _ => None,
    }
}

fn argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}
