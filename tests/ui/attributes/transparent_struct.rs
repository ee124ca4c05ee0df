use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(transparent)]
pub struct Money {
    pub amount: i64,
    pub digits: u8,
}
