//! `cargo schema hook`: a git hook that keeps migrations and snapshot in one commit.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Context, refresh};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::git::Repository;
use crate::place;
use crate::report::plural;

const EXAMPLES: &str = "\
Examples:
  cargo schema hook install
      from now on a commit has migrations and snapshot together, or neither
  cargo schema hook install --verify
      a commit that has one of them applies the migrations to a throw-away server and compares
  git commit --no-verify
      a commit without the hook

Exit status: 0 fine, 1 the commit is refused, 2 wrong use or configuration, 3 git or the file system failed";

/// Keeps migrations and snapshot in one commit, by a git pre-commit hook
///
/// The hook refuses a commit that changes migrations and not the snapshot, or the snapshot and no
/// migration. It looks at what is staged, asks no database, and takes a few milliseconds.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Adds the hook to the repository's pre-commit hook, or makes one
    Install(What),
    /// Takes it out again
    Uninstall,
    /// What the hook runs
    Run(What),
}

/// What is watched, and how.
#[derive(Args, Clone, Debug, Default)]
struct What {
    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// The directory of the migrations. Otherwise the one that `schema.toml` names, or
    /// `migrations/` beside the snapshot
    #[arg(long, value_name = "DIR")]
    migrations: Option<PathBuf>,

    /// Applies the migrations to a private throw-away server and compares, when migrations or
    /// snapshot are part of the commit: then a migration that changes no schema is fine by itself
    #[arg(long)]
    verify: bool,
}

/// Runs the verb.
///
/// # Errors
///
/// When there is no repository, no snapshot, or a hook that is in the way.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    match &arguments.action {
        Action::Install(what) => install(what, context),
        Action::Uninstall => uninstall(context),
        Action::Run(what) => check(what, context),
    }
}

/// The directories that are watched, from the top of the repository.
struct Watched {
    repository: Repository,
    snapshot: PathBuf,
    migrations: PathBuf,
}

impl Watched {
    fn find(what: &What, context: &Context) -> Result<Self> {
        let snapshot = place::existing(&context.directory, what.snapshot.as_deref())?;
        let repository = Repository::of(&snapshot)?;
        let config = place::config(&snapshot, &context.directory)?;
        let migrations = match &what.migrations {
            Some(given) => Some(context.directory.join(given)),
            None => place::migrations(&config, &snapshot).or_else(|| {
                let beside = snapshot.parent().map(|parent| parent.join("migrations"));
                beside.filter(|beside| beside.is_dir())
            }),
        };
        let Some(migrations) = migrations else {
            return Err(Error::usage("it is not known where the migrations are")
                .help("`migrations = \"DIR\"` under `[refresh]` in `schema.toml` says so to every verb, `--migrations DIR` to this one"));
        };
        Ok(Self {
            repository,
            snapshot,
            migrations,
        })
    }
}

// What the hook runs.

