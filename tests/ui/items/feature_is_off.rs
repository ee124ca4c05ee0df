//! A type whose name is the usual one and that is another, as when a feature is off.

use schema_runtime::Conformant;

pub struct Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User {
    pub id: Uuid,
    pub nickname: Option<String>,
}
