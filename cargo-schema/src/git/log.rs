//! What changed when: the commits that changed something, and what of it.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::{Repository, git, line, not_run, run, said, within};
use crate::error::{Error, Result};

/// A commit that changed files below a directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub hash: String,
    /// When it was committed, as ISO 8601 with the offset of who did.
    pub when: String,
    /// Whether it has a parent, as far as the clone has one.
    pub has_parent: bool,
    /// What it changed there.
    pub files: Vec<Changed>,
}

/// A file that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// From the directory that was asked for, with forward slashes.
    pub file: String,
    /// The object that has what was in it; none when it was not there, or was no file.
    pub before: Option<String>,
}

/// The commits that lead to a revision, newest first, along first parents: what the branch itself
/// had, so that each is a change of what the one before it left.
#[derive(Debug)]
pub struct Log {
    child: Child,
    commits: Receiver<Commit>,
}

/// The next commit.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// It.
    Commit(Commit),
    /// There is none.
    End,
    /// It was not found in time.
    Late,
}

impl Repository {
    /// The commits up to one that changed files below a directory, which is named from the top of
    /// the repository.
    ///
    /// # Errors
    ///
    /// When `git` can't be run.
    pub fn log(&self, commit: &str, directory: &str) -> Result<Log> {
        let mut child = git(self.root())
            .args(["log", "--first-parent", "-m", "--root", "--raw", "-z"])
            .args(["--no-abbrev", "--no-renames", "--no-show-signature"])
            .args(["--format=%x01%H %cI %P", commit, "--", &within(directory)])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        // Git waits until somebody asks for more.
        let (sender, commits) = sync_channel(8);
        if let Some(output) = child.stdout.take() {
            let directory = directory.to_owned();
            std::thread::spawn(move || {
                parse(output, &directory, |commit| {
                    commit.hash.is_empty() || sender.send(commit).is_ok()
                });
            });
        }
        Ok(Log { child, commits })
    }

    /// The files below a directory that are not as the last commit has them, new ones too.
    ///
    /// # Errors
    ///
    /// When `git` fails.
    pub fn uncommitted(&self, directory: &str) -> Result<Vec<Changed>> {
        self.changed_since("HEAD", directory)
    }

    /// The files below a directory of the work tree that are not as a commit has them, new ones too.
    ///
    /// # Errors
    ///
    /// When `git` fails.
    pub fn changed_since(&self, commit: &str, directory: &str) -> Result<Vec<Changed>> {
        let place = within(directory);
        let asked = [
            "diff",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-renames",
            "--no-ext-diff",
            commit,
            "--",
            &place,
        ];
        let output = run(self.root(), &asked)?;
        if !output.status.success() {
            let said = said(&output);
            return Err(Error::failed(format!(
                "git can't compare with `{commit}`: {said}"
            )));
        }
        let mut files = Vec::new();
        parse(&*output.stdout, directory, |commit| {
            files = commit.files;
            true
        });
        let new = ["ls-files", "--others", "--exclude-standard", "-z", "--"];
        let new = self.paths(&new, directory)?;
        files.extend(new.into_iter().map(|path| Changed {
            file: below(&path, directory),
            before: None,
        }));
        Ok(files)
    }

    /// What was in files before they changed; nothing where there was none.
    ///
    /// # Errors
    ///
    /// When the repository lacks some of it.
    pub fn before(&self, files: Vec<Changed>) -> Result<Vec<(String, Option<Vec<u8>>)>> {
        let mut asked = Vec::new();
        for object in files.iter().filter_map(|changed| changed.before.as_ref()) {
            asked.extend_from_slice(object.as_bytes());
            asked.push(b'\n');
        }
        let count = files
            .iter()
            .filter(|changed| changed.before.is_some())
            .count();
        let contents = self.objects(asked)?;
        if contents.len() != count {
            return Err(Error::failed(format!(
                "git gave {} of {count} files of an older commit",
                contents.len()
            ))
            .help("`git fsck` says what the repository lacks"));
        }
        let mut contents = contents.into_iter();
        let before = |changed: Changed| {
            let was = changed.before.and_then(|_| contents.next());
            (changed.file, was)
        };
        Ok(files.into_iter().map(before).collect())
    }

