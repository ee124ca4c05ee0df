//! Tests of the command. One program, because each would link the whole of it: a file here is a
//! module, and `cargo test -p cargo-schema --test cli diff::` runs one.
#![allow(clippy::unwrap_used)]

mod bookkeeping;
mod check;
mod ci;
mod command;
mod diff;
mod errors;
mod hook;
mod lint;
mod list;
mod migrations;
mod models;
mod new_only;
mod notify;
mod pooler;
mod published;
mod report;
mod rules;
mod server;
mod shells;
mod signals;
mod standard;
mod status;
mod support;
mod tls;
mod verify_binary;

#[path = "../../tests/src/pooler.rs"]
#[allow(unreachable_pub, reason = "it is public where it is at home")]
mod real_pooler;
