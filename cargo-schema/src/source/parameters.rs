//! Connection parameters by libpq's names, and the two texts that give them: a
//! URL, and `key=value` pairs (PostgreSQL documentation, "Connection Strings").
//!
//! Nothing of a connection string is ever repeated in a message: a password
//! with an unescaped character can end up in any part of it.

use std::collections::BTreeMap;

/// Parameters by their libpq name. A value that is absent is left to the next source.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, String>);

/// libpq's names, without those that mean nothing to a client like this one.
const KNOWN: &[&str] = &[
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "passfile",
    "password",
    "port",
    "service",
    "servicefile",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "user",
];

/// What sqlx calls them.
const SPELLINGS: &[(&str, &str)] = &[
    ("ssl-mode", "sslmode"),
    ("ssl-root-cert", "sslrootcert"),
    ("ssl-ca", "sslrootcert"),
    ("ssl-cert", "sslcert"),
    ("ssl-key", "sslkey"),
];

/// Parameters of libpq that would make a connection safer, and are not supported: going on
/// without them would be less than what was asked for.
const REFUSED: &[&str] = &[
    "sslcrl",
    "sslcrldir",
    "require_auth",
    "requirepeer",
    "sslcertmode",
];

/// A connection string that can't be read: the reason, without any of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(pub String);

impl Parameters {
    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Sets a parameter. An empty value is no value, as in libpq.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Takes what is absent here from another source of less weight.
    pub fn fill_from(&mut self, other: Self) {
        for (name, value) in other.0 {
            self.0.entry(name).or_insert(value);
        }
    }

    /// Whether there is anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads either form. The list names parameters that are not known and were passed over.
    ///
    /// # Errors
    ///
    /// When it is neither, or not well formed.
    pub fn parse(text: &str) -> Result<(Self, Vec<String>), Malformed> {
        let text = text.trim();
        match text.split_once("://") {
            Some(("postgres" | "postgresql", rest)) => url(rest),
            Some((scheme, _)) if is_scheme(scheme) => Err(Malformed(format!(
                "its scheme is `{scheme}`, expected `postgresql` or `postgres`"
            ))),
            _ if text.contains('=') => pairs(text),
            _ => Err(Malformed(
                "expected `postgresql://user@host:port/database` or libpq's `key=value` pairs"
                    .to_owned(),
            )),
        }
    }

    /// Stores a parameter of a connection string under libpq's name for it.
    pub(super) fn set_named(
        &mut self,
        name: &str,
        value: &str,
        unknown: &mut Vec<String>,
    ) -> Result<(), Malformed> {
        let name = SPELLINGS
            .iter()
            .find(|(theirs, _)| *theirs == name)
            .map_or(name, |(_, ours)| *ours);
        if KNOWN.contains(&name) {
            self.set(name, value);
        } else if REFUSED.contains(&name) {
            return Err(Malformed(format!(
                "the parameter `{name}` is not supported"
            )));
        } else if name == "gssencmode" && value == "require" {
            return Err(Malformed(
                "`gssencmode=require` is not supported".to_owned(),
            ));
        } else {
            unknown.push(name.to_owned());
        }
        Ok(())
    }
}

impl std::fmt::Debug for Parameters {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = self.0.iter().filter(|(name, _)| *name != "password");
        f.debug_map().entries(shown).finish_non_exhaustive()
    }
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// What follows `postgresql://`: `[user[:password]@][host[:port][,...]][/database][?name=value&...]`.
fn url(text: &str) -> Result<(Parameters, Vec<String>), Malformed> {
    let end = text.find(['/', '?']).unwrap_or(text.len());
    let (authority, rest) = text.split_at(end);
    if rest.contains('@') {
        // Most likely it separates a password with a `/` or `?` in it from the host.
        return Err(Malformed(
            "there is an `@` after the first `/` or `?`; in a user name, password or value write \
             `%2F` for `/`, `%3F` for `?` and `%40` for `@`"
                .to_owned(),
        ));
    }
    let mut parameters = Parameters::default();
    let hosts = match authority.rsplit_once('@') {
        None => authority,
        Some((who, hosts)) => {
            let (user, password) = who.split_once(':').unwrap_or((who, ""));
            parameters.set("user", decode(user, "user name")?);
            parameters.set("password", decode(password, "password")?);
            hosts
        }
    };
    let (names, ports) = hosts_and_ports(hosts)?;
    parameters.set("host", names);
    parameters.set("port", ports);

    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    parameters.set(
        "dbname",
        decode(path.strip_prefix('/').unwrap_or(path), "database name")?,
    );
    let mut unknown = Vec::new();
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Malformed("after `?` there is a parameter without `=`".to_owned()))?;
        let name = decode(name, "parameter name")?;
        let value = decode(value, "parameter value")?;
        parameters.set_named(&name, &value, &mut unknown)?;
    }
    Ok((parameters, unknown))
}

