use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Email(#[conformant(column = "email")] String);
