//! Migrations of each tool, applied for real; and what is said of those that fail.

use insta::assert_snapshot;

use crate::support::{Database, Project, wait_until};

const FROM: [&str; 3] = ["init", "--migrations", "migrations"];

/// The tables that the second migration leaves when it ran after the first.
const RELATIONS: [&str; 3] = ["index.json", "public/users.json", "schema.toml"];

#[test]
fn every_layout_gives_the_same_snapshot() {
    let create = "CREATE TABLE people (id uuid PRIMARY KEY);";
    let rename = "ALTER TABLE people RENAME TO users;\nCREATE TABLE gone (); DROP TABLE gone;";
    let drop = "DROP TABLE users;";
    let dbmate = |up: &str| format!("-- migrate:up\n{up}\n-- migrate:down\n{drop}\n");
    let (dbmate_create, dbmate_rename) = (dbmate(create), dbmate(rename));
    let layouts: [(&str, &[(&str, &str)]); 6] = [
        (
            "sqlx",
            &[("9_create.sql", create), ("10_rename.sql", rename)],
        ),
        (
            "sqlx",
            &[
                ("1_create.up.sql", create),
                ("1_create.down.sql", drop),
                ("2_rename.up.sql", rename),
                ("2_rename.down.sql", drop),
            ],
        ),
        (
            "diesel",
            &[
                ("2024-01-01-000000_create/up.sql", create),
                ("2024-01-01-000000_create/down.sql", drop),
                ("2024-01-02-000000_rename/up.sql", rename),
                ("2024-01-02-000000_rename/down.sql", drop),
            ],
        ),
        (
            "refinery",
            &[("V9__create.sql", create), ("V10__rename.sql", rename)],
        ),
        (
            "dbmate",
            &[
                ("1_create.sql", &dbmate_create),
                ("2_rename.sql", &dbmate_rename),
            ],
        ),
        (
            "numbered",
            &[("9-create.sql", create), ("010-rename.sql", rename)],
        ),
    ];
    let mut first = None;
    for (layout, files) in layouts {
        let project = Project::with_migrations(files);
        let said = project.run(&FROM);
        assert_eq!(said.status, Some(0), "{layout}: {}", said.all());
        let head = said.out.lines().next().unwrap().to_owned();
        assert_eq!(
            head,
            format!(
                "snapshot `schema` from 2 migrations of `migrations` (read as {layout}), applied to a throw-away PostgreSQL N"
            )
        );
        assert_eq!(project.files(), RELATIONS, "{layout}");
        let snapshot = project.snapshot();
        assert_eq!(*first.get_or_insert(snapshot.clone()), snapshot, "{layout}");
    }
}

#[test]
fn a_database_and_its_migrations_give_the_same_snapshot() {
    let sql = "CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid());";
    let database = Database::new(&format!("{sql} CREATE TABLE _sqlx_migrations ();"));
    let project = Project::with_migrations(&[("1_users.sql", sql)]);
    assert_eq!(
        project
            .run(&["init", "--database-url", &database.url()])
            .status,
        Some(0)
    );
    let said = project.run(&["refresh", "--check", "--migrations", "migrations"]);
    assert_eq!(said.status, Some(0), "{}", said.all());
}

