//! The start-up guard on real servers.
#![allow(clippy::unwrap_used)]

mod binary;
mod circumstances;
mod constraints;
mod drivers;
mod matrix;
mod support;
