//! `cargo schema report`: the whole report, in each of its formats.

use insta::assert_snapshot;

use crate::support::{Database, Project};

/// With names and comments that are markup, where they are not taken for text.
const SQL: &str = r#"
    CREATE TYPE mood AS ENUM ('calm', '<b>wild</b>');
    CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        email text NOT NULL, "Mood" mood,
        created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
    COMMENT ON TABLE users IS 'Who may <script>alert(1)</script> | log in';
    CREATE TABLE order_line (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users, amount real,
        created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX ON order_line (amount);
    CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';"#;

const CONFIG: &str = r#"
[[exceptions]]
rule = "plural_table_names"
object = "public.order_line"
reason = "<i>older</i> than the standard"
owner = "the shop team"
"#;

const MODELS: &str = r#"
#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct User {
    pub id: Uuid,
    pub email: Option<String>,
}
"#;

fn project() -> (Project, Database) {
    let database = Database::new(SQL);
    let mut project = Project::new();
    project.set("DATABASE_URL", &database.url());
    assert_eq!(project.run(&["init"]).status, Some(0));
    project.write("schema/schema.toml", CONFIG);
    project.write("src/models.rs", MODELS);
    project.git(&["init", "--quiet", "--initial-branch=main"]);
    project.commit("the snapshot");
    (project, database)
}

/// A refresh after a change, committed.
fn step(project: &Project, database: &Database, sql: &str) {
    database.run(sql);
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    project.commit(sql);
}

/// What it says, without what is not the same each time.
fn report(project: &Project, arguments: &[&str]) -> String {
    let said = project.run(&[&["report"], arguments].concat());
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""));
    let fingerprint = project.run(&["status", "--format", "json"]);
    let fingerprint: serde_json::Value = serde_json::from_str(&fingerprint.out).unwrap();
    let fingerprint = fingerprint["snapshot"]["fingerprint"].as_str().unwrap();
    let said = said.out.replace(fingerprint, "FINGERPRINT");
    let today = jiff::Timestamp::now().to_string();
    let said = project.without_major(&said);
    project.without_hashes(&said.replace(&today[..10], "TODAY"))
}

