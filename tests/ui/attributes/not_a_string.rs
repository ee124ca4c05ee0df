use schema_runtime::Conformant;
use uuid::Uuid;

const USERS: &str = "users";

#[derive(Conformant)]
#[conformant(table = USERS, partial)]
pub struct User {
    #[conformant(column(id))]
    pub id: Uuid,
}
