//! A Rust item to a claim: what kind of thing it stands for.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use schema_snapshot::Place;
use schema_snapshot::claim::{Allow, Claim, Model, NewtypeClaim, Placed, Subject, TypeName};
use syn::{Data, DeriveInput, Fields, Meta};

use crate::attr::{Given, Key, On};
use crate::error::{Errors, Mistake};
use crate::foreign::{self, Said};
use crate::places::Places;
use crate::{Asked, Parsed, cache, check, meta, types};

/// Reads an item with `#[derive(Conformant)]`.
pub fn parse(input: &DeriveInput) -> Parsed<'_> {
    let mut reader = Reader {
        item: Placed {
            text: meta::ident(&input.ident),
            place: Place(0),
        },
        given: Given::default(),
        foreign: foreign::Item::default(),
        places: Places::new(input.ident.span()),
        errors: Errors::default(),
        in_doubt: false,
        is_value: false,
        generics: &input.generics,
    };
    let on = match &input.data {
        Data::Enum(_) => On::Enum,
        Data::Struct(_) | Data::Union(_) => On::Struct,
    };
    reader.attributes(input, on);
    // What is wrong on the item itself leaves open what it stands for. To compare a guess with the
    // snapshot would answer one mistake with many errors.
    reader.in_doubt = !reader.errors.0.is_empty();
    if reader.in_doubt && mentions_access(input) {
        reader.given.suppose(Key::Access);
    }
    let access = reader.given.has(Key::Access).then(|| Asked {
        writes: reader.given.has(Key::Insert) || reader.given.has(Key::Update),
        returns: reader.given.ty(Key::Returns).map(ToTokens::to_token_stream),
    });
    let mut subject = match &input.data {
        Data::Struct(data) => reader.structure(&data.fields),
        Data::Enum(data) => reader.enumeration(data),
        Data::Union(_) => {
            reader.errors.add(
                Mistake::UnionItem,
                Place(0),
                format!(
                    "`{}` is a union, which stands for no table and no type",
                    reader.item.text
                ),
                "derive `Conformant` on a struct or an enum",
            );
            None
        }
    };
    if let (Some((Subject::Model(model), _)), Some(name)) =
        (&mut subject, reader.given.get(Key::Cache))
    {
        let cache = cache::read(input, name, &model.flattened, &mut reader.errors);
        model.cache = Some(cache);
    }
    if let Some((Subject::Model(model), _)) = &mut subject {
        model.constraints = reader.given.place(Key::Constraints);
    }
    let Reader {
        item,
        given,
        places,
        mut errors,
        in_doubt,
        ..
    } = reader;
    let cached = given.has(Key::Cache);
    let constraints = given.has(Key::Constraints);
    // Attributes are read before fields; a reader of messages goes from top to bottom.
    errors.0.sort_by_key(|error| error.place);
    let claim = subject.map(|(subject, mut on_fields)| {
        let mut allows = given.allows;
        allows.append(&mut on_fields);
        Claim {
            item,
            subject,
            allows,
        }
    });
    let (guess, claim) = if in_doubt {
        (claim, None)
    } else {
        (None, claim)
    };
    Parsed {
        claim,
        guess,
        places,
        errors: errors.0,
        cached,
        constraints,
        access,
        krate: given.krate,
        vis: &input.vis,
        ident: &input.ident,
        generics: &input.generics,
        data: &input.data,
    }
}

/// What an item is being read with.
pub(crate) struct Reader<'a> {
    pub(crate) item: Placed,
    pub(crate) given: Given,
    pub(crate) foreign: foreign::Item,
    pub(crate) places: Places<'a>,
    pub(crate) errors: Errors,
    /// What the item stands for is not known for certain.
    pub(crate) in_doubt: bool,
    /// It stands for a value of a composite type.
    pub(crate) is_value: bool,
    pub(crate) generics: &'a syn::Generics,
}

/// What an item stands for, and the exceptions on its fields.
pub(crate) type Read = (Subject, Vec<Allow>);

impl<'a> Reader<'a> {
    fn attributes(&mut self, input: &'a DeriveInput, on: On) {
        for attribute in &input.attrs {
            let Some(name) = meta::name(attribute) else {
                continue;
            };
            if name == "conformant" {
                self.given
                    .read(attribute, on, &mut self.places, &mut self.errors);
            } else {
                self.foreign.read(&name, attribute, &mut self.places);
            }
        }
        check::item(&self.given, &mut self.errors);
        check::statements(&self.given, &mut self.errors);
        check::dotted(&self.given, &mut self.errors);
    }

