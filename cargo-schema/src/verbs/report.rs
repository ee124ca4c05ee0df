//! `cargo schema report`: everything that is known of the schema's conformance, on one page.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use schema_snapshot::analysis::analyze;
use schema_snapshot::config::Config;
use schema_snapshot::finding::Level;
use schema_snapshot::model::{Relation, Schema};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::rules;
use schema_snapshot::store::Whole;

use super::list::{self, What};
use super::{Context, analyze as measures, exceptions, status};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::history::{History, history};
use crate::judge::{Judgement, Options, judge, today};
use crate::place;
use crate::report::{Conformance, Counts, Described, Point, Source, Table};

const EXAMPLES: &str = "\
Examples:
  cargo schema report > report.md
      the whole report in Markdown
  cargo schema report --format html --output report.html
      one file for a browser, which needs no other
  cargo schema report --format json --changes 100
      for a program, with the last hundred changes of the snapshot

Exit status: 0 fine, whatever was found, 2 wrong use or configuration, 3 the file system failed, or a file of the snapshot or of the source can't be used";

/// Writes the whole conformance report, for people and programs
///
/// Findings, trends, rule by rule, exceptions, baseline, analysis, and a page of each relation.
///
/// The trends come from the commits of this branch, along first parents, that changed the snapshot;
/// of each only the files are read that it changed. After ten seconds no older ones are looked at,
/// and the report says so.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// The file that it is written to, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// How many changes of the snapshot the trends go back, 0 for none
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    changes: usize,

    /// Leaves out the pages of the relations, types and functions
    #[arg(long)]
    brief: bool,

    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// Reads no Rust: every relation is judged by itself, and exceptions on models do not count
    #[arg(long)]
    no_models: bool,
}

/// A form of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown
    #[default]
    Markdown,
    /// A page for a browser, in one file
    Html,
    /// For programs: docs/report.md says what stands in it
    Json,
}

