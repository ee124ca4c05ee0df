//! What is said: what changed, for people.

mod changes;

pub use changes::{changes, contents, counts, files, foreign, is_stale, plural};
