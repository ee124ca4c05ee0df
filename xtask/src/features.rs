//! `cargo xtask features`: what users depend on builds with each feature alone, and with none.

use crate::{Error, cargo, run};

/// The package whose features its users choose from.
const PACKAGE: &str = "schema-runtime";

pub(crate) fn check() -> Result<(), Error> {
    let features = features()?;
    for feature in std::iter::once("").chain(features.iter().map(String::as_str)) {
        // A package of its own graph: a test's features must not help. With clippy's flags rather than
        // rustc's, what it depends on is that of the other checks where the features are the same.
        run(cargo()
            .args(["clippy", "--quiet", "--package", PACKAGE, "--lib"])
            .args(["--no-default-features", "--features", feature])
            .args(["--", "-D", "warnings"]))?;
    }
    println!(
        "{PACKAGE} builds with none of its features, and with each of the {} alone",
        features.len()
    );
    Ok(())
}

fn features() -> Result<Vec<String>, Error> {
    let out = cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let packages = metadata["packages"].as_array();
    let package = packages
        .into_iter()
        .flatten()
        .find(|package| package["name"] == PACKAGE)
        .ok_or_else(|| format!("`cargo metadata` does not name {PACKAGE}"))?;
    let features = package["features"].as_object();
    Ok(features
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect())
}