#[test]
fn the_migrations_are_remembered() {
    let create = "CREATE TABLE users (id uuid PRIMARY KEY);";
    let project = Project::with_migrations(&[("1_users.sql", create)]);
    assert_eq!(project.run(&FROM).status, Some(0));
    let toml = String::from_utf8(project.snapshot()["schema.toml"].clone()).unwrap();
    assert!(toml.contains("\nmigrations = \"migrations\"\n"), "{toml}");
    project.write(
        "migrations/2_rename.sql",
        "ALTER TABLE users RENAME TO people;",
    );
    assert_snapshot!(project.run(&["refresh", "--check"]).all(), @r"
    exit status 1
    --- out
    snapshot `schema` from 2 migrations of `migrations` (read as sqlx), applied to a throw-away PostgreSQL N
      table `public.people`: looks like a rename of `public.users`
    stale: 1 relation renamed; `cargo schema refresh` brings it up to date
    ");
    assert_eq!(
        project.run(&["refresh", "--throw-away-server"]).status,
        Some(0)
    );
    // A database that is named is asked itself.
    let database = Database::new(create);
    let said = project.run(&["refresh", "--check", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(
        said.out
            .starts_with("snapshot `schema` from `postgresql://")
    );
}

#[test]
fn options_for_migrations_want_some() {
    let project = Project::new();
    for option in [
        &["--throw-away-server"][..],
        &["--migration-format", "sqlx"],
    ] {
        let said = project.run(&[&["init"], option].concat());
        assert_eq!(said.status, Some(2), "{}", said.all());
        let message = format!(
            "error: `{}` is for migrations, and none are given",
            option[0]
        );
        assert!(said.err.starts_with(&message), "{}", said.err);
    }
}

#[test]
fn what_real_migrations_are_made_of() {
    let project = Project::with_migrations(&[
        (
            "1_functions.sql",
            "-- a comment; with a semicolon\nCREATE TABLE users (id uuid PRIMARY KEY, name text DEFAULT ';');\n\
             CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.name := 'a;b';\n  RETURN NEW;\nEND\n$$;\n\
             DO $do$ BEGIN EXECUTE 'CREATE TABLE posts (id uuid PRIMARY KEY)'; END $do$;\n\
             CREATE RULE r AS ON DELETE TO posts DO ALSO (SELECT 1; SELECT 2);",
        ),
        (
            "2_concurrently.sql",
            "-- no-transaction\nCREATE INDEX CONCURRENTLY by_name ON users (name);\nVACUUM users;",
        ),
        (
            "3_session.sql",
            "SET search_path = ''; SET ROLE pg_monitor; RESET ROLE;",
        ),
    ]);
    let said = project.run(&FROM);
    assert_eq!(said.status, Some(0), "{}", said.all());
    let users = String::from_utf8(project.snapshot()["public/users.json"].clone()).unwrap();
    assert!(users.contains("by_name"), "{users}");
    assert!(project.files().contains(&"public/posts.json".to_owned()));
}

#[test]
fn a_failing_statement_is_told_with_file_line_and_the_servers_words() {
    let project = Project::with_migrations(&[
        ("1_good.sql", "CREATE TABLE users (id uuid PRIMARY KEY);"),
        (
            "2_bad.sql",
            "-- the next one is fine\nCREATE TABLE posts (id uuid);\n\n\nALTER TABLE posts\n  ADD COLUMN über text,\n  ADD COLUMN x no_such_type;\n",
        ),
    ]);
    assert_snapshot!(project.run(&FROM).all(), @r#"
    exit status 3
    --- err
    error: migration `migrations/2_bad.sql` failed at line 5: type "no_such_type" does not exist
      statement: ALTER TABLE posts
      position: line 7, column 16
      SQLSTATE: 42704
    "#);
    assert!(!project.root.join("schema").exists());

    let project = Project::with_migrations(&[(
        "1_hint.sql",
        "CREATE TABLE t (name text);\nSELECT nam FROM t;",
    )]);
    assert_snapshot!(project.run(&FROM).all(), @r#"
    exit status 3
    --- err
    error: migration `migrations/1_hint.sql` failed at line 2: column "nam" does not exist
      statement: SELECT nam FROM t
      position: line 2, column 8
      SQLSTATE: 42703
      = help: Perhaps you meant to reference the column "t.name".
    "#);

    let project = Project::with_migrations(&[("1_newer.sql", "SELECT of_a_newer_server();")]);
    let said = project.run(&FROM);
    let help = "  = help: this was a throw-away PostgreSQL N; when the migration needs a newer one, \
                `PG_BIN` names the directory of its binaries";
    assert!(said.err.contains(help), "{}", said.err);

    let project = Project::with_migrations(&[(
        "1_raise.sql",
        "DO $$\nBEGIN\n  RAISE EXCEPTION 'not today' USING HINT = 'try tomorrow', DETAIL = 'closed';\nEND\n$$;",
    )]);
    assert_snapshot!(project.run(&FROM).all(), @r"
    exit status 3
    --- err
    error: migration `migrations/1_raise.sql` failed at line 1: not today
      statement: DO $$
      SQLSTATE: P0001
      detail: closed
      context: PL/pgSQL function inline_code_block line 3 at RAISE
      = help: try tomorrow
    ");
}

#[test]
fn what_fails_at_the_end_of_a_transaction() {
    let project = Project::with_migrations(&[(
        "1_deferred.sql",
        "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1);",
    )]);
    let said = project.run(&FROM);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err.starts_with("error: migration `migrations/1_deferred.sql` failed at its end: insert or update on table \"b\" violates foreign key"),
        "{}",
        said.err
    );
}

#[test]
fn a_statement_that_wants_no_transaction_gets_the_tools_way_out() {
    let index = "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);";
    for (file, text, help) in [
        (
            "1_a.sql",
            index.to_owned(),
            Some("= help: `-- no-transaction` as the very first line"),
        ),
        (
            "1_a/up.sql",
            index.to_owned(),
            Some("= help: `run_in_transaction = false`"),
        ),
        (
            "V1__a.sql",
            index.to_owned(),
            Some("= help: refinery runs every migration in a transaction"),
        ),
        (
            "1_a.sql",
            format!("-- migrate:up\n{index}"),
            Some("= help: `-- migrate:up transaction:false`"),
        ),
        (
            "1_a.sql",
            format!("-- migrate:up transaction:false\n{index}"),
            None,
        ),
        ("1-a.sql", index.to_owned(), None),
    ] {
        let said = Project::with_migrations(&[(file, &text)]).run(&FROM);
        match help {
            Some(help) => {
                assert_eq!(said.status, Some(3), "{file}");
                assert!(said.err.contains(help), "{file}: {}", said.err);
                assert!(said.err.contains("SQLSTATE: 25001"), "{file}: {}", said.err);
            }
            None => assert_eq!(said.status, Some(0), "{file}: {}", said.all()),
        }
    }
}

#[test]
fn what_only_psql_can_run() {
    let project = Project::with_migrations(&[(
        "1_a.sql",
        "CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.\n",
    )]);
    assert_snapshot!(project.run(&FROM).all(), @r"
    exit status 2
    --- err
    error: `migrations/1_a.sql` line 2 has `COPY ... FROM stdin`, whose rows only `psql` can send; write `INSERT INTO ... VALUES`
    ");
    let project =
        Project::with_migrations(&[("1_a.sql", "CREATE TABLE t (a int);\n\\connect other\n")]);
    assert_snapshot!(project.run(&FROM).all(), @r"
    exit status 2
    --- err
    error: `migrations/1_a.sql` line 2 has a command of `psql` (`\...`), which only `psql` can run
    ");
}

#[test]
fn a_role_and_an_extension_that_are_not_there() {
    let project = Project::with_migrations(&[(
        "1_a.sql",
        "CREATE TABLE t ();\nGRANT SELECT ON t TO app_reader;",
    )]);
    assert_snapshot!(project.run(&FROM).all(), @r#"
    exit status 3
    --- err
    error: migration `migrations/1_a.sql` failed at line 2: role "app_reader" does not exist
      statement: GRANT SELECT ON t TO app_reader
      SQLSTATE: 42704
      = help: roles belong to a server and not to a database: create it on the server that `--database-url` names, or in a migration before this one; a throw-away server has `postgres` only
    "#);
    let project = Project::with_migrations(&[("1_a.sql", "CREATE EXTENSION no_such_extension;")]);
    let said = project.run(&FROM);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err
            .contains("= help: install the extension for this server"),
        "{}",
        said.err
    );
}

#[test]
fn a_given_server_gets_a_scratch_database_and_loses_it_again() {
    let database = Database::new("CREATE TABLE not_from_migrations ()");
    let mut project =
        Project::with_migrations(&[("1_a.sql", "CREATE TABLE users (id uuid PRIMARY KEY);")]);
    project.set("DATABASE_URL", &database.url());
    assert_snapshot!(project.run(&FROM).all(), @r"
    exit status 0
    --- out
    snapshot `schema` from 1 migration of `migrations` (read as sqlx), applied to a scratch database beside `postgresql://postgres@/app_N?host=SOCKET` (from `DATABASE_URL`)
    1 relation, 0 types, 0 functions
    commit `schema`; `schema/schema.toml` is the standard, to be edited by hand
    ");
    assert_eq!(project.files(), RELATIONS);

    project.write("migrations/2_b.sql", "CREATE TABLE posts ();\nSELECT 1/0;");
    let first = project.snapshot();
    let said = project.run(&["refresh", "--migrations", "migrations"]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err.contains("failed at line 2: division by zero"),
        "{}",
        said.err
    );
    assert_eq!(project.snapshot(), first);

    let said = project.run(&[
        "refresh",
        "--check",
        "--migrations",
        "migrations",
        "--throw-away-server",
    ]);
    assert_eq!(said.status, Some(3), "{}", said.all());
    // Other tests may be at work on the same server.
    wait_until("a scratch database is left", || {
        database.scratch_databases().is_empty()
    });
}

#[test]
fn roles_that_migrations_create_stay_on_a_given_server_and_are_told() {
    let database = Database::alone("");
    let role = format!("made_by_{}", database.name);
    let project = Project::with_migrations(&[("1_a.sql", &format!("CREATE ROLE {role};"))]);
    let said = project.run(&[
        "init",
        "--migrations",
        "migrations",
        "--database-url",
        &database.url(),
    ]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(
        said.err.contains("warning: the migrations created roles, which belong to the server and are left there: `made_by_app_"),
        "{}",
        said.err
    );
    database.run(&format!("DROP ROLE {role}"));
}

#[test]
fn a_role_that_may_not_create_databases_is_told_what_to_do() {
    let database = Database::alone("");
    let role = format!("poor_{}", database.name);
    database.run(&format!("CREATE ROLE {role} LOGIN"));
    let project = Project::with_migrations(&[("1_a.sql", "SELECT 1")]);
    let url = database.url().replace("postgres@", &format!("{role}@"));
    let said = project.run(&["init", "--migrations", "migrations", "--database-url", &url]);
    assert_eq!(said.status, Some(3));
    assert!(said.err.contains("refused while creating a scratch database: permission denied to create database (SQLSTATE 42501)"), "{}", said.err);
    assert!(
        said.err.contains("= help: let the role create databases"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("= help: `--throw-away-server`"),
        "{}",
        said.err
    );
    database.run(&format!("DROP ROLE {role}"));
}

#[test]
fn two_of_one_version_and_two_kinds_are_wrong_use() {
    let project = Project::with_migrations(&[("1_a.sql", ""), ("1_b.sql", "")]);
    assert_snapshot!(project.run(&FROM).all(), @r"
    exit status 2
    --- err
    error: two migrations have version 1: `migrations/1_a.sql` and `migrations/1_b.sql`
      = help: sqlx needs a version for each: rename the younger one
    ");
    let project = Project::with_migrations(&[
        ("1_a.sql", "CREATE TABLE a ()"),
        ("V1__b.sql", ""),
        ("seed.sql", ""),
    ]);
    assert_snapshot!(project.run(&FROM).all(), @r"
    exit status 2
    --- err
    error: the migrations in `migrations` are of more than one kind: `1_a.sql` looks like sqlx's, `V1__b.sql` looks like refinery's
      = help: `--migration-format` says which they are
    ");
    let said = project.run(&[
        "init",
        "--migrations",
        "migrations",
        "--migration-format",
        "refinery",
    ]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(said.out.contains("(refinery, as told)"), "{}", said.out);
    assert!(
        said.err.contains("warning: passed over, since refinery does not take them for migrations: `migrations/1_a.sql`, `migrations/seed.sql`"),
        "{}",
        said.err
    );
}
