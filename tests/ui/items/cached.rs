//! A cached structure that is wrong, and is used: one error, on the mistake.

use schema_runtime::Conformant;
use schema_runtime::cache::Cached;

#[derive(Conformant)]
#[conformant(table = "uesrs", partial, cache = "user")]
pub struct User {
    pub logins: i64,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, cache = "login")]
pub struct Login {
    pub emial: String,
}

pub fn keys() -> [String; 2] {
    [User::key(7), Login::key(7)]
}
