//! Rust's own types.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::{Holds, sql};

holds! {
    bool => bool;
    i8 => char;
    i16 => int2;
    i32 => int4;
    i64 => int8;
    u32 => oid;
    f32 => float4;
    f64 => float8;
    str => text, varchar, bpchar, name, unknown, citext;
    String => text, varchar, bpchar, name, unknown, citext;
    () => void, record;
}

leaf!([T] where T);
leaf!(Vec<T> where T);
leaf!([T; N] where T, const N: usize);

impl Holds<sql::bytea> for [u8] {}
impl Holds<sql::bytea> for Vec<u8> {}
impl<const N: usize> Holds<sql::bytea> for [u8; N] {}

impl<T: Holds<sql::maybe<S>>, S> Holds<sql::array<S>> for [T] {}
impl<T: Holds<sql::maybe<S>>, S> Holds<sql::array<S>> for Vec<T> {}
impl<T: Holds<sql::maybe<S>>, S, const N: usize> Holds<sql::array<S>> for [T; N] {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for &T {}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for Box<T> {}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for Rc<T> {}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Holds<S>, S> Holds<S> for Arc<T> {}
#[diagnostic::do_not_recommend]
impl<T: ?Sized + ToOwned + Holds<S>, S> Holds<S> for Cow<'_, T> {}
