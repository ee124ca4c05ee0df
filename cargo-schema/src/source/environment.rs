//! Environment variables, and `.env` where a variable is not set.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::parameters::Parameters;

/// libpq's variables and the parameters they stand for (PostgreSQL documentation, "Environment
/// Variables" of libpq).
const VARIABLES: &[(&str, &str)] = &[
    ("PGAPPNAME", "application_name"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGDATABASE", "dbname"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGOPTIONS", "options"),
    ("PGPASSFILE", "passfile"),
    ("PGPASSWORD", "password"),
    ("PGPORT", "port"),
    ("PGSERVICE", "service"),
    ("PGSERVICEFILE", "servicefile"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLSNI", "sslsni"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGUSER", "user"),
];

/// Those that say which database is meant; the others only say how to reach one.
const SAY_WHICH: &[&str] = &[
    "PGDATABASE",
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGSERVICE",
    "PGUSER",
];

/// What the surroundings of the process say.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
    dotenv: Option<Dotenv>,
    home: Option<PathBuf>,
}

#[derive(Clone)]
struct Dotenv {
    path: PathBuf,
    variables: BTreeMap<String, String>,
    /// Some of its lines are no assignments.
    malformed: bool,
}

/// A variable's value and where it was set.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The value: perhaps a secret.
    pub value: String,
    /// `DATABASE_URL`, or ``DATABASE_URL` of `.env``.
    pub origin: String,
}

impl Environment {
    /// The process's own, with the nearest `.env` of `directory` and its parents.
    pub fn of_process(directory: &Path) -> Self {
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self {
            variables: std::env::vars_os().filter_map(text).collect(),
            dotenv: directory.ancestors().find_map(Dotenv::read),
            home: std::env::home_dir(),
        }
    }

    /// For tests: these variables and nothing else.
    #[cfg(test)]
    pub(super) fn of(variables: &[(&str, &str)], home: &Path) -> Self {
        Self {
            variables: variables
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            dotenv: None,
            home: Some(home.to_owned()),
        }
    }

    /// For tests: with the `.env` of a directory.
    #[cfg(test)]
    pub(super) fn with_dotenv(mut self, directory: &Path) -> Self {
        self.dotenv = directory.ancestors().find_map(Dotenv::read);
        self
    }

    /// The value of a variable; an empty one counts as not set. The process's environment wins
    /// over `.env`, as in sqlx and diesel.
    pub fn get(&self, name: &str) -> Option<Found> {
        if let Some(value) = self.variables.get(name) {
            return (!value.is_empty()).then(|| Found {
                value: value.clone(),
                origin: format!("`{name}`"),
            });
        }
        let dotenv = self.dotenv.as_ref()?;
        let value = dotenv.variables.get(name).filter(|v| !v.is_empty())?;
        Some(Found {
            value: value.clone(),
            origin: format!("`{name}` in `{}`", dotenv.path.display()),
        })
    }

    /// libpq's variables as parameters.
    pub fn parameters(&self) -> Parameters {
        let mut parameters = Parameters::default();
        for (variable, parameter) in VARIABLES {
            if let Some(found) = self.get(variable) {
                parameters.set(parameter, found.value);
            }
        }
        parameters
    }

    /// The variables that are set and say which database is meant, for the summary; empty when
    /// libpq's variables name none.
    pub fn say_which(&self) -> Vec<String> {
        SAY_WHICH
            .iter()
            .filter_map(|name| self.get(name))
            .map(|found| found.origin)
            .collect()
    }

    /// The `.env` that has lines which are no assignments.
    pub fn malformed_dotenv(&self) -> Option<&Path> {
        let dotenv = self.dotenv.as_ref()?;
        dotenv.malformed.then_some(dotenv.path.as_path())
    }

    /// The home directory.
    pub fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }
}

impl Dotenv {
    fn read(directory: &Path) -> Option<Self> {
        let path = directory.join(".env");
        let lines = dotenvy::from_path_iter(&path).ok()?;
        let mut variables = BTreeMap::new();
        let mut malformed = false;
        for line in lines {
            match line {
                // The first one counts, as it does for those who load the file.
                Ok((name, value)) => drop(variables.entry(name).or_insert(value)),
                Err(dotenvy::Error::LineParse(..)) => malformed = true,
                // Reading it again would give the same error for ever.
                Err(_) => {
                    malformed = true;
                    break;
                }
            }
        }
        Some(Self {
            path,
            variables,
            malformed,
        })
    }
}
