use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(partial, column = "id")]
pub struct User {
    #[conformant(table = "users")]
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(type = "order_status", insert)]
pub enum OrderStatus {
    #[conformant(allow(snake_case_names = "as the shop writes it"))]
    Placed,
}
