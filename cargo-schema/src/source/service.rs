//! `pg_service.conf`: named sets of parameters (PostgreSQL documentation, "The
//! Connection Service File").

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::parameters::Parameters;
use crate::error::{Error, Result};

/// The parameters of a service: from the user's file, else from the system's.
///
/// # Errors
///
/// When no file has the service: libpq doesn't go on either.
pub(super) fn parameters(
    service: &str,
    file: Option<&str>,
    environment: &Environment,
) -> Result<(Parameters, Vec<String>)> {
    let files = files(file, environment);
    for path in &files {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        let found = section(&text, service).map_err(|reason| {
            Error::usage(format!(
                "cannot read service `{service}` of `{}`: {reason}",
                path.display()
            ))
        })?;
        if let Some(found) = found {
            return Ok(found);
        }
    }
    let looked: Vec<_> = files.iter().map(|p| format!("`{}`", p.display())).collect();
    Err(Error::usage(format!(
        "no connection service `{service}` in {}",
        looked.join(", ")
    ))
    .help(format!(
        "add a section `[{service}]` to one of them, or name another file in `PGSERVICEFILE`"
    )))
}

fn files(named: Option<&str>, environment: &Environment) -> Vec<PathBuf> {
    let user = match named {
        Some(named) => Some(PathBuf::from(named)),
        None => environment.home().map(|home| home.join(".pg_service.conf")),
    };
    let system = match environment.get("PGSYSCONFDIR") {
        Some(found) => PathBuf::from(found.value),
        // What Debian's libpq is built with; others have it somewhere below their prefix.
        None => PathBuf::from("/etc/postgresql-common"),
    };
    user.into_iter()
        .chain([system.join("pg_service.conf")])
        .collect()
}

fn section(text: &str, service: &str) -> Result<Option<(Parameters, Vec<String>)>, String> {
    let mut inside = false;
    let mut found = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            // Only the first section of a name counts.
            if inside {
                break;
            }
            inside = name.strip_suffix(']') == Some(service);
            if inside {
                found = Some((Parameters::default(), Vec::new()));
            }
            continue;
        }
        let Some((parameters, unknown)) = found.as_mut().filter(|_| inside) else {
            continue;
        };
        // The value may be a password and is not repeated.
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| format!("line {} has no `=`", at + 1))?;
        let name = name.trim_end();
        if name == "service" || name == "servicefile" {
            return Err(format!("line {} names another service", at + 1));
        }
        parameters
            .set_named(name, value.trim_start(), unknown)
            .map_err(|e| format!("line {}: {}", at + 1, e.0))?;
    }
    Ok(found)
}

/// libpq's default for `sslrootcert`, `sslcert`, `sslkey`.
pub(super) fn in_home(environment: &Environment, name: &str) -> Option<PathBuf> {
    let path = environment.home()?.join(".postgresql").join(name);
    Path::exists(&path).then_some(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const FILE: &str = "# comment\n[other]\nhost=no\n\n[mine]\nhost=db.example\nport=5433\npassword=a b\n[mine]\nhost=second\n";

    #[test]
    fn the_first_section_of_the_name_counts() {
        let (parameters, unknown) = section(FILE, "mine").unwrap().unwrap();
        assert_eq!(parameters.get("host"), Some("db.example"));
        assert_eq!(parameters.get("port"), Some("5433"));
        assert_eq!(parameters.get("password"), Some("a b"));
        assert_eq!(unknown, Vec::<String>::new());
        assert_eq!(section(FILE, "absent").unwrap(), None);
    }

    #[test]
    fn a_malformed_line_is_named_and_not_repeated() {
        assert_eq!(
            section("[a]\nhunter2", "a").unwrap_err(),
            "line 2 has no `=`"
        );
        assert_eq!(
            section("[a]\nservice=b", "a").unwrap_err(),
            "line 2 names another service"
        );
    }
}