    /// Where the histories of two revisions parted; `None` when the clone does not have it.
    ///
    /// # Errors
    ///
    /// When `git` can't be run.
    pub fn merge_base(&self, a: &str, b: &str) -> Result<Option<String>> {
        let output = run(self.root(), &["merge-base", a, b])?;
        let hash = line(&output.stdout);
        Ok((output.status.success() && !hash.is_empty()).then_some(hash))
    }
}

impl Log {
    /// The next commit, if it comes in time.
    ///
    /// # Errors
    ///
    /// When `git` fails.
    pub fn next(&mut self, deadline: Instant) -> Result<Next> {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.commits.recv_timeout(left) {
            Ok(commit) => Ok(Next::Commit(commit)),
            Err(RecvTimeoutError::Timeout) => Ok(Next::Late),
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.child.wait().map_err(|error| not_run(&error))?;
                if status.success() {
                    Ok(Next::End)
                } else {
                    Err(Error::failed("git can't read the history of the snapshot")
                        .help("`git fsck` says what the repository lacks"))
                }
            }
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn below(path: &str, directory: &str) -> String {
    let inside = path.strip_prefix(directory).unwrap_or(path);
    inside.trim_start_matches('/').to_owned()
}

/// Gives each commit, as long as more are wanted. What `git diff` says is of one without a hash.
fn parse(output: impl Read, directory: &str, mut each: impl FnMut(Commit) -> bool) {
    let mut commit = Commit::default();
    let mut parts = BufReader::new(output)
        .split(0)
        .map_while(std::result::Result::ok)
        .map(|part| String::from_utf8_lossy(&part).into_owned());
    while let Some(part) = parts.next() {
        let part = part.trim_start_matches('\n');
        if let Some(head) = part.strip_prefix('\u{1}') {
            if !commit.hash.is_empty() && !each(std::mem::take(&mut commit)) {
                return;
            }
            let mut words = head.split_whitespace().map(str::to_owned);
            commit.hash = words.next().unwrap_or_default();
            commit.when = words.next().unwrap_or_default();
            commit.has_parent = words.next().is_some();
        } else if let Some(change) = part.strip_prefix(':') {
            // `<mode> <mode> <object> <object> <status>`, then the path.
            let mut words = change.split(' ');
            let was = words.next().filter(|mode| mode.starts_with("100"));
            let object = was.and_then(|_| words.nth(1));
            if let Some(path) = parts.next() {
                commit.files.push(Changed {
                    file: below(&path, directory),
                    before: object.map(str::to_owned),
                });
            }
        }
    }
    each(commit);
}

/// How long the history is looked at.
pub const PATIENCE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::{Changed, Commit, parse};

    #[test]
    fn commits_and_what_they_changed() {
        let text = "\u{1}aa 2026-11-29T10:00:00+01:00 bb cc\0\n\
            :100644 100755 1111 2222 M\0db/schema/public/a.json\0\
            :120000 000000 3333 0000 D\0db/schema/a\nlink\0\
            :000000 100644 0000 4444 A\0db/schema/index.json\0\
            \u{1}bb 2026-11-28T10:00:00Z \0\n:000000 100644 0000 1111 A\0db/schema/public/a.json\0";
        let mut commits = Vec::new();
        parse(text.as_bytes(), "db/schema", |commit| {
            commits.push(commit);
            true
        });
        let changed = |file: &str, before: Option<&str>| Changed {
            file: file.to_owned(),
            before: before.map(str::to_owned),
        };
        let first = Commit {
            hash: "aa".to_owned(),
            when: "2026-11-29T10:00:00+01:00".to_owned(),
            has_parent: true,
            files: vec![
                changed("public/a.json", Some("1111")),
                changed("a\nlink", None),
                changed("index.json", None),
            ],
        };
        let second = Commit {
            hash: "bb".to_owned(),
            when: "2026-11-28T10:00:00Z".to_owned(),
            has_parent: false,
            files: vec![changed("public/a.json", None)],
        };
        assert_eq!(commits, [first, second]);

        let mut count = 0;
        parse(text.as_bytes(), "", |_| {
            count += 1;
            false
        });
        assert_eq!(count, 1);
    }
}
