//! Connecting, and what to say when it fails.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::{Client, NoTls};

use crate::error::{Error, Result};
use crate::source::{Source, SslMode, Target, connector};

/// What this crate's catalogue query is made for.
pub const OLDEST_MAJOR: u32 = 13;
/// The newest major version it was tried with.
pub const NEWEST_MAJOR: u32 = 18;

/// A session, and what is known of its server.
pub struct Session {
    /// The driver's client.
    pub client: Client,
    /// The server's major version.
    pub major: u32,
    /// What is worth a word although the work goes on.
    pub warnings: Vec<String>,
}

/// Connects to the first host of a source that answers, and looks whether it is a PostgreSQL
/// that can be read.
///
/// # Errors
///
/// Of every host why it did not answer, with a way out; when it is no PostgreSQL; when it is
/// older than 13.
pub fn connect(source: &Source) -> Result<Session> {
    let mut failures = Vec::new();
    for target in &source.targets {
        match connect_to(target) {
            Ok(client) => return greet(client, source),
            Err(Refusal::Setup(error)) => return Err(error),
            Err(Refusal::Server(failure)) => failures.push((target, failure)),
        }
    }
    Err(refused(source, &failures))
}

enum Refusal {
    /// Nothing was tried.
    Setup(Error),
    Server(Failure),
}

enum Failure {
    Driver(postgres::Error),
    /// It accepted the connection and said nothing.
    Silent,
}

fn connect_to(target: &Target) -> std::result::Result<Client, Refusal> {
    use postgres::config::SslMode as Driver;

    // libpq's sequences: `prefer` falls back to no TLS, `allow` to TLS.
    let attempts: &[(Driver, SslMode)] = match target.ssl_mode {
        SslMode::Disable => &[(Driver::Disable, SslMode::Disable)],
        SslMode::Allow => &[
            (Driver::Disable, SslMode::Disable),
            (Driver::Require, SslMode::Prefer),
        ],
        SslMode::Prefer => &[
            (Driver::Prefer, SslMode::Prefer),
            (Driver::Disable, SslMode::Disable),
        ],
        SslMode::Require => &[(Driver::Require, SslMode::Require)],
        SslMode::VerifyCa => &[(Driver::Require, SslMode::VerifyCa)],
        SslMode::VerifyFull => &[(Driver::Require, SslMode::VerifyFull)],
    };
    let mut first = None;
    for &(driver_mode, mode) in attempts {
        let mut config = target.config.clone();
        config.ssl_mode(driver_mode);
        // As long again for the handshake and the password.
        let limit = config.get_connect_timeout().map(|&timeout| timeout * 2);
        let outcome = if driver_mode == Driver::Disable {
            within(limit, move || config.connect(NoTls))
        } else {
            let tls = connector(mode, &target.tls).map_err(Refusal::Setup)?;
            within(limit, move || config.connect(tls))
        };
        let failure = match outcome {
            Some(Ok(client)) => return Ok(client),
            Some(Err(error)) => Failure::Driver(error),
            None => Failure::Silent,
        };
        let go_on = matches!(&failure, Failure::Driver(error) if is_about_tls(error));
        // The first failure is the one about the mode that was asked for.
        first.get_or_insert(failure);
        if !go_on {
            break;
        }
    }
    Err(Refusal::Server(first.unwrap_or(Failure::Silent)))
}

/// Whether the other way, with or without TLS, may succeed: the handshake failed, or `pg_hba.conf`
/// has no line for this one.
fn is_about_tls(error: &postgres::Error) -> bool {
    error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
        || (error.code().is_none()
            && error
                .to_string()
                .starts_with("error performing TLS handshake"))
}

/// The driver has a limit for the connecting and none for the answer. The thread that waits on
/// is of no harm: the command is about to end.
fn within<T: Send + 'static>(
    limit: Option<Duration>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let Some(limit) = limit else {
        return Some(work());
    };
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(work()));
    receive.recv_timeout(limit).ok()
}

