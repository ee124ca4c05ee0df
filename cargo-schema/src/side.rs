//! One of the sides of a comparison: a snapshot's directory, a revision of the repository, a
//! database, or migrations.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use schema_snapshot::model::Schema;
use schema_snapshot::nearest;
use schema_snapshot::store::{self, Snapshot, Whole};

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::git::Repository;
use crate::migrations::{Layout, Migrations};
use crate::origin::{Origin, from_database};
use crate::place;
use crate::source::{Source, none_given};
use crate::take::Selection;
use crate::verbs::Context;

/// What is compared.
#[derive(Clone, PartialEq, Eq)]
pub enum Side {
    /// A snapshot's directory.
    Snapshot(PathBuf),
    /// A snapshot that was committed.
    Revision(Revision),
    /// A database: its URL, perhaps with a password, or the one that the options and the
    /// environment name.
    Database(Option<String>),
    /// A directory of migrations.
    Migrations(PathBuf),
}

/// A snapshot that was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The revision as it was written: `HEAD~3`.
    pub name: String,
    /// The hash of the commit.
    pub commit: String,
    /// The snapshot's directory, from the top of the repository.
    pub directory: String,
    repository: PathBuf,
}

/// What sides are understood and read with.
pub struct Reader<'a> {
    /// The working directory, the environment, the terminal.
    pub context: &'a Context,
    /// `--snapshot`.
    pub option: Option<&'a Path>,
    /// The snapshot of the working tree, whether it is there or not.
    pub snapshot: PathBuf,
    /// `--database-url`.
    pub database_url: Option<&'a str>,
    /// `--migration-format`.
    pub migration_format: Option<Layout>,
    /// `--throw-away-server`.
    pub throw_away_server: bool,
    /// What is taken of a database, by the options and the configuration.
    pub selection: Selection,
    /// What is looked at of a snapshot, by the options: the configuration was heeded when it was
    /// taken.
    pub narrowed: Selection,
}

/// A side that was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The schema; why it is never dropped is said at [`Taken`](crate::origin::Taken).
    pub schema: ManuallyDrop<Schema>,
    /// What it is of, without a password.
    pub shown: String,
}

/// The forms of a side, for a message.
const FORMS: &str = "a side is a snapshot's directory, a revision as git names it (`HEAD~3`, `main`, `HEAD:other/schema`), a directory of migrations, a database's URL, or `database` for the one of `DATABASE_URL`";

impl Side {
    /// Understands a side as it is written on the command line.
    ///
    /// `snapshot:`, `git:`, `migrations:` and `database:` before it say what it is. Otherwise it is
    /// a URL, the word `database`, a directory if one is there that has a snapshot or migrations,
    /// or a revision.
    ///
    /// # Errors
    ///
    /// When it is none of these, or could be two of them.
    pub fn parse(text: &str, reader: &Reader<'_>) -> Result<Self> {
        let directory = &reader.context.directory;
        let said = text.split_once(':').and_then(|(what, rest)| match what {
            "snapshot" => Some(Ok(Self::Snapshot(directory.join(rest)))),
            "migrations" => Some(Ok(Self::Migrations(directory.join(rest)))),
            "database" => Some(Ok(Self::Database(Some(rest.to_owned())))),
            "git" => Some(Self::revision(rest, reader)),
            _ => None,
        });
        if let Some(side) = said {
            return side;
        }
        if text == "database" {
            return Ok(Self::Database(None));
        }
        if let Some((scheme, _)) = text.split_once("://") {
            // The rest may have a password.
            return if ["postgres", "postgresql"].contains(&scheme) {
                Ok(Self::Database(Some(text.to_owned())))
            } else {
                Err(Error::usage(format!(
                    "`{scheme}://...` is not the URL of a PostgreSQL database"
                ))
                .help("`postgresql://user@host:port/database` is what one looks like"))
            };
        }
        let path = directory.join(text);
        let there = Self::of_directory(&path);
        // Written as a path, it is one.
        if text.starts_with(['.', '/']) || Path::new(text).is_absolute() {
            return there.ok_or_else(|| no_directory(text, &path));
        }
        let revision = Self::revision(text, reader);
        match (there, revision) {
            (Some(_), Ok(_)) => Err(Error::usage(format!(
                "`{text}` is a directory and a revision as well"
            ))
            .help(format!("`./{text}` is the directory"))
            .help(format!("`git:{text}` is the revision"))),
            (Some(side), Err(_)) => Ok(side),
            (None, Err(_)) if path.exists() => Err(no_directory(text, &path)),
            (None, revision) => revision,
        }
    }

