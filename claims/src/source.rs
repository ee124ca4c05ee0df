//! The items of a source file, read without compiling it: for the command.
//!
//! The derive sees an item after rustc has decided every `#[cfg]` and `#[cfg_attr]`. Here nobody
//! has, and what decides them, features and targets, differs from build to build. So an item is
//! read once for each outcome that its conditions can have, and each reading is what the derive
//! sees in some build: what is wrong in all of them is wrong. A condition that holds wherever the
//! item is compiled at all (that of its module, or of the derive itself) is known to hold within.
//!
//! Not seen is what a macro makes, and a derive that another file has renamed.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use schema_snapshot::{Claim, Place};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Data, DeriveInput, Fields, Meta};

use crate::{ParseError, Parsed, foreign, meta};

/// The derive's name: what a file without these bytes has no item with.
pub const DERIVE: &str = "Conformant";

/// How many conditions an item can have before it is left to the build.
const CONDITIONS: usize = 12;
/// How many readings.
const READINGS: usize = 64;

/// An item with `#[derive(Conformant)]` in a file.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub position: Position,
    /// What it says, in each of the builds that can be told apart; the one in which all conditions
    /// hold is the first. None when there are too many.
    pub readings: Vec<Reading>,
}

/// What an item says when its conditions are decided.
#[derive(Clone, Debug)]
pub struct Reading {
    /// See [`Parsed::claim`].
    pub claim: Option<Claim>,
    /// See [`Parsed::errors`].
    pub errors: Vec<ParseError>,
    positions: Vec<Position>,
}

impl Reading {
    /// Where a part of the claim, or an error, stands.
    pub fn position(&self, place: Place) -> Position {
        let at = usize::try_from(place.0).ok();
        let found = at.and_then(|at| self.positions.get(at));
        *found.or(self.positions.first()).unwrap_or(&Position::START)
    }
}

/// A character of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Position {
    const START: Self = Self { line: 1, column: 1 };

    pub(crate) fn of(span: Span) -> Self {
        let start = span.start();
        Self {
            line: start.line.max(1),
            column: start.column + 1,
        }
    }
}

/// A file that is no Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where reading stopped.
    pub position: Position,
    /// What was expected there.
    pub message: String,
}

/// Reads the items of a file, in their order.
///
/// # Errors
///
/// When the text is no Rust; then nothing in it is known for certain.
pub fn read(text: &str) -> Result<Vec<Item>, SyntaxError> {
    let file = syn::parse_file(text).map_err(|error| SyntaxError {
        position: Position::of(error.span()),
        message: error.to_string(),
    })?;
    let mut names = Names(vec![DERIVE.to_owned()]);
    names.visit_file(&file);
    let mut reader = Reader {
        names: names.0,
        facts: Vec::new(),
        items: Vec::new(),
    };
    reader.within(&file.attrs, |reader| visit::visit_file(reader, &file));
    Ok(reader.items)
}

/// What the derive is called in a file.
struct Names(Vec<String>);

impl Visit<'_> for Names {
    fn visit_use_rename(&mut self, rename: &syn::UseRename) {
        if rename.ident == DERIVE {
            self.0.push(meta::ident(&rename.rename));
        }
    }
}

struct Reader {
    names: Vec<String>,
    /// The conditions of what is around.
    facts: Vec<Predicate>,
    items: Vec<Item>,
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if self.may_derive(&item.attrs) {
            self.item(&item.clone().into());
        }
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if self.may_derive(&item.attrs) {
            self.item(&item.clone().into());
        }
    }

    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        if self.may_derive(&item.attrs) {
            self.item(&item.clone().into());
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.within(&item.attrs, |reader| visit::visit_item_mod(reader, item));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.attrs, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.within(&item.attrs, |reader| visit::visit_item_impl(reader, item));
    }
}

impl Reader {
    /// Looks at what is below these attributes.
    fn within(&mut self, attributes: &[Attribute], look: impl FnOnce(&mut Self)) {
        let outside = self.facts.len();
        self.facts.extend(attributes.iter().filter_map(condition));
        look(self);
        self.facts.truncate(outside);
    }

    /// Whether the derive is named by some attribute, whatever its condition.
    fn may_derive(&self, attributes: &[Attribute]) -> bool {
        attributes.iter().any(|attribute| match &attribute.meta {
            Meta::List(list) => self.names(&list.tokens),
            Meta::Path(_) | Meta::NameValue(_) => false,
        })
    }

    fn names(&self, tokens: &TokenStream) -> bool {
        tokens.clone().into_iter().any(|tree| match tree {
            TokenTree::Ident(ident) => self.names.iter().any(|name| ident == name),
            TokenTree::Group(group) => self.names(&group.stream()),
            _ => false,
        })
    }

