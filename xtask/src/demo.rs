//! `cargo xtask demo`: a real build that fails on real drift.
//!
//! Builds a copy of `examples/shop` twice: against the snapshot it was written
//! for, and against the one that `examples/shop/drift` leaves behind. Both are
//! snapshots that `cargo schema refresh` took; a test takes them again.

use std::fs;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

use crate::{Error, cargo, root};

/// The columns and objects that the drift touches: each must be named by the failing build.
const DRIFT: &[&str] = &[
    "User.email",
    "Product.price_cents",
    "Order.note",
    "refunded",
    "fk_orders_user_id",
];

pub(crate) fn run() -> Result<(), Error> {
    let example = root().join("examples/shop");
    let copy = root().join("target/demo/shop");
    let _ = fs::remove_dir_all(&copy);
    copy_dir(&example.join("src"), &copy.join("src"))?;
    copy_dir(&example.join("schema"), &copy.join("schema"))?;
    fs::write(copy.join("Cargo.toml"), manifest()?)?;

    println!("1. The shop's models, and the snapshot of the schema they were written for:");
    println!("   $ cargo check\n");
    if !check(&copy).status()?.success() {
        return Err("the shop should build against its own snapshot".into());
    }

    println!("\n2. A migration is merged, and the snapshot refreshed:\n");
    for line in fs::read_to_string(example.join("drift/0002_spring_cleaning.sql"))?.lines() {
        if !line.is_empty() && !line.starts_with("--") {
            println!("   {line}");
        }
    }
    copy_dir(&example.join("drift/schema"), &copy.join("schema"))?;

    println!("\n3. The same models, not touched:");
    println!("   $ cargo check\n");
    let color = if std::io::stderr().is_terminal() {
        "always"
    } else {
        "never"
    };
    let out = check(&copy).args(["--color", color]).output()?;
    let text = String::from_utf8_lossy(&out.stderr);
    eprint!("{text}");
    let missed: Vec<_> = DRIFT.iter().filter(|word| !text.contains(**word)).collect();
    if out.status.success() || !missed.is_empty() {
        return Err(format!("the build should have failed and named {missed:?}").into());
    }
    println!(
        "\nThe build failed, and says what, where, why, and how to mend it. No database was asked."
    );
    println!("The models are in examples/shop/src/lib.rs, the snapshot in examples/shop/schema.");
    Ok(())
}

/// The example's manifest, standing alone: what it takes from the workspace is written out.
fn manifest() -> Result<String, Error> {
    let root = root();
    let text = fs::read_to_string(root.join("examples/shop/Cargo.toml"))?;
    let mut out = String::new();
    for line in text.lines() {
        match line {
            "version.workspace = true" => out.push_str("version = \"0.0.0\""),
            "edition.workspace = true" => out.push_str("edition = \"2024\""),
            "rust-version.workspace = true" | "license.workspace = true" => continue,
            _ => out.push_str(&line.replace(
                "workspace = true",
                &format!("path = \"{}\"", root.join("schema-runtime").display()),
            )),
        }
        out.push('\n');
    }
    out.push_str("\n[workspace]\n");
    Ok(out)
}

fn check(dir: &Path) -> Command {
    let mut command = cargo();
    command
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", root().join("target/demo/target"))
        .arg("check");
    command
}

fn copy_dir(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).map_err(|e| format!("{}: {e}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
