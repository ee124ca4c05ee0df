//! `cargo schema exceptions`: every exception, with what it suppresses.

use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::json::{Json, Object};
use crate::judge::{Judgement, Options, judge, today};
use crate::models::ExceptedBy;
use crate::place;
use crate::report::{Cell, Source, Table, TableFormat, plural};

const EXAMPLES: &str = "\
Examples:
  cargo schema exceptions
      who has excepted what from which rule, and why
  cargo schema exceptions --format markdown
      for a page of documentation

Exit status: 0 fine, 2 wrong use or configuration, 3 the file system failed, or a file of the snapshot or of the source can't be used";

/// Lists the exceptions, those on models and those in `schema.toml`
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

/// Runs the verb.
///
/// # Errors
///
/// When the snapshot or its configuration can't be used.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let snapshot = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let options = Options {
        snapshot: &snapshot,
        given: arguments.snapshot.is_some(),
        models: true,
        people: arguments.format == TableFormat::Human,
        today: &today(),
    };
    let judgement = judge(options, context)?;
    judgement.warn(terminal);
    let table = table(&judgement);
    let known = judgement
        .baseline
        .iter()
        .map(|b| b.findings.len())
        .sum::<usize>();
    let text = match arguments.format {
        TableFormat::Json => {
            let all = Object::default()
                .with("format", 1)
                .with("exceptions", table.json())
                .with("baseline", known);
            format!("{}\n", Json::from(all))
        }
        TableFormat::Markdown => table.markdown(),
        TableFormat::Human if table.rows.is_empty() => "there are no exceptions\n".to_owned(),
        TableFormat::Human => table.human(),
    };
    terminal.write(&text)?;
    if arguments.format != TableFormat::Json && known > 0 {
        let findings = plural(known, "finding");
        terminal.write(&format!("\nthe baseline has {findings} besides\n"))?;
    }
    for unread in &judgement.report.unread {
        terminal.warn(&unread.message);
    }
    Ok(if judgement.report.unread.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

/// Every exception, by rule and then by what it is for.
pub(super) fn table(judgement: &Judgement) -> Table {
    let excepted = |by: &ExceptedBy| judgement.excepted.iter().filter(|e| e.by == *by).count();
    let place = |source: &Source| format!("{}:{}", source.file, source.line);
    let mut rows = Vec::new();
    for model in &judgement.models {
        let relation = model
            .relations
            .first()
            .map(|stands| stands.relation.to_string());
        for exception in &model.exceptions {
            let object = relation.clone().unwrap_or_else(|| model.name.clone());
            let object = [Some(object), exception.column.clone()];
            let object: Vec<_> = object.into_iter().flatten().collect();
            rows.push(vec![
                exception.rule.as_str().into(),
                object.join(".").into(),
                exception.reason.as_str().into(),
                Cell::None,
                Cell::None,
                excepted(&ExceptedBy::Model(exception.source.clone())).into(),
                place(&exception.source).into(),
            ]);
        }
    }
    // The findings count the exceptions that are in force.
    let mut in_force = 0..;
    for exception in &judgement.config.exceptions {
        let expired = judgement.is_expired(exception);
        let number = if expired { None } else { in_force.next() };
        let object = [Some(exception.object.to_string()), exception.part.clone()];
        let object: Vec<_> = object.into_iter().flatten().collect();
        rows.push(vec![
            exception.rule.as_str().into(),
            object.join(".").into(),
            exception.reason.as_str().into(),
            exception.owner.clone().into(),
            exception.expires.clone().into(),
            number
                .map_or(0, |n| excepted(&ExceptedBy::Config(n)))
                .into(),
            format!("{}:{}", judgement.config_file, exception.line).into(),
        ]);
    }
    rows.sort_by_key(|row| (row[0].text(), row[1].text()));
    Table {
        columns: vec![
            "rule",
            "object",
            "reason",
            "owner",
            "expires",
            "suppresses",
            "source",
        ],
        rows,
    }
}
