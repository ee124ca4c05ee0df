use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, allow(primary_key_uid = "ordered by sequence"))]
pub struct Near {
    #[conformant(allow(colour = "as the shop writes it"))]
    pub id: Uuid,
}
