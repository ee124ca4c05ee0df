//! `cargo schema refresh`: the snapshot becomes what the database is.

use std::path::{Path, PathBuf};

use clap::Args;
use schema_snapshot::diff::{self, Graded, Severity};
use schema_snapshot::store::{self, ReadError, Snapshot, WriteError, Written};

use super::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::lines::Lines;
use crate::notify::{Notice, Notify};
use crate::origin::{Origin, Taken};
use crate::report::{Difference, Differences};
use crate::take::Selection;
use crate::{cleanup, place, report};

/// Examples after the help.
const EXAMPLES: &str = "\
Examples:
  cargo schema refresh
      from the database of `DATABASE_URL`, in the environment or the nearest `.env`
  cargo schema refresh --migrations migrations
      from migrations, on a scratch database that is removed afterwards
  cargo schema refresh --check --migrations migrations --throw-away-server
      in CI: exit status 1, and the difference, when the committed snapshot is stale

Exit status: 0 fine, 1 stale (--check), 2 wrong use or configuration, 3 the database or the file system failed";

/// Brings the snapshot up to date with a database or with migrations
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    origin: Origin,
    #[command(flatten)]
    what: What,

    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// Writes nothing; shows the difference and exits with 1 when the snapshot is stale
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    notify: Notify,
}

/// What of the database is taken.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct What {
    /// Takes this schema only; may be repeated. Otherwise those of `schema.toml`, or every one that
    /// is not PostgreSQL's
    #[arg(long = "schema", value_name = "NAME", help_heading = "Selection")]
    pub(super) schemas: Vec<String>,

    /// Leaves out relations, types and functions by `schema.name`, where `*` stands for any
    /// characters and `?` for one; may be repeated, and adds to those of `schema.toml`
    #[arg(long, value_name = "PATTERN", help_heading = "Selection")]
    pub(super) exclude: Vec<String>,
}

/// Runs the verb.
///
/// # Errors
///
/// The snapshot is as it was, unless the message says otherwise.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let verdict = |notice: &mut Notice| verdict(arguments, context, notice);
    arguments.notify.of("refresh", context, verdict)
}

fn verdict(arguments: &Arguments, context: &Context, notice: &mut Notice) -> Result<Exit> {
    let terminal = context.terminal;
    let snapshot = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let shown = place::shown(&snapshot, &context.directory);
    let config = place::config(&snapshot, &context.directory)?;
    let what = &arguments.what;
    let selection = Selection::new(&what.schemas, &what.exclude, &config)?;
    let origin = arguments
        .origin
        .or_configured(&config, &snapshot, &context.directory);
    let taken = origin.take(&context.environment, &selection, terminal)?;

    if !arguments.check {
        // Else the old snapshot could not be read and compared.
        let recovered = cleanup::uninterrupted(|| store::recover(&snapshot))
            .map_err(|error| unwritten(&error))?;
        if recovered {
            terminal
                .warn("an earlier refresh was interrupted; what it had half done is taken back");
        }
    }
    let before = Snapshot::open(&snapshot).and_then(|snapshot| Ok(snapshot.read_own()?.schema));
    let written = if arguments.check {
        store::compare(&snapshot, &taken.schema)
    } else {
        // A signal waits for it: less than a second, and nothing to take back.
        cleanup::uninterrupted(|| store::write(&snapshot, &taken.schema))
    };
    let written = written.map_err(|error| unwritten(&error))?;
    cleanup::wait_if_interrupted();
    report::foreign(&written, &shown, terminal);
    terminal.head(format!("snapshot `{shown}` from {}", taken.origin));
    let summary = tell(&taken, before.as_ref(), &written, context);
    if !report::is_stale(&written) {
        terminal.say(format!("up to date: {}", report::contents(&taken.schema)));
        return Ok(Exit::Fine);
    }
    if arguments.check {
        notice.report(|| {
            let before = before.as_ref().ok();
            let changes = before.map(|before| diff::changes(before, &taken.schema));
            let mut lines = Lines::of(&snapshot, &context.directory, false);
            let difference = |graded: Graded| Difference {
                source: lines.find(&graded.change),
                models: Vec::new(),
                graded,
            };
            let report = Differences {
                before: shown.clone(),
                after: taken.origin.clone(),
                changes: changes.into_iter().flatten().map(difference).collect(),
                fail_on: Severity::Low,
            };
            (format!("`{shown}` is stale: {summary}"), report.notice().1)
        });
        terminal.say(format!(
            "stale: {summary}; `cargo schema refresh` brings it up to date"
        ));
        return Ok(Exit::Found);
    }
    terminal.say(summary);
    Ok(Exit::Fine)
}

/// Whether a snapshot is what migrations make, on a throw-away server.
///
/// # Errors
///
/// As those of `refresh --check`.
pub(super) fn check(snapshot: &Path, migrations: PathBuf, context: &Context) -> Result<Exit> {
    let arguments = Arguments {
        origin: Origin {
            migrations: Some(migrations),
            throw_away_server: true,
            ..Origin::default()
        },
        what: What::default(),
        snapshot: Some(snapshot.to_owned()),
        check: true,
        notify: Notify::default(),
    };
    run(&arguments, context)
}

/// Shows the differences, and sums them up.
fn tell(
    taken: &Taken,
    before: Result<&schema_snapshot::model::Schema, &ReadError>,
    written: &Written,
    context: &Context,
) -> String {
    let terminal = context.terminal;
    let rewritten = || {
        report::files(written, terminal);
        let files = written.added.len() + written.changed.len() + written.removed.len();
        format!("{} of the snapshot", report::plural(files, "file"))
    };
    match before {
        Ok(before) => {
            let changes = diff::changes(before, &taken.schema).into_iter();
            let changes: Vec<_> = changes.map(|graded| graded.change).collect();
            let counts = report::counts(&changes);
            if counts.is_empty() && report::is_stale(written) {
                return rewritten();
            }
            report::changes(&changes, terminal);
            counts
        }
        Err(error) => {
            terminal.warn(format!(
                "the snapshot could not be read before: {}",
                error.message()
            ));
            rewritten()
        }
    }
}

/// An error of writing.
pub(super) fn unwritten(error: &WriteError) -> Error {
    let mut told = Error::failed(error.message());
    told.help = error.help();
    told
}
