//! Writing: what has to change, then all of it or nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use super::error::{Problem, ReadError};
use super::fingerprint::{is_ours, normalised, seal};
use super::index::{Format, Index};
use super::journal::{self, Failure, Hook, Lock, Move, STAGING, Stuck, Text};
use super::locate;
use super::paths::{self, CONFIG, Folder, INDEX, JOURNAL};
use super::{FORMAT_MAJOR, FORMAT_MINOR};
use crate::baseline::Baseline;
use crate::codec::Codec;
use crate::config;
use crate::model::Schema;
use crate::name::QualifiedName;

/// How long nothing may move before a refresh that holds the snapshot is taken for dead.
const PATIENCE: Duration = Duration::from_secs(2);

/// What [`write()`] did. Files are relative to the snapshot, with forward slashes, in byte order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New files.
    pub added: Vec<String>,
    /// Files with new content.
    pub changed: Vec<String>,
    /// Files of things that are no more.
    pub removed: Vec<String>,
    /// How many files were right already, and were not touched.
    pub unchanged: usize,
    /// Files that look like the snapshot's by their name and are not: left alone.
    pub foreign: Vec<String>,
    /// Whether a refresh that was interrupted had to be taken back first.
    pub recovered: bool,
}

/// Makes a directory the snapshot of a schema.
///
/// All or nothing: after an error the old snapshot is as it was, except where
/// the error says otherwise. What is right already is not touched. The
/// configuration is written, the template, only when there is none.
///
/// # Errors
///
/// See [`WriteError`].
pub fn write(dir: &Path, schema: &Schema) -> Result<Written, WriteError> {
    let written = write_with(dir, schema, PATIENCE, &mut || Ok(()))?;
    if written.added.iter().any(|file| file == INDEX) {
        locate::outdate_further_up(dir);
    }
    Ok(written)
}

/// Makes these the baseline, all or nothing, as [`write()`] does; the snapshot itself is not
/// touched.
///
/// # Errors
///
/// See [`WriteError`].
pub fn write_baseline(dir: &Path, baselines: &[Baseline]) -> Result<Written, WriteError> {
    Files::of_baseline(baselines, |files| {
        write_files(dir, files, PATIENCE, &mut || Ok(()))
    })
}

/// What [`write()`] would do, without doing it. A half-written snapshot is an error here.
///
/// # Errors
///
/// See [`WriteError`].
pub fn compare(dir: &Path, schema: &Schema) -> Result<Written, WriteError> {
    super::read::settled(dir)?;
    Files::of(schema, |files| Ok(plan(dir, files)?.1))
}

/// Takes back a refresh that was interrupted, if there was one, so that the snapshot can be read
/// again; says whether there was. [`write()`] does this by itself.
///
/// # Errors
///
/// See [`WriteError`].
pub fn recover(dir: &Path) -> Result<bool, WriteError> {
    recover_with(dir, PATIENCE, &mut || Ok(()))
}

pub(super) fn recover_with(
    dir: &Path,
    patience: Duration,
    hook: Hook<'_>,
) -> Result<bool, WriteError> {
    // What is staged from now on is of a refresh that lives.
    if !journal::wait(dir, patience) {
        return Ok(false);
    }
    journal::recover(dir, hook).map_err(|stuck| match stuck {
        Stuck::Unusable => WriteError::Journal {
            path: dir.join(JOURNAL),
        },
        Stuck::Failed(failure) => failure.into(),
    })
}

pub(super) fn write_with(
    dir: &Path,
    schema: &Schema,
    patience: Duration,
    hook: Hook<'_>,
) -> Result<Written, WriteError> {
    Files::of(schema, |files| write_files(dir, files, patience, hook))
}

fn write_files(
    dir: &Path,
    files: &Files<'_>,
    patience: Duration,
    hook: Hook<'_>,
) -> Result<Written, WriteError> {
    let mut recovered = false;
    // Each round another process was faster; so many at once are no accident.
    for _ in 0..8 {
        recovered |= recover_with(dir, patience, hook)?;
        let (_, mut written) = plan(dir, files)?;
        written.recovered = recovered;
        if written.added.is_empty() && written.changed.is_empty() && written.removed.is_empty() {
            return Ok(written);
        }
        fs::create_dir_all(dir).map_err(|error| Failure {
            doing: "create",
            path: dir.to_path_buf(),
            error,
            whole: true,
        })?;
        let Some(lock) = Lock::take(dir)? else {
            continue;
        };
        // Again, now that nobody else can change it.
        let (moves, mut written) = match plan(dir, files) {
            Ok(plan) => plan,
            Err(error) => {
                lock.release();
                return Err(error);
            }
        };
        written.recovered = recovered;
        lock.apply(&moves, hook)?;
        return Ok(written);
    }
    Err(WriteError::Busy {
        path: dir.join(STAGING),
    })
}

