//! What came of comparing a program with a database, as data, as JSON, and for people.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::codec::words;
use crate::diff::{Change, ChangeKind, Graded};
use crate::finding::Finding;
use crate::name::QualifiedName;

words! {
    /// What comes of a model in the database that it meets, the best first.
    pub enum Verdict {
        /// Nothing that it uses is another than it was compiled for.
        Conformant = "conformant",
        /// Something that it uses is another, and it runs all the same.
        Compatible = "compatible",
        /// It fails, or may fail.
        Breaking = "breaking",
    }
}

words! {
    /// Which of the two is older, the program or the database.
    ///
    /// What the program was compiled for and the database lacks makes the database older, what only
    /// the database has the program. It is a guess: a migration that drops a column makes the newer
    /// database look older, and a change of a type, a default or a name says nothing at all.
    pub enum Direction {
        /// Nothing is different.
        Same = "same",
        /// The database lacks something: its migrations have not been applied yet.
        Behind = "behind",
        /// The database has something more: the program is older than its migrations.
        Ahead = "ahead",
        /// Each has what the other lacks.
        Diverged = "diverged",
        /// They differ, and nothing tells which is older.
        Unknown = "unknown",
    }
}

/// The verdict on a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Each model and each type of its own, in the order in which they were given.
    pub models: Vec<ModelReport>,
}

/// The verdict on a model, or on a Rust type that is bound to one of the schema's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelReport {
    /// The Rust item with its module, `app::models::User`.
    pub item: String,
    /// What it stands for: `table`, `view`, ...; `enum`, `domain`, ...
    pub kind: String,
    /// The name of that.
    pub name: QualifiedName,
    /// The fingerprint of its file in the snapshot that the program was compiled with.
    pub fingerprint: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Which is older, as far as this model's part of the schema tells.
    pub direction: Direction,
    /// Why it is breaking, in the words of the build: each a mistake that compiling against this
    /// database would give, or a change that drivers refuse.
    pub findings: Vec<Finding>,
    /// What else is another, with what comes of it.
    pub changes: Vec<Graded>,
}

/// How many models have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`Verdict::Conformant`]
    pub conformant: usize,
    /// [`Verdict::Compatible`]
    pub compatible: usize,
    /// [`Verdict::Breaking`]
    pub breaking: usize,
}

impl Report {
    /// The worst of all models; of none, conformant.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.models.iter().map(|model| model.verdict);
        verdicts.max().unwrap_or_default()
    }

    /// Whether some model fails or may fail.
    pub fn is_breaking(&self) -> bool {
        self.verdict() == Verdict::Breaking
    }

    /// Which is older, by all models together.
    pub fn direction(&self) -> Direction {
        let all = self.models.iter().map(|model| model.direction);
        all.fold(Direction::Same, Direction::and)
    }

    /// How many models have each verdict.
    pub fn counts(&self) -> Counts {
        let count = |verdict| self.models.iter().filter(|m| m.verdict == verdict).count();
        Counts {
            conformant: count(Verdict::Conformant),
            compatible: count(Verdict::Compatible),
            breaking: count(Verdict::Breaking),
        }
    }

    /// As JSON: what a health endpoint answers with. It names parts of the schema and has no value
    /// of a row, no host and no role.
    pub fn to_value(&self) -> Value {
        let Counts {
            conformant,
            compatible,
            breaking,
        } = self.counts();
        json!({
            "verdict": self.verdict().word(),
            "direction": self.direction().word(),
            "conformant": conformant,
            "compatible": compatible,
            "breaking": breaking,
            "models": self.models.iter().map(ModelReport::to_value).collect::<Vec<_>>(),
        })
    }

    /// [`Report::to_value`] as text, on one line.
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }
}

impl ModelReport {
    /// As JSON.
    pub fn to_value(&self) -> Value {
        let finding = |finding: &Finding| {
            let mut out = Map::new();
            out.insert("id".into(), finding.rule.into());
            if let Some(column) = &finding.column {
                out.insert("column".into(), column.as_str().into());
            }
            out.insert("message".into(), finding.message.as_str().into());
            out.insert("help".into(), finding.help.clone().into());
            Value::Object(out)
        };
        let change = |graded: &Graded| {
            json!({
                "kind": graded.word,
                "change": graded.change.to_string(),
                "deploy": graded.deploy.verdict.word(),
                "why": graded.deploy.why,
            })
        };
        json!({
            "item": self.item,
            "kind": self.kind,
            "name": self.name.to_string(),
            "fingerprint": self.fingerprint,
            "verdict": self.verdict.word(),
            "direction": self.direction.word(),
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

impl Direction {
    /// What changes tell, from what was expected to what is there.
    pub(super) fn of<'a>(changes: impl Iterator<Item = &'a Change>) -> Self {
        let of_change = |change: &Change| match change.kind {
            ChangeKind::Added => Self::Ahead,
            ChangeKind::Removed => Self::Behind,
            ChangeKind::Changed | ChangeKind::Renamed => Self::Unknown,
        };
        changes.map(of_change).fold(Self::Same, Self::and)
    }

    /// What two parts of a schema tell together.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::Same | Self::Unknown) if one != Self::Same => one,
            (Self::Same | Self::Unknown, other) => other,
            (one, other) if one == other => one,
            _ => Self::Diverged,
        }
    }

    /// In a sentence about the database.
    fn sentence(self) -> &'static str {
        match self {
            Self::Same => "the database is what the program was compiled for",
            Self::Behind => {
                "the database is behind: what the program was compiled for is not all there"
            }
            Self::Ahead => "the database is ahead: it has what the program was not compiled for",
            Self::Diverged => {
                "the database has diverged: it has what the program was not compiled for, and lacks what it was"
            }
            Self::Unknown => {
                "the database differs, and nothing tells whether it is behind or ahead"
            }
        }
    }
}

/// As [`Report::to_value`].
#[cfg(feature = "serde")]
impl serde::Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl fmt::Display for Report {
    /// For people: what is breaking first, then what is compatible, and a last line with the counts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for verdict in [Verdict::Breaking, Verdict::Compatible] {
            for model in self.models.iter().filter(|m| m.verdict == verdict) {
                writeln!(f, "{model}")?;
            }
        }
        let Counts {
            conformant,
            compatible,
            breaking,
        } = self.counts();
        write!(
            f,
            "{conformant} conformant, {compatible} compatible, {breaking} breaking: {}",
            self.direction().sentence(),
        )
    }
}

impl fmt::Display for ModelReport {
    /// `breaking: app::User and table public.users`, then a line for each reason.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            item, kind, name, ..
        } = self;
        write!(f, "{}: `{item}` and {kind} `{name}`", self.verdict.word())?;
        for finding in &self.findings {
            write!(f, "\n  {} [{}]", finding.message, finding.rule)?;
            for help in &finding.help {
                write!(f, "\n    = help: {help}")?;
            }
        }
        for graded in &self.changes {
            write!(
                f,
                "\n  {}\n    = note: {}",
                Short(&graded.change),
                graded.deploy.why
            )?;
        }
        Ok(())
    }
}

/// A change without the object, which has been said.
struct Short<'a>(&'a Change);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.0.to_string();
        let object = format!("{}: ", self.0.object);
        f.write_str(line.strip_prefix(&object).unwrap_or(&line))
    }
}
