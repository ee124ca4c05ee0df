//! Running migrations, and telling exactly which statement failed.

use std::fmt::Write as _;

use postgres::Client;
use postgres::error::{DbError, ErrorPosition, SqlState};

use super::{Layout, Migration, Migrations, Section, Statement, split};
use crate::connect::{is_gone, query_failed};
use crate::error::{Error, Result};
use crate::source::Source;

/// Applies all of them, in order, on one connection, as the tool does. `before` is told the number
/// of each migration before it is run.
///
/// # Errors
///
/// The first statement that fails: with its file and line, and what the server says.
pub fn apply(
    client: &mut Client,
    migrations: &Migrations,
    source: &Source,
    mut before: impl FnMut(usize, &Migration),
) -> Result<()> {
    if let Some(table) = migrations.layout.bookkeeping() {
        client.batch_execute(table).map_err(|error| {
            let table = format!("making the table of {}'s own", migrations.layout);
            query_failed(&error, source, &table)
        })?;
    }
    for (number, migration) in migrations.migrations.iter().enumerate() {
        before(number, migration);
        let run = Run {
            layout: migrations.layout,
            migration,
            source,
        };
        for section in &migration.sections {
            run.section(client, section)?;
        }
    }
    Ok(())
}

struct Run<'a> {
    layout: Layout,
    migration: &'a Migration,
    source: &'a Source,
}

impl Run<'_> {
    fn section(&self, client: &mut Client, section: &Section) -> Result<()> {
        let base = section.range.start;
        let text = self
            .migration
            .text
            .get(section.range.clone())
            .unwrap_or_default();
        let statements = split(text).map_err(|problem| {
            let line = self.line(base + problem.offset);
            Error::usage(format!(
                "`{}` line {line} has {}",
                self.migration.path.display(),
                problem.what
            ))
        })?;
        if section.transaction {
            self.run(client, "BEGIN", None)?;
        }
        for statement in statements {
            let placed = Statement {
                offset: base + statement.offset,
                text: statement.text,
            };
            self.run(client, statement.text, Some(placed))?;
        }
        if section.transaction {
            // Constraints that are checked at the end fail here.
            self.run(client, "COMMIT", None)?;
        }
        Ok(())
    }

    fn run(&self, client: &mut Client, sql: &str, statement: Option<Statement<'_>>) -> Result<()> {
        let Err(error) = client.batch_execute(sql) else {
            return Ok(());
        };
        let path = self.migration.path.display();
        match error.as_db_error() {
            Some(db) if !is_gone(&error) => Err(self.failed(db, statement)),
            _ => Err(query_failed(
                &error,
                self.source,
                &format!("running migration `{path}`"),
            )),
        }
    }

    fn failed(&self, db: &DbError, statement: Option<Statement<'_>>) -> Error {
        let path = self.migration.path.display();
        let mut message = match statement {
            Some(statement) => format!(
                "migration `{path}` failed at line {}: {}",
                self.line(statement.offset),
                db.message()
            ),
            None => format!("migration `{path}` failed at its end: {}", db.message()),
        };
        let mut line = |name: &str, text: &str| {
            // A detail of several lines stays a detail.
            let _ = write!(message, "\n  {name}: {}", text.replace('\n', "\n    "));
        };
        if let Some(statement) = statement {
            line("statement", first_line(statement.text));
            if let Some(ErrorPosition::Original(position)) = db.position() {
                let (at, column) = self.place(statement, *position);
                line("position", &format!("line {at}, column {column}"));
            }
        }
        line("SQLSTATE", db.code().code());
        for (name, text) in [("detail", db.detail()), ("context", db.where_())] {
            if let Some(text) = text {
                line(name, text);
            }
        }
        let mut error = Error::failed(message);
        error.help.extend(db.hint().map(str::to_owned));
        error.help.extend(self.help(db));
        error
    }

    fn help(&self, db: &DbError) -> Option<String> {
        let code = db.code();
        if *code == SqlState::ACTIVE_SQL_TRANSACTION {
            return self.layout.without_transaction().map(str::to_owned);
        }
        let message = db.message();
        if *code == SqlState::UNDEFINED_OBJECT && message.starts_with("role ") {
            return Some(
                "roles belong to a server and not to a database: create it on the server that \
                 `--database-url` names, or in a migration before this one; a throw-away server \
                 has `postgres` only"
                    .to_owned(),
            );
        }
        // PostgreSQL 14 and older only say which file is not there.
        let absent = message.contains("is not available") || *code == SqlState::UNDEFINED_FILE;
        if message.contains("extension") && absent {
            return Some(
                "install the extension for this server, or name one that has it with `--database-url`"
                    .to_owned(),
            );
        }
        // What an older server has no words or no function for.
        let newer = [SqlState::SYNTAX_ERROR, SqlState::UNDEFINED_FUNCTION].contains(code);
        if newer && self.source.throw_away {
            return Some(format!(
                "this was {}; when the migration needs a newer one, `PG_BIN` names the directory \
                 of its binaries",
                self.source.origin,
            ));
        }
        (*code == SqlState::INSUFFICIENT_PRIVILEGE).then(|| {
            "connect as a role that may do this, or use a private throw-away server, where the \
             role is a superuser: `--throw-away-server`"
                .to_owned()
        })
    }

    fn line(&self, offset: usize) -> usize {
        super::line_of(self.migration.text.as_bytes(), offset)
    }

    /// Line and column in the file of a position in the statement, which the server counts in
    /// characters from 1.
    fn place(&self, statement: Statement<'_>, position: u32) -> (usize, usize) {
        let characters = usize::try_from(position).unwrap_or(1).saturating_sub(1);
        let within = statement
            .text
            .char_indices()
            .nth(characters)
            .map_or(statement.text.len(), |(at, _)| at);
        let offset = statement.offset + within;
        let before = self.migration.text.get(..offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (self.line(offset), before[start..].chars().count() + 1)
    }
}

/// Enough of a statement to know it again.
fn first_line(text: &str) -> &str {
    const WIDTH: usize = 120;
    let line = text.lines().next().unwrap_or_default().trim_end();
    let end = line
        .char_indices()
        .nth(WIDTH)
        .map_or(line.len(), |(at, _)| at);
    &line[..end]
}
