//! One table, and the models of it beside each driver. The README and the guide show these files;
//! `tests/tests/example.rs` holds them together, and runs two of the three on a server.

pub mod diesel;
pub mod sqlx;
pub mod tokio_postgres;
