use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table_name = "users", partial)]
pub struct User {
    pub id: Uuid,
    #[conformant(rename = "email")]
    pub mail: String,
    #[conformant(ignore)]
    pub cached: u128,
}
