//! `.pgpass`: passwords by server (PostgreSQL documentation, "The Password File").

use std::path::{Path, PathBuf};

use super::environment::Environment;

/// What a password is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// The host as given; the directory of a socket that is libpq's default counts as `localhost`.
    pub(super) host: &'a str,
    pub(super) port: &'a str,
    pub(super) dbname: &'a str,
    pub(super) user: &'a str,
}

/// The password file: what `PGPASSFILE` names, else the one in the home directory.
pub(super) fn path(named: Option<&str>, environment: &Environment) -> Option<PathBuf> {
    match named {
        Some(named) => Some(PathBuf::from(named)),
        None if cfg!(windows) => environment
            .get("APPDATA")
            .map(|dir| Path::new(&dir.value).join("postgresql").join("pgpass.conf")),
        None => environment.home().map(|home| home.join(".pgpass")),
    }
}

/// The text of the file, or why it is not used although it is there. As in libpq a file that
/// others can read is passed over with a warning, and one that is not there silently.
pub(super) fn read(path: &Path) -> Result<Option<String>, String> {
    let Ok(metadata) = std::fs::metadata(path) else {
        return Ok(None);
    };
    if !metadata.is_file() {
        return Err(format!(
            "password file `{}` is not a plain file",
            path.display()
        ));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(format!(
                "password file `{0}` is not used because others can read it; `chmod 600 {0}`",
                path.display()
            ));
        }
    }
    match std::fs::read(path) {
        // A line that is not UTF-8 matches nothing and spoils no other.
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) => Err(format!(
            "cannot read password file `{}`: {error}",
            path.display()
        )),
    }
}

/// The password of the first line that matches.
pub(super) fn find(text: &str, wanted: Wanted<'_>) -> Option<String> {
    let host = match wanted.host {
        "" | "/tmp" | "/var/run/postgresql" | "/run/postgresql" => "localhost",
        host => host,
    };
    let wanted = [host, wanted.port, wanted.dbname, wanted.user];
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| matching(line, wanted))
}

/// `host:port:database:user:password`; a field that is `*` matches anything; `\` escapes.
fn matching(line: &str, wanted: [&str; 4]) -> Option<String> {
    let mut rest = line;
    for value in wanted {
        let (raw, after) = field(rest)?;
        if raw != "*" && unescape(raw) != value {
            return None;
        }
        rest = after;
    }
    let password = field(rest).map_or(rest, |(raw, _)| raw);
    Some(unescape(password.trim_end_matches('\r')))
}

/// The text up to the first `:` that is not escaped, and the text behind it.
fn field(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ':' => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(text: &str, host: &str, user: &str) -> Option<String> {
        let wanted = Wanted {
            host,
            port: "5432",
            dbname: "app",
            user,
        };
        find(text, wanted)
    }

    #[test]
    fn the_first_line_that_matches_counts() {
        let text = "# comment\nother:5432:app:me:no\nhost:5432:*:me:first\n*:*:*:*:any\n";
        assert_eq!(ask(text, "host", "me").as_deref(), Some("first"));
        assert_eq!(ask(text, "host", "you").as_deref(), Some("any"));
        assert_eq!(ask("host:5433:*:*:x", "host", "me"), None);
    }

    #[test]
    fn escapes_and_sockets() {
        assert_eq!(
            ask(r"\:\:1:5432:app:a\\b:p\:w\\d", "::1", r"a\b").as_deref(),
            Some(r"p:w\d")
        );
        assert_eq!(
            ask("localhost:*:*:*:x", "/var/run/postgresql", "me").as_deref(),
            Some("x")
        );
        assert_eq!(
            ask("/srv/pg:*:*:*:y", "/srv/pg", "me").as_deref(),
            Some("y")
        );
        assert_eq!(
            ask("h:5432:app:me:pw\r\n", "h", "me").as_deref(),
            Some("pw")
        );
        // A star counts only as a field of its own, and only unescaped.
        assert_eq!(ask(r"\*:*:*:*:x", "host", "me"), None);
        assert_eq!(ask("h*:*:*:*:x", "host", "me"), None);
        assert_eq!(ask("host:5432:app", "host", "me"), None);
    }
}
