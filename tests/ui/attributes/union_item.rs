use schema_runtime::Conformant;

#[derive(Conformant)]
pub union Bits {
    pub whole: i32,
    pub real: f32,
}
