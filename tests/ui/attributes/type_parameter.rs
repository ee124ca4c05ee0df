#![allow(dead_code)]

use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct User<S> {
    pub id: Uuid,
    #[conformant(json)]
    pub settings: S,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access, returns = User<S>)]
pub struct NewUser<S> {
    pub email: String,
    #[conformant(json)]
    pub settings: S,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
pub struct Order<S> {
    pub id: Uuid,
    #[conformant(references = User<S>)]
    pub user_id: Uuid,
    #[conformant(skip)]
    pub user: Option<User<S>>,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial)]
pub struct Receipt<P> {
    pub id: Uuid,
    #[conformant(flatten)]
    pub rest: P,
}

// Who calls a statement is not told again.
fn statements(new: &NewUser<i64>, order: &Order<i64>) {
    let _ = new.insert();
    let _ = Order::<i64>::by_id(&order.id).find();
}
