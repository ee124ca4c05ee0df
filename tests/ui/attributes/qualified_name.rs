use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "public.users", partial)]
pub struct User {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(type = "public.email")]
pub struct Email(String);
