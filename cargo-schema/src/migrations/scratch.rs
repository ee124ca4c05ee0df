//! Where migrations are applied: a database that exists for this and nothing
//! else.
//!
//! It is dropped when the value is, and by [`crate::cleanup`] on a signal. Only
//! when this process is killed outright a scratch database stays on a given
//! server: its name begins with `cargo_schema_scratch_`. A throw-away server
//! ends with this process in any case.

use postgres::Client;
use postgres::error::SqlState;
use schema_snapshot::name;

use crate::connect::{connect, query_failed};
use crate::error::{Error, Result};
use crate::server::{Binaries, Server};
use crate::source::Source;
use crate::{cleanup, random};

/// The beginning of a scratch database's name.
const PREFIX: &str = "cargo_schema_scratch_";

/// A scratch database. Dropping it drops the database, or stops the server.
#[derive(Debug)]
pub struct Scratch {
    /// How to connect to it.
    pub source: Source,
    _database: Option<cleanup::Guard>,
    server: Option<Server>,
}

impl Scratch {
    /// A new database on a server, from `template0`: empty, and independent of who is connected.
    ///
    /// # Errors
    ///
    /// When the server can't be reached or the role may not create databases.
    pub fn on(server: &Source) -> Result<Self> {
        let mut client = connect(server)?.client;
        let database = format!("{PREFIX}{:016x}", random::number());
        // Quoted for the day on which the prefix changes.
        let create = format!(
            "CREATE DATABASE {} TEMPLATE template0",
            name::quote(&database)
        );
        let maintenance = server.clone();
        let dropped = database.clone();
        // A signal between the two would find nothing to drop, and the server would go on creating.
        let guard = cleanup::uninterrupted(|| {
            client.batch_execute(&create).map_err(|error| {
                let mut failed = query_failed(&error, server, "creating a scratch database");
                if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
                    failed.help = vec![
                        "let the role create databases: `ALTER ROLE ... CREATEDB`".to_owned(),
                        "`--throw-away-server` applies the migrations to a private server instead"
                            .to_owned(),
                    ];
                }
                failed
            })?;
            Ok::<_, Error>(cleanup::guard(move || {
                drop_database(&maintenance, &dropped);
            }))
        })?;
        Ok(Self {
            source: server.with_database(&database),
            _database: Some(guard),
            server: None,
        })
    }

    /// A private server from the binaries of this machine.
    ///
    /// # Errors
    ///
    /// When there are no binaries, or the server does not start.
    pub fn on_throw_away_server() -> Result<Self> {
        let server = Server::start(&Binaries::find()?)?;
        Ok(Self {
            source: Source::of_server(&server, "postgres"),
            _database: None,
            server: Some(server),
        })
    }

    /// Whether it is on a server that is not ours alone.
    pub fn is_on_given_server(&self) -> bool {
        self.server.is_none()
    }

    /// A session in it.
    ///
    /// # Errors
    ///
    /// When the server is gone.
    pub fn connect(&self) -> Result<Client> {
        Ok(connect(&self.source)?.client)
    }
}

fn drop_database(server: &Source, database: &str) {
    // FORCE ends the session in which a migration still runs.
    let sql = format!(
        "DROP DATABASE IF EXISTS {} WITH (FORCE)",
        name::quote(database)
    );
    let outcome = connect(server).and_then(|mut session| {
        let dropped = session.client.batch_execute(&sql);
        dropped.map_err(|error| query_failed(&error, server, "dropping the scratch database"))
    });
    if let Err(error) = outcome {
        anstream::eprintln!(
            "warning: the scratch database `{database}` is left on the server: {}\n  = help: {sql}",
            error.message
        );
    }
}
