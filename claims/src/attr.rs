//! Our own attribute, `#[conformant(...)]`.
//!
//! Everything that is given keeps its place. A mistake is reported and left out,
//! so that the rest is still read.

use proc_macro2::Span;
use schema_snapshot::Place;
use schema_snapshot::claim::{Allow, Placed};
use schema_snapshot::nearest::nearest;
use syn::parse::Parser as _;
use syn::{Attribute, Meta, Path};

use crate::case::{Case, WORDS};
use crate::error::{Errors, Mistake};
use crate::foreign::Stated;
use crate::meta::{self, Entry, Value};
use crate::places::Places;
use crate::types;

/// What an attribute is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    Struct,
    Enum,
    Field,
    Variant,
}

impl On {
    fn name(self) -> &'static str {
        match self {
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::Field => "field",
            Self::Variant => "variant",
        }
    }

    fn is_item(self) -> bool {
        matches!(self, Self::Struct | Self::Enum)
    }

    /// With its article.
    fn a(self) -> String {
        let article = if self == Self::Enum { "an" } else { "a" };
        format!("{article} {}", self.name())
    }
}

macro_rules! keys {
    ($($key:ident $name:literal $takes:ident [$($on:ident)*] $example:literal,)*) => {
        /// A key of `#[conformant(...)]`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Key { $($key,)* }

        const KEYS: &[Declaration] = &[$(Declaration {
            key: Key::$key,
            name: $name,
            takes: Takes::$takes,
            on: &[$(On::$on,)*],
            example: $example,
        },)*];
    };
}

struct Declaration {
    key: Key,
    name: &'static str,
    takes: Takes,
    on: &'static [On],
    example: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// A string with something in it.
    Text,
    /// A Rust type.
    Type,
    /// `allow(rule = "reason")`.
    Exceptions,
}

keys! {
    Table "table" Text [Struct] r#"table = "users""#,
    Schema "schema" Text [Struct Enum] r#"schema = "public""#,
    Partial "partial" Nothing [Struct] "partial",
    Insert "insert" Nothing [Struct] "insert",
    Update "update" Nothing [Struct] "update",
    Cache "cache" Text [Struct] r#"cache = "user""#,
    Constraints "constraints" Nothing [Struct] "constraints",
    Type "type" Text [Struct Enum] r#"type = "order_status""#,
    Transparent "transparent" Nothing [Struct Enum] "transparent",
    RenameAll "rename_all" Text [Struct Enum] r#"rename_all = "snake_case""#,
    Ordered "ordered" Nothing [Enum] "ordered",
    Crate "crate" Text [Struct Enum] r#"crate = "my_database::schema_runtime""#,
    Access "access" Nothing [Struct] "access",
    Upsert "upsert" Text [Struct] r#"upsert = "uq_users_email""#,
    Returns "returns" Type [Struct] "returns = User",
    Allow "allow" Exceptions [Struct Enum Field] r#"allow(primary_key_uuid = "ordered by sequence")"#,
    Column "column" Text [Field] r#"column = "email_address""#,
    Skip "skip" Nothing [Field Variant] "skip",
    Holds "holds" Text [Field] r#"holds = "numeric""#,
    Flatten "flatten" Nothing [Field] "flatten",
    Json "json" Nothing [Field] "json",
    As "as" Type [Field] "as = i64",
    Identity "key" Nothing [Field] "key",
    References "references" Type [Field] "references = User",
    Rename "rename" Text [Variant] r#"rename = "in transit""#,
    Other "other" Nothing [Variant] "other",
}

