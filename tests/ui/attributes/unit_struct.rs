use schema_runtime::Conformant;

#[derive(Conformant)]
pub struct User;