/// Runs the verb.
///
/// # Errors
///
/// When the snapshot, a file of it, or its configuration can't be used, or the report can't be
/// written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let directory = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let whole = status::read(&directory)?;
    let judgement = judge(
        Options {
            snapshot: &directory,
            given: arguments.snapshot.is_some(),
            models: !arguments.no_models,
            // It is read elsewhere.
            people: false,
            today: &today(),
        },
        context,
    )?;
    judgement.warn(terminal);
    let report = report(arguments, context, &directory, whole, &judgement);
    let text = match arguments.format {
        Format::Markdown => report.markdown(),
        Format::Html => report.html(),
        Format::Json => report.json(),
    };
    match &arguments.output {
        None => terminal.write(&text)?,
        Some(file) => {
            std::fs::write(context.directory.join(file), text).map_err(|error| {
                Error::failed(format!("cannot write `{}`: {error}", file.display()))
            })?;
            terminal.say(format!("the report is in `{}`", file.display()));
        }
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

fn report(
    arguments: &Arguments,
    context: &Context,
    directory: &Path,
    whole: Whole,
    judgement: &Judgement,
) -> Conformance {
    let analysis = measures::by_weight(analyze(&whole.schema));
    let mut report = Conformance {
        today: today(),
        status: status::status(directory, false, &whole, judgement, context),
        excepted: judgement.excepted.clone(),
        levels: levels(&judgement.config, &whole.schema),
        exceptions: exceptions::table(judgement),
        baseline: baseline(judgement),
        sums: measures::sum_table(&analysis),
        central: measures::central(&analysis),
        circles: measures::circles(&analysis),
        ..Conformance::default()
    };
    if !arguments.brief {
        report.relations = described(&whole.schema, judgement);
        report.others = [
            ("Enums", What::Enums),
            ("Domains", What::Domains),
            ("Types", What::Types),
            ("Functions", What::Functions),
        ]
        .map(|(title, what)| (title, list::table(what, &whole.schema)))
        .into();
    }
    if arguments.changes > 0 {
        let mut counting = Counting {
            config: judgement.in_force(),
            relations: HashMap::new(),
        };
        let measure = |schema: &Schema, parts: &[Schema; 2]| counting.count(schema, parts);
        match history(directory, whole, arguments.changes, measure) {
            Ok(history) => {
                status::changed(&mut report.status, &history);
                report.remark = history.end.sentence();
                report.trend = points(history);
            }
            Err(error) => report.remark = Some(error.message),
        }
    }
    report
}

/// The working tree, when it is not what was committed, and the commits.
fn points(history: History<Counts>) -> Vec<Point> {
    let now = Point {
        commit: None,
        differences: history.uncommitted,
        counts: history.now,
    };
    let now = (history.uncommitted > 0 || history.changes.is_empty()).then_some(now);
    let committed = history.changes.into_iter().map(|change| Point {
        commit: Some((change.when, change.commit)),
        differences: change.differences,
        counts: change.after,
    });
    now.into_iter().chain(committed).collect()
}

/// Counts the states of a snapshot, one after the other, and looks only at what changed.
struct Counting {
    /// Without what has expired: exceptions that no state is asked about say nothing.
    config: Config,
    relations: HashMap<QualifiedName, Counts>,
}

impl Counting {
    fn count(&mut self, schema: &Schema, [gone, come]: &[Schema; 2]) -> Counts {
        for relation in &gone.relations {
            self.relations.remove(&relation.name);
        }
        for relation in &come.relations {
            let counts = self.relation(relation);
            self.relations.insert(relation.name.clone(), counts);
        }
        let mut all = Counts::default();
        for counts in self.relations.values() {
            all.relations += counts.relations;
            all.columns += counts.columns;
            all.deny += counts.deny;
            all.warn += counts.warn;
        }
        for judged in rules::run_schema(schema, &self.config, &[]).values() {
            tally(&mut all, judged);
        }
        all
    }

    fn relation(&self, relation: &Relation) -> Counts {
        let mut counts = Counts {
            relations: 1,
            columns: relation.columns.len(),
            ..Counts::default()
        };
        tally(
            &mut counts,
            &rules::run_relation(relation, &self.config, &[]),
        );
        counts
    }
}

/// Adds the findings of rules. Whether an exception is used is a matter of today.
fn tally(counts: &mut Counts, judged: &rules::Judged) {
    let of_rules = judged.findings.iter();
    for finding in of_rules.filter(|finding| rules::find(finding.rule).is_some()) {
        match finding.level {
            Level::Deny => counts.deny += 1,
            Level::Warn => counts.warn += 1,
            Level::Allow => {}
        }
    }
}

/// The rules that are on, with their levels: where that is a matter of the relation, the gravest.
fn levels(config: &Config, schema: &Schema) -> Vec<(&'static str, Level)> {
    let rank = |level: &Level| match level {
        Level::Deny => 2,
        Level::Warn => 1,
        Level::Allow => 0,
    };
    let gravest = |rule: &rules::Rule| {
        let relations = schema.relations.iter().map(|relation| &relation.name);
        let levels = relations.map(|name| config.level_for(rule, name));
        let all = levels.chain([config.level(rule)]);
        all.max_by_key(rank).unwrap_or(Level::Allow)
    };
    let all = rules::ALL.iter().map(|rule| (rule.id, gravest(rule)));
    all.filter(|(_, level)| *level != Level::Allow).collect()
}

fn baseline(judgement: &Judgement) -> Table {
    let known = judgement.baseline.iter();
    let row = |of: &schema_snapshot::baseline::Baseline| {
        vec![of.name.to_string().into(), of.findings.len().into()]
    };
    Table {
        columns: vec!["relation", "findings"],
        rows: known.map(row).collect(),
    }
}

fn described(schema: &Schema, judgement: &Judgement) -> Vec<Described> {
    let mut models: HashMap<&QualifiedName, Vec<(String, Source)>> = HashMap::new();
    for model in &judgement.models {
        for stands in &model.relations {
            let of_it = models.entry(&stands.relation).or_default();
            let it = (model.name.clone(), model.source.clone());
            if !of_it.contains(&it) {
                of_it.push(it);
            }
        }
    }
    let one = |relation: &Relation| {
        let alone = Schema {
            relations: vec![relation.clone()],
            ..Schema::default()
        };
        let part = |what: What| (what.key(), list::table(what, &alone).without_first());
        Described {
            name: relation.name.to_string(),
            kind: relation.kind.word(),
            comment: relation.comment.clone(),
            models: models.remove(&relation.name).unwrap_or_default(),
            parts: [
                What::Columns,
                What::Constraints,
                What::ForeignKeys,
                What::Indexes,
                What::Triggers,
                What::Policies,
            ]
            .map(part)
            .into(),
        }
    };
    schema.relations.iter().map(one).collect()
}
