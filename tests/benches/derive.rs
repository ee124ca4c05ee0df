//! What a derive adds to `cargo check`: the same structs with ours, with none,
//! and with each peer's.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use schema_snapshot::model::{Column, Index, IndexKey, Key, Relation, RelationKind, Schema};
use schema_snapshot::{QualifiedName, SqlType, store};

use schema_tests::measure::{Cost, cargo, directory, measure, median, root};

type Error = Box<dyn std::error::Error>;

/// Runs of each, taken in turn.
const RUNS: usize = 5;

/// Runs of what takes minutes for 1,000 structs: it is ten times as much as all others, and how
/// much more exactly is nobody's question.
const SLOW_RUNS: usize = 1;

/// name, Rust type, SQL type, diesel's name of it, NOT NULL
const COLUMNS: [(&str, &str, &str, &str, bool); 12] = [
    ("id", "Uuid", "uuid", "Uuid", true),
    ("email", "String", "text", "Text", true),
    (
        "display_name",
        "Option<String>",
        "text",
        "Nullable<Text>",
        false,
    ),
    ("bio", "Option<String>", "text", "Nullable<Text>", false),
    ("age", "i32", "integer", "Integer", true),
    ("visits", "i64", "bigint", "BigInt", true),
    ("score", "f64", "double precision", "Double", true),
    ("active", "bool", "boolean", "Bool", true),
    ("referrer", "Option<Uuid>", "uuid", "Nullable<Uuid>", false),
    (
        "last_seen_at",
        "Option<DateTime<Utc>>",
        "timestamp with time zone",
        "Nullable<Timestamptz>",
        false,
    ),
    (
        "created_at",
        "DateTime<Utc>",
        "timestamp with time zone",
        "Timestamptz",
        true,
    ),
    (
        "updated_at",
        "DateTime<Utc>",
        "timestamp with time zone",
        "Timestamptz",
        true,
    ),
];

struct Variant {
    name: &'static str,
    dependencies: &'static str,
    /// The text of struct `n`.
    item: fn(n: usize) -> String,
    uses: &'static str,
    /// Whether it takes minutes.
    slow: bool,
}

const PLAIN: &str = "use chrono::{DateTime, Utc};\nuse uuid::Uuid;\n";

const VARIANTS: &[Variant] = &[
    Variant {
        name: "none",
        dependencies: "",
        item: |n| with_derive("", n),
        uses: PLAIN,
        slow: false,
    },
    Variant {
        name: "schema_runtime::Conformant",
        dependencies: "schema-runtime = { path = \"@/schema-runtime\", features = [\"uuid\", \"chrono\"] }\n",
        item: |n| with_derive("#[derive(schema_runtime::Conformant)]\n", n),
        uses: PLAIN,
        slow: false,
    },
    Variant {
        name: "serde::Deserialize",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }\n",
        item: |n| with_derive("#[derive(serde::Deserialize)]\n", n),
        uses: PLAIN,
        slow: false,
    },
    Variant {
        name: "sqlx::FromRow",
        dependencies: "sqlx = { version = \"0.8\", default-features = false, features = [\"derive\", \"postgres\", \"uuid\", \"chrono\"] }\n",
        item: |n| with_derive("#[derive(sqlx::FromRow)]\n", n),
        uses: PLAIN,
        slow: false,
    },
    Variant {
        name: "diesel table! + Queryable + Selectable",
        dependencies: "diesel = { version = \"2\", default-features = false, features = [\"postgres_backend\", \"uuid\", \"chrono\"] }\n",
        item: diesel,
        uses: "use chrono::{DateTime, Utc};\nuse diesel::prelude::*;\nuse uuid::Uuid;\n",
        slow: true,
    },
    Variant {
        name: "sea-orm entity",
        dependencies: "sea-orm = { version = \"1\", default-features = false, features = [\"macros\", \"with-uuid\", \"with-chrono\"] }\n",
        item: sea_orm,
        uses: "",
        slow: true,
    },
];

fn fields() -> String {
    COLUMNS
        .iter()
        .fold(String::new(), |mut text, (name, ty, ..)| {
            let _ = writeln!(text, "    pub {name}: {ty},");
            text
        })
}

