//! The words that depend on what is near, how many there are, and what is declared.

use chrono::{DateTime, Utc};
use others::Others;
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Renamed {
    #[conformant(column = "mail")]
    pub email: String,
}

#[derive(Conformant)]
#[conformant(table = "orders", insert)]
pub struct NewOrder {
    pub number: i64,
}

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "snake_case")]
pub enum FewLabels {
    Placed,
}

#[derive(Conformant)]
pub struct Zeppelin {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(type = "semver")]
pub struct Version(String);

#[derive(Conformant, Others)]
#[conformant(table = "users", partial)]
pub struct Declared {
    #[conformant(holds = "integer")]
    pub logins: u64,
    #[conformant(holds = "text")]
    pub nickname: String,
    #[sqlx(json(nullable))]
    pub settings: Option<u8>,
    #[sqlx(json)]
    pub avatar: Option<u8>,
    pub tags: Option<i32>,
}

#[derive(Conformant)]
#[conformant(allow(constraint_names = "as the ledger names them"))]
pub struct Invoice {
    pub id: i64,
    #[conformant(
        allow(primary_key_uuid = "as the ledger counts"),
        allow(constraint_names = "as the ledger names them")
    )]
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
#[conformant(
    table = "invoices",
    partial,
    allow(primary_key_uuid = "as the ledger counts")
)]
pub struct Times {
    pub created_at: DateTime<Utc>,
}
