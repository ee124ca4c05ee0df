//! The workflows of `cargo schema ci`: each script in them is run as the system would run it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use crate::support::{Database, Project, Said, binaries};

const FIRST: &str = "CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());";
/// A foreign key without an index.
const SECOND: &str = "CREATE TABLE invoices (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now());";

/// Programs that are not to do what they do: they note how they were called, and answer what a test
/// has prepared.
const CARGO: &str = r#"#!/bin/bash
echo "cargo $* in $PWD" >> "$STUBS/calls"
root=${!#}
mkdir -p "$root/bin" && ln -s "$COMMAND" "$root/bin/cargo-schema"
"#;
const GH: &str = r#"#!/bin/bash
echo "gh $*" >> "$STUBS/calls"
for argument; do
  [[ $argument == body=@* ]] && cp "${argument#body=@}" "$STUBS/body"
done
[ ! -e "$STUBS/refused" ] || { echo "HTTP 403: Resource not accessible by integration" >&2; exit 1; }
case "$1 $2" in
  "api --paginate") printf '%s' "${@: -1}" > "$STUBS/filter"; cat "$STUBS/comments" 2> /dev/null || true ;;
  "pr list") cat "$STUBS/requests" 2> /dev/null || true ;;
esac
"#;
const CURL: &str = r#"#!/bin/bash
echo "curl $*" >> "$STUBS/calls"
[ ! -e "$STUBS/refused" ] || { echo "curl: (22) The requested URL returned error: 403" >&2; exit 22; }
case "$*" in
  *"&page=1") cat "$STUBS/notes" 2> /dev/null || echo '[]' ;;
  *"&page="*) echo '[]' ;;
  *body@*) cp "${@: -1:1}" "$STUBS/body" 2> /dev/null || cp schema-report.md "$STUBS/body" ;;
esac
"#;

/// A repository with migrations, a snapshot and an origin.
struct Repository {
    project: Project,
    /// What the system sets, and what stands in its secrets.
    variables: BTreeMap<String, String>,
    /// Where the project is, from the top of the repository.
    directory: &'static str,
    server: Database,
}

