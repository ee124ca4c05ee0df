//! A column that was renamed is one mistake: its field has no column, and it has no field. So is a
//! label.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use serde_json::Value;
use uuid::Uuid;

#[derive(Conformant)]
pub struct User {
    pub id: Uuid,
    pub email: String,
    pub nickname: Option<String>,
    pub logins: i64,
    pub settings: Value,
    pub tags: Vec<String>,
    pub picture: Option<Vec<u8>>,
    pub r#type: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
#[conformant(rename_all = "snake_case")]
pub enum OrderStatus {
    Placed,
    Paid,
    Shipped,
}
