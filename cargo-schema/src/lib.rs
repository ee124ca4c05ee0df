//! `cargo schema`: takes the snapshot of a PostgreSQL schema and reports what
//! drifted.
//!
//! The library exists for the binary of the same package and for the project's
//! own tests; its interface follows the command's needs.

pub mod cleanup;
pub mod connect;
pub mod error;
pub mod exit;
pub mod migrations;
mod random;
pub mod server;
pub mod source;