/// `host:port,[::1]:port` as the two lists that libpq takes: `host,::1` and `port,port`.
fn hosts_and_ports(text: &str) -> Result<(String, String), Malformed> {
    let (mut hosts, mut ports) = (Vec::new(), Vec::new());
    for part in text.split(',') {
        let (host, port) = if let Some(rest) = part.strip_prefix('[') {
            let (host, rest) = rest
                .split_once(']')
                .ok_or_else(|| Malformed("the `[` of an IPv6 address has no `]`".to_owned()))?;
            (host.to_owned(), rest.strip_prefix(':').unwrap_or(rest))
        } else {
            let (host, port) = part.split_once(':').unwrap_or((part, ""));
            (decode(host, "host")?, port)
        };
        if !port.is_empty() && port.parse::<u16>().is_err() {
            return Err(Malformed(
                "the port is not a number from 0 to 65535; a password that has `:`, `/`, `?`, `#` \
                 or `@` in it must have them percent-encoded, `%3A`, `%2F`, `%3F`, `%23`, `%40`"
                    .to_owned(),
            ));
        }
        hosts.push(host);
        ports.push(port.to_owned());
    }
    let join = |list: Vec<String>| {
        if list.iter().all(String::is_empty) {
            String::new()
        } else {
            list.join(",")
        }
    };
    Ok((join(hosts), join(ports)))
}

fn decode(text: &str, what: &str) -> Result<String, Malformed> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16));
        let decoded = digit()
            .zip(digit())
            .and_then(|(high, low)| u8::try_from(high * 16 + low).ok())
            .filter(|&byte| byte != 0);
        let Some(decoded) = decoded else {
            return Err(Malformed(format!(
                "the {what} has a `%` that is not followed by two hexadecimal digits; `%` itself \
                 is written `%25`"
            )));
        };
        bytes.push(decoded);
    }
    String::from_utf8(bytes).map_err(|_| Malformed(format!("the {what} is not UTF-8 when decoded")))
}

/// `key = value key='quoted \' value'`.
fn pairs(text: &str) -> Result<(Parameters, Vec<String>), Malformed> {
    let mut parameters = Parameters::default();
    let mut unknown = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest
            .split_once('=')
            .ok_or_else(|| Malformed("there is a word without `=`".to_owned()))?;
        let name = name.trim();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return Err(Malformed(
                "a `=` has no parameter name before it; a value with spaces in it is quoted: \
                 `key='a value'`"
                    .to_owned(),
            ));
        }
        let (value, after) = pair_value(after.trim_start())?;
        parameters.set_named(name, &value, &mut unknown)?;
        rest = after.trim_start();
    }
    Ok((parameters, unknown))
}

