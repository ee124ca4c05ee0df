//! `cargo schema verify-binary`: whether a program that is built runs against a database.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use postgres::SimpleQueryMessage;
use schema_snapshot::verify::{Check, Record, RecordError, Report, embedded};

use super::Context;
use crate::connect::{connect, query_failed};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::json::{Json, Object};
use crate::report::plural;
use crate::source::{Source, none_given};
use crate::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  cargo schema verify-binary target/release/app --database-url \"$PRODUCTION\"
      before a deploy: whether this very file runs against that database
  cargo schema verify-binary target/release/app --format json
      the same for a program; the database is that of `DATABASE_URL`

Exit status: 0 every model runs (conformant or compatible), 1 a model breaks, 2 wrong use, or the file has no records, 3 the database or the file system failed";

/// Says whether a built program runs against a database
///
/// The models and what they were compiled for are in the file, when `schema-runtime` has the feature
/// `records` or `verify`. The database is only read, in one round trip; a role that may connect will
/// do.
#[derive(Args, Clone)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The program, or a library; stripped and static ones as well
    #[arg(value_name = "FILE")]
    binary: PathBuf,

    /// The database: a URL, or libpq's `key=value` pairs. Otherwise `DATABASE_URL`, from the
    /// environment or the nearest `.env`, or libpq's `PGHOST`, `PGDATABASE`, `PGSERVICE`, ...
    #[arg(long, value_name = "URL", help_heading = "Source")]
    database_url: Option<String>,

    /// How the verdict is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A form of the verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: docs/report.md says what stands in it
    Json,
}

impl std::fmt::Debug for Arguments {
    /// Without the URL, which may have a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Arguments")
            .field("binary", &self.binary)
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// Runs the verb.
///
/// # Errors
///
/// When the file has no records or damaged ones, or the database can't be reached or read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let shown = arguments.binary.display().to_string();
    let check = read(&context.directory.join(&arguments.binary), &shown)?;
    let source = Source::find(arguments.database_url.as_deref(), &context.environment)?;
    let source = source.ok_or_else(without_database)?;
    let report = ask(&check, &source, terminal)?;
    let text = match arguments.format {
        Format::Human => human(&shown, &check, &source, &report),
        Format::Json => json(&shown, &check, &source, &report),
    };
    terminal.write(&text)?;
    Ok(if report.is_breaking() {
        Exit::Found
    } else {
        Exit::Fine
    })
}

/// The records of a file: all of them, or an error.
fn read(path: &Path, shown: &str) -> Result<Check> {
    let bytes = std::fs::read(path)
        .map_err(|error| Error::failed(format!("`{shown}` can't be read: {error}")))?;
    let found = embedded::find(&bytes);
    if let Some((at, error)) = found.problems.first() {
        let told = Error::usage(format!("`{shown}`, byte {at}: {error}"));
        return Err(match error {
            RecordError::Newer { .. } => {
                told.help("`cargo install cargo-schema` brings a version that knows it")
            }
            _ => told.help(
                "not all of its models are known, so there is no verdict: build it again, or copy it again",
            ),
        });
    }
    if found.records.is_empty() {
        return Err(Error::usage(format!(
            "`{shown}` has no record of any model"
        ))
        .help("build it with the feature `records` of `schema-runtime`, or `verify`, which has it: `schema-runtime = { features = [\"records\"] }`")
        .help("a program that was packed, by `upx` for example, is to be looked at before"));
    }
    Ok(Check::of(found.records))
}

fn without_database() -> Error {
    let mut error = none_given();
    // Not by migrations.
    error.help.truncate(1);
    error
}

fn ask(check: &Check, source: &Source, terminal: Terminal) -> Result<Report> {
    for warning in &source.warnings {
        terminal.warn(warning);
    }
    let mut session = connect(source)?;
    for warning in &session.warnings {
        terminal.warn(warning);
    }
    let messages = session
        .client
        .simple_query(&check.script())
        .map_err(|error| query_failed(&error, source, "reading the catalogue"))?;
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    check
        .report(rows)
        .map_err(|error| Error::failed(format!("`{}`: {error}", source.shown())))
}

/// How many models the file has, so that one that is missing is seen: of relations, of types.
fn counts(check: &Check) -> [usize; 2] {
    let is_relation = |record: &&Record| record.relation.is_some();
    let relations = check.records().iter().filter(is_relation).count();
    [relations, check.records().len() - relations]
}

fn human(shown: &str, check: &Check, source: &Source, report: &Report) -> String {
    let [models, types] = counts(check);
    format!(
        "`{shown}` has {} and {}, beside `{}`\n{report}\n",
        plural(models, "model"),
        plural(types, "type"),
        source.shown(),
    )
}

fn json(shown: &str, check: &Check, source: &Source, report: &Report) -> String {
    let [models, types] = counts(check);
    let object = Object::default()
        .with("format", 1)
        .with("binary", shown)
        .with("models", models)
        .with("types", types)
        .with("database", source.shown())
        .with("report", Json::Raw(report.to_json()));
    format!("{}\n", Json::Object(object))
}
