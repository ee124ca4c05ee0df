//! Which database is meant, and how to reach it.
//!
//! In this order, the first that is there counts:
//!
//! 1. `--database-url`
//! 2. `DATABASE_URL` of the environment
//! 3. `DATABASE_URL` of the nearest `.env`, from the working directory upwards
//! 4. libpq's variables, when one of them says which database is meant:
//!    `PGSERVICE`, `PGHOST`, `PGHOSTADDR`, `PGPORT`, `PGDATABASE`, `PGUSER`
//!
//! What the URL leaves open is filled in as libpq does: from the service that
//! `service=` or `PGSERVICE` names, then from libpq's variables, then from its
//! defaults; the password at last from `.pgpass`. A URL may also be libpq's
//! `key=value` pairs.
//!
//! Nothing here can print a password: what is shown is put together from the
//! parameters without it ([`Source::shown`]), and never cut out of a text.

mod environment;
mod parameters;
mod pgpass;
mod service;
mod stream;
mod target;
mod tls;

use crate::error::{Error, Result};
use crate::server::Server;

pub use environment::Environment;
pub use parameters::{Malformed, Parameters};
pub use target::Target;
pub(crate) use target::percent_encode;
pub use tls::SslMode;
pub(crate) use tls::connector;

/// A database that can be connected to.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is said which database: `` `DATABASE_URL` in `.env` ``.
    pub origin: String,
    /// Where the password is from, when there is one.
    pub password_origin: Option<String>,
    /// The ways to it, to be tried in order: one a host.
    pub targets: Vec<Target>,
    /// What was passed over.
    pub warnings: Vec<String>,
    /// Whether it is on a throw-away server.
    pub throw_away: bool,
    shown: String,
}

impl Source {
    /// Finds the database that is meant; `None` when nothing says one.
    ///
    /// # Errors
    ///
    /// When a connection string, a service or a parameter is wrong.
    pub fn find(url: Option<&str>, environment: &Environment) -> Result<Option<Self>> {
        Self::given(url.map(|url| (url, "`--database-url`")), environment)
    }

    /// The same, of a URL that is given in another place.
    ///
    /// # Errors
    ///
    /// As those of [`find`](Self::find).
    pub fn given(url: Option<(&str, &str)>, environment: &Environment) -> Result<Option<Self>> {
        let given = match url {
            Some((url, origin)) => Some((url.to_owned(), origin.to_owned())),
            None => environment
                .get("DATABASE_URL")
                .map(|found| (found.value, found.origin)),
        };
        let mut warnings: Vec<String> = environment
            .malformed_dotenv()
            .map(|path| {
                format!(
                    "`{}` has lines that are no `NAME=value`; they are passed over",
                    path.display()
                )
            })
            .into_iter()
            .collect();
        let (mut parameters, origin) = match given {
            Some((text, origin)) => {
                let (parameters, unknown) =
                    Parameters::parse(&text).map_err(|Malformed(reason)| {
                        Error::usage(format!("cannot read {origin}: {reason}"))
                    })?;
                warnings.extend(unknown.iter().map(|name| {
                    format!(
                        "{origin}: the parameter `{name}` is not PostgreSQL's and is passed over"
                    )
                }));
                (parameters, origin)
            }
            None => match environment.say_which() {
                names if names.is_empty() => return Ok(None),
                names => (Parameters::default(), names.join(", ")),
            },
        };
        let mut password_origin = parameters.get("password").map(|_| origin.clone());
        let variables = environment.parameters();
        let of = |p: &Parameters, name| p.get(name).or(variables.get(name)).map(str::to_owned);
        if let Some(service) = of(&parameters, "service") {
            let file = of(&parameters, "servicefile");
            let (found, unknown) = service::parameters(&service, file.as_deref(), environment)?;
            warnings.extend(unknown.iter().map(|name| {
                format!(
                    "service `{service}`: the parameter `{name}` is not known and is passed over"
                )
            }));
            if password_origin.is_none() && found.get("password").is_some() {
                password_origin = Some(format!("service `{service}`"));
            }
            parameters.fill_from(found);
        }
        if password_origin.is_none() {
            password_origin = environment.get("PGPASSWORD").map(|found| found.origin);
        }
        parameters.fill_from(variables);

        let resolved = target::resolve(&parameters, environment, &mut warnings)?;
        Ok(Some(Self {
            origin,
            password_origin: password_origin.or(resolved.password_origin),
            targets: resolved.targets,
            warnings,
            throw_away: false,
            shown: resolved.shown,
        }))
    }

    /// A database of a throw-away server.
    pub fn of_server(server: &Server, dbname: &str) -> Self {
        Self {
            origin: format!("a throw-away PostgreSQL {}", server.major()),
            password_origin: None,
            targets: vec![Target::without_tls(server.config(dbname))],
            warnings: Vec::new(),
            throw_away: true,
            shown: server.url(dbname),
        }
    }

    /// Another database of the same server.
    #[must_use]
    pub fn with_database(&self, dbname: &str) -> Self {
        let mut other = self.clone();
        for target in &mut other.targets {
            target.config.dbname(dbname);
        }
        other
    }

    /// The URL without its password.
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

/// What to say when nothing says which database is meant.
pub fn none_given() -> Error {
    Error::usage("no database is given: no `--database-url`, no `DATABASE_URL` in the environment or a `.env`, and none of libpq's variables (`PGHOST`, `PGDATABASE`, `PGSERVICE`, ...)")
        .help("`--database-url postgresql://user@localhost/database` names a running database")
        .help("`--migrations DIR` takes the schema from migrations; without a database they are applied to a private throw-away server")
}

#[cfg(test)]
mod tests;
