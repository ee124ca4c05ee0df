//! `schema/schema.toml`: the team's standard.

mod exception;
mod glob;
mod read;
mod toml;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::codec::words;
use crate::finding::Level;
use crate::name::QualifiedName;
use crate::rules::{self, Rule};

pub use exception::Exception;
pub use glob::glob;

/// The commented `schema.toml` that `cargo schema init` writes: every key with its default, every
/// rule with its recommended level. Reading it gives [`Config::default`].
pub fn template() -> String {
    let mut rules = "[rules]\n".to_owned();
    for rule in rules::ALL {
        let _ = writeln!(rules, "# {} = \"{}\"", rule.id, rule.recommended.word());
    }
    let text = include_str!("schema.toml").replace("[rules]\n", &rules);
    // By this comment editors find the schema.
    format!("#:schema {FOR_EDITORS}\n{text}")
}

/// Where the JSON Schema of `schema.toml` is published.
const FOR_EDITORS: &str = "https://raw.githubusercontent.com/schema-conformance/schema-conformance/main/docs/schema-toml.schema.json";

/// The JSON Schema of `schema.toml`, by which editors complete and check it.
pub fn json_schema() -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let ids: Vec<_> = rules::ALL.iter().map(|rule| text(rule.id)).collect();
    let levels = rules::ALL.iter().map(|rule| {
        format!(
            "        {}: {{ \"description\": {}, \"$ref\": \"#/definitions/level\" }}",
            text(rule.id),
            text(rule.summary)
        )
    });
    include_str!("editors.json")
        .replace("ADDRESS", FOR_EDITORS)
        .replace("[IDS]", &format!("[{}]", ids.join(", ")))
        .replace("LEVELS", &levels.collect::<Vec<_>>().join(",\n"))
}

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
    /// Relations, types and functions that `refresh` leaves out: `schema.name` with `*` and `?`,
    /// to be asked with [`glob`].
    pub exclude: Vec<String>,
    /// The migrations that `refresh` takes the schema from where the command line names no source: a
    /// path from the directory that the snapshot is in.
    pub migrations: Option<String>,
    /// Source files in which no models are looked for, as in a `.gitignore` beside the snapshot's
    /// directory.
    pub models_exclude: Vec<String>,
    /// The preset.
    pub preset: Preset,
    /// Levels by rule that differ from the preset.
    pub rules: BTreeMap<String, Level>,
    /// Levels for the tables that a pattern of [`glob`] stands for, in the order of the file; the last
    /// that names the rule counts.
    pub tables: Vec<(String, BTreeMap<String, Level>)>,
    /// What is excepted, in the order of the file.
    pub exceptions: Vec<Exception>,
    /// The naming templates of `constraint_names`; a name is good when one template gives it.
    pub constraint_names: ConstraintNames,
    /// Prefixes of tables' names, and the domains they stand for (`table_domain_prefix`).
    pub table_prefixes: BTreeMap<String, String>,
    /// Rust types of other crates, by path, and the SQL types that they are declared to hold.
    pub rust_types: BTreeMap<String, Vec<String>>,
}

/// Templates by kind of object, none of them empty. `{table}`, `{columns}` (joined by `_`),
/// `{column}` (the first), `{referenced}` (a foreign key's target) are filled in; `*` stands for
/// anything.
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

/// What is wrong in a `schema.toml`: everything at once, in the order of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<ConfigError>);

/// One mistake in a `schema.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what is expected, with the nearest name when there is one.
    pub message: String,
}

impl Config {
    /// Reads a `schema.toml`. A byte order mark and CRLF are fine.
    ///
    /// # Errors
    /// Every syntax error, unknown key, wrong type and unknown rule, level, preset or
    /// placeholder, with its line. When the syntax is wrong only that is said: what a parser
    /// guesses after a syntax error would be noise.
    pub fn parse(text: &str) -> Result<Self, ConfigErrors> {
        read::config(text)
    }

    /// The level of a rule, where no table has one of its own.
    pub fn level(&self, rule: &Rule) -> Level {
        let own = self.rules.get(rule.id).copied();
        own.unwrap_or(match self.preset {
            Preset::Recommended => rule.recommended,
            Preset::Strict => Level::Deny,
        })
    }

    /// The level of a rule for one relation.
    pub fn level_for(&self, rule: &Rule, relation: &QualifiedName) -> Level {
        let mut own = self.tables.iter().rev().filter_map(|(pattern, levels)| {
            let level = levels.get(rule.id)?;
            glob(pattern, &relation.dotted()).then_some(*level)
        });
        own.next().unwrap_or_else(|| self.level(rule))
    }
}

impl std::fmt::Display for ConfigErrors {
    /// `line 3: unknown rule ...`, a line each.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ConfigErrors {}
impl std::error::Error for ConfigError {}

impl Default for Config {
    fn default() -> Self {
        Self {
            default_schema: "public".to_owned(),
            schemas: Vec::new(),
            exclude: Vec::new(),
            migrations: None,
            models_exclude: Vec::new(),
            preset: Preset::Recommended,
            rules: BTreeMap::new(),
            tables: Vec::new(),
            exceptions: Vec::new(),
            constraint_names: ConstraintNames::default(),
            table_prefixes: BTreeMap::new(),
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
            index: list(&[
                "{table}_{columns}_idx",
                "idx_{table}_{columns}",
                "{table}_*_idx",
                "idx_{table}_*",
            ]),
            check: list(&["{table}_*_check", "{table}_check", "ck_{table}_*"]),
        }
    }
}
