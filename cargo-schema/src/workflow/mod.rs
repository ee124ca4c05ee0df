//! The jobs of continuous integration: one list, written for each system in its own words.

mod github;
mod gitlab;

use clap::ValueEnum;

/// Where it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum System {
    /// GitHub Actions: `.github/workflows/schema.yml`
    Github,
    /// GitLab CI: `.gitlab/schema.yml`, to be included
    Gitlab,
}

/// What is checked, in the words of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The directory to work in, from the top of the repository; empty for the top itself.
    pub directory: String,
    /// The snapshot's directory in it.
    pub snapshot: String,
    /// Where the migrations are; none when the schema is nobody's but the database's.
    pub migrations: Option<Migrations>,
    /// The major version of the snapshot's server.
    pub major: i64,
}

/// Where the migrations are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Migrations {
    /// `schema.toml` says it.
    Configured,
    /// Here.
    At(String),
}

impl System {
    /// The file, from the top of the repository.
    pub fn file(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/schema.yml",
            Self::Gitlab => ".gitlab/schema.yml",
        }
    }

    /// What is still to be done by hand, a line each.
    pub fn left(self, plan: &Plan) -> Vec<String> {
        let refreshed = if plan.migrations.is_some() {
            "the migrations"
        } else {
            "the live database"
        };
        let common = format!(
            "`{LIVE}`: the URL of the live database, with a role that only reads; the nightly job `drift` fails without it"
        );
        let notify = format!(
            "`{NOTIFY}`, if you like: the URL of a webhook, or a command, that is told what `drift` finds"
        );
        match self {
            Self::Github => vec![
                format!("add a secret {common}"),
                format!("add a secret {notify}"),
                format!(
                    "for pull requests with a new snapshot of {refreshed}: allow GitHub Actions to create pull requests (Settings, Actions, General), or add a secret `{TOKEN}`"
                ),
            ],
            Self::Gitlab => vec![
                format!(
                    "add to `.gitlab-ci.yml`:  include: [{{local: {}}}]",
                    self.file()
                ),
                "add a schedule for the nightly jobs (Build, Pipeline schedules)".to_owned(),
                format!("add a masked variable {common}"),
                format!("add a masked variable {notify}"),
                format!(
                    "add a masked variable `{TOKEN}`: an access token with the scopes api and write_repository, for comments and for merge requests with a new snapshot of {refreshed}"
                ),
            ],
        }
    }

    /// The text of the file.
    pub fn render(self, plan: &Plan) -> String {
        match self {
            Self::Github => github::render(plan),
            Self::Gitlab => gitlab::render(plan),
        }
    }

    /// A command that says what is wrong, where people look.
    fn complain(self, what: &str) -> String {
        match self {
            Self::Github => format!("echo \"::error::{what}\""),
            Self::Gitlab => format!("echo \"error: {what}\""),
        }
    }
}

/// The secret that has the URL of the live database.
const LIVE: &str = "SCHEMA_DATABASE_URL";
/// The secret that says whom to tell of drift: a command, or the URL of a webhook.
const NOTIFY: &str = "SCHEMA_NOTIFY";
/// The secret that has a token, where the system's own does not suffice.
const TOKEN: &str = "SCHEMA_TOKEN";
/// The branch of the pull request with a new snapshot.
const BRANCH: &str = "schema-refresh";
/// The title of that pull request.
const TITLE: &str = "Refresh the schema snapshot";

/// When a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Whenever somebody asks to merge something.
    PullRequest,
    /// By the clock.
    Nightly,
}

/// Something that runs on a machine of its own.
#[derive(Clone, Debug)]
struct Job {
    id: &'static str,
    /// What it answers, in a comment.
    about: &'static str,
    when: When,
    /// Whether there is a PostgreSQL to apply migrations to.
    server: bool,
    /// What it does, in a shell that stops at the first failure.
    steps: Vec<Step>,
    /// What tells people how it went, whatever that was.
    comments: bool,
    /// Whether it pushes a branch and asks to merge it.
    pushes: bool,
}

/// A script with a name.
#[derive(Clone, Debug)]
struct Step {
    name: &'static str,
    script: String,
    /// The secrets that it knows.
    secrets: Vec<&'static str>,
}

