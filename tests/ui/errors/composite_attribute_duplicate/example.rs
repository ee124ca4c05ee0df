#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(type = "address")]
struct Address {
    street: String,
    city: String,
    #[conformant(column = "city")]
    town: String,
}
