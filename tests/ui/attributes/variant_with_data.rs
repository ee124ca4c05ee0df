use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(rename_all = "snake_case")]
pub enum OrderStatus {
    Placed,
    Paid(i64),
    InTransit { since: i64 },
}
