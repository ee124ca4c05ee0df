//! What is no model, in the list of the guard.

use schema_runtime::Conformant;
use schema_runtime::verify::{Models, models};
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User {
    pub id: Uuid,
}

// The derive is forgotten.
pub struct Order {
    pub id: Uuid,
}

// Whatever the inner type is.
#[derive(Conformant)]
#[conformant(transparent)]
pub struct UserId(Uuid);

pub const MODELS: Models = models![User, Order, UserId];
