#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;


#[derive(Conformant)]
struct Booking {
    id: Uuid,
    first_seat: i32,
    last_seat: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}
