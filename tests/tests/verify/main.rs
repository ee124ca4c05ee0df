//! The start-up guard on real servers.
#![allow(clippy::unwrap_used)]

mod binary;
mod circumstances;
mod drivers;
mod matrix;
mod support;
