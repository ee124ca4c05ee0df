#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(partial)]
struct Membership {
    user_id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "badges", partial)]
struct Badge {
    id: Uuid,
    #[conformant(references = Membership)]
    user_id: Uuid,
}
