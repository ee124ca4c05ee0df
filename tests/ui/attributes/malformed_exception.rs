use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, allow("primary_key_uuid"))]
pub struct User {
    #[conformant(allow(primary_key_uuid = 3))]
    pub id: Uuid,
}
