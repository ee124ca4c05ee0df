//! `cargo schema diff`: what changed between two schemas, how grave it is, and whether a rolling
//! deploy survives it.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use schema_snapshot::config::Config;
use schema_snapshot::diff::{Graded, Severity, changes};
use schema_snapshot::model::Schema;

use super::Context;
use super::refresh::What;
use crate::error::Result;
use crate::exit::Exit;
use crate::lines::Lines;
use crate::migrations::Layout;
use crate::models::{self, Scope, Touches};
use crate::notify::{Notice, Notify};
use crate::place;
use crate::report::{Difference, Differences, Format};
use crate::side::{Reader, Side};
use crate::take::Selection;

const EXAMPLES: &str = "\
Sides, from what was (A) to what is (B):
  schema                     a snapshot's directory
  HEAD~3, main, v1.2         a revision: the snapshot that was committed there
  main:other/schema          the same, of a snapshot at another place
  migrations                 a directory of migrations, applied to a scratch database
  postgresql://host/app      a database
  database                   the database of `--database-url`, `DATABASE_URL` or libpq's variables
`snapshot:`, `git:`, `migrations:` and `database:` before it say what a side is.

Examples:
  cargo schema diff
      what this working tree changes of the snapshot that is committed
  cargo schema diff origin/main
      what this branch changes
  cargo schema diff v1.2 v1.3 --format markdown
      what a release changed
  cargo schema diff database migrations --fail-on critical
      what deploying the migrations would change; exit status 1 only where something goes

Exit status: 0 no differences (or none as grave as `--fail-on`), 1 differences, 2 wrong use or configuration, 3 the database, git or the file system failed";

/// Says what changed between two schemas: snapshots, revisions, databases, migrations
///
/// Without B, the other side is the snapshot of the working tree; without A, that of `HEAD`. A rename
/// is a guess and shown as one. docs/changes.md has every kind of change with its severity.
#[derive(Args, Clone)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// What was. Otherwise the snapshot that `HEAD` has
    #[arg(value_name = "A")]
    before: Option<String>,

    /// What is. Otherwise the snapshot of the working tree
    #[arg(value_name = "B")]
    after: Option<String>,

    /// How the changes are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Exits with 1 only for changes that are as grave as this
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = Severity::Low.word(),
        value_parser = severities()
    )]
    fail_on: Severity,

    /// The snapshot of the working tree. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest
    /// `schema/` with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// Reads no Rust: the models that a change touches are not named
    #[arg(long)]
    no_models: bool,

    #[command(flatten)]
    what: What,

    /// The database that a side `database` is, and on whose server migrations are applied to a
    /// scratch database. Otherwise `DATABASE_URL`, from the environment or the nearest `.env`, or
    /// libpq's variables
    #[arg(long, value_name = "URL", help_heading = "Source")]
    database_url: Option<String>,

    /// Whose migrations they are, where that can't be seen from their names
    #[arg(long, value_name = "FORMAT", help_heading = "Source")]
    migration_format: Option<Layout>,

    /// Applies migrations to a private throw-away server, whatever database is given
    #[arg(long, help_heading = "Source")]
    throw_away_server: bool,

    #[command(flatten)]
    notify: Notify,
}

impl std::fmt::Debug for Arguments {
    /// Without the sides, which may have a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Arguments").finish_non_exhaustive()
    }
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    let words = Severity::ALL.iter().map(|severity| severity.word());
    PossibleValuesParser::new(words).map(|word| Severity::from_word(&word).unwrap_or_default())
}

/// Runs the verb.
///
/// # Errors
///
/// When a side can't be understood or read: then there is no verdict at all.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let verdict = |notice: &mut Notice| verdict(arguments, context, notice);
    arguments.notify.of("diff", context, verdict)
}

fn verdict(arguments: &Arguments, context: &Context, notice: &mut Notice) -> Result<Exit> {
    let terminal = context.terminal;
    let mut reader = reader(arguments, context)?;
    let before = match &arguments.before {
        Some(before) => Side::parse(before, &reader)?,
        None => Side::revision("HEAD", &reader)?,
    };
    let after = match &arguments.after {
        Some(after) => Side::parse(after, &reader)?,
        None => Side::working_tree(&reader)?,
    };
    let What { schemas, exclude } = &arguments.what;
    if before.is_live() || after.is_live() {
        let config = place::config(&reader.snapshot, &context.directory)?;
        reader.selection = Selection::new(schemas, exclude, &config)?;
    }
    let (was, is) = (before.read(&reader)?, after.read(&reader)?);
    if was.schema.is_empty() && is.schema.is_empty() {
        terminal.warn("neither side has anything in it: nothing was compared");
    }
    let mut lines = Lines::of(
        &reader.snapshot,
        &context.directory,
        arguments.format == Format::Human,
    );
    let all = changes(&was.schema, &is.schema);
    let mut touches = if arguments.no_models || all.is_empty() {
        Touches::default()
    } else {
        touches(arguments, &reader, [&was.schema, &is.schema])?
    };
    let difference = |graded: Graded| Difference {
        source: lines.find(&graded.change),
        models: touches.by(&graded.change),
        graded,
    };
    let report = Differences {
        before: was.shown,
        after: is.shown,
        changes: all.into_iter().map(difference).collect(),
        fail_on: arguments.fail_on,
    };
    notice.report(|| report.notice());
    terminal.write(&report.render(arguments.format, terminal.quiet))?;
    Ok(report.exit())
}

/// The models of the working tree, by what they stand for on either side.
fn touches(arguments: &Arguments, reader: &Reader<'_>, schemas: [&Schema; 2]) -> Result<Touches> {
    let Context {
        directory,
        terminal,
        ..
    } = reader.context;
    if !reader.snapshot.is_dir() {
        return Ok(Touches::default());
    }
    let config = place::config(&reader.snapshot, directory)?;
    let sources = models::read(Scope {
        snapshot: &reader.snapshot,
        given: arguments.snapshot.is_some(),
        directory,
        exclude: &config.models_exclude,
        people: arguments.format == Format::Human,
    })?;
    for unread in &sources.unread {
        terminal.warn(&unread.message);
    }
    Ok(Touches::of(&sources, schemas, &config))
}

fn reader<'a>(arguments: &'a Arguments, context: &'a Context) -> Result<Reader<'a>> {
    let What { schemas, exclude } = &arguments.what;
    let narrowed = Selection::new(schemas, exclude, &Config::default())?;
    Ok(Reader {
        context,
        option: arguments.snapshot.as_deref(),
        snapshot: place::expected(&context.directory, arguments.snapshot.as_deref())?,
        database_url: arguments.database_url.as_deref(),
        migration_format: arguments.migration_format,
        throw_away_server: arguments.throw_away_server,
        selection: narrowed.clone(),
        narrowed,
    })
}
