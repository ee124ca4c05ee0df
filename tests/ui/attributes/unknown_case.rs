use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, rename_all = "snakecase")]
pub struct Near {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, rename_all = "shouting")]
pub struct Far {
    pub id: Uuid,
}
