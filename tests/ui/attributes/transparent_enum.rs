use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(transparent)]
pub enum OrderStatus {
    Placed,
    Paid,
}