fn check(what: &What, context: &Context) -> Result<Exit> {
    let watched = Watched::find(what, context)?;
    let repository = &watched.repository;
    let directory = repository.inside(&watched.snapshot)?;
    let own = |path: &String| {
        // Written by hand, or by `cargo schema baseline`: no migration is behind it.
        let inside = path.strip_prefix(&directory).unwrap_or(path);
        !inside.ends_with("/schema.toml") && !inside.contains("/baseline/")
    };
    let mut in_snapshot = repository.staged(&watched.snapshot)?;
    in_snapshot.retain(own);
    let in_migrations = repository.staged(&watched.migrations)?;
    if in_snapshot.is_empty() && in_migrations.is_empty() {
        return Ok(Exit::Fine);
    }
    let snapshot = place::shown(&watched.snapshot, &context.directory);
    let migrations = place::shown(&watched.migrations, &context.directory);
    let refresh = format!("run `cargo schema refresh --migrations {migrations}`");
    let mut unstaged = repository.unstaged(&watched.snapshot)?;
    unstaged.retain(own);
    let refused = |message: String, files: &[String], help: &[String]| {
        let shown = files.iter().take(5).map(|file| format!("\n    {file}"));
        let mut message = message + &shown.collect::<String>();
        if files.len() > 5 {
            let _ = write!(
                message,
                "\n    and {}",
                plural(files.len() - 5, "other file")
            );
        }
        let mut error = Error::usage(message);
        error.exit = Exit::Found;
        error.help = help.to_vec();
        error
            .help
            .push("`git commit --no-verify` commits as it is".to_owned());
        Err(error)
    };
    if !unstaged.is_empty() && !in_snapshot.is_empty() {
        return refused(
            format!("part of the snapshot `{snapshot}` is not in this commit:"),
            &unstaged,
            &[format!("run `git add {snapshot}`")],
        );
    }
    if what.verify {
        return verify(&watched, context);
    }
    if in_snapshot.is_empty() {
        return refused(
            "the commit changes migrations, and not the snapshot:".to_owned(),
            &in_migrations,
            &[
                format!("{refresh} and `git add {snapshot}`"),
                "when the migrations change no schema, `cargo schema hook install --verify` finds \
                 that out by applying them"
                    .to_owned(),
            ],
        );
    }
    // The first snapshot is taken of what was there before.
    let is_first = in_snapshot.contains(&format!("{directory}/index.json"))
        && !repository.has_committed(&watched.snapshot.join("index.json"))?;
    if in_migrations.is_empty() && !is_first {
        return refused(
            "the commit changes the snapshot, and no migration:".to_owned(),
            &in_snapshot,
            &[
                format!("write the migration that makes this change, then {refresh}"),
                format!("or take the snapshot back: `git restore --staged --worktree {snapshot}`"),
            ],
        );
    }
    Ok(Exit::Fine)
}

/// The truth, instead of which files are in the commit.
fn verify(watched: &Watched, context: &Context) -> Result<Exit> {
    let migrations = place::shown(&watched.migrations, &context.directory);
    refresh::check(&watched.snapshot, migrations.into(), context)
}

// The hook itself.

const BEGIN: &str = "# >>> cargo schema hook: a commit has migrations and snapshot together";
const END: &str = "# <<< cargo schema hook";

fn install(what: &What, context: &Context) -> Result<Exit> {
    let watched = Watched::find(what, context)?;
    let file = hook_file(&watched.repository)?;
    let shown = place::shown(&file, &context.directory);
    let before = existing(&file, &shown)?;
    let block = block(what, &watched)?;
    let text = match &before {
        None => format!("#!/bin/sh\n{block}"),
        Some(text) => {
            let text = without_block(text);
            // After the first line: what follows may end with `exec` or `exit`.
            let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
            format!("{first}\n{block}{rest}")
        }
    };
    if before.as_deref() == Some(&text) {
        context
            .terminal
            .say(format!("`{shown}` has the hook already"));
        return Ok(Exit::Fine);
    }
    write(&file, &text, &shown)?;
    let how = if before.is_some() {
        "added to"
    } else {
        "written:"
    };
    context.terminal.say(format!("{how} `{shown}`"));
    context.terminal.say(format!(
        "it watches `{}` and `{}`; `cargo schema hook uninstall` takes it out",
        place::shown(&watched.snapshot, &context.directory),
        place::shown(&watched.migrations, &context.directory),
    ));
    Ok(Exit::Fine)
}

fn uninstall(context: &Context) -> Result<Exit> {
    let repository = Repository::of(&context.directory)?;
    let file = hook_file(&repository)?;
    let shown = place::shown(&file, &context.directory);
    let before = existing(&file, &shown)?.unwrap_or_default();
    let text = without_block(&before);
    if text == before {
        context
            .terminal
            .say(format!("`{shown}` has no hook of `cargo schema`"));
        return Ok(Exit::Fine);
    }
    if text.trim() == "#!/bin/sh" {
        fs::remove_file(&file)
            .map_err(|error| Error::failed(format!("cannot remove `{shown}`: {error}")))?;
        context.terminal.say(format!("removed `{shown}`"));
    } else {
        write(&file, &text, &shown)?;
        context.terminal.say(format!("taken out of `{shown}`"));
    }
    Ok(Exit::Fine)
}

