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

#[derive(Conformant)]
#[conformant(partial, update)]
pub struct Form {
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(insert, update)]
pub struct NewUser {
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(type = "address", partial, insert, update)]
pub struct Address {
    pub street: Option<String>,
}

#[derive(Conformant)]
#[conformant(transparent, table = "users", partial, schema = "public")]
pub struct UserId(Uuid);

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "snake_case")]
pub enum Status {
    Placed,
    Paid,
    InTransit,
    #[conformant(skip, other)]
    Other,
}