/// What a snapshot should be.
struct Files<'s> {
    /// All that is made from the schema.
    made: BTreeMap<String, Text<'s>>,
    /// For the one file that is only made when there is none.
    config: Option<Text<'s>>,
    /// Where files that are not made are removed.
    folders: &'static [Folder],
}

impl<'s> Files<'s> {
    /// Does something with the files while another thread makes their texts: with ten thousand
    /// tables, that takes half as long as writing them.
    fn of<T>(
        schema: &'s Schema,
        work: impl FnOnce(&Self) -> Result<T, WriteError>,
    ) -> Result<T, WriteError> {
        let files = Self {
            made: files(schema)?,
            config: Some(text(config::template)),
            folders: Folder::OF_SCHEMA,
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                for text in files.made.values() {
                    LazyLock::force(text);
                }
            });
            work(&files)
        })
    }

    fn of_baseline<T>(
        baselines: &'s [Baseline],
        work: impl FnOnce(&Self) -> Result<T, WriteError>,
    ) -> Result<T, WriteError> {
        let mut made = BTreeMap::new();
        add(&mut made, Folder::Baseline, baselines, |b| &b.name)?;
        work(&Self {
            made,
            config: None,
            folders: &[Folder::Baseline],
        })
    }
}

fn text<'s>(make: impl FnOnce() -> String + Send + 's) -> Text<'s> {
    LazyLock::new(Box::new(make))
}

/// The files of a schema.
fn files(schema: &Schema) -> Result<BTreeMap<String, Text<'_>>, WriteError> {
    let mut files = BTreeMap::new();
    add(&mut files, Folder::Relations, &schema.relations, |r| {
        &r.name
    })?;
    add(&mut files, Folder::Types, &schema.types, |t| &t.name)?;
    add(&mut files, Folder::Functions, &schema.functions, |f| {
        &f.name
    })?;
    let index = Index {
        format: Format(FORMAT_MAJOR, FORMAT_MINOR),
        server_major: schema.server_major,
    };
    files.insert(INDEX.to_owned(), text(move || document(&index)));
    Ok(files)
}

/// Adds a file for each value.
fn add<'s, T: Codec + Sync>(
    files: &mut BTreeMap<String, Text<'s>>,
    folder: Folder,
    values: &'s [T],
    name: impl Fn(&T) -> &QualifiedName,
) -> Result<(), WriteError> {
    for value in values {
        let name = name(value);
        let text = text(move || document(value));
        if files.insert(folder.file(name), text).is_some() {
            return Err(WriteError::Twice { name: name.clone() });
        }
    }
    Ok(())
}

fn document<T: Codec>(value: &T) -> String {
    let mut text = String::new();
    value.encode(&mut text, 0);
    seal(&text)
}

/// Compares what is there with what should be.
fn plan<'f, 's>(
    dir: &Path,
    files: &'f Files<'s>,
) -> Result<(Vec<(String, Move<'f, 's>)>, Written), WriteError> {
    refuse_newer(dir)?;
    let mut written = Written::default();
    let mut moves = Vec::new();
    let mut directory = None;
    for (file, text) in &files.made {
        // Files come directory by directory, and one that is not there has none of them.
        let parent = file.rsplit_once('/').map_or("", |(parent, _)| parent);
        let there = match directory {
            Some((known, there)) if known == parent => there,
            _ => is_there(dir, parent),
        };
        directory = Some((parent, there));
        let found = if there { existing(dir, file)? } else { None };
        match found {
            None => {
                written.added.push(file.clone());
                moves.push((file.clone(), Move::Add(text)));
            }
            Some(bytes) if *normalised(&bytes) == *text.as_bytes() => written.unchanged += 1,
            Some(bytes) if is_ours(&bytes) => {
                written.changed.push(file.clone());
                moves.push((file.clone(), Move::Replace(text)));
            }
            Some(_) => {
                return Err(WriteError::Foreign {
                    path: paths::join(dir, file),
                });
            }
        }
    }
    for file in present(dir, files.folders)? {
        if files.made.contains_key(&file) {
            continue;
        }
        match existing(dir, &file)? {
            Some(bytes) if is_ours(&bytes) => {
                written.removed.push(file.clone());
                moves.push((file, Move::Remove));
            }
            Some(_) => written.foreign.push(file),
            None => {}
        }
    }
    if let Some(config) = &files.config {
        match fs::metadata(dir.join(CONFIG)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                written.added.push(CONFIG.to_owned());
                // Cargo can't watch a file that does not exist.
                moves.push((CONFIG.to_owned(), Move::Add(config)));
            }
            Err(error) => return Err(ReadError::io(dir, CONFIG, &error).into()),
        }
    }
    // The index comes last, so that a snapshot that was never whole is not found as one.
    moves.sort_by_key(|(file, _)| file == INDEX);
    Ok((moves, written))
}

