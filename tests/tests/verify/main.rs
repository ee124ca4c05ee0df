//! The start-up guard on real servers.
#![allow(clippy::unwrap_used)]

mod circumstances;
mod matrix;
mod support;
