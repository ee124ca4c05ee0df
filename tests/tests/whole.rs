//! Tests that need more than one crate. One program: the servers are started once, and while one test
//! waits for a build another works. A file here is a module, and
//! `cargo test -p schema-tests --test whole ui::` runs one.
#![allow(clippy::unwrap_used)]

mod cache_live;
mod catalogue;
mod deploy_live;
mod example;
mod harness;
mod rebuild;
mod retry_live;
mod rules_live;
mod ui;
mod verify;
