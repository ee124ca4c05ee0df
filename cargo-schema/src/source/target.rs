//! From parameters to what the driver takes.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postgres::Config;
use postgres::config::{ChannelBinding, SslNegotiation, TargetSessionAttrs};

use super::environment::Environment;
use super::parameters::Parameters;
use super::tls::{SslMode, TlsFiles};
use super::{pgpass, service};
use crate::error::{Error, Result};

/// Longer than libpq, which waits for ever, would be of use to a command; long enough for a
/// server that is woken by the connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// One host of a source.
#[derive(Clone)]
pub struct Target {
    /// What the driver takes, TLS left out.
    pub(crate) config: Config,
    pub(crate) ssl_mode: SslMode,
    pub(crate) tls: TlsFiles,
    /// `host:port`, or the socket.
    pub(crate) place: String,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the driver's configuration, whose text could change to one with the password.
        f.debug_struct("Target")
            .field("place", &self.place)
            .field("ssl_mode", &self.ssl_mode)
            .finish_non_exhaustive()
    }
}

impl Target {
    pub(super) fn without_tls(config: Config) -> Self {
        Self {
            config,
            ssl_mode: SslMode::Disable,
            tls: TlsFiles::default(),
            place: "the throw-away server".to_owned(),
        }
    }
}

pub(super) struct Resolved {
    pub(super) targets: Vec<Target>,
    pub(super) password_origin: Option<String>,
    pub(super) shown: String,
}

/// Puts defaults where nothing is said, as libpq does, and asks `.pgpass`.
pub(super) fn resolve(
    parameters: &Parameters,
    environment: &Environment,
    warnings: &mut Vec<String>,
) -> Result<Resolved> {
    let user = match parameters.get("user") {
        Some(user) => user.to_owned(),
        None => whoami::username().map_err(|error| {
            Error::usage(format!("no user is given, and this system's name for who runs the command is not to be had: {error}"))
        })?,
    };
    let dbname = parameters.get("dbname").unwrap_or(&user).to_owned();
    let hosts = hosts(parameters)?;
    let pgpass = PgPass::open(parameters, environment, warnings);

    let mut base = Config::new();
    base.user(&user).dbname(&dbname);
    base.application_name(parameters.get("application_name").unwrap_or("cargo schema"));
    // A server that vanishes without a word is noticed within minutes, not hours.
    base.keepalives_idle(Duration::from_secs(30));
    base.tcp_user_timeout(Duration::from_secs(60));
    if let Some(options) = parameters.get("options") {
        base.options(options);
    }
    connect_timeout(&mut base, parameters)?;
    session(&mut base, parameters)?;
    let ssl_mode = match parameters.get("sslmode") {
        Some(text) => SslMode::parse(text)?,
        None => SslMode::Prefer,
    };
    let mut tls = tls_files(parameters, environment)?;
    if parameters.get("sslnegotiation") == Some("direct") {
        if ssl_mode < SslMode::Require {
            return Err(Error::usage(
                "`sslnegotiation=direct` needs `sslmode=require` or stricter",
            ));
        }
        base.ssl_negotiation(SslNegotiation::Direct);
        tls.direct = true;
    }

    let mut targets = Vec::with_capacity(hosts.len());
    let mut password_origin = None;
    for host in &hosts {
        let mut config = base.clone();
        config.port(host.port);
        let mut mode = ssl_mode;
        if host.is_socket() {
            #[cfg(unix)]
            config.host_path(&host.name);
            #[cfg(not(unix))]
            return Err(Error::usage(format!(
                "`{}` is the directory of a Unix socket, which this system has not",
                host.name
            )));
            mode = SslMode::Disable;
        } else {
            config.host(&host.name);
        }
        if let Some(address) = host.address {
            config.hostaddr(address);
        }
        if let Some(password) = parameters.get("password") {
            config.password(password);
        } else if let Some(password) = pgpass.find(host, &dbname, &user) {
            config.password(password);
            password_origin = pgpass.path.as_ref().map(|p| format!("`{}`", p.display()));
        }
        targets.push(Target {
            config,
            ssl_mode: mode,
            tls: tls.clone(),
            place: host.place(),
        });
    }
    Ok(Resolved {
        targets,
        password_origin,
        shown: shown(&user, &hosts, &dbname),
    })
}

