//! What an UPDATE changes.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "orders", update)]
pub struct OrderForm {
    pub id: Uuid,
    pub number: Option<i64>,
    pub tax: Option<String>,
    pub user_id: Option<Option<Uuid>>,
    pub past: Option<String>,
    pub status: Option<i32>,
    pub totl: Option<String>,
}
