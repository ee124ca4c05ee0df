use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(type = "address")]
pub struct Address {
    #[conformant(flatten)]
    pub street: Street,
    pub house_number: Option<i32>,
}

pub struct Street;
