//! Two fields of one wrong type over columns of one type are two mistakes.

use schema_runtime::Conformant;

pub struct Moment;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User {
    pub created_at: Moment,
    pub updated_at: Box<Moment>,
}