    /// The snapshot of the working tree.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn working_tree(reader: &Reader<'_>) -> Result<Self> {
        let directory = &reader.context.directory;
        place::existing(directory, reader.option).map(Self::Snapshot)
    }

    /// The snapshot that a revision has: at the place of the working tree's, or at the one that is
    /// named after a colon.
    ///
    /// # Errors
    ///
    /// When the snapshot is in no repository, or that has no such revision.
    pub fn revision(text: &str, reader: &Reader<'_>) -> Result<Self> {
        let repository = Repository::of(&reader.snapshot).map_err(|error| match error.exit {
            Exit::Usage => error.help("without revisions, name what is to be compared: a snapshot's directory, migrations, or a database's URL"),
            _ => error,
        })?;
        let (name, directory) = split(text);
        let Some(commit) = repository.commit(name)? else {
            return Err(no_revision(name, &repository));
        };
        let directory = match directory {
            None => repository.inside(&reader.snapshot)?,
            // As git has it: from here with `./`, otherwise from the top of the repository.
            Some(path) if path.starts_with("./") || path.starts_with("../") => {
                repository.inside(&reader.context.directory.join(path))?
            }
            Some(path) => path.trim_matches('/').to_owned(),
        };
        Ok(Self::Revision(Revision {
            name: name.to_owned(),
            commit,
            directory,
            repository: reader.snapshot.clone(),
        }))
    }

    /// What a directory has, if it is one of ours.
    fn of_directory(path: &Path) -> Option<Self> {
        if store::locate(path, Some(".".as_ref())).is_ok() {
            Some(Self::Snapshot(path.to_owned()))
        } else if path.is_dir() && Migrations::are_in(path) {
            Some(Self::Migrations(path.to_owned()))
        } else {
            None
        }
    }

    /// Whether a server is asked.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Migrations(_))
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// When there is no snapshot, it can't be used, or the database can't be reached or read.
    pub fn read(&self, reader: &Reader<'_>) -> Result<Read> {
        let Context {
            directory,
            environment,
            terminal,
        } = reader.context;
        let taken = match self {
            Self::Snapshot(path) => {
                let shown = place::shown(path, directory);
                let whole = Snapshot::open_without_config(path)
                    .and_then(|snapshot| snapshot.read_own())
                    .map_err(|error| place::unusable(&error))?;
                let told = format!("snapshot `{shown}`");
                return Ok(reader.narrow(whole, &shown, told));
            }
            Self::Revision(revision) => return revision.read(reader),
            Self::Database(url) => {
                let given = match url {
                    Some(url) => Some((url.as_str(), "the command line")),
                    None => reader.database_url.map(|url| (url, "`--database-url`")),
                };
                let source = Source::given(given, environment)?.ok_or_else(none_given)?;
                from_database(&source, &reader.selection, *terminal)?
            }
            Self::Migrations(path) => Origin {
                database_url: reader.database_url.map(str::to_owned),
                migrations: Some(PathBuf::from(place::shown(path, directory))),
                migration_format: reader.migration_format,
                throw_away_server: reader.throw_away_server,
            }
            .take(environment, &reader.selection, *terminal)?,
        };
        Ok(Read {
            schema: taken.schema,
            shown: taken.origin,
        })
    }
}

impl Reader<'_> {
    fn narrow(&self, mut whole: Whole, snapshot: &str, shown: String) -> Read {
        for file in &whole.foreign {
            let file = format!("{snapshot}/{file}");
            let terminal = self.context.terminal;
            terminal.warn(format!("`{file}` is not the snapshot's and is passed over"));
        }
        self.narrowed.narrow(&mut whole.schema);
        Read {
            schema: ManuallyDrop::new(whole.schema),
            shown,
        }
    }
}

impl Revision {
    fn read(&self, reader: &Reader<'_>) -> Result<Read> {
        let Self {
            name,
            commit,
            directory,
            repository,
        } = self;
        let repository = Repository::of(repository)?;
        let files = repository.files(commit, directory)?;
        let short = commit.get(..10).unwrap_or(commit);
        let place = format!("{name}:{directory}");
        if !files
            .iter()
            .any(|(file, _)| file == "index.json" || file == "refresh.journal")
        {
            return Err(self.no_snapshot(&repository));
        }
        let whole = store::read_files(Path::new(directory), files).map_err(|error| {
            let mut told = place::unusable(&error);
            told.message = format!("revision `{name}` ({short}): {}", told.message);
            told.help = vec![format!(
                "that is how it was committed: compare with a revision whose snapshot is whole; `git log -- {directory}` lists those that changed it"
            )];
            told
        })?;
        let told = format!("snapshot `{directory}` of `{name}` ({short})");
        Ok(reader.narrow(whole, &place, told))
    }

