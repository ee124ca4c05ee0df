//! A struct in parts: the columns are looked for in all of them.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
pub struct Order {
    pub id: Uuid,
    pub number: i64,
    #[conformant(flatten)]
    pub what: What,
    pub total: Decimal,
    pub tax: Option<Decimal>,
    #[conformant(flatten)]
    pub times: Times,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial)]
pub struct What {
    pub user_id: Uuid,
    #[conformant(holds = "order_status")]
    pub status: String,
    #[conformant(holds = "order_status[]")]
    pub past: Vec<String>,
    #[conformant(holds = "address")]
    pub ship_to: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial)]
pub struct Times {
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
#[conformant(type = "numeric")]
pub struct Decimal(pub i128);

const _: () = {
    assert!(Order::COLUMNS.len() == 10);
    assert!(matches!(Order::COLUMNS[2].as_bytes(), b"user_id"));
    assert!(matches!(Order::COLUMNS[6].as_bytes(), b"total"));
    assert!(matches!(Order::COLUMNS[9].as_bytes(), b"updated_at"));
};
