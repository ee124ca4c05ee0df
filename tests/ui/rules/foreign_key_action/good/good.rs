#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;


#[derive(Conformant)]
struct Order {
    id: Uuid,
    user_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}
