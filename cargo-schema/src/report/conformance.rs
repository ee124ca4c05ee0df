//! The conformance report: everything that is known of a snapshot, its models, and the standard that
//! they are held to, on one page.

use schema_snapshot::finding::Level;
use schema_snapshot::rules;

use super::page::{Block, Chart, Page, Section};
use super::{Cell, Report, Source, Status, Table, html, json, link, markdown, plural};
use crate::models::{Excepted, ExceptedBy};

/// What `cargo schema report` says.
#[derive(Clone, Debug, Default)]
pub struct Conformance {
    /// The day, `2027-01-31`.
    pub today: String,
    /// Which snapshot it is, and what was found.
    pub status: Status,
    /// What it was and is, newest first.
    pub trend: Vec<Point>,
    /// Why the trend does not go back further, where that has to be said.
    pub remark: Option<String>,
    /// What was found and does not count.
    pub excepted: Vec<Excepted>,
    /// The level of each rule that is on for some relation, by its id.
    pub levels: Vec<(&'static str, Level)>,
    /// The exceptions.
    pub exceptions: Table,
    /// How many findings of each relation the baseline has.
    pub baseline: Table,
    /// Sums of measures.
    pub sums: Table,
    /// The tables that most others depend on.
    pub central: Table,
    /// Tables that reference one another in a circle.
    pub circles: Vec<String>,
    /// The relations; none when they were not asked for.
    pub relations: Vec<Described>,
    /// The enums, domains, other types and functions.
    pub others: Vec<(&'static str, Table)>,
}

/// The snapshot at some time.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// When it was committed, as ISO 8601, and in which commit; none of the working tree.
    pub commit: Option<(String, String)>,
    /// In how much it differs from the one before.
    pub differences: usize,
    /// What was counted.
    pub counts: Counts,
}

/// What is counted of a snapshot at some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Relations.
    pub relations: usize,
    /// Columns of them.
    pub columns: usize,
    /// What today's standard, but for the baseline, says of the relations by themselves: findings of
    /// level deny,
    pub deny: usize,
    /// and of level warn.
    pub warn: usize,
}

/// A relation, for documentation.
#[derive(Clone, Debug, Default)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// What it is: `table`.
    pub kind: &'static str,
    /// Its comment.
    pub comment: Option<String>,
    /// The models that stand for it.
    pub models: Vec<(String, Source)>,
    /// Its columns, constraints and so on: the key in JSON, and what there is.
    pub parts: Vec<(&'static str, Table)>,
}

/// A rule in the report.
pub(super) struct Standing {
    pub(super) id: &'static str,
    group: &'static str,
    pub(super) level: &'static str,
    pub(super) found: usize,
    pub(super) known: usize,
    pub(super) excepted: usize,
}

impl Conformance {
    /// For whoever reads Markdown.
    pub fn markdown(&self) -> String {
        markdown::page(&self.page())
    }

    /// For a browser.
    pub fn html(&self) -> String {
        html::render(&self.page())
    }

    /// For programs.
    pub fn json(&self) -> String {
        json::text(json::conformance(self))
    }

    pub(super) fn report(&self) -> &Report {
        self.status.report()
    }

    /// The rules that are on or found something, then what else was found.
    pub(super) fn standings(&self) -> Vec<Standing> {
        let count = |id: &str| {
            let found = self.report().findings();
            let found = found.filter(|found| found.finding.rule == id).count();
            let mut excepted = [0, 0];
            for one in self.excepted.iter().filter(|one| one.finding.rule == id) {
                excepted[usize::from(one.by != ExceptedBy::Baseline)] += 1;
            }
            (found, excepted)
        };
        let on = self.levels.iter().filter_map(|(id, level)| {
            let rule = rules::find(id)?;
            Some((rule.id, rule.group.title(), level.word()))
        });
        let found = self.report().findings().map(|found| found.finding.rule);
        let mut others: Vec<_> = found.filter(|id| rules::find(id).is_none()).collect();
        others.sort_unstable();
        others.dedup();
        let others = others.into_iter().map(|id| {
            let of_exceptions = rules::OF_EXCEPTIONS.contains(&id);
            let group = if of_exceptions {
                "Exceptions"
            } else {
                "Models"
            };
            (id, group, Level::Deny.word())
        });
        let standing = |(id, group, level)| {
            let (found, [known, excepted]) = count(id);
            Standing {
                id,
                group,
                level,
                found,
                known,
                excepted,
            }
        };
        on.chain(others).map(standing).collect()
    }

