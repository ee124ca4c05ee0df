//! `cargo xtask msrv`: the published crates build with the Rust that they promise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, root};

/// `rust-version` in the workspace's manifest; a test holds the two together.
const RUST_VERSION: &str = "1.85";

/// Debian's packages of that Rust, for machines without rustup's toolchains.
const DEBIAN: &[&str] = &[
    "cargo-web=1.85*",
    "rustc-web=1.85*",
    "libstd-rust-web-1.85",
    "libstd-rust-web-dev=1.85*",
    "libllvm19",
    "libhttp-parser2.9",
    "libpcre3",
];

/// What is published, `cargo-schema` with its drivers included.
const PACKAGES: &[&str] = &["schema-runtime", "cargo-schema"];

pub(crate) fn run() -> Result<(), Error> {
    let mut cargo = toolchain()?;
    cargo
        .current_dir(root())
        .arg("check")
        .env("CARGO_TARGET_DIR", root().join("target/msrv/target"));
    for package in PACKAGES {
        cargo.args(["--package", package]);
    }
    crate::run(&mut cargo)?;
    println!("the published crates build with Rust {RUST_VERSION}");
    Ok(())
}

fn toolchain() -> Result<Command, Error> {
    let mut rustup = Command::new("rustup");
    rustup.args(["run", RUST_VERSION, "cargo"]);
    let here = Command::new("rustup")
        .args(["run", RUST_VERSION, "cargo", "--version"])
        .output();
    if here.is_ok_and(|out| out.status.success()) {
        return Ok(rustup);
    }
    let dir = root().join("target/msrv/toolchain");
    let cargo = dir.join("usr/bin/cargo");
    if !cargo.is_file() {
        unpack(&dir).map_err(|e| {
            format!("no Rust {RUST_VERSION}: {e}; `rustup toolchain install {RUST_VERSION}`")
        })?;
    }
    let libraries: Vec<PathBuf> = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"]
        .iter()
        .map(|part| dir.join(part))
        .collect();
    let mut command = Command::new(cargo);
    command
        .env("RUSTC", dir.join("usr/bin/rustc"))
        .env("LD_LIBRARY_PATH", std::env::join_paths(libraries)?);
    // Those of the cargo that runs this chore.
    for variable in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTDOC"] {
        command.env_remove(variable);
    }
    Ok(command)
}

fn unpack(dir: &Path) -> Result<(), Error> {
    let debs = root().join("target/msrv/debs");
    fs::create_dir_all(&debs)?;
    crate::run(
        Command::new("apt-get")
            .current_dir(&debs)
            .args(["download", "--quiet"])
            .args(DEBIAN),
    )?;
    for deb in fs::read_dir(&debs)? {
        crate::run(Command::new("dpkg").arg("-x").arg(deb?.path()).arg(dir))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::RUST_VERSION;

    #[test]
    fn is_the_version_of_the_manifest() {
        let manifest = include_str!("../../Cargo.toml");
        assert!(manifest.contains(&format!("\nrust-version = \"{RUST_VERSION}\"\n")));
    }
}
