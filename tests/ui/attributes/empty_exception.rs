use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, allow)]
pub struct User {
    #[conformant(allow())]
    pub id: Uuid,
}
