//! A workflow of GitHub Actions.

use std::fmt::Write as _;

use super::{
    BRANCH, Job, Plan, Step, System, TITLE, TOKEN, When, cache_key, indented, install, string,
};
use crate::report::page;

/// Where the command is kept.
const ROOT: &str = "$HOME/.cargo-schema";

pub(super) fn render(plan: &Plan) -> String {
    let mut out = format!(
        r#"# Written by `cargo schema ci github`, and yours to change.
# {}
name: schema

on:
  pull_request:
  merge_group:
  schedule:
    - cron: "23 3 * * *"
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: schema-${{{{ github.event_name }}}}-${{{{ github.ref }}}}
  cancel-in-progress: true

defaults:
  run:
    shell: bash
"#,
        page("guide.md#continuous-integration")
    );
    if !plan.directory.is_empty() {
        let _ = writeln!(out, "    working-directory: {}", string(&plan.directory));
    }
    out.push_str("\njobs:");
    for job in plan.jobs(System::Github) {
        out.push('\n');
        out.push_str(&indented(&render_job(&job, plan), 2));
    }
    out
}

fn render_job(job: &Job, plan: &Plan) -> String {
    let events = match job.when {
        When::PullRequest => ["pull_request", "merge_group"],
        When::Nightly => ["schedule", "workflow_dispatch"],
    };
    let [first, second] = events.map(|event| format!("github.event_name == '{event}'"));
    let mut out = format!(
        "# {}\n{}:\n  if: {first} || {second}\n  runs-on: ubuntu-latest\n  timeout-minutes: 30\n",
        job.about, job.id
    );
    if job.comments || job.pushes {
        let contents = if job.pushes { "write" } else { "read" };
        let _ = write!(
            out,
            "  permissions:\n    contents: {contents}\n    pull-requests: write\n"
        );
    }
    if job.server {
        let _ = write!(
            out,
            r#"  services:
    postgres:
      # The major version of the snapshot. Another image where migrations create extensions.
      image: postgres:{}
      env:
        POSTGRES_HOST_AUTH_METHOD: trust
      ports: ["5432:5432"]
      options: >-
        --health-cmd "pg_isready --username postgres"
        --health-interval 2s
        --health-retries 30
  env:
    DATABASE_URL: postgresql://postgres@localhost:5432/postgres
"#,
            plan.major
        );
    }
    out.push_str("  steps:\n");
    let mut step = |text: &str| out.push_str(&indented(text, 4));
    let token = format!("${{{{ secrets.{TOKEN} || github.token }}}}");
    step(&if job.pushes {
        // Workflows do not start by what their own token pushes; they do by another one's.
        format!("- uses: actions/checkout@v6\n  with:\n    token: {token}\n")
    } else {
        "- uses: actions/checkout@v6\n  with:\n    persist-credentials: false\n".to_owned()
    });
    step(&format!(
        "- uses: actions/cache@v5\n  with:\n    path: ~/.cargo-schema\n    \
         key: {}-${{{{ runner.os }}}}-${{{{ runner.arch }}}}\n",
        cache_key()
    ));
    let path = format!("{}echo \"{ROOT}/bin\" >> \"$GITHUB_PATH\"\n", install(ROOT));
    step(&run("Install cargo-schema", "", &path));
    for (
        at,
        Step {
            name,
            script,
            secrets,
        },
    ) in job.steps.iter().enumerate()
    {
        let mut settings = String::new();
        if job.comments {
            settings.push_str("id: verdict\n");
        }
        if !secrets.is_empty() {
            settings.push_str("env:\n");
            for secret in secrets {
                let _ = writeln!(settings, "  {secret}: ${{{{ secrets.{secret} }}}}");
            }
        } else if job.pushes && at + 1 == job.steps.len() {
            let _ = write!(settings, "env:\n  GH_TOKEN: {token}\n");
        }
        step(&run(name, &settings, script));
    }
    if job.comments {
        step(&run(
            "Comment",
            "if: ${{ !cancelled() && github.event_name == 'pull_request' }}\n\
             env:\n  \
               GH_TOKEN: ${{ github.token }}\n  \
               NUMBER: ${{ github.event.pull_request.number }}\n  \
               VERDICT: ${{ steps.verdict.outcome }}\n",
            COMMENT,
        ));
    }
    out
}

fn run(name: &str, settings: &str, script: &str) -> String {
    format!(
        "- name: {name}\n{}  run: |\n{}",
        indented(settings, 2),
        indented(script, 4)
    )
}

/// Writes the report into the comment that is there already, else into a new one when the verdict
/// is bad. The token of a pull request from a fork can't write, which is no fault of its author.
const COMMENT: &str = r#"marker=$(head -n 1 "$RUNNER_TEMP/schema.md" 2> /dev/null || true)
if [ -z "$marker" ]; then
  echo "there is no report to comment with"
  exit 0
fi
comments="repos/$GITHUB_REPOSITORY/issues"
comment() {
  local ids
  ids=$(gh api --paginate "$comments/$NUMBER/comments" --jq \
    ".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$marker\"))) | .id") ||
    return
  if [ -n "$ids" ]; then
    gh api --silent --method PATCH "$comments/comments/${ids%%$'\n'*}" --field body=@"$RUNNER_TEMP/schema.md"
  elif [ "$VERDICT" != success ]; then
    gh api --silent --method POST "$comments/$NUMBER/comments" --field body=@"$RUNNER_TEMP/schema.md"
  fi
}
comment || echo "::notice::the token of this run can't comment; the run's summary has the report"
"#;

/// Pushes the commit and asks to merge it, or brings up to date what asks already.
pub(super) fn ask() -> String {
    format!(
        r#"if git fetch --quiet --depth=1 origin {BRANCH} 2> /dev/null && git diff --quiet FETCH_HEAD HEAD; then
  echo "the branch {BRANCH} has it already"
else
  git push --quiet --force origin {BRANCH}
fi
number=$(gh pr list --head {BRANCH} --state open --json number --jq '.[].number')
if [ -n "$number" ]; then
  gh pr edit "$number" --body-file "$RUNNER_TEMP/changes.md"
elif ! gh pr create --head {BRANCH} --base "$GITHUB_REF_NAME" --title "{TITLE}" --body-file "$RUNNER_TEMP/changes.md"; then
  {}
  exit 1
fi
"#,
        System::Github.complain(&format!(
            "no pull request for the branch {BRANCH}: allow GitHub Actions to create pull requests (Settings, Actions, General), or add a secret {TOKEN}"
        ))
    )
}