    fn no_snapshot(&self, repository: &Repository) -> Error {
        let Self {
            name,
            commit,
            directory,
            ..
        } = self;
        let error = Error::usage(format!(
            "revision `{name}` has no snapshot at `{directory}`"
        ));
        let elsewhere = repository.directories_with(commit, "index.json");
        let elsewhere = elsewhere.iter().filter(|path| {
            // Any directory may have an index; that of a snapshot says its format.
            let files = repository.files(commit, path).unwrap_or_default();
            let index = files.into_iter().filter(|(file, _)| file == "index.json");
            store::read_files(Path::new(""), index.collect()).is_ok()
        });
        let mut elsewhere = elsewhere.peekable();
        if elsewhere.peek().is_some() {
            elsewhere.fold(error, |error, path| {
                error.help(format!("`{name}:{path}` is the one that it has elsewhere"))
            })
        } else {
            error.help(format!(
                "`git log --diff-filter=A -- {directory}/index.json` shows since when there is one"
            ))
        }
    }
}

/// A revision and, after a colon that does not stand in its braces (`main@{12:00}`), a path.
fn split(text: &str) -> (&str, Option<&str>) {
    // `:/message` is a revision.
    if text.starts_with(':') {
        return (text, None);
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return (&text[..at], Some(&text[at + 1..])),
            _ => {}
        }
    }
    (text, None)
}

fn no_revision(name: &str, repository: &Repository) -> Error {
    if name == "HEAD" {
        return Error::usage("the repository has no commit yet, so nothing to compare with")
            .help("commit the snapshot, or name both sides")
            .help(FORMS);
    }
    let message = format!(
        "`{name}` is neither a revision of the repository nor a directory with a snapshot or migrations"
    );
    not_there(name, message, repository).help(FORMS)
}

/// A revision that there is not, where nothing else could be meant.
pub(crate) fn unknown_revision(name: &str, repository: &Repository) -> Error {
    let message = format!("`{name}` is no revision of the repository");
    not_there(name, message, repository)
}

fn not_there(name: &str, message: String, repository: &Repository) -> Error {
    let error = Error::usage(message);
    let names = repository.names();
    // Of another branch, it is the one that was not fetched under its own name.
    let remote = names.iter().find(|known| {
        let rest = known.split_once('/').map(|(_, rest)| rest);
        rest == Some(name)
    });
    let near = remote
        .map(String::as_str)
        .or_else(|| nearest::nearest(name, names.iter().map(String::as_str)));
    let error = match near {
        Some(near) => error.help(format!("is `{near}` meant?")),
        None => error,
    };
    if repository.is_shallow() {
        error.help("the clone is shallow, so older commits are missing: `git fetch --unshallow` brings them, in GitHub Actions `fetch-depth: 0` of `actions/checkout`")
    } else {
        error
    }
}

fn no_directory(text: &str, path: &Path) -> Error {
    if !path.is_dir() {
        let what = if path.exists() {
            "no directory"
        } else {
            "not there"
        };
        return Error::usage(format!("`{text}` is {what}")).help(FORMS);
    }
    let error = Error::usage(format!(
        "`{text}` has neither a snapshot (no `index.json`) nor migrations"
    ));
    let below = store::DIRECTORY;
    if Side::of_directory(&path.join(below)).is_some() {
        return error.help(format!("`{}/{below}` has", text.trim_end_matches('/')));
    }
    error.help(FORMS)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_path_follows_the_revision() {
        assert_eq!(split("HEAD~3"), ("HEAD~3", None));
        assert_eq!(split("v1:db/schema"), ("v1", Some("db/schema")));
        assert_eq!(split("HEAD:"), ("HEAD", Some("")));
        assert_eq!(split(":/message: x"), (":/message: x", None));
        assert_eq!(
            split("main@{2026-01-01 12:00}:./schema"),
            ("main@{2026-01-01 12:00}", Some("./schema"))
        );
    }
}
