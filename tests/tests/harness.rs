//! The harness itself: what the live tests rely on.

use std::fs;
use std::path::Path;

use schema_tests::measure::cargo;
use schema_tests::{newest, servers, ui};
use serde_json::Value;

#[test]
fn every_server_is_of_its_major() {
    for server in servers() {
        let row = server
            .client("postgres")
            .query_one(
                "SELECT current_setting('server_version_num')::int / 10000",
                &[],
            )
            .expect("the server answers");
        assert_eq!(row.get::<_, i32>(0).unsigned_abs(), server.major);
    }
}

#[test]
fn databases_are_apart() {
    let (one, two) = (
        newest().database("CREATE TABLE t ()"),
        newest().database("CREATE TABLE t ()"),
    );
    assert_ne!(one.name, two.name);
}

/// One that is forgotten would look green.
#[test]
fn every_file_of_tests_is_in_a_program() {
    let arguments = [
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ];
    let output = cargo().args(arguments).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut files = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let targets = package["targets"].as_array().unwrap().iter();
        let programs: Vec<&Path> = targets
            .filter(|target| target["kind"][0] == "test")
            .map(|target| Path::new(target["src_path"].as_str().unwrap()))
            .collect();
        let sources: Vec<String> = programs.iter().map(|file| ui::read(file)).collect();
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let tests = manifest.with_file_name("tests");
        for entry in fs::read_dir(&tests).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let is_program = programs.iter().any(|file| file.starts_with(&path));
            let is_module = path.extension().is_some_and(|extension| extension == "rs")
                || path.join("mod.rs").is_file();
            let declared = format!("\nmod {name};\n");
            if is_module && !is_program {
                let contained = sources.iter().any(|text| text.contains(&declared));
                assert!(contained, "{} is in no test program", path.display());
                files += 1;
            }
        }
    }
    assert!(files > 30, "{files}");
}
