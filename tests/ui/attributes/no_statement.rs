#![allow(dead_code)]

use schema_runtime::Conformant;
use uuid::Uuid;

// Without `access` there are none.
#[derive(Conformant)]
#[conformant(table = "users", insert, upsert = "users_pkey")]
struct NewUser {
    email: String,
}

// What reads returns itself.
#[derive(Conformant)]
#[conformant(table = "users", partial, access, returns = NewUser)]
struct User {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", update, access, upsert = "users_pkey")]
struct UserChange {
    id: Uuid,
    nickname: Option<String>,
}
