//! What is listed and has a mistake is not told of it again.

use schema_runtime::Conformant;
use schema_runtime::verify::{Models, models};
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "uesrs")]
pub struct User {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Login {
    pub emial: String,
}

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
}

pub const MODELS: Models = models![User, Login, Status, Order];
