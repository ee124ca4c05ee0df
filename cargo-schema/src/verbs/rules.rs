//! `cargo schema rules`: the catalogue, with the levels in force.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use schema_snapshot::config::Config;
use schema_snapshot::finding::Level;
use schema_snapshot::rules;

use super::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::json::{Json, Object};
use crate::place;
use crate::report::link;
use crate::terminal::{ERROR, STRONG, WARNING};

const EXAMPLES: &str = "\
Examples:
  cargo schema rules
      every rule, with the level that `schema/schema.toml` gives it
  cargo schema explain foreign_key_index
      what one of them is for

Exit status: 0 fine, 2 wrong use or configuration, 3 the file system failed";

/// Lists the rules and their levels
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The snapshot whose `schema.toml` sets the levels. Otherwise the one that `lint` would look
    /// at; where there is none, the levels are the recommended ones
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// How the rules are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A form of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: docs/report.md says what stands in it
    Json,
}

/// The configuration in force, and what it is of.
pub(super) struct Standard {
    /// The configuration.
    pub(super) config: Config,
    /// Its file as the reader would type it, or that there is none.
    pub(super) of: String,
}

impl Standard {
    /// That of the snapshot; where there is none and none was asked for, the recommended one.
    pub(super) fn find(option: Option<&Path>, context: &Context) -> Result<Self> {
        let snapshot = match place::existing(&context.directory, option) {
            Err(_) if option.is_none() && place::explicit().is_none() => {
                return Ok(Self {
                    config: Config::default(),
                    of: "recommended".to_owned(),
                });
            }
            found => found?,
        };
        Ok(Self {
            config: place::config(&snapshot, &context.directory)?,
            of: place::shown(&snapshot.join("schema.toml"), &context.directory),
        })
    }
}

/// Runs the verb.
///
/// # Errors
///
/// When the configuration has a mistake, or the snapshot that was asked for is not there.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let standard = Standard::find(arguments.snapshot.as_deref(), context)?;
    let text = match arguments.format {
        Format::Human => human(&standard),
        Format::Json => json(&standard),
    };
    context.terminal.write(&text)?;
    Ok(Exit::Fine)
}

/// The heading of what no configuration changes.
const FIXED: &str = "Exceptions and the baseline";

/// What is found of exceptions and of the baseline, whatever the levels.
fn fixed() -> impl Iterator<Item = (&'static str, &'static str)> {
    let ids = rules::OF_EXCEPTIONS.into_iter();
    ids.map(|id| (id, rules::summary(id)))
}

fn human(standard: &Standard) -> String {
    let mut out = String::new();
    let width = rules::ALL.iter().map(|rule| rule.id.len()).max();
    let width = width.unwrap_or_default();
    let mut group = None;
    for rule in rules::ALL {
        if group != Some(rule.group) {
            let between = if group.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{between}{STRONG}{}{STRONG:#}", rule.group.title());
            group = Some(rule.group);
        }
        let level = standard.config.level(rule);
        let style = match level {
            Level::Deny => ERROR,
            Level::Warn => WARNING,
            Level::Allow => anstyle::Style::new().dimmed(),
        };
        let _ = writeln!(
            out,
            "  {style}{:5}{style:#}  {:width$}  {}",
            level.word(),
            rule.id,
            rule.summary
        );
    }
    let _ = writeln!(out, "\n{STRONG}{FIXED}{STRONG:#}");
    for (id, summary) in fixed() {
        let level = Level::Deny.word();
        let _ = writeln!(out, "  {ERROR}{level:5}{ERROR:#}  {id:width$}  {summary}");
    }
    let count = rules::ALL.len();
    let _ = writeln!(
        out,
        "\n{count} rules, levels: {}; `cargo schema explain RULE` says why a rule is there",
        standard.of
    );
    out
}

fn json(standard: &Standard) -> String {
    let rules = rules::ALL.iter().map(|rule| {
        Object::default()
            .with("rule", rule.id)
            .with("level", standard.config.level(rule).word())
            .with("recommended", rule.recommended.word())
            .with("group", rule.group.title())
            .with("summary", rule.summary)
            .with("url", link(rule.id))
    });
    let fixed = fixed().map(|(id, summary)| {
        Object::default()
            .with("rule", id)
            .with("level", Level::Deny.word())
            .with("fixed", true)
            .with("group", FIXED)
            .with("summary", summary)
            .with("url", link(id))
    });
    let all = Object::default()
        .with("format", 1)
        .with("rules", rules.chain(fixed).collect::<Json>());
    format!("{}\n", Json::from(all))
}
