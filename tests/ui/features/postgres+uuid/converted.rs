//! A field that is read as another type is written by the conversion the other way, if there is one.

use postgres::Client;
use schema_runtime::access::Access as _;
use schema_runtime::access::postgres::Run as _;
use schema_runtime::{Conformant, DatabaseError};
use uuid::Uuid;

#[derive(Clone)]
pub struct Email(pub String);

impl TryFrom<String> for Email {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.contains('@') { Ok(Self(text)) } else { Err("no `@`") }
    }
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Login {
    pub id: Uuid,
    #[conformant(as = String)]
    pub email: Email,
    #[conformant(as = i64)]
    pub logins: u8,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access)]
pub struct NewUser {
    #[conformant(as = String)]
    pub email: Email,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Nick {
    pub id: Uuid,
    #[conformant(as = Option<String>)]
    pub nickname: Option<u8>,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Unsaid {
    #[conformant(as = String)]
    pub email: Option<Email>,
}

pub fn list(client: &mut Client) -> Result<Vec<Login>, DatabaseError> {
    Login::list(100).on(client)
}

pub fn add(client: &mut Client, new: &NewUser) -> Result<(), DatabaseError> {
    new.insert().on(client)
}
