//! `cargo schema analyze`: how large the schema is, and which tables everything hangs on.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use schema_snapshot::analysis::{Analysis, Measures, analyze};
use schema_snapshot::store::Snapshot;

use super::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::json::{Json, Object};
use crate::place;
use crate::report::{Cell, Table, TableFormat, plural};
use crate::terminal::STRONG;

const EXAMPLES: &str = "\
Examples:
  cargo schema analyze
      sums, and the tables that most others depend on
  cargo schema analyze --all --format json
      the measures of every table, for a program

Exit status: 0 fine, 2 wrong use, 3 the file system failed or a file of the snapshot can't be used";

/// How many tables people are shown.
const SHOWN: usize = 20;

/// Measures the schema: columns, indexes, and who references whom
///
/// `references` and `referenced_by` count other tables, one foreign key away; `dependents` counts
/// those that reference a table over any number of steps, that is what hangs on it.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Every table, and not only the twenty that most others depend on; JSON has them always
    #[arg(long)]
    all: bool,

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
/// When the snapshot, or a file of it, can't be used.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let directory = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let whole = Snapshot::open_without_config(&directory).and_then(|snapshot| snapshot.read_own());
    let schema = whole.map_err(|error| place::unusable(&error))?.schema;
    let analysis = by_weight(analyze(&schema));
    let text = match arguments.format {
        TableFormat::Json => json(&analysis),
        format => text(&analysis, format, arguments.all),
    };
    context.terminal.write(&text)?;
    Ok(Exit::Fine)
}

/// With the tables first that most others depend on.
pub(super) fn by_weight(mut analysis: Analysis) -> Analysis {
    // The sort is stable: among equals the order is that of the names.
    let weight = |m: &Measures| (m.dependents, m.referenced_by, m.columns);
    analysis
        .tables
        .sort_by_key(|m| std::cmp::Reverse(weight(m)));
    analysis
}

/// What is true of all tables together, as a table of one row.
pub(super) fn sum_table(analysis: &Analysis) -> Table {
    let sums = sums(analysis);
    Table {
        columns: sums.iter().map(|(key, _)| *key).collect(),
        rows: vec![sums.into_iter().map(|(_, cell)| cell).collect()],
    }
}

/// The measures of the tables that most others depend on, as many as people are shown.
pub(super) fn central(analysis: &Analysis) -> Table {
    table(&analysis.tables[..analysis.tables.len().min(SHOWN)])
}

/// The circles, in words.
pub(super) fn circles(analysis: &Analysis) -> Vec<String> {
    let words = |circle: &Vec<_>| {
        let names: Vec<_> = circle.iter().map(ToString::to_string).collect();
        names.join(", ")
    };
    analysis.circles.iter().map(words).collect()
}

/// What is true of all tables together, by name.
fn sums(analysis: &Analysis) -> Vec<(&'static str, Cell)> {
    let tables = &analysis.tables;
    let sum = |of: fn(&Measures) -> usize| tables.iter().map(of).sum::<usize>();
    let alone = tables.iter().filter(|m| m.is_alone()).count();
    vec![
        ("tables", tables.len().into()),
        ("columns", sum(|m| m.columns).into()),
        ("nullable", sum(|m| m.nullable).into()),
        ("indexes", sum(|m| m.indexes).into()),
        ("foreign_keys", sum(|m| m.foreign_keys).into()),
        ("columns_by_table", ratio(sum(|m| m.columns), tables.len())),
        (
            "indexes_by_column",
            ratio(sum(|m| m.indexes), sum(|m| m.columns)),
        ),
        ("tables_alone", alone.into()),
    ]
}

#[allow(clippy::cast_precision_loss, reason = "nobody has 2^52 columns")]
fn ratio(of: usize, by: usize) -> Cell {
    if by == 0 {
        Cell::None
    } else {
        Cell::Ratio(of as f64 / by as f64)
    }
}

fn table(measures: &[Measures]) -> Table {
    let row = |m: &Measures| {
        vec![
            m.name.to_string().into(),
            m.dependents.into(),
            m.referenced_by.into(),
            m.references.into(),
            m.columns.into(),
            m.nullable.into(),
            m.indexes.into(),
            Cell::Ratio(m.index_ratio()),
        ]
    };
    Table {
        columns: vec![
            "table",
            "dependents",
            "referenced_by",
            "references",
            "columns",
            "nullable",
            "indexes",
            "indexes_by_column",
        ],
        rows: measures.iter().map(row).collect(),
    }
}

fn text(analysis: &Analysis, format: TableFormat, all: bool) -> String {
    let written = |table: &Table| match format {
        TableFormat::Markdown => table.markdown(),
        _ => table.human(),
    };
    let mut out = written(&sum_table(analysis));
    let shown = if all { usize::MAX } else { SHOWN };
    let most = &analysis.tables[..analysis.tables.len().min(shown)];
    if !most.is_empty() {
        let _ = write!(out, "\n{}", written(&table(most)));
    }
    if most.len() < analysis.tables.len() {
        let rest = plural(analysis.tables.len() - most.len(), "table");
        let _ = writeln!(out, "\n{rest} not shown, `--all` shows them");
    }
    if !analysis.circles.is_empty() {
        let heading = "Tables that reference one another in a circle";
        let _ = match format {
            TableFormat::Markdown => writeln!(out, "\n{heading}:\n"),
            _ => writeln!(out, "\n{STRONG}{heading}{STRONG:#}"),
        };
        for circle in circles(analysis) {
            let _ = writeln!(out, "- {circle}");
        }
    }
    out
}

fn json(analysis: &Analysis) -> String {
    let sums = sums(analysis).into_iter();
    let summary = sums.fold(Object::default(), |object, (key, cell)| {
        object.maybe(key, cell.json())
    });
    let circle = |circle: &Vec<_>| circle.iter().map(ToString::to_string).collect::<Json>();
    let all = Object::default()
        .with("format", 1)
        .with("summary", summary)
        .with("tables", table(&analysis.tables).json())
        .with(
            "circles",
            analysis.circles.iter().map(circle).collect::<Json>(),
        );
    format!("{}\n", Json::from(all))
}