#[derive(Clone, Debug)]
struct Host {
    /// A name, an address, or the directory of a socket.
    name: String,
    address: Option<IpAddr>,
    port: u16,
}

impl Host {
    fn is_socket(&self) -> bool {
        self.name.starts_with(['/', '@'])
    }

    fn place(&self) -> String {
        if self.is_socket() {
            format!("{}/.s.PGSQL.{}", self.name, self.port)
        } else if self.name.contains(':') {
            format!("[{}]:{}", self.name, self.port)
        } else {
            format!("{}:{}", self.name, self.port)
        }
    }
}

/// The lists `host`, `hostaddr` and `port` side by side; one port may stand for all.
fn hosts(parameters: &Parameters) -> Result<Vec<Host>> {
    let list = |name| -> Vec<&str> {
        let text: Option<&str> = parameters.get(name);
        text.map(|t| t.split(',').map(str::trim).collect())
            .unwrap_or_default()
    };
    let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = names.len().max(addresses.len()).max(1);
    for (what, length) in [("host", names.len()), ("hostaddr", addresses.len())] {
        if length != 0 && length != count {
            return Err(Error::usage(format!(
                "`{what}` has {length} entries, expected {count}, one a host"
            )));
        }
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(Error::usage(format!(
            "`port` has {} entries, expected 1 or {count}, one a host",
            ports.len()
        )));
    }
    let mut hosts = Vec::with_capacity(count);
    for at in 0..count {
        let port = ports.get(at).or(ports.first()).filter(|p| !p.is_empty());
        let port = match port {
            None => 5432,
            Some(port) => port
                .parse()
                .map_err(|_| Error::usage("a port is not a number from 0 to 65535"))?,
        };
        let address: Option<IpAddr> = match addresses.get(at).filter(|a| !a.is_empty()) {
            None => None,
            Some(address) => Some(address.parse().map_err(|_| {
                Error::usage(format!("`hostaddr` is `{address}`, expected an IP address"))
            })?),
        };
        let name = match (names.get(at).filter(|n| !n.is_empty()), address) {
            (Some(name), _) => (*name).to_owned(),
            (None, Some(address)) => address.to_string(),
            (None, None) => default_host(port),
        };
        hosts.push(Host {
            name,
            address,
            port,
        });
    }
    Ok(hosts)
}

/// The directory of a socket, where libpq builds look for it, else `localhost`.
fn default_host(port: u16) -> String {
    ["/var/run/postgresql", "/private/tmp", "/tmp"]
        .into_iter()
        .find(|directory| {
            cfg!(unix)
                && Path::new(directory)
                    .join(format!(".s.PGSQL.{port}"))
                    .exists()
        })
        .unwrap_or("localhost")
        .to_owned()
}

