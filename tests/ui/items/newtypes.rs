//! What is in a newtype has to hold what the type is over; and one that does still takes NULL or not.

use schema_runtime::Conformant;

pub type Bytes = Vec<u8>;

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Email(pub Bytes);

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Generic<T>(pub T);

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User {
    pub email: Generic<i64>,
}

#[derive(Conformant)]
#[conformant(type = "price_range")]
pub struct Prices(pub (i64, i64));

#[derive(Conformant)]
#[conformant(type = "order_status")]
pub struct Status(pub i32);

#[derive(Conformant)]
#[conformant(type = "bigint")]
pub struct Count(pub i32);

#[derive(Conformant)]
#[conformant(type = "bigint")]
pub struct Counted(#[conformant(holds = "bigint")] pub i32);

#[derive(Conformant)]
#[conformant(transparent)]
pub struct Name(pub String);

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Names {
    pub nickname: Name,
    pub r#type: Option<Name>,
}
