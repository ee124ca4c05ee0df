#![allow(dead_code)]
//! A column that is in more than one part of a model.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct Named {
    id: Uuid,
    nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct Called {
    email: String,
    nickname: Option<String>,
}

// With a field of its own.
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct User {
    id: Uuid,
    #[conformant(flatten)]
    named: Person,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Person {
    id: Uuid,
    nickname: Option<String>,
}

// Two parts.
#[derive(Conformant)]
#[conformant(table = "users", insert)]
struct Both {
    #[conformant(flatten)]
    named: Named,
    #[conformant(flatten)]
    called: Called,
}

// What only reads may read a column twice.
#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct Reads {
    #[conformant(flatten)]
    named: Named,
    #[conformant(flatten)]
    called: Called,
}
