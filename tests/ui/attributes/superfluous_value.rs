use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial = true)]
pub struct User {
    pub id: Uuid,
    #[conformant(skip = "cached")]
    pub cached: u128,
}
