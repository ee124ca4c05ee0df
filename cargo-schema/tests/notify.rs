//! `--notify`: commands, and servers of our own.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::Value;

use crate::support::{Database, Project, Said};

const GOOD: &str = "CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());";
const BAD: &str = "CREATE TABLE order_line (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());";

fn project(sql: &str) -> Project {
    let project = Project::new();
    let said = project.run(&["init", "--database-url", &Database::new(sql).url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    project
}

/// Without what the machine that runs the test may have set.
fn run(project: &Project, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = project.command(arguments);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    for name in [
        "CI_JOB_URL",
        "GITHUB_RUN_ID",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    Said {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A server that takes one request, and answers with these bytes.
struct Hook {
    url: String,
    request: JoinHandle<String>,
}

fn hook(answer: &'static str) -> Hook {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "http://{}/services/s3cret?key=s3cret",
        listener.local_addr().unwrap()
    );
    let request = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_request(&mut stream);
        stream.write_all(answer.as_bytes()).unwrap();
        let _ = stream.shutdown(Shutdown::Write);
        request
    });
    Hook { url, request }
}

/// The head and as much of a body as it says.
fn read_request(stream: &mut impl Read) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).unwrap();
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.split("content-length: ").nth(1).unwrap();
            let length: usize = length.lines().next().unwrap().parse().unwrap();
            if body.len() >= length {
                return text;
            }
        }
        assert!(read > 0, "{text}");
    }
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

#[test]
fn a_webhook_gets_what_was_found() {
    let project = project(BAD);
    let hook = hook(OK);
    let plain = run(&project, &["lint"], &[]);
    let said = run(&project, &["lint", "--notify", &hook.url], &[]);
    // The rest is as it would be without.
    assert_eq!(said.all(), plain.all());
    assert_eq!(said.status, Some(1));
    let request = hook.request.join().unwrap();
    let head = request.split_once("\r\n\r\n").unwrap().0.to_lowercase();
    assert!(
        head.starts_with("post /services/s3cret?key=s3cret http/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.contains("\r\ncontent-type: application/json"),
        "{head}"
    );
    let mut sent = body(&request);
    let json = run(&project, &["lint", "--format", "json"], &[]).out;
    let expected: Value = serde_json::from_str(&json).unwrap();
    let members = sent.as_object_mut().unwrap();
    assert_eq!(members.remove("verb"), Some("lint".into()));
    let text = members.remove("text").unwrap();
    let text = text.as_str().unwrap();
    assert!(text.starts_with("cargo schema lint: 1 relation"), "{text}");
    assert!(text.contains("1 error"), "{text}");
    assert!(
        text.ends_with(&format!("\n{}", project.root.display())),
        "{text}"
    );
    assert_eq!(sent, expected);
}

#[test]
fn nobody_is_told_that_all_is_well() {
    let project = project(GOOD);
    let marker = project.root.join("told");
    let tell = format!("cat > {}", marker.display());
    let database = Database::new(GOOD);
    let url = database.url();
    for arguments in [
        &["lint"][..],
        &["refresh", "--check", "--database-url", &url],
        &["check", "--no-models", "--database-url", &url],
        &[
            "diff",
            "snapshot:schema",
            "database",
            "--database-url",
            &url,
        ],
    ] {
        let said = run(&project, &[arguments, &["--notify", &tell]].concat(), &[]);
        assert_eq!(said.status, Some(0), "{}", said.all());
        assert!(!marker.exists(), "{arguments:?}");
    }
}

#[test]
fn a_command_gets_it_from_each_verb() {
    let project = project(GOOD);
    let database = Database::new(&[GOOD, "ALTER TABLE users ADD nickname text"].concat());
    let url = database.url();
    let file = project.root.join("told.json");
    // What it says is no part of the report.
    let tell = format!("cat > '{}'; echo said by the command", file.display());
    let run_url = [
        ("GITHUB_SERVER_URL", "https://github.test"),
        ("GITHUB_REPOSITORY", "them/app"),
        ("GITHUB_RUN_ID", "7"),
    ];
    for (verb, arguments) in [
        (
            "refresh",
            &["refresh", "--check", "--database-url", &url][..],
        ),
        ("check", &["check", "--no-models", "--database-url", &url]),
        (
            "diff",
            &[
                "diff",
                "snapshot:schema",
                "database",
                "--database-url",
                &url,
            ],
        ),
    ] {
        let said = run(
            &project,
            &[arguments, &["--notify", &tell]].concat(),
            &run_url,
        );
        assert_eq!(said.status, Some(1), "{}", said.all());
        assert!(!said.out.contains("said by"), "{}", said.all());
        assert_eq!(said.err, "said by the command\n");
        let told = std::fs::read_to_string(&file).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!((&told["format"], &told["verb"]), (&1.into(), &verb.into()));
        let changes = &told["changes"];
        assert_eq!(changes[0]["kind"], "column_added", "{told}");
        assert_eq!(changes[0]["column"], "nickname", "{told}");
        let text = told["text"].as_str().unwrap();
        assert!(
            text.starts_with(&format!("cargo schema {verb}: ")),
            "{text}"
        );
        assert!(
            text.ends_with("\nhttps://github.test/them/app/actions/runs/7"),
            "{text}"
        );
    }
}

#[test]
fn several_are_told_that_there_is_no_verdict() {
    let project = project(GOOD);
    let hook = hook(OK);
    let file = project.root.join("told.json");
    let tell = format!("cat > '{}'", file.display());
    let url = "postgresql://me:s3cret@127.0.0.1:1/app";
    let arguments = ["diff", "snapshot:schema", "database", "--database-url", url];
    let notify = [
        "--notify", "exit 3", "--notify", &tell, "--notify", &hook.url,
    ];
    let said = run(&project, &[&arguments[..], &notify].concat(), &[]);
    assert_eq!(said.status, Some(3), "{}", said.all());
    let warning =
        "warning: the command of `--notify` was not notified: it ended with exit status: 3\n";
    assert!(said.err.starts_with(warning), "{}", said.all());
    let told = body(&hook.request.join().unwrap());
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(told, serde_json::from_str::<Value>(&written).unwrap());
    let message = told["errors"][0]["message"].as_str().unwrap();
    assert!(
        said.err.contains(&format!("error: {message}\n")),
        "{message}: {}",
        said.all()
    );
    assert!(!written.contains("s3cret"), "{written}");
    assert!(!said.all().contains("s3cret"), "{}", said.all());
}

#[test]
fn what_does_not_arrive_is_a_warning() {
    let project = project(BAD);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}/s3cret", closed.local_addr().unwrap());
    drop(closed);
    let lint = |notify: &str| {
        let said = run(&project, &["lint", "--notify", notify], &[]);
        assert_eq!(said.status, Some(1), "{}", said.all());
        assert!(!said.all().contains("s3cret"), "{}", said.all());
        assert_eq!(said.err.lines().count(), 1, "{}", said.all());
        said.err
    };
    let warning = |url: &str, why: &str| {
        let host = url.split("/s").next().unwrap();
        format!("warning: `{host}` was not notified: {why}\n")
    };
    let why = lint(&refused);
    let expected = warning(&refused, "Connection refused");
    assert!(why.starts_with(expected.trim_end()), "{why}");
    for (answer, why) in [
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            "it answered 404 Not Found",
        ),
        (
            "HTTP/1.1 302 Found\r\nlocation: /s3cret\r\ncontent-length: 0\r\n\r\n",
            "it answered 302 Found",
        ),
        ("SSH-2.0-OpenSSH\r\n\r\n", "the answer is no HTTP"),
    ] {
        let hook = hook(answer);
        assert_eq!(lint(&hook.url), warning(&hook.url, why));
        assert_eq!(body(&hook.request.join().unwrap())["verb"], "lint");
    }
    let missing = lint("s3cret-that-is-no-command 2> /dev/null");
    assert!(
        missing.ends_with("was not notified: it ended with exit status: 127\n"),
        "{missing}"
    );
    let killed = lint("kill -9 $$");
    assert!(killed.contains("signal: 9"), "{killed}");
}

