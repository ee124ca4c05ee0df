//! The words of a finding as rustc shows them.

use schema_snapshot::finding::Finding;
use schema_snapshot::rules;

/// A finding in the form of rustc's own errors: the message, then the ways out, then where it is
/// from.
pub(crate) fn of(finding: &Finding) -> String {
    lines(&finding.message, &finding.help, Some(&origin(finding)))
}

/// `[id] from schema/public/users.json; ...`
pub(crate) fn origin(finding: &Finding) -> String {
    const REFRESH: &str = "`cargo schema refresh` if the database has changed";
    let id = finding.rule;
    match &finding.source {
        // It says by itself what to do about it.
        Some(source) if finding.is_of_snapshot() => format!("[{id}] {source}"),
        Some(source) => format!("[{id}] from {source}; {REFRESH}"),
        None if id.starts_with("unknown_") && id != rules::UNKNOWN_RULE => {
            format!("[{id}] {REFRESH}")
        }
        None => format!("[{id}]"),
    }
}

/// A message with its notes. A macro can't attach notes on stable Rust, so they stand in the
/// message; rustc indents what follows its first line.
pub(crate) fn lines(message: &str, help: &[String], note: Option<&str>) -> String {
    let mut text = message.to_owned();
    for help in help {
        text.push_str("\n= help: ");
        // Statements stand one a line, below each other.
        text.push_str(&help.replace('\n', "\n        "));
    }
    if let Some(note) = note {
        text.push_str("\n= note: ");
        text.push_str(note);
    }
    text
}
