//! Without the standard library.
#![no_std]
#![deny(warnings)]

extern crate alloc;

use alloc::string::String;
use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User {
    pub nickname: Option<String>,
    pub logins: i64,
}
