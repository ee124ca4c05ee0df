//! The expansion names nothing that the user's code could have given another meaning.
#![deny(warnings, missing_docs, unused_qualifications, nonstandard_style, future_incompatible)]
#![deny(unsafe_code, unreachable_pub, unused_lifetimes, single_use_lifetimes, let_underscore_drop)]
#![allow(dead_code, non_camel_case_types)]

extern crate schema_runtime as renamed;

use renamed::Conformant as Derive;

mod core {}
mod std {}
mod alloc {}
mod schema_runtime {}
mod sql {}

struct Option;
struct Vec;
struct str;
struct u64;
struct Sized;
struct Result;
struct String;
struct Some;
struct Default;
struct Into;
trait Conformant {}
trait Holds {}
trait Fits {}
struct NicknameColumn;
const OK: () = ();

type Text = ::std::string::String;

#[derive(Derive)]
#[conformant(crate = "::renamed", partial, constraints)]
struct User<'a, T> {
    nickname: ::std::option::Option<&'a ::std::primitive::str>,
    email: Text,
    settings: T,
    r#type: ::std::string::String,
}

#[derive(Derive)]
#[conformant(crate = "::renamed", table = "users", partial)]
struct Plain {
    nickname: ::std::option::Option<::std::string::String>,
    logins: i64,
}

#[derive(Derive)]
#[conformant(crate = "::renamed", table = "users", partial, cache = "user")]
struct Cached {
    logins: i64,
}

#[derive(Derive)]
#[conformant(crate = "::renamed", type = "order_status", rename_all = "snake_case")]
enum Status {
    Placed,
    Paid,
    InTransit,
}

#[derive(Derive)]
#[conformant(crate = "::renamed", transparent)]
struct Wrapped(::std::primitive::i64);

fn in_a_body() {
    #[derive(Derive)]
    #[conformant(crate = "::renamed", table = "users", partial)]
    struct Local {
        logins: Wrapped,
    }
}

macro_rules! model {
    ($name:ident, $field:ident, $ty:ty) => {
        #[derive(Derive)]
        #[conformant(crate = "::renamed", table = "users", partial)]
        struct $name {
            $field: $ty,
        }
    };
}

model!(FromMacro, logins, i64);
model!(FromMacroToo, nickname, ::std::option::Option<Text>);