/// A snapshot of a newer format, minor ones included, is not rewritten in an older one: two versions
/// of the command in one team would undo each other's work for ever.
fn refuse_newer(dir: &Path) -> Result<(), WriteError> {
    match super::read::read_index(dir) {
        Ok(index) if index.value.format > Format(FORMAT_MAJOR, FORMAT_MINOR) => {
            let format = index.value.format;
            let problem = Problem::NewerFormat(format.0, format.1);
            Err(ReadError::new(dir, INDEX, problem).into())
        }
        Err(error) if matches!(error.problem(), Problem::NewerFormat(..)) => Err(error.into()),
        // Nothing there, or a damaged index: that is what a refresh is for.
        _ => Ok(()),
    }
}

/// False only when there is certainly nothing: what else is wrong with a directory, reading its files
/// says better.
fn is_there(dir: &Path, directory: &str) -> bool {
    let found = fs::metadata(paths::join(dir, directory));
    !found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn existing(dir: &Path, file: &str) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::read(paths::join(dir, file)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ReadError::io(dir, file, &error).into()),
    }
}

/// The files that are in some folders of any schema, in byte order.
fn present(dir: &Path, folders: &[Folder]) -> Result<Vec<String>, WriteError> {
    let mut found = Vec::new();
    for schema in entries(dir, "")? {
        let Some(name) = paths::unescape(&schema) else {
            continue;
        };
        for folder in folders {
            let directory = folder.directory(&name);
            for entry in entries(dir, &directory)? {
                if paths::stem(&entry).is_some() {
                    found.push(format!("{directory}/{entry}"));
                }
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The names in a directory; none when it is no directory.
fn entries(dir: &Path, directory: &str) -> Result<Vec<String>, WriteError> {
    let failed = |error: io::Error| ReadError::io(dir, directory, &error);
    let entries = match fs::read_dir(paths::join(dir, directory)) {
        Ok(entries) => entries,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Vec::new());
        }
        Err(error) => return Err(failed(error).into()),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.map_err(failed)?.file_name().into_string());
    }
    Ok(names)
}

/// Why a snapshot was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// What is there can't be read, or is of a newer format.
    Read(ReadError),
    /// Where a file of the snapshot belongs stands one that `cargo schema` did not write.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file system refused.
    Io {
        /// What was being done: `write`, `replace`, ...
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's words.
        why: String,
        /// Whether the old snapshot is as it was. If not, the journal is there, readers refuse,
        /// and the next refresh tries again.
        whole: bool,
    },
    /// The journal of an interrupted refresh can't be used.
    Journal {
        /// The journal.
        path: PathBuf,
    },
    /// Other processes refresh the same snapshot all the time.
    Busy {
        /// The directory that they hold.
        path: PathBuf,
    },
    /// Two things of one kind have the same name, which no database has.
    Twice {
        /// The name.
        name: QualifiedName,
    },
}

impl WriteError {
    /// What happened, in one sentence.
    pub fn message(&self) -> String {
        match self {
            Self::Read(error) => error.message(),
            Self::Foreign { path } => format!(
                "`{}` is in the way: it has no fingerprint, so it was not written by `cargo schema`",
                path.display()
            ),
            Self::Io {
                doing,
                path,
                why,
                whole,
            } => {
                let rest = if *whole {
                    "the snapshot is as it was before"
                } else {
                    "the snapshot is half written, and builds will refuse it"
                };
                format!("could not {doing} `{}`: {why}; {rest}", path.display())
            }
            Self::Journal { path } => format!(
                "an earlier refresh was interrupted and can't be taken back: `{}` is damaged, or `{STAGING}` beside it is gone",
                path.display()
            ),
            Self::Busy { path } => format!(
                "other processes are refreshing the snapshot: `{}` keeps coming back",
                path.display()
            ),
            Self::Twice { name } => format!("there are two objects of the name `{name}`"),
        }
    }

    /// The ways out.
    pub fn help(&self) -> Vec<String> {
        match self {
            Self::Read(error) => error.help(),
            Self::Foreign { .. } => {
                vec!["move the file away, or keep the snapshot elsewhere: `--snapshot DIR`".to_owned()]
            }
            Self::Io { whole: true, .. } | Self::Twice { .. } => Vec::new(),
            Self::Io { whole: false, .. } => vec![
                "mend the cause and run `cargo schema refresh` again: it first takes back what was half done".to_owned(),
            ],
            Self::Journal { path } => vec![format!(
                "take the snapshot back from version control, remove `{}` and `{STAGING}`, and run `cargo schema refresh`",
                path.display()
            )],
            Self::Busy { .. } => vec!["run one refresh at a time".to_owned()],
        }
    }
}

impl From<ReadError> for WriteError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<Failure> for WriteError {
    fn from(failure: Failure) -> Self {
        Self::Io {
            doing: failure.doing,
            path: failure.path,
            why: failure.error.to_string(),
            whole: failure.whole,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        for help in self.help() {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for WriteError {}
