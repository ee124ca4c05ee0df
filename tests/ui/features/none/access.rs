//! Statements where no driver's feature is on: the runtime is built without them.

use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Card {
    pub nickname: Option<String>,
}
