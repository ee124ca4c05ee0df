//! An enum, which stands for an enum type, or for a value of some other type.

use schema_snapshot::claim::{EnumClaim, Placed, Subject, Variant};
use syn::{DataEnum, Fields};

use crate::attr::{Given, Key, On};
use crate::error::Mistake;
use crate::parse::{Read, Reader};
use crate::{check, foreign, meta};

/// Types that hold a value of any shape, so that an enum with data can stand for them.
const SHAPELESS: [&str; 6] = [
    "json",
    "jsonb",
    "text",
    "character varying",
    "varchar",
    "bytea",
];

impl<'a> Reader<'a> {
    pub(crate) fn enumeration(&mut self, data: &'a DataEnum) -> Option<Read> {
        let explicit = self.given.has(Key::Type);
        if !explicit {
            if let Some(stored) = self.foreign.take_stored_as() {
                let inner = self.type_stated(stored);
                return Some((Subject::Transparent(inner), Vec::new()));
            }
        }
        if self.given.has(Key::Transparent) {
            return self.transparent_enum();
        }
        let named = explicit || self.foreign.names_a_type();
        let diesel_value = !explicit && self.foreign.diesel_value();
        let mut ty = self.type_name();
        if ty.name.is_none() && ty.inferred_from.is_none() {
            ty.name = self.foreign.sea_orm_enum(&self.item.text);
        }
        let shapeless = diesel_value
            || ty
                .name
                .as_ref()
                .is_some_and(|name| SHAPELESS.contains(&name.text.as_str()));
        let mut claim = EnumClaim {
            ordered: self.given.place(Key::Ordered),
            rename_all: self.rename_all(),
            ..EnumClaim::default()
        };
        let mut labelled = self.given.has(Key::RenameAll);
        let mut carries_data = false;
        let errors = self.errors.0.len();
        for variant in &data.variants {
            self.variant(
                variant,
                shapeless,
                &mut claim,
                &mut labelled,
                &mut carries_data,
            );
        }
        if !named && !labelled && !self.foreign.has_renames() {
            // sqlx stores an enum with a `#[repr(i32)]` as that integer; labels or a type's name say
            // that it is no such enum.
            if let Some(repr) = self.foreign.repr.take() {
                let inner = self.type_stated(repr);
                return Some((Subject::Transparent(inner), Vec::new()));
            }
        }
        if carries_data && shapeless {
            return Some((Subject::Opaque(ty), Vec::new()));
        }
        self.in_doubt |= self.errors.0.len() > errors;
        claim.ty = ty;
        Some((Subject::Enum(claim), Vec::new()))
    }

    /// `transparent` on an enum: by its `#[repr]`.
    fn transparent_enum(&mut self) -> Option<Read> {
        if let Some(repr) = self.foreign.repr.take() {
            let inner = self.type_stated(repr);
            return Some((Subject::Transparent(inner), Vec::new()));
        }
        let place = self.given.place(Key::Transparent).unwrap_or_default();
        self.errors.add(
            Mistake::TransparentEnum,
            place,
            format!("`transparent` is on `{}`, an enum without an inner type", self.item.text),
            "say what it is stored as with `#[repr(i32)]`, or which type it stands for with `#[conformant(type = \"...\")]`",
        );
        None
    }

    fn variant(
        &mut self,
        variant: &'a syn::Variant,
        shapeless: bool,
        claim: &mut EnumClaim,
        labelled: &mut bool,
        carries_data: &mut bool,
    ) {
        let mut given = Given::default();
        let mut theirs = foreign::Variant::default();
        for attribute in &variant.attrs {
            match meta::name(attribute).as_deref() {
                None | Some("doc" | "serde") => {}
                Some("conformant") => {
                    given.read(attribute, On::Variant, &mut self.places, &mut self.errors);
                }
                Some(name) => theirs.read(name, attribute, &mut self.places),
            }
        }
        check::variant(&given, &mut self.errors);
        let name = Placed {
            text: meta::ident(&variant.ident),
            place: self.places.at(variant.ident.span()),
        };
        *labelled |= !given.is_empty() || !theirs.is_empty();
        if given.has(Key::Skip) {
            return;
        }
        if given.has(Key::Other) {
            self.other(name, &variant.fields, claim);
            return;
        }
        if !matches!(variant.fields, Fields::Unit) {
            *carries_data = true;
            if !shapeless {
                self.errors.add(
                    Mistake::VariantWithData,
                    name.place,
                    format!("variant `{}` carries data, which no label of an enum type can", name.text),
                    "remove the data; or, if it is to take the labels without a variant: `#[conformant(other)] Other(String)`",
                );
            }
            return;
        }
        let label = self.label(&name, &given, theirs);
        claim.variants.push(Variant { name, label });
    }

    fn other(&mut self, name: Placed, fields: &Fields, claim: &mut EnumClaim) {
        let fits = match fields {
            Fields::Unit => true,
            Fields::Unnamed(fields) => fields.unnamed.len() == 1,
            Fields::Named(_) => false,
        };
        if !fits {
            self.errors.add(
                Mistake::OtherVariantData,
                name.place,
                format!(
                    "`other` variant `{0}` can hold the label, and nothing else",
                    name.text
                ),
                format!("write `{0}(String)`, or `{0}` without data", name.text),
            );
        } else if let Some(first) = &claim.other {
            self.errors.add(
                Mistake::DuplicateOther,
                name.place,
                format!(
                    "two variants are `other`, `{}` and `{}`",
                    first.text, name.text
                ),
                "keep one: a label without a variant can go to one place only",
            );
        } else {
            claim.other = Some(name);
        }
    }

    /// The label: in the order of [`Reader::column`].
    fn label(&mut self, name: &Placed, given: &Given, theirs: foreign::Variant) -> Placed {
        if let Some(label) = given.get(Key::Rename) {
            return label.clone();
        }
        let said = if let Some(case) = self.given.rename_all {
            let explicit = theirs.into_explicit(&name.text);
            if explicit.is_empty() {
                return Placed {
                    text: case.of_variant(&name.text),
                    place: name.place,
                };
            }
            explicit
        } else {
            self.foreign.labels(&name.text, name.place, theirs)
        };
        self.agreed(&said, "label", "rename")
            .unwrap_or_else(|| name.clone())
    }
}
