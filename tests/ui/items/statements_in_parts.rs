#![allow(dead_code)]
//! What the statements of a model in parts and of converted fields ask of other types.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

// Without statements.
#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct Plain {
    nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct WithPlain {
    id: Uuid,
    #[conformant(flatten)]
    plain: Plain,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Names {
    email: String,
    nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access, upsert = "users_pkey")]
struct NewUser {
    #[conformant(flatten)]
    names: Names,
}

// Each of the part's fields could be left out.
#[derive(Conformant)]
#[conformant(table = "users", update, access)]
struct UserChange {
    id: Uuid,
    #[conformant(flatten)]
    names: Names,
}

// What is made of a part is not given.
struct Called(String);

impl From<Names> for Called {
    fn from(names: Names) -> Self {
        Self(names.nickname.unwrap_or(names.email))
    }
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access)]
struct NewCalled {
    #[conformant(flatten, as = Names)]
    called: Called,
}

// Nothing says how it is made of what is read.
struct Shout(String);

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Loud {
    id: Uuid,
    #[conformant(as = String)]
    email: Shout,
}

// The key is in a part.
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Key {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Keyed {
    #[conformant(flatten)]
    key: Key,
}

// What is only read is a part of what is only read, and what writes has no such part.
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Person {
    #[conformant(flatten, as = Names)]
    called: Called,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Someone {
    id: Uuid,
    #[conformant(flatten)]
    person: Person,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access)]
struct NewPerson {
    #[conformant(flatten)]
    someone: Someone,
}

// All of it is the database's.
#[derive(Conformant)]
#[conformant(table = "invoices", partial, access)]
struct Number {
    #[conformant(allow(primary_key_uuid = "an accountant counts"))]
    id: i64,
}

#[derive(Conformant)]
#[conformant(table = "invoices", insert, access)]
struct NewInvoice {
    #[conformant(flatten)]
    number: Number,
}

// Of the two reasons one is said.
#[derive(Conformant)]
#[conformant(table = "invoices", insert, access)]
struct NewInvoiceOfAll {
    #[conformant(flatten)]
    all: OfAll,
}

#[derive(Conformant)]
#[conformant(table = "invoices", partial, access)]
struct OfAll {
    #[conformant(flatten, as = Number)]
    number: i64,
}

impl From<Number> for i64 {
    fn from(number: Number) -> Self {
        number.id
    }
}

// Beside its key it has nothing but a part.
#[derive(Conformant)]
#[conformant(table = "invoices", access)]
struct Invoice {
    #[conformant(allow(primary_key_uuid = "an accountant counts"))]
    id: i64,
    #[conformant(flatten)]
    times: Times,
}

#[derive(Conformant)]
#[conformant(table = "invoices", partial, access)]
struct Times {
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

fn statements(
    new: &NewUser,
    called: &NewCalled,
    person: &NewPerson,
    invoice: &Invoice,
) {
    let _ = invoice.update();
    let _ = NewInvoice { number: Number { id: 1 } }.insert();
    let _ = NewInvoiceOfAll { all: OfAll { number: 1 } }.insert();
    let _ = Someone::list(10);
    let _ = person.insert();
    let _ = NewPerson::insert_many(&[]);
    let _ = new.upsert();
    let _ = called.insert();
    let _ = Keyed::list(10);
}
