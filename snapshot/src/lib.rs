//! The model of a PostgreSQL schema, its snapshot on disk, and the rules that
//! are checked against it.
//!
//! Data flows one way:
//!
//! ```text
//! catalogue query -> model -> snapshot on disk
//!                      |
//!            claim ----+--> conform + rules -> findings and questions -> a renderer
//! ```
//!
//! # Examples
//!
//! What a committed snapshot has, and what the team's standard says of it:
//!
//! ```
//! use schema_snapshot::{QualifiedName, Snapshot, rules};
//!
//! # let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/journal/schema");
//! # let directory = std::path::Path::new(directory);
//! let snapshot = Snapshot::open(directory)?;
//! let name = QualifiedName::new("public", "users");
//! let users = snapshot.relation(&name)?.expect("the file is there").value;
//! assert_eq!(users.columns[0].name, "id");
//!
//! let judged = rules::run_relation(&users, snapshot.config(), &[]);
//! assert!(judged.findings.is_empty());
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate knows neither Rust syntax (`schema-claims` does), nor a database
//! driver, nor a terminal (`cargo-schema` does).

#[cfg(feature = "access")]
pub mod access;
#[cfg(feature = "refresh")]
pub mod analysis;
pub mod baseline;
#[cfg(feature = "refresh")]
pub mod catalogue;
pub mod claim;
pub mod codec;
pub mod config;
pub mod conform;
#[cfg(feature = "refresh")]
pub mod diff;
#[cfg(feature = "refresh")]
pub mod elsewhere;
pub mod finding;
pub mod foreign_key;
pub mod inference;
pub mod model;
pub mod name;
pub mod nearest;
#[cfg(feature = "refresh")]
mod parallel;
pub mod rules;
pub mod rust_names;
pub mod sql_type;
pub mod store;
pub mod type_hash;
#[cfg(feature = "refresh")]
pub mod verify;

pub use claim::{Claim, Place};
pub use config::Config;
pub use finding::{Finding, Level, Question};
pub use model::{Column, Relation, UserType};
pub use name::QualifiedName;
pub use sql_type::SqlType;
pub use store::Snapshot;
