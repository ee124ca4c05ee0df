//! `cargo schema check`: whether the snapshot, the database, the migrations and the models agree.

use std::path::{Path, PathBuf};

use clap::Args;
use schema_snapshot::config::Config;
use schema_snapshot::diff::{self, Graded};
use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::rules;
use schema_snapshot::store::{Problem, Snapshot};

use super::Context;
use super::refresh::What;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::lines::{Lines, line};
use crate::migrations::Layout;
use crate::models::{self, Left, Model, Scope};
use crate::notify::{Notice, Notify};
use crate::place;
use crate::report::{
    Answer, Answers, Difference, Format, Found, Models, Source as Place, Unread, plural,
};
use crate::side::{Read, Reader, Side};
use crate::source::Source;
use crate::stand::{Has, Known, Of, Verdict};
use crate::take::Selection;

/// The rule that is always asked here, whatever its level.
const WITHOUT_MODEL: &str = "table_without_model";

const EXAMPLES: &str = "\
Examples:
  cargo schema check
      the committed snapshot, the models, and the database of `DATABASE_URL` if there is one
  cargo schema check --migrations migrations --throw-away-server --no-database
      in CI: is the snapshot that of the migrations, and do the models fit it?
  cargo schema check --database-url \"$URL\" --migrations migrations --no-models
      at night: which of the three is out of date?

Exit status: 0 they agree, 1 some differ, 2 wrong use or configuration, 3 the database or the file system failed, or a file can't be used: what could be compared was, and the check is not green";

/// Says whether the snapshot, the database, the migrations and the models agree
///
/// Each pair is answered by itself, and a third side tells which of two is out of date. What a
/// database's role may not read is said, and the others are compared all the same.
#[derive(Args, Clone)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The database. Otherwise `DATABASE_URL`, from the environment or the nearest `.env`, or
    /// libpq's variables; without any, no database is asked
    #[arg(long, value_name = "URL", help_heading = "Source")]
    database_url: Option<String>,

    /// Asks no database, whatever the environment names
    #[arg(long, conflicts_with = "database_url", help_heading = "Source")]
    no_database: bool,

    /// The migrations, applied to a scratch database that is removed afterwards: on the server of
    /// the database, else on a private throw-away server
    #[arg(long, value_name = "DIR", help_heading = "Source")]
    migrations: Option<PathBuf>,

    /// Whose migrations they are, where that can't be seen from their names
    #[arg(
        long,
        value_name = "FORMAT",
        requires = "migrations",
        help_heading = "Source"
    )]
    migration_format: Option<Layout>,

    /// Applies the migrations to a private throw-away server, whatever database is given
    #[arg(long, requires = "migrations", help_heading = "Source")]
    throw_away_server: bool,

    #[command(flatten)]
    what: What,

    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// Reads no Rust
    #[arg(long)]
    no_models: bool,

    /// How the answers are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    notify: Notify,
}

impl std::fmt::Debug for Arguments {
    /// Without the URL, which may have a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Arguments").finish_non_exhaustive()
    }
}

/// Runs the verb.
///
/// # Errors
///
/// When nothing is there to compare, or the configuration is wrong. A side that can't be read is
/// told of beside the answers for the others.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let verdict = |notice: &mut Notice| verdict(arguments, context, notice);
    arguments.notify.of("check", context, verdict)
}

fn verdict(arguments: &Arguments, context: &Context, notice: &mut Notice) -> Result<Exit> {
    let directory = &context.directory;
    let people = arguments.format == Format::Human;
    let located = place::existing(directory, arguments.snapshot.as_deref());
    let path = match &located {
        Ok(path) => path.clone(),
        Err(_) => place::expected(directory, arguments.snapshot.as_deref())?,
    };
    let config = place::config(&path, directory)?;
    let reader = reader(arguments, context, &path, &config)?;
    let mut report = Answers::default();
    let database = database(arguments, context, &mut report);
    let given = usize::from(database) + usize::from(arguments.migrations.is_some());
    let models = !arguments.no_models;
    match &located {
        Err(error) if given < 2 => return Err(error.clone()),
        Ok(_) if given == 0 && !models => {
            return Err(
                Error::usage("nothing is given to compare the snapshot with")
                    .help("`--database-url URL` or `--migrations DIR` names another side")
                    .help("without `--no-models` the models of the source are one"),
            );
        }
        _ => {}
    }
    let mut read = |side: Option<Side>, of: Of| {
        let read = side?.read(&reader);
        read.map_err(|error| report.unreadable(of.word(), error))
            .ok()
    };
    let snapshot = read(
        located.is_ok().then(|| Side::Snapshot(path.clone())),
        Of::Snapshot,
    );
    let live = read(database.then_some(Side::Database(None)), Of::Database);
    let made = arguments.migrations.as_ref();
    let made = made.map(|made| Side::Migrations(directory.join(made)));
    let made = read(made, Of::Migrations);
    for side in [&snapshot, &live, &made].into_iter().flatten() {
        report.sides.push(side.shown.clone());
    }
    report.relations = snapshot.as_ref().map(|read| read.schema.relations.len());
    let lines = Lines::of(&path, directory, people);
    pairs(&mut report, [&snapshot, &live, &made], lines);
    if models && snapshot.is_some() {
        let scope = Scope {
            snapshot: &path,
            given: arguments.snapshot.is_some(),
            directory,
            exclude: &config.models_exclude,
            people,
        };
        of_models(&mut report, scope)?;
    }
    notice.report(|| report.notice());
    context
        .terminal
        .write(&report.render(arguments.format, context.terminal.quiet))?;
    Ok(report.exit())
}

