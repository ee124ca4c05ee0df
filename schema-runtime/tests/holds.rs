//! How types hold each other: NULL, views, arrays, domains, and types with the
//! derive, generic ones too. That this compiles shows that the implementations
//! do not overlap.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use schema_runtime::__private::{self, Fits, hash};
use schema_runtime::{__holds, Holds, sql};

/// The inherent constant is there where its bound holds, else the trait's is used.
struct Ask<T: ?Sized, S>(PhantomData<S>, PhantomData<T>);

trait Fallback {
    const HOLDS: bool = false;
}

impl<T: ?Sized, S> Fallback for Ask<T, S> {}

impl<T: ?Sized + Holds<S>, S> Ask<T, S> {
    const HOLDS: bool = true;
}

macro_rules! yes {
    ($($rust:ty => $sql:ty;)*) => { $(
        assert!(Ask::<$rust, $sql>::HOLDS, "{} => {}", stringify!($rust), stringify!($sql));
        let () = <$rust as Fits<$sql>>::OK;
    )* };
}

macro_rules! no {
    ($($rust:ty => $sql:ty;)*) => { $(
        assert!(!Ask::<$rust, $sql>::HOLDS, "{} => {}", stringify!($rust), stringify!($sql));
    )* };
}

#[test]
fn null_needs_an_option_and_nothing_else_has_one() {
    yes! {
        Option<String> => sql::nullable<sql::text>;
        Option<&'static str> => sql::nullable<sql::text>;
        Option<Box<str>> => sql::nullable<sql::varchar>;
        &'static Option<i32> => sql::nullable<sql::int4>;
    }
    no! {
        String => sql::nullable<sql::text>;
        Option<String> => sql::text;
        Option<i32> => sql::nullable<sql::text>;
        Option<Option<i32>> => sql::nullable<sql::int4>;
    }
}

#[test]
fn a_view_s_column_is_held_with_and_without_option() {
    yes! {
        i64 => sql::maybe<sql::int8>;
        Option<i64> => sql::maybe<sql::int8>;
        Option<Vec<i64>> => sql::maybe<sql::array<sql::int8>>;
        &'static str => sql::maybe<sql::text>;
        Option<Cow<'static, str>> => sql::maybe<sql::domain<1, sql::text>>;
    }
    no! {
        i32 => sql::maybe<sql::int8>;
        Option<i32> => sql::maybe<sql::int8>;
    }
}

#[test]
fn an_option_of_an_option_says_default_and_null() {
    yes! {
        Option<Option<i64>> => sql::maybe<sql::int8>;
    }
    no! {
        Option<Option<i32>> => sql::maybe<sql::int8>;
    }
}

#[test]
fn array_elements_can_be_null() {
    yes! {
        Vec<String> => sql::array<sql::text>;
        Vec<Option<String>> => sql::array<sql::text>;
        Option<Vec<Option<i32>>> => sql::nullable<sql::array<sql::int4>>;
        [i32] => sql::array<sql::int4>;
        [i32; 3] => sql::array<sql::int4>;
        Box<[i32]> => sql::array<sql::int4>;
        &'static [&'static str] => sql::array<sql::text>;
        Vec<Vec<u8>> => sql::array<sql::bytea>;
        Vec<u8> => sql::bytea;
        Cow<'static, [u8]> => sql::bytea;
        Vec<u8> => sql::domain<1, sql::bytea>;
        Vec<String> => sql::domain<1, sql::array<sql::domain<2, sql::text>>>;
    }
    no! {
        Vec<i32> => sql::array<sql::text>;
        Vec<i32> => sql::int4;
        i32 => sql::array<sql::int4>;
        Vec<i16> => sql::bytea;
        Vec<Vec<i32>> => sql::array<sql::int4>;
    }
}

#[test]
fn pointers_hold_what_their_target_holds() {
    yes! {
        Arc<str> => sql::text;
        Rc<i32> => sql::int4;
        Cow<'static, str> => sql::domain<1, sql::citext>;
        &'static &'static str => sql::text;
    }
    no! {
        Arc<str> => sql::int4;
        Cow<'static, str> => sql::bytea;
    }
}

