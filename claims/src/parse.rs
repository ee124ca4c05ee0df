//! A Rust item to a claim.

use schema_snapshot::Claim;
use schema_snapshot::Place;
use schema_snapshot::claim::{Field, Model, Placed, Subject};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput};

use crate::error::Errors;
use crate::places::Places;
use crate::{Parsed, types};

/// Reads an item with `#[derive(Conformant)]`.
pub fn parse(input: &DeriveInput) -> Parsed<'_> {
    let mut places = Places::new(input.ident.span());
    let mut errors = Errors::default();
    let item = Placed {
        text: input.ident.unraw().to_string(),
        place: Place(0),
    };
    let subject = match &input.data {
        Data::Struct(data) => {
            let mut model = Model::default();
            for field in &data.fields {
                let Some(ident) = &field.ident else { continue };
                let name = Placed {
                    text: ident.unraw().to_string(),
                    place: places.at(ident.span()),
                };
                model.fields.push(Field {
                    column: name.clone(),
                    name,
                    ty: Placed {
                        text: types::text(&field.ty),
                        place: places.of_type(&field.ty),
                    },
                    ..Field::default()
                });
            }
            Some(Subject::Model(model))
        }
        Data::Enum(_) | Data::Union(_) => {
            errors.add(
                Place(0),
                format!("`{}` is not a struct with named fields", item.text),
                "derive `Conformant` on a struct whose fields stand for columns",
            );
            None
        }
    };
    Parsed {
        claim: subject.map(|subject| Claim {
            item,
            subject,
            allows: Vec::new(),
        }),
        places,
        errors: errors.0,
        krate: None,
        ident: &input.ident,
        generics: &input.generics,
    }
}
