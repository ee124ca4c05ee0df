#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "orders", partial)]
struct Order {
    id: Uuid,
    #[conformant(references = Self)]
    user_id: Uuid,
}