/// The lines of the hook. Git runs it at the top of the work tree.
fn block(what: &What, watched: &Watched) -> Result<String> {
    let inside = |path: &Path| watched.repository.inside(path);
    let mut line = format!(
        "cargo schema hook run --snapshot {} --migrations {}",
        shell(&inside(&watched.snapshot)?),
        shell(&inside(&watched.migrations)?)
    );
    if what.verify {
        line += " --verify";
    }
    Ok(format!("{BEGIN}\n{line} || exit $?\n{END}\n"))
}

/// A word of the shell.
fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('-') {
        text.to_owned()
    } else if text.is_empty() {
        ".".to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn without_block(text: &str) -> String {
    let Some((before, rest)) = text.split_once(BEGIN) else {
        return text.to_owned();
    };
    let after = rest.split_once(END).map_or("", |(_, after)| after);
    format!("{before}{}", after.strip_prefix('\n').unwrap_or(after))
}

/// The pre-commit hook of a repository.
fn hook_file(repository: &Repository) -> Result<PathBuf> {
    let hooks = repository.hooks()?;
    if !repository.owns(&hooks) {
        return Err(Error::usage(format!(
            "`core.hooksPath` is `{}`, which is not this repository's own",
            hooks.display()
        ))
        .help("call `cargo schema hook run` from the pre-commit hook there, or run `git config --local core.hooksPath .git/hooks` first"));
    }
    Ok(hooks.join("pre-commit"))
}

/// The text of a hook that is there, when the block can be added to it.
fn existing(file: &Path, shown: &str) -> Result<Option<String>> {
    let by_hand = "call `cargo schema hook run` from it, and end with its exit status";
    let text = match fs::read(file) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::failed(format!("cannot read `{shown}`: {error}"))),
    };
    let first = text.lines().next().unwrap_or_default();
    let interpreter = first.rsplit(['/', ' ']).next().unwrap_or_default();
    if !first.starts_with("#!") || !["sh", "bash", "dash", "zsh", "ksh"].contains(&interpreter) {
        return Err(Error::usage(format!(
            "`{shown}` is there and is no shell script: it begins with `{first}`"
        ))
        .help(by_hand));
    }
    if !is_executable(file) {
        return Err(Error::usage(format!(
            "`{shown}` is there and not executable, so git does not run it"
        ))
        .help(format!(
            "make it executable with `chmod +x {shown}`, or remove it"
        )));
    }
    Ok(Some(text))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    true
}

fn write(file: &Path, text: &str, shown: &str) -> Result<()> {
    let failed = |error: std::io::Error| Error::failed(format!("cannot write `{shown}`: {error}"));
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory).map_err(failed)?;
    }
    fs::write(file, text).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mut permissions = fs::metadata(file).map_err(failed)?.permissions();
        permissions.set_mode(permissions.mode() | 0o111);
        fs::set_permissions(file, permissions).map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, shell, without_block};

    #[test]
    fn the_block_goes_as_it_came() {
        let text = format!("#!/bin/sh\n{BEGIN}\nx || exit $?\n{END}\nexec true\n");
        assert_eq!(without_block(&text), "#!/bin/sh\nexec true\n");
        assert_eq!(without_block("#!/bin/sh\n"), "#!/bin/sh\n");
        // Cut short by hand: nothing after it is ours to keep running.
        assert_eq!(without_block(&format!("a\n{BEGIN}\nx")), "a\n");
    }

    #[test]
    fn words_of_the_shell() {
        assert_eq!(shell("db/schema"), "db/schema");
        assert_eq!(shell(""), ".");
        assert_eq!(shell("my db's"), r"'my db'\''s'");
        assert_eq!(shell("-x"), "'-x'");
    }
}
