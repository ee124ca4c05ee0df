//! The start-up guard on real servers.

mod binary;
mod circumstances;
mod constraints;
mod drivers;
mod matrix;
mod support;