/// libpq: seconds; 0, or less, is no limit; 1 counts as 2.
fn connect_timeout(config: &mut Config, parameters: &Parameters) -> Result<()> {
    match parameters.get("connect_timeout") {
        None => {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        Some(text) => {
            let seconds: i64 = text.trim().parse().map_err(|_| {
                Error::usage(format!(
                    "`connect_timeout` is `{text}`, expected a number of seconds"
                ))
            })?;
            if let Ok(seconds @ 1..) = u64::try_from(seconds) {
                config.connect_timeout(Duration::from_secs(seconds.max(2)));
            }
        }
    }
    Ok(())
}

fn session(config: &mut Config, parameters: &Parameters) -> Result<()> {
    let unknown = |name: &str, value: &str, expected: &str| {
        Error::usage(format!("`{name}` is `{value}`, expected {expected}"))
    };
    if let Some(text) = parameters.get("channel_binding") {
        config.channel_binding(match text {
            "disable" => ChannelBinding::Disable,
            "prefer" => ChannelBinding::Prefer,
            "require" => ChannelBinding::Require,
            _ => {
                return Err(unknown(
                    "channel_binding",
                    text,
                    "`disable`, `prefer` or `require`",
                ));
            }
        });
    }
    if let Some(text) = parameters.get("target_session_attrs") {
        config.target_session_attrs(match text {
            // A preference: the first host that answers will do.
            "any" | "prefer-standby" => TargetSessionAttrs::Any,
            "read-write" | "primary" => TargetSessionAttrs::ReadWrite,
            "read-only" | "standby" => TargetSessionAttrs::ReadOnly,
            _ => {
                let expected =
                    "`any`, `read-write`, `read-only`, `primary`, `standby` or `prefer-standby`";
                return Err(unknown("target_session_attrs", text, expected));
            }
        });
    }
    match parameters.get("sslnegotiation") {
        None | Some("postgres" | "direct") => Ok(()),
        Some(text) => Err(unknown("sslnegotiation", text, "`postgres` or `direct`")),
    }
}

fn tls_files(parameters: &Parameters, environment: &Environment) -> Result<TlsFiles> {
    let file = |name, default| {
        let named = parameters.get(name).map(PathBuf::from);
        named.or_else(|| service::in_home(environment, default))
    };
    let sni = match parameters.get("sslsni") {
        None | Some("1") => true,
        Some("0") => false,
        Some(text) => {
            return Err(Error::usage(format!(
                "`sslsni` is `{text}`, expected `0` or `1`"
            )));
        }
    };
    Ok(TlsFiles {
        root: file("sslrootcert", "root.crt"),
        certificate: file("sslcert", "postgresql.crt"),
        key: file("sslkey", "postgresql.key"),
        sni,
        direct: false,
    })
}

struct PgPass {
    path: Option<PathBuf>,
    text: String,
}

impl PgPass {
    fn open(
        parameters: &Parameters,
        environment: &Environment,
        warnings: &mut Vec<String>,
    ) -> Self {
        let mut found = Self {
            path: pgpass::path(parameters.get("passfile"), environment),
            text: String::new(),
        };
        if parameters.get("password").is_some() {
            return found;
        }
        if let Some(path) = &found.path {
            match pgpass::read(path) {
                Ok(text) => found.text = text.unwrap_or_default(),
                Err(warning) => warnings.push(warning),
            }
        }
        found
    }

    fn find(&self, host: &Host, dbname: &str, user: &str) -> Option<String> {
        let port = host.port.to_string();
        let wanted = pgpass::Wanted {
            host: &host.name,
            port: &port,
            dbname,
            user,
        };
        pgpass::find(&self.text, wanted).filter(|password| !password.is_empty())
    }
}

/// `postgresql://user@host:port/dbname`, a socket as libpq's `?host=`.
fn shown(user: &str, hosts: &[Host], dbname: &str) -> String {
    let (user, dbname) = (percent_encode(user), percent_encode(dbname));
    if let [host] = hosts {
        if host.is_socket() {
            // `/` may stand in a query and reads better.
            let directory = percent_encode(&host.name).replace("%2F", "/");
            let port = match host.port {
                5432 => String::new(),
                port => format!("&port={port}"),
            };
            return format!("postgresql://{user}@/{dbname}?host={directory}{port}");
        }
    }
    let places: Vec<String> = hosts
        .iter()
        .map(|host| {
            if host.is_socket() {
                format!("{}:{}", percent_encode(&host.name), host.port)
            } else {
                host.place()
            }
        })
        .collect();
    format!("postgresql://{user}@{}/{dbname}", places.join(","))
}

/// RFC 3986: unreserved characters stay.
pub(crate) fn percent_encode(text: &str) -> String {
    use std::fmt::Write as _;

    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
