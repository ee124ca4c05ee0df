//! Snapshots that can't be read, as findings.

use crate::config::ConfigError;
use crate::finding::Finding;
use crate::store::{LocateError, Problem, ReadError};

/// What to show for a snapshot that can't be used: one finding a mistake, so several for a
/// `schema.toml` with several.
pub fn problems(error: &ReadError) -> Vec<Finding> {
    let Problem::Config(errors) = error.problem() else {
        return vec![problem(error)];
    };
    let of = |mistake: &ConfigError| Finding {
        message: format!(
            "`{}`, line {}: {}",
            error.file(),
            mistake.line,
            mistake.message
        ),
        ..problem(error)
    };
    errors.0.iter().map(of).collect()
}

/// What to show for a file of a snapshot that can't be used.
pub(super) fn problem(error: &ReadError) -> Finding {
    let rule = match error.problem() {
        Problem::Missing => "snapshot_missing",
        Problem::Interrupted => "snapshot_interrupted",
        Problem::Unreadable(_) | Problem::NotADirectory => "snapshot_unreadable",
        Problem::NoConfig | Problem::Config(_) => "configuration",
        Problem::Truncated => "snapshot_truncated",
        Problem::Edited | Problem::Misplaced { .. } => "snapshot_edited",
        Problem::Conflict(_) => "snapshot_conflict",
        Problem::ByteOrderMark
        | Problem::NotUtf8
        | Problem::Foreign
        | Problem::NotUnderstood { .. } => "snapshot_not_understood",
        Problem::NewerFormat(..) | Problem::OlderFormat(..) => "snapshot_format",
    };
    Finding {
        rule,
        message: error.message(),
        help: error.help(),
        source: Some(error.file().to_owned()),
        ..Finding::default()
    }
}

/// What to show when there is no snapshot.
pub fn nowhere(error: &LocateError) -> Finding {
    Finding {
        rule: "snapshot_missing",
        message: error.message(),
        help: error.help(),
        ..Finding::default()
    }
}
