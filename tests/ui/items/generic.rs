//! What depends on a type parameter is asked where the parameter is given.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User<'a, Id, const N: usize> {
    pub id: Id,
    pub nickname: &'a str,
}

pub type Right<'a> = User<'a, Uuid, 1>;

pub fn columns() -> usize {
    <User<'_, i32, 1> as Conformant>::COLUMNS.len()
}