#[test]
fn ranges_and_multiranges_are_of_their_subtype() {
    yes! {
        std::ops::Range<i32> => sql::int4range;
        Vec<std::ops::Range<i32>> => sql::int4multirange;
        Vec<std::ops::Range<i32>> => sql::array<sql::int4range>;
        std::ops::Range<i32> => sql::domain<1, sql::range<sql::int4>>;
    }
    no! {
        std::ops::Range<i32> => sql::int8range;
        Vec<i32> => sql::int4multirange;
    }
}

// What the derive writes.

const STATUS: u64 = hash("public.order_status");
const EMAIL: u64 = hash("public.email");

enum Status {}
__holds!(own [] [Status] [] sql::named<STATUS>);

struct Email<'a>(PhantomData<&'a str>);
__holds!(own ['a] [Email<'a>] [] sql::domain<EMAIL, sql::text>);

struct Tagged<'a, T: Clone, const N: usize>(PhantomData<&'a [T; N]>);
__holds!(own ['a, T: Clone, const N: usize] [Tagged<'a, T, N>] [T: Copy,] sql::named<7>);

struct UserId(());
__holds!(transparent [] [UserId] [] i64);

struct Wrapper<T>(PhantomData<T>);
__holds!(transparent [T] [Wrapper<T>] [] Option<T>);

/// A type of the user's that has the name of a parameter in here.
struct S;
__holds!(own [] [S] [] sql::base<3>);

#[test]
fn types_with_the_derive_are_held_wherever_others_are() {
    yes! {
        Status => sql::named<STATUS>;
        Option<Status> => sql::nullable<sql::named<STATUS>>;
        Option<Status> => sql::maybe<sql::named<STATUS>>;
        Status => sql::maybe<sql::named<STATUS>>;
        Vec<Option<Status>> => sql::array<sql::named<STATUS>>;
        Status => sql::domain<9, sql::named<STATUS>>;
        std::ops::Range<Status> => sql::domain<8, sql::range<sql::named<STATUS>>>;
        Email<'static> => sql::domain<EMAIL, sql::text>;
        Email<'static> => sql::domain<9, sql::domain<EMAIL, sql::text>>;
        Vec<Email<'static>> => sql::array<sql::domain<EMAIL, sql::text>>;
        String => sql::domain<EMAIL, sql::text>;
        Tagged<'static, u8, 3> => sql::named<7>;
        Tagged<'static, u8, 3> => sql::maybe<sql::named<7>>;
        UserId => sql::int8;
        UserId => sql::maybe<sql::domain<1, sql::int8>>;
        Option<UserId> => sql::nullable<sql::int8>;
        Vec<UserId> => sql::array<sql::int8>;
        Wrapper<UserId> => sql::nullable<sql::int8>;
        S => sql::maybe<sql::base<3>>;
    }
    no! {
        Status => sql::text;
        Status => sql::named<EMAIL>;
        Email<'static> => sql::text;
        Email<'static> => sql::domain<EMAIL, sql::citext>;
        Email<'static> => sql::domain<STATUS, sql::text>;
        Tagged<'static, String, 3> => sql::named<7>;
        UserId => sql::int4;
        Wrapper<UserId> => sql::int8;
        String => sql::named<STATUS>;
    }
}

#[test]
fn constants_are_computed_as_the_expansion_needs_them() {
    const ADDRESS: &[&str] = &["street", "city"];
    const PARTS: &[&[&str]] = &[&["id"], ADDRESS, &[], &["note"]];
    const ALL: [&str; __private::count(PARTS)] = __private::concat(PARTS);
    const _: () = assert!(__private::contains(ADDRESS, "city"));
    const _: () = assert!(!__private::contains(ADDRESS, "cit"));
    assert_eq!(ALL, ["id", "street", "city", "note"]);
    assert!(__private::same("größe", "größe"));
    assert!(!__private::same("a", "b"));
    assert!(!__private::contains(&[], ""));
}
