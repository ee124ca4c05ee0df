//! `cargo schema refresh`, `lint` of what it wrote and `diff` to what came of it, beside
//! `pg_dump --schema-only`, on the same database.
//!
//! `pg_dump` is of the server's own major, so the server is the installed one.

use std::fs;
use std::process::Command;

use cargo_schema::server::{Binaries, Options, Server};
use postgres::NoTls;
use schema_snapshot::rules;
use schema_tests::measure::{Cost, cargo, directory, measure, median, root};

const RUNS: usize = 5;
const TABLES: usize = 10_000;

/// Tables of 13 columns with a primary key, two foreign keys, their indexes and a check.
const SCHEMA: &str = "
DO $$
DECLARE n int;
BEGIN
    FOR n IN 1..@ LOOP
        EXECUTE format('CREATE TABLE t%1$s (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(), parent_id uuid, email text NOT NULL,
            display_name text, bio text, age int NOT NULL CHECK (age > 0), visits bigint NOT NULL,
            score float8 NOT NULL, active bool NOT NULL DEFAULT true, price numeric(10,2),
            name varchar(80), created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now())', n);
        EXECUTE format('ALTER TABLE t%1$s ADD FOREIGN KEY (parent_id) REFERENCES t%2$s', n, greatest(n - 1, 1));
        EXECUTE format('CREATE INDEX ON t%1$s (parent_id)', n);
    END LOOP;
END $$";

const COMMIT: &[&str] = &[
    "-c",
    "user.name=Bench",
    "-c",
    "user.email=bench@example.org",
    "commit",
    "--quiet",
    "--message=all",
];

/// A tenth of the tables has a column more, one of another type, and an index of another name.
const CHANGES: &str = "
DO $$
DECLARE n int;
BEGIN
    FOR n IN 1..@ BY 10 LOOP
        EXECUTE format('ALTER TABLE t%1$s ADD more text, ALTER visits TYPE numeric', n);
        EXECUTE format('ALTER INDEX t%1$s_parent_id_idx RENAME TO idx_t%1$s_parent', n);
    END LOOP;
END $$";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let binaries = Binaries::find()?;
    let pg_dump = binaries.directory().join("pg_dump");
    if !pg_dump.is_file() {
        return Err(format!(
            "no `pg_dump` beside `{}`; set PG_BIN to a whole installation",
            pg_dump.display()
        )
        .into());
    }
    let settings = [("max_locks_per_transaction", "4096")];
    let server = Server::start_with(
        &binaries,
        &Options {
            settings: settings
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ..Options::default()
        },
    )?;
    server
        .config("postgres")
        .connect(NoTls)?
        .batch_execute(&SCHEMA.replace('@', &TABLES.to_string()))?;
    let url = server.url("postgres");
    measure(cargo().current_dir(root()).args([
        "build",
        "--release",
        "--package",
        "cargo-schema",
        "--quiet",
    ]));
    let command = root().join("target/release/cargo-schema");
    let dirs = directory().join("refresh");
    let _ = fs::remove_dir_all(&dirs);

    // Each run has a directory of its own, and all are removed in the end: for five minutes after
    // ten thousand files were removed ext4 is several times slower to make new ones, because it
    // passes over the inodes that these had. So a second benchmark has to wait as long.
    // A finding for each index and foreign key is made and written, and none fails the command.
    let levels = rules::ALL
        .iter()
        .map(|rule| format!("{} = \"warn\"\n", rule.id));
    let levels = format!(
        "[rules]\n{}[constraint_names]\nindex = \"idx_{{table}}_{{columns}}\"\n\
         foreign_key = \"fk_{{table}}_{{columns}}\"\n",
        levels.collect::<String>()
    );
    let lint = |run: usize| -> Result<Cost, std::io::Error> {
        let dir = dirs.join(run.to_string());
        fs::write(dir.join("schema/schema.toml"), &levels)?;
        Ok(measure(
            Command::new(&command)
                .current_dir(&dir)
                .args(["schema", "lint"]),
        ))
    };
    let refresh = |run: usize| -> Result<Cost, std::io::Error> {
        let dir = dirs.join(run.to_string());
        fs::create_dir_all(&dir)?;
        Ok(measure(Command::new(&command).current_dir(&dir).args([
            "schema",
            "init",
            "--snapshot",
            "schema",
            "--database-url",
            &url,
        ])))
    };
    let dump = || measure(Command::new(&pg_dump).args(["--schema-only", "--dbname", &url]));

    let (mut ours, mut linted, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let costs = (refresh(run)?, lint(run)?, dump());
        if run > 0 {
            ours.push(costs.0.wall);
            linted.push(costs.1.wall);
            theirs.push(costs.2.wall);
        }
    }
    // From a directory, and from a revision, to one of the changed database.
    server
        .config("postgres")
        .connect(NoTls)?
        .batch_execute(&CHANGES.replace('@', &TABLES.to_string()))?;
    refresh(RUNS + 1)?;
    let first = dirs.join("1");
    for arguments in [&["init", "--quiet"][..], &["add", "schema"], COMMIT] {
        measure(Command::new("git").current_dir(&first).args(arguments));
    }
    let after = format!("../{}/schema", RUNS + 1);
    let diff = |before: &str| {
        let arguments = ["schema", "diff", before, &after, "--fail-on", "critical"];
        let mut diff = Command::new(&command);
        measure(diff.current_dir(&first).args(arguments)).wall
    };
    let (mut of_directory, mut of_revision) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let costs = (diff("./schema"), diff("HEAD"));
        if run > 0 {
            of_directory.push(costs.0);
            of_revision.push(costs.1);
        }
    }
    fs::remove_dir_all(&dirs)?;
    let (of_directory, of_revision) = (median(of_directory), median(of_revision));
    let (ours, linted, theirs) = (median(ours), median(linted), median(theirs));
    println!(
        "\n{TABLES} tables of 13 columns, PostgreSQL {}, wall time, median of {RUNS}:\n",
        binaries.major()
    );
    println!("| what | s | ratio |\n|---|---|---|");
    println!("| `pg_dump --schema-only` | {theirs:.2} | 1 |");
    println!(
        "| `cargo schema init`, all files written | {ours:.2} | {:.2} |",
        ours / theirs
    );
    println!(
        "| `cargo schema lint`, two findings a table | {linted:.2} | {:.2} |",
        linted / theirs
    );
    for (what, diffed) in [("directories", of_directory), ("a revision", of_revision)] {
        println!(
            "| `cargo schema diff` of {what}, a tenth of the tables changed | {diffed:.2} | {:.2} |",
            diffed / theirs
        );
    }
    Ok(())
}
