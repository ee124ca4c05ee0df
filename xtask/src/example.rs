//! `cargo xtask example service|sync`: an example on a throw-away server.

use crate::{Error, cargo, postgres};

pub(crate) fn run(name: &str, rest: &[&str]) -> Result<(), Error> {
    let server = postgres::provide(&[postgres::NEWEST])?;
    let bin = server
        .into_iter()
        .next()
        .ok_or("there is no PostgreSQL")?
        .bin;
    let directory = format!("examples/{name}");
    let file = format!("{directory}/products.tsv");
    let arguments: Vec<&str> = match (name, rest) {
        ("sync", []) => vec![&file],
        _ => rest.to_vec(),
    };
    // Compiled first, so that nothing of that is done while the server waits.
    crate::run(cargo().args(["build", "--package", name]))?;
    crate::run(
        cargo()
            .args([
                "run",
                "--quiet",
                "--package",
                "schema-tests",
                "--bin",
                "with-database",
                "--",
            ])
            .arg(format!("{directory}/migrations"))
            .args(["cargo", "run", "--quiet", "--package", name, "--"])
            .args(arguments)
            .env("SCHEMA_TEST_POSTGRES", bin),
    )
}
