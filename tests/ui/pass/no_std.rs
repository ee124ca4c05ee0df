//! Without the standard library.
#![no_std]
#![deny(warnings)]

extern crate alloc;

use alloc::string::String;
use schema_runtime::Conformant;
use schema_runtime::cache::Cached as _;

#[derive(Conformant)]
#[conformant(table = "users", partial, constraints)]
pub struct User {
    pub nickname: Option<String>,
    pub logins: i64,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, cache = "user")]
pub struct Cached<'a> {
    pub nickname: Option<&'a str>,
}

pub fn key() -> String {
    Cached::key(7)
}

/// A match has an arm for each constraint, and needs no other.
pub fn say(constraint: UserConstraint) -> &'static str {
    match constraint {
        UserConstraint::UsersTypeCheck => "there are persons and machines",
        // Of the domain of `email`.
        UserConstraint::EmailCheck => "this is no address",
        UserConstraint::UsersPkey
        | UserConstraint::NotNullId
        | UserConstraint::NotNullEmail
        | UserConstraint::NotNullLogins
        | UserConstraint::NotNullSettings
        | UserConstraint::NotNullTags
        | UserConstraint::NotNullType
        | UserConstraint::NotNullCreatedAt
        | UserConstraint::NotNullUpdatedAt => "this can't be",
    }
}
