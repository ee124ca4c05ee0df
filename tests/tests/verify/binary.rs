//! Every model that is compiled into a program is found in its file, however it is linked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use schema_snapshot::store;
use schema_snapshot::verify::embedded;
use schema_tests::measure::{cargo, root};
use schema_tests::{newest, ui};

use super::support::run;

const SCHEMA: &str = "
    CREATE TYPE mood AS ENUM ('calm', 'wild');
    CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, mood mood NOT NULL);
    CREATE TABLE orders (id int PRIMARY KEY, note text);";

/// A library of models. Nothing refers to most of them.
const MODELS: &str = "
    use schema_runtime::Conformant;

    #[derive(Conformant)]
    pub struct User { pub id: i32, pub email: String, pub mood: Mood }

    #[derive(Conformant)]
    #[conformant(rename_all = \"snake_case\")]
    pub enum Mood { Calm, Wild }

    pub mod inner {
        #[derive(schema_runtime::Conformant)]
        #[conformant(table = \"users\", partial)]
        pub struct Login<'a, T> { pub id: i32, pub email: &'a str, #[conformant(skip)] pub more: T }

        #[derive(schema_runtime::Conformant)]
        #[conformant(table = \"users\", insert)]
        struct NewUser { id: i32, email: String, mood: super::Mood }
    }

    pub fn used() -> usize { User { id: 1, email: String::new(), mood: Mood::Calm }.email.len() }
";

const OWN: &str = "
    #[derive(schema_runtime::Conformant)]
    struct Order { id: i32, note: Option<String> }
";

const ALL: [&str; 6] = [
    "models::Mood",
    "models::User",
    "models::inner::Login",
    "models::inner::NewUser",
    "program::Order",
    "program::hidden::Note",
];

/// How the program is built: a name, what cargo is told beside the package, its environment.
type Build = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const BUILDS: &[Build] = &[
    ("debug", &[], &[]),
    (
        "optimised for size, one unit, stripped",
        &[],
        &[
            ("OPT_LEVEL", "z"),
            ("CODEGEN_UNITS", "1"),
            ("STRIP", "symbols"),
        ],
    ),
    (
        "fat LTO, stripped, panic = abort",
        &[],
        &[
            ("OPT_LEVEL", "3"),
            ("LTO", "fat"),
            ("CODEGEN_UNITS", "1"),
            ("STRIP", "symbols"),
            ("PANIC", "abort"),
        ],
    ),
    (
        "static, garbage collected",
        &[
            "-C",
            "target-feature=+crt-static",
            "-C",
            "link-arg=-Wl,--gc-sections",
        ],
        &[("OPT_LEVEL", "3"), ("STRIP", "symbols")],
    ),
];

/// Targets of other linkers and of other formats, and the programs' files there. Each is built for when the
/// standard library for it is installed, `rustup target add ...`, and for the second one mingw-w64.
const TARGETS: &[(&str, &str)] = &[
    ("x86_64-unknown-linux-musl", "program"),
    ("x86_64-pc-windows-gnu", "program.exe"),
];

