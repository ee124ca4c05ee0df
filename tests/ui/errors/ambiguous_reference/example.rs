#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(partial)]
struct User {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(partial)]
struct Order {
    id: Uuid,
    #[conformant(references = User)]
    user_id: Uuid,
}
