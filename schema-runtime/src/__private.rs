//! What the expansion of the derive uses. No part of the public interface: it
//! may change in any release.
//!
//! # How the expansion asks
//!
//! A field whose tokens are the usual ones of its column's type
//! (`schema_snapshot::rust_names::is_usual`) is asked about with the generic
//! [`Fits`], once for each distinct pair, all in one body:
//!
//! ```text
//! <Uuid as Fits<sql::uuid>>::OK
//! <Option<String> as Fits<sql::nullable<sql::text>>>::OK
//! ```
//!
//! Any other field has a trait of its own, so that the error is the finding's
//! message and help, and a body of its own, because of two questions in one that
//! come down to the same the compiler answers one:
//!
//! ```text
//! #[diagnostic::on_unimplemented(message = "...", label = "...", note = "...")]
//! trait email { const OK: () = (); }
//! #[diagnostic::do_not_recommend]
//! impl<T: ?Sized + Holds<sql::nullable<sql::text>>> email for T {}
//! <Email as email>::OK
//! ```
//!
//! An associated constant, because rustc says of a called function or of a
//! bounded struct also where the bound was required, five lines from in here, and
//! of an associated type only that it is in the expansion. In the body of
//! `CHECKED`, because a constant of its own is one more for each check that the
//! compiler makes of constants, and would be evaluated.
//! CPU of `cargo check` for 1,000 structs of 12 columns, a struct: nothing but
//! the `impl Conformant` 0.24 ms; 9 pairs asked with `Fits` 0.25 ms more, with
//! where-clauses 0.36, with a called function 0.36; twelve traits of their own
//! 2.3 ms more; twelve marker types and one generic trait 0.75 ms more, but then
//! the message can name the column and not the way out.

pub use core;
pub extern crate alloc;

use crate::Holds;
#[cfg(feature = "records")]
pub use crate::embed::{Note, Record, Recorded, note};

/// What is known of a model: the constants of [`Conformant`](crate::Conformant).
#[derive(Clone, Copy, Debug)]
pub struct Checked {
    /// `Conformant::TABLE`
    pub table: &'static str,
    /// `Conformant::SCHEMA`
    pub schema: &'static str,
    /// `Conformant::COLUMNS`
    pub columns: &'static [&'static str],
    /// `Conformant::FINGERPRINT`
    pub fingerprint: &'static str,
}

/// [`Holds`], asked without talk of its implementations.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the SQL type `{S}`",
    label = "cannot hold `{S}`",
    note = "a type of another crate is known when `schema-runtime` has the feature of that crate's name: `uuid`, `chrono`, `time`, `rust_decimal`, `bigdecimal`, `serde_json`, ... (`sqlx-0_8` for sqlx 0.8)",
    note = "a type of your own says what it holds with `#[derive(Conformant)]`, a field of a foreign type with `#[conformant(holds = \"...\")]`"
)]
pub trait Fits<S> {
    /// Named to ask.
    const OK: () = ();

    /// The record of what it holds `S` by.
    #[cfg(feature = "records")]
    const RECORD: Option<&'static Record>;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Fits<S> for T {
    crate::__record_of! {T, S}
}

/// The FNV-1a hash, 64 bits, of a text: the `H` of `sql::named<H>` and its like.
/// The same as `schema_snapshot::type_hash::fnv1a`.
pub const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < bytes.len() {
        // `as`: `u64::from` is not usable in a constant.
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// Whether two texts are equal, in a constant.
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether `names` has `name`: does a flattened struct have this column?
pub const fn contains(names: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if same(names[i], name) {
            return true;
        }
        i += 1;
    }
    false
}