/// What others call our keys: one term for one thing, and a pointer to it.
const SYNONYMS: &[(&str, On, Key)] = &[
    ("table_name", On::Struct, Key::Table),
    ("name", On::Struct, Key::Table),
    ("rename", On::Struct, Key::Table),
    ("view", On::Struct, Key::Table),
    ("schema_name", On::Struct, Key::Schema),
    ("schema_name", On::Enum, Key::Schema),
    ("type_name", On::Struct, Key::Type),
    ("type_name", On::Enum, Key::Type),
    ("enum_name", On::Enum, Key::Type),
    ("name", On::Enum, Key::Type),
    ("rename", On::Enum, Key::Type),
    ("projection", On::Struct, Key::Partial),
    ("insertable", On::Struct, Key::Insert),
    ("changeset", On::Struct, Key::Update),
    ("on_conflict", On::Struct, Key::Upsert),
    ("returning", On::Struct, Key::Returns),
    ("constraint", On::Struct, Key::Constraints),
    ("statements", On::Struct, Key::Access),
    ("column_name", On::Field, Key::Column),
    ("name", On::Field, Key::Column),
    ("rename", On::Field, Key::Column),
    ("ignore", On::Field, Key::Skip),
    ("embed", On::Field, Key::Flatten),
    ("type", On::Field, Key::Holds),
    ("sql_type", On::Field, Key::Holds),
    ("try_from", On::Field, Key::As),
    ("serialize_as", On::Field, Key::As),
    ("deserialize_as", On::Field, Key::As),
    ("primary_key", On::Field, Key::Identity),
    ("belongs_to", On::Field, Key::References),
    ("foreign_key", On::Field, Key::References),
    ("column", On::Variant, Key::Rename),
    ("name", On::Variant, Key::Rename),
    ("label", On::Variant, Key::Rename),
    ("string_value", On::Variant, Key::Rename),
    ("ignore", On::Variant, Key::Skip),
];

impl Key {
    fn declaration(self) -> &'static Declaration {
        // The variants are numbered in the order of the declarations.
        &KEYS[self as usize]
    }

    /// As it is written.
    pub(crate) fn name(self) -> &'static str {
        self.declaration().name
    }

    /// An attribute with this key, and the value of an entry that has another.
    fn with_value_of(self, entry: &Entry) -> String {
        match entry.string() {
            Some(value) if self.declaration().takes == Takes::Text => {
                format!("#[conformant({} = {:?})]", self.name(), value.value())
            }
            _ => self.example(),
        }
    }

    /// An attribute with this key.
    pub(crate) fn example(self) -> String {
        format!("#[conformant({})]", self.declaration().example)
    }
}

/// What `#[conformant(...)]` says on one item, field or variant.
#[derive(Default)]
pub(crate) struct Given {
    keys: Vec<(Key, Placed)>,
    /// The Rust types that were given.
    pub(crate) types: Vec<(Key, Stated)>,
    /// `allow(...)`, without the column.
    pub(crate) allows: Vec<Allow>,
    /// `crate = "..."`.
    pub(crate) krate: Option<Path>,
    /// `rename_all = "..."`.
    pub(crate) rename_all: Option<Case>,
}

impl Given {
    /// What was given for a key; the text is empty when it takes none.
    pub(crate) fn get(&self, key: Key) -> Option<&Placed> {
        self.keys
            .iter()
            .find_map(|(given, placed)| (*given == key).then_some(placed))
    }

    /// The Rust type that was given for a key.
    pub(crate) fn ty(&self, key: Key) -> Option<&syn::Type> {
        let mut types = self.types.iter();
        types.find_map(|(given, (ty, _))| (*given == key).then_some(ty))
    }

    /// Where a key was given.
    pub(crate) fn place(&self, key: Key) -> Option<Place> {
        self.get(key).map(|placed| placed.place)
    }

    /// Whether a key was given.
    pub(crate) fn has(&self, key: Key) -> bool {
        self.get(key).is_some()
    }

    /// Whether nothing was.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Takes a key for given that stands in what could not be read.
    pub(crate) fn suppose(&mut self, key: Key) {
        if !self.has(key) {
            self.keys.push((key, Placed::default()));
        }
    }

    /// Reads one `#[conformant(...)]`.
    pub(crate) fn read(
        &mut self,
        attribute: &Attribute,
        on: On,
        places: &mut Places<'_>,
        errors: &mut Errors,
    ) {
        let Meta::List(_) = &attribute.meta else {
            let span = attribute.path().segments.first().map(|s| s.ident.span());
            errors.add(
                Mistake::NoParentheses,
                places.at(span.unwrap_or_else(Span::call_site)),
                "`conformant` is without its parentheses",
                format!("write {}, for example", example_on(on)),
            );
            return;
        };
        for entry in meta::entries(attribute) {
            Reader { on, places, errors }.entry(self, &entry);
        }
    }
}

