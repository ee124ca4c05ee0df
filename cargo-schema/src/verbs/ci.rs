//! `cargo schema ci`: a workflow for GitHub Actions or GitLab CI.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use schema_snapshot::store::Snapshot;

use super::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::git::Repository;
use crate::place;
use crate::workflow::{Migrations, Plan, System};

const EXAMPLES: &str = "\
Examples:
  cargo schema ci github
      writes `.github/workflows/schema.yml`
  cargo schema ci gitlab --force
      writes `.gitlab/schema.yml` anew

The jobs:
  snapshot  on a pull request: is the snapshot that of the migrations?
  lint      on a pull request: the standard, as annotations and as one comment that is kept up to date
  drift     nightly: is the live database that of the snapshot?
  refresh   nightly: a pull request with the new snapshot, when there is one

Exit status: 0 fine, 2 wrong use or configuration, 3 git or the file system failed";

/// Writes a workflow that checks pull requests, and every night the live database
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Where it runs
    #[arg(value_enum)]
    system: System,

    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// The directory of the migrations. Otherwise the one that `schema.toml` names, or
    /// `migrations/` beside the snapshot
    #[arg(long, value_name = "DIR")]
    migrations: Option<PathBuf>,

    /// Replaces the file when it is there
    #[arg(long)]
    force: bool,
}

/// Runs the verb.
///
/// # Errors
///
/// When there is no repository or no snapshot, or the file is there and is another.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let snapshot = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let repository = Repository::of(&snapshot)?;
    let plan = plan(arguments, &snapshot, &repository, context)?;
    let system = arguments.system;
    let file = repository.root().join(system.file());
    let text = system.render(&plan);
    let shown = system.file();
    match fs::read_to_string(&file) {
        Ok(there) if there == text => {
            terminal.say(format!("`{shown}` is as it would be written"));
            return Ok(Exit::Fine);
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        _ if arguments.force => {}
        _ => {
            return Err(Error::usage(format!("`{shown}` is there already"))
                .help("`--force` replaces it; what was changed by hand is lost")
                .help("or move it away, and compare"));
        }
    }
    let failed = |error: std::io::Error| Error::failed(format!("cannot write `{shown}`: {error}"));
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory).map_err(failed)?;
    }
    fs::write(&file, text).map_err(failed)?;
    if plan.migrations.is_none() {
        terminal.warn(
            "it is not known where the migrations are, so no job compares the snapshot with them; \
             `migrations = \"DIR\"` under `[refresh]` in `schema.toml`, or `--migrations DIR`, and \
             `--force` change that",
        );
    }
    terminal.head(format!("written: `{shown}`"));
    for left in system.left(&plan) {
        terminal.say(left);
    }
    Ok(Exit::Fine)
}

fn plan(
    arguments: &Arguments,
    snapshot: &Path,
    repository: &Repository,
    context: &Context,
) -> Result<Plan> {
    let config = place::config(snapshot, &context.directory)?;
    let major = Snapshot::open(snapshot)
        .map_err(|error| place::unusable(&error))?
        .server_major();
    let inside = repository.inside(snapshot)?;
    let (directory, name) = inside.rsplit_once('/').unwrap_or(("", &inside));
    let name = if name.is_empty() { "." } else { name };
    let migrations = match &arguments.migrations {
        None if config.migrations.is_some() => Some(Migrations::Configured),
        None => {
            let beside = snapshot.parent().map(|parent| parent.join("migrations"));
            beside
                .is_some_and(|beside| beside.is_dir())
                .then(|| Migrations::At("migrations".to_owned()))
        }
        Some(path) => {
            let path = repository.inside(&context.directory.join(path))?;
            let up = directory.split('/').filter(|part| !part.is_empty()).count();
            Some(Migrations::At(
                match Path::new(&path).strip_prefix(directory) {
                    Ok(below) => below.display().to_string().replace('\\', "/"),
                    Err(_) => format!("{}{path}", "../".repeat(up)),
                },
            ))
        }
    };
    Ok(Plan {
        directory: directory.to_owned(),
        snapshot: name.to_owned(),
        migrations,
        major,
    })
}