/// The first of `names` that `others` has as well; nothing where there is none.
pub const fn common(names: &[&'static str], others: &[&str]) -> &'static str {
    let mut i = 0;
    while i < names.len() {
        if contains(others, names[i]) {
            return names[i];
        }
        i += 1;
    }
    ""
}

/// How much there is in all parts: the length of [`concat`].
pub const fn count<T>(parts: &[&[T]]) -> usize {
    let mut n = 0;
    let mut i = 0;
    while i < parts.len() {
        n += parts[i].len();
        i += 1;
    }
    n
}

/// The names of all parts in one array: the columns of a struct with flattened
/// ones. `N` is [`count`] of the same parts.
pub const fn concat<const N: usize>(parts: &[&[&'static str]]) -> [&'static str; N] {
    fill([""; N], parts)
}

/// An array with what is in all parts in place of what it has. Its length is [`count`] of them.
pub const fn fill<T: Copy, const N: usize>(mut all: [T; N], parts: &[&[T]]) -> [T; N] {
    let mut n = 0;
    let mut i = 0;
    while i < parts.len() {
        let mut k = 0;
        while k < parts[i].len() {
            all[n] = parts[i][k];
            n += 1;
            k += 1;
        }
        i += 1;
    }
    all
}

/// How long all parts are together: the length of [`join`].
pub const fn length(parts: &[&str]) -> usize {
    let mut n = 0;
    let mut i = 0;
    while i < parts.len() {
        n += parts[i].len();
        i += 1;
    }
    n
}

/// The bytes of all parts, one after the other. `N` is [`length`] of the same parts.
pub const fn join<const N: usize>(parts: &[&str]) -> [u8; N] {
    let mut all = [0; N];
    let mut n = 0;
    let mut i = 0;
    while i < parts.len() {
        let part = parts[i].as_bytes();
        let mut k = 0;
        while k < part.len() {
            all[n] = part[k];
            n += 1;
            k += 1;
        }
        i += 1;
    }
    all
}

/// Constant texts as one constant text: a statement, and the columns of the row that it returns.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($($part:expr),*) => {{
        const PARTS: &[&$crate::__private::core::primitive::str] = &[$($part),*];
        const BYTES: [$crate::__private::core::primitive::u8; $crate::__private::length(PARTS)] = $crate::__private::join(PARTS);
        match $crate::__private::core::str::from_utf8(&BYTES) {
            $crate::__private::core::result::Result::Ok(text) => text,
            $crate::__private::core::result::Result::Err(_) => "",
        }
    }};
}

/// Writes what a model gets that is a plain struct with usual types, which most are. It is the
/// compiler's own and optimised code that writes it then, and not that of the derive, which is
/// unoptimised in a user's build. In order: the struct; table, schema, fingerprint, columns; the
/// files to depend on, from the package's directory on; each SQL type that is asked about, and
/// the Rust type that it is asked of; another constant, where one was asked for.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    (
        $model:ident $table:literal $schema:literal $fingerprint:literal
        [$($column:literal)*] [$($file:literal)*] [$($sql:ty,)*] [$($ty:ty,)*]
        $($constant:tt)*
    ) => {
        #[automatically_derived]
        impl $crate::Conformant for $model {
            $($constant)*
            const CHECKED: $crate::__private::Checked = {
                let _ = (
                    $($crate::__private::core::include_bytes!($crate::__private::core::concat!(
                        $crate::__private::core::env!("CARGO_MANIFEST_DIR"), $file
                    )),)*
                    $(<$ty as $crate::__private::Fits<$sql>>::OK,)*
                );
                $crate::__private::Checked {
                    table: $table,
                    schema: $schema,
                    columns: &[$($column),*],
                    fingerprint: $fingerprint,
                }
            };
        }
    };
}

/// Writes `impl Cached`: `[generics] [Type<..>] [predicates] prefix`, as
/// [`__holds!`](crate::__holds) has the first three.
#[cfg(feature = "cache")]
#[doc(hidden)]
#[macro_export]
macro_rules! __cached {
    ([$($generics:tt)*] [$ty:ty] [$($predicates:tt)*] $prefix:literal) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::cache::Cached for $ty where $($predicates)* {
            const PREFIX: &'static $crate::__private::core::primitive::str = $prefix;
        }
    };
}

/// A derive does not see which features there are.
#[cfg(not(feature = "cache"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __cached {
    ($($any:tt)*) => {
        $crate::__private::core::compile_error! {
            "`cache` needs the feature `cache` of `schema-runtime`\n= help: write `schema-runtime = { version = \"...\", features = [\"cache\"] }` in `Cargo.toml`"
        }
    };
}
