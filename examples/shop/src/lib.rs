//! The models of a small shop. Each is held against `schema/` while it compiles:
//! rename a field, change its type, or drop a variant, and build again.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

/// A row of `users`: the table is found by the struct's name.
#[derive(Conformant, Debug)]
pub struct User {
    pub id: Uuid,
    pub email: String,
    pub display_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A row of `products`.
#[derive(Conformant, Debug)]
pub struct Product {
    pub id: Uuid,
    pub title: String,
    pub price_cents: i32,
    pub tags: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The labels of `order_status`, held against the enum in both directions.
#[derive(Clone, Conformant, Copy, Debug, PartialEq, Eq)]
#[conformant(type = "order_status", rename_all = "snake_case")]
pub enum OrderStatus {
    Placed,
    Paid,
    Shipped,
}

/// A row of `orders`.
#[derive(Conformant, Debug)]
pub struct Order {
    pub id: Uuid,
    pub user_id: Uuid,
    pub product_id: Uuid,
    pub status: OrderStatus,
    pub quantity: i32,
    pub note: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What an INSERT gives: columns with a default may be left out, the others may not.
#[derive(Conformant, Debug)]
#[conformant(table = "orders", insert)]
pub struct NewOrder<'a> {
    pub user_id: Uuid,
    pub product_id: Uuid,
    pub quantity: i32,
    pub note: &'a str,
}