struct Reader<'r, 'a> {
    on: On,
    places: &'r mut Places<'a>,
    errors: &'r mut Errors,
}

impl Reader<'_, '_> {
    fn entry(&mut self, given: &mut Given, entry: &Entry) {
        if matches!(entry.value, Value::Unreadable) {
            let place = self.places.between(entry.spans);
            self.errors.add(
                Mistake::MalformedAttribute,
                place,
                "expected `key`, `key = \"value\"` or `key(...)` in `#[conformant(...)]`",
                format!("write {}, for example", example_on(self.on)),
            );
            return;
        }
        let said = self.errors.0.len();
        let Some(declaration) = self.find(entry) else {
            return;
        };
        let said = (self.errors.0.len() > said).then_some(self.errors.0.len());
        self.known(given, declaration, entry);
        // Another word for it was one mistake.
        if let Some(said) = said {
            self.errors.0.truncate(said);
        }
    }

    /// An entry whose key is known.
    fn known(&mut self, given: &mut Given, declaration: &Declaration, entry: &Entry) {
        let key = declaration.key;
        let value = match declaration.takes {
            Takes::Nothing => Some(self.nothing(declaration, entry)),
            Takes::Text => self.text(declaration, entry),
            Takes::Type => self.ty(declaration, entry),
            Takes::Exceptions => self.exceptions(given, entry),
        };
        let Some(value) = value else { return };
        if key == Key::Allow {
            // More than one list of exceptions is more exceptions.
            if given.has(key) {
                return;
            }
        } else if let Some(first) = given.get(key) {
            let help = if value.text == first.text {
                "remove one of the two".to_owned()
            } else {
                format!("keep `{}` or `{}`", first.text, value.text)
            };
            self.errors.add(
                Mistake::DuplicateAttribute,
                value.place,
                format!("`{}` is given twice", declaration.name),
                help,
            );
            return;
        }
        match key {
            Key::Returns | Key::References | Key::As => {
                let ty = entry.tokens().and_then(|(tokens, spans)| {
                    Some((syn::parse2::<syn::Type>(tokens).ok()?, spans))
                });
                given.types.extend(ty.map(|ty| (key, ty)));
            }
            Key::RenameAll => given.rename_all = Case::of(&value.text),
            Key::Crate => {
                given.krate = entry
                    .string()
                    .and_then(|text| text.parse_with(Path::parse_mod_style).ok());
            }
            _ => {}
        }
        given.keys.push((key, value));
    }

