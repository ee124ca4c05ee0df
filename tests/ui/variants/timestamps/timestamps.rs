//! What is said of timestamps that a plain statement does not mend.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
pub struct Event {
    pub id: Uuid,
}

#[derive(Conformant)]
pub struct Note {
    pub id: Uuid,
    pub date_created: DateTime<Utc>,
    pub creation_date: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
pub struct Clock {
    pub id: Uuid,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub rung_at: NaiveTime,
    pub day_at: NaiveDateTime,
}

#[derive(Conformant)]
pub struct Day {
    pub id: Uuid,
    pub created_at: NaiveDateTime,
    pub updated_at: DateTime<Utc>,
}
