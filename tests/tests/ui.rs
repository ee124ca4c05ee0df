//! Every message of the derive, as rustc shows it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use postgres::SimpleQueryMessage;
use schema_claims::MISTAKES;
use schema_snapshot::catalogue::{self, Assembler, Scope};
use schema_snapshot::finding::Level;
use schema_snapshot::model::Schema;
use schema_snapshot::name::QualifiedName;
use schema_snapshot::store::Snapshot;
use schema_snapshot::{conform, elsewhere, rules, store, verify};
use schema_tests::measure::root;
use schema_tests::{damage, newest, ui};

/// The server that the committed snapshots are from.
const MAJOR: u32 = 18;

/// Compares a file with what it should be, or writes it.
fn hold(path: &Path, expected: &str, differences: &mut String) {
    let found = fs::read_to_string(path).unwrap_or_default();
    if found == expected {
        return;
    }
    if ui::bless() {
        ui::write(path, expected);
    } else {
        let _ = writeln!(
            differences,
            "--- {} is\n{found}\n--- and should be\n{expected}",
            path.display()
        );
    }
}

fn done(differences: &str) {
    assert!(
        differences.is_empty(),
        "{differences}\n`BLESS=1` writes what is found, for review"
    );
}

#[test]
fn rustc_shows_what_is_expected() {
    let mut cases = ui::cases();
    cases.extend_from_slice(damage::cases());
    let mut differences = String::new();
    hold_cases("cases", &ui::FEATURES, &cases, &mut differences);
    done(&differences);
}

#[test]
fn rustc_shows_what_is_expected_with_other_features() {
    let mut differences = String::new();
    for (features, cases) in ui::cases_of_features() {
        let workspace = format!("features-{}", features.join("-"));
        hold_cases(&workspace, &features, &cases, &mut differences);
    }
    done(&differences);
}

