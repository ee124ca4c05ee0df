//! `cargo schema lint`: the rules, over every relation of the snapshot.

use std::path::PathBuf;

use clap::Args;
use schema_snapshot::finding::Finding;
use schema_snapshot::model::Relation;
use schema_snapshot::rules;
use schema_snapshot::store::{Loaded, Problem, ReadError, Snapshot};

use super::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::lines::line;
use crate::models::{self, ByRelation, Left, Scope};
use crate::place;
use crate::report::{Checked, Format, Found, Models, Report, Source, Subject, Unread};

const EXAMPLES: &str = "\
Examples:
  cargo schema lint
      what the standard of `schema/schema.toml` says of the committed snapshot and of the models
  cargo schema lint --format json
      the same for a program
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

    /// How the findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the verb.
///
/// # Errors
///
/// When there is no verdict at all. A file that can't be used is told of beside the verdict on the
/// others.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let directory = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let shown = if arguments.format == Format::Human {
        place::shown(&directory, &context.directory)
    } else {
        place::in_repository(&directory, &context.directory)
    };
    let snapshot = Snapshot::open(&directory).map_err(|error| place::unusable(&error))?;
    let mut report = Report::default();
    let mut models = ByRelation::default();
    if !arguments.no_models {
        let sources = models::read(Scope {
            snapshot: &directory,
            given: arguments.snapshot.is_some(),
            directory: &context.directory,
            exclude: &snapshot.config().models_exclude,
            people: arguments.format == Format::Human,
        })?;
        let all = sources.check(&snapshot);
        report.models = Some(Models {
            items: all.len(),
            left: Left::sum(&all),
        });
        report.unread = sources.unread;
        models = ByRelation::of(all, report.unread.is_empty());
    }
    let read = |read: Result<Loaded<Relation>, ReadError>| {
        read.map(|loaded| check(&loaded, &snapshot, &shown, &models))
    };
    for checked in snapshot
        .map_relations(read)
        .map_err(|error| place::unusable(&error))?
    {
        match checked {
            Ok((checked, suppressed)) => {
                report.checked.push(checked);
                report.suppressed += suppressed;
            }
            Err(error) if *error.problem() == Problem::Foreign => terminal.warn(format!(
                "`{}` is not the snapshot's and is not checked",
                error.file()
            )),
            Err(error) => report.unread.push(Unread {
                file: within(&shown, &error, &snapshot),
                line: None,
                message: error.message(),
                help: error.help(),
            }),
        }
    }
    if report.checked.is_empty() && report.unread.is_empty() {
        terminal.warn(format!("`{shown}` has no relations: nothing was checked"));
    }
    models.into_items(&mut report);
    terminal.write(&report.render(arguments.format, terminal.quiet))?;
    Ok(report.exit())
}

/// The file of an error, as the other files are shown.
fn within(shown: &str, error: &ReadError, snapshot: &Snapshot) -> String {
    let inside = error.path().strip_prefix(snapshot.dir());
    let inside = inside.unwrap_or(error.path()).display().to_string();
    format!("{shown}/{}", inside.replace('\\', "/"))
}

/// What is wrong with a relation and the models of it, and how much exceptions suppress.
fn check(
    loaded: &Loaded<Relation>,
    snapshot: &Snapshot,
    shown: &str,
    models: &ByRelation,
) -> (Checked, usize) {
    let relation = &loaded.value;
    let file = format!("{shown}/{}", loaded.file);
    let mut verdict = models.of_relation(&relation.name);
    if !verdict.is_whole {
        let run = match verdict.has_model {
            Some(false) => rules::run_unmodelled,
            _ => rules::run_relation,
        };
        let judged = run(relation, snapshot.config(), &[]);
        let text = if judged.findings.is_empty() {
            String::new()
        } else {
            // It was read a moment ago; without it the line is unknown, which is no matter.
            std::fs::read_to_string(snapshot.dir().join(&loaded.file)).unwrap_or_default()
        };
        let found = |finding: Finding| Found {
            source: Source {
                file: file.clone(),
                line: line(&text, finding.column.as_deref(), finding.object.as_deref()),
            },
            finding,
            item: None,
        };
        verdict.add_own(
            judged.findings.into_iter().map(found),
            judged.suppressed.into_iter().map(|s| s.finding),
        );
    }
    let (findings, suppressed) = verdict.settled();
    let checked = Checked {
        subject: Subject::Relation(relation.name.clone(), relation.kind),
        file,
        findings,
    };
    (checked, suppressed)
}
