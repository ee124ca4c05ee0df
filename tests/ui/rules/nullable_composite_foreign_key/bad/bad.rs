#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;


#[derive(Conformant)]
#[conformant(table = "people")]
struct Person {
    id: Uuid,
    country: Option<String>,
    city: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}