#[test]
fn a_server_that_does_not_answer() {
    let project = project(BAD);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/s3cret", listener.local_addr().unwrap());
    let started = Instant::now();
    let said = run(&project, &["lint", "--notify", &url], &[]);
    let took = started.elapsed();
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(
        said.err
            .ends_with(" was not notified: no answer within 10 seconds\n"),
        "{}",
        said.all()
    );
    assert!(
        took > Duration::from_secs(9) && took < Duration::from_secs(25),
        "{took:?}"
    );
}

#[test]
fn a_command_that_does_not_read() {
    // More than fits into a pipe.
    let many: String = (0..300)
        .map(|n| BAD.replace("order_line", &format!("list_{n}_line")))
        .collect();
    let project = project(&many);
    let said = run(&project, &["lint", "--notify", "exec true"], &[]);
    assert_eq!((said.status, said.err.as_str()), (Some(1), ""));
    let sent = project.root.join("sent");
    let tell = format!("wc -c > '{}'", sent.display());
    let said = run(&project, &["lint", "--notify", &tell], &[]);
    assert_eq!((said.status, said.err.as_str()), (Some(1), ""));
    let count: usize = std::fs::read_to_string(sent)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    assert!(count > 100_000, "{count}");
}

#[test]
fn a_url_that_is_none_is_said_before_anything_is_done() {
    let project = Project::new();
    let said = run(&project, &["lint", "--notify", "https://"], &[]);
    insta::assert_snapshot!(said.all(), @r"
    exit status 2
    --- err
    error: the URL of `--notify` can't be understood
      = help: `https://host/path` is what one looks like; a command may not begin so
    ");
}

#[test]
fn https_is_for_certificates_that_this_machine_trusts() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        // The first one hangs up when it sees the certificate.
        let mut requests = (0..2).map(|_| {
            let (stream, _) = listener.accept().unwrap();
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let mut first = [0; 1];
            stream.read_exact(&mut first).ok()?;
            let request = read_request(&mut first.as_slice().chain(&mut stream));
            stream.write_all(OK.as_bytes()).unwrap();
            let _ = stream.flush();
            Some(request)
        });
        (requests.next().unwrap(), requests.next().unwrap())
    });
    let project = project(BAD);
    let url = format!("https://localhost:{port}/s3cret");
    let arguments = ["lint", "--notify", &url];
    let file = |name: &str, text: &str| project.write(name, text).display().to_string();
    let other = CertifiedIssuer::self_signed(
        CertificateParams::new(Vec::new()).unwrap(),
        KeyPair::generate().unwrap(),
    );
    let other = file("other.pem", &other.unwrap().pem());
    let said = run(&project, &arguments, &[("SSL_CERT_FILE", &other)]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let warning =
        format!("warning: `https://localhost:{port}` was not notified: invalid peer certificate");
    assert!(said.err.starts_with(&warning), "{}", said.all());
    let trusted = file("ca.pem", &authority.pem());
    let said = run(&project, &arguments, &[("SSL_CERT_FILE", &trusted)]);
    assert_eq!((said.status, said.err.as_str()), (Some(1), ""));
    let (refused, request) = server.join().unwrap();
    assert_eq!(refused, None);
    assert_eq!(body(&request.unwrap())["verb"], "lint");
}
