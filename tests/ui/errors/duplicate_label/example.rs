#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "snake_case")]
enum OrderStatus {
    Placed,
    #[conformant(rename = "placed")]
    Open,
    Paid,
    Shipped,
}