fn greet(mut client: Client, source: &Source) -> Result<Session> {
    let mut value = |sql: &str| -> Result<String> {
        let rows = client
            .simple_query(sql)
            .map_err(|error| query_failed(&error, source, "asking for the server's version"))?;
        let value = rows.iter().find_map(|message| match message {
            postgres::SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        Ok(value.unwrap_or_default().to_owned())
    };
    let version = value("SELECT pg_catalog.version()")?;
    let number = value("SHOW server_version_num")?;
    let (major, warning) = judge(&version, &number)
        .map_err(|reason| Error::failed(format!("`{}` {reason}", source.shown())))?;
    Ok(Session {
        client,
        major,
        warnings: warning
            .map(|warning| format!("`{}` {warning}", source.shown()))
            .into_iter()
            .collect(),
    })
}

/// The major version, and what to know of it; or why the server can't be read. The arguments are
/// what `version()` and `server_version_num` say.
fn judge(version: &str, number: &str) -> std::result::Result<(u32, Option<String>), String> {
    let major = number.parse::<u32>().map_or(0, |n| n / 10_000);
    // Its kin say so in other words, or speak the protocol of a version they are not.
    let kin = ["CockroachDB", "Redshift", "Materialize", "QuestDB"];
    if !version.starts_with("PostgreSQL ") || kin.iter().any(|name| version.contains(name)) {
        return Err(format!("is no PostgreSQL: its version is `{version}`"));
    }
    if major < OLDEST_MAJOR {
        return Err(format!(
            "is `{version}`; PostgreSQL {OLDEST_MAJOR} and later are supported"
        ));
    }
    let warning = (major > NEWEST_MAJOR).then(|| {
        format!(
            "is PostgreSQL {major}, newer than {NEWEST_MAJOR}, the newest that this version of \
             cargo-schema knows; what is new in it may be missing from the snapshot"
        )
    });
    Ok((major, warning))
}

fn refused(source: &Source, failures: &[(&Target, Failure)]) -> Error {
    let head = format!(
        "cannot connect to `{}` (from {})",
        source.shown(),
        source.origin
    );
    match failures {
        [] => Error::failed(format!("{head}: it names no host")),
        [(target, failure)] => {
            let (reason, help) = explain(failure, target, source);
            let mut error = Error::failed(format!("{head}: {reason}"));
            error.help.extend(help);
            error
        }
        many => {
            let mut message = format!("{head}: none of its hosts will do");
            let mut helps: Vec<String> = Vec::new();
            for (target, failure) in many {
                let (reason, help) = explain(failure, target, source);
                let _ = write!(message, "\n  {}: {reason}", target.place);
                helps.extend(help.filter(|h| !helps.contains(h)));
            }
            let mut error = Error::failed(message);
            error.help = helps;
            error
        }
    }
}

/// What went wrong, and what may help.
fn explain(failure: &Failure, target: &Target, source: &Source) -> (String, Option<String>) {
    let place = &target.place;
    let error = match failure {
        Failure::Driver(error) => error,
        Failure::Silent => {
            return (
                format!("`{place}` accepts connections and does not answer as PostgreSQL does"),
                Some("is that the port of a PostgreSQL server?".to_owned()),
            );
        }
    };
    if let Some(db) = error.as_db_error() {
        return (db.message().to_owned(), server_help(db, target, source));
    }
    let cause = cause_of(error);
    if let Some(io) = io_cause(error) {
        match io.kind() {
            io::ErrorKind::ConnectionRefused => {
                return (
                    format!("`{place}` refuses connections"),
                    Some("is the server running, and on that port?".to_owned()),
                );
            }
            io::ErrorKind::NotFound => {
                return (
                    format!("there is no socket `{place}`"),
                    Some("is the server running, and is its socket in that directory?".to_owned()),
                );
            }
            io::ErrorKind::TimedOut => {
                return (
                    format!("`{place}` does not answer"),
                    Some("is the host right, and does a firewall let the port through? `connect_timeout` in the URL is the limit in seconds".to_owned()),
                );
            }
            _ => {}
        }
    }
    let text = error.to_string();
    if cause.contains("failed to lookup address") || cause.contains("could not resolve") {
        return (
            format!("the host of `{place}` is not known: {cause}"),
            Some("is its name spelled right, and does it resolve from here?".to_owned()),
        );
    }
    if cause == "password missing" {
        return (
            "the server asks for a password and none is given".to_owned(),
            Some("put it into the URL, `PGPASSWORD`, or a `.pgpass` file".to_owned()),
        );
    }
    if cause.contains("server does not support TLS") {
        return (
            format!(
                "`sslmode={}`, and the server has no TLS",
                target.ssl_mode.word()
            ),
            Some("`sslmode=prefer` takes TLS only where there is one".to_owned()),
        );
    }
    if text.starts_with("error performing TLS handshake") {
        let help = match target.ssl_mode {
            SslMode::VerifyCa | SslMode::VerifyFull | SslMode::Require => Some(
                "`sslrootcert=FILE` names the certificates of the authorities to trust; `sslmode=verify-ca` does not compare the host's name"
                    .to_owned(),
            ),
            _ => None,
        };
        return (format!("TLS failed: {cause}"), help);
    }
    let strange = [
        "error communicating",
        "error parsing response",
        "unexpected message",
        "connection closed",
    ];
    if strange.iter().any(|stage| text.starts_with(stage)) {
        return (
            format!("`{place}` does not answer as PostgreSQL does: {cause}"),
            Some("is that the port of a PostgreSQL server?".to_owned()),
        );
    }
    (cause, None)
}

fn server_help(db: &postgres::error::DbError, target: &Target, source: &Source) -> Option<String> {
    let code = db.code();
    if *code == SqlState::INVALID_PASSWORD {
        return Some(match &source.password_origin {
            Some(origin) => format!("the password is from {origin}"),
            None => "no password is given: put it into the URL, `PGPASSWORD`, or a `.pgpass` file"
                .to_owned(),
        });
    }
    if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION {
        return Some(format!(
            "the server's `pg_hba.conf` or the role is in the way; `sslmode` is `{}`",
            target.ssl_mode.word()
        ));
    }
    if *code == SqlState::INVALID_CATALOG_NAME {
        return Some("create the database, or name another one at the end of the URL".to_owned());
    }
    if *code == SqlState::CANNOT_CONNECT_NOW {
        return Some(
            "the server is starting up or shutting down; try again in a moment".to_owned(),
        );
    }
    db.hint().map(str::to_owned)
}

/// What to say when a session that was there fails while `doing` something.
pub fn query_failed(error: &postgres::Error, source: &Source, doing: &str) -> Error {
    let shown = source.shown();
    if is_gone(error) {
        return Error::failed(format!(
            "the connection to `{shown}` was lost while {doing}: {}",
            cause_of(error)
        ))
        .help("nothing was written: the snapshot is as it was");
    }
    let Some(db) = error.as_db_error() else {
        return Error::failed(format!(
            "`{shown}` failed while {doing}: {}",
            cause_of(error)
        ));
    };
    let mut message = format!(
        "`{shown}` refused while {doing}: {} (SQLSTATE {})",
        db.message(),
        db.code().code()
    );
    for (name, text) in [("detail", db.detail()), ("context", db.where_())] {
        if let Some(text) = text {
            let _ = write!(message, "\n  {name}: {text}");
        }
    }
    let mut failed = Error::failed(message);
    failed.help.extend(db.hint().map(str::to_owned));
    if *db.code() == SqlState::INSUFFICIENT_PRIVILEGE {
        failed = failed.help("connect as a role that may do this; reading the catalogue needs no more than PostgreSQL grants to everybody by default");
    }
    failed
}

/// Whether the session is over: the connection, or the server behind it.
pub fn is_gone(error: &postgres::Error) -> bool {
    let ended = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::DATABASE_DROPPED,
        SqlState::IDLE_SESSION_TIMEOUT,
    ];
    match error.code() {
        Some(code) => ended.contains(code),
        None => error.is_closed() || io_cause(error).is_some(),
    }
}

fn io_cause(error: &postgres::Error) -> Option<&io::Error> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref() {
            return Some(io);
        }
        cause = error.source();
    }
    None
}