fn with_derive(derive: &str, n: usize) -> String {
    format!("{derive}pub struct User{n} {{\n{}}}\n\n", fields())
}

fn diesel(n: usize) -> String {
    let columns = COLUMNS
        .iter()
        .fold(String::new(), |mut text, (name, _, _, ty, _)| {
            let _ = writeln!(text, "        {name} -> {ty},");
            text
        });
    format!(
        "diesel::table! {{\n    user{n}s (id) {{\n{columns}    }}\n}}\n#[derive(Queryable, Selectable)]\n\
         #[diesel(table_name = user{n}s)]\npub struct User{n} {{\n{}}}\n\n",
        fields()
    )
}

fn sea_orm(n: usize) -> String {
    let fields = fields().replacen(
        "    pub id",
        "        #[sea_orm(primary_key, auto_increment = false)]\n    pub id",
        1,
    );
    format!(
        "pub mod user{n} {{\n    use chrono::{{DateTime, Utc}};\n    use sea_orm::entity::prelude::*;\n    \
         #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n    \
         #[sea_orm(table_name = \"user{n}s\")]\n    pub struct Model {{\n{}    }}\n    \
         #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]\n    pub enum Relation {{}}\n    \
         impl ActiveModelBehavior for ActiveModel {{}}\n}}\n\n",
        fields.replace("DateTime<Utc>", "chrono::DateTime<Utc>")
    )
}

/// A schema of `n` tables `user0s`, `user1s`, ...
fn schema(n: usize) -> Schema {
    let relation = |n: usize| {
        let table = format!("user{n}s");
        let key = format!("{table}_pkey");
        Relation {
            name: QualifiedName::new("public", &table),
            kind: RelationKind::Table,
            columns: COLUMNS
                .iter()
                .map(|&(name, _, ty, _, not_null)| Column {
                    name: name.to_owned(),
                    sql_type: SqlType::Builtin(ty.to_owned()),
                    not_null,
                    default: match name {
                        "id" => Some("gen_random_uuid()".to_owned()),
                        "created_at" | "updated_at" => Some("now()".to_owned()),
                        _ => None,
                    },
                    ..Column::default()
                })
                .collect(),
            primary_key: Some(Key {
                name: key.clone(),
                columns: vec!["id".to_owned()],
                ..Key::default()
            }),
            indexes: vec![Index {
                name: key.clone(),
                method: "btree".to_owned(),
                keys: vec![IndexKey {
                    column: "id".to_owned(),
                    ..IndexKey::default()
                }],
                unique: true,
                constraint: Some(key),
                ..Index::default()
            }],
            ..Relation::default()
        }
    };
    let mut schema = Schema {
        server_major: 18,
        relations: (0..n).map(relation).collect(),
        ..Schema::default()
    };
    schema.relations.sort_by(|a, b| a.name.cmp(&b.name));
    schema
}

/// Writes the crate of a variant, and returns its directory.
fn generate(variant: &Variant, structs: usize, tables: usize) -> Result<PathBuf, Error> {
    let short: String = variant
        .name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let dir = directory().join(format!("{short}-{structs}-{tables}"));
    fs::create_dir_all(dir.join("src"))?;
    let root = root();
    let dependencies = variant
        .dependencies
        .replace('@', &root.display().to_string());
    fs::write(
        dir.join("Cargo.toml"),
        format!(
            "[package]\nname = \"bench\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             chrono = {{ version = \"0.4\", default-features = false, features = [\"serde\"] }}\n\
             uuid = {{ version = \"1\", default-features = false, features = [\"serde\"] }}\n{dependencies}"
        ),
    )?;
    let items: String = (0..structs).map(variant.item).collect();
    fs::write(dir.join("src/lib.rs"), format!("{}\n{items}", variant.uses))?;
    if variant.name.starts_with("schema_runtime") {
        let snapshot = dir.join("schema");
        let _ = fs::remove_dir_all(&snapshot);
        fs::create_dir_all(&snapshot)?;
        fs::write(snapshot.join("schema.toml"), "")?;
        store::write(&snapshot, &schema(tables))?;
    }
    Ok(dir)
}

/// How a crate is checked: its dependencies are built, its own source is touched.
#[derive(Clone, Copy)]
enum Mode {
    /// From nothing, as CI does and whoever checks it for the first time.
    First,
    /// With what the compiler kept of the last time, of which all is still true: derives run, and
    /// little else does.
    Again,
}

