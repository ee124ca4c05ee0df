//! `--notify`: the report, given to a command or posted to a URL. The verdict is the same whether
//! it arrives or not.

use std::fmt;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::cleanup;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::json::{Json, Object};
use crate::verbs::Context;

/// How long a server may take to answer.
const ANSWER: Duration = Duration::from_secs(10);
/// How long a command may run.
const RUN: Duration = Duration::from_secs(60);

/// The option of every verb that comes to a verdict.
#[derive(Args, Clone, Default)]
pub struct Notify {
    /// When something is found or fails: gives the report as JSON to a shell command, on its
    /// standard input, or posts it to an http(s) URL. May be repeated; what does not arrive is a
    /// warning
    #[arg(long, value_name = "COMMAND|URL", help_heading = "Notification")]
    notify: Vec<String>,
}

impl fmt::Debug for Notify {
    /// Without the values: who knows the URL of a webhook may use it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Notify({})", self.notify.len())
    }
}

/// What there is to tell.
#[derive(Debug, Default)]
pub(crate) struct Notice {
    is_wanted: bool,
    /// In a line, and as it is for programs.
    told: Option<(String, Object)>,
}

impl Notice {
    /// Takes the report, if anybody wants it.
    pub(crate) fn report(&mut self, report: impl FnOnce() -> (String, Object)) {
        if self.is_wanted {
            self.told = Some(report());
        }
    }
}

impl Notify {
    /// Runs a verb, and notifies when it ends with anything but [`Exit::Fine`].
    ///
    /// # Errors
    ///
    /// Those of the verb, and a URL that is none, before anything is done.
    pub(crate) fn of(
        &self,
        verb: &str,
        context: &Context,
        run: impl FnOnce(&mut Notice) -> Result<Exit>,
    ) -> Result<Exit> {
        let targets = self.notify.iter().map(|value| Target::parse(value));
        let targets = targets.collect::<Result<Vec<_>>>()?;
        let mut notice = Notice {
            is_wanted: !targets.is_empty(),
            told: None,
        };
        let outcome = run(&mut notice);
        // One that is being interrupted has nothing to tell.
        cleanup::wait_if_interrupted();
        if targets.is_empty() || outcome == Ok(Exit::Fine) {
            return outcome;
        }
        let (summary, report) = match &outcome {
            Err(error) => (format!("error: {}", error.message), failure(error)),
            Ok(_) => notice.told.unwrap_or_default(),
        };
        let text = format!("cargo schema {verb}: {summary}\n{}", place(context));
        let body = Json::from(report.with("verb", verb).with("text", text)).to_string() + "\n";
        for target in targets {
            if let Err(why) = target.send(&body) {
                let shown = target.shown();
                context
                    .terminal
                    .warn(format!("{shown} was not notified: {why}"));
            }
        }
        outcome
    }
}

/// The report of a verb that came to no verdict.
fn failure(error: &Error) -> Object {
    let told = Object::default()
        .with("message", error.message.as_str())
        .maybe(
            "help",
            (!error.help.is_empty()).then(|| error.help.join("\n")),
        );
    Object::default()
        .with("format", 1)
        .with("errors", [told].into_iter().collect::<Json>())
}

/// Where to look: the run of continuous integration, else the directory.
fn place(context: &Context) -> String {
    let variable = |name| std::env::var(name).ok();
    let github = || {
        let (server, repository) = (
            variable("GITHUB_SERVER_URL")?,
            variable("GITHUB_REPOSITORY")?,
        );
        let run = variable("GITHUB_RUN_ID")?;
        Some(format!("{server}/{repository}/actions/runs/{run}"))
    };
    let gitlab = variable("CI_JOB_URL");
    gitlab
        .or_else(github)
        .unwrap_or_else(|| context.directory.display().to_string())
}

/// Whom to tell.
enum Target {
    Command(String),
    Url(Uri),
}

impl Target {
    fn parse(value: &str) -> Result<Self> {
        let lower = value.to_ascii_lowercase();
        if !["http://", "https://"]
            .iter()
            .any(|scheme| lower.starts_with(scheme))
        {
            return Ok(Self::Command(value.to_owned()));
        }
        match value.parse::<Uri>() {
            Ok(url) if url.host().is_some_and(|host| !host.is_empty()) => Ok(Self::Url(url)),
            _ => Err(Error::usage("the URL of `--notify` can't be understood")
                .help("`https://host/path` is what one looks like; a command may not begin so")),
        }
    }

