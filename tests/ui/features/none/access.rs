//! Statements where no driver's feature is on: the runtime is built without them. It is said once, however
//! many models there are.

use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Card {
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access, returns = Card)]
pub struct NewCard {
    pub email: String,
}