/// One `cargo check` of the crate alone.
fn check(dir: &Path, mode: Mode) -> Result<Cost, Error> {
    let (incremental, target) = match mode {
        Mode::First => ("0", "target/first"),
        Mode::Again => ("1", "target/again"),
    };
    let source = dir.join("src/lib.rs");
    let text = fs::read_to_string(&source)?;
    fs::write(&source, text)?;
    Ok(measure(
        cargo()
            .current_dir(dir)
            .env("CARGO_TARGET_DIR", dir.join(target))
            .env("CARGO_INCREMENTAL", incremental)
            .args(["check", "--quiet"]),
    ))
}

fn main() -> Result<(), Error> {
    // `cargo bench -p schema-tests --bench derive -- 300` for one size only, with `brief` without
    // diesel and sea-orm, which take half of the time, and with `peers` for those of the variants
    // that the budget is measured by and diesel and sea-orm, without the snapshot's sizes.
    let has = |word: &str| std::env::args().any(|arg| arg == word);
    let (brief, peers) = (has("brief"), has("peers"));
    let variants: Vec<&Variant> = VARIANTS
        .iter()
        .filter(|variant| !(brief && variant.slow))
        .filter(|variant| !(peers && variant.name.starts_with("serde")))
        .collect();
    let mut sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![300, 1000];
    }
    for structs in sizes {
        println!(
            "\nCPU that a derive adds to `cargo check`, {structs} structs of 12 columns, median of {RUNS} \
             (diesel and sea-orm: of {SLOW_RUNS}):\n"
        );
        let crates = variants
            .iter()
            .map(|variant| {
                let runs = if variant.slow { SLOW_RUNS } else { RUNS };
                Ok((generate(variant, structs, structs)?, runs))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let from_row = variants.iter().position(|v| v.name == "sqlx::FromRow");
        let from_row = from_row.ok_or("`sqlx::FromRow` is not among the variants")?;
        println!(
            "| derive | ms a struct, first | of sqlx::FromRow | ms a struct, again | of sqlx::FromRow |\n|---|---|---|---|---|"
        );
        let columns = [Mode::First, Mode::Again]
            .into_iter()
            .map(|mode| {
                let medians = rounds(&crates, mode)?;
                let added = |n: usize| medians[n] - medians[0];
                let row = |n: usize| {
                    #[allow(clippy::cast_precision_loss)]
                    let each = added(n) * 1000.0 / structs as f64;
                    format!("{each:.2} | {:.2}", added(n) / added(from_row))
                };
                Ok((0..crates.len()).map(row).collect::<Vec<_>>())
            })
            .collect::<Result<Vec<_>, Error>>()?;
        for (n, variant) in variants.iter().enumerate() {
            println!(
                "| {} | {} | {} |",
                variant.name, columns[0][n], columns[1][n]
            );
        }
    }
    if peers {
        return Ok(());
    }
    snapshot_sizes()
}

fn snapshot_sizes() -> Result<(), Error> {
    let ours = VARIANTS
        .iter()
        .find(|variant| variant.name.starts_with("schema_runtime"))
        .ok_or("our own derive is not among the variants")?;
    let crates = [
        (generate(ours, 100, 100)?, RUNS),
        (generate(ours, 100, 10_000)?, RUNS),
    ];
    let medians = rounds(&crates, Mode::First)?;
    println!(
        "\n`cargo check` of 100 structs, snapshot of 10,000 tables against 100: {:.3}\n",
        medians[1] / medians[0]
    );
    Ok(())
}

/// The median CPU of each, in seconds, after one run that builds the dependencies.
fn rounds(crates: &[(PathBuf, usize)], mode: Mode) -> Result<Vec<f64>, Error> {
    let mut costs = vec![Vec::new(); crates.len()];
    for (dir, _) in crates {
        check(dir, mode)?;
    }
    for round in 0..RUNS {
        for ((dir, runs), costs) in crates.iter().zip(&mut costs) {
            if round < *runs {
                costs.push(check(dir, mode)?.cpu);
            }
        }
    }
    Ok(costs.into_iter().map(median).collect())
}
