//! `cargo schema status`: which snapshot it is, when it last changed, and how it stands.

use std::path::{Path, PathBuf};

use clap::Args;
use schema_snapshot::store::{Snapshot, Whole};

use super::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::history::{History, history};
use crate::judge::{Judgement, Options, judge, today};
use crate::place;
use crate::report::{Status, TableFormat};

const EXAMPLES: &str = "\
Examples:
  cargo schema status
      the snapshot's fingerprint, what is in it, when it last changed, and the findings by level
  cargo schema status --format json
      the same for a program

Exit status: 0 fine, whatever was found, 2 wrong use or configuration, 3 the file system failed, or a file of the snapshot or of the source can't be used";

/// Says which snapshot it is, when it last changed, and how many findings there are
///
/// The fingerprint is the same wherever the schema is. The last change is the last commit of this
/// branch (along first parents) that changed what the snapshot says; nothing is compared with a
/// database.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// Reads no Rust: what models say is not counted, and exceptions on them do not count
    #[arg(long)]
    no_models: bool,

    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

/// Runs the verb.
///
/// # Errors
///
/// When the snapshot, a file of it, or its configuration can't be used.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let directory = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let people = arguments.format == TableFormat::Human;
    let whole = read(&directory)?;
    let judgement = judge(
        Options {
            snapshot: &directory,
            given: arguments.snapshot.is_some(),
            models: !arguments.no_models,
            people,
            today: &today(),
        },
        context,
    )?;
    judgement.warn(terminal);
    let mut status = status(&directory, people, &whole, &judgement, context);
    match history(&directory, whole, 1, |_, _| ()) {
        Ok(history) => changed(&mut status, &history),
        Err(error) => status.remark = Some(error.message),
    }
    terminal.write(&status.render(arguments.format))?;
    for unread in &judgement.report.unread {
        terminal.warn(&unread.message);
    }
    Ok(if judgement.report.unread.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

/// All of the snapshot.
pub(super) fn read(directory: &Path) -> Result<Whole> {
    let whole = Snapshot::open_without_config(directory).and_then(|snapshot| snapshot.read_own());
    whole.map_err(|error| place::unusable(&error))
}

/// What the snapshot and the verdict on it tell.
pub(super) fn status(
    directory: &Path,
    people: bool,
    whole: &Whole,
    judgement: &Judgement,
    context: &Context,
) -> Status {
    let named = if people {
        place::shown
    } else {
        place::in_repository
    };
    let directory = named(directory, &context.directory);
    Status::of(directory, whole, &judgement.report)
}

/// What version control tells.
pub(super) fn changed<M>(status: &mut Status, history: &History<M>) {
    let last = history.changes.first();
    status.last = last.map(|last| (last.commit.clone(), last.when.clone(), last.differences));
    // Of what is older than the last change nobody asked.
    status.remark = match last {
        Some(_) => None,
        None => history.end.sentence(),
    };
    status.uncommitted = history.uncommitted;
}
