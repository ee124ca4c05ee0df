use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant]
pub struct User {
    pub id: Uuid,
    #[conformant = "email"]
    pub mail: String,
}
