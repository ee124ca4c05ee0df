use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", table = "orders")]
#[conformant(partial, partial)]
pub struct User {
    pub id: Uuid,
}
