#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;


#[derive(Conformant)]
struct Setting {
    id: Uuid,
    consent_to_receive_marketing_messages_from_partner_organisation: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}