impl Repository {
    fn new(directory: &'static str) -> Self {
        let project = Project::new();
        let root = &project.root;
        let inside = |path: &str| Path::new(directory).join(path).display().to_string();
        project.write(&inside("Cargo.toml"), "[package]\nname = \"app\"\n");
        project.write(&inside("migrations/001_users.sql"), FIRST);
        project.write(".gitignore", "/.state\n");
        for (name, text) in [("cargo", CARGO), ("gh", GH), ("curl", CURL)] {
            executable(&project.write(&format!(".state/bin/{name}"), text));
        }
        fs::create_dir(root.join(".state/home")).unwrap();
        fs::create_dir(root.join(".state/temp")).unwrap();
        let state = |path: &str| root.join(".state").join(path).display().to_string();
        let path = std::env::var("PATH").unwrap();
        let server = Database::new("");
        let variables = [
            ("PATH", format!("{}:{path}", state("bin"))),
            ("HOME", state("home")),
            ("STUBS", state("")),
            ("COMMAND", env!("CARGO_BIN_EXE_cargo-schema").to_owned()),
            ("RUNNER_TEMP", state("temp")),
            ("GITHUB_PATH", state("path")),
            ("GITHUB_STEP_SUMMARY", state("summary")),
            ("GITHUB_REPOSITORY", "them/app".to_owned()),
            ("GITHUB_REF_NAME", "main".to_owned()),
            ("CI_PROJECT_DIR", root.display().to_string()),
            ("CI_API_V4_URL", "https://gitlab.test/api/v4".to_owned()),
            ("CI_PROJECT_ID", "3".to_owned()),
            ("CI_MERGE_REQUEST_IID", "12".to_owned()),
            ("CI_COMMIT_REF_NAME", "main".to_owned()),
            ("CI_SERVER_PROTOCOL", "https".to_owned()),
            ("CI_SERVER_HOST", "gitlab.test".to_owned()),
            ("CI_SERVER_PORT", "443".to_owned()),
            ("CI_PROJECT_PATH", "them/app".to_owned()),
            ("GIT_CONFIG_GLOBAL", state("home/.gitconfig")),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value));
        let repository = Self {
            variables: variables.into(),
            directory,
            server,
            project,
        };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.git(&["init", "--quiet", "--bare", ".state/origin.git"]);
        let origin = repository.state("origin.git");
        repository.git(&["remote", "add", "origin", &origin]);
        repository.git(&[
            "config",
            "--global",
            &format!("url.{origin}.insteadOf"),
            "https://oauth2:t0ken@gitlab.test:443/them/app.git",
        ]);
        repository.git(&[
            "-C",
            &origin,
            "config",
            "receive.advertisePushOptions",
            "true",
        ]);
        // `init` finds no configuration that names them: what is found beside the snapshot counts.
        let said = repository.command(&["init", "--database-url", &Database::new(FIRST).url()]);
        assert_eq!(said.status, Some(0), "{}", said.all());
        repository
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        let who = ["-c", "user.name=me", "-c", "user.email=me@localhost"];
        self.git(
            &[
                &who[..],
                &["commit", "--quiet", "--allow-empty", "--message", "x"],
            ]
            .concat(),
        );
        self.git(&["push", "--quiet", "--force", "origin", "main"]);
    }

    /// Migrations, models and standard move on, and the snapshot does not.
    fn drift(&self) {
        let path = Path::new(self.directory).join("migrations/002_invoices.sql");
        self.project.write(path.to_str().unwrap(), SECOND);
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.project.root);
        command.env("GIT_CONFIG_GLOBAL", &self.variables["GIT_CONFIG_GLOBAL"]);
        let output = command.output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {arguments:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The command, in the project's directory.
    fn command(&self, arguments: &[&str]) -> Said {
        let mut command = self.project.command(arguments);
        command.current_dir(self.project.root.join(self.directory));
        said(&mut command)
    }

    fn state(&self, file: &str) -> String {
        let path = self.project.root.join(".state").join(file);
        path.display().to_string()
    }

    /// What a test finds in a file of the state, which is empty from then on.
    fn take(&self, file: &str) -> String {
        let path = self.state(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let _ = fs::remove_file(path);
        text
    }

    fn put(&self, file: &str, text: &str) {
        fs::write(self.state(file), text).unwrap();
    }

    fn write(&self, system: &str) -> Yaml {
        let said = self.command(&["ci", system, "--force"]);
        assert_eq!(said.status, Some(0), "{}", said.all());
        let file = match system {
            "github" => ".github/workflows/schema.yml",
            _ => ".gitlab/schema.yml",
        };
        let text = fs::read_to_string(self.project.root.join(file)).unwrap();
        let mut documents = YamlLoader::load_from_str(&text).unwrap();
        assert_eq!(documents.len(), 1);
        documents.remove(0)
    }

    /// A script, as both systems run it.
    fn bash(&self, script: &str, directory: &str, variables: &[(String, String)]) -> Said {
        self.put("script", script);
        let mut command = Command::new("bash");
        command
            .args([
                "--noprofile",
                "--norc",
                "-eo",
                "pipefail",
                &self.state("script"),
            ])
            .current_dir(self.project.root.join(directory))
            .env_clear()
            .envs(&self.variables)
            .envs(variables.iter().cloned());
        said(&mut command)
    }

    /// The steps of a job of GitHub Actions, and whether it succeeded.
    fn github(&self, workflow: &Yaml, job: &str, secrets: &[(&str, &str)]) -> Said {
        let directory = workflow["defaults"]["run"]["working-directory"].as_str();
        let job = &workflow["jobs"][job];
        let mut whole = Said {
            status: Some(0),
            out: String::new(),
            err: String::new(),
        };
        let mut path = self.variables["PATH"].clone();
        for step in job["steps"].as_vec().unwrap() {
            let Some(script) = step["run"].as_str() else {
                continue;
            };
            let condition = step["if"].as_str().unwrap_or("success()");
            if whole.status != Some(0) && !condition.contains("!cancelled()") {
                continue;
            }
            let mut variables = vec![("PATH".to_owned(), path.clone())];
            for variable in [&job["env"], &step["env"]]
                .into_iter()
                .filter_map(Yaml::as_hash)
                .flatten()
            {
                let (name, value) = (variable.0.as_str().unwrap(), variable.1.as_str().unwrap());
                let value = match value.strip_prefix("${{ ") {
                    None => value.to_owned(),
                    Some(expression) => {
                        let expression = expression.strip_suffix(" }}").unwrap();
                        expression_value(expression, secrets, whole.status == Some(0))
                    }
                };
                variables.push((name.to_owned(), self.served(&value)));
            }
            let said = self.bash(script, directory.unwrap_or(""), &variables);
            whole.out += &said.out;
            whole.err += &said.err;
            if said.status != Some(0) {
                whole.status = said.status;
            }
            let added = self.take("path");
            if !added.is_empty() {
                path = format!("{}:{path}", added.trim());
            }
        }
        whole
    }

    /// A job of GitLab, its scripts one after the other.
    fn gitlab(&self, jobs: &Yaml, job: &str, variables: &[(&str, &str)]) -> Said {
        let job = &jobs[job];
        let lines = |of: &Yaml| {
            let lines = of.as_vec().into_iter().flatten();
            let lines: Vec<_> = lines.map(|line| line.as_str().unwrap()).collect();
            lines.join("\n")
        };
        let own = |(name, value): (&str, &str)| (name.to_owned(), self.served(value));
        let mut all: Vec<_> = variables.iter().map(|pair| own(*pair)).collect();
        for (name, value) in job["variables"].as_hash().into_iter().flatten() {
            all.push(own((name.as_str().unwrap(), value.as_str().unwrap())));
        }
        let before = lines(&jobs[job["extends"].as_str().unwrap()]["before_script"]);
        let script = format!("{before}\n{}", lines(&job["script"]));
        let mut said = self.bash(&script, "", &all);
        let status = if said.status == Some(0) {
            "success"
        } else {
            "failed"
        };
        all.push(("CI_JOB_STATUS".to_owned(), status.to_owned()));
        let after = self.bash(&lines(&job["after_script"]), "", &all);
        said.out += &after.out;
        said.err += &after.err;
        said
    }

    /// The service that stands for the URLs of the workflow's.
    fn served(&self, value: &str) -> String {
        match value {
            "postgresql://postgres@localhost:5432/postgres"
            | "postgresql://postgres@postgres:5432/postgres" => self.server.url(),
            _ => value.to_owned(),
        }
    }
}

fn expression_value(expression: &str, secrets: &[(&str, &str)], success: bool) -> String {
    let known = |name: &str| match name {
        "github.token" => "its-token".to_owned(),
        "github.event.pull_request.number" => "12".to_owned(),
        "steps.verdict.outcome" if success => "success".to_owned(),
        "steps.verdict.outcome" => "failure".to_owned(),
        name => {
            let name = name.strip_prefix("secrets.").unwrap();
            let secret = secrets.iter().find(|(known, _)| *known == name);
            secret.map_or(String::new(), |(_, value)| (*value).to_owned())
        }
    };
    let values = expression.split(" || ").map(known);
    values.clone().find(|v| !v.is_empty()).unwrap_or_default()
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn executable(path: &PathBuf) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

const INSTALL: &str = concat!(
    "cargo install cargo-schema --version ",
    env!("CARGO_PKG_VERSION"),
    " --locked --root "
);

#[test]
fn github_on_what_conforms() {
    let repository = Repository::new("");
    repository.commit();
    let workflow = repository.write("github");
    for job in ["snapshot", "lint", "refresh"] {
        let said = repository.github(&workflow, job, &[]);
        assert_eq!(said.status, Some(0), "{job}: {}", said.all());
    }
    let live = Database::new(FIRST);
    let secrets = [("SCHEMA_DATABASE_URL", &*live.url())];
    let said = repository.github(&workflow, "drift", &secrets);
    assert_eq!(said.status, Some(0), "{}", said.all());
    // It was installed once, away from the project, and kept.
    let calls = repository.take("calls");
    let installed: Vec<_> = calls.lines().filter(|c| c.starts_with("cargo ")).collect();
    let home = repository.state("home");
    assert_eq!(
        installed,
        [format!("{INSTALL}{home}/.cargo-schema in {home}")]
    );
    // Nothing was found, so there is no comment and no pull request.
    let asked = calls.lines().filter(|c| c.starts_with("gh "));
    assert_eq!(asked.clone().count(), 1, "{calls}");
    assert!(
        asked
            .clone()
            .all(|c| c.starts_with("gh api --paginate repos/them/app/issues/12/comments"))
    );
    let summary = repository.take("summary");
    assert!(summary.contains("checked: no findings"), "{summary}");
}

#[test]
fn github_on_what_drifted() {
    let repository = Repository::new("");
    repository.drift();
    repository.commit();
    let workflow = repository.write("github");
    let said = repository.github(&workflow, "snapshot", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(said.out.contains("stale: "), "{}", said.all());
    assert!(said.out.contains("public.invoices"), "{}", said.all());

    // The pull request that mends it, once.
    let said = repository.github(&workflow, "refresh", &[]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    let calls = repository.take("calls");
    let create = "gh pr create --head schema-refresh --base main --title Refresh the schema snapshot --body-file ";
    assert!(calls.contains(create), "{calls}");
    let body = fs::read_to_string(repository.state("temp/changes.md")).unwrap();
    assert!(body.contains("public.invoices"), "{body}");
    let origin = repository.state("origin.git");
    let log = || {
        repository.git(&[
            "-C",
            &origin,
            "log",
            "--format=%h %s",
            "main..schema-refresh",
        ])
    };
    let first = log();
    assert!(
        first.ends_with(" Refresh the schema snapshot\n") && first.lines().count() == 1,
        "{first}"
    );
    let files = repository.git(&[
        "-C",
        &origin,
        "diff",
        "--name-only",
        "main",
        "schema-refresh",
    ]);
    assert_eq!(files, "schema/public/invoices.json\n");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.put("requests", "7\n");
    let said = repository.github(&workflow, "refresh", &[]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(said.out.contains("has it already"), "{}", said.all());
    let calls = repository.take("calls");
    assert!(
        calls.contains("gh pr edit 7 --body-file ") && !calls.contains("create"),
        "{calls}"
    );
    assert_eq!(log(), first);

    // The rules, over the snapshot that has the new table.
    repository.git(&["checkout", "--quiet", "schema-refresh"]);
    let lint = || {
        let said = repository.github(&workflow, "lint", &[]);
        assert_eq!(said.status, Some(1), "{}", said.all());
        let annotation = "::error file=schema/public/invoices.json,line=";
        assert!(said.out.contains(annotation), "{}", said.all());
        assert!(!said.all().contains("its-token"), "{}", said.all());
        (said, repository.take("calls"))
    };
    let (_, calls) = lint();
    let posted = "gh api --silent --method POST repos/them/app/issues/12/comments --field body=@";
    assert!(calls.contains(posted), "{calls}");
    let body = repository.take("body");
    assert!(body.starts_with("<!-- cargo schema lint -->\n"), "{body}");
    assert!(body.contains("foreign_key_index"), "{body}");
    assert_eq!(repository.take("summary"), body);
    // The next time it is the same comment.
    repository.put("comments", "40\n41\n");
    let (_, calls) = lint();
    let patched = "gh api --silent --method PATCH repos/them/app/issues/comments/40 --field body=@";
    assert!(
        calls.contains(patched) && !calls.contains("POST"),
        "{calls}"
    );
    // The token of a fork may not comment: the verdict is the same.
    repository.put("refused", "");
    let (said, _) = lint();
    assert!(
        said.out
            .contains("::notice::the token of this run can't comment"),
        "{}",
        said.all()
    );
}

#[test]
fn the_comment_is_found_by_who_wrote_it_and_how_it_begins() {
    let repository = Repository::new("");
    repository.commit();
    let workflow = repository.write("github");
    assert_eq!(repository.github(&workflow, "lint", &[]).status, Some(0));
    let filter = repository.take("filter");
    assert!(
        filter.contains("startswith(\"<!-- cargo schema lint -->\")"),
        "{filter}"
    );
    let comments = r#"[
        {"id": 1, "user": {"login": "me"}, "body": "<!-- cargo schema lint -->\nmine"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "of another workflow"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- cargo schema lint -->\n"}]"#;
    repository.put("page", comments);
    let mut jq = Command::new("jq");
    match jq.args([&filter, &repository.state("page")]).output() {
        Ok(output) => assert_eq!(String::from_utf8(output.stdout).unwrap(), "3\n"),
        Err(_) => println!("not tested: there is no jq"),
    }
}

#[test]
fn github_by_night() {
    let repository = Repository::new("");
    repository.commit();
    let workflow = repository.write("github");
    let said = repository.github(&workflow, "drift", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(
        said.out.contains("::error::SCHEMA_DATABASE_URL is not set"),
        "{}",
        said.all()
    );
    let live = Database::new(&[FIRST, "ALTER TABLE users ADD nickname text"].concat());
    let url = live.url().replace("postgres@", "postgres:s3cret@");
    assert!(url.contains("s3cret"));
    let secrets = [("SCHEMA_DATABASE_URL", &*url)];
    let said = repository.github(&workflow, "drift", &secrets);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(said.out.contains("nickname"), "{}", said.all());
    assert!(!said.all().contains("s3cret"), "{}", said.all());
    assert!(said.err.is_empty(), "{}", said.all());
    // Somebody is told of it, who may be a command.
    let told = repository.state("told");
    let tell = format!("cat > '{told}'");
    let secrets = [("SCHEMA_DATABASE_URL", &*url), ("SCHEMA_NOTIFY", &*tell)];
    let said = repository.github(&workflow, "drift", &secrets);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let told = fs::read_to_string(told).unwrap();
    assert!(
        told.contains("\"column_added\"") && !told.contains("s3cret"),
        "{told}"
    );
    // What can't be asked is not green.
    let secrets = [(
        "SCHEMA_DATABASE_URL",
        "postgresql://me:s3cret@127.0.0.1:1/app",
    )];
    let said = repository.github(&workflow, "drift", &secrets);
    assert_eq!(said.status, Some(3), "{}", said.all());
    assert!(!said.all().contains("s3cret"), "{}", said.all());
}

#[test]
fn a_pull_request_that_may_not_be_made() {
    let repository = Repository::new("");
    repository.drift();
    repository.commit();
    let workflow = repository.write("github");
    let gh = GH.replace("case ", "[ \"$2\" != create ] || exit 1\ncase ");
    fs::write(repository.state("bin/gh"), gh).unwrap();
    let said = repository.github(&workflow, "refresh", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let said_so = "::error::no pull request for the branch schema-refresh: allow GitHub Actions";
    assert!(said.out.contains(said_so), "{}", said.all());
}

#[test]
fn gitlab_on_what_conforms_and_what_drifted() {
    let repository = Repository::new("");
    repository.commit();
    let jobs = repository.write("gitlab");
    let token = ("SCHEMA_TOKEN", "t0ken");
    for job in ["schema:snapshot", "schema:lint", "schema:refresh"] {
        let said = repository.gitlab(&jobs, job, &[token]);
        assert_eq!(said.status, Some(0), "{job}: {}", said.all());
    }
    let calls = repository.take("calls");
    assert!(
        calls.contains("notes?per_page=100&page=1") && !calls.contains("POST"),
        "{calls}"
    );
    assert_eq!(calls.matches(INSTALL).count(), 1, "{calls}");

    repository.drift();
    repository.commit();
    let said = repository.gitlab(&jobs, "schema:snapshot", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(said.out.contains("stale: "), "{}", said.all());
    let said = repository.gitlab(&jobs, "schema:refresh", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(
        said.out.contains("SCHEMA_TOKEN is not set"),
        "{}",
        said.all()
    );
    repository.git(&["checkout", "--quiet", "--force", "main"]);
    let said = repository.gitlab(&jobs, "schema:refresh", &[token]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(!said.all().contains("t0ken"), "{}", said.all());
    let origin = repository.state("origin.git");
    let files = repository.git(&[
        "-C",
        &origin,
        "diff",
        "--name-only",
        "main",
        "schema-refresh",
    ]);
    assert_eq!(files, "schema/public/invoices.json\n");
    repository.git(&["checkout", "--quiet", "main"]);
    let said = repository.gitlab(&jobs, "schema:refresh", &[token]);
    assert!(said.out.contains("has it already"), "{}", said.all());
    repository.take("calls");

    repository.git(&["checkout", "--quiet", "schema-refresh"]);
    let lint = |token: &[(&str, &str)]| {
        let said = repository.gitlab(&jobs, "schema:lint", token);
        assert_eq!(said.status, Some(1), "{}", said.all());
        assert!(
            said.out.contains("error[foreign_key_index]"),
            "{}",
            said.all()
        );
        assert!(!said.all().contains("t0ken"), "{}", said.all());
        (said, repository.take("calls"))
    };
    let (_, calls) = lint(&[token]);
    let notes = "https://gitlab.test/api/v4/projects/3/merge_requests/12/notes";
    let post = format!("--request POST {notes} --data-urlencode body@schema-report.md");
    assert!(calls.contains(&post), "{calls}");
    assert!(
        repository
            .take("body")
            .starts_with("<!-- cargo schema lint -->\n")
    );
    let xml = fs::read_to_string(repository.project.root.join("schema-report.xml")).unwrap();
    assert!(xml.contains("foreign_key_index"), "{xml}");
    repository.put(
        "notes",
        r#"[{"id": 8, "body": "x"}, {"id": 9, "body": "<!-- cargo schema lint -->\nold"}]"#,
    );
    if Command::new("jq").arg("--version").output().is_ok() {
        let (_, calls) = lint(&[token]);
        assert!(
            calls.contains(&format!("--request PUT {notes}/9 ")),
            "{calls}"
        );
        assert!(!calls.contains("POST"), "{calls}");
    }
    repository.put("refused", "");
    assert!(
        lint(&[token])
            .0
            .out
            .contains("no comment: GitLab refused it")
    );
    assert!(
        lint(&[])
            .0
            .out
            .contains("no comment: there is no variable SCHEMA_TOKEN")
    );

    let said = repository.gitlab(&jobs, "schema:drift", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    assert!(
        said.out.contains("SCHEMA_DATABASE_URL is not set"),
        "{}",
        said.all()
    );
    repository.git(&["checkout", "--quiet", "main"]);
    for (sql, status) in [("", 0), ("ALTER TABLE users ADD nickname text", 1)] {
        let live = Database::new(&[FIRST, sql].concat());
        let tell = format!("cat > '{}'", repository.state("told"));
        let live = [
            ("SCHEMA_DATABASE_URL", &*live.url()),
            ("SCHEMA_NOTIFY", &tell),
        ];
        let said = repository.gitlab(&jobs, "schema:drift", &live);
        assert_eq!(said.status, Some(status), "{}", said.all());
        assert_eq!(
            repository.take("told").contains("column_added"),
            status == 1
        );
    }
}

#[test]
fn a_project_below_the_top_of_its_repository() {
    let repository = Repository::new("back end/it's");
    repository.drift();
    repository.commit();
    let workflow = repository.write("github");
    let said = repository.github(&workflow, "snapshot", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let said = repository.github(&workflow, "refresh", &[]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    let said = repository.github(&workflow, "lint", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let annotation = "::error file=back end/it's/schema/public/invoices.json,line=";
    assert!(said.out.contains(annotation), "{}", said.all());
    repository.git(&["checkout", "--quiet", "main"]);
    let jobs = repository.write("gitlab");
    let said = repository.gitlab(&jobs, "schema:snapshot", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let junit = jobs["schema:lint"]["artifacts"]["reports"]["junit"].as_str();
    assert_eq!(junit, Some("back end/it's/schema-report.xml"));
    let said = repository.gitlab(&jobs, "schema:lint", &[("SCHEMA_TOKEN", "t0ken")]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(
        repository
            .take("calls")
            .contains("/notes?per_page=100&page=1")
    );
}

#[test]
fn what_is_known_of_migrations_and_server() {
    let repository = Repository::new("");
    let root = &repository.project.root;
    let major = binaries().major();
    let image = |workflow: &Yaml| {
        let image = &workflow["jobs"]["snapshot"]["services"]["postgres"]["image"];
        image.as_str().map(str::to_owned)
    };
    let verdict = |workflow: &Yaml, job: &str| {
        let steps = workflow["jobs"][job]["steps"].as_vec().unwrap();
        steps[3]["run"].as_str().unwrap().to_owned()
    };
    let workflow = repository.write("github");
    assert_eq!(image(&workflow), Some(format!("postgres:{major}")));
    let check = "cargo-schema refresh --check --migrations migrations\n";
    assert_eq!(verdict(&workflow, "snapshot"), check);

    let config = root.join("schema/schema.toml");
    let text = fs::read_to_string(&config).unwrap();
    let told = format!("{text}\n[refresh]\nmigrations = \"elsewhere/sql\"\n");
    fs::write(
        &config,
        if text.contains("\n[refresh]\n") {
            text.replace(
                "\n[refresh]\n",
                "\n[refresh]\nmigrations = \"elsewhere/sql\"\n",
            )
        } else {
            told
        },
    )
    .unwrap();
    let workflow = repository.write("github");
    assert_eq!(
        verdict(&workflow, "snapshot"),
        "cargo-schema refresh --check\n"
    );
    fs::write(&config, &text).unwrap();

    // Without migrations the live database is all there is to take a snapshot from.
    fs::remove_dir_all(root.join("migrations")).unwrap();
    repository.commit();
    let said = repository.command(&["ci", "github", "--force"]);
    assert!(
        said.err
            .starts_with("warning: it is not known where the migrations are"),
        "{}",
        said.all()
    );
    let workflow = repository.write("github");
    assert!(workflow["jobs"]["snapshot"].is_badvalue());
    let said = repository.github(&workflow, "refresh", &[]);
    assert_eq!(said.status, Some(1), "{}", said.all());
    let live = Database::new(&[FIRST, "ALTER TABLE users ADD nickname text"].concat());
    let secrets = [("SCHEMA_DATABASE_URL", &*live.url())];
    let said = repository.github(&workflow, "refresh", &secrets);
    assert_eq!(said.status, Some(0), "{}", said.all());
    assert!(repository.take("calls").contains("gh pr create"));
}

#[test]
fn a_file_that_is_there_stays() {
    let repository = Repository::new("");
    let file = repository.project.root.join(".github/workflows/schema.yml");
    let run = |arguments: &[&str]| repository.command(&[&["ci", "github"], arguments].concat());
    let said = run(&[]);
    assert!(
        said.out
            .starts_with("written: `.github/workflows/schema.yml`\n"),
        "{}",
        said.all()
    );
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(
        run(&[]).out,
        "`.github/workflows/schema.yml` is as it would be written\n"
    );
    let changed = format!("{written}# mine\n");
    fs::write(&file, &changed).unwrap();
    let said = run(&[]);
    insta::assert_snapshot!(said.all(), @r"
    exit status 2
    --- err
    error: `.github/workflows/schema.yml` is there already
      = help: `--force` replaces it; what was changed by hand is lost
      = help: or move it away, and compare
    ");
    assert_eq!(fs::read_to_string(&file).unwrap(), changed);
    assert_eq!(run(&["--force"]).status, Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
}

/// What can go wrong in a workflow without a script that fails.
#[test]
fn github_gives_no_more_than_is_needed() {
    let repository = Repository::new("");
    let workflow = repository.write("github");
    let events = workflow["on"].as_hash().unwrap();
    let events: Vec<_> = events.keys().map(|event| event.as_str().unwrap()).collect();
    assert_eq!(
        events,
        [
            "pull_request",
            "merge_group",
            "schedule",
            "workflow_dispatch"
        ]
    );
    let permissions = |of: &Yaml| -> Vec<String> {
        let all = of["permissions"].as_hash().into_iter().flatten();
        all.map(|(of, what)| format!("{} {}", of.as_str().unwrap(), what.as_str().unwrap()))
            .collect()
    };
    assert_eq!(permissions(&workflow), ["contents read"]);
    let none: [&str; 0] = [];
    for (job, expected) in [
        ("snapshot", &none[..]),
        ("lint", &["contents read", "pull-requests write"]),
        ("drift", &none),
        ("refresh", &["contents write", "pull-requests write"]),
    ] {
        let job = &workflow["jobs"][job];
        assert_eq!(permissions(job), expected);
        assert_eq!(job["runs-on"].as_str(), Some("ubuntu-latest"));
        assert!(job["timeout-minutes"].as_i64().is_some());
        assert!(
            job["if"]
                .as_str()
                .unwrap()
                .contains("github.event_name == '")
        );
        for step in job["steps"].as_vec().unwrap() {
            if let Some(action) = step["uses"].as_str() {
                let (name, version) = action.split_once("@v").unwrap();
                assert!(["actions/checkout", "actions/cache"].contains(&name));
                version.parse::<u32>().unwrap();
                let with = &step["with"];
                let kept = with["persist-credentials"].as_bool().unwrap_or(true);
                assert!(name != "actions/checkout" || kept != with["token"].is_badvalue());
            } else {
                // What a pull request's author writes is never part of a script.
                assert!(!step["run"].as_str().unwrap().contains("${{"));
                assert!(step["name"].as_str().is_some());
            }
        }
    }
}
