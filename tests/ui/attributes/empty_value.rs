use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", schema = "", partial)]
pub struct User {
    #[conformant(column = "")]
    pub id: Uuid,
}
