//! Many files changed as one: stage, journal, move, or take back. The reasoning
//! is in the documentation of [`store`](super).

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

use super::paths::{self, Folder, JOURNAL};

/// New files in `new/`, links to old ones in `old/`, each where it stands in the snapshot.
pub(super) const STAGING: &str = "refresh.staging";

const NEW: &str = "new";
const OLD: &str = "old";
const HEADER: &str = "a refresh of this snapshot was interrupted; run `cargo schema refresh`";

/// The content of a file, made by whoever needs it first.
pub(super) type Text<'s> = LazyLock<String, Box<dyn FnOnce() -> String + Send + 's>>;

/// What happens to one file.
pub(super) enum Move<'f, 's> {
    /// A file that was not there.
    Add(&'f Text<'s>),
    /// A file whose content changes.
    Replace(&'f Text<'s>),
    /// A file that goes.
    Remove,
}

impl Move<'_, '_> {
    fn verb(&self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Replace(_) => "replace",
            Self::Remove => "remove",
        }
    }
}

/// A step that failed: what was being done, with which file, and why.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) doing: &'static str,
    pub(super) path: PathBuf,
    pub(super) error: io::Error,
    /// Whether the old snapshot is as it was.
    pub(super) whole: bool,
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
    move |error| Failure {
        doing,
        path: path.to_path_buf(),
        error,
        whole: true,
    }
}

/// Called before each step on the disk; an error counts as the step's own. Tests fail and kill
/// here, a refresh passes one that does nothing.
pub(super) type Hook<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// The right to change a snapshot: the staging directory, which only one process can create.
pub(super) struct Lock<'a> {
    dir: &'a Path,
}

impl<'a> Lock<'a> {
    /// Creates the staging directory; `None` when it is there already.
    pub(super) fn take(dir: &'a Path) -> Result<Option<Self>, Failure> {
        let staging = dir.join(STAGING);
        match fs::create_dir(&staging) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(failed("create", &staging)(error)),
        }
        let lock = Self { dir };
        for half in [NEW, OLD] {
            let path = staging.join(half);
            if let Err(error) = fs::create_dir(&path) {
                lock.release();
                return Err(failed("create", &path)(error));
            }
        }
        Ok(Some(lock))
    }

    /// Removes what was staged. What can't be removed is in nobody's way: the next refresh does.
    pub(super) fn release(self) {
        let _ = fs::remove_dir_all(self.dir.join(STAGING));
    }

    /// Does all moves or none.
    pub(super) fn apply(
        self,
        moves: &[(String, Move<'_, '_>)],
        hook: Hook<'_>,
    ) -> Result<(), Failure> {
        if let Err(failure) = self.stage(moves, hook) {
            self.release();
            return Err(failure);
        }
        let files = || {
            moves
                .iter()
                .map(|(file, what)| (what.verb(), file.as_str()))
        };
        if let Err(mut failure) = self.carry_out(moves, hook) {
            match undo(self.dir, files(), hook) {
                Ok(()) => self.release(),
                // The journal and the staged links stay for the next try.
                Err(_) => failure.whole = false,
            }
            return Err(failure);
        }
        for (verb, file) in files() {
            if verb == "remove" {
                remove_empty_parents(self.dir, file);
            }
        }
        self.release();
        Ok(())
    }

    fn stage(&self, moves: &[(String, Move<'_, '_>)], hook: Hook<'_>) -> Result<(), Failure> {
        let mut journal = format!("{HEADER}\n");
        // Files come directory by directory.
        let (mut new, mut old) = (None, None);
        for (file, what) in moves {
            if let Move::Add(text) | Move::Replace(text) = what {
                let path = staged(self.dir, NEW, file);
                hook()
                    .and_then(|()| {
                        make_parent(&path, file, &mut new)?;
                        fs::write(&path, text.as_bytes())
                    })
                    .map_err(failed("write", &path))?;
            }
            if let Move::Replace(_) | Move::Remove = what {
                let place = paths::join(self.dir, file);
                let path = staged(self.dir, OLD, file);
                make_parent(&path, file, &mut old).map_err(failed("create", &path))?;
                // Not every file system has links.
                hook()
                    .and_then(|()| fs::hard_link(&place, &path))
                    .or_else(|_| fs::copy(&place, &path).map(drop))
                    .map_err(failed("copy", &place))?;
            }
            let _ = writeln!(journal, "{} {file}", what.verb());
        }
        let path = self.dir.join(STAGING).join(JOURNAL);
        hook()
            .and_then(|()| fs::write(&path, journal))
            .map_err(failed("write", &path))
    }

    fn carry_out(&self, moves: &[(String, Move<'_, '_>)], hook: Hook<'_>) -> Result<(), Failure> {
        let journal = self.dir.join(JOURNAL);
        hook()
            .and_then(|()| fs::rename(self.dir.join(STAGING).join(JOURNAL), &journal))
            .map_err(failed("create", &journal))?;
        // Of the last file that was added: the directory that came with it, and that it is in.
        let (mut come, mut there) = (None, "");
        for (file, what) in moves {
            let place = paths::join(self.dir, file);
            match what {
                Move::Remove => {
                    hook()
                        .and_then(|()| fs::remove_file(&place))
                        .map_err(failed("remove", &place))?;
                }
                Move::Replace(_) => {
                    hook()
                        .and_then(|()| fs::rename(staged(self.dir, NEW, file), &place))
                        .map_err(failed("replace", &place))?;
                    touch(&place);
                }
                // No build has read what was not there, so its time is right.
                Move::Add(_) => {
                    if come.is_some_and(|directory| is_below(file, directory)) {
                        continue;
                    }
                    let parent = parent(file);
                    // A directory that is not there comes whole.
                    let part = if parent == there {
                        file
                    } else {
                        topmost_missing(self.dir, file)
                    };
                    hook()
                        .and_then(|()| {
                            fs::rename(staged(self.dir, NEW, part), paths::join(self.dir, part))
                        })
                        .map_err(failed("add", &place))?;
                    if part == file {
                        there = parent;
                    } else {
                        come = Some(part);
                    }
                }
            }
        }
        hook()
            .and_then(|()| fs::remove_file(&journal))
            .map_err(failed("remove", &journal))
    }
}

