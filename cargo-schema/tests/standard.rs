//! Exceptions in `schema.toml`, levels by table, and the baseline, as the command has them.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Database, Project};

const SQL: &str = "CREATE SCHEMA audit;
    CREATE TABLE audit.entries (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE orders (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        buyer_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL);";

fn project() -> Project {
    let database = Database::new(SQL);
    let project = Project::new();
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    project
}

fn rules(project: &Project) -> Vec<String> {
    let said = project.run(&["lint", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let rule = |finding: &Value| {
        let part = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", part("rule"), part("relation"), part("column"))
    };
    findings.map(rule).collect()
}

const ALL: [&str; 4] = [
    "primary_key_uuid audit.entries id",
    "foreign_key_index public.orders buyer_id",
    "foreign_key_index public.orders user_id",
    "timestamp_default public.orders updated_at",
];

#[test]
fn exceptions_and_levels_by_table() {
    let project = project();
    assert_eq!(rules(&project), ALL);
    project.write(
        "schema/schema.toml",
        "[tables.'audit.*']\nprimary_key_uuid = 'allow'\n\
         [[exceptions]]\nrule = 'foreign_key_index'\nobject = 'public.orders.user_id'\n\
         reason = 'small'\nowner = 'the shop team'\nexpires = 2999-12-31\n\
         [[exceptions]]\nrule = 'timestamp_default'\nobject = 'public.orders'\nreason = 'imported'\n",
    );
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 1
    --- out
    table `public.orders` (schema/public/orders.json)
      error[foreign_key_index]: foreign key `orders_buyer_id_fkey` (`buyer_id`) of `public.orders` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY orders_buyer_id_idx ON public.orders (buyer_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one

    3 relations and 0 models checked: 1 error, 2 suppressed
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    assert_snapshot!(project.run(&["exceptions"]).all(), @r"
    exit status 0
    --- out
    rule               object                 reason    owner          expires     suppresses  source
    foreign_key_index  public.orders.user_id  small     the shop team  2999-12-31           1  schema/schema.toml:3
    timestamp_default  public.orders          imported                                      1  schema/schema.toml:9
    ");
    assert_snapshot!(project.run(&["exceptions", "--format", "json"]).out, @r#"
    {
      "format": 1,
      "exceptions": [
        {
          "rule": "foreign_key_index",
          "object": "public.orders.user_id",
          "reason": "small",
          "owner": "the shop team",
          "expires": "2999-12-31",
          "suppresses": 1,
          "source": "schema/schema.toml:3"
        },
        {
          "rule": "timestamp_default",
          "object": "public.orders",
          "reason": "imported",
          "suppresses": 1,
          "source": "schema/schema.toml:9"
        }
      ],
      "baseline": 0
    }
    "#);
}

#[test]
fn exceptions_that_are_of_no_use() {
    let project = project();
    project.write(
        "schema/schema.toml",
        "[[exceptions]]\nrule = 'foreign_key_index'\nobject = 'public.orders.user_id'\n\
         reason = 'until the rewrite'\nowner = 'the shop team'\nexpires = 2020-01-31\n\
         [[exceptions]]\nrule = 'money_type'\nobject = 'public.order'\nreason = 'x'\n\
         [[exceptions]]\nrule = 'money_type'\nobject = 'public.users'\nreason = 'x'\n",
    );
    assert_snapshot!(project.run(&["lint"]).all(), @r#"
    exit status 1
    --- out
    table `audit.entries` (schema/audit/entries.json)
      error[primary_key_uuid]: primary key `id` of `audit.entries` is `bigint`: expected `uuid`
        = help: there is no one statement for it: add a `uuid` column here and in each table that references this one, fill them, then swap keys and names in one transaction

    table `public.orders` (schema/public/orders.json)
      error[foreign_key_index]: foreign key `orders_buyer_id_fkey` (`buyer_id`) of `public.orders` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY orders_buyer_id_idx ON public.orders (buyer_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one
      error[foreign_key_index]: foreign key `orders_user_id_fkey` (`user_id`) of `public.orders` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one
      warning[timestamp_default]: column `updated_at` of `public.orders` has no default: expected `now()`
          ALTER TABLE public.orders ALTER COLUMN updated_at SET DEFAULT now();

    table `public.users` (schema/public/users.json)
      error[unused_exception]: the exception of `public.users` from `money_type` in `schema.toml`, line 11, suppresses nothing: the rule finds nothing there
        = help: remove it

    file `schema/schema.toml`
      error[expired_exception]: the exception of `public.orders` from `foreign_key_index` expired on 2020-01-31: until the rewrite
        = help: mend what it excepts, or ask its owner, the shop team
      error[unused_exception]: the exception from `money_type` is for `public."order"`, which is not in the snapshot
        = help: did you mean `public.orders`?

    3 relations and 0 models checked: 6 errors, 1 warning
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    "#);
    assert_snapshot!(project.run(&["exceptions"]).all(), @r#"
    exit status 0
    --- out
    rule               object                 reason             owner          expires     suppresses  source
    foreign_key_index  public.orders.user_id  until the rewrite  the shop team  2020-01-31           0  schema/schema.toml:1
    money_type         public."order"         x                                                      0  schema/schema.toml:7
    money_type         public.users           x                                                      0  schema/schema.toml:11
    "#);
}

#[test]
fn exceptions_on_models_are_listed_as_well() {
    let project = project();
    project.write(
        "src/lib.rs",
        "#[derive(Conformant)]\n\
         #[conformant(partial, allow(money_type = \"none\"))]\n\
         struct Order {\n    #[conformant(allow(foreign_key_index = \"small\"))]\n    user_id: Uuid,\n}\n",
    );
    assert_snapshot!(project.run(&["exceptions"]).all(), @r"
    exit status 0
    --- out
    rule               object                 reason  suppresses  source
    foreign_key_index  public.orders.user_id  small            1  src/lib.rs:4
    money_type         public.orders          none             0  src/lib.rs:2
    ");
    assert_snapshot!(project.run(&["exceptions", "--format", "markdown"]).out, @r"
    | rule | object | reason | suppresses | source |
    |---|---|---|---:|---|
    | foreign_key_index | public.orders.user_id | small | 1 | src/lib.rs:4 |
    | money_type | public.orders | none | 0 | src/lib.rs:2 |
    ");
    project.write("src/broken.rs", "#[derive(Conformant)] struct {");
    assert_snapshot!(project.run(&["exceptions"]).all(), @r"
    exit status 3
    --- out
    rule               object                 reason  suppresses  source
    foreign_key_index  public.orders.user_id  small            1  src/lib.rs:4
    money_type         public.orders          none             0  src/lib.rs:2
    --- err
    warning: the models of `src/broken.rs` can't be read: line 1: cannot parse string into token stream
    ");
}

#[test]
fn only_what_is_new_fails() {
    let project = project();
    assert_snapshot!(project.run(&["baseline"]).all(), @r"
    exit status 0
    --- out
    the baseline has 4 findings of 2 relations
    ");
    assert_eq!(
        fs::read_dir(project.root.join("schema/public/baseline"))
            .unwrap()
            .count(),
        1
    );
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 0
    --- out
    3 relations and 0 models checked: no findings, 4 suppressed
    ");
    assert_snapshot!(project.run(&["baseline"]).all(), @r"
    exit status 0
    --- out
    the baseline has 4 findings of 2 relations
    ");

    // One is mended, one is new.
    let database = Database::new(SQL);
    database.run(
        "CREATE INDEX ON orders (user_id);
         CREATE TABLE tags (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
             user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
             created_at timestamptz NOT NULL DEFAULT now(),
             updated_at timestamptz NOT NULL DEFAULT now());",
    );
    let refresh = ["refresh", "--database-url", &database.url()];
    assert_eq!(project.run(&refresh).status, Some(0));
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 1
    --- out
    table `public.orders` (schema/public/orders.json)
      error[stale_baseline]: the baseline has a finding of `foreign_key_index` about `user_id` in `public.orders` that is no more
        = help: `cargo schema baseline` takes it out

    table `public.tags` (schema/public/tags.json)
      error[foreign_key_index]: foreign key `tags_user_id_fkey` (`user_id`) of `public.tags` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY tags_user_id_idx ON public.tags (user_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one

    4 relations and 0 models checked: 2 errors, 3 suppressed
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    assert_snapshot!(project.run(&["baseline"]).all(), @r"
    exit status 1
    --- out
    the baseline has 3 findings of 2 relations, 1 mended and taken out
    1 new finding is not recorded: `cargo schema lint` shows them; mend them, or record them with `--accept-new`
    ");
    assert_eq!(rules(&project), ["foreign_key_index public.tags user_id"]);
    assert_snapshot!(project.run(&["baseline", "--accept-new"]).all(), @r"
    exit status 0
    --- out
    the baseline has 4 findings of 3 relations, 1 new
    ");
    assert_eq!(rules(&project), [""; 0]);

    // What is off for a while stays recorded, what is gone does not.
    project.write(
        "schema/schema.toml",
        "[rules]\nforeign_key_index = 'allow'\n",
    );
    assert_eq!(rules(&project), [""; 0]);
    assert_snapshot!(project.run(&["baseline"]).all(), @r"
    exit status 0
    --- out
    the baseline has 4 findings of 3 relations
    ");
    project.write("schema/schema.toml", "");
    database.run("DROP TABLE tags");
    assert_eq!(project.run(&refresh).status, Some(0));
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 1
    --- out
    file `schema/public/baseline/tags.json`
      error[stale_baseline]: the baseline has a finding of `foreign_key_index` about `user_id` in `public.tags` that is no more
        = help: `cargo schema baseline` takes it out

    3 relations and 0 models checked: 1 error, 3 suppressed
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    assert_snapshot!(project.run(&["baseline"]).all(), @r"
    exit status 0
    --- out
    the baseline has 3 findings of 2 relations, 1 mended and taken out
    ");
    assert_eq!(project.run(&["lint"]).status, Some(0));
}

#[test]
fn a_baseline_that_can_not_be_read_is_not_passed_over() {
    let project = project();
    assert_eq!(project.run(&["baseline"]).status, Some(0));
    project.write("schema/public/baseline/orders.json", "{");
    assert_snapshot!(project.run(&["lint"]).all(), @r"
    exit status 3
    --- out
    table `audit.entries` (schema/audit/entries.json)
      error[primary_key_uuid]: primary key `id` of `audit.entries` is `bigint`: expected `uuid`
        = help: there is no one statement for it: add a `uuid` column here and in each table that references this one, fill them, then swap keys and names in one transaction

    table `public.orders` (schema/public/orders.json)
      error[foreign_key_index]: foreign key `orders_buyer_id_fkey` (`buyer_id`) of `public.orders` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY orders_buyer_id_idx ON public.orders (buyer_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one
      error[foreign_key_index]: foreign key `orders_user_id_fkey` (`user_id`) of `public.orders` is not indexed: no index begins with its columns
          CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id);
        = help: `CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one
      warning[timestamp_default]: column `updated_at` of `public.orders` has no default: expected `now()`
          ALTER TABLE public.orders ALTER COLUMN updated_at SET DEFAULT now();

    error: `schema/public/baseline/orders.json` is cut short
        = help: take the file back from version control, `git checkout -- schema/public/baseline/orders.json`, or remove it and run `cargo schema baseline`

    3 relations and 0 models checked: 3 errors, 1 warning, 1 file not checked
    `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
    ");
    let said = project.run(&["baseline"]);
    assert_eq!(said.status, Some(3), "{}", said.all());
    fs::remove_file(project.root.join("schema/public/baseline/orders.json")).unwrap();
    assert_snapshot!(project.run(&["baseline"]).all(), @r"
    exit status 1
    --- out
    the baseline has 1 finding of 1 relation
    3 new findings are not recorded: `cargo schema lint` shows them; mend them, or record them with `--accept-new`
    ");
}
