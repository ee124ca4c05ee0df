//! Completions, in the shells that are here, and the manual pages.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::Project;

/// What the words of a line, the last of them unfinished, are completed to.
const TRY: &str = r#"
try() {
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    [[ $(complete -p "$1") =~ \ -F\ ([^ ]+) ]]
    "${BASH_REMATCH[1]}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
    echo "$*: ${COMPREPLY[*]}"
}
try cargo-schema ref
try cargo schema ref
try cargo +nightly schema lint --fo
try cargo schema lint --format s
try cargo schema --quiet list ta
try cargo bui
"#;

const COMPLETED: &str = "\
cargo-schema ref: refresh
cargo schema ref: refresh
cargo +nightly schema lint --fo: --format
cargo schema lint --format s: sarif
cargo schema --quiet list ta: tables
";

fn script(project: &Project, shell: &str) -> std::path::PathBuf {
    let said = project.run(&["completions", shell]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    project.write(&format!("completions.{shell}"), &said.out)
}

/// A program's output, or nothing when this machine does not have it.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    let output = Command::new(program).args(arguments).output().ok();
    if output.is_none() {
        println!("not tested: there is no {program}");
    }
    output
}

fn bash(before: &str, script: &Path) -> String {
    let line = format!("{before}\nsource {}\n{TRY}", script.display());
    let output = run("bash", &["--norc", "-c", &line]).unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn bash_completes_verbs_options_and_values() {
    let project = Project::new();
    let script = script(&project, "bash");
    assert_eq!(bash("", &script), format!("{COMPLETED}cargo bui: \n"));
    // Twice, as in a shell that is started from a shell.
    let twice = format!("source {}", script.display());
    assert_eq!(bash(&twice, &script), format!("{COMPLETED}cargo bui: \n"));
}

#[test]
fn bash_leaves_to_others_what_is_cargos() {
    let project = Project::new();
    let script = script(&project, "bash");
    let cargos = "_cargo() { COMPREPLY=(of-cargo \"$1\" \"$2\" \"$3\"); }";
    let expected = format!("{COMPLETED}cargo bui: of-cargo cargo bui cargo\n");
    let there = format!("{cargos}\ncomplete -F _cargo cargo");
    assert_eq!(bash(&there, &script), expected);
    // bash-completion loads it when it is asked, and says so by 124.
    let lazily = format!(
        "{cargos}\n_completion_loader() {{ complete -F _cargo \"$1\"; return 124; }}\n\
         complete -D -F _completion_loader"
    );
    assert_eq!(bash(&lazily, &script), expected);
}

#[test]
fn fish_completes_verbs_options_and_values() {
    let project = Project::new();
    let script = script(&project, "fish");
    // What stands for itself after a verb it does not complete.
    for line in COMPLETED.lines().filter(|line| !line.contains(" list ")) {
        let (words, expected) = line.split_once(": ").unwrap();
        let source = format!("source {}; complete -C '{words}'", script.display());
        let Some(output) = run("fish", &["--no-config", "-c", &source]) else {
            return;
        };
        let text = String::from_utf8(output.stdout).unwrap();
        let completed = text.lines().map(|line| line.split('\t').next().unwrap());
        assert!(completed.clone().any(|c| c == expected), "{words}: {text}");
    }
}

#[test]
fn the_other_shells_get_a_script() {
    let project = Project::new();
    let zsh = script(&project, "zsh");
    let text = fs::read_to_string(&zsh).unwrap();
    assert!(text.starts_with("#compdef cargo-schema\n"));
    // What cargo's own completions call.
    assert!(text.contains("\n_cargo-schema() {"));
    if let Some(output) = run("zsh", &["-n", zsh.to_str().unwrap()]) {
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    for shell in ["elvish", "powershell"] {
        let text = fs::read_to_string(script(&project, shell)).unwrap();
        assert!(text.contains("cargo-schema;refresh"), "{shell}");
    }
}

/// The page of each verb that the help names, and of those that its help names.
fn verbs(project: &Project, path: &[&str], pages: &mut Vec<String>) {
    let help = project.run(&[path, &["--help"]].concat()).out;
    let name = [&["cargo-schema"], path].concat().join("-");
    pages.push(format!("{name}.1"));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    for line in listed.take_while(|line| !line.is_empty()) {
        let verb = line.split_whitespace().next().unwrap();
        if verb != "help" {
            verbs(project, &[path, &[verb]].concat(), pages);
        }
    }
}

#[test]
fn a_manual_page_for_each_verb() {
    let project = Project::new();
    let said = project.run(&["man", "share/man1"]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    let mut expected = Vec::new();
    verbs(&project, &[], &mut expected);
    expected.sort();
    let directory = project.root.join("share/man1");
    let mut pages: Vec<_> = fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    assert!(pages.len() > 7, "{pages:?}");
    assert_eq!(pages, expected);
    assert_eq!(
        said.out,
        format!("{} manual pages in `share/man1`\n", pages.len())
    );
    for page in pages {
        let path = directory.join(&page);
        let path = path.to_str().unwrap();
        if let Some(output) = run("groff", &["-ww", "-man", "-Tascii", path]) {
            let warnings = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!((warnings.as_str(), output.status.success()), ("", true));
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains("cargo-schema 0."), "{page}: {text}");
            let words: Vec<_> = text.split_whitespace().collect();
            let status = words.join(" ").contains("Exit status: 0");
            assert!(status || page.matches('-').count() > 2, "{page}: {text}");
        }
        if let Some(output) = run("mandoc", &["-Tlint", "-W", "error", path]) {
            assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        }
    }
}

#[test]
fn a_directory_that_cant_be_made() {
    let project = Project::new();
    project.write("file", "");
    let said = project.run(&["man", "file/man1"]);
    assert_eq!(said.status, Some(3), "{}", said.all());
    assert!(
        said.err
            .starts_with("error: cannot write manual pages to `file/man1`: ")
    );
}