/// Where a file or directory of the snapshot is staged.
fn staged(dir: &Path, half: &str, file: &str) -> PathBuf {
    paths::join(&dir.join(STAGING).join(half), file)
}

/// Makes the directory of a staged file, unless it is the one made last.
fn make_parent<'m>(path: &Path, file: &'m str, made: &mut Option<&'m str>) -> io::Result<()> {
    let directory = parent(file);
    if *made != Some(directory) {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        *made = Some(directory);
    }
    Ok(())
}

fn parent(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn is_below(file: &str, directory: &str) -> bool {
    file.strip_prefix(directory)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// The outermost directory of a file that does not exist; the file, when all do.
fn topmost_missing<'f>(dir: &Path, file: &'f str) -> &'f str {
    file.match_indices('/')
        .map(|(end, _)| &file[..end])
        .find(|directory| !exists(&paths::join(dir, directory)))
        .unwrap_or(file)
}

/// Takes back whatever was done of some moves, then forgets the journal. Each step can be repeated.
fn undo<'m>(
    dir: &Path,
    moves: impl DoubleEndedIterator<Item = (&'m str, &'m str)>,
    hook: Hook<'_>,
) -> Result<(), Failure> {
    for (verb, file) in moves.rev() {
        let place = paths::join(dir, file);
        hook().map_err(failed("restore", &place))?;
        if verb == "add" {
            if !exists(&staged(dir, NEW, file)) {
                gone(fs::remove_file(&place)).map_err(failed("remove", &place))?;
                remove_empty_parents(dir, file);
            }
            continue;
        }
        let old = staged(dir, OLD, file);
        if exists(&old) {
            // Nothing happens when both are links to one file: the move was never done.
            fs::rename(&old, &place).map_err(failed("restore", &place))?;
            touch(&place);
        }
    }
    let journal = dir.join(JOURNAL);
    hook()
        .and_then(|()| gone(fs::remove_file(&journal)))
        .map_err(failed("remove", &journal))
}

