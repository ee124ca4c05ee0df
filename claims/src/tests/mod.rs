//! Source text in, whole claims and exact messages out.

#![allow(clippy::unwrap_used)]

mod crates;
mod items;
mod mistakes;
mod source;

use std::fmt::Write as _;

use proc_macro2::Span;
use schema_snapshot::Place;
use schema_snapshot::claim::{
    Allow, Claim, Declared, EnumClaim, Field, Model, Placed, Shape, Subject, TypeName,
};

use crate::{ParseError, Parsed, Places};

/// Reads an item and writes down everything that came of it, with the source text of each place.
fn read(source: &str) -> String {
    let input = syn::parse_str(source).unwrap();
    let parsed = crate::parse(&input);
    let mut out = String::new();
    if let Some(claim) = &parsed.claim {
        Shown(&parsed.places).claim(&mut out, claim);
    } else {
        out.push_str("no claim\n");
    }
    if let Some(guess) = &parsed.guess {
        out.push_str("perhaps ");
        Shown(&parsed.places).claim(&mut out, guess);
    }
    for error in &parsed.errors {
        let _ = writeln!(out, "{}", shown(&parsed, error));
    }
    if let Some(krate) = &parsed.krate {
        let names: Vec<_> = krate.segments.iter().map(|s| s.ident.to_string()).collect();
        let _ = writeln!(out, "crate {}", names.join("::"));
    }
    out.truncate(out.trim_end().len());
    out
}

/// The messages alone.
fn mistakes(source: &str) -> String {
    let input = syn::parse_str(source).unwrap();
    let parsed = crate::parse(&input);
    let errors: Vec<_> = parsed
        .errors
        .iter()
        .map(|error| shown(&parsed, error))
        .collect();
    errors.join("\n")
}

/// What every message of the project keeps to.
#[track_caller]
fn follows_the_convention(message: &str) {
    let first = message.chars().next().unwrap();
    assert!(!first.is_uppercase(), "starts in lower case: {message}");
    assert!(
        !message.ends_with(['.', '!']),
        "no final full stop: {message}"
    );
    assert!(!message.contains("you"), "speaks of the thing: {message}");
    assert_eq!(
        message.matches('`').count() % 2,
        0,
        "backticks in pairs: {message}"
    );
}

fn shown(parsed: &Parsed<'_>, error: &ParseError) -> String {
    follows_the_convention(&error.message);
    assert!(
        error.message.contains('`'),
        "names the thing: {}",
        error.message
    );
    assert!(!error.help.is_empty(), "shows a way out: {}", error.message);
    for help in &error.help {
        follows_the_convention(help);
    }
    let mut out = format!(
        "[{}] {}",
        underlined(&parsed.places, error.place),
        error.message
    );
    for help in &error.help {
        let _ = write!(out, "\n    help: {help}");
    }
    out
}

/// What an error at this place would underline.
fn underlined(places: &Places<'_>, place: Place) -> String {
    let (first, last) = places.spans(place);
    let text = |span: Span| span.source_text().unwrap();
    first
        .join(last)
        .and_then(|span| span.source_text())
        .unwrap_or_else(|| text(first))
}

struct Shown<'s>(&'s Places<'s>);

