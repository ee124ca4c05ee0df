#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct User {
    id: Uuid,
    #[conformant(flatten)]
    times: Times,
}

#[derive(Conformant)]
#[conformant(table = "times", partial)]
struct Times {
    created_at: DateTime<Utc>,
}
