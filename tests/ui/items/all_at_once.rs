//! Every mistake of an item is told in one build, each once and at its place.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", alow(primary_key_uuid = "why not"))]
pub struct User {
    pub id: i32,
    #[conformant(colum = "email")]
    pub mail: String,
    pub nickname: String,
    pub loggins: i64,
    pub settings: Vec<Option<Uuid>>,
}

#[derive(Conformant)]
#[conformant(table = "users")]
pub struct Drifted {
    pub id: i32,
    pub emial: String,
    pub nickname: String,
    pub logins: Option<i64>,
    pub settings: Settings,
}

pub struct Settings;

#[derive(Conformant)]
pub struct Tuple(Uuid, String);

#[derive(Conformant)]
pub union Both {
    a: i32,
    b: f32,
}