/// The innermost cause: the driver's own words only name the stage.
fn cause_of(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = error.to_string();
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn servers_that_are_no_postgresql_or_too_old_are_named() {
        let refused =
            |version: &str, number: &str| judge(version, number).err().unwrap_or_default();
        assert_eq!(
            judge("PostgreSQL 13.23 on x86_64", "130023"),
            Ok((13, None))
        );
        assert_eq!(judge("PostgreSQL 18.1 on x86_64", "180001"), Ok((18, None)));
        assert_eq!(
            refused("PostgreSQL 12.22 on x86_64", "120022"),
            "is `PostgreSQL 12.22 on x86_64`; PostgreSQL 13 and later are supported"
        );
        assert_eq!(
            refused("CockroachDB CCL v24.1.0 (x86_64)", "130000"),
            "is no PostgreSQL: its version is `CockroachDB CCL v24.1.0 (x86_64)`"
        );
        let redshift = "PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.1";
        assert_eq!(
            refused(redshift, "80002"),
            format!("is no PostgreSQL: its version is `{redshift}`")
        );
    }

    #[test]
    fn a_newer_server_is_read_with_a_warning() {
        let answer = judge("PostgreSQL 19devel on x86_64", "190000");
        assert!(matches!(
            answer,
            Ok((19, Some(warning))) if warning.starts_with("is PostgreSQL 19, newer than 18")
        ));
    }
}