    fn item(&mut self, item: &DeriveInput) {
        let derive = Predicate::Any(
            flat(&item.attrs)
                .into_iter()
                .filter(|(_, attribute)| self.derives(attribute))
                .map(|(condition, _)| condition)
                .collect(),
        );
        let mut facts = self.facts.clone();
        facts.extend(item.attrs.iter().filter_map(condition));
        facts.push(derive);
        let mut decided = BTreeSet::new();
        each_attributes(item, &mut |attributes| decides(attributes, &mut decided));
        let decided: Vec<_> = decided.into_iter().collect();
        let (name, position) = (meta::ident(&item.ident), Position::of(item.ident.span()));
        let readings = match worlds(&facts, &decided) {
            // It is in no build.
            Some(worlds) if worlds.is_empty() => return,
            Some(worlds) => worlds
                .iter()
                .map(|world| Reading::of(&crate::parse(&configured(item, world))))
                .collect(),
            None => Vec::new(),
        };
        self.items.push(Item {
            name,
            position,
            readings,
        });
    }

    /// Whether it is a `derive` of ours.
    fn derives(&self, attribute: &Attribute) -> bool {
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        list.path.is_ident("derive")
            && split(&list.tokens).iter().any(|path| match path.last() {
                Some(TokenTree::Ident(ident)) => self.names.iter().any(|name| ident == name),
                _ => false,
            })
    }
}

impl Reading {
    fn of(parsed: &Parsed<'_>) -> Self {
        Self {
            claim: parsed.claim.clone(),
            errors: parsed.errors.clone(),
            positions: parsed.places.positions(),
        }
    }
}

/// What stands in a `#[cfg(...)]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Predicate {
    /// Of the build: `feature = "sqlx"`, `unix`.
    Atom(String),
    /// All of these; none: true.
    All(Vec<Self>),
    /// One of these; none: false.
    Any(Vec<Self>),
    Not(Box<Self>),
}

/// The atoms that are true in some build.
type World = BTreeSet<String>;

impl Predicate {
    fn read(trees: &[TokenTree]) -> Self {
        let of = |tokens: TokenStream| split(&tokens).iter().map(|part| Self::read(part)).collect();
        match trees {
            [TokenTree::Ident(word)] if word == "true" => Self::All(Vec::new()),
            [TokenTree::Ident(word)] if word == "false" => Self::Any(Vec::new()),
            [TokenTree::Ident(word), TokenTree::Group(group)] if word == "all" => {
                Self::All(of(group.stream()))
            }
            [TokenTree::Ident(word), TokenTree::Group(group)] if word == "any" => {
                Self::Any(of(group.stream()))
            }
            [TokenTree::Ident(word), TokenTree::Group(group)] if word == "not" => {
                Self::Not(Box::new(Self::All(of(group.stream()))))
            }
            other => Self::Atom(other.iter().cloned().collect::<TokenStream>().to_string()),
        }
    }

    fn holds(&self, world: &World) -> bool {
        match self {
            Self::Atom(atom) => world.contains(atom),
            Self::All(all) => all.iter().all(|part| part.holds(world)),
            Self::Any(any) => any.iter().any(|part| part.holds(world)),
            Self::Not(not) => !not.holds(world),
        }
    }

    fn atoms<'p>(&'p self, into: &mut BTreeSet<&'p str>) {
        match self {
            Self::Atom(atom) => {
                into.insert(atom);
            }
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.atoms(into);
                }
            }
            Self::Not(not) => not.atoms(into),
        }
    }
}

/// One world for each outcome that the conditions of an item can have, where all facts hold; `None`
/// when there are too many.
fn worlds(facts: &[Predicate], decided: &[Predicate]) -> Option<Vec<World>> {
    let mut atoms = BTreeSet::new();
    for predicate in facts.iter().chain(decided) {
        predicate.atoms(&mut atoms);
    }
    let atoms: Vec<_> = atoms.into_iter().collect();
    if atoms.len() > CONDITIONS {
        // Without conditions of its own it is the same in all of them.
        return decided.is_empty().then(|| vec![World::new()]);
    }
    let mut outcomes = BTreeSet::new();
    let mut worlds = Vec::new();
    // The one in which everything holds comes first.
    for bits in (0..1_u32 << atoms.len()).rev() {
        let holds = |n: usize| bits >> n & 1 == 1;
        let named = atoms.iter().enumerate().filter(|(n, _)| holds(*n));
        let world: World = named.map(|(_, atom)| (*atom).to_owned()).collect();
        if !facts.iter().all(|fact| fact.holds(&world)) {
            continue;
        }
        let outcome: Vec<_> = decided.iter().map(|p| p.holds(&world)).collect();
        if outcomes.insert(outcome) {
            worlds.push(world);
        }
    }
    (worlds.len() <= READINGS).then_some(worlds)
}