    /// The key's declaration, when it belongs here. Of another word, what it most likely means: it is
    /// said to be wrong, and what follows from it is not to be said as well.
    fn find(&mut self, entry: &Entry) -> Option<&'static Declaration> {
        let written = entry.key.as_str();
        let known = KEYS.iter().find(|key| key.name == written);
        if let Some(known) = known.filter(|known| known.on.contains(&self.on)) {
            return Some(known);
        }
        let on = self.on;
        let place = self.places.at(entry.spans.0);
        let synonym = SYNONYMS
            .iter()
            .find(|(word, position, _)| *word == written && *position == on);
        if let Some((_, _, key)) = synonym {
            self.errors.add(
                Mistake::AttributeSynonym,
                place,
                format!("`{written}` is called `{}` here", key.name()),
                format!("write `{}`", key.with_value_of(entry)),
            );
            return Some(key.declaration());
        } else if let Some(known) = known {
            let help = if on.is_item() == known.on.iter().any(|on| on.is_item()) {
                format!("{} takes {}", on.a(), list(on))
            } else {
                let names = either(known.on, |on| on.name().to_owned());
                format!("move it to the {names} that it is about")
            };
            self.errors.add(
                Mistake::MisplacedAttribute,
                place,
                format!(
                    "`{written}` belongs on {}, and this is {}",
                    either(known.on, On::a),
                    on.a()
                ),
                help,
            );
        } else {
            let here = || KEYS.iter().filter(|key| key.on.contains(&on));
            let near = nearest(written, here().map(|key| key.name))
                .and_then(|name| here().find(|key| key.name == name));
            let help = match near {
                Some(near) => format!("write `{}`", near.key.with_value_of(entry)),
                None => format!("{} takes {}", on.a(), list(on)),
            };
            self.errors.add(
                Mistake::UnknownAttribute,
                place,
                format!("`#[conformant({written})]` is not known on {}", on.a()),
                help,
            );
            return near;
        }
        None
    }

    fn nothing(&mut self, declaration: &Declaration, entry: &Entry) -> Placed {
        let place = self.places.between(entry.spans);
        if !matches!(entry.value, Value::Flag) {
            self.errors.add(
                Mistake::SuperfluousValue,
                place,
                format!("`{}` takes no value", declaration.name),
                format!("write `{}`", declaration.key.example()),
            );
        }
        Placed {
            text: String::new(),
            place,
        }
    }

    fn text(&mut self, declaration: &Declaration, entry: &Entry) -> Option<Placed> {
        let name = declaration.name;
        if let Some((literal, next)) = entry.string_and_more() {
            self.errors.add(
                Mistake::MalformedAttribute,
                self.places.at(next),
                format!("there is no comma after the value of `{name}`"),
                format!("write `{name} = {:?}, ...`", literal.value()),
            );
            return Some(Placed {
                text: literal.value(),
                place: self.places.at(literal.span()),
            });
        }
        let Some(literal) = entry.string() else {
            let place = self.places.between(entry.spans);
            let no_value = match &entry.value {
                Value::Equals(tokens) => tokens.is_empty(),
                Value::Flag => true,
                Value::List(_) | Value::Unreadable => false,
            };
            let (mistake, message) = if no_value {
                (
                    Mistake::MissingValue,
                    format!("`{name}` is without a value"),
                )
            } else {
                (
                    Mistake::NotAString,
                    format!("the value of `{name}` is not a string"),
                )
            };
            self.errors.add(
                mistake,
                place,
                message,
                format!("write `{}`", declaration.key.example()),
            );
            return None;
        };
        let placed = Placed {
            text: literal.value(),
            place: self.places.at(literal.span()),
        };
        let problem = problem_of(declaration, &placed.text);
        if let Some((mistake, message, help)) = problem {
            self.errors.add(mistake, placed.place, message, help);
            return None;
        }
        Some(placed)
    }

    fn ty(&mut self, declaration: &Declaration, entry: &Entry) -> Option<Placed> {
        let name = declaration.name;
        let place = self.places.between(entry.spans);
        let tokens = entry.tokens();
        let ty = tokens.and_then(|(tokens, _)| syn::parse2::<syn::Type>(tokens).ok());
        if let Some(ty) = ty {
            return Some(Placed {
                text: types::text(&ty),
                place,
            });
        }
        let no_value = match &entry.value {
            Value::Equals(tokens) => tokens.is_empty(),
            Value::Flag => true,
            Value::List(_) | Value::Unreadable => false,
        };
        let (mistake, message) = if no_value {
            (
                Mistake::MissingValue,
                format!("`{name}` is without a value"),
            )
        } else {
            (
                Mistake::NotAType,
                format!("the value of `{name}` is no Rust type"),
            )
        };
        let help = format!("write `{}`", declaration.key.example());
        self.errors.add(mistake, place, message, help);
        None
    }

    fn exceptions(&mut self, given: &mut Given, entry: &Entry) -> Option<Placed> {
        let place = self.places.between(entry.spans);
        let entries = match &entry.value {
            Value::List(tokens) => meta::read(tokens.clone()),
            _ => Vec::new(),
        };
        if entries.is_empty() {
            self.errors.add(
                Mistake::EmptyException,
                place,
                "`allow` names no rule",
                format!("write `{}`", Key::Allow.example()),
            );
            return None;
        }
        for entry in entries {
            self.exception(given, &entry);
        }
        Some(Placed {
            text: String::new(),
            place,
        })
    }

    fn exception(&mut self, given: &mut Given, entry: &Entry) {
        let rule = entry.key.clone();
        let place = self.places.at(entry.spans.0);
        let reason = match (&entry.value, entry.string()) {
            (_, Some(reason)) => Placed {
                text: reason.value(),
                place: self.places.at(reason.span()),
            },
            // An exception without a reason is judged as one with an empty reason is.
            (Value::Flag, None) => Placed {
                text: String::new(),
                place,
            },
            (value, None) => {
                let (message, rule) = match value {
                    Value::Unreadable => (
                        "expected `rule = \"reason\"` in `allow(...)`".to_owned(),
                        "primary_key_uuid",
                    ),
                    _ => (format!("the reason for `{rule}` is not a string"), &*rule),
                };
                self.errors.add(
                    Mistake::MalformedException,
                    place,
                    message,
                    format!("write `#[conformant(allow({rule} = \"...\"))]`, with the reason"),
                );
                return;
            }
        };
        if given.allows.iter().any(|allow| allow.rule.text == rule) {
            self.errors.add(
                Mistake::DuplicateException,
                place,
                format!("`{rule}` is allowed twice"),
                "keep one of the two reasons, or join them",
            );
            return;
        }
        given.allows.push(Allow {
            rule: Placed { text: rule, place },
            reason,
            column: None,
        });
    }
}

