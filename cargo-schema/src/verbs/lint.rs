//! `cargo schema lint`: the rules, over every relation of the snapshot.

use std::path::PathBuf;

use super::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::judge::{Options, judge, today};
use crate::notify::{Notice, Notify};
use crate::place;
use crate::report::Format;
use crate::since::only_new;
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  cargo schema lint
      what the standard of `schema/schema.toml` says of the committed snapshot and of the models
  cargo schema lint --format json
      the same for a program
  cargo schema lint --new-only main
      only what is of tables and models that changed since this branch left `main`
  cargo schema explain foreign_key_index
      why a rule is there, and how to mend what it finds

Exit status: 0 fine (warnings included), 1 a rule of level `deny` found something, 2 wrong use or configuration, 3 the file system failed, or a file of the snapshot or of the source can't be used";

/// Holds every table of the snapshot, and the models, to the standard of `schema.toml`
///
/// No database is asked and nothing is compiled. What the models of the source say is compared as
/// `#[derive(Conformant)]` compares it, and exceptions on them count; what only the type checker can
/// tell is left to the build.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// Reads no Rust: every relation is judged by itself, and exceptions on models do not count
    #[arg(long)]
    no_models: bool,

    /// Only findings of tables whose part of the snapshot, or whose models, changed since a revision:
    /// since this branch left it. Without one, since it left the remote's default branch
    /// (`origin/HEAD`), where the clone knows that, else since the last commit. What is left out is
    /// counted
    #[arg(long, value_name = "REV", num_args = 0..=1, default_missing_value = "")]
    new_only: Option<String>,

    /// How the findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    notify: Notify,
}

/// Runs the verb.
///
/// # Errors
///
/// When there is no verdict at all. A file that can't be used is told of beside the verdict on the
/// others.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let verdict = |notice: &mut Notice| verdict(arguments, context, notice);
    arguments.notify.of("lint", context, verdict)
}

fn verdict(arguments: &Arguments, context: &Context, notice: &mut Notice) -> Result<Exit> {
    let terminal = context.terminal;
    let snapshot = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let options = Options {
        snapshot: &snapshot,
        given: arguments.snapshot.is_some(),
        models: !arguments.no_models,
        people: arguments.format == Format::Human,
        today: &today(),
    };
    let mut judgement = judge(options, context)?;
    judgement.warn(terminal);
    if let Some(revision) = &arguments.new_only {
        let revision = Some(revision.as_str()).filter(|revision| !revision.is_empty());
        only_new(
            &mut judgement,
            revision,
            &snapshot,
            &context.directory,
            options.people,
        )?;
    }
    let report = judgement.report;
    notice.report(|| report.notice());
    terminal.write(&report.render(arguments.format, terminal.quiet))?;
    Ok(report.exit())
}
