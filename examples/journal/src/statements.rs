//! What is sent to the database. The tables and columns come from the models, which were
//! compared with the schema; what stands behind them is text, and a test has PostgreSQL
//! prepare it (`tests/tests/example.rs`).

use schema_runtime::Conformant;

use crate::accounts::{LogEntry, OpaqueSession, SecretTag, User};
use crate::entries::{EntryHeading, JournalEntry, JournalEntryTag, NewJournalEntry, Tag};
use crate::reminders::Reminder;

/// What each statement is for, and its text.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("sign in", select::<User>("WHERE email = $1")),
        (
            "go on with a session",
            select::<OpaqueSession>("WHERE session_id = $1 AND expires_at > now()"),
        ),
        (
            "unlock a secret tag",
            select::<SecretTag>("WHERE binary_tag_id = $1"),
        ),
        (
            "list a journal",
            select::<EntryHeading>("WHERE user_id = $1 ORDER BY entry_date DESC"),
        ),
        ("open an entry", select::<JournalEntry>("WHERE id = $1")),
        ("write an entry", insert::<NewJournalEntry<'_>>()),
        (
            "offer tags",
            select::<Tag>("WHERE user_id = $1 ORDER BY name"),
        ),
        (
            "find entries by tag",
            select::<JournalEntryTag>("WHERE tag_id = $1"),
        ),
        (
            "remind",
            select::<Reminder>("WHERE is_active AND next_at <= now()"),
        ),
        (
            "page through the log",
            select::<LogEntry>("WHERE id > $1 ORDER BY id LIMIT 100"),
        ),
    ]
}

fn select<T: Conformant>(rest: &str) -> String {
    format!("SELECT {} FROM {} {rest}", columns::<T>(), table::<T>())
}

fn insert<T: Conformant>() -> String {
    let values: Vec<_> = (1..=T::COLUMNS.len()).map(|n| format!("${n}")).collect();
    format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table::<T>(),
        columns::<T>(),
        values.join(", ")
    )
}

fn table<T: Conformant>() -> String {
    format!("{}.{}", T::SCHEMA, T::TABLE)
}

fn columns<T: Conformant>() -> String {
    T::COLUMNS.join(", ")
}
