use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(rename_all = "snake_case")]
pub enum OrderStatus {
    Placed,
    #[conformant(other)]
    Other(String, i32),
}