/// What the derive writes down for whoever compares the program with a database says nothing itself;
/// in which order rustc comes to the fields is its own matter.
#[test]
fn records_change_no_message() {
    let mut cases = ui::cases();
    let groups = ["attributes/", "errors/", "items/", "pass/"];
    cases.retain(|case| groups.iter().any(|group| case.name.starts_with(group)));
    let mut features = ui::FEATURES.to_vec();
    features.push("records");
    let shown = ui::compile("recorded", &features, &cases);
    let messages = |text: &str| {
        let mut messages: Vec<_> = text
            .split("\n\n")
            .map(|one| one.trim().to_owned())
            .collect();
        messages.sort();
        messages
    };
    let mut differences = String::new();
    for case in &cases {
        let expected = fs::read_to_string(case.file.with_extension("stderr")).unwrap_or_default();
        if messages(&shown[&case.name]) != messages(&expected) {
            let _ = writeln!(
                differences,
                "--- {} has with records\n{}\n--- and without\n{expected}",
                case.name, shown[&case.name]
            );
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

fn hold_cases(
    workspace: &str,
    features: &[impl AsRef<str>],
    cases: &[ui::Case],
    differences: &mut String,
) {
    let shown = ui::compile(workspace, features, cases);
    for case in cases {
        let expected = case.file.with_extension("stderr");
        let shown = &shown[&case.name];
        if !shown.is_empty() || expected.exists() {
            if shown.is_empty() && ui::bless() {
                fs::remove_file(&expected).unwrap();
            } else {
                hold(&expected, shown, differences);
            }
        }
        let passes = shown.is_empty() || !shown.contains("error");
        let name = case.name.rsplit('/').next().unwrap();
        if case.name.starts_with("pass/") || name == "good" {
            let _ = (!shown.is_empty()).then(|| write!(differences, "{} has\n{shown}", case.name));
        } else if !case.name.starts_with("rules/") {
            let _ = passes.then(|| write!(differences, "{} compiles", case.name));
        }
    }
}

const PRELUDE: &str = "\
#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

";

/// Whether a derive runs it: it does not see that there is no model, or other tables.
fn is_derived(rule: &rules::Rule) -> bool {
    !rule.is_of_source() && !rule.is_of_schema()
}

/// The configuration of a rule's examples: the preset, the rule when it is off there, and what else
/// it asks for.
fn standard(rule: &rules::Rule) -> String {
    let mut text =
        "# The team's schema standard. With nothing here: the preset `recommended`.\n".to_owned();
    if rule.recommended == Level::Allow {
        let _ = write!(text, "\n[rules]\n{} = \"warn\"\n", rule.id);
    }
    if !rule.settings.is_empty() {
        let _ = write!(text, "\n{}", rule.settings);
    }
    text
}

/// The cases that documentation is made of: path, text.
fn documented() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut example = |directory: PathBuf, name: &str, example: &rules::Example| {
        files.push((directory.join("schema.sql"), format!("{}\n", example.sql)));
        files.push((
            directory.join(format!("{name}.rs")),
            format!("{PRELUDE}{}\n", example.rust),
        ));
    };
    for doc in conform::DOCS {
        if let Some(shown) = &doc.example {
            example(
                ui::directory().join("errors").join(doc.id),
                "example",
                shown,
            );
        }
    }
    let derived = || rules::ALL.iter().filter(|rule| is_derived(rule));
    for rule in derived() {
        let directory = ui::directory().join("rules").join(rule.id);
        example(directory.join("bad"), "bad", &rule.bad);
        example(directory.join("good"), "good", &rule.good);
    }
    for rule in derived() {
        for name in ["bad", "good"] {
            let directory = ui::directory().join("rules").join(rule.id).join(name);
            files.push((directory.join("schema/schema.toml"), standard(rule)));
        }
    }
    files
}

#[test]
fn the_examples_are_those_of_the_documentation() {
    let mut differences = String::new();
    let documented = documented();
    for (path, text) in &documented {
        hold(path, text, &mut differences);
    }
    // No orphan: a directory is of an id.
    for (group, ids) in [
        (
            "errors",
            conform::DOCS
                .iter()
                .map(|doc| doc.id)
                .collect::<BTreeSet<_>>(),
        ),
        ("rules", rules::ALL.iter().map(|rule| rule.id).collect()),
    ] {
        for entry in fs::read_dir(ui::directory().join(group)).unwrap() {
            let name = entry.unwrap().file_name();
            assert!(
                ids.contains(name.to_str().unwrap()),
                "{group}/{name:?} is of no id"
            );
        }
    }
    done(&differences);
}

/// Whatever the derive can say has an id, and a file that shows it. A message that is new fails
/// here until it has one.
#[test]
fn every_message_is_shown() {
    let mut missing = String::new();
    let mut known = BTreeSet::new();
    let mut shows = |file: String, id: &'static str| {
        known.insert(id);
        let path = ui::directory().join(&file);
        let shown = fs::read_to_string(path).unwrap_or_default();
        if !shown.contains(&format!("[{id}]")) {
            let _ = writeln!(missing, "{file} does not show [{id}]:\n{shown}");
        }
    };
    for rule in rules::ALL.iter().filter(|rule| is_derived(rule)) {
        shows(format!("rules/{}/bad/bad.stderr", rule.id), rule.id);
    }
    // The command says these: a build does not look at the day, nor at what was mended.
    let of_command = [rules::EXPIRED_EXCEPTION, rules::STALE_BASELINE];
    let of_exceptions = rules::OF_EXCEPTIONS.into_iter();
    let of_exceptions = of_exceptions.filter(|id| !of_command.contains(id));
    for id in MISTAKES.iter().copied().chain(of_exceptions) {
        shows(format!("attributes/{id}.stderr"), id);
    }
    // The guard says this one, of a program that is compiled: `verify/constraints.rs` shows it.
    let of_builds = conform::DOCS
        .iter()
        .filter(|doc| doc.id != verify::UNKNOWN_CONSTRAINT);
    for doc in of_builds {
        if doc.example.is_some() {
            shows(format!("errors/{}/example.stderr", doc.id), doc.id);
        } else {
            // The files of snapshot/ have the names of problems, see below.
            let file = damage::DAMAGES
                .iter()
                .map(|(name, _)| format!("snapshot/{name}.stderr"))
                .find(|file| id_in(file) == doc.id)
                .unwrap_or_else(|| panic!("no file of snapshot/ shows [{}]", doc.id));
            shows(file, doc.id);
        }
    }
    assert!(missing.is_empty(), "{missing}");
    // And the other way round: no file of an id that is gone.
    for entry in fs::read_dir(ui::directory().join("attributes")).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
        assert!(known.contains(id), "attributes/{id} is of no id");
    }
}

