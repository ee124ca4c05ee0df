//! `schema/schema.toml`: the team's standard.

use std::collections::BTreeMap;

use crate::codec::words;
use crate::finding::Level;

words! {
    /// Which level the rules have that the file does not name.
    pub enum Preset {
        /// Each rule's own recommended level.
        Recommended = "recommended",
        /// Every rule denies.
        Strict = "strict",
    }
}

/// The configuration of a snapshot. [`Config::default`] is that of an empty file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The schema of models that name none. `public` by default.
    pub default_schema: String,
    /// The schemas that `refresh` takes; empty: all that are not the system's.
    pub schemas: Vec<String>,
    /// Relations, types and functions that `refresh` leaves out: `schema.name` with `*` and `?`.
    pub exclude: Vec<String>,
    /// The preset.
    pub preset: Preset,
    /// Levels by rule that differ from the preset.
    pub rules: BTreeMap<String, Level>,
    /// The naming templates of `constraint_names`; a name is good when one template gives it.
    pub constraint_names: ConstraintNames,
    /// Rust types of other crates, by path, and the SQL types that they are declared to hold.
    pub rust_types: BTreeMap<String, Vec<String>>,
}

/// Templates by kind of object. `{table}`, `{columns}` (joined by `_`), `{column}` (the first),
/// `{referenced}` (a foreign key's target) are filled in; `*` stands for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstraintNames {
    /// Primary keys.
    pub primary_key: Vec<String>,
    /// Foreign keys.
    pub foreign_key: Vec<String>,
    /// Unique constraints.
    pub unique: Vec<String>,
    /// Indexes that back no constraint.
    pub index: Vec<String>,
    /// Check constraints.
    pub check: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            default_schema: "public".to_owned(),
            schemas: Vec::new(),
            exclude: Vec::new(),
            preset: Preset::Recommended,
            rules: BTreeMap::new(),
            constraint_names: ConstraintNames::default(),
            rust_types: BTreeMap::new(),
        }
    }
}

impl Default for ConstraintNames {
    /// The names PostgreSQL gives by itself, and the prefixed ones; a team that wants one of the
    /// two says so in `schema.toml`.
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
        Self {
            primary_key: list(&["{table}_pkey", "pk_{table}"]),
            foreign_key: list(&["{table}_{columns}_fkey", "fk_{table}_{columns}"]),
            unique: list(&["{table}_{columns}_key", "uq_{table}_{columns}"]),
            index: list(&["{table}_{columns}_idx", "idx_{table}_{columns}"]),
            check: list(&["{table}_*_check", "{table}_check", "ck_{table}_*"]),
        }
    }
}