/// Why an interrupted refresh can't be taken back.
#[derive(Debug)]
pub(super) enum Stuck {
    /// The journal is not one, or what it needs is gone.
    Unusable,
    /// The disk.
    Failed(Failure),
}

/// Takes back an interrupted refresh and removes what was staged for one. Says whether there was
/// one.
pub(super) fn recover(dir: &Path, hook: Hook<'_>) -> Result<bool, Stuck> {
    let staging = dir.join(STAGING);
    let path = dir.join(JOURNAL);
    let stuck = |doing, path: &Path, error| {
        Stuck::Failed(Failure {
            whole: false,
            ..failed(doing, path)(error)
        })
    };
    let interrupted = match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes).map_err(|_| Stuck::Unusable)?;
            let moves = parse(&text).ok_or(Stuck::Unusable)?;
            if !exists(&staging) {
                return Err(Stuck::Unusable);
            }
            undo(dir, moves.into_iter(), hook).map_err(|failure| {
                Stuck::Failed(Failure {
                    whole: false,
                    ..failure
                })
            })?;
            true
        }
        // When the snapshot is no directory, whoever reads or writes it says so.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            false
        }
        Err(error) => return Err(stuck("read", &path, error)),
    };
    if exists(&staging) {
        fs::remove_dir_all(&staging).map_err(|error| stuck("remove", &staging, error))?;
    }
    Ok(interrupted)
}

fn parse(text: &str) -> Option<Vec<(&str, &str)>> {
    let text = text.strip_prefix(HEADER)?.strip_prefix('\n')?;
    // The last line is whole.
    let text = text.strip_suffix('\n')?;
    text.split('\n')
        .map(|line| {
            let (verb, file) = line.split_once(' ')?;
            let known = ["add", "replace", "remove"].contains(&verb);
            (known && paths::is_place(file)).then_some((verb, file))
        })
        .collect()
}

/// Waits while another process changes the snapshot: until nothing is staged, or nothing has moved
/// for so long that the process must have died. Says whether it has. Clocks of other machines play
/// no part.
pub(super) fn wait(dir: &Path, patience: Duration) -> bool {
    let staging = dir.join(STAGING);
    let journal = dir.join(JOURNAL);
    let look = || {
        let mut all = vec![staging.clone(), journal.clone()];
        all.extend(
            [NEW, OLD]
                .iter()
                .flat_map(|half| directories(&staging.join(half))),
        );
        let time = |path: PathBuf| fs::symlink_metadata(path).and_then(|found| found.modified());
        all.into_iter()
            .map(|path| time(path).ok())
            .collect::<Vec<_>>()
    };
    let mut seen = look();
    let mut since = Instant::now();
    while seen[0].is_some() || seen[1].is_some() {
        if since.elapsed() >= patience {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
        let now = look();
        if now != seen {
            seen = now;
            since = Instant::now();
        }
    }
    false
}

/// The directories that a half's files are in.
fn directories(half: &Path) -> Vec<PathBuf> {
    let mut all = vec![half.to_owned()];
    for schema in fs::read_dir(half).into_iter().flatten().flatten() {
        let name = schema.file_name();
        if let Some(name) = name.to_str().and_then(paths::unescape) {
            all.extend(Folder::ALL.map(|folder| paths::join(half, &folder.directory(&name))));
        }
    }
    all
}

/// Sets a file's time to now: cargo takes it for newer than any build that may have read the file
/// that stood here before. Where the file system can't, only a build that runs at this very moment
/// is in danger.
fn touch(path: &Path) {
    if let Ok(file) = fs::File::options().write(true).open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Removes the directories above a file, up to the snapshot's, that are empty now.
fn remove_empty_parents(dir: &Path, file: &str) {
    let mut rest = file;
    while let Some((parent, _)) = rest.rsplit_once('/') {
        if fs::remove_dir(paths::join(dir, parent)).is_err() {
            return;
        }
        rest = parent;
    }
}