/// The first id in a file of expected output.
fn id_in(file: &str) -> String {
    let shown = ui::read(&ui::directory().join(file));
    let id = shown
        .split("= note: [")
        .nth(1)
        .and_then(|rest| rest.split(']').next());
    id.unwrap_or_default().to_owned()
}

/// Each kind of problem with a snapshot is shown, by a damage that brings about just this one.
#[test]
fn every_problem_of_a_snapshot_is_shown() {
    for problem in damage::PROBLEMS {
        let of = |(name, _): &(&str, _)| name.starts_with(problem);
        assert!(
            damage::DAMAGES.iter().any(of),
            "no damage gives `{problem}`"
        );
    }
    let users = QualifiedName::new("public", "users");
    for case in damage::cases() {
        let name = case.name.trim_start_matches("snapshot/");
        let Some(dir) = &case.snapshot else { continue };
        let error = Snapshot::open(dir)
            .and_then(|snapshot| snapshot.relation(&users))
            .expect_err(name);
        let problem = damage::name(error.problem());
        assert!(name.starts_with(problem), "{name} gives `{problem}`");
    }
    for entry in fs::read_dir(ui::directory().join("snapshot")).unwrap() {
        let path = entry.unwrap().path();
        let of = |(name, _): &(&str, _)| path.file_stem().is_some_and(|stem| stem == *name);
        assert!(
            damage::DAMAGES.iter().any(of),
            "{} is of no damage",
            path.display()
        );
    }
}

fn take(sql: &str) -> Schema {
    let database = newest().database(sql);
    let mut client = database.client();
    let mut assembler = Assembler::default();
    client.batch_execute(catalogue::BEGIN).unwrap();
    for statement in catalogue::statements(&Scope::Everything) {
        for row in client.simple_query(&statement.sql).unwrap() {
            if let SimpleQueryMessage::Row(row) = row {
                assembler.row(row.get(0).unwrap()).unwrap();
            }
        }
    }
    client.batch_execute(catalogue::END).unwrap();
    let mut schema = assembler.finish().unwrap();
    elsewhere::fill(&mut schema);
    // The one fact that differs between servers.
    schema.server_major = 18;
    schema
}

/// Each `schema.sql` beside its snapshot, as a server gives it and the writer writes it today.
#[test]
fn the_snapshots_are_what_a_server_gives() {
    // Each major writes the definition of a view in its own words.
    if newest().major != MAJOR {
        eprintln!("left out: the snapshots are PostgreSQL {MAJOR}'s");
        return;
    }
    let mut scripts = Vec::new();
    find_scripts(&ui::directory(), &mut scripts);
    // That of the documentation's examples.
    scripts.push(root().join("schema-runtime/schema.sql"));
    let mut differences = String::new();
    for script in scripts {
        let schema = take(&ui::read(&script));
        let committed = script.with_extension("");
        if ui::bless() {
            fs::create_dir_all(&committed).unwrap();
            store::write(&committed, &schema).unwrap();
            continue;
        }
        let fresh = ui::scratch().join("written/schema");
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh).unwrap();
        store::write(&fresh, &schema).unwrap();
        let (committed, fresh) = (tree(&committed), tree(&fresh));
        if committed != fresh {
            let _ = writeln!(
                differences,
                "{}: {committed:#?}\n{fresh:#?}",
                script.display()
            );
        }
    }
    done(&differences);
}

fn find_scripts(directory: &Path, scripts: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_scripts(&path, scripts);
        } else if path.extension().is_some_and(|extension| extension == "sql") {
            scripts.push(path);
        }
    }
}

/// The JSON files of a snapshot: relative path and text.
fn tree(directory: &Path) -> BTreeSet<(String, String)> {
    let mut files = BTreeSet::new();
    let mut pending = vec![directory.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let name = path.strip_prefix(directory).unwrap();
                files.insert((name.to_string_lossy().into_owned(), ui::read(&path)));
            }
        }
    }
    files
}
