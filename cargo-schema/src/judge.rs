//! The verdict of the standard on a whole snapshot and the models of the source: what `lint` says,
//! and what everything that counts findings counts.

use std::path::Path;

use schema_snapshot::baseline::{Baseline, Known};
use schema_snapshot::config::{Config, Exception};
use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::model::{Relation, Schema};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::nearest::nearest;
use schema_snapshot::rules::{self, By, Judged, Rule};
use schema_snapshot::store::{Loaded, Problem, ReadError, Snapshot};

use crate::error::Result;
use crate::lines::line;
use crate::models::{self, ByRelation, Excepted, ExceptedBy, Left, Model, Scope};
use crate::place;
use crate::report::{Checked, Found, Models, Report, Source, Subject, Unread};
use crate::terminal::Terminal;
use crate::verbs::Context;

/// What is judged, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The snapshot's directory.
    pub snapshot: &'a Path,
    /// Whether it was given on the command line.
    pub given: bool,
    /// Whether models are read.
    pub models: bool,
    /// Whether files are named for people.
    pub people: bool,
    /// The day that exceptions are looked at on, `2027-01-31`.
    pub today: &'a str,
}

/// The verdict.
#[derive(Debug)]
pub struct Judgement {
    /// What was found.
    pub report: Report,
    /// What was found and does not count, each once.
    pub excepted: Vec<Excepted>,
    /// The models that were read.
    pub models: Vec<Model>,
    /// What the baseline has, by relation.
    pub baseline: Vec<Baseline>,
    /// The configuration, expired exceptions included.
    pub config: Config,
    /// Its file, as it is named.
    pub config_file: String,
    today: String,
}

/// Today, in Greenwich: the same for everybody who looks at the same time.
pub fn today() -> String {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .to_string()
}

/// Judges a snapshot, and the models that are checked against it.
///
/// # Errors
///
/// When there is no verdict at all. A file that can't be used is told of beside the verdict on the
/// others.
pub fn judge(options: Options<'_>, context: &Context) -> Result<Judgement> {
    let directory = options.snapshot;
    let shown = if options.people {
        place::shown(directory, &context.directory)
    } else {
        place::in_repository(directory, &context.directory)
    };
    let opened = Snapshot::open(directory).map_err(|error| place::unusable(&error))?;
    let config = opened.config().clone();
    let mut in_force = config.clone();
    in_force
        .exceptions
        .retain(|exception| !exception.is_expired(options.today));
    let snapshot = opened.with_config(in_force);
    let mut judgement = Judgement {
        report: Report::default(),
        excepted: Vec::new(),
        models: Vec::new(),
        baseline: Vec::new(),
        config_file: format!("{shown}/schema.toml"),
        config,
        today: options.today.to_owned(),
    };
    let report = &mut judgement.report;
    let unread = |error: &ReadError| Unread {
        file: within(&shown, error, &snapshot),
        line: None,
        message: error.message(),
        help: error.help(),
    };
    match snapshot.baselines() {
        Ok(all) => judgement.baseline = all,
        Err(error) => report.unread.push(unread(&error)),
    }
    let mut models = ByRelation::default();
    if options.models {
        let sources = models::read(Scope {
            snapshot: directory,
            given: options.given,
            directory: &context.directory,
            exclude: &snapshot.config().models_exclude,
            people: options.people,
        })?;
        let all = sources.check(&snapshot);
        report.models = Some(Models {
            items: all.len(),
            left: Left::sum(&all),
        });
        report.unread.extend(sources.unread);
        judgement.models.clone_from(&all);
        models = ByRelation::of(all, report.unread.is_empty());
    }
    let known = |name: &QualifiedName| {
        let mut all = judgement.baseline.iter();
        let of_it = all.find(|baseline| baseline.name == *name);
        of_it.map_or(&[][..], |baseline| &baseline.findings)
    };
    let read = |read: Result<Loaded<Relation>, ReadError>| {
        read.map(|loaded| {
            let known = known(&loaded.value.name);
            let judged = relation(&loaded, &snapshot, &shown, &models, known);
            (judged, loaded.value)
        })
    };
    let mut schema = Schema::default();
    let relations = snapshot.map_relations(read);
    for checked in relations.map_err(|error| place::unusable(&error))? {
        match checked {
            Ok(((checked, excepted), relation)) => {
                report.checked.push(checked);
                judgement.excepted.extend(excepted);
                schema.relations.push(relation);
            }
            Err(error) if *error.problem() == Problem::Foreign => {
                report.foreign.push(within(&shown, &error, &snapshot));
            }
            Err(error) => report.unread.push(unread(&error)),
        }
    }
    let functions = snapshot.all_functions();
    for functions in functions.map_err(|error| place::unusable(&error))? {
        match functions {
            Ok(functions) => schema.functions.push(functions.value),
            Err(error) if *error.problem() == Problem::Foreign => {
                report.foreign.push(within(&shown, &error, &snapshot));
            }
            Err(error) => report.unread.push(unread(&error)),
        }
    }
    let mut judged = rules::run_schema(&schema, snapshot.config(), &judgement.baseline);
    // What is recorded of something that has nothing any more is looked at as well.
    for baseline in &judgement.baseline {
        if is_there(&baseline.name, report, &snapshot) {
            judged.entry(baseline.name.clone()).or_default();
        }
    }
    for (name, judged) in judged {
        let mut recorded = judgement.baseline.iter().filter(|b| b.name == name);
        let recorded = recorded.next().map_or(&[][..], |b| &b.findings);
        let excepted = whole(name, judged, recorded, &snapshot, &shown, report);
        judgement.excepted.extend(excepted);
    }
    models.into_items(report);
    let mut of_config = Vec::new();
    // A file that can't be read may have what an exception is for.
    if report.unread.is_empty() {
        let gone = baseline_of_what_is_gone(&judgement, &snapshot, &shown);
        of_config = of_nothing(&judgement, &snapshot);
        judgement.report.checked.extend(gone);
    }
    of_config.extend(expired(&judgement));
    of_config.sort_by_key(|found| found.source.line);
    if !of_config.is_empty() {
        judgement.report.checked.push(Checked {
            subject: Subject::File(judgement.config_file.clone()),
            file: judgement.config_file.clone(),
            findings: of_config,
        });
    }
    judgement.report.suppressed = judgement.excepted.len();
    Ok(judgement)
}

