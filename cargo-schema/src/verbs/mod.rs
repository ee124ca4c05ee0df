//! The verbs, one file each: its arguments, its help, and what it does.

pub mod analyze;
pub mod baseline;
pub mod check;
pub mod ci;
pub mod completions;
pub mod diff;
pub mod exceptions;
pub mod explain;
pub mod hook;
pub mod init;
pub mod lint;
pub mod list;
pub mod man;
pub mod refresh;
pub mod report;
pub mod rules;
pub mod status;
pub mod verify_binary;

use std::path::PathBuf;

use crate::source::Environment;
use crate::terminal::Terminal;

/// What every verb is given.
pub struct Context {
    /// The working directory.
    pub directory: PathBuf,
    /// Environment variables and `.env`.
    pub environment: Environment,
    /// Where to say what.
    pub terminal: Terminal,
}
