#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// A home directory of its own, removed at the end.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        let name = format!("cargo-schema-source-{:x}", crate::random::number());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        path
    }

    fn find(&self, url: Option<&str>, variables: &[(&str, &str)]) -> Result<Option<Source>> {
        let environment =
            Environment::of(variables, &self.0).with_dotenv(&self.0.join("project/src"));
        Source::find(url, &environment)
    }

    fn found(&self, url: Option<&str>, variables: &[(&str, &str)]) -> Source {
        self.find(url, variables).unwrap().unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn password(source: &Source) -> Option<String> {
    let password = source.targets[0].config.get_password()?;
    Some(String::from_utf8(password.to_vec()).unwrap())
}

#[test]
fn the_first_source_that_is_there_counts() {
    let home = Home::new();
    let dotenv = home.write(
        "project/.env",
        "DATABASE_URL=postgres://dotenv@h/db\nPGHOST=x\n",
    );
    let all = [
        ("DATABASE_URL", "postgres://env@h/db"),
        ("PGHOST", "libpq"),
        ("PGUSER", "libpq"),
    ];

    let source = home.found(Some("postgres://flag@h/db"), &all);
    assert_eq!(
        (source.shown(), &*source.origin),
        ("postgresql://flag@h:5432/db", "`--database-url`")
    );
    let source = home.found(None, &all);
    assert_eq!(
        (source.shown(), &*source.origin),
        ("postgresql://env@h:5432/db", "`DATABASE_URL`")
    );
    let source = home.found(None, &all[1..]);
    assert_eq!(source.shown(), "postgresql://dotenv@h:5432/db");
    assert_eq!(
        source.origin,
        format!("`DATABASE_URL` in `{}`", dotenv.display())
    );

    fs::remove_file(dotenv).unwrap();
    let source = home.found(None, &all[1..]);
    assert_eq!(
        (source.shown(), &*source.origin),
        ("postgresql://libpq@libpq:5432/libpq", "`PGHOST`, `PGUSER`")
    );
    // A password alone says no database.
    assert!(
        home.find(None, &[("PGPASSWORD", "x"), ("DATABASE_URL", "")])
            .unwrap()
            .is_none()
    );
}

#[test]
fn what_the_url_leaves_open_is_filled_in_as_libpq_does() {
    let home = Home::new();
    home.write(
        ".pg_service.conf",
        "[s]\nhost=service\nport=1\ndbname=service\n",
    );
    let variables = [
        ("PGSERVICE", "s"),
        ("PGPORT", "2"),
        ("PGDATABASE", "variable"),
        ("PGUSER", "variable"),
        ("PGPASSWORD", "variable"),
        ("PGSSLMODE", "require"),
    ];
    let source = home.found(Some("postgresql:///url"), &variables);
    assert_eq!(source.shown(), "postgresql://variable@service:1/url");
    assert_eq!(password(&source).as_deref(), Some("variable"));
    assert_eq!(source.password_origin.as_deref(), Some("`PGPASSWORD`"));
    assert_eq!(source.targets[0].ssl_mode, SslMode::Require);

    let error = home.find(Some("service=absent"), &[]).unwrap_err();
    assert!(
        error
            .message
            .starts_with("no connection service `absent` in `"),
        "{error}"
    );
}

#[test]
fn the_password_file_is_asked_last_and_each_host_for_itself() {
    let home = Home::new();
    let path = home.write(".pgpass", "a:5432:db:me:of a\nb:5433:*:me:of b\n");
    let source = home.found(Some("postgres://me@a,b:5433/db"), &[]);
    let passwords: Vec<_> = source
        .targets
        .iter()
        .map(|t| String::from_utf8_lossy(t.config.get_password().unwrap()).into_owned())
        .collect();
    assert_eq!(passwords, ["of a", "of b"]);
    assert_eq!(
        source.password_origin,
        Some(format!("`{}`", path.display()))
    );
    assert_eq!(source.shown(), "postgresql://me@a:5432,b:5433/db");

    let source = home.found(Some("postgres://me:url@a/db"), &[]);
    assert_eq!(password(&source).as_deref(), Some("url"));
    let other = home.write("other", "*:*:*:*:of other\n");
    let source = home.found(
        Some("postgres://me@a/db"),
        &[("PGPASSFILE", other.to_str().unwrap())],
    );
    assert_eq!(password(&source).as_deref(), Some("of other"));
}

#[cfg(unix)]
#[test]
fn a_password_file_that_others_can_read_is_passed_over() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new();
    let path = home.write(".pgpass", "*:*:*:*:hunter2\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let source = home.found(Some("postgres://me@a/db"), &[]);
    assert_eq!(password(&source), None);
    assert_eq!(
        source.warnings,
        [format!(
            "password file `{0}` is not used because others can read it; `chmod 600 {0}`",
            path.display()
        )]
    );
}

#[test]
fn no_text_of_a_source_has_the_password() {
    let home = Home::new();
    for url in [
        "postgres://me:hunter2@h/db",
        "postgres://me@h/db?password=hunter2",
        "host=h user=me password=hunter2 dbname=db",
        "postgres://me:hunter2@h1,h2/db?schema=x",
    ] {
        let source = home.found(Some(url), &[]);
        assert_eq!(password(&source).as_deref(), Some("hunter2"));
        assert!(!format!("{source:?}").contains("hunter2"), "{source:?}");
        assert!(!source.shown().contains("hunter2"));
    }
    for url in [
        "postgres://me:hunter2@h/db?sslmode=no",
        "postgres://me:hunter2@h:x/db",
        "mysql://me:hunter2@h/db",
    ] {
        let error = home.find(Some(url), &[]).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn unknown_modes_are_named_with_what_is_expected() {
    let home = Home::new();
    let error = |url: &str| home.find(Some(url), &[]).unwrap_err().message;
    assert_eq!(
        error("postgres://h/db?sslmode=on"),
        "`sslmode` is `on`, expected one of `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`"
    );
    assert_eq!(
        error("postgres://h/db?channel_binding=on"),
        "`channel_binding` is `on`, expected `disable`, `prefer` or `require`"
    );
    assert_eq!(
        error("postgres://h/db?sslnegotiation=direct"),
        "`sslnegotiation=direct` needs `sslmode=require` or stricter"
    );
    assert_eq!(
        error("postgres://h/db?target_session_attrs=on"),
        "`target_session_attrs` is `on`, expected `any`, `read-write`, `read-only`, `primary`, `standby` or `prefer-standby`"
    );
    assert_eq!(
        error("host=a,b port=1,2,3"),
        "`port` has 3 entries, expected 1 or 2, one a host"
    );
}

#[test]
fn sockets_are_shown_as_libpq_takes_them_and_have_no_tls() {
    let home = Home::new();
    let source = home.found(
        Some("postgres://me@%2Fsrv%2Fpg:5433/db?sslmode=verify-full"),
        &[],
    );
    assert_eq!(source.shown(), "postgresql://me@/db?host=/srv/pg&port=5433");
    assert_eq!(source.targets[0].ssl_mode, SslMode::Disable);
}

#[test]
fn a_dotenv_is_read_leniently_and_quietly() {
    let home = Home::new();
    home.write(
        "project/.env",
        "# comment\nexport OTHER='a b'\nno assignment hunter2\nDATABASE_URL=\"postgres://me:pw@h/${OTHER_DB}x\"\n",
    );
    let source = home.found(None, &[]);
    assert_eq!(source.shown(), "postgresql://me@h:5432/x");
    assert_eq!(source.warnings.len(), 1);
    assert!(source.warnings[0].contains("lines that are no `NAME=value`"));
    assert!(!source.warnings[0].contains("hunter2"));
}

#[test]
fn unknown_parameters_are_passed_over_with_a_warning() {
    let home = Home::new();
    let source = home.found(Some("postgres://me@h/db?connection_limit=5"), &[]);
    assert_eq!(
        source.warnings,
        [
            "`--database-url`: the parameter `connection_limit` is not PostgreSQL's and is passed over"
        ]
    );
    assert!(Path::new(&home.0).exists());
}
