//! What is written, and how it is found again.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

/// A row of `journal_entries`.
#[derive(Clone, Conformant, Debug)]
pub struct JournalEntry {
    pub id: Uuid,
    pub user_id: Uuid,
    pub title: Option<String>,
    pub content: String,
    pub audio_url: Option<String>,
    pub audio_bytes: Option<i32>,
    pub entry_date: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What a list of entries shows: the columns it names, and no others.
#[derive(Clone, Conformant, Debug)]
#[conformant(table = "journal_entries", partial)]
pub struct EntryHeading {
    pub id: Uuid,
    pub title: Option<String>,
    pub entry_date: DateTime<Utc>,
}

/// What an INSERT gives: columns with a default may be left out, the others may not.
#[derive(Clone, Conformant, Debug)]
#[conformant(table = "journal_entries", insert)]
pub struct NewJournalEntry<'a> {
    pub user_id: Uuid,
    pub title: Option<&'a str>,
    pub content: &'a str,
    pub entry_date: DateTime<Utc>,
}

/// A row of `tags`.
#[derive(Clone, Conformant, Debug)]
pub struct Tag {
    pub id: Uuid,
    pub user_id: Uuid,
    pub name: String,
    pub color: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Which entry has which tag. The standard knows such a table: its key is the two references,
/// and nothing in a row ever changes.
#[derive(Clone, Conformant, Debug)]
pub struct JournalEntryTag {
    pub entry_id: Uuid,
    pub tag_id: Uuid,
}