impl Judgement {
    /// Whether the last day of an exception has passed.
    pub fn is_expired(&self, exception: &Exception) -> bool {
        exception.is_expired(&self.today)
    }

    /// The configuration as it counts today: without the exceptions that have expired.
    pub fn in_force(&self) -> Config {
        let mut config = self.config.clone();
        config
            .exceptions
            .retain(|exception| !self.is_expired(exception));
        config
    }

    /// Whether a rule is not looked at for a relation, and so says nothing of it.
    pub fn is_off(&self, rule: &str, relation: &QualifiedName) -> bool {
        rules::find(rule).is_some_and(|rule| self.config.level_for(rule, relation) == Level::Allow)
    }

    /// Warns of what was passed over.
    pub fn warn(&self, terminal: Terminal) {
        for file in &self.report.foreign {
            terminal.warn(format!("`{file}` is not the snapshot's and is not checked"));
        }
        if self.report.checked.is_empty() && self.report.unread.is_empty() {
            let shown = self.config_file.trim_end_matches("/schema.toml");
            terminal.warn(format!("`{shown}` has no relations: nothing was checked"));
        }
    }
}

/// The file of an error, as the other files are shown.
fn within(shown: &str, error: &ReadError, snapshot: &Snapshot) -> String {
    let inside = error.path().strip_prefix(snapshot.dir());
    let inside = inside.unwrap_or(error.path()).display().to_string();
    format!("{shown}/{}", inside.replace('\\', "/"))
}

/// What is wrong with a relation and the models of it, and what of it does not count.
fn relation(
    loaded: &Loaded<Relation>,
    snapshot: &Snapshot,
    shown: &str,
    models: &ByRelation,
    known: &[Known],
) -> (Checked, Vec<Excepted>) {
    let relation = &loaded.value;
    let file = format!("{shown}/{}", loaded.file);
    let mut verdict = models.of_relation(&relation.name);
    if !verdict.is_whole {
        let run = match verdict.has_model {
            Some(false) => rules::run_unmodelled,
            _ => rules::run_relation,
        };
        let judged = run(relation, snapshot.config(), known);
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
            judged.suppressed.into_iter().map(excepted),
        );
    }
    // A rule that is off for a while, or was not asked, says nothing about what is recorded of it.
    let has_spoken = |rule: &&Rule| {
        snapshot.config().level_for(rule, &relation.name) != Level::Allow
            && (verdict.has_model.is_some() || !rule.is_of_source())
            && !rule.is_of_schema()
    };
    let has_spoken = |known: &Known| rules::find(&known.rule).as_ref().is_none_or(has_spoken);
    let spoken: Vec<_> = known.iter().filter(|known| has_spoken(known)).collect();
    let (mut findings, excepted) = verdict.settled();
    for known in spoken {
        let is_it = |excepted: &Excepted| {
            excepted.by == ExceptedBy::Baseline && Known::of(&excepted.finding) == *known
        };
        if !excepted.iter().any(is_it) {
            findings.push(stale(known, &relation.name, shown));
        }
    }
    let checked = Checked {
        subject: Subject::Relation(relation.name.clone(), relation.kind),
        file,
        findings,
    };
    (checked, excepted)
}

fn excepted(suppressed: rules::Suppressed) -> Excepted {
    Excepted {
        finding: suppressed.finding,
        by: match suppressed.by {
            By::Config(n) => ExceptedBy::Config(n),
            By::Model(_) | By::Baseline(_) => ExceptedBy::Baseline,
        },
    }
}

