//! Which snapshot it is, and how it stands: facts, by name for people, as members for programs.

use std::fmt::Write as _;

use schema_snapshot::finding::Level;
use schema_snapshot::model::Schema;
use schema_snapshot::store::Whole;

use super::json::{FORMAT, left, text, unread};
use super::{Cell, Report, Table, TableFormat, plural};
use crate::json::{Json, Object};
use crate::terminal::STRONG;

/// What `cargo schema status` says.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// The last commit that changed the snapshot: its hash, when, and in how much.
    pub last: Option<(String, String, usize)>,
    /// In how much the working tree differs from the last commit.
    pub uncommitted: usize,
    /// Why the last change is not known.
    pub remark: Option<String>,
    directory: String,
    fingerprint: String,
    format: String,
    server_major: usize,
    tables: usize,
    views: usize,
    relations: usize,
    columns: usize,
    types: usize,
    functions: usize,
    report: Report,
}

impl Status {
    /// What a snapshot has, and what is said of it.
    pub fn of(directory: String, whole: &Whole, report: &Report) -> Self {
        let Schema {
            server_major,
            relations,
            types,
            functions,
        } = &whole.schema;
        Self {
            directory,
            fingerprint: whole.fingerprint(),
            format: whole.format(),
            server_major: usize::try_from(*server_major).unwrap_or_default(),
            tables: relations.iter().filter(|r| r.kind.is_table()).count(),
            views: relations.iter().filter(|r| r.kind.is_view()).count(),
            relations: relations.len(),
            columns: relations.iter().map(|r| r.columns.len()).sum(),
            types: types.len(),
            functions: functions.iter().map(|f| f.overloads.len()).sum(),
            report: report.clone(),
            ..Self::default()
        }
    }

    /// It in a format, with its last newline.
    pub fn render(&self, format: TableFormat) -> String {
        match format {
            TableFormat::Json => text(self.json()),
            TableFormat::Markdown => self.table().markdown(),
            TableFormat::Human => {
                let mut out = String::new();
                for (name, value) in self.facts() {
                    let _ = writeln!(out, "{STRONG}{name:14}{STRONG:#}{value}");
                }
                out
            }
        }
    }

    /// What was found.
    pub(super) fn report(&self) -> &Report {
        &self.report
    }

    /// The snapshot's directory, as it is named.
    pub(super) fn directory(&self) -> &str {
        &self.directory
    }

    /// The facts as rows of two cells.
    pub(super) fn table(&self) -> Table {
        let row = |(name, value): (&str, String)| vec![Cell::from(name), Cell::from(value)];
        Table {
            columns: vec!["fact", "value"],
            rows: self.facts().into_iter().map(row).collect(),
        }
    }

    /// What is said, by what it is.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let others = self.relations - self.tables - self.views;
        let kinds = [
            (self.tables, "table"),
            (self.views, "view"),
            (others, "foreign table"),
        ];
        let kinds = kinds.into_iter().filter(|(count, _)| *count > 0);
        let kinds: Vec<_> = kinds.map(|(count, noun)| plural(count, noun)).collect();
        let kinds = match kinds.as_slice() {
            [] => String::new(),
            kinds => format!(" ({})", kinds.join(", ")),
        };
        let mut facts = vec![
            ("snapshot", self.directory.clone()),
            ("fingerprint", self.fingerprint.clone()),
            ("format", self.format.clone()),
            ("server", format!("PostgreSQL {}", self.server_major)),
            ("relations", format!("{}{kinds}", self.relations)),
            ("columns", self.columns.to_string()),
            ("types", self.types.to_string()),
            ("functions", self.functions.to_string()),
        ];
        let last = self.last.as_ref().map(|(commit, when, differences)| {
            let short = commit.get(..10).unwrap_or(commit);
            let day = when.get(..10).unwrap_or(when);
            format!("{day} in {short}, {}", plural(*differences, "difference"))
        });
        facts.extend(last.map(|last| ("last change", last)));
        facts.extend(
            self.remark
                .clone()
                .map(|why| ("last change", format!("not known: {why}"))),
        );
        if self.uncommitted > 0 {
            let differences = plural(self.uncommitted, "difference");
            facts.push(("not committed", differences));
        }
        facts.push(("findings", self.report.counted()));
        facts
    }

    /// Members, for programs.
    pub(super) fn json(&self) -> Object {
        let errors = self.report.unread.iter().map(unread);
        let snapshot = Object::default()
            .with("directory", self.directory.as_str())
            .with("fingerprint", self.fingerprint.as_str())
            .with("format", self.format.as_str())
            .with("server_major", self.server_major);
        let last = self.last.as_ref().map(|(commit, when, differences)| {
            Object::default()
                .with("commit", commit.as_str())
                .with("date", when.as_str())
                .with("differences", *differences)
        });
        let summary = Object::default()
            .with("relations", self.relations)
            .with("tables", self.tables)
            .with("views", self.views)
            .with("columns", self.columns)
            .with("types", self.types)
            .with("functions", self.functions)
            .maybe("models", self.report.models.map(|models| models.items))
            .with("deny", self.report.count(Level::Deny))
            .with("warn", self.report.count(Level::Warn))
            .with("suppressed", self.report.suppressed)
            .maybe("left_to_build", self.report.models.map(left));
        Object::default()
            .with("format", FORMAT)
            .with("snapshot", snapshot)
            .maybe("last_change", last)
            .maybe("no_last_change", self.remark.as_deref())
            .with("uncommitted", self.uncommitted)
            .maybe(
                "errors",
                (errors.len() > 0).then(|| errors.collect::<Json>()),
            )
            .with("summary", summary)
    }
}
