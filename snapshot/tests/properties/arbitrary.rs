//! Values of the model from bytes: fewer and smaller bytes give simpler values, so that a failing
//! case shrinks. Each struct is made by naming all its fields.

use proptest::prelude::*;
use schema_snapshot::model::*;
use schema_snapshot::{QualifiedName, SqlType};

/// A strategy for any [`Make`].
pub(crate) fn any_of<T: Make + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop::collection::vec(any::<u8>(), 0..600).prop_map(|bytes| T::make(&mut Source(&bytes)))
}

/// A strategy for names of all sorts.
pub(crate) fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), 0..80).prop_map(|bytes| identifier(&mut Source(&bytes)))
}

/// Bytes to choose by; zeros when they are used up.
pub(crate) struct Source<'a>(&'a [u8]);

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((&first, rest)) => {
                self.0 = rest;
                first
            }
            None => 0,
        }
    }

    fn below(&mut self, n: usize) -> usize {
        usize::from(self.byte()) % n
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const PLAIN: &[&str] = &[
    "id",
    "users",
    "user_id",
    "orders",
    "created_at",
    "order",
    "types",
    "functions",
    "index",
    "con",
    "public",
    "a",
    "b",
    "c",
    "x1",
    "_",
];

const CHARS: &[char] = &[
    'a', 'b', 'z', '0', '9', '_', 'A', 'Z', ' ', '.', '-', '+', '"', '\'', '\\', '/', ':', '*',
    '?', '<', '>', '|', '%', '$', '\n', '\r', '\t', '\u{1}', '\u{7f}', 'é', 'É', 'ß', 'ı', 'İ',
    '名', '🦀', '\u{301}', '\u{2028}',
];

/// What PostgreSQL takes for a name: up to 63 bytes, not empty.
pub(crate) fn identifier(source: &mut Source<'_>) -> String {
    if source.below(3) < 2 {
        return source.pick(PLAIN).to_owned();
    }
    let mut name = String::new();
    for _ in 0..=source.below(63) {
        let c = source.pick(CHARS);
        if name.len() + c.len_utf8() <= 63 {
            name.push(c);
        }
    }
    name
}

pub(crate) trait Make: Sized {
    fn make(source: &mut Source<'_>) -> Self;
}

impl Make for bool {
    fn make(source: &mut Source<'_>) -> Self {
        source.below(4) == 3
    }
}

impl Make for String {
    fn make(source: &mut Source<'_>) -> Self {
        match source.below(4) {
            0 => String::new(),
            1 => "CHECK ((a > 0))".to_owned(),
            _ => identifier(source),
        }
    }
}

impl Make for i64 {
    fn make(source: &mut Source<'_>) -> Self {
        i64::from(source.byte())
    }
}

impl Make for QualifiedName {
    fn make(source: &mut Source<'_>) -> Self {
        Self::new(identifier(source), identifier(source))
    }
}

impl<T: Make> Make for Option<T> {
    fn make(source: &mut Source<'_>) -> Self {
        (source.below(3) == 2).then(|| T::make(source))
    }
}

impl<T: Make> Make for Vec<T> {
    fn make(source: &mut Source<'_>) -> Self {
        let n = source.below(4);
        (0..n).map(|_| T::make(source)).collect()
    }
}

/// A list that the model keeps by name: in order, none twice.
fn by_name<T: Make, K: Ord>(source: &mut Source<'_>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut items = Vec::<T>::make(source);
    items.sort_by_key(|item| key(item));
    items.dedup_by_key(|item| key(item));
    items
}

/// A list in an order of its own, none twice.
fn distinct<T: Make, K: PartialEq>(source: &mut Source<'_>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut items: Vec<T> = Vec::new();
    for item in Vec::<T>::make(source) {
        if !items.iter().any(|other| key(other) == key(&item)) {
            items.push(item);
        }
    }
    items
}

impl Make for SqlType {
    fn make(source: &mut Source<'_>) -> Self {
        let below = |source: &mut Source<'_>| Box::new(Self::make(source));
        match source.below(16) {
            8 => Self::Array(below(source)),
            9 => Self::Enum(QualifiedName::make(source)),
            10 => Self::Composite(QualifiedName::make(source)),
            11 => Self::Domain {
                name: QualifiedName::make(source),
                base: below(source),
            },
            12 => Self::Range {
                name: QualifiedName::make(source),
                subtype: below(source),
            },
            13 => Self::Multirange {
                name: QualifiedName::make(source),
                subtype: below(source),
            },
            14 | 15 => Self::Base {
                name: QualifiedName::make(source),
                modifiers: source.pick(&["", "(3)"]).to_owned(),
            },
            _ => Self::Builtin(
                source
                    .pick(&[
                        "text",
                        "uuid",
                        "numeric(10,2)",
                        "timestamp(3) with time zone",
                    ])
                    .to_owned(),
            ),
        }
    }
}

macro_rules! words {
    ($($name:ident)*) => {
        $(impl Make for $name {
            fn make(source: &mut Source<'_>) -> Self {
                source.pick(Self::ALL)
            }
        })*
    };
}

words!(RelationKind Identity Generated Action TriggerEnabled RowSecurity TypeKind);

macro_rules! made {
    (@ $source:ident) => { Make::make($source) };
    (@ $source:ident $make:expr) => { $make($source) };
    ($($name:ident { $($field:ident $(= $make:expr)?,)* })*) => {
        $(impl Make for $name {
            fn make(source: &mut Source<'_>) -> Self {
                Self { $($field: made!(@ source $($make)?),)* }
            }
        })*
    };
}

made! {
    Relation {
        name, kind, unlogged, comment,
        columns = |source: &mut _| distinct(source, |c: &Column| c.name.clone()),
        primary_key,
        foreign_keys = |source: &mut _| by_name(source, |k: &ForeignKey| k.name.clone()),
        unique = |source: &mut _| by_name(source, |k: &Key| k.name.clone()),
        checks = |source: &mut _| by_name(source, |c: &Check| c.name.clone()),
        exclusions = |source: &mut _| by_name(source, |e: &Exclusion| e.name.clone()),
        indexes = |source: &mut _| by_name(source, |i: &Index| i.name.clone()),
        triggers = |source: &mut _| by_name(source, |t: &Trigger| t.name.clone()),
        row_security,
        policies = |source: &mut _| by_name(source, |p: &Policy| p.name.clone()),
        partition_by, inherits, options, definition_hash, server, replica_identity, elsewhere,
    }
    Elsewhere { homonyms, unkeyed, assigning, secured, }
    Assigning { trigger, columns, }
    Unkeyed { column, table, key, }
    Column {
        name = identifier, sql_type, not_null, not_null_not_valid, default, sequence_type, identity,
        generated, collation, comment,
    }
    Key {
        name, columns, nulls_not_distinct, deferrable, deferred, without_overlaps, comment,
    }
    ForeignKey {
        name, columns, references, referenced_columns, referenced_types, on_delete,
        on_delete_columns, on_update, match_full, period, deferrable, deferred, not_valid,
        not_enforced, comment,
    }
    Check { name, definition, columns, no_inherit, not_valid, not_enforced, comment, }
    Exclusion { name, definition, columns, comment, }
    Index {
        name, method, keys, include, unique, nulls_not_distinct, predicate, predicate_not_null,
        invalid, constraint, options, comment,
    }
    IndexKey {
        column, expression, opclass, opclass_options, collation, descending, nulls_reversed,
    }
    Trigger { name, definition, function, timing, events, row, enabled, comment, }
    Policy { name, restrictive, command, roles, using, check, comment, }
    UserType {
        name, kind, comment,
        labels = |source: &mut _| distinct(source, String::clone),
        base, not_null, default, collation,
        checks = |source: &mut _| by_name(source, |c: &Check| c.name.clone()),
        attributes = |source: &mut _| distinct(source, |c: &Column| c.name.clone()),
        subtype, subtype_opclass, multirange, elsewhere,
    }
    Functions {
        name,
        overloads = |source: &mut _| by_name(source, |f: &Function| f.arguments.clone()),
    }
    Function {
        arguments, defaults, returns, kind, language, volatility, strict, security_definer,
        leakproof, parallel, settings, body_hash, public_execute, comment,
    }
    Schema {
        server_major,
        relations = |source: &mut _| by_name(source, |r: &Relation| r.name.clone()),
        types = |source: &mut _| by_name(source, |t: &UserType| t.name.clone()),
        functions = |source: &mut _| by_name(source, |f: &Functions| f.name.clone()),
    }
}
