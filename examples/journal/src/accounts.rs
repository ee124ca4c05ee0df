//! Who writes, and what they have unlocked.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

/// An address that mail was sent to. It can stand wherever its `String` can.
#[derive(Clone, Conformant, Debug, PartialEq, Eq)]
#[conformant(transparent)]
pub struct Email(pub String);

/// A row of `users`: the table is found by the struct's name.
#[derive(Clone, Conformant, Debug)]
pub struct User {
    pub id: Uuid,
    pub email: Email,
    pub display_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A tag that only its own password shows.
#[derive(Clone, Conformant, Debug)]
#[conformant(allow(primary_key_uuid = "the OPAQUE protocol takes the tag's id as text"))]
pub struct SecretTag {
    pub tag_id: String,
    /// The same id as the protocol's 16 bytes.
    pub binary_tag_id: Vec<u8>,
    pub user_id: Uuid,
    pub tag_name: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A sign-in by OPAQUE, of a user or for a secret tag.
#[derive(Clone, Conformant, Debug)]
pub struct OpaqueSession {
    pub session_id: Uuid,
    pub user_id: Uuid,
    pub binary_tag_id: Option<Vec<u8>>,
    pub session_state: String,
    pub session_data: Option<Vec<u8>>,
    pub expires_at: DateTime<Utc>,
    pub last_activity: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What happened, in order.
#[derive(Clone, Conformant, Debug)]
#[conformant(allow(
    primary_key_uuid = "a page of the log begins after the last id of the one before"
))]
pub struct LogEntry {
    pub id: i64,
    pub user_id: Option<Uuid>,
    pub message: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
