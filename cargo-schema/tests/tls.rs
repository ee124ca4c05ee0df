//! `sslmode`, against a server with a certificate of an authority of our own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use cargo_schema::server::{Options, Server};
use insta::assert_snapshot;
use postgres::NoTls;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::support::{Project, Said, binaries};

struct Tls {
    server: Server,
    port: u16,
    directory: PathBuf,
}

impl Drop for Tls {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// A server whose certificate is for `localhost`, signed by `ca.pem`; `other.pem` is a stranger.
/// Passwords are by SCRAM, so that channel binding is part of it.
fn start(hba: &str) -> Tls {
    let port = free_port();
    let name = format!("cargo-schema-tls-{}-{port}", std::process::id());
    let directory = std::env::temp_dir().join(name);
    fs::create_dir(&directory).unwrap();
    let write = |name: &str, text: &str| {
        let path = directory.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let authority = || {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
    };
    let ca = authority();
    write("ca.pem", &ca.pem());
    write("other.pem", &authority().pem());
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()])
        .unwrap()
        .signed_by(&key, &ca)
        .unwrap();
    let certificate = write("server.crt", &certificate.pem());
    let key = write("server.key", &key.serialize_pem());
    let hba = write("pg_hba.conf", hba);
    give_to_server(&directory, &key);
    let settings = [
        ("listen_addresses", "127.0.0.1"),
        ("ssl", "on"),
        ("ssl_cert_file", certificate.to_str().unwrap()),
        ("ssl_key_file", key.to_str().unwrap()),
        ("hba_file", hba.to_str().unwrap()),
    ];
    let options = Options {
        settings: settings.map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
        port: Some(port),
        ..Options::default()
    };
    let server =
        Server::start_with(&binaries(), &options).unwrap_or_else(|error| panic!("{error}"));
    let mut client = server.config("postgres").connect(NoTls).unwrap();
    client
        .batch_execute("SET password_encryption = 'scram-sha-256'; CREATE ROLE me LOGIN PASSWORD 'hunter2'; CREATE TABLE t ();")
        .unwrap();
    Tls {
        server,
        port,
        directory,
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// PostgreSQL wants its key readable by its own user alone, who is another one when we are root.
fn give_to_server(directory: &Path, key: &Path) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).unwrap();
    if fs::metadata(directory).unwrap().uid() == 0 {
        let passwd = fs::read_to_string("/etc/passwd").unwrap();
        let nobody = passwd
            .lines()
            .find(|line| line.starts_with("nobody:"))
            .unwrap();
        let id = nobody.split(':').nth(2).unwrap().parse().unwrap();
        chown(key, Some(id), None).unwrap();
    }
}

impl Tls {
    /// Runs `init` with these parameters and says how it went.
    fn init(&self, host: &str, parameters: &str) -> Said {
        let root = |text: &str| text.replace("DIR", self.directory.to_str().unwrap());
        let url = format!(
            "postgresql://me:hunter2@{host}:{}/postgres?{}",
            self.port,
            root(parameters)
        );
        let mut said = Project::new().run(&["init", "--database-url", &url]);
        assert!(!said.all().contains("hunter2"), "{}", said.all());
        said.err = said
            .err
            .replace(self.directory.to_str().unwrap(), "DIR")
            .replace(&self.port.to_string(), "PORT");
        said
    }

    fn succeeds(&self, host: &str, parameters: &str) {
        let said = self.init(host, parameters);
        assert_eq!(said.status, Some(0), "{parameters}: {}", said.all());
    }
}

#[test]
fn a_server_that_wants_tls() {
    let tls = start("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");

    for parameters in [
        "",
        "sslmode=prefer",
        "sslmode=allow",
        "sslmode=require",
        "sslmode=require&channel_binding=require",
        "sslmode=verify-ca&sslrootcert=DIR/ca.pem",
        "sslmode=verify-full&sslrootcert=DIR/ca.pem",
        // The server's own certificate may stand for itself.
        "sslmode=verify-full&sslrootcert=DIR/server.crt",
    ] {
        tls.succeeds("localhost", parameters);
    }
    // The certificate is not for this name, which only `verify-full` asks.
    tls.succeeds("127.0.0.1", "sslmode=verify-ca&sslrootcert=DIR/ca.pem");
    tls.succeeds("127.0.0.1", "sslmode=require");

    let said = tls.init("127.0.0.1", "sslmode=verify-full&sslrootcert=DIR/ca.pem");
    assert_eq!(said.status, Some(3));
    assert!(
        said.err.contains(
            "TLS failed: invalid peer certificate: certificate not valid for name \"127.0.0.1\""
        ),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("= help: `sslrootcert=FILE` names"),
        "{}",
        said.err
    );

    // A root certificate makes `require` look at the certificate, as libpq's does.
    for mode in ["require", "verify-ca", "verify-full"] {
        let said = tls.init(
            "localhost",
            &format!("sslmode={mode}&sslrootcert=DIR/other.pem"),
        );
        assert_eq!(said.status, Some(3));
        assert!(
            said.err.contains("TLS failed: invalid peer certificate"),
            "{mode}: {}",
            said.err
        );
    }
    let said = tls.init("localhost", "sslmode=disable");
    assert_eq!(said.status, Some(3));
    assert!(said.err.contains("no encryption"), "{}", said.err);
    assert!(
        said.err.contains(
            "= help: the server's `pg_hba.conf` or the role is in the way; `sslmode` is `disable`"
        ),
        "{}",
        said.err
    );

    assert_snapshot!(tls.init("localhost", "sslmode=verify-full&sslrootcert=/nonexistent.pem").all(), @r"
    exit status 2
    --- err
    error: cannot read the certificate file `/nonexistent.pem` (`sslrootcert`): I/O error: No such file or directory (os error 2)
    ");
    let said = tls.init(
        "localhost",
        "sslmode=verify-full&sslrootcert=DIR/pg_hba.conf",
    );
    assert_eq!(said.status, Some(2));
    assert!(
        said.err.contains("it has no `BEGIN CERTIFICATE`"),
        "{}",
        said.err
    );
    if tls.server.major() >= 17 {
        tls.succeeds("localhost", "sslmode=require&sslnegotiation=direct");
    }
}

#[test]
fn a_server_without_tls_and_one_that_refuses_it() {
    let tls = start("local all all trust\nhostnossl all all 127.0.0.1/32 scram-sha-256\n");
    // libpq's second attempt.
    for parameters in ["", "sslmode=prefer", "sslmode=allow", "sslmode=disable"] {
        tls.succeeds("localhost", parameters);
    }
    let said = tls.init("localhost", "sslmode=require");
    assert_eq!(said.status, Some(3), "{}", said.all());

    let port = free_port();
    let options = Options {
        settings: vec![("listen_addresses".to_owned(), "127.0.0.1".to_owned())],
        port: Some(port),
        ..Options::default()
    };
    let _plain = Server::start_with(&binaries(), &options).unwrap();
    let url = format!("postgresql://postgres@127.0.0.1:{port}/postgres");
    let said = Project::new().run(&[
        "init",
        "--database-url",
        &format!(
            "{url}?sslmode=verify-full&sslrootcert={}/ca.pem",
            tls.directory.display()
        ),
    ]);
    assert_eq!(said.status, Some(3));
    assert!(
        said.err
            .contains("`sslmode=verify-full`, and the server has no TLS"),
        "{}",
        said.err
    );
    let said = Project::new().run(&["init", "--database-url", &url]);
    assert_eq!(said.status, Some(0), "{}", said.all());
}