/// A workspace of a library of models, a program and a plug-in that use it.
fn workspace() -> PathBuf {
    let home = root().join("target/verify-binary");
    let _ = std::fs::remove_dir_all(home.join("schema"));
    std::fs::create_dir_all(home.join("schema")).unwrap();
    let schema = newest().database(SCHEMA).schema();
    store::write(&home.join("schema"), &schema).unwrap();
    let mut standard = String::from("[rules]\n");
    for rule in schema_snapshot::rules::ALL {
        standard += rule.id;
        standard += " = \"allow\"\n";
    }
    ui::write(&home.join("schema/schema.toml"), &standard);
    ui::write(
        &home.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"models\", \"program\", \"plugin\"]\n",
    );
    // Debug, for the quotes of TOML.
    let runtime = root().join("schema-runtime").display().to_string();
    let package = |name: &str, rest: &str, source: &str, file: &str| {
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2021\"\n{rest}\n[dependencies]\n\
             schema-runtime = {{ path = {runtime:?}, default-features = false, features = [\"records\"] }}\n",
        );
        let models = if name == "models" {
            ""
        } else {
            "models = { path = \"../models\" }\n"
        };
        ui::write(&home.join(name).join("Cargo.toml"), &(manifest + models));
        let source =
            format!("#![forbid(unsafe_code)]\n#![deny(warnings)]\n#![allow(dead_code)]\n{source}");
        ui::write(&home.join(name).join(file), &source);
    };
    package("models", "", MODELS, "src/lib.rs");
    let main = format!(
        "{OWN} mod hidden {{
            #[derive(schema_runtime::Conformant)]
            #[conformant(table = \"orders\", partial)]
            struct Note {{ note: Option<String> }}
        }}
        fn main() {{ println!(\"{{}}\", models::used()); }}"
    );
    package("program", "", &main, "src/main.rs");
    let plugin = format!("{OWN} pub extern \"C\" fn entry() -> usize {{ models::used() }}");
    package(
        "plugin",
        "[lib]\ncrate-type = [\"cdylib\"]\n",
        &plugin,
        "src/lib.rs",
    );
    let _ = std::fs::copy(root().join("Cargo.lock"), home.join("Cargo.lock"));
    home
}

fn build(home: &Path, package: &str, target: Option<&str>, (_, flags, profile): &Build) {
    let mut command: Command = cargo();
    command
        .args(["rustc", "--offline", "--quiet", "-p", package])
        .args(target.iter().flat_map(|target| ["--target", target]))
        .arg("--")
        .args(*flags)
        .current_dir(home)
        .env("CARGO_TARGET_DIR", home.join("target"))
        .env_remove("SCHEMA_SNAPSHOT")
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null());
    // Of the profile these alone count for macros too. The derive is built once for all.
    for (name, value) in [("CODEGEN_UNITS", "256"), ("STRIP", "none")] {
        command.env(format!("CARGO_PROFILE_DEV_BUILD_OVERRIDE_{name}"), value);
    }
    for (name, value) in *profile {
        command.env(format!("CARGO_PROFILE_DEV_{name}"), value);
    }
    run(&mut command);
}

/// Whether programs can be built for a target.
fn is_installed(target: &str) -> bool {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let printed = run(rustc.args(["--print", "target-libdir", "--target", target]));
    Path::new(printed.trim()).exists()
}

fn found(file: &Path) -> BTreeSet<String> {
    let bytes = std::fs::read(file).unwrap();
    let found = embedded::find(&bytes);
    assert_eq!(found.problems, [], "{}", file.display());
    found
        .records
        .iter()
        .map(schema_snapshot::verify::Record::item)
        .collect()
}

/// The whole in one test, because it is one target directory.
#[test]
fn all_models_are_in_the_file_however_it_is_built() {
    let home = workspace();
    let expected: BTreeSet<_> = ALL.map(str::to_owned).into();
    for case in BUILDS {
        build(&home, "program", None, case);
        let file = home.join("target/debug/program");
        // It is a program still.
        assert_eq!(run(&mut Command::new(&file)), "0\n", "{}", case.0);
        assert_eq!(found(&file), expected, "{}", case.0);
    }
    // Nobody calls into this one while it is linked.
    for case in BUILDS.iter().step_by(2).take(2) {
        build(&home, "plugin", None, case);
        let library = found(&home.join("target/debug/libplugin.so"));
        assert_eq!(library.len(), 5, "{}: {library:?}", case.0);
    }
    for (target, file) in TARGETS {
        if !is_installed(target) {
            eprintln!("left out: there is no standard library for {target}");
            continue;
        }
        for case in BUILDS.iter().step_by(2).take(2) {
            build(&home, "program", Some(target), case);
            let file = home.join("target").join(target).join("debug").join(file);
            assert_eq!(found(&file), expected, "{target}, {}", case.0);
        }
    }
    // What has no record is not taken for a program without models.
    assert!(found(Path::new(env!("CARGO"))).is_empty());
}
