//! A struct with fields that stand for columns, or for the attributes of a
//! composite type.

use schema_snapshot::Place;
use schema_snapshot::claim::{
    Access, Allow, CompositeClaim, Declared, Field, Model, Part, Placed, Shape, Subject,
};

use crate::attr::{Given, Key, On};
use crate::error::Mistake;
use crate::parse::{Read, Reader};
use crate::{check, foreign, meta, types};

/// A field's attributes.
struct Attributes {
    given: Given,
    foreign: foreign::Field,
}

impl<'a> Reader<'a> {
    pub(crate) fn model(&mut self, fields: impl IntoIterator<Item = &'a syn::Field>) -> Read {
        let mut model = Model::default();
        self.relation(&mut model);
        if let Some(place) = self.given.place(Key::Insert) {
            (model.shape, model.shape_place) = (Shape::Insert, place);
        } else if let Some(place) = self.given.place(Key::Update) {
            (model.shape, model.shape_place) = (Shape::Update, place);
        } else if let Some(place) = self.given.place(Key::Partial).or(self.foreign.partial) {
            (model.shape, model.shape_place) = (Shape::Partial, place);
        }
        model.rename_all = self.rename_all();
        model.access = self.access();
        let mut allows = Vec::new();
        let unread = self.fields(fields, &mut model, &mut allows);
        // Which column the field is for is not known, so nothing can be said of the columns that
        // no field is for.
        if unread && model.shape == Shape::Full {
            model.shape = Shape::Partial;
        }
        self.in_doubt |= unread && model.shape == Shape::Insert;
        (Subject::Model(model), allows)
    }

    /// What is asked of the model's statements.
    fn access(&mut self) -> Option<Access> {
        let place = self.given.place(Key::Access)?;
        Some(Access {
            place,
            upsert: self.given.get(Key::Upsert).cloned(),
            returns: given_type(&mut self.given, Key::Returns).and_then(|stated| {
                let ty = self.type_stated(stated);
                self.is_known(&ty, "`returns` names").then_some(ty)
            }),
            skipped: Vec::new(),
            parts: Vec::new(),
            mistaken: Vec::new(),
        })
    }

    pub(crate) fn composite(&mut self, fields: impl IntoIterator<Item = &'a syn::Field>) -> Read {
        let domains_by_name = self.foreign.is_named_by(foreign::Source::Postgres);
        self.is_value = true;
        let ty = self.type_name();
        let mut model = Model::default();
        let mut allows = Vec::new();
        self.in_doubt |= self.fields(fields, &mut model, &mut allows);
        for flattened in &model.flattened {
            self.errors.add(
                Mistake::FlattenedComposite,
                flattened.place,
                format!("a field of type `{}` is flattened into a composite type", flattened.text),
                "write its fields out: a value of a composite type has exactly the attributes of the type",
            );
        }
        // Which attributes it would have brought is not known.
        self.in_doubt |= !model.flattened.is_empty();
        let claim = CompositeClaim {
            ty,
            rename_all: self.rename_all(),
            fields: model.fields,
            domains_by_name,
        };
        (Subject::Composite(claim), allows)
    }

    /// Reads the fields; whether there are some that it could not.
    fn fields(
        &mut self,
        fields: impl IntoIterator<Item = &'a syn::Field>,
        model: &mut Model,
        allows: &mut Vec<Allow>,
    ) -> bool {
        let mut unread = false;
        for (index, field) in fields.into_iter().enumerate() {
            let errors = self.errors.0.len();
            let known = model.fields.len();
            self.field(index, field, model, allows);
            if self.errors.0.len() > errors {
                let mistaken = model.fields.drain(known..);
                if let Some(access) = &mut model.access {
                    access.mistaken.extend(mistaken);
                }
                unread = true;
            }
        }
        unread
    }

