//! The runtime through every driver. One program, because each would link all of them: a file here is
//! a module, and `cargo test -p schema-driver-tests --test drivers codes::` runs one.
#![allow(clippy::unwrap_used)]

mod access;
mod access_races;
mod client_side;
mod codes;
mod concurrent;
mod constraints;
mod guide;
mod provoked;
mod snapshot;
mod verify;
