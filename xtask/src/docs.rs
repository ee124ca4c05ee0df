//! `cargo xtask docs`: the documentation that is generated from declarations.

use std::fs;
use std::path::PathBuf;

use crate::{Error, root};

/// Every generated file with its text.
fn files() -> Vec<(PathBuf, String)> {
    vec![
        (
            PathBuf::from("docs/changes.md"),
            schema_snapshot::diff::page(),
        ),
        (
            PathBuf::from("docs/errors.md"),
            schema_snapshot::conform::page(),
        ),
        (
            PathBuf::from("docs/rules.md"),
            schema_snapshot::rules::docs(),
        ),
        (
            PathBuf::from("docs/schema-toml.schema.json"),
            schema_snapshot::config::json_schema(),
        ),
    ]
}

pub(crate) fn write() -> Result<(), Error> {
    for (path, text) in files() {
        fs::write(root().join(path), text)?;
    }
    Ok(())
}

pub(crate) fn check() -> Result<(), Error> {
    for (path, text) in files() {
        if fs::read_to_string(root().join(&path)).ok() != Some(text) {
            return Err(
                format!("{} is out of date: run `cargo xtask docs`", path.display()).into(),
            );
        }
    }
    Ok(())
}
