//! A `rename_all` that is wrong or forgotten is one mistake; what is wrong besides is told too.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderStatus {
    Placed,
    Paid,
    InTransit,
}

#[derive(Conformant)]
#[conformant(table = "users", rename_all = "camelCase", partial)]
pub struct Times {
    pub id: i64,
    pub created_at: chrono::DateTime<chrono::Utc>,
    pub updated_at: chrono::DateTime<chrono::Utc>,
    pub nick: Option<String>,
}

#[derive(Conformant)]
#[conformant(type = "address", rename_all = "PascalCase")]
pub struct Address {
    pub street: String,
    pub house_number: i32,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Login {
    pub id: Uuid,
    pub created: chrono::DateTime<chrono::Utc>,
}