impl Answers {
    /// A side that can't be read: the check goes on without it, and is not green.
    fn unreadable(&mut self, side: &str, error: Error) {
        let worse = |exit: Exit| exit.code() < error.exit.code();
        if self.exit.is_none_or(worse) {
            self.exit = Some(error.exit);
        }
        self.unread.push(Unread {
            file: side.to_owned(),
            line: None,
            message: error.message,
            help: error.help,
        });
    }
}

/// Whether a database is given; one that is given wrongly is told of.
fn database(arguments: &Arguments, context: &Context, report: &mut Answers) -> bool {
    if arguments.no_database {
        return false;
    }
    match Source::find(arguments.database_url.as_deref(), &context.environment) {
        Ok(source) => source.is_some(),
        Err(error) => {
            report.unreadable(Of::Database.word(), error);
            false
        }
    }
}

fn reader<'a>(
    arguments: &'a Arguments,
    context: &'a Context,
    snapshot: &Path,
    config: &Config,
) -> Result<Reader<'a>> {
    let What { schemas, exclude } = &arguments.what;
    Ok(Reader {
        context,
        option: arguments.snapshot.as_deref(),
        snapshot: snapshot.to_owned(),
        database_url: arguments.database_url.as_deref(),
        migration_format: arguments.migration_format,
        throw_away_server: arguments.throw_away_server || arguments.no_database,
        selection: Selection::new(schemas, exclude, config)?,
        narrowed: Selection::new(schemas, exclude, &Config::default())?,
    })
}

/// The answers for the schemas that were read.
fn pairs(report: &mut Answers, sides: [&Option<Read>; 3], mut lines: Lines) {
    const PAIRS: [([Of; 2], [usize; 2]); 3] = [
        ([Of::Snapshot, Of::Database], [0, 1]),
        ([Of::Snapshot, Of::Migrations], [0, 2]),
        ([Of::Migrations, Of::Database], [2, 1]),
    ];
    let compared = PAIRS.map(|(of, [a, b])| {
        let (a, b) = (sides[a].as_ref()?, sides[b].as_ref()?);
        let changes = diff::changes(&a.schema, &b.schema);
        Some((Has::of(&changes, of), changes))
    });
    let has = |n: usize| compared[n].as_ref().map(|(has, _)| *has);
    let known = Known {
        database: has(0),
        migrations: has(1),
        live: has(2),
    };
    let verdicts = [
        known.snapshot_and_database(),
        known.snapshot_and_migrations(),
        known.database_and_migrations(),
    ];
    for (((of, _), compared), verdict) in PAIRS.iter().zip(compared).zip(verdicts) {
        if let (Some((_, changes)), Some(verdict)) = (compared, verdict) {
            report
                .answers
                .push(answer(*of, verdict, changes, &mut lines));
        }
    }
}

fn answer(of: [Of; 2], verdict: Verdict, changes: Vec<Graded>, lines: &mut Lines) -> Answer {
    let (word, sentence) = verdict;
    let fails = word != "same";
    let difference = |graded: Graded| Difference {
        source: lines.find(&graded.change),
        models: Vec::new(),
        graded,
    };
    Answer {
        sides: of.map(Of::word),
        verdict: word,
        fails,
        message: if fails {
            format!("{sentence} ({})", plural(changes.len(), "difference"))
        } else {
            sentence.to_owned()
        },
        changes: changes.into_iter().map(difference).collect(),
        findings: Vec::new(),
        tables: Vec::new(),
    }
}

