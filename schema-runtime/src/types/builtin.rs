//! Rust's own types.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::num::{NonZeroI16, NonZeroI32, NonZeroI64};
use core::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use crate::{Holds, sql};

holds! {
    () => record, void;
    bool => bool;
    f32 => float4;
    f64 => float8;
    i8 => char;
    i16 => int2;
    i32 => int4;
    i64 => int8;
    str => text, varchar, bpchar, name, unknown, citext, ltree, lquery, ltxtquery;
    u8 => char;
    u32 => oid;
    NonZeroI16 => int2;
    NonZeroI32 => int4;
    NonZeroI64 => int8;
    String => text, varchar, bpchar, name, unknown, citext, ltree, lquery, ltxtquery;
    core::net::IpAddr => inet, cidr;
    core::time::Duration => interval;
}

#[cfg(feature = "std")]
holds! {
    for [R] std::collections::HashMap<String, Option<String>, R> => hstore;
    std::time::SystemTime => timestamp, timestamptz;
}

// What holds other types, and bytes.

holds! {
    for [T] [T];
    for [T, const N: usize] [T; N];
    for [T] Vec<T>;
    for [T] (Bound<T>, Bound<T>);
    for [T] Range<T>;
    for [T] RangeFrom<T>;
    for [T] RangeInclusive<T>;
    for [T] RangeTo<T>;
    for [T] RangeToInclusive<T>;
}

impl Holds<sql::bytea> for [u8] {}
impl<const N: usize> Holds<sql::bytea> for [u8; N] {}
impl Holds<sql::bytea> for Vec<u8> {}
impl Holds<sql::macaddr> for [u8; 6] {}
impl Holds<sql::macaddr8> for [u8; 8] {}

// An element can always be NULL, and the drivers read arrays with and without
// `Option`: that is what `maybe` says.
impl<T: Holds<sql::maybe<S>>, S> Holds<sql::array<S>> for [T] {
    crate::__record_of! { T, sql::maybe<S> }
}
impl<T: Holds<sql::maybe<S>>, S, const N: usize> Holds<sql::array<S>> for [T; N] {
    crate::__record_of! { T, sql::maybe<S> }
}
impl<T: Holds<sql::maybe<S>>, S> Holds<sql::array<S>> for Vec<T> {
    crate::__record_of! { T, sql::maybe<S> }
}

macro_rules! ranges {
    ($($ty:ty,)*) => {
        $(
            impl<T: Holds<S>, S> Holds<sql::range<S>> for $ty { $crate::__record_of! { T, S } }
            // Not any `Vec` of what holds a range: sqlx has no multiranges.
            impl<T: Holds<S>, S> Holds<sql::multirange<S>> for [$ty] { $crate::__record_of! { T, S } }
            impl<T: Holds<S>, S> Holds<sql::multirange<S>> for Vec<$ty> { $crate::__record_of! { T, S } }
        )*
    };
}

ranges! {
    (Bound<T>, Bound<T>),
    Range<T>,
    RangeFrom<T>,
    RangeInclusive<T>,
    RangeTo<T>,
    RangeToInclusive<T>,
}

// What is seen through.

#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for &T {
    crate::__record_of! { T, S }
}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for Arc<T> {
    crate::__record_of! { T, S }
}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for Box<T> {
    crate::__record_of! { T, S }
}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + ToOwned + Holds<S>, S> Holds<S> for Cow<'_, T> {
    crate::__record_of! { T, S }
}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for Rc<T> {
    crate::__record_of! { T, S }
}
