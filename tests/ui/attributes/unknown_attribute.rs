use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(tabel = "users", partial)]
pub struct Near {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Far {
    #[conformant(colour)]
    pub id: Uuid,
}

#[derive(Conformant)]
pub enum OrderStatus {
    #[conformant(othre)]
    Placed,
}