    fn attributes_of(&mut self, field: &'a syn::Field) -> Attributes {
        let mut read = Attributes {
            given: Given::default(),
            foreign: foreign::Field::default(),
        };
        for attribute in &field.attrs {
            match meta::name(attribute).as_deref() {
                None | Some("doc" | "serde") => {}
                Some("conformant") => {
                    read.given
                        .read(attribute, On::Field, &mut self.places, &mut self.errors);
                }
                Some(name) => read.foreign.read(name, attribute, &mut self.places),
            }
        }
        check::field(&read.given, &mut self.errors);
        read
    }

    fn field(
        &mut self,
        index: usize,
        field: &'a syn::Field,
        model: &mut Model,
        allows: &mut Vec<Allow>,
    ) {
        let said = self.errors.0.len();
        let Attributes {
            mut given,
            foreign: theirs,
        } = self.attributes_of(field);
        let shape = model.shape;
        if !is_column(field, &given, &theirs, shape) {
            if let Some(access) = &mut model.access {
                access.skipped.push(member(index, field));
            }
            return;
        }
        // Of a field, or an item, with another mistake this may not be meant.
        let in_doubt = self.in_doubt || self.errors.0.len() > said;
        if !self.given.has(Key::Access) && !in_doubt {
            check::only_for_statements(&given, self.is_value, &mut self.errors);
        }
        let flatten = given.has(Key::Flatten) || theirs.flatten && !given.has(Key::Column);
        let stated = given_type(&mut given, Key::As).or(match shape {
            Shape::Insert | Shape::Update => theirs.written_as,
            Shape::Full | Shape::Partial => theirs.read_as,
        });
        let (ty, converted) = match stated {
            Some(stated) => (self.type_stated(stated), Some(self.type_of(&field.ty))),
            None => (self.type_of(&field.ty), None),
        };
        if flatten {
            if !self.is_known(&ty, "what is flattened is") {
                return;
            }
            if self
                .places
                .ty(ty.place)
                .and_then(types::in_option)
                .is_some()
            {
                self.errors.add(
                    Mistake::FlattenedOption,
                    ty.place,
                    format!(
                        "`{}` is flattened, and every row has the columns of a part",
                        ty.text
                    ),
                    "flatten a struct whose own fields are `Option`s",
                );
                return;
            }
            model.flattened.push(ty);
            if let Some(access) = &mut model.access {
                let name = member(index, field);
                access.parts.push(Part { name, converted });
            }
            return;
        }
        let name = match &field.ident {
            Some(ident) => Placed {
                text: meta::ident(ident),
                place: self.places.at(ident.span()),
            },
            None => Placed {
                text: index.to_string(),
                place: converted.as_ref().unwrap_or(&ty).place,
            },
        };
        let column = self.column(&name, &given, theirs.columns);
        for mut allow in given.allows.drain(..) {
            allow.column = Some(column.text.clone());
            allows.push(allow);
        }
        let option = types::peel(&ty.text).option;
        let holds = declared(&given, theirs.json, theirs.cast, option);
        let references =
            given_type(&mut given, Key::References).map(|stated| self.type_stated(stated));
        if let Some(target) = &references {
            self.is_known(target, "`references` names");
        }
        let none_is_no_value = match shape {
            Shape::Insert => theirs
                .none_is_default
                .unwrap_or(self.foreign.none_is_default),
            Shape::Update => !theirs.none_is_null.unwrap_or(self.foreign.none_is_null),
            Shape::Full | Shape::Partial => false,
        };
        model.fields.push(Field {
            name,
            column,
            ty,
            holds,
            none_is_no_value,
            optional: theirs.optional || self.foreign.optional,
            converted,
            references,
            key: given.place(Key::Identity),
        });
    }

    /// Whether a type whose table and columns are compared, in constants, depends on no parameter of
    /// the item: what those are for all of them is not known there.
    fn is_known(&mut self, ty: &Placed, what: &str) -> bool {
        let parameters = self.generics.params.iter().filter_map(|param| match param {
            syn::GenericParam::Type(ty) => Some(&ty.ident),
            syn::GenericParam::Const(constant) => Some(&constant.ident),
            syn::GenericParam::Lifetime(_) => None,
        });
        let parameters: Vec<_> = parameters.collect();
        if parameters.is_empty() {
            return true;
        }
        let tokens = self.places.tokens(ty.place).unwrap_or_default();
        let Some(parameter) = types::mentioned(tokens, &parameters) else {
            return true;
        };
        self.errors.add(
            Mistake::TypeParameter,
            ty.place,
            format!(
                "{what} `{}`, and which table that stands for is not known before `{parameter}` is",
                ty.text
            ),
            format!("write a type without `{parameter}`"),
        );
        false
    }

