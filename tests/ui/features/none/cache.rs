//! A cached structure where the runtime's feature for it is off.

use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial, cache = "card")]
pub struct Card {
    pub nickname: Option<String>,
}
