//! `cargo schema lint` and the models of the source, which nobody compiles.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Database, Project};

const SCHEMA: &str = "CREATE TYPE order_status AS ENUM ('open', 'sent', 'gone');
    CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        email text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE orders (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        status order_status NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL);";

const MODELS: &str = r#"use schema_runtime::Conformant;

#[derive(Conformant)]
struct User {
    id: Uuid,
    email: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
#[conformant(allow(timestamp_default = "set by the import"))]
struct Order {
    id: Uuid,
    #[conformant(allow(foreign_key_index = "small"))]
    user_id: UserId,
    status: OrderStatus,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}
"#;

const STATUS: &str = r#"
#[derive(schema_runtime::Conformant)]
#[conformant(rename_all = "snake_case")]
enum OrderStatus { Open, Sent }

#[derive(schema_runtime::Conformant)]
#[conformant(tabel = "users")]
struct Typo { id: Uuid }
"#;

/// A project with a snapshot, and no database any more.
fn project(files: &[(&str, &str)]) -> Project {
    let database = Database::new(SCHEMA);
    let project = Project::new();
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    for (file, text) in files {
        project.write(file, text);
    }
    project
}

/// The exit status, the files and lines of findings with their rule, and the summary.
fn found(project: &Project, arguments: &[&str]) -> (Option<i32>, Vec<String>, Value) {
    let mut all = vec!["lint", "--format", "json"];
    all.extend(arguments);
    let said = project.run(&all);
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"));
    let findings = report["findings"].as_array().unwrap().iter();
    let findings = findings.map(|finding| {
        let (rule, source) = (&finding["rule"], &finding["source"]);
        let file = source["file"].as_str().unwrap();
        format!("{} {file}:{}", rule.as_str().unwrap(), source["line"])
    });
    (said.status, findings.collect(), report["summary"].clone())
}

#[test]
fn relations_are_judged_through_their_models_and_models_as_the_derive_does() {
    let project = project(&[("src/models.rs", MODELS), ("src/status.rs", STATUS)]);
    assert_snapshot!(project.run(&["lint"]).all(), @r#"
    exit status 1
    --- out
    table `public.users` (schema/public/users.json)
      error[nullability_mismatch]: `User.email` is `String`, but column `public.users.email` is nullable
        --> src/models.rs:6
        = help: write `Option<String>`, or make the column NOT NULL: ALTER TABLE public.users ALTER COLUMN email SET NOT NULL

    item `OrderStatus` (src/status.rs)
      error[enum_label_missing]: label `gone` of `public.order_status` has no variant in `OrderStatus`
        --> src/status.rs:4
        = help: add a variant for it, or one that absorbs every label without a variant: `#[conformant(other)]`

    item `Typo` (src/status.rs)
      error[unknown_attribute]: `#[conformant(tabel)]` is not known on a struct
        --> src/status.rs:7
        = help: write `#[conformant(table = "users")]`

    2 relations and 4 models checked: 3 errors, 2 suppressed; 2 types are left to the build
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    "#);
    let (status, findings, summary) = found(&project, &[]);
    assert_eq!(
        (status, findings),
        (
            Some(1),
            vec![
                "nullability_mismatch src/models.rs:6".to_owned(),
                "enum_label_missing src/status.rs:4".to_owned(),
                "unknown_attribute src/status.rs:7".to_owned()
            ]
        )
    );
    assert_eq!(
        summary,
        serde_json::json!({
            "relations": 2, "models": 4, "deny": 3, "warn": 0, "suppressed": 2,
            "left_to_build": {"types": 2, "columns": 0, "conditions": 0},
        })
    );
    let (status, findings, summary) = found(&project, &["--no-models"]);
    assert_eq!(
        (status, findings),
        (
            Some(1),
            vec![
                "foreign_key_index schema/public/orders.json:6".to_owned(),
                "timestamp_default schema/public/orders.json:9".to_owned()
            ]
        )
    );
    assert_eq!(
        summary,
        serde_json::json!({"relations": 2, "deny": 1, "warn": 1, "suppressed": 0})
    );
}

#[test]
fn each_mistake_is_said_once_however_many_models_there_are() {
    let partial = "#[derive(Conformant)] #[conformant(table = \"orders\", partial)] struct Part {\n\
         id: Uuid, user_id: Uuid }\n";
    let files = [("src/a.rs", partial), ("src/b.rs", partial)];
    let project = project(&files);
    // No full model: what no model answers for is said of the relation by itself.
    assert_eq!(
        found(&project, &[]).1,
        [
            "foreign_key_index src/a.rs:2",
            "timestamp_default schema/public/orders.json:9"
        ]
    );
    // What one model excepts and another does not is said.
    let excepted = partial.replace(
        "user_id",
        "#[conformant(allow(foreign_key_index = \"x\"))]\nuser_id",
    );
    project.write("src/a.rs", &excepted);
    let (_, findings, summary) = found(&project, &[]);
    assert_eq!(findings[0], "foreign_key_index src/b.rs:2");
    assert_eq!(summary["suppressed"], 0);
    project.write("src/b.rs", &excepted);
    let (_, findings, summary) = found(&project, &[]);
    assert_eq!(findings, ["timestamp_default schema/public/orders.json:9"]);
    assert_eq!(summary["suppressed"], 1);
}

#[test]
fn conditions_that_the_build_decides() {
    let project = project(&[(
        "src/lib.rs",
        "#[cfg_attr(feature = \"db\", derive(schema_runtime::Conformant))]\n\
         #[conformant(partial)]\n\
         struct User {\n\
             #[cfg_attr(feature = \"db\", conformant(column = \"id\"))]\n\
             key: Uuid,\n\
             #[cfg(feature = \"name\")]\n\
             name: String,\n\
             gone: String,\n\
         }\n",
    )]);
    let (status, mut findings, summary) = found(&project, &[]);
    findings.retain(|finding| finding.contains("src/"));
    assert_eq!(findings, ["unknown_column src/lib.rs:8"]);
    assert_eq!(status, Some(1));
    assert_eq!(summary["left_to_build"]["conditions"], 1);
}

#[test]
fn a_file_that_does_not_parse_is_named_and_the_others_are_read() {
    let project = project(&[("src/models.rs", MODELS), ("src/status.rs", STATUS)]);
    project.write(
        "src/lib.rs",
        "#[derive(Conformant)]\nstruct A { id Uuid }\n",
    );
    project.write("src/other.rs", "fn broken( {\n");
    for format in ["json", "human", "github", "markdown", "junit", "sarif"] {
        let said = project.run(&["lint", "--format", format]);
        assert_eq!(said.status, Some(3), "{format}: {}", said.all());
        for part in ["src/lib.rs", "expected `:`", "nullability_mismatch"] {
            assert!(said.out.contains(part), "{format}, {part}: {}", said.out);
        }
        // Nobody derives anything there.
        assert!(!said.out.contains("other.rs"), "{}", said.out);
    }
    project.write("schema/schema.toml", "models.exclude = [\"/src/lib.rs\"]\n");
    assert_eq!(project.run(&["lint"]).status, Some(1));
    project.write("schema/schema.toml", "models.exclude = [\"a{b\"]\n");
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 2
    --- err
    error: `models.exclude` in `schema.toml` has `a{b`, which is no pattern: error parsing glob 'a{b': unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
    ");
}

#[test]
fn which_files_are_the_projects() {
    const MODEL: &str = "#[derive(Conformant)] struct Missing { id: Uuid }";
    let project = project(&[
        (".gitignore", "/generated/\n"),
        (
            "schema/schema.toml",
            "[models]\nexclude = [\"tests/ui/\"]\n",
        ),
        ("src/lib.rs", MODEL),
        ("src/deep/er/models.rs", MODEL),
        ("tests/live.rs", MODEL),
        ("examples/one.rs", MODEL),
        ("benches/one.rs", MODEL),
        ("inner/Cargo.toml", "[package]"),
        ("inner/src/lib.rs", MODEL),
        ("src/bin/notes.txt", MODEL),
        ("generated/lib.rs", MODEL),
        ("tests/ui/fixture.rs", MODEL),
        (".hidden/src/lib.rs", MODEL),
        ("target/debug/build/lib.rs", MODEL),
        (
            "built/CACHEDIR.TAG",
            "Signature: 8a477f597d28d172789f06886806bc55",
        ),
        ("built/lib.rs", MODEL),
        ("vendor/a/.cargo-checksum.json", "{}"),
        ("vendor/a/Cargo.toml", "[package]"),
        ("vendor/a/src/lib.rs", MODEL),
        ("own/Cargo.toml", "[package]"),
        ("own/src/lib.rs", MODEL),
    ]);
    // A package with a snapshot of its own.
    for file in project.files() {
        let bytes = project.root.join("schema").join(&file);
        let text = std::fs::read_to_string(bytes).unwrap();
        project.write(&format!("own/schema/{file}"), &text);
    }
    let (_, findings, summary) = found(&project, &[]);
    let files: Vec<_> = findings
        .iter()
        .filter_map(|finding| finding.strip_prefix("unknown_table "))
        .collect();
    assert_eq!(
        files,
        [
            "benches/one.rs:1",
            "examples/one.rs:1",
            "inner/src/lib.rs:1",
            "src/deep/er/models.rs:1",
            "src/lib.rs:1",
            "tests/live.rs:1"
        ]
    );
    assert_eq!(summary["models"], 6);
    let (_, findings, _) = found(&project, &["--snapshot", "own/schema"]);
    assert!(
        findings.contains(&"unknown_table own/src/lib.rs:1".to_owned()),
        "{findings:?}"
    );
    assert_eq!(
        findings
            .iter()
            .filter(|f| f.starts_with("unknown_table"))
            .count(),
        1
    );
}

#[test]
fn a_snapshot_that_only_the_command_line_names() {
    let project = project(&[("app/Cargo.toml", "[package]"), ("app/src/lib.rs", STATUS)]);
    project.write("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n");
    std::fs::rename(project.root.join("schema"), project.root.join("db")).unwrap();
    let (_, findings, summary) = found(&project, &["--snapshot", "db"]);
    assert_eq!(summary["models"], 2);
    assert!(
        findings.contains(&"unknown_attribute app/src/lib.rs:7".to_owned()),
        "{findings:?}"
    );
    let mut project = project;
    project.set("SCHEMA_SNAPSHOT", "../db");
    let run = |arguments: &[&str]| {
        let mut command = project.command(arguments);
        let output = command
            .current_dir(project.root.join("app"))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        run(&["lint"]).contains("and 2 models checked"),
        "{}",
        run(&["lint"])
    );
}

#[test]
fn a_damaged_file_is_one_mistake() {
    let project = project(&[("src/models.rs", MODELS), ("src/status.rs", STATUS)]);
    let cut = |file: &str| {
        let text = std::fs::read_to_string(project.root.join(file)).unwrap();
        project.write(file, &text[..text.len() / 2]);
    };
    cut("schema/public/users.json");
    cut("schema/public/types/order_status.json");
    let said = project.run(&["lint", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let errors = report["errors"].as_array().unwrap();
    assert_eq!((said.status, errors.len()), (Some(3), 2), "{}", said.out);
}

#[test]
fn a_table_without_a_model_is_found_when_all_models_are_known() {
    let project = project(&[(
        "src/models.rs",
        "#[derive(Conformant)] #[conformant(insert)]\nstruct User { email: Option<String> }\n",
    )]);
    project.write(
        "schema/schema.toml",
        "rules.table_without_model = \"warn\"\nrules.foreign_key_index = \"allow\"\n\
         rules.timestamp_default = \"allow\"\n",
    );
    let said = "table_without_model schema/public/orders.json:3".to_owned();
    assert_eq!(found(&project, &[]).1, [said]);
    assert_eq!(found(&project, &["--no-models"]).1, [""; 0]);
    // What does not parse, or says nothing for certain, may be one.
    for unsure in [
        "#[derive(Conformant)] struct A { id Uuid }",
        "#[derive(Conformant)] #[conformant(tabel = \"orders\")] struct A { id: Uuid }",
    ] {
        project.write("src/a.rs", unsure);
        let (_, findings, _) = found(&project, &[]);
        assert!(
            !findings.iter().any(|f| f.starts_with("table_without")),
            "{findings:?}"
        );
    }
}
