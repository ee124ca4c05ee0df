use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
pub struct Model {
    pub id: Uuid,
}
