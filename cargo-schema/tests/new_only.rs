//! `cargo schema lint --new-only`: only what changed since a revision.

use insta::assert_snapshot;

use crate::support::{Database, Project};

const SQL: &str = "CREATE TABLE old_invoice (id uuid PRIMARY KEY);
    CREATE TABLE other_invoice (id uuid PRIMARY KEY);
    CREATE TABLE order_line (id uuid PRIMARY KEY);";

const CONFIG: &str = "[rules]\ntimestamp_columns = \"allow\"\nprimary_key_default = \"allow\"\n";

const MODEL: &str = "#[derive(Conformant)]
#[conformant(table = \"order_line\", allow(plural_table_names = \"it is one\"))]
struct Modelled {
    id: Uuid,
}
";

/// The names are in the singular, each a finding; one is excepted by a model.
fn project() -> (Project, Database) {
    let database = Database::new(SQL);
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    project.write("schema/schema.toml", CONFIG);
    project.write("src/models.rs", MODEL);
    project.git(&["init", "--quiet", "--initial-branch=main"]);
    project.commit("all");
    (project, database)
}

fn lint(project: &Project, arguments: &[&str]) -> String {
    let said = project.run(&[&["lint", "--new-only"], arguments].concat());
    project.without_hashes(&said.all())
}

/// The relations that something is found of.
fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["lint", "--format", "json", "--new-only"], arguments].concat();
    let said: serde_json::Value = serde_json::from_str(&project.run(&arguments).out).unwrap();
    let findings = said["findings"].as_array().unwrap().iter();
    let name = |finding: &serde_json::Value| finding["relation"].as_str().unwrap().to_owned();
    findings.map(name).collect()
}

#[test]
fn what_did_not_change_is_left_out_and_counted() {
    let (project, database) = project();
    assert_snapshot!(lint(&project, &[]), @r"
    exit status 0
    --- out
    only what changed since `HEAD` (COMMIT)

    0 relations and 0 models changed: no findings; 2 findings of what did not change left out
    ");
    database.run(
        "ALTER TABLE other_invoice ADD note text; CREATE TABLE new_invoice (id uuid PRIMARY KEY)",
    );
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    assert_snapshot!(lint(&project, &[]), @r"
    exit status 1
    --- out
    only what changed since `HEAD` (COMMIT)

    table `public.new_invoice` (schema/public/new_invoice.json)
      error[plural_table_names]: table `public.new_invoice` is named in the singular: expected `new_invoices`
          ALTER TABLE public.new_invoice RENAME TO new_invoices;
        = help: names of constraints and indexes stay as they are and can be renamed later

    table `public.other_invoice` (schema/public/other_invoice.json)
      error[plural_table_names]: table `public.other_invoice` is named in the singular: expected `other_invoices`
          ALTER TABLE public.other_invoice RENAME TO other_invoices;
        = help: names of constraints and indexes stay as they are and can be renamed later

    2 relations and 0 models changed: 2 errors; 1 finding of what did not change left out
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    // Committed or not.
    project.git(&["checkout", "--quiet", "-b", "feature"]);
    project.commit("more");
    assert_eq!(
        found(&project, &["main"]),
        ["public.new_invoice", "public.other_invoice"]
    );
    assert_eq!(found(&project, &["HEAD"]), [""; 0]);
    let said = project.run(&["lint", "--format", "json", "--new-only", "main"]);
    let said: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["since"]["revision"], "main");
    assert_eq!(said["summary"]["left_out"], 1);
    assert_eq!(said["summary"]["relations"], 2);
    assert_eq!(said["summary"]["suppressed"], 0);
}

#[test]
fn a_model_that_changes_makes_its_table_one_that_changed() {
    let (project, _database) = project();
    project.write(
        "src/models.rs",
        &MODEL.replace("    id", "    // The key.\n    id"),
    );
    assert_eq!(found(&project, &[]), [""; 0]);
    let said = project.run(&["lint", "--new-only", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["summary"]["suppressed"], 1);
    assert_eq!(said["summary"]["models"], 1);
    let bare = MODEL.replace(", allow(plural_table_names = \"it is one\")", "");
    project.write("src/models.rs", &bare);
    assert_eq!(found(&project, &[]), ["public.order_line"]);
    // In a new file, which git does not know.
    std::fs::remove_file(project.root.join("src/models.rs")).unwrap();
    project.write("src/other.rs", &bare);
    assert_eq!(found(&project, &[]), ["public.order_line"]);
    // The table is judged by itself when the model is gone.
    std::fs::remove_file(project.root.join("src/other.rs")).unwrap();
    assert_eq!(found(&project, &[]), ["public.order_line"]);
    // And the exceptions of `schema.toml` stand in it.
    project.git(&["checkout", "--quiet", "."]);
    let exception =
        "[[exceptions]]\nrule = \"float_money\"\nobject = \"public.gone\"\nreason = \"-\"\n";
    project.write("schema/schema.toml", &format!("{CONFIG}{exception}"));
    let said = lint(&project, &[]);
    assert!(said.contains("[unused_exception]"), "{said}");
    project.commit("an exception of nothing");
    assert!(!lint(&project, &[]).contains("[unused_exception]"));
}

#[test]
fn what_came_to_the_other_branch_meanwhile_is_not_of_this_one() {
    let (project, database) = project();
    project.git(&["checkout", "--quiet", "-b", "feature"]);
    project.git(&["checkout", "--quiet", "main"]);
    database.run("ALTER TABLE other_invoice ADD note text");
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    project.commit("on main");
    project.git(&["checkout", "--quiet", "feature"]);
    assert_eq!(found(&project, &["main"]), [""; 0]);
}

#[test]
fn the_default_is_where_the_branch_left_the_remotes() {
    let (project, database) = project();
    let clone = Project::new();
    let url = format!("file://{}", project.root.display());
    clone.git(&["clone", "--quiet", &url, "."].map(|a| if a == "." { "clone" } else { a }));
    for (name, text) in project.snapshot() {
        // The clone has the same; what changes there is committed and not pushed.
        assert_eq!(
            std::fs::read(clone.root.join("clone/schema").join(name)).unwrap(),
            text
        );
    }
    database.run("ALTER TABLE other_invoice ADD note text");
    let run = |arguments: &[&str]| {
        let mut command = clone.command(arguments);
        command.env("DATABASE_URL", database.url());
        let output = command
            .current_dir(clone.root.join("clone"))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["refresh"]);
    clone.git(&[
        "-C",
        "clone",
        "commit",
        "--quiet",
        "--all",
        "--message=more",
    ]);
    let said = run(&["lint", "--new-only", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["since"]["revision"], "origin/HEAD");
    assert_eq!(said["findings"].as_array().unwrap().len(), 1);
    assert_eq!(said["findings"][0]["relation"], "public.other_invoice");
}

#[test]
fn a_revision_that_there_is_not_is_wrong_use() {
    let (project, _database) = project();
    assert_snapshot!(lint(&project, &["mian"]), @r"
    exit status 2
    --- err
    error: `mian` is no revision of the repository
      = help: is `main` meant?
    ");
    std::fs::remove_dir_all(project.root.join(".git")).unwrap();
    let said = project.run(&["lint", "--new-only"]);
    assert_eq!((said.status, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("is in no git repository"), "{}", said.err);
    project.git(&["init", "--quiet"]);
    let said = project.run(&["lint", "--new-only"]);
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("has no commit yet"), "{}", said.err);
}