impl Shown<'_> {
    /// The text, and what its place underlines when that is something else.
    fn placed(&self, placed: &Placed) -> String {
        let at = underlined(self.0, placed.place);
        if at == placed.text {
            placed.text.clone()
        } else {
            format!("{} @ {at}", placed.text)
        }
    }

    fn claim(&self, out: &mut String, claim: &Claim) {
        assert_eq!(claim.item.place, Place(0));
        let _ = write!(out, "{}: ", self.placed(&claim.item));
        match &claim.subject {
            Subject::Model(model) => self.model(out, model),
            Subject::Enum(claim) => self.enumeration(out, claim),
            Subject::Composite(claim) => {
                let _ = writeln!(out, "composite {}", self.type_name(&claim.ty));
                self.fields(out, &claim.fields);
            }
            Subject::Newtype(newtype) => {
                let _ = writeln!(out, "newtype of {}", self.type_name(&newtype.ty));
                self.fields(out, std::slice::from_ref(&newtype.inner));
            }
            Subject::Opaque(ty) => {
                let _ = writeln!(out, "value of {}", self.type_name(ty));
            }
            Subject::Transparent(inner) => {
                let _ = writeln!(out, "transparent {}", self.typed(inner));
            }
        }
        for Allow {
            rule,
            reason,
            column,
        } in &claim.allows
        {
            let _ = write!(out, "  allow {} = {}", self.placed(rule), reason.text);
            match column {
                Some(column) => writeln!(out, " on {column}"),
                None => writeln!(out),
            }
            .unwrap();
        }
    }

    fn type_name(&self, ty: &TypeName) -> String {
        let mut out = match (&ty.name, &ty.inferred_from) {
            (Some(name), _) => self.placed(name),
            (None, Some(from)) => format!("inferred from {}", self.placed(from)),
            (None, None) => "inferred".to_owned(),
        };
        if let Some(schema) = &ty.schema {
            let _ = write!(out, " in {}", self.placed(schema));
        }
        out
    }

    fn model(&self, out: &mut String, model: &Model) {
        match model.shape {
            Shape::Full => out.push_str("model"),
            shape => {
                let place = underlined(self.0, model.shape_place);
                let _ = write!(out, "{shape:?} model ({place})");
            }
        }
        match &model.table {
            Some(table) => {
                let _ = write!(out, " of {}", self.placed(table));
            }
            None => out.push_str(" inferred"),
        }
        if let Some(schema) = &model.schema {
            let _ = write!(out, " in {}", self.placed(schema));
        }
        if let Some(cache) = &model.cache {
            let _ = write!(out, ", cached as {}", self.placed(&cache.name));
        }
        if let Some(access) = &model.access {
            let _ = write!(out, ", {}", underlined(self.0, access.place));
            for (what, given) in [
                (", upsert ", &access.upsert),
                (", returns ", &access.returns),
            ] {
                if let Some(given) = given {
                    out.push_str(what);
                    out.push_str(&self.placed(given));
                }
            }
            if !access.skipped.is_empty() {
                let _ = write!(out, ", without {}", access.skipped.join(" and "));
            }
        }
        out.push('\n');
        self.fields(out, &model.fields);
        let mistaken = model.access.iter().flat_map(|access| &access.mistaken);
        for field in mistaken {
            out.push_str("  with a mistake");
            self.fields(out, std::slice::from_ref(field));
        }
        let mut parts = model.access.iter().flat_map(|access| &access.parts);
        for flattened in &model.flattened {
            let _ = write!(out, "  flattened {}", self.typed(flattened));
            if let Some(part) = parts.next() {
                let _ = write!(out, " as {}", part.name);
                if let Some(own) = &part.converted {
                    let _ = write!(out, ", converted into {}", self.typed(own));
                }
            }
            out.push('\n');
        }
        assert_eq!(parts.next(), None);
    }

    fn fields(&self, out: &mut String, fields: &[Field]) {
        for field in fields {
            let _ = write!(out, "  {}", self.placed(&field.name));
            if field.column.text != field.name.text {
                let _ = write!(out, " = {}", self.placed(&field.column));
            }
            let _ = write!(out, ": {}", self.typed(&field.ty));
            if let Some(Declared {
                types,
                place,
                nullable,
                json,
                null_by,
            }) = &field.holds
            {
                assert_eq!(*json, underlined(self.0, *place).starts_with("json"));
                assert!(null_by.is_none() || *json);
                let nullable = if *nullable { " or NULL" } else { "" };
                let _ = write!(
                    out,
                    ", holds {}{nullable} ({})",
                    types.join(" | "),
                    underlined(self.0, *place)
                );
            }
            for (flag, name) in [
                (field.none_is_no_value, "none is no value"),
                (field.optional, "optional"),
                (field.key.is_some(), "key"),
            ] {
                if flag {
                    let _ = write!(out, ", {name}");
                }
            }
            if let Some(own) = &field.converted {
                let _ = write!(out, ", converted into {}", self.typed(own));
            }
            if let Some(target) = &field.references {
                let _ = write!(out, ", references {}", self.typed(target));
            }
            out.push('\n');
        }
    }

    /// A type: its place must give it back.
    fn typed(&self, ty: &Placed) -> String {
        assert_eq!(crate::types::text(self.0.ty(ty.place).unwrap()), ty.text);
        assert!(self.0.tokens(ty.place).is_some());
        self.placed(ty)
    }

    fn enumeration(&self, out: &mut String, claim: &EnumClaim) {
        let _ = write!(out, "enum {}", self.type_name(&claim.ty));
        if let Some(place) = claim.ordered {
            let _ = write!(out, ", {}", underlined(self.0, place));
        }
        out.push('\n');
        for variant in &claim.variants {
            let _ = write!(out, "  {}", self.placed(&variant.name));
            if variant.label.text != variant.name.text {
                let _ = write!(out, " = {}", self.placed(&variant.label));
            }
            out.push('\n');
        }
        if let Some(other) = &claim.other {
            let _ = writeln!(out, "  other {}", self.placed(other));
        }
    }
}