    fn structure(&mut self, fields: &'a Fields) -> Option<Read> {
        if self.given.has(Key::Transparent) {
            return self.transparent(fields);
        }
        let of_rows = [
            Key::Table,
            Key::Partial,
            Key::Insert,
            Key::Update,
            Key::Cache,
            Key::Access,
            Key::Constraints,
        ];
        let rows = of_rows.iter().any(|key| self.given.has(*key))
            || !self.foreign.tables.is_empty()
            || self.foreign.partial.is_some();
        let rows = rows && !self.given.has(Key::Type);
        match fields {
            Fields::Named(fields) => {
                if rows {
                    return Some(self.model(&fields.named));
                }
                if self.given.has(Key::Type) {
                    return Some(self.composite(&fields.named));
                }
                if self.foreign.transparent.is_some() && fields.named.len() == 1 {
                    return fields
                        .named
                        .first()
                        .map(|field| self.transparent_field(field));
                }
                if self.foreign.diesel_value() {
                    return Some((Subject::Opaque(self.type_name()), Vec::new()));
                }
                if self.foreign.names_a_type() {
                    return Some(self.composite(&fields.named));
                }
                Some(self.model(&fields.named))
            }
            // diesel's models can be tuple structs, with a column's name on each field.
            Fields::Unnamed(fields)
                if !self.given.has(Key::Type) && all_named_by_attribute(&fields.unnamed) =>
            {
                Some(self.model(&fields.unnamed))
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                self.newtype(fields.unnamed.first()?)
            }
            Fields::Unnamed(_) => {
                self.errors.add(
                    Mistake::TupleStruct,
                    Place(0),
                    format!(
                        "`{}` is a tuple struct: its fields have no names to find columns by",
                        self.item.text
                    ),
                    "name its fields, `struct Name { id: Uuid }`, or say of each which column it stands \
                     for, `#[conformant(column = \"id\")]`",
                );
                None
            }
            Fields::Unit => {
                self.errors.add(
                    Mistake::UnitStruct,
                    Place(0),
                    format!("`{}` has no fields, and so no columns", self.item.text),
                    "a model needs named fields: `struct Name { id: Uuid }`",
                );
                None
            }
        }
    }

    fn transparent(&mut self, fields: &'a Fields) -> Option<Read> {
        let mut all = fields.iter();
        if let (Some(field), None) = (all.next(), all.next()) {
            return Some(self.transparent_field(field));
        }
        let place = self.given.place(Key::Transparent).unwrap_or_default();
        self.errors.add(
            Mistake::TransparentStruct,
            place,
            format!(
                "`transparent` needs a struct of one field, and `{}` has {}",
                self.item.text,
                fields.len()
            ),
            "remove `transparent`, or put the other fields into a struct of their own",
        );
        None
    }

    fn transparent_field(&mut self, field: &'a syn::Field) -> Read {
        self.no_attributes_on(field, &[]);
        let inner = self.type_of(&field.ty);
        (Subject::Transparent(inner), Vec::new())
    }

    /// A newtype that is bound to a type.
    fn bound_newtype(&mut self, field: &'a syn::Field) -> Read {
        let by_hand = self.foreign.by_hand();
        let ty = self.type_name();
        if !self.no_attributes_on(field, &[Key::Holds]) || by_hand {
            return (Subject::Opaque(ty), Vec::new());
        }
        let inner = self.inner(field);
        (Subject::Newtype(NewtypeClaim { ty, inner }), Vec::new())
    }

    /// A struct with one field that has no name.
    fn newtype(&mut self, field: &'a syn::Field) -> Option<Read> {
        let of_rows = [
            Key::Table,
            Key::Partial,
            Key::Insert,
            Key::Update,
            Key::Cache,
            Key::Access,
            Key::Constraints,
            Key::RenameAll,
        ];
        if self.given.has(Key::Type) {
            return Some(self.bound_newtype(field));
        }
        if let Some(key) = of_rows.into_iter().find(|key| self.given.has(*key)) {
            self.errors.add(
                Mistake::NewtypeOfRows,
                self.given.place(key).unwrap_or_default(),
                format!(
                    "`{}` is for structs with named fields, and `{}` is a newtype",
                    key.name(),
                    self.item.text
                ),
                "name the field, or say what the newtype stands for: `#[conformant(type = \"...\")]`",
            );
            return None;
        }
        if self.foreign.transparent.is_some() {
            return Some(self.transparent_field(field));
        }
        if self.foreign.names_a_type() {
            return Some(self.bound_newtype(field));
        }
        self.no_attributes_on(field, &[]);
        // One mistake, one error: after `#[conformant(transparnt)]` there is nothing to add.
        if self.errors.0.is_empty() {
            let inner = types::text(&field.ty);
            self.errors.add_with_helps(
                Mistake::UnboundNewtype,
                Place(0),
                format!(
                    "`{}` is a newtype, and nothing says what it stands for",
                    self.item.text
                ),
                vec![
                    format!("if it holds whatever `{inner}` holds: `#[conformant(transparent)]`"),
                    "if it stands for one type of the schema, a domain for example: \
                     `#[conformant(type = \"...\")]`"
                        .to_owned(),
                ],
            );
        }
        None
    }

