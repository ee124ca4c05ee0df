//! Full, partial, insert; a view; names inferred and given; exceptions.

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
    pub avatar: Option<Vec<u8>>,
    pub r#type: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[conformant(skip)]
    pub cached: u128,
}

#[derive(Conformant)]
#[conformant(table = "users", schema = "public", partial)]
pub struct Login {
    #[conformant(column = "email")]
    pub address: String,
    #[cfg(any())]
    pub never: u128,
    #[cfg_attr(all(), conformant(column = "nickname"))]
    pub name: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "orders", insert)]
pub struct NewOrder {
    pub user_id: Uuid,
    pub status: crate::Status,
    pub ship_to: Address,
    #[conformant(holds = "numeric")]
    pub total: u128,
}

#[derive(Conformant)]
#[conformant(table = "users", update)]
pub struct UserForm<'a> {
    pub id: Uuid,
    pub email: Option<String>,
    pub nickname: Option<Option<&'a str>>,
    pub avatar: Vec<u8>,
    pub logins: i64,
    pub tags: Option<Vec<String>>,
    pub updated_at: Option<DateTime<Utc>>,
}

#[derive(Conformant)]
pub struct ActiveUser {
    pub id: Uuid,
    pub email: Option<String>,
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "snake_case", ordered)]
pub enum Status {
    Placed,
    Paid,
    InTransit,
}

#[derive(Conformant)]
#[conformant(type = "address")]
pub struct Address {
    pub street: Option<String>,
    pub house_number: i32,
}

const _: () = {
    assert!(matches!(User::TABLE.as_bytes(), b"users"));
    assert!(matches!(User::SCHEMA.as_bytes(), b"public"));
    assert!(User::COLUMNS.len() == 10);
    assert!(matches!(User::COLUMNS[7].as_bytes(), b"type"));
    assert!(User::FINGERPRINT.len() == 64);
    assert!(Login::COLUMNS.len() == 2);
    assert!(matches!(NewOrder::TABLE.as_bytes(), b"orders"));
};
