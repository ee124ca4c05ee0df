//! Where a schema is taken from: a database, or migrations.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use schema_snapshot::config::Config;
use schema_snapshot::model::Schema;

use crate::connect::connect;
use crate::error::{Error, Result};
use crate::migrations::{Layout, Migrations, Scratch, apply};
use crate::place;
use crate::report::plural;
use crate::source::{Environment, Source, none_given};
use crate::take::{Selection, take};
use crate::terminal::Terminal;

/// The options of every verb that needs a schema.
#[derive(Args, Clone, Debug, Default)]
pub struct Origin {
    /// The database: a URL, or libpq's `key=value` pairs. Otherwise `DATABASE_URL`, from the
    /// environment or the nearest `.env`, or libpq's `PGHOST`, `PGDATABASE`, `PGSERVICE`, ...
    #[arg(long, value_name = "URL", help_heading = "Source")]
    pub database_url: Option<String>,

    /// Takes the schema from migrations, applied to a scratch database that is removed afterwards:
    /// on the server of the database that is given, else on a private throw-away server
    #[arg(long, value_name = "DIR", help_heading = "Source")]
    pub migrations: Option<PathBuf>,

    /// Whose migrations they are, where that can't be seen from their names
    #[arg(long, value_name = "FORMAT", help_heading = "Source")]
    pub migration_format: Option<Layout>,

    /// Applies the migrations to a private throw-away server, whatever database is given
    #[arg(long, conflicts_with = "database_url", help_heading = "Source")]
    pub throw_away_server: bool,
}

/// A schema, and from where it was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The schema. Never dropped: the process ends after it, and to free ten thousand tables piece by
    /// piece takes a quarter as long as to write their files.
    pub schema: ManuallyDrop<Schema>,
    /// From where, without a password.
    pub origin: String,
}

impl Origin {
    /// The same, or the migrations that the configuration names when no source is given.
    #[must_use]
    pub fn or_configured(&self, config: &Config, snapshot: &Path, directory: &Path) -> Self {
        let mut origin = self.clone();
        if origin.database_url.is_none() && origin.migrations.is_none() {
            let path = place::migrations(config, snapshot);
            origin.migrations = path.map(|path| place::shown(&path, directory).into());
        }
        origin
    }

    /// Reads the migrations, so that what is wrong with them is said before any server is asked.
    fn migrations(&self, terminal: Terminal) -> Result<Option<Migrations>> {
        let Some(directory) = &self.migrations else {
            return if self.throw_away_server {
                Err(without_migrations("--throw-away-server"))
            } else if self.migration_format.is_some() {
                Err(without_migrations("--migration-format"))
            } else {
                Ok(None)
            };
        };
        let migrations = Migrations::load(directory, self.migration_format)?;
        if !migrations.passed_over.is_empty() {
            let names: Vec<_> = migrations
                .passed_over
                .iter()
                .map(|path| format!("`{}`", path.display()))
                .collect();
            terminal.warn(format!(
                "passed over, since {} does not take them for migrations: {}",
                migrations.layout,
                names.join(", ")
            ));
        }
        Ok(Some(migrations))
    }

    /// Takes the schema.
    ///
    /// # Errors
    ///
    /// Each error of finding and reaching a database, of the migrations, and of reading.
    pub fn take(
        &self,
        environment: &Environment,
        selection: &Selection,
        terminal: Terminal,
    ) -> Result<Taken> {
        let migrations = self.migrations(terminal)?;
        let given = if self.throw_away_server {
            None
        } else {
            Source::find(self.database_url.as_deref(), environment)?
        };
        match (migrations, given) {
            (None, None) => Err(none_given()),
            (None, Some(source)) => from_database(&source, selection, terminal),
            (Some(migrations), given) => from_migrations(&migrations, given, selection, terminal),
        }
    }
}

fn without_migrations(option: &str) -> Error {
    Error::usage(format!("`{option}` is for migrations, and none are given"))
        .help("`--migrations DIR` names them, once or, by `migrations` under `[refresh]` in `schema.toml`, for good")
}

/// Takes the schema of a database.
///
/// # Errors
///
/// Each error of reaching it, and of reading.
pub fn from_database(source: &Source, selection: &Selection, terminal: Terminal) -> Result<Taken> {
    for warning in &source.warnings {
        terminal.warn(warning);
    }
    let mut session = connect(source)?;
    for warning in &session.warnings {
        terminal.warn(warning);
    }
    let schema = take(&mut session.client, source, selection, terminal)?;
    Ok(Taken {
        schema: ManuallyDrop::new(schema),
        origin: format!("`{}` (from {})", source.shown(), source.origin),
    })
}

fn from_migrations(
    migrations: &Migrations,
    given: Option<Source>,
    selection: &Selection,
    terminal: Terminal,
) -> Result<Taken> {
    for warning in given.iter().flat_map(|source| &source.warnings) {
        terminal.warn(warning);
    }
    let steps = migrations.migrations.len();
    let progress = terminal.progress(steps);
    progress.at(0, "making a scratch database");
    let (scratch, on) = if let Some(server) = given {
        let on = format!(
            "a scratch database beside `{}` (from {})",
            server.shown(),
            server.origin
        );
        (Scratch::on(&server)?, on)
    } else {
        let scratch =
            Scratch::on_throw_away_server().map_err(|error| without_server(error, migrations))?;
        let on = scratch.source.origin.clone();
        (scratch, on)
    };
    let mut client = scratch.connect()?;
    let roles = roles(&mut client);
    apply(
        &mut client,
        migrations,
        &scratch.source,
        |done, migration| {
            progress.at(done, migration.path.display().to_string());
        },
    )?;
    drop(progress);
    let new: Vec<_> = self::roles(&mut client)
        .into_iter()
        .filter(|role| !roles.contains(role))
        .map(|role| format!("`{role}`"))
        .collect();
    if !new.is_empty() && scratch.is_on_given_server() {
        terminal.warn(format!(
            "the migrations created roles, which belong to the server and are left there: {}",
            new.join(", ")
        ));
    }
    // Settings that a migration left in its session (search_path, role) are of no concern here.
    drop(client);
    let mut client = scratch.connect()?;
    let schema = take(&mut client, &scratch.source, selection, terminal)?;
    let layout = migrations.layout;
    // Names are all there is to go by, and `0001_init.sql` can be anyone's.
    let how = if migrations.detected {
        format!("read as {layout}")
    } else {
        format!("{layout}, as told")
    };
    Ok(Taken {
        schema: ManuallyDrop::new(schema),
        origin: format!(
            "{} of `{}` ({how}), applied to {on}",
            plural(steps, "migration"),
            migrations.directory.display(),
        ),
    })
}

/// The names of the server's roles; none when the role may not see them.
fn roles(client: &mut postgres::Client) -> Vec<String> {
    let rows = client.simple_query("SELECT rolname FROM pg_catalog.pg_roles ORDER BY 1");
    let mut names = Vec::new();
    for message in rows.unwrap_or_default() {
        if let postgres::SimpleQueryMessage::Row(row) = message {
            names.extend(row.get(0).map(str::to_owned));
        }
    }
    names
}

fn without_server(mut error: Error, migrations: &Migrations) -> Error {
    error.message = format!(
        "the migrations of `{}` need a server, none is given, and a throw-away one does not start: {}",
        migrations.directory.display(),
        error.message
    );
    error
}