    /// Attributes on a field that stands for no column are wrong, whatever they say, but for these
    /// keys. Whether there are none.
    fn no_attributes_on(&mut self, field: &'a syn::Field, allowed: &[Key]) -> bool {
        let errors = self.errors.0.len();
        for attribute in &field.attrs {
            let entries = meta::entries(attribute);
            let known = |key: &str| allowed.iter().any(|allowed| allowed.name() == key);
            let fine = !entries.is_empty() && entries.iter().all(|entry| known(&entry.key));
            if attribute.path().is_ident("conformant") && !fine {
                let span = attribute.path().segments.first().map(|s| s.ident.span());
                let place = span.map_or(Place(0), |span| self.places.at(span));
                self.errors.add(
                    Mistake::FieldWithoutName,
                    place,
                    format!(
                        "`#[conformant(...)]` is on a field that stands for no column: `{}` has no named fields",
                        self.item.text
                    ),
                    "put it on the struct, or name the fields",
                );
            }
        }
        self.errors.0.len() == errors
    }

    pub(crate) fn type_of(&mut self, ty: &'a syn::Type) -> Placed {
        Placed {
            text: types::text(ty),
            place: self.places.of_type(ty),
        }
    }

    pub(crate) fn type_stated(&mut self, (ty, spans): foreign::Stated) -> Placed {
        Placed {
            text: types::text(&ty),
            place: self.places.of_given(ty, spans),
        }
    }

    /// The relation's name and schema.
    pub(crate) fn relation(&mut self, model: &mut Model) {
        model.table = self.given.get(Key::Table).cloned();
        if model.table.is_none() {
            let said = std::mem::take(&mut self.foreign.tables);
            model.table = self.agreed(&said, "table", "table");
        }
        model.schema = self.given.get(Key::Schema).cloned();
        if model.schema.is_none() {
            let said = std::mem::take(&mut self.foreign.schemas);
            model.schema = self.agreed(&said, "schema", "schema");
        }
        let sea_orm = self.item.text == "Model" || self.item.text == "ModelEx";
        if model.table.is_none() && sea_orm && self.errors.0.is_empty() {
            self.in_doubt = true;
            self.errors.add(
                Mistake::UnnamedModel,
                Place(0),
                format!(
                    "no table can be inferred from the name `{}`",
                    self.item.text
                ),
                "name it: `#[sea_orm(table_name = \"...\")]`, or `#[conformant(table = \"...\")]`",
            );
        }
    }

    /// The type that the item is bound to.
    pub(crate) fn type_name(&mut self) -> TypeName {
        let schema = self.given.get(Key::Schema).cloned();
        if let Some(name) = self.given.get(Key::Type) {
            return TypeName {
                name: Some(name.clone()),
                schema,
                inferred_from: None,
            };
        }
        let types = std::mem::take(&mut self.foreign.types);
        let said: Vec<Said> = types.iter().map(|ty| ty.said.clone()).collect();
        TypeName {
            name: self.agreed(&said, "type", "type"),
            schema: schema.or_else(|| types.into_iter().find_map(|ty| ty.schema)),
            inferred_from: self.foreign.type_marker.take(),
        }
    }

    /// The `rename_all` that counts, as it is written.
    pub(crate) fn rename_all(&self) -> Option<Placed> {
        match self.given.get(Key::RenameAll) {
            Some(case) => Some(Placed {
                text: format!("#[conformant(rename_all = {:?})]", case.text),
                place: case.place,
            }),
            None => self.foreign.rename_all_written(),
        }
    }

    /// The name that all who have a say agree on; the first, and an error, when they don't.
    pub(crate) fn agreed(&mut self, said: &[Said], what: &str, key: &str) -> Option<Placed> {
        if let Some((first, other)) = foreign::disagreement(said) {
            self.in_doubt |= what != "column";
            self.errors.add(
                Mistake::DisagreeingCrates,
                first.name.place.max(other.name.place),
                format!(
                    "`{}` and `{}` name two {what}s, `{}` and `{}`",
                    first.written, other.written, first.name.text, other.name.text
                ),
                format!(
                    "say which it is: `#[conformant({key} = \"{}\")]`",
                    first.name.text
                ),
            );
        }
        said.first().map(|said| said.name.clone())
    }
}

/// Whether `access` stands in an attribute, however that is written: what a comma is missing in can't
/// be read.
fn mentions_access(input: &DeriveInput) -> bool {
    let access = Ident::new(Key::Access.name(), Span::call_site());
    input.attrs.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("conformant") => {
            types::mentioned(list.tokens.clone(), &[&access]).is_some()
        }
        _ => false,
    })
}

/// Whether there are fields and each is given a column's name.
fn all_named_by_attribute<'f>(fields: impl IntoIterator<Item = &'f syn::Field>) -> bool {
    let mut any = false;
    for field in fields {
        any = true;
        let named = field.attrs.iter().any(|attribute| {
            attribute.path().is_ident("column_name")
                || (attribute.path().is_ident("conformant") || attribute.path().is_ident("diesel"))
                    && meta::entries(attribute).iter().any(|entry| {
                        matches!(
                            entry.key.as_str(),
                            "column" | "column_name" | "embed" | "flatten"
                        )
                    })
        });
        if !named {
            return false;
        }
    }
    any
}