    /// What is in a newtype.
    pub(crate) fn inner(&mut self, field: &'a syn::Field) -> Field {
        let given = self.attributes_of(field).given;
        let ty = self.type_of(&field.ty);
        let name = Placed {
            text: "0".to_owned(),
            place: ty.place,
        };
        let option = types::peel(&ty.text).option;
        Field {
            column: name.clone(),
            name,
            holds: declared(&given, None, None, option),
            ty,
            ..Field::default()
        }
    }

    /// The column's name: by our attribute on the field, else by theirs, else by our `rename_all`,
    /// else by theirs, else the field's own.
    fn column(&mut self, name: &Placed, given: &Given, explicit: Vec<foreign::Said>) -> Placed {
        if let Some(column) = given.get(Key::Column) {
            return column.clone();
        }
        if explicit.is_empty() {
            if let Some(case) = self.given.rename_all {
                return Placed {
                    text: case.of_field(&name.text),
                    place: name.place,
                };
            }
        }
        let said = if self.given.rename_all.is_some() {
            explicit
        } else {
            self.foreign.columns(&name.text, name.place, explicit)
        };
        self.agreed(&said, "column", "column")
            .unwrap_or_else(|| Placed {
                text: self.foreign.plain_column(&name.text),
                place: name.place,
            })
    }
}

/// What a field is called by `self.`, with `r#` where it must be.
fn member(index: usize, field: &syn::Field) -> String {
    match &field.ident {
        Some(ident) => ident.to_string(),
        None => index.to_string(),
    }
}

/// The type that was given for a key.
fn given_type(given: &mut Given, key: Key) -> Option<foreign::Stated> {
    let at = given.types.iter().position(|(known, _)| *known == key)?;
    Some(given.types.swap_remove(at).1)
}

/// What an attribute declares in place of the type.
fn declared(
    given: &Given,
    json: Option<(Place, bool)>,
    cast: Option<Place>,
    option: bool,
) -> Option<Declared> {
    if let Some(holds) = given.get(Key::Holds) {
        return Some(Declared {
            types: vec![holds.text.clone()],
            place: holds.place,
            nullable: option,
            json: false,
            null_by: None,
        });
    }
    if let Some(place) = given.place(Key::Json) {
        return Some(Declared {
            types: vec!["jsonb".to_owned(), "json".to_owned()],
            place,
            nullable: option,
            json: true,
            null_by: None,
        });
    }
    if let Some((place, nullable)) = json {
        return Some(Declared {
            types: vec!["jsonb".to_owned(), "json".to_owned()],
            place,
            nullable,
            json: true,
            null_by: Some(["#[sqlx(json(nullable))]", "#[sqlx(json)]"].map(str::to_owned)),
        });
    }
    cast.map(|place| Declared {
        types: Vec::new(),
        place,
        nullable: option,
        json: false,
        null_by: None,
    })
}

/// Whether a field stands for a column, or for several. Our own attributes have the last word.
fn is_column(field: &syn::Field, given: &Given, theirs: &foreign::Field, shape: Shape) -> bool {
    if given.has(Key::Skip) {
        return false;
    }
    if given.has(Key::Column) || given.has(Key::Holds) || given.has(Key::Flatten) {
        return true;
    }
    let elsewhere = match shape {
        Shape::Insert => theirs.not_inserted,
        Shape::Update => theirs.not_updated,
        Shape::Full | Shape::Partial => theirs.expression,
    };
    !theirs.skip && !elsewhere && !foreign::is_relation(&field.ty)
}
