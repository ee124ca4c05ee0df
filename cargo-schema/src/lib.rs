//! `cargo schema`: takes the snapshot of a PostgreSQL schema and reports what
//! drifted.
//!
//! The library exists for the binary of the same package and for the project's
//! own tests; its interface follows the command's needs.
//!
//! ```text
//! cli -> verbs -> origin -> source, connect        a database
//!                        -> migrations, server     or migrations on a scratch one
//!                        -> take                   the catalogue query
//!              -> side                           one of two that are compared: these, or
//!                 -> git                        what was committed
//!              -> place, report, terminal          the snapshot, and what is said
//!              -> schema_snapshot::rules           what a snapshot breaks
//!              -> models                           what the source claims
//!              -> workflow                         the jobs of continuous integration
//!              -> stand                            which of two sides is out of date
//!              -> notify                           who is told of what was found
//!              -> history                          when the snapshot changed, and how
//!              -> since                            what of a verdict is of what changed
//! ```

pub mod cleanup;
pub mod cli;
pub mod connect;
pub mod error;
pub mod exit;
pub mod git;
pub mod history;
mod json;
pub mod judge;
mod lines;
pub mod migrations;
pub mod models;
pub mod notify;
pub mod origin;
pub mod place;
mod random;
pub mod report;
pub mod server;
pub mod side;
pub mod since;
pub mod source;
pub mod stand;
pub mod take;
pub mod terminal;
pub mod verbs;
pub mod workflow;