fn pair_value(text: &str) -> Result<(String, &str), Malformed> {
    let quoted = text.strip_prefix('\'');
    let text = quoted.unwrap_or(text);
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            '\'' if quoted.is_some() => return Ok((value, &text[at + 1..])),
            c if c.is_whitespace() && quoted.is_none() => return Ok((value, &text[at..])),
            c => value.push(c),
        }
    }
    if quoted.is_some() {
        return Err(Malformed("a `'` is not closed".to_owned()));
    }
    Ok((value, ""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        Parameters::parse(text).unwrap().0.0.into_iter().collect()
    }

    fn list(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|&(a, b)| (a.to_owned(), b.to_owned()))
            .collect()
    }

    #[test]
    fn urls_of_libpqs_documentation() {
        for (text, expected) in [
            ("postgresql://", list(&[])),
            ("postgresql://localhost", list(&[("host", "localhost")])),
            (
                "postgres://localhost:5433",
                list(&[("host", "localhost"), ("port", "5433")]),
            ),
            (
                "postgresql://localhost/mydb",
                list(&[("dbname", "mydb"), ("host", "localhost")]),
            ),
            (
                "postgresql://user:secret@localhost",
                list(&[
                    ("host", "localhost"),
                    ("password", "secret"),
                    ("user", "user"),
                ]),
            ),
            (
                "postgresql://other@localhost/otherdb?connect_timeout=10&application_name=myapp",
                list(&[
                    ("application_name", "myapp"),
                    ("connect_timeout", "10"),
                    ("dbname", "otherdb"),
                    ("host", "localhost"),
                    ("user", "other"),
                ]),
            ),
            (
                "postgresql://host1:123,host2:456/somedb?target_session_attrs=any",
                list(&[
                    ("dbname", "somedb"),
                    ("host", "host1,host2"),
                    ("port", "123,456"),
                    ("target_session_attrs", "any"),
                ]),
            ),
            (
                "postgresql://user@localhost:5433/mydb?options=-c%20synchronous_commit%3Doff",
                list(&[
                    ("dbname", "mydb"),
                    ("host", "localhost"),
                    ("options", "-c synchronous_commit=off"),
                    ("port", "5433"),
                    ("user", "user"),
                ]),
            ),
            (
                "postgresql://[2001:db8::1234]:5433/database",
                list(&[
                    ("dbname", "database"),
                    ("host", "2001:db8::1234"),
                    ("port", "5433"),
                ]),
            ),
            (
                "postgresql://%2Fvar%2Flib%2Fpostgresql/dbname",
                list(&[("dbname", "dbname"), ("host", "/var/lib/postgresql")]),
            ),
            (
                "postgresql:///mydb?host=/tmp&port=1",
                list(&[("dbname", "mydb"), ("host", "/tmp"), ("port", "1")]),
            ),
            // What the `url` crate, and so sqlx, makes of a second `@`.
            (
                "postgres://u:p@ss@host/db",
                list(&[
                    ("dbname", "db"),
                    ("host", "host"),
                    ("password", "p@ss"),
                    ("user", "u"),
                ]),
            ),
            (
                "postgres://h/db?ssl-mode=require",
                list(&[("dbname", "db"), ("host", "h"), ("sslmode", "require")]),
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn pairs_of_libpqs_documentation() {
        assert_eq!(
            read(r"host=localhost port = 5432 dbname='my db' user='it\'s' password=a\ b"),
            list(&[
                ("dbname", "my db"),
                ("host", "localhost"),
                ("password", "a b"),
                ("port", "5432"),
                ("user", "it's"),
            ])
        );
    }

    #[test]
    fn unknown_parameters_are_named() {
        let (_, unknown) =
            Parameters::parse("postgres://h/db?schema=a&connection_limit=1").unwrap();
        assert_eq!(unknown, ["schema", "connection_limit"]);
    }

    #[test]
    fn no_part_of_a_malformed_string_is_repeated() {
        for text in [
            "postgres://u:hunter2/x@host/db",
            "postgres://u:hunter2?x@host/db",
            "postgres://u:hunter2",
            "postgres://u:hunter2%zz@host/db",
            "postgres://u:hunter2%ff@host/db",
            "postgres://u:12/hunter2@host/db",
            "postgres://h/db?hunter2",
            "postgres://[hunter2/db",
            "postgres//u:hunter2@host/db",
            "u:hunter2@host",
            "host=h password='hunter2",
            "host=h password=hunter2 hunter2",
            "host=h password=hunter2 hunter2 x=y",
        ] {
            let error = Parameters::parse(text).unwrap_err();
            assert!(!error.0.contains("hunter2"), "{text}: {}", error.0);
        }
    }

    #[test]
    fn another_databases_url_is_named() {
        for (text, scheme) in [
            ("mysql://h/db", "mysql"),
            ("postgresql+asyncpg://h/db", "postgresql+asyncpg"),
        ] {
            let error = Parameters::parse(text).unwrap_err();
            assert_eq!(
                error.0,
                format!("its scheme is `{scheme}`, expected `postgresql` or `postgres`")
            );
        }
    }

    #[test]
    fn the_password_is_not_in_the_debug_text() {
        let (parameters, _) = Parameters::parse("postgres://u:hunter2@host/db").unwrap();
        assert!(!format!("{parameters:?}").contains("hunter2"));
    }

    #[test]
    fn safety_that_is_not_supported_is_refused() {
        let error = Parameters::parse("postgres://h/db?sslcrl=/x").unwrap_err();
        assert_eq!(error.0, "the parameter `sslcrl` is not supported");
    }
}
