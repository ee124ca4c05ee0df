//! Without any prelude, where the macros of the standard library have no name either.
#![no_implicit_prelude]
#![deny(warnings)]

use ::schema_runtime::Conformant;
use ::std::option::Option;
use ::std::primitive::{i64, str};
use ::std::string::String;

#[derive(Conformant)]
#[conformant(table = "users", partial, constraints)]
pub struct Plain {
    pub nickname: Option<String>,
    pub logins: i64,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Generic<'a, T> {
    pub nickname: Option<&'a str>,
    pub logins: T,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Flattened {
    pub nickname: Option<String>,
    #[conformant(flatten)]
    pub plain: Inner,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Inner {
    pub logins: i64,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, cache = "user")]
pub struct Cached {
    pub logins: i64,
}

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "snake_case")]
pub enum Status {
    Placed,
    Paid,
    InTransit,
}

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Email(pub String);

#[derive(Conformant)]
#[conformant(transparent)]
pub struct Wrapped(pub i64);