/// The answers for the snapshot and the models.
fn of_models(report: &mut Answers, scope: Scope<'_>) -> Result<()> {
    let snapshot = Snapshot::open(scope.snapshot).map_err(|error| place::unusable(&error))?;
    let sources = models::read(scope)?;
    let all = sources.check(&snapshot);
    report.models = Some(Models {
        items: all.len(),
        left: Left::sum(&all),
    });
    let are_all = sources.unread.is_empty() && all.iter().all(|model| model.claim.is_some());
    if !sources.unread.is_empty() {
        report.exit = Some(Exit::Failed);
        report.unread.extend(sources.unread);
    }
    let (without, suppressed) = without_model(&snapshot, &all, scope)?;
    report.suppressed = if are_all { suppressed } else { 0 };
    let mut tableless = Vec::new();
    let mut wrong = Vec::new();
    for found in all.into_iter().flat_map(|model| model.findings) {
        let id = found.finding.rule;
        if found.finding.is_of_snapshot() {
            report.exit = Some(Exit::Failed);
            let known = report
                .unread
                .iter()
                .any(|u| u.message == found.finding.message);
            if !known {
                report.unread.push(Unread {
                    file: found.finding.source.unwrap_or_default(),
                    line: None,
                    message: found.finding.message,
                    help: found.finding.help,
                });
            }
        } else if id == "unknown_table" {
            tableless.push(found);
        } else if rules::find(id).is_none() && !rules::OF_EXCEPTIONS.contains(&id) {
            wrong.push(found);
        }
    }
    let items = plural(report.models.unwrap_or_default().items, "model");
    let answer = |verdict, fails, message| Answer {
        sides: [Of::Snapshot.word(), "models"],
        verdict,
        fails,
        message,
        changes: Vec::new(),
        findings: Vec::new(),
        tables: Vec::new(),
    };
    if !tableless.is_empty() {
        let has = if tableless.len() == 1 { "has" } else { "have" };
        let count = plural(tableless.len(), "model");
        report.answers.push(Answer {
            findings: tableless,
            ..answer(
                "model_without_table",
                true,
                format!("{count} {has} no table"),
            )
        });
    }
    if wrong.is_empty() {
        report
            .answers
            .push(answer("same", false, format!("no differences in {items}")));
    } else {
        let message = format!(
            "the models differ from the snapshot: {}",
            plural(wrong.len(), "mistake")
        );
        report.answers.push(Answer {
            findings: wrong,
            ..answer("models_differ", true, message)
        });
    }
    if are_all && !without.is_empty() {
        let fails = without.iter().any(|(level, _)| *level == Level::Deny);
        let names: Vec<_> = without
            .iter()
            .filter_map(|(_, f)| f.finding.relation.as_ref())
            .collect();
        let message = format!("{}: {}", no_model(names.len()), some(&names));
        let tables = names.iter().map(ToString::to_string).collect();
        let told = without
            .into_iter()
            .filter(|(level, _)| *level != Level::Allow);
        report.answers.push(Answer {
            findings: told.map(|(_, found)| found).collect(),
            tables,
            ..answer(WITHOUT_MODEL, fails, message)
        });
    }
    Ok(())
}

fn no_model(tables: usize) -> String {
    let has = if tables == 1 { "has" } else { "have" };
    format!("{} {has} no model", plural(tables, "table"))
}

/// The first few names.
fn some(names: &[&schema_snapshot::name::QualifiedName]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The tables that no model stands for, each with the level that the team gives it, and how many
/// findings `schema.toml` excepts.
fn without_model(
    snapshot: &Snapshot,
    models: &[Model],
    scope: Scope<'_>,
) -> Result<(Vec<(Level, Found)>, usize)> {
    let Some(rule) = rules::find(WITHOUT_MODEL) else {
        return Ok((Vec::new(), 0));
    };
    let config = snapshot.config();
    let stands = models.iter().flat_map(|model| &model.relations);
    let modelled: std::collections::HashSet<_> = stands.map(|stands| &stands.relation).collect();
    let relations = snapshot
        .map_relations(Result::ok)
        .map_err(|error| match error.problem() {
            Problem::Interrupted => place::unusable(&error),
            _ => Error::failed(error.message()),
        })?;
    let mut without = Vec::new();
    let mut suppressed = 0;
    for loaded in relations.into_iter().flatten() {
        let name = &loaded.value.name;
        let mut exceptions = config.exceptions.iter();
        let excepted = exceptions.any(|e| e.covers(rule.id, name, &[]));
        if !rule.looks_at.contains(&loaded.value.kind) || modelled.contains(name) {
            continue;
        }
        let level = config.level_for(rule, name);
        if excepted {
            suppressed += usize::from(level != Level::Allow);
            continue;
        }
        let mut violations = Vec::new();
        let cx = rules::Context {
            relation: &loaded.value,
            config,
            allows: &[],
            has_model: Some(false),
        };
        if let rules::Check::Relation(check) = rule.check {
            check(&cx, &mut violations);
        }
        let path = scope.snapshot.join(&loaded.file);
        let file = scope.name(&path);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for violation in violations {
            let finding = Finding {
                rule: rule.id,
                level,
                relation: Some(name.clone()),
                message: violation.message,
                help: violation.help,
                ..Finding::default()
            };
            let source = Place {
                file: file.clone(),
                line: line(&text, None, None),
            };
            let found = Found {
                source,
                finding,
                item: None,
            };
            without.push((level, found));
        }
    }
    Ok((without, suppressed))
}
