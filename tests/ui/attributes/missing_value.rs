use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table, partial)]
pub struct User {
    #[conformant(column = )]
    pub id: Uuid,
}
