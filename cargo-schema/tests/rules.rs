//! `cargo schema rules` and `cargo schema explain`.

use insta::assert_snapshot;

use crate::support::{Database, Project};

#[test]
fn the_levels_are_those_in_force() {
    let database = Database::new("CREATE TABLE t ()");
    let mut project = Project::new();
    let levels = |project: &Project, arguments: &[&str]| {
        let said = project.run(&[&["rules", "--format", "json"], arguments].concat());
        assert_eq!(said.status, Some(0), "{}", said.all());
        let list: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(list["format"], 1);
        let rules = list["rules"].as_array().unwrap();
        let fixed = rules.iter().filter(|rule| rule["fixed"] == true);
        let fixed: Vec<_> = fixed.map(|rule| rule["rule"].as_str().unwrap()).collect();
        assert_eq!(fixed, schema_snapshot::rules::OF_EXCEPTIONS);
        assert_eq!(rules.len() - fixed.len(), schema_snapshot::rules::ALL.len());
        let level = |id: &str| {
            let rule = rules.iter().find(|rule| rule["rule"] == id).unwrap();
            rule["level"].as_str().unwrap().to_owned()
        };
        [level("timestamp_default"), level("plural_table_names")]
    };
    assert_eq!(levels(&project, &[]), ["warn", "deny"]);
    let init = ["init", "--database-url", &database.url()];
    assert_eq!(project.run(&init).status, Some(0));
    let text = "preset = \"strict\"\n[rules]\nplural_table_names = \"allow\"\n";
    project.write("schema/schema.toml", text);
    assert_eq!(levels(&project, &[]), ["deny", "allow"]);
    let said = project.run(&["rules"]);
    assert!(
        said.out.contains("\n  allow  plural_table_names "),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("levels: schema/schema.toml;"),
        "{}",
        said.out
    );

    project.write("schema/schema.toml", "preset = \"lax\"");
    assert_eq!(project.run(&["rules"]).status, Some(2));
    // What was asked for and is not there is not replaced by the recommended levels.
    assert_eq!(
        project.run(&["rules", "--snapshot", "other"]).status,
        Some(2)
    );
    project.set("SCHEMA_SNAPSHOT", "other");
    assert_eq!(project.run(&["rules"]).status, Some(2));
}

#[test]
fn every_id_is_explained() {
    use schema_snapshot::{conform, rules};

    let project = Project::new();
    let explain = |id: &str, part: &str| {
        let said = project.run(&["explain", id]);
        assert_eq!(said.status, Some(0), "{}", said.all());
        assert!(said.out.starts_with(&format!("{id}  ")), "{}", said.out);
        // The first words: the others may stand on the next line.
        let part: Vec<_> = part.split(' ').take(5).collect();
        assert!(said.out.contains(&part.join(" ")), "{}", said.out);
    };
    for rule in rules::ALL {
        explain(rule.id, &format!("Fix: {}", rule.fix));
    }
    for id in rules::OF_EXCEPTIONS {
        explain(id, rules::meaning(id));
    }
    for error in conform::DOCS {
        explain(error.id, &format!("Fix: {}", error.fix));
    }
    for id in schema_claims::MISTAKES {
        explain(id, "A mistake in an item or in its attributes");
    }
    explain(
        "column_type_changed",
        "A change between two schemas, of severity high",
    );
    // The verdict of `check` is explained by what the build says of the same.
    let said = project.run(&["explain", "model_without_table"]);
    assert_eq!(said.out, project.run(&["explain", "unknown_table"]).out);
    assert_eq!(said.status, Some(0));
}

#[test]
fn a_page_for_a_terminal() {
    let project = Project::new();
    assert_snapshot!(project.run(&["explain", "[timestamp_not_null]"]).all(), @r#"
    exit status 0
    --- out
    timestamp_not_null  Timestamps

    `created_at` and `updated_at` are NOT NULL. Level: warn. Looks at tables.

    Every row was made at some time; a row without it drops out of everything that sorts or filters
    by age, and each program has to say what the absence means. Other times may be unknown
    (`deleted_at`, `published_at`) and are not looked at.

    Bad:

        CREATE TABLE notes (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            body text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz DEFAULT now()
        );

        #[derive(Conformant)]
        struct Note {
            id: Uuid,
            body: String,
            created_at: DateTime<Utc>,
            updated_at: Option<DateTime<Utc>>,
        }

    Good:

        CREATE TABLE notes (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            body text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );

        #[derive(Conformant)]
        struct Note {
            id: Uuid,
            body: String,
            created_at: DateTime<Utc>,
            updated_at: DateTime<Utc>,
        }

    Fix: Give the rows without a value one, then set NOT NULL, and take the `Option` from the field.
    SET NOT NULL reads the table under a lock; on a big one add `CHECK (created_at IS NOT NULL) NOT
    VALID`, validate it, set NOT NULL, which then reads nothing, and drop the check.

    Exception: `#[conformant(allow(timestamp_not_null = "the reason"))]`

    https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_not_null
    "#);
}

#[test]
fn an_id_that_there_is_not() {
    let project = Project::new();
    assert_snapshot!(project.run(&["explain", "foreign_key_indx"]).all(), @r"
    exit status 2
    --- err
    error: there is no rule, error or change `foreign_key_indx`
      = help: did you mean `foreign_key_index`?
    ");
    assert_snapshot!(project.run(&["explain", "nulability_mismatch"]).all(), @r"
    exit status 2
    --- err
    error: there is no rule, error or change `nulability_mismatch`
      = help: did you mean `nullability_mismatch`?
    ");
    assert_snapshot!(project.run(&["explain", "a_thing_of_nobody"]).all(), @r"
    exit status 2
    --- err
    error: there is no rule, error or change `a_thing_of_nobody`
      = help: `cargo schema rules` lists the rules
      = help: changes are listed in https://github.com/schema-conformance/schema-conformance/blob/main/docs/changes.md
    ");
    assert_eq!(project.run(&["explain"]).status, Some(2));
}
