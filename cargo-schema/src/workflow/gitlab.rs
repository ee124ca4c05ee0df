//! Jobs of GitLab CI, to be included.

use std::fmt::Write as _;

use super::{
    BRANCH, Job, Plan, System, TITLE, TOKEN, When, cache_key, indented, install, string, word,
};
use crate::report::page;

/// Where the command is kept: below the project, because GitLab keeps nothing else.
const ROOT: &str = "$CI_PROJECT_DIR/.cargo-schema";

pub(super) fn render(plan: &Plan) -> String {
    let mut setup = install(ROOT);
    let _ = writeln!(setup, "export PATH=\"{ROOT}/bin:$PATH\"");
    if !plan.directory.is_empty() {
        let _ = writeln!(setup, "cd {}", word(&plan.directory));
    }
    let mut out = format!(
        r"# Written by `cargo schema ci gitlab`, and yours to change. In `.gitlab-ci.yml`:
#   include: [{{local: {}}}]
# {}

.schema:
  image: rust:1
  timeout: 30 minutes
  interruptible: true
  cache:
    key: {}
    paths: [.cargo-schema/]
  before_script:
    - |
{}",
        System::Gitlab.file(),
        page("guide.md#continuous-integration"),
        cache_key(),
        indented(&setup, 6),
    );
    for job in plan.jobs(System::Gitlab) {
        out.push('\n');
        out.push_str(&render_job(&job, plan));
    }
    out
}

fn render_job(job: &Job, plan: &Plan) -> String {
    let source = match job.when {
        When::PullRequest => "merge_request_event",
        When::Nightly => "schedule",
    };
    let mut out = format!(
        "# {}\nschema:{}:\n  extends: .schema\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"{source}\"\n",
        job.about, job.id
    );
    if job.server {
        let _ = write!(
            out,
            r"  services:
    # The major version of the snapshot. Another image where migrations create extensions.
    - name: postgres:{}
      alias: postgres
  variables:
    POSTGRES_HOST_AUTH_METHOD: trust
    DATABASE_URL: postgresql://postgres@postgres:5432/postgres
",
            plan.major
        );
    }
    out.push_str("  script:\n");
    for step in &job.steps {
        let _ = write!(out, "    - |\n{}", indented(&step.script, 6));
    }
    if job.comments {
        let mut script = String::new();
        let mut path = "schema-report.xml".to_owned();
        if !plan.directory.is_empty() {
            let _ = writeln!(script, "cd {}", word(&plan.directory));
            path = format!("{}/{path}", plan.directory);
        }
        script.push_str(&comment());
        let _ = write!(
            out,
            "  after_script:\n    - |\n{}  artifacts:\n    when: always\n    reports:\n      junit: {}\n",
            indented(&script, 6),
            string(&path)
        );
    }
    out
}

/// Writes the report into the note that is there already, else into a new one when the verdict is
/// bad.
fn comment() -> String {
    format!(
        r#"marker=$(head -n 1 schema-report.md 2> /dev/null || true)
if [ -z "${TOKEN}" ] || [ -z "$marker" ]; then
  echo "no comment: there is no variable {TOKEN}, a token with the scope api, or no report"
  exit 0
fi
command -v jq > /dev/null || (apt-get update -q && apt-get install -qy jq) > /dev/null
notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
ask() {{
  curl --fail --silent --show-error --header "PRIVATE-TOKEN: ${TOKEN}" "$@"
}}
comment() {{
  local page=1 found id=
  while [ -z "$id" ]; do
    found=$(ask "$notes?per_page=100&page=$page") || return
    [ "$found" != "[]" ] || break
    id=$(jq --arg marker "$marker" 'map(select(.body | startswith($marker)).id)[0] // empty' <<< "$found") || return
    page=$((page + 1))
  done
  if [ -n "$id" ]; then
    ask --output /dev/null --request PUT "$notes/$id" --data-urlencode body@schema-report.md
  elif [ "$CI_JOB_STATUS" != success ]; then
    ask --output /dev/null --request POST "$notes" --data-urlencode body@schema-report.md
  fi
}}
comment || echo "no comment: GitLab refused it; the job's log has the report"
"#
    )
}

/// Pushes the commit and asks to merge it.
pub(super) fn ask() -> String {
    let complaint = System::Gitlab.complain(&format!(
        "{TOKEN} is not set: a token with the scope write_repository is needed to push"
    ));
    format!(
        r#"if [ -z "${TOKEN}" ]; then
  {complaint}
  exit 1
fi
remote="$CI_SERVER_PROTOCOL://oauth2:${TOKEN}@$CI_SERVER_HOST:$CI_SERVER_PORT/$CI_PROJECT_PATH.git"
if git fetch --quiet --depth=1 "$remote" {BRANCH} 2> /dev/null && git diff --quiet FETCH_HEAD HEAD; then
  echo "the branch {BRANCH} has it already"
  exit 0
fi
git push --quiet --force "$remote" {BRANCH} \
  -o merge_request.create -o merge_request.target="$CI_COMMIT_REF_NAME" \
  -o merge_request.title="{TITLE}" -o merge_request.remove_source_branch
"#
    )
}
