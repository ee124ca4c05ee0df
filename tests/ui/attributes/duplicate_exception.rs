use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(
    table = "users",
    partial,
    allow(primary_key_uuid = "ordered by sequence"),
    allow(primary_key_uuid = "as ever")
)]
pub struct User {
    pub id: Uuid,
}