    /// What it may be called where everybody reads: of a URL the rest is a secret, and what a
    /// command has in it nobody knows.
    fn shown(&self) -> String {
        match self {
            Self::Command(_) => "the command of `--notify`".to_owned(),
            Self::Url(url) => {
                let host = url.host().unwrap_or_default();
                let port = url.port_u16().map(|port| format!(":{port}"));
                let port = port.unwrap_or_default();
                format!("`{}://{host}{port}`", url.scheme_str().unwrap_or_default())
            }
        }
    }

    fn send(&self, body: &str) -> Result<(), String> {
        match self {
            Self::Command(command) => pipe(command, body),
            Self::Url(url) => post(url, body),
        }
    }
}

/// Runs a command with the report as its standard input. What it says goes where warnings go: our
/// own output is a report.
fn pipe(command: &str, body: &str) -> Result<(), String> {
    let mut child = shell(command)
        .stdin(Stdio::piped())
        .stdout(std::io::stderr())
        .spawn()
        .map_err(|error| format!("it can't be started: {error}"))?;
    let input = child.stdin.take();
    let body = body.to_owned();
    // A command that does not read all of it may have read enough.
    thread::spawn(move || input.map(|mut input| input.write_all(body.as_bytes())));
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("it ended with {status}")),
            Err(error) => return Err(error.to_string()),
            Ok(None) if started.elapsed() > RUN => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it took longer than {} seconds", RUN.as_secs()));
            }
            Ok(None) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    use std::os::windows::process::CommandExt;

    let mut shell = Command::new("cmd");
    shell.arg("/C").raw_arg(command);
    shell
}

fn post(url: &Uri, body: &str) -> Result<(), String> {
    let mut config = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER))
        .http_status_as_error(false)
        // A redirected POST is sent as a GET, without the report.
        .max_redirects(0)
        .user_agent(concat!("cargo-schema/", env!("CARGO_PKG_VERSION")));
    if url.scheme_str() == Some("https") {
        config = config.tls_config(tls());
    }
    let sent = config
        .build()
        .new_agent()
        .post(url)
        .header("content-type", "application/json")
        .send(body);
    match sent {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(format!("it answered {}", response.status())),
        Err(error) => Err(why(&error)),
    }
}

/// The certificates that this machine trusts, as for databases.
fn tls() -> TlsConfig {
    let found = rustls_native_certs::load_native_certs().certs;
    let trusted: Vec<_> = found
        .iter()
        .map(|certificate| Certificate::from_der(certificate).to_owned())
        .collect();
    TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&trusted))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build()
}

/// Why it was not sent, in words that have no part of the URL.
fn why(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => format!("no answer within {} seconds", ANSWER.as_secs()),
        ureq::Error::HostNotFound => "no such host".to_owned(),
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::Rustls(error) => error.to_string(),
        ureq::Error::Tls(error) => (*error).to_owned(),
        ureq::Error::ConnectionFailed => "no connection".to_owned(),
        ureq::Error::InvalidProxyUrl => "the URL of the proxy can't be understood".to_owned(),
        _ => "the answer is no HTTP".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Notify, Target};

    #[test]
    fn what_is_shown_has_no_secret() {
        let shown = |value| Target::parse(value).unwrap().shown();
        let url = "https://me:s3cret@hooks.example.com/services/s3cret?s3cret";
        assert_eq!(shown(url), "`https://hooks.example.com`");
        assert_eq!(shown("HTTP://[::1]:8080/s3cret"), "`http://[::1]:8080`");
        assert_eq!(shown("TOKEN=s3cret notify"), "the command of `--notify`");
        for wrong in ["https://", "http:///s3cret", "https://a b/s3cret"] {
            let error = Target::parse(wrong).err().unwrap().to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
        let notify = Notify {
            notify: vec!["https://host/s3cret".to_owned()],
        };
        assert_eq!(format!("{notify:?}"), "Notify(1)");
    }
}
