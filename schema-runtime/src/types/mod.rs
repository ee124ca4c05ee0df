//! Which Rust type holds which SQL type: one table a crate of Rust types.
//!
//! What the drivers agree to is in here: a pair is in a table when one driver
//! reads or writes it without being told how. `tests/pairs.rs` asks the drivers
//! themselves about every pair, and lists where we differ from them on purpose.

/// `Type => sql, sql;`, or `for [generics] Type<..> => sql;`.
///
/// Beside its own SQL types each Rust type holds views' columns of them and
/// domains over them. (What is seen through, as a reference is, holds these by
/// its target.)
macro_rules! holds {
    () => {};
    (for [$($generics:tt)+] $ty:ty => $($sql:ident),+; $($rest:tt)*) => {
        holds!(@leaf [$($generics)+,] $ty);
        holds!(@each [$($generics)+] [$ty] $($sql)+);
        holds!($($rest)*);
    };
    (for [$($generics:tt)+] $ty:ty; $($rest:tt)*) => {
        holds!(@leaf [$($generics)+,] $ty);
        holds!($($rest)*);
    };
    (@each $generics:tt $ty:tt $($sql:ident)+) => { $(holds!(@one $generics $ty $sql);)+ };
    (@one [$($generics:tt)*] [$ty:ty] $sql:ident) => {
        impl<$($generics)*> $crate::Holds<$crate::sql::$sql> for $ty {}
    };
    (@leaf [$($generics:tt)*] $ty:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)* S> $crate::Holds<$crate::sql::maybe<S>> for $ty
        where $ty: $crate::Holds<S> {
            $crate::__record_of! { $ty, S }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)* const H: u64, B> $crate::Holds<$crate::sql::domain<H, B>> for $ty
        where $ty: $crate::Holds<B> {
            $crate::__record_of! { $ty, B }
        }
    };
    ($ty:ty => $($sql:ident),+; $($rest:tt)*) => {
        holds!(@leaf [] $ty);
        holds!(@each [] [$ty] $($sql)+);
        holds!($($rest)*);
    };
}

mod builtin;

#[cfg(feature = "bigdecimal")]
mod bigdecimal;
#[cfg(any(feature = "bit-vec", feature = "bit-vec-0_6"))]
mod bit_vec;
#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "cidr")]
mod cidr;
#[cfg(feature = "diesel")]
mod diesel;
#[cfg(feature = "eui48")]
mod eui48;
#[cfg(feature = "geo-types")]
mod geo_types;
#[cfg(feature = "ipnet")]
mod ipnet;
#[cfg(any(feature = "ipnetwork", feature = "ipnetwork-0_20"))]
mod ipnetwork;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "mac_address")]
mod mac_address;
#[cfg(feature = "pgvector")]
mod pgvector;
#[cfg(feature = "postgres-types")]
mod postgres_types;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "serde_json")]
mod serde_json;
#[cfg(any(feature = "sqlx", feature = "sqlx-0_8"))]
mod sqlx;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;