/// What is wrong with a string that was given for a key, and the way out.
fn problem_of(declaration: &Declaration, text: &str) -> Option<(Mistake, String, String)> {
    let name = declaration.name;
    if text.is_empty() && declaration.key != Key::Rename {
        return Some((
            Mistake::EmptyValue,
            format!("the value of `{name}` is empty"),
            format!(
                "leave `{name}` out, or write `{}`",
                declaration.key.example()
            ),
        ));
    }
    match declaration.key {
        Key::RenameAll if Case::of(text).is_none() => {
            let help = match nearest(text, WORDS) {
                Some(word) => format!("write `rename_all = \"{word}\"`"),
                None => format!("it is one of `{}`", WORDS.join("`, `")),
            };
            let message = format!("`rename_all` has no case `{text}`");
            Some((Mistake::UnknownCase, message, help))
        }
        Key::Crate if path(text).is_none() => Some((
            Mistake::CratePath,
            format!("`{text}` is no path to a crate"),
            format!("write `{}`", Key::Crate.example()),
        )),
        _ => None,
    }
}

fn path(text: &str) -> Option<Path> {
    Path::parse_mod_style.parse_str(text).ok()
}

/// "a struct, an enum or a field".
fn either(all: &[On], name: fn(On) -> String) -> String {
    let names: Vec<_> = all.iter().map(|on| name(*on)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn list(on: On) -> String {
    let names: Vec<_> = KEYS
        .iter()
        .filter(|key| key.on.contains(&on))
        .map(|key| format!("`{}`", key.name))
        .collect();
    names.join(", ")
}

fn example_on(on: On) -> String {
    let example = match on {
        On::Struct => Key::Table,
        On::Enum => Key::Type,
        On::Field => Key::Column,
        On::Variant => Key::Rename,
    };
    format!("`{}`", example.example())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{KEYS, SYNONYMS};

    #[test]
    fn keys_are_found_by_their_number() {
        for (at, key) in KEYS.iter().enumerate() {
            assert_eq!(key.key as usize, at, "{}", key.name);
        }
    }

    #[test]
    fn a_synonym_points_to_a_key_of_the_same_place() {
        for (word, on, key) in SYNONYMS {
            assert!(key.declaration().on.contains(on), "{word}");
            let known = KEYS.iter().find(|key| key.name == *word);
            assert!(known.is_none_or(|known| !known.on.contains(on)), "{word}");
        }
    }

    #[test]
    fn each_key_is_documented() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/attributes.md");
        let text = std::fs::read_to_string(path).unwrap();
        for key in KEYS {
            let row = |line: &str| {
                let rest = line
                    .strip_prefix("| `")
                    .and_then(|line| line.strip_prefix(key.name));
                rest.is_some_and(|rest| rest.starts_with(['`', ' ', '(']))
            };
            assert!(text.lines().any(row), "{} in docs/attributes.md", key.name);
        }
    }
}
