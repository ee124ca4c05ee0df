//! UI tests: what rustc shows of a derive, held against files.
//!
//! A case is a Rust file under `tests/ui/`. It is compiled as the library of a
//! package of its own, beside a copy of the snapshot that belongs to it, so that
//! the snapshot is found as users' packages find theirs: that is why this is not
//! `trybuild`, where all cases are of one package. One `cargo check` compiles all.
//!
//! What rustc has to say of `a/b.rs` stands in `a/b.stderr`; without that file it
//! must have nothing to say. With `BLESS=1` in the environment the files are
//! written instead. The snapshot is the directory `schema` beside the case, or
//! the nearest above.
//!
//! Below `features/` the name of a directory says which features the runtime has,
//! with a `+` between, or `none`. Cargo gives one package one set of features in
//! a workspace, so each such directory is one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::measure::{apart, cargo, root};

/// A Rust file and what the compiler says of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The path below `tests/ui`, without extension: `errors/unknown_column/example`.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// What is compiled, normally the file's text.
    pub text: String,
    /// The snapshot it is compiled with; `None` for none.
    pub snapshot: Option<PathBuf>,
}

/// The directory of the cases.
pub fn directory() -> PathBuf {
    root().join("tests/ui")
}

/// Where tests put what they make.
pub fn scratch() -> PathBuf {
    root().join("target/ui")
}

/// Whether the expected files are to be written.
pub fn bless() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value != "0")
}

/// What the runtime's features are where nothing else is said.
pub const FEATURES: [&str; 5] = ["access", "cache", "chrono", "serde_json", "uuid"];

/// Every case that is compiled with [`FEATURES`], by name.
///
/// # Panics
///
/// When a file can't be read.
pub fn cases() -> Vec<Case> {
    let mut cases = cases_below(&directory());
    cases.retain(|case| !case.name.starts_with("features/"));
    cases
}

/// Every case that is compiled with other features, with those.
///
/// # Panics
///
/// When a file can't be read.
pub fn cases_of_features() -> Vec<(Vec<String>, Vec<Case>)> {
    let at = directory().join("features");
    let entries = fs::read_dir(&at).unwrap_or_else(|e| panic!("{}: {e}", at.display()));
    let mut sets: Vec<(Vec<String>, Vec<Case>)> = entries
        .map(|entry| entry.unwrap_or_else(|e| panic!("{e}")))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let features = name.split('+').filter(|name| *name != "none");
            (
                features.map(str::to_owned).collect(),
                cases_below(&entry.path()),
            )
        })
        .collect();
    sets.sort_by(|(a, _), (b, _)| a.cmp(b));
    sets
}

