use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, allow(primary_key_uuid = "ordered by sequence"))]
pub struct User {
    #[conformant(allow(snake_case_names = "as the shop writes it"))]
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "active_users", partial, allow(primary_key_exists = "a view"))]
pub struct ActiveUser {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(type = "email", allow(primary_key_uuid = "no table"))]
pub struct Email(String);
