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

struct Logins(u32);

// Nothing converts a field, or looks for a row.
#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct Counted {
    #[conformant(as = i64)]
    logins: Logins,
}

#[derive(Conformant)]
#[conformant(table = "active_users", partial)]
struct ActiveUser {
    #[conformant(key)]
    id: Uuid,
}

// A value has none.
#[derive(Conformant)]
#[conformant(type = "address")]
struct Address {
    street: Option<String>,
    #[conformant(as = Option<i32>)]
    house_number: Option<Logins>,
}