impl Plan {
    fn jobs(&self, system: System) -> Vec<Job> {
        let step = |name, script| Step {
            name,
            script,
            secrets: Vec::new(),
        };
        let job = |id, when, first: Step| Job {
            id,
            about: first.name,
            when,
            server: false,
            steps: vec![first],
            comments: false,
            pushes: false,
        };
        let (source, option) = (self.source(), self.option());
        let mut jobs = Vec::new();
        if self.migrations.is_some() {
            let compare = step(
                "Is the snapshot that of the migrations?",
                format!("cargo-schema refresh --check{source}\n"),
            );
            jobs.push(Job {
                server: true,
                ..job("snapshot", When::PullRequest, compare)
            });
        }
        let lint = step(
            "Do models and tables keep to the standard?",
            self.lint(system),
        );
        jobs.push(Job {
            comments: true,
            ..job("lint", When::PullRequest, lint)
        });
        let drift = Step {
            secrets: vec![LIVE, NOTIFY],
            ..step(
                "Is the live database that of the snapshot?",
                needs_live(system)
                    + &format!(
                        "cargo-schema check --no-models{option} ${{{NOTIFY}:+--notify \"${NOTIFY}\"}}\n"
                    ),
            )
        };
        jobs.push(job("drift", When::Nightly, drift));
        let live = self.migrations.is_none();
        let mut refresh = format!("cargo-schema refresh{source}\n");
        if live {
            refresh.insert_str(0, &needs_live(system));
        }
        let refresh = Step {
            secrets: if live { vec![LIVE] } else { Vec::new() },
            ..step("Take a new snapshot", refresh)
        };
        let propose = step("Ask to merge it", self.propose(system));
        jobs.push(Job {
            server: !live,
            pushes: true,
            steps: vec![refresh.clone(), propose],
            ..job("refresh", When::Nightly, refresh)
        });
        jobs
    }

    /// The options that say where a snapshot is taken from, and which it is.
    fn source(&self) -> String {
        let from = match &self.migrations {
            // The environment has the URL, and what `schema.toml` may say comes after it.
            None => " --database-url \"$DATABASE_URL\"".to_owned(),
            Some(Migrations::Configured) => String::new(),
            Some(Migrations::At(path)) => format!(" --migrations {}", word(path)),
        };
        from + &self.option()
    }

    /// The option that says which snapshot it is, when it has not the name that is looked for.
    fn option(&self) -> String {
        if self.snapshot == "schema" {
            String::new()
        } else {
            format!(" --snapshot {}", word(&self.snapshot))
        }
    }

    /// The files that are the report, and last the verdict.
    fn lint(&self, system: System) -> String {
        let option = self.option();
        let report = |format: &str, file: &str| {
            format!("cargo-schema lint{option} --format {format} > {file} 2> /dev/null || true\n")
        };
        match system {
            System::Github => format!(
                "{}cat \"$RUNNER_TEMP/schema.md\" >> \"$GITHUB_STEP_SUMMARY\"\n\
                 cargo-schema lint{option} --format github\n",
                report("markdown", "\"$RUNNER_TEMP/schema.md\""),
            ),
            System::Gitlab => format!(
                "{}{}cargo-schema lint{option}\n",
                report("markdown", "schema-report.md"),
                report("junit", "schema-report.xml"),
            ),
        }
    }

    /// Pushes a snapshot that changed, and asks to merge it; once for the same snapshot.
    fn propose(&self, system: System) -> String {
        let (snapshot, option) = (word(&self.snapshot), self.option());
        let (report, author, email) = match system {
            System::Github => (
                "\"$RUNNER_TEMP/changes.md\"",
                "github-actions[bot]",
                "41898282+github-actions[bot]@users.noreply.github.com",
            ),
            System::Gitlab => ("schema-report.md", "cargo schema", "cargo-schema@localhost"),
        };
        let ask = match system {
            System::Github => github::ask(),
            System::Gitlab => gitlab::ask(),
        };
        format!(
            r#"if [ -z "$(git status --porcelain -- {snapshot})" ]; then
  echo "the snapshot is up to date"
  exit 0
fi
cargo-schema diff{option} --format markdown > {report} || true
git checkout --quiet -B {BRANCH}
git add -- {snapshot}
git -c user.name="{author}" -c user.email="{email}" \
  commit --quiet --no-verify --message "{TITLE}"
{ask}"#
        )
    }
}

/// Leaves with a failure when there is no live database to ask: that is not green.
fn needs_live(system: System) -> String {
    let complaint = system.complain(&format!(
        "{LIVE} is not set, so there is no live database to compare with"
    ));
    format!(
        "if [ -z \"${LIVE}\" ]; then\n  {complaint}\n  exit 1\nfi\nexport DATABASE_URL=\"${LIVE}\"\n"
    )
}

/// The script that makes the command, in a directory that is kept. Away from the project: its
/// toolchain and its configuration of cargo are for its own build.
fn install(root: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "if [ ! -x \"{root}/bin/cargo-schema\" ]; then\n  \
         (cd \"$HOME\" && cargo install cargo-schema --version {version} --locked --root \"{root}\")\n\
         fi\n"
    )
}

/// What tells one kept command from another.
fn cache_key() -> String {
    format!("cargo-schema-{}", env!("CARGO_PKG_VERSION"))
}

/// A word of the shell.
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:".contains(c);
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('-') {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A string of YAML.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Lines, each with so many spaces before it; empty ones stay empty.
fn indented(text: &str, spaces: usize) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("{:spaces$}{line}\n", ""),
    });
    lines.collect()
}
