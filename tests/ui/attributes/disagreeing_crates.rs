use others::Others;
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant, Others)]
#[diesel(table_name = users)]
#[sea_orm(table_name = "people")]
pub struct User {
    pub id: Uuid,
}

#[derive(Conformant, Others)]
#[conformant(table = "users", partial)]
pub struct Login {
    #[sqlx(rename = "email")]
    #[diesel(column_name = mail)]
    pub address: String,
}

#[derive(Conformant, Others)]
#[sqlx(type_name = "order_status", rename_all = "lowercase")]
#[postgres(name = "order_state")]
pub enum OrderStatus {
    #[postgres(name = "PLACED")]
    Placed,
}
