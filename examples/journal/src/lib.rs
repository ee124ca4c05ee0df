//! A journal: who writes, what they write, and when they are reminded to.
//!
//! Each model is held against `schema/` while it compiles: rename a field, change
//! its type, or drop a variant, and build again.

pub mod accounts;
pub mod entries;
pub mod reminders;
pub mod statements;
