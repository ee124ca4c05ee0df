use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, insert)]
pub struct User {
    pub id: Uuid,
    #[conformant(skip, column = "email")]
    pub mail: String,
    #[conformant(flatten, column = "nickname")]
    pub name: Name,
}

#[derive(Conformant)]
#[conformant(table = "users", type = "address")]
pub struct Name {
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(transparent, type = "email")]
pub struct Email(String);

#[derive(Conformant)]
pub enum OrderStatus {
    #[conformant(skip, rename = "placed")]
    Placed,
    #[conformant(other, rename = "paid")]
    Paid,
}
