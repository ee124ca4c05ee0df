//! Findings: what is wrong, as plain data. The macro and the command render them.

use crate::claim::Place;
use crate::codec::words;
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

words! {
    /// How much a rule matters.
    pub enum Level {
        /// The build fails, the command exits with 1.
        Deny = "deny",
        /// It is said, and nothing fails.
        Warn = "warn",
        /// It is not looked at.
        Allow = "allow",
    }
}

/// One mistake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule or check, `foreign_key_index`.
    pub rule: &'static str,
    /// How much it matters here.
    pub level: Level,
    /// Where in the claim. Place 0, the item's name, when nothing in the claim is nearer.
    pub place: Place,
    /// The relation it is about.
    pub relation: Option<QualifiedName>,
    /// The column it is about.
    pub column: Option<String>,
    /// The constraint, index, policy, type, ... it is about.
    pub object: Option<String>,
    /// One sentence: lower case, no full stop, names in backticks.
    pub message: String,
    /// The ways out: what to write in Rust, what to run in SQL.
    pub help: Vec<String>,
    /// The statements that mend it, ready to run; more than one in order, each with its semicolon.
    pub fix_sql: Option<String>,
    /// The snapshot file that said so, relative to the snapshot's parent: `schema/public/users.json`.
    pub source: Option<String>,
}

impl Finding {
    /// Whether it is about the snapshot itself, and not about what it stands beside.
    pub fn is_of_snapshot(&self) -> bool {
        self.rule.starts_with("snapshot_") || self.rule == "configuration"
    }
}

/// What only the type checker can answer: can the Rust type at `place` hold this SQL type?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The Rust type's place.
    pub place: Place,
    /// The Rust type as written.
    pub rust: String,
    /// The SQL type.
    pub sql: SqlType,
    /// Whether NULL has to fit as well.
    pub nullability: crate::model::Nullability,
    /// What to say when the answer is no. `None` for a type that is written as is usual for the SQL
    /// type ([`is_usual`](crate::rust_names::is_usual)): only a name that means something else than
    /// it says gives a no there, and most builds would have made the words for nothing.
    pub finding: Option<Finding>,
    /// The answer is no, unless a name of Rust's own or of a well-known type means something else
    /// than it says. The compiler is asked all the same; who has none takes it for a no.
    pub is_no: bool,
}
