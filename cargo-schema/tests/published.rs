//! What is written by published rules, held to them: SARIF, and `schema.toml` as editors see it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use jsonschema::Validator;
use schema_snapshot::config::{self, Config};
use serde_json::Value;

use crate::support::{Database, Project};

/// The JSON Schema that OASIS has published, as the crate `serde-sarif` carries it.
fn sarif() -> Validator {
    let said = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    // Of this platform: what others need may never have been downloaded.
    let version = said(env!("CARGO"), &["-vV"]);
    let mut lines = version.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: ")).unwrap();
    let of_host = [
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform",
        host,
    ];
    let metadata: Value = serde_json::from_str(&said(env!("CARGO"), &of_host)).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|p| p["name"] == "serde-sarif")
        .unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let text = fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // A pattern for languages has a bracket too many, which is none in a stricter dialect.
    let text = text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(
        schema["title"]
            .as_str()
            .unwrap()
            .contains("Analysis Results")
    );
    jsonschema::validator_for(&schema).unwrap()
}

fn mistakes(validator: &Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let database = Database::new(
        "CREATE TABLE users (id uuid PRIMARY KEY);
         CREATE TABLE \"Odd Name\" (id int, user_id uuid REFERENCES users, at timestamp);",
    );
    let project = Project::new();
    assert_eq!(
        project
            .run(&["init", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    let validator = sarif();
    let lint = |status: i32| -> Value {
        let said = project.run(&["lint", "--format", "sarif"]);
        assert_eq!(said.status, Some(status), "{}", said.err);
        serde_json::from_str(&said.out).unwrap()
    };
    let log = lint(1);
    assert!(log["runs"][0]["results"].as_array().unwrap().len() > 3);
    assert_eq!(mistakes(&validator, &log), [""; 0]);
    project.write("schema/public/users.json", "{");
    assert_eq!(mistakes(&validator, &lint(3)), [""; 0]);
    project.write("schema/schema.toml", "preset = \"strict\"\n");
    assert_eq!(mistakes(&validator, &lint(3)), [""; 0]);
    // Of changes, where something came, went and is another.
    database
        .run("ALTER TABLE users ADD nick text; DROP TABLE \"Odd Name\"; CREATE TYPE t AS ENUM ();");
    let url = database.url();
    let other = ["init", "--snapshot", "other", "--database-url", &url];
    assert_eq!(project.run(&other).status, Some(0));
    let said = project.run(&["diff", "./other", &url, "--format", "sarif"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    let same: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(mistakes(&validator, &same), [""; 0]);
    database.run("ALTER TABLE users DROP nick; CREATE TABLE \"Odd Name\" (id int); DROP TYPE t;");
    let said = project.run(&["diff", "./other", &url, "--format", "sarif"]);
    assert_eq!(said.status, Some(1), "{}", said.err);
    let changes: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(changes["runs"][0]["results"].as_array().unwrap().len(), 3);
    assert_eq!(mistakes(&validator, &changes), [""; 0]);
    // Of answers, about changes and about a model.
    project.write(
        "src/lib.rs",
        "#[derive(Conformant)] struct Ghost { id: Uuid }",
    );
    std::fs::remove_dir_all(project.root.join("schema")).unwrap();
    std::fs::rename(project.root.join("other"), project.root.join("schema")).unwrap();
    let said = project.run(&["check", "--database-url", &url, "--format", "sarif"]);
    assert_eq!(said.status, Some(1), "{}", said.err);
    let answers: Value = serde_json::from_str(&said.out).unwrap();
    let results = answers["runs"][0]["results"].as_array().unwrap();
    let ids: Vec<_> = results.iter().map(|result| &result["ruleId"]).collect();
    assert!(
        ids.contains(&&Value::from("unknown_table")) && ids.len() > 3,
        "{ids:?}"
    );
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap();
        let rules = answers["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        assert_eq!(
            rules[usize::try_from(index).unwrap()]["id"],
            result["ruleId"]
        );
    }
    assert_eq!(mistakes(&validator, &answers), [""; 0]);
    // And it does say something.
    let mut wrong = log;
    wrong["runs"][0]["results"][0]["level"] = "deny".into();
    wrong["version"] = "1".into();
    assert_eq!(mistakes(&validator, &wrong).len(), 2);
}

/// What editors accept is what we read, and the other way round, but for what takes more than a
/// pattern.
#[test]
fn editors_see_schema_toml_as_we_do() {
    let schema: Value = serde_json::from_str(&config::json_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = |text: &str| {
        let value: toml::Value = toml::from_str(text).unwrap();
        let value = serde_json::to_value(value).unwrap();
        mistakes(&validator, &value).is_empty()
    };
    let every_default: String = config::template()
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    for text in [
        "",
        &config::template(),
        &every_default,
        "refresh.exclude = 'a.*'\nrefresh.migrations = 'm'\n[tables.'a.*']\nmoney_type = 'warn'",
        "[[exceptions]]\nrule = 'money_type'\nobject = 'a.b'\nreason = 'why'\nowner = 'me'\nexpires = '2027-01-31'",
        "models.exclude = '/x/'\ntable_prefixes.crm = 'customers'",
        "rust_types.'a::B' = 'text'\nconstraint_names.index = ['a', 'b']",
    ] {
        assert_eq!(Config::parse(text).err(), None, "{text}");
        assert!(good(text), "{text}");
    }
    for text in [
        "presets = 'strict'",
        "preset = 'lax'",
        "default_schema = ''",
        "default_schema = 1",
        "[refresh]\nschema = []",
        "refresh.exclude = ['x']",
        "refresh.migrations = []",
        "[rules]\nmoney = 'warn'",
        "[rules]\nmoney_type = 'off'",
        "[tables]\nmoney_type = 'warn'",
        "[tables.a]\nmoney_type = 'warn'",
        "[tables.'a.b']\nmoney = 'warn'",
        "[[exceptions]]\nrule = 'money_type'\nobject = 'a.b'",
        "[[exceptions]]\nrule = 'money'\nobject = 'a.b'\nreason = 'x'",
        "[[exceptions]]\nrule = 'money_type'\nobject = 'a.b'\nreason = ' '",
        "[[exceptions]]\nrule = 'money_type'\nobject = 'a.b'\nreason = 'x'\nexpires = 'soon'",
        "[[exceptions]]\nrule = 'money_type'\nobject = 'a.b'\nreason = 'x'\nuntil = 'soon'",
        "[constraint_names]\nindices = 'x'",
        "[constraint_names]\nindex = []",
        "[rust_types]\n'a::B' = []",
        "[table_prefixes]\ncrm = ''",
        "[models]\nexcept = ''",
    ] {
        assert!(Config::parse(text).is_err(), "{text}");
        assert!(!good(text), "{text}");
    }
}
