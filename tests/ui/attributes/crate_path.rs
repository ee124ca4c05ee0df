use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, crate = "schema-runtime")]
pub struct User {
    pub id: Uuid,
}