    /// The rules that are on for no relation.
    pub(super) fn off(&self) -> Vec<&'static str> {
        let is_on = |id: &str| self.levels.iter().any(|(on, _)| *on == id);
        let ids = rules::ALL.iter().map(|rule| rule.id);
        ids.filter(|id| !is_on(id)).collect()
    }

    fn page(&self) -> Page {
        let mut sections = vec![
            self.summary(),
            self.trends(),
            self.rules(),
            self.findings(),
            Section::new("exceptions", "Exceptions").table(
                "The exceptions, and how many findings each suppresses",
                self.exceptions.clone(),
                "There are none.",
            ),
            self.known(),
            self.analysis(),
        ];
        if !self.relations.is_empty() {
            sections.push(Section {
                parts: self.relations.iter().map(described).collect(),
                ..Section::new("relations", "Relations")
            });
        }
        let others = self
            .others
            .iter()
            .filter(|(_, table)| !table.rows.is_empty());
        sections.extend(others.map(|(title, table)| {
            Section::new(&title.to_lowercase(), *title).maybe(title, table.clone())
        }));
        Page {
            title: "Schema conformance".to_owned(),
            subtitle: format!("Snapshot `{}` on {}", self.status.directory(), self.today),
            sections,
        }
    }

    fn summary(&self) -> Section {
        let mut section = Section::new("summary", "Summary").text(self.report().summary());
        let unread = &self.report().unread;
        if !unread.is_empty() {
            let lines = unread.iter().map(|unread| unread.message.clone());
            section = section.text("What can't be used is in none of the counts:");
            section.blocks.push(Block::List(lines.collect()));
        }
        section.maybe("The snapshot", self.status.table())
    }

    fn trends(&self) -> Section {
        let section = Section::new("trends", "Trends");
        if self.trend.is_empty() {
            let why = self
                .remark
                .as_deref()
                .unwrap_or("No history was asked for.");
            return section.text(why);
        }
        let when = |point: &Point| match &point.commit {
            Some((when, _)) => when.get(..10).unwrap_or(when).to_owned(),
            None => "working tree".to_owned(),
        };
        let points = self.trend.iter().rev();
        let chart = Chart {
            title: "Findings after each change of the snapshot",
            names: ["errors", "warnings"],
            points: points
                .map(|point| (when(point), [point.counts.deny, point.counts.warn]))
                .collect(),
        };
        let row = |point: &Point| {
            let commit = point.commit.as_ref();
            let commit = commit.map(|(_, commit)| commit.get(..10).unwrap_or(commit).to_owned());
            let counts = point.counts;
            vec![
                when(point).into(),
                commit.into(),
                point.differences.into(),
                counts.relations.into(),
                counts.columns.into(),
                counts.deny.into(),
                counts.warn.into(),
            ]
        };
        let table = Table {
            columns: vec![
                "when",
                "commit",
                "differences",
                "relations",
                "columns",
                "errors",
                "warnings",
            ],
            rows: self.trend.iter().map(row).collect(),
        };
        let mut section = section.text(
            "Every state is held to the standard of today, without models and without the baseline: \
             what changes here is the schema.",
        );
        section.blocks.push(Block::Chart(chart));
        let section = section.maybe("The last changes of the snapshot, newest first", table);
        match &self.remark {
            Some(why) => section.text(format!("It goes back no further: {why}.")),
            None => section,
        }
    }

    fn rules(&self) -> Section {
        let row = |standing: Standing| {
            vec![
                Cell::Link(standing.id.to_owned(), link(standing.id)),
                standing.group.into(),
                standing.level.into(),
                standing.found.into(),
                standing.known.into(),
                standing.excepted.into(),
            ]
        };
        let table = Table {
            columns: vec!["rule", "group", "level", "findings", "baseline", "excepted"],
            rows: self.standings().into_iter().map(row).collect(),
        };
        let section = Section::new("rules", "Rule by rule").table(
            "The rules that are on, and what they find",
            table,
            "Every rule is off.",
        );
        let off = self.off();
        if off.is_empty() {
            return section;
        }
        let ids: Vec<_> = off.iter().map(|id| format!("`{id}`")).collect();
        section.text(format!("Off: {}.", ids.join(", ")))
    }

    fn findings(&self) -> Section {
        let document = self.report().document();
        let groups: Vec<_> = document.found().cloned().collect();
        let mut section = Section::new("findings", "Findings");
        if groups.is_empty() {
            return section.text("There are none.");
        }
        section.blocks.push(Block::Findings(groups));
        section
    }

    fn known(&self) -> Section {
        let counts = self.baseline.rows.iter().map(|row| match row[1] {
            Cell::Number(count) => count,
            _ => 0,
        });
        let section = Section::new("baseline", "Baseline");
        if self.baseline.rows.is_empty() {
            return section.text("There is none.");
        }
        let known = plural(counts.sum(), "known finding");
        section
            .text(format!("{known}, to be mended one by one."))
            .maybe("What the baseline has", self.baseline.clone())
    }

    fn analysis(&self) -> Section {
        let section = Section::new("analysis", "Analysis")
            .maybe("All tables together", self.sums.clone())
            .maybe(
                "The tables that most others depend on",
                self.central.clone(),
            );
        if self.circles.is_empty() {
            return section;
        }
        let mut section = section.text("Tables that reference one another in a circle:");
        section.blocks.push(Block::List(self.circles.clone()));
        section
    }
}

fn described(relation: &Described) -> Section {
    let heading = format!("{} `{}`", relation.kind, relation.name);
    let mut section = Section::new(&id(&relation.name), heading);
    if let Some(comment) = &relation.comment {
        section = section.text(comment.replace('`', "'"));
    }
    if !relation.models.is_empty() {
        let model = |(item, source): &(String, Source)| {
            format!("`{item}` at `{}:{}`", source.file, source.line)
        };
        let models: Vec<_> = relation.models.iter().map(model).collect();
        section = section.text(format!("Models: {}.", models.join(", ")));
    }
    for (key, table) in &relation.parts {
        section = section.maybe(shows(key), table.clone());
    }
    section
}

/// A name to link to, of letters, digits, `_` and `-`, and another for each relation.
fn id(name: &str) -> String {
    let letter = |c: char| match c {
        c if c.is_ascii_alphanumeric() || c == '_' => c.to_string(),
        '.' => "--".to_owned(),
        c => format!("-{:x}-", u32::from(c)),
    };
    format!("relation-{}", name.chars().map(letter).collect::<String>())
}

/// What a table of a relation's parts shows.
fn shows(key: &'static str) -> &'static str {
    match key {
        "columns" => "Columns",
        "constraints" => "Constraints",
        "foreign_keys" => "Foreign keys",
        "indexes" => "Indexes",
        "triggers" => "Triggers",
        "policies" => "Policies",
        other => other,
    }
}
