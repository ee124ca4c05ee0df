//! From a session to a schema.

use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

use postgres::{Client, SimpleQueryMessage};
use schema_snapshot::catalogue::{self, Assembler, Scope, Statement};
use schema_snapshot::config::{Config, glob};
use schema_snapshot::model::Schema;
use schema_snapshot::name::QualifiedName;
use schema_snapshot::{elsewhere, nearest};

use crate::connect::query_failed;
use crate::error::{Error, Result};
use crate::source::Source;
use crate::terminal::{Progress, Terminal};

/// The tables in which migration tools remember what they applied. They are the tool's, and a
/// schema that was built from migrations has none.
const BOOKKEEPING: &[&str] = &[
    "_sqlx_migrations",
    "__diesel_schema_migrations",
    "refinery_schema_history",
    "schema_migrations",
    "seaql_migrations",
];

/// What of a database is taken.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The schemas; empty: every one that is not PostgreSQL's.
    pub schemas: Vec<String>,
    /// What is left out, `schema.name` with `*` and `?`.
    pub exclude: Vec<String>,
}

impl Selection {
    /// What the command line says, and where it says nothing the configuration. Exclusions add up.
    ///
    /// # Errors
    ///
    /// When an exclusion names no schema; in the configuration that is one as well.
    pub fn new(schemas: &[String], exclude: &[String], config: &Config) -> Result<Self> {
        for pattern in exclude {
            if !pattern.contains('.') {
                return Err(Error::usage(format!(
                    "`--exclude` takes `schema.name`, found `{pattern}`"
                ))
                .help(format!("`*.{pattern}` leaves it out of every schema")));
            }
        }
        let schemas = if schemas.is_empty() {
            &config.schemas
        } else {
            schemas
        };
        Ok(Self {
            schemas: schemas.to_vec(),
            exclude: config.exclude.iter().chain(exclude).cloned().collect(),
        })
    }

    /// Leaves out of a schema what is not selected.
    pub fn narrow(&self, schema: &mut Schema) {
        let selected = |name: &QualifiedName| {
            (self.schemas.is_empty() || self.schemas.contains(&name.schema)) && !self.excludes(name)
        };
        schema.relations.retain(|r| selected(&r.name));
        schema.types.retain(|t| selected(&t.name));
        schema.functions.retain(|f| selected(&f.name));
    }

    fn excludes(&self, name: &QualifiedName) -> bool {
        let name = name.dotted();
        self.exclude.iter().any(|pattern| glob(pattern, &name))
    }
}

/// Reads the schema: in one transaction, read only, by the simple protocol, one statement after
/// the other, so that of ten thousand tables only the answers to two statements are in memory beside
/// the model: one is understood while the server works on the next.
///
/// # Errors
///
/// When the session ends, the role may not read the catalogue, or a schema that is named does not
/// exist.
pub fn take(
    client: &mut Client,
    source: &Source,
    selection: &Selection,
    terminal: Terminal,
) -> Result<Schema> {
    let scope = if selection.schemas.is_empty() {
        Scope::Everything
    } else {
        must_exist(client, source, &selection.schemas)?;
        Scope::Schemas(selection.schemas.clone())
    };
    let statements = catalogue::statements(&scope);
    let progress = terminal.progress(statements.len());
    let wrong = |error: catalogue::Error| Error::failed(format!("`{}`: {error}", source.shown()));

    progress.at(0, "begin");
    client
        .batch_execute(catalogue::BEGIN)
        .map_err(|error| query_failed(&error, source, "beginning to read the catalogue"))?;
    let mut schema = thread::scope(|scope| -> Result<Schema> {
        // Without a place to wait in: an answer is handed over, not queued.
        let (answers, received) = mpsc::sync_channel(0);
        let (client, statements, progress) = (&mut *client, &statements, &progress);
        let asked = scope.spawn(move || ask(client, source, statements, progress, &answers));
        // This thread keeps what is read, because its memory is the cheapest to get.
        let schema = assemble(received).map_err(wrong);
        asked.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        schema
    })?;
    client
        .batch_execute(catalogue::END)
        .map_err(|error| query_failed(&error, source, "reading the catalogue"))?;
    progress.at(statements.len(), "done");

    let bookkeeping = |name: &QualifiedName| BOOKKEEPING.contains(&name.name.as_str());
    schema.relations.retain(|r| !bookkeeping(&r.name));
    selection.narrow(&mut schema);
    elsewhere::fill(&mut schema);
    Ok(schema)
}

/// Hands over the answer to each statement, as long as they are taken.
fn ask(
    client: &mut Client,
    source: &Source,
    statements: &[Statement],
    progress: &Progress,
    answers: &mpsc::SyncSender<Vec<SimpleQueryMessage>>,
) -> Result<()> {
    for (done, statement) in statements.iter().enumerate() {
        progress.at(done, statement.name);
        let rows = client.simple_query(&statement.sql).map_err(|error| {
            let doing = format!("reading the catalogue's {}", statement.name);
            query_failed(&error, source, &doing)
        })?;
        if answers.send(rows).is_err() {
            break;
        }
    }
    Ok(())
}

/// The schema of the answers that come, until no more do.
fn assemble(
    answers: mpsc::Receiver<Vec<SimpleQueryMessage>>,
) -> std::result::Result<Schema, catalogue::Error> {
    let mut assembler = Assembler::default();
    for answer in answers {
        for message in answer {
            if let SimpleQueryMessage::Row(row) = message {
                assembler.row(row.get(0).unwrap_or_default())?;
            }
        }
    }
    assembler.finish()
}

fn must_exist(client: &mut Client, source: &Source, schemas: &[String]) -> Result<()> {
    let rows = client
        .simple_query("SELECT nspname FROM pg_catalog.pg_namespace ORDER BY 1")
        .map_err(|error| query_failed(&error, source, "reading the names of the schemas"))?;
    let is_system = |name: &str| name.starts_with("pg_") || name == "information_schema";
    let mut there = Vec::new();
    for message in &rows {
        if let SimpleQueryMessage::Row(row) = message {
            there.extend(row.get(0).filter(|name| !is_system(name)));
        }
    }
    for schema in schemas {
        if is_system(schema) {
            return Err(Error::usage(format!(
                "schema `{schema}` is PostgreSQL's own, which is no part of a snapshot"
            )));
        }
        if there.contains(&schema.as_str()) {
            continue;
        }
        let mut error = Error::usage(format!("`{}` has no schema `{schema}`", source.shown()));
        if let Some(near) = nearest::nearest(schema, there.iter().copied()) {
            error = error.help(format!("is `{near}` meant?"));
        }
        let names: Vec<_> = there.iter().map(|name| format!("`{name}`")).collect();
        return Err(error.help(format!("it has {}", names.join(", "))));
    }
    Ok(())
}
