use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant("users", partial)]
pub struct User {
    #[conformant(column "id")]
    pub key: Uuid,
}