/// What is wrong with the schema as a whole goes beside what is wrong with the relation, or to the
/// function, that it is said of. What does not count is given back.
fn whole(
    name: QualifiedName,
    judged: Judged,
    known: &[Known],
    snapshot: &Snapshot,
    shown: &str,
    report: &mut Report,
) -> Vec<Excepted> {
    let is_it = |checked: &&mut Checked| matches!(&checked.subject, Subject::Relation(of, _) if *of == name);
    let relation = report.checked.iter_mut().find(is_it);
    let inside = match &relation {
        Some(_) => Snapshot::relation_file(&name),
        None => Snapshot::functions_file(&name),
    };
    let file = format!("{shown}/{inside}");
    let text = std::fs::read_to_string(snapshot.dir().join(&inside)).unwrap_or_default();
    let found = |finding: Finding| Found {
        source: Source {
            file: file.clone(),
            line: line(&text, finding.column.as_deref(), finding.object.as_deref()),
        },
        finding,
        item: None,
    };
    let mut findings: Vec<_> = judged.findings.into_iter().map(found).collect();
    let excepted: Vec<_> = judged.suppressed.into_iter().map(excepted).collect();
    let config = snapshot.config();
    let is_stale = |known: &&Known| {
        let is_it = |excepted: &Excepted| Known::of(&excepted.finding) == **known;
        let rule = rules::find(&known.rule).filter(|rule| rule.is_of_schema());
        rule.is_some_and(|rule| config.level_for(rule, &name) != Level::Allow)
            && !excepted.iter().any(is_it)
    };
    let recorded = known.iter().filter(is_stale);
    findings.extend(recorded.map(|known| stale(known, &name, shown)));
    match relation {
        Some(relation) => relation.findings.extend(findings),
        None if findings.is_empty() => {}
        None => report.checked.push(Checked {
            subject: Subject::Function(name),
            file,
            findings,
        }),
    }
    excepted
}

fn stale(known: &Known, object: &QualifiedName, shown: &str) -> Found {
    Found {
        finding: rules::stale(known, object),
        source: Source {
            file: format!("{shown}/{}", Snapshot::baseline_file(object)),
            line: 1,
        },
        item: None,
    }
}

/// Whether the snapshot has a relation or function of a name.
fn is_there(name: &QualifiedName, report: &Report, snapshot: &Snapshot) -> bool {
    let mut relations = report.relations();
    relations.any(|known| known == name) || matches!(snapshot.functions(name), Ok(Some(_)) | Err(_))
}

fn baseline_of_what_is_gone(
    judgement: &Judgement,
    snapshot: &Snapshot,
    shown: &str,
) -> Vec<Checked> {
    let all = judgement.baseline.iter();
    let gone = all.filter(|b| !is_there(&b.name, &judgement.report, snapshot));
    let checked = |baseline: &Baseline| {
        let file = format!("{shown}/{}", Snapshot::baseline_file(&baseline.name));
        let stale = |known: &Known| stale(known, &baseline.name, shown);
        Checked {
            subject: Subject::File(file.clone()),
            findings: baseline.findings.iter().map(stale).collect(),
            file,
        }
    };
    gone.map(checked).collect()
}

/// Exceptions for what is not there.
fn of_nothing(judgement: &Judgement, snapshot: &Snapshot) -> Vec<Found> {
    let report = &judgement.report;
    let exceptions = judgement.config.exceptions.iter();
    let of_nothing = exceptions.filter(|e| !is_there(&e.object, report, snapshot));
    let names: Vec<_> = report.relations().map(ToString::to_string).collect();
    let finding = |exception: &Exception| {
        let object = exception.object.to_string();
        let near = nearest(&object, names.iter().map(String::as_str));
        let near = near.map(|near| format!("did you mean `{near}`?"));
        Finding {
            rule: rules::UNUSED_EXCEPTION,
            message: format!(
                "the exception from `{}` is for `{object}`, which is not in the snapshot",
                exception.rule
            ),
            help: vec![near.unwrap_or_else(|| "remove it".to_owned())],
            object: Some(object),
            ..Finding::default()
        }
    };
    let found = |exception| in_config(judgement, exception, finding(exception));
    of_nothing.map(found).collect()
}

fn expired(judgement: &Judgement) -> Vec<Found> {
    let exceptions = judgement.config.exceptions.iter();
    let expired = exceptions.filter(|exception| judgement.is_expired(exception));
    let finding = |exception: &Exception| Finding {
        rule: rules::EXPIRED_EXCEPTION,
        relation: Some(exception.object.clone()),
        column: exception.part.clone(),
        message: format!(
            "the exception of `{}` from `{}` expired on {}: {}",
            exception.object,
            exception.rule,
            exception.expires.as_deref().unwrap_or_default(),
            exception.reason
        ),
        help: vec![match &exception.owner {
            Some(owner) => format!("mend what it excepts, or ask its owner, {owner}"),
            None => "mend what it excepts, or say why it takes longer".to_owned(),
        }],
        ..Finding::default()
    };
    let found = |exception| in_config(judgement, exception, finding(exception));
    expired.map(found).collect()
}

/// A finding about an exception of the configuration, at its line.
fn in_config(judgement: &Judgement, exception: &Exception, finding: Finding) -> Found {
    Found {
        finding,
        source: Source {
            file: judgement.config_file.clone(),
            line: exception.line,
        },
        item: None,
    }
}