/// Splits at commas.
fn split(tokens: &TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for tree in tokens.clone() {
        match (tree, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => parts.push(Vec::new()),
            (tree, Some(part)) => part.push(tree),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The condition of a `#[cfg(...)]`.
fn condition(attribute: &Attribute) -> Option<Predicate> {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let parts = split(&list.tokens);
            parts.first().map(|part| Predicate::read(part))
        }
        _ => None,
    }
}

/// The condition of a `#[cfg_attr(...)]`, and what it stands for when it holds.
fn conditional(attribute: &Attribute) -> Option<(Predicate, Vec<Attribute>)> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    let parts = split(&list.tokens);
    let (condition, attributes) = parts.split_first()?;
    let attribute = |part: &Vec<TokenTree>| {
        // What is no attribute is the compiler's to report.
        let meta = syn::parse2(part.iter().cloned().collect()).ok()?;
        Some(Attribute {
            meta,
            ..attribute.clone()
        })
    };
    let attributes = attributes.iter().filter_map(attribute).collect();
    Some((Predicate::read(condition), attributes))
}

/// All attributes, each with its condition.
fn flat(attributes: &[Attribute]) -> Vec<(Predicate, Attribute)> {
    let mut out = Vec::new();
    for attribute in attributes {
        match conditional(attribute) {
            None => out.push((Predicate::All(Vec::new()), attribute.clone())),
            Some((condition, inner)) => {
                for (more, attribute) in flat(&inner) {
                    out.push((Predicate::All(vec![condition.clone(), more]), attribute));
                }
            }
        }
    }
    out
}

/// The conditions among these attributes that change what the derive sees.
fn decides(attributes: &[Attribute], into: &mut BTreeSet<Predicate>) {
    for (condition, attribute) in flat(attributes) {
        let always = condition == Predicate::All(Vec::new());
        match self::condition(&attribute) {
            Some(cfg) if always => into.insert(cfg),
            Some(cfg) => into.insert(Predicate::All(vec![condition, cfg])),
            None if !always && foreign::is_read(&attribute) => into.insert(condition),
            None => continue,
        };
    }
}

/// The attributes of an item, of its fields, of its variants and of theirs.
fn each_attributes(item: &DeriveInput, look: &mut impl FnMut(&[Attribute])) {
    fn fields(fields: &Fields, look: &mut impl FnMut(&[Attribute])) {
        for field in fields {
            look(&field.attrs);
        }
    }
    look(&item.attrs);
    match &item.data {
        Data::Struct(data) => fields(&data.fields, look),
        Data::Enum(data) => {
            for variant in &data.variants {
                look(&variant.attrs);
                fields(&variant.fields, look);
            }
        }
        Data::Union(_) => {}
    }
}

/// The item as rustc gives it to the derive.
fn configured(item: &DeriveInput, world: &World) -> DeriveInput {
    let mut item = item.clone();
    keep(&mut item.attrs, world);
    match &mut item.data {
        Data::Struct(data) => fields(&mut data.fields, world),
        Data::Enum(data) => {
            retain(&mut data.variants, |variant| {
                fields(&mut variant.fields, world);
                keep(&mut variant.attrs, world)
            });
        }
        Data::Union(_) => {}
    }
    item
}

fn fields(fields: &mut Fields, world: &World) {
    let all = match fields {
        Fields::Named(fields) => &mut fields.named,
        Fields::Unnamed(fields) => &mut fields.unnamed,
        Fields::Unit => return,
    };
    retain(all, |field| keep(&mut field.attrs, world));
}

fn retain<T, P: Default>(all: &mut Punctuated<T, P>, mut keep: impl FnMut(&mut T) -> bool) {
    let whole = std::mem::take(all);
    *all = whole
        .into_iter()
        .filter_map(|mut one| keep(&mut one).then_some(one))
        .collect();
}

/// Decides the attributes; whether what they are on is there.
fn keep(attributes: &mut Vec<Attribute>, world: &World) -> bool {
    let mut there = true;
    let all = flat(attributes).into_iter();
    *attributes = all
        .filter(|(condition, _)| condition.holds(world))
        .map(|(_, attribute)| attribute)
        .filter(|attribute| match condition(attribute) {
            None => true,
            Some(condition) => {
                there &= condition.holds(world);
                false
            }
        })
        .collect();
    there
}
