//! `cargo schema refresh`, `lint` of what it wrote, `check` of that and the database, and `diff` to
//! what came of it, beside `pg_dump --schema-only`, on the same database. An argument is the number of
//! tables: `cargo bench -p schema-tests --bench refresh -- 300`.
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

/// Templates that the name of no index and of no foreign key here is made by.
const TEMPLATES: &str = "[constraint_names]\nindex = \"idx_{table}_{columns}\"\n\
     foreign_key = \"fk_{table}_{columns}\"\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`.
    let mut given = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok());
    let tables: usize = given.next().unwrap_or(TABLES);
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
        .batch_execute(&SCHEMA.replace('@', &tables.to_string()))?;
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
    // No finding fails the command. The names of each index and foreign key are found; and with every
    // rule, those that most teams leave off among them, nineteen things a table.
    let names = format!("[rules]\nconstraint_names = \"warn\"\n{TEMPLATES}");
    let every = rules::ALL
        .iter()
        .map(|rule| format!("{} = \"warn\"\n", rule.id));
    let every = format!("[rules]\n{}{TEMPLATES}", every.collect::<String>());
    let lint = |run: usize, standard: &str| -> Result<Cost, std::io::Error> {
        let dir = dirs.join(run.to_string());
        fs::write(dir.join("schema/schema.toml"), standard)?;
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
    // Without models: the snapshot, and the database that it was just taken from.
    let check = |run: usize| {
        measure(
            Command::new(&command)
                .current_dir(dirs.join(run.to_string()))
                .args(["schema", "check", "--no-models", "--database-url", &url]),
        )
    };
    let dump = || measure(Command::new(&pg_dump).args(["--schema-only", "--dbname", &url]));

    let mut costs = [const { Vec::new() }; 5];
    for run in 0..=RUNS {
        let all = [
            refresh(run)?,
            lint(run, &every)?,
            lint(run, &names)?,
            check(run),
            dump(),
        ];
        let walls = all.map(|cost| cost.wall);
        if run > 0 {
            for (of_one, wall) in costs.iter_mut().zip(walls) {
                of_one.push(wall);
            }
        }
    }
    let [ours, of_all, linted, checked, theirs] = costs.map(median);
    // From a directory, and from a revision, to one of the changed database.
    server
        .config("postgres")
        .connect(NoTls)?
        .batch_execute(&CHANGES.replace('@', &tables.to_string()))?;
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
    println!(
        "\n{tables} tables of 13 columns, PostgreSQL {}, wall time, median of {RUNS}:\n",
        binaries.major()
    );
    println!("| what | s | ratio | budget |\n|---|---|---|---|");
    println!("| `pg_dump --schema-only` | {theirs:.2} | 1 | |");
    for (what, wall, budget) in [
        ("init`, all files written", ours, 0.5),
        ("lint`, two findings a table", linted, 0.5),
        ("lint`, every rule on, 19 findings a table", of_all, 0.5),
        (
            "check` of snapshot and database, without models",
            checked,
            1.2,
        ),
        (
            "diff` of directories, a tenth of the tables changed",
            median(of_directory),
            0.5,
        ),
        (
            "diff` of a revision, a tenth of the tables changed",
            median(of_revision),
            0.5,
        ),
    ] {
        println!(
            "| `cargo schema {what} | {wall:.2} | {:.2} | {budget} |",
            wall / theirs
        );
    }
    Ok(())
}