#[test]
fn the_whole_report_in_markdown() {
    let (project, database) = project();
    step(
        &project,
        &database,
        "ALTER TABLE users RENAME \"Mood\" TO mood",
    );
    // What was found by then is known.
    assert_eq!(project.run(&["baseline"]).status, Some(0));
    database.run("CREATE TABLE tags (id uuid PRIMARY KEY, name text)");
    assert_eq!(project.run(&["refresh"]).status, Some(0));
    let report = report(&project, &[]);
    // The rules that find nothing, and those that are off, are a matter of the catalogue.
    let is_of_catalogue =
        |line: &&str| line.ends_with("| 0 | 0 | 0 |") || line.starts_with("Off: ");
    let (catalogue, rest): (Vec<_>, Vec<_>) = report.lines().partition(is_of_catalogue);
    assert!(catalogue.len() > 30, "{catalogue:?}");
    assert_snapshot!(rest.join("\n"), @r"
    # Schema conformance

    Snapshot `schema` on TODAY

    ## Summary

    3 relations and 1 model checked: 2 errors, 3 suppressed

    The snapshot:

    | fact | value |
    |---|---|
    | snapshot | schema |
    | fingerprint | FINGERPRINT |
    | format | 1.0 |
    | server | PostgreSQL MAJOR |
    | relations | 3 (3 tables) |
    | columns | 12 |
    | types | 1 |
    | functions | 1 |
    | last change | TODAY in COMMIT, 1 difference |
    | not committed | 1 difference |
    | findings | 2 errors, 3 suppressed |

    ## Trends

    Every state is held to the standard of today, without models and without the baseline: what changes here is the schema.

    The last changes of the snapshot, newest first:

    | when | commit | differences | relations | columns | errors | warnings |
    |---|---|---:|---:|---:|---:|---:|
    | working tree |  | 1 | 3 | 12 | 2 | 1 |
    | TODAY | COMMIT | 1 | 2 | 10 | 1 | 1 |
    | TODAY | COMMIT | 4 | 2 | 10 | 2 | 1 |

    ## Rule by rule

    The rules that are on, and what they find:

    | rule | group | level | findings | baseline | excepted |
    |---|---|---|---:|---:|---:|
    | [plural_table_names](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#plural_table_names) | Naming | deny | 0 | 0 | 1 |
    | [foreign_key_index](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#foreign_key_index) | Foreign keys | deny | 0 | 1 | 0 |
    | [float_money](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#float_money) | Types | warn | 0 | 1 | 0 |
    | [timestamp_columns](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_columns) | Timestamps | deny | 1 | 0 | 0 |
    | [nullability_mismatch](https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#nullability_mismatch) | Models | deny | 1 | 0 | 0 |


    ## Findings

    ### table `public.tags`

    - **error** [`timestamp_columns`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_columns): table `public.tags` has no column `created_at` and no column `updated_at`

      ```sql
      ALTER TABLE public.tags ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
      ```
      - and add the fields `created_at` and `updated_at`; rows that exist get the time of the migration
      - keep `updated_at` by a trigger or in each UPDATE

    ### table `public.users`

    - **error** [`nullability_mismatch`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#nullability_mismatch): `User.email` is `Option<String>`, but column `public.users.email` is NOT NULL (`src/models.rs:6`)
      - write `String`, or let the column be NULL: ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL

    ## Exceptions

    The exceptions, and how many findings each suppresses:

    | rule | object | reason | owner | suppresses | source |
    |---|---|---|---|---:|---|
    | plural_table_names | public.order_line | \<i>older\</i> than the standard | the shop team | 1 | schema/schema.toml:2 |

    ## Baseline

    2 known findings, to be mended one by one.

    What the baseline has:

    | relation | findings |
    |---|---:|
    | public.order_line | 2 |

    ## Analysis

    All tables together:

    | tables | columns | nullable | indexes | foreign keys | columns by table | indexes by column | tables alone |
    |---:|---:|---:|---:|---:|---:|---:|---:|
    | 3 | 12 | 3 | 4 | 1 | 4.00 | 0.33 | 1 |

    The tables that most others depend on:

    | table | dependents | referenced by | references | columns | nullable | indexes | indexes by column |
    |---|---:|---:|---:|---:|---:|---:|---:|
    | public.users | 1 | 1 | 0 | 5 | 1 | 1 | 0.20 |
    | public.order_line | 0 | 0 | 1 | 5 | 1 | 2 | 0.40 |
    | public.tags | 0 | 0 | 0 | 2 | 1 | 1 | 0.50 |

    ## Relations

    ### table `public.order_line`

    Columns:

    | column | type | not null | default |
    |---|---|---|---|
    | id | uuid | yes | gen_random_uuid() |
    | user_id | uuid | yes |  |
    | amount | real |  |  |
    | created_at | timestamp with time zone | yes | now() |
    | updated_at | timestamp with time zone | yes | now() |

    Constraints:

    | name | kind | columns |
    |---|---|---|
    | order_line_pkey | primary_key | id |

    Foreign keys:

    | name | columns | references | referenced columns | on delete | on update |
    |---|---|---|---|---|---|
    | order_line_user_id_fkey | user_id | public.users | id | no_action | no_action |

    Indexes:

    | name | method | columns | unique |
    |---|---|---|---|
    | order_line_amount_idx | btree | amount |  |
    | order_line_pkey | btree | id | yes |

    ### table `public.tags`

    Columns:

    | column | type | not null |
    |---|---|---|
    | id | uuid | yes |
    | name | text |  |

    Constraints:

    | name | kind | columns |
    |---|---|---|
    | tags_pkey | primary_key | id |

    Indexes:

    | name | method | columns | unique |
    |---|---|---|---|
    | tags_pkey | btree | id | yes |

    ### table `public.users`

    Who may \<script>alert(1)\</script> | log in

    Models: `User` at `src/models.rs:4`.

    Columns:

    | column | type | not null | default |
    |---|---|---|---|
    | id | uuid | yes | gen_random_uuid() |
    | email | text | yes |  |
    | mood | public.mood |  |  |
    | created_at | timestamp with time zone | yes | now() |
    | updated_at | timestamp with time zone | yes | now() |

    Constraints:

    | name | kind | columns |
    |---|---|---|
    | users_pkey | primary_key | id |

    Indexes:

    | name | method | columns | unique |
    |---|---|---|---|
    | users_pkey | btree | id | yes |

    ## Enums

    | name | labels |
    |---|---|
    | public.mood | calm, \<b>wild\</b> |

    ## Types

    | name | kind |
    |---|---|
    | public.mood | enum |

    ## Functions

    | name | returns | kind | language | volatility |
    |---|---|---|---|---|
    | public.one | integer | function | sql | volatile |
    ");
}

#[test]
fn the_trend_is_of_the_schema_and_not_of_the_standard() {
    let (project, database) = project();
    step(&project, &database, "CREATE INDEX ON order_line (user_id)");
    step(
        &project,
        &database,
        "ALTER TABLE users RENAME \"Mood\" TO mood",
    );
    step(&project, &database, "DROP TABLE order_line");
    let trend = |arguments: &[&str]| {
        let arguments = [&["--format", "json"], arguments].concat();
        let said: serde_json::Value = serde_json::from_str(&report(&project, &arguments)).unwrap();
        let point = |point: &serde_json::Value| {
            ["differences", "relations", "columns", "deny", "warn"]
                .map(|key| point[key].as_u64().unwrap())
        };
        let history = said["history"].as_array().unwrap();
        history.iter().map(point).collect::<Vec<_>>()
    };
    let all = trend(&[]);
    assert_eq!(
        all,
        [
            [1, 1, 5, 0, 0],
            [1, 2, 10, 0, 1],
            [1, 2, 10, 1, 1],
            [4, 2, 10, 2, 1]
        ]
    );
    assert_eq!(trend(&["--changes", "2"]), all[..2]);
    assert_eq!(trend(&["--changes", "0"]), [[0; 5]; 0]);
    // Of the last state `lint` says the same.
    project.write("schema/schema.toml", "");
    let all = trend(&[]);
    let lint = project.run(&["lint", "--no-models", "--format", "json"]);
    let lint: serde_json::Value = serde_json::from_str(&lint.out).unwrap();
    assert_eq!(lint["summary"]["deny"], all[0][3]);
    // Another standard changes all of it.
    project.write(
        "schema/schema.toml",
        "[rules]\nsnake_case_names = \"allow\"\n",
    );
    let relaxed = trend(&[]);
    assert_eq!(relaxed.len(), 4);
    assert!(relaxed[3][3] < all[3][3], "{relaxed:?}");
}

#[test]
fn one_file_for_a_browser() {
    let (project, database) = project();
    step(&project, &database, "CREATE INDEX ON order_line (user_id)");
    let said = project.run(&["report", "--format", "html", "--output", "report.html"]);
    assert_eq!(
        said.all(),
        "exit status 0\n--- out\nthe report is in `report.html`\n"
    );
    let html = std::fs::read_to_string(project.root.join("report.html")).unwrap();
    // Nothing of the schema is markup.
    for hostile in ["<script", "<b>wild", "<i>older"] {
        assert!(!html.contains(hostile), "{hostile}");
    }
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt; | log in"),
        "{html}"
    );
    // It needs no other file, and runs nothing.
    for loaded in [" src=", "<link", "@import", "url(", "javascript:"] {
        assert!(!html.contains(loaded), "{loaded}");
    }
    // Every link within leads somewhere, and no name is there twice.
    let mut ids: Vec<_> = html
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    for link in html
        .split("href=\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
    {
        assert!(ids.contains(&link), "{link}");
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    balanced(&html);
    for said in [
        "<html lang=\"en\">",
        "<nav aria-label=\"Contents\">",
        "role=\"img\" aria-label=\"Findings after each change of the snapshot: ",
        "<th scope=\"col\">rule</th>",
        "<caption>Foreign keys</caption>",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
}

/// That each element ends where it should.
fn balanced(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag
            .split_once('>')
            .unwrap_or_else(|| panic!("no end: {tag}"));
        let name = tag.split([' ', '\n']).next().unwrap();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') && !["!DOCTYPE", "meta"].contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
}

#[test]
fn for_programs() {
    let (project, _database) = project();
    let said: serde_json::Value =
        serde_json::from_str(&report(&project, &["--format", "json", "--brief"])).unwrap();
    let keys: Vec<_> = said
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expected = [
        "analysis",
        "baseline",
        "date",
        "exceptions",
        "findings",
        "format",
        "history",
        "last_change",
        "off",
        "rules",
        "snapshot",
        "summary",
        "uncommitted",
    ];
    assert_eq!(keys, expected);
    assert_eq!(said["exceptions"][0]["owner"], "the shop team");
    let whole: serde_json::Value =
        serde_json::from_str(&report(&project, &["--format", "json"])).unwrap();
    let users = &whole["relations"][1];
    assert_eq!(users["relation"], "public.users");
    assert_eq!(users["models"][0]["item"], "User");
    assert_eq!(users["models"][0]["source"]["line"], 4);
    assert_eq!(users["columns"][1]["type"], "text");
}

#[test]
fn a_report_that_is_not_whole_says_so() {
    let (project, _database) = project();
    project.write("src/broken.rs", "#[derive(Conformant)] struct");
    let said = project.run(&["report", "--changes", "0"]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.out
            .contains("- the models of `src/broken.rs` can't be read"),
        "{}",
        said.out
    );
    let said = project.run(&["report", "--output", "no/such/directory"]);
    assert_eq!(said.status, Some(3));
    let shallow = Project::new();
    let url = format!("file://{}", project.root.display());
    shallow.git(&["clone", "--quiet", "--depth=1", &url, "clone"]);
    let mut command = shallow.command(&["report"]);
    let output = command
        .current_dir(shallow.root.join("clone"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("It goes back no further: the clone is shallow"),
        "{said}"
    );
    // What was committed can't be used, and is not held against what there is now.
    std::fs::remove_file(project.root.join("src/broken.rs")).unwrap();
    let users = std::fs::read_to_string(project.root.join("schema/public/users.json")).unwrap();
    project.write("schema/public/users.json", &users[..users.len() / 2]);
    project.commit("cut short");
    project.write("schema/public/users.json", &users);
    project.commit("mended");
    let said = project.run(&["report"]);
    assert_eq!(said.status, Some(0));
    let ends = said
        .out
        .lines()
        .find(|line| line.starts_with("It goes back no further"));
    assert_snapshot!(ends.unwrap(), @"It goes back no further: what is older can't be used: `schema/public/users.json` is cut short.");
}
