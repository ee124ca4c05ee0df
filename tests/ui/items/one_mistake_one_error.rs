//! What uses an item that has a mistake is not told of it again.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(type = "ordr_status", rename_all = "snake_case")]
pub enum Status {
    Placed,
}

#[derive(Conformant)]
#[conformant(partial)]
pub struct Order {
    pub id: Uuid,
    pub status: Status,
    pub past: Vec<Status>,
}

#[derive(Conformant)]
#[conformant(table = "usres")]
pub struct Name {
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "active_users")]
pub struct User {
    #[conformant(flatten)]
    pub name: Name,
}

pub fn columns() -> usize {
    Name::COLUMNS.len() + <User as Conformant>::COLUMNS.len()
}