fn cases_below(below: &Path) -> Vec<Case> {
    let mut files = Vec::new();
    collect(below, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let below = file.strip_prefix(directory()).unwrap_or(&file);
            Case {
                name: below
                    .with_extension("")
                    .to_string_lossy()
                    .replace('\\', "/"),
                text: read(&file),
                snapshot: file
                    .ancestors()
                    .skip(1)
                    .take_while(|dir| dir.starts_with(directory()))
                    .map(|dir| dir.join("schema"))
                    .find(|dir| dir.join("index.json").is_file()),
                file,
            }
        })
        .collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    for entry in entries {
        let path = entry.unwrap_or_else(|e| panic!("{e}")).path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Compiles the cases with some of the runtime's features, and gives, by name, what rustc showed of
/// each. The file is named as it is in the repository.
///
/// # Panics
///
/// When cargo does not run, or a dependency does not compile.
pub fn compile(
    workspace: &str,
    features: &[impl AsRef<str>],
    cases: &[Case],
) -> BTreeMap<String, String> {
    let home = scratch().join(workspace);
    let _ = fs::remove_dir_all(&home);
    let mut members = vec!["\"others\"".to_owned()];
    write(&home.join("others/Cargo.toml"), OTHERS_MANIFEST);
    write(&home.join("others/src/lib.rs"), OTHERS);
    for case in cases {
        let package = package(&case.name);
        let at = home.join(&package);
        write(&at.join("Cargo.toml"), &manifest(&package, features));
        write(&at.join("src/lib.rs"), &case.text);
        if let Some(snapshot) = &case.snapshot {
            copy(snapshot, &at.join("schema"));
        }
        members.push(format!("{package:?}"));
    }
    write(
        &home.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
            members.join(", ")
        ),
    );
    // The versions that the project itself was tested with.
    let _ = fs::copy(root().join("Cargo.lock"), home.join("Cargo.lock"));
    let output = check(&home);
    let mut shown: BTreeMap<String, String> = cases
        .iter()
        .map(|case| (case.name.clone(), String::new()))
        .collect();
    let mut finished = false;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        finished |= message["reason"] == "build-finished";
        let Some(rendered) = message["message"]["rendered"].as_str() else {
            continue;
        };
        let target = message["target"]["name"].as_str().unwrap_or_default();
        let Some(case) = cases.iter().find(|case| package(&case.name) == target) else {
            panic!("{target} does not compile:\n{rendered}");
        };
        // "aborting due to ..." says nothing that the others do not.
        if message["message"]["spans"]
            .as_array()
            .is_some_and(Vec::is_empty)
            && rendered.starts_with("error: aborting")
            || rendered.starts_with("For more information")
            || rendered.contains(" warning emitted")
            || rendered.contains(" warnings emitted")
            || rendered.starts_with("Some errors have")
        {
            continue;
        }
        let rendered = rendered
            .replace(&format!("{target}/src/lib.rs"), "lib.rs")
            .replace("src/lib.rs", "lib.rs")
            .replace(&*root().to_string_lossy(), "$ROOT");
        if let Some(text) = shown.get_mut(&case.name) {
            text.push_str(&rendered);
        }
    }
    assert!(
        finished,
        "cargo did not come to an end:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    shown
}

/// A derive that does nothing and brings the attributes of the crates that ours reads too.
const OTHERS: &str = "\
#[proc_macro_derive(Others, attributes(sqlx, diesel, sea_orm, postgres))]
pub fn others(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    proc_macro::TokenStream::new()
}
";

const OTHERS_MANIFEST: &str = "\
[package]
name = \"others\"
edition = \"2024\"

[lib]
proc-macro = true
";

const DRIVERS: &str = "\
postgres = { version = \"0.19\", default-features = false, features = [\"with-uuid-1\"] }
tokio-postgres = { version = \"0.7\", default-features = false }
";

fn check(home: &Path) -> std::process::Output {
    let mut command: Command = cargo();
    command
        .args([
            "check",
            "--workspace",
            "--keep-going",
            "--message-format=json",
        ])
        .env("CARGO_TARGET_DIR", apart())
        .env_remove("SCHEMA_SNAPSHOT")
        .env_remove("RUSTFLAGS")
        .current_dir(home)
        .stdin(Stdio::null());
    command.output().unwrap_or_else(|e| panic!("cargo: {e}"))
}

fn package(name: &str) -> String {
    name.replace(['/', '-', '+'], "_")
}

fn manifest(package: &str, features: &[impl AsRef<str>]) -> String {
    let features: Vec<_> = features.iter().map(AsRef::as_ref).collect();
    let drivers = if features.contains(&"postgres") {
        DRIVERS
    } else {
        ""
    };
    format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\
         schema-runtime = {{ path = \"{runtime}\", features = {features:?} }}\n\
         chrono = {{ version = \"0.4\", default-features = false }}\n\
         serde_json = {{ version = \"1\", default-features = false, features = [\"alloc\"] }}\n\
         uuid = {{ version = \"1\", default-features = false }}\n\
         others = {{ path = \"../others\" }}\n\
         {drivers}",
        runtime = root().join("schema-runtime").display(),
    )
}

/// Copies a directory.
///
/// # Panics
///
/// When the file system refuses.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|e| panic!("{}: {e}", to.display()));
    for entry in fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())) {
        let entry = entry.unwrap_or_else(|e| panic!("{e}"));
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
        }
    }
}

/// Reads a text file.
///
/// # Panics
///
/// When the file system refuses.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Writes a text file, and the directories it needs.
///
/// # Panics
///
/// When the file system refuses.
pub fn write(path: &Path, text: &str) {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    }
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
