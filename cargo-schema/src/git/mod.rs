//! What version control has: read with `git`, and never changed.

mod log;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::error::{Error, Result};

pub use log::{Changed, Commit, Log, Next, PATIENCE};

/// The repository that a directory belongs to.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The top of its work tree.
    root: PathBuf,
}

impl Repository {
    /// The one that a place, which need not exist, belongs to.
    ///
    /// # Errors
    ///
    /// When there is none, or `git` can't be run.
    pub fn of(place: &Path) -> Result<Self> {
        let there = place.ancestors().find(|above| above.is_dir());
        let directory = there.unwrap_or(Path::new("."));
        let output = run(directory, &["rev-parse", "--show-toplevel"])?;
        let root = line(&output.stdout);
        if !output.status.success() || root.is_empty() {
            let said = said(&output);
            return Err(if said.contains("not a git repository") {
                Error::usage(format!("`{}` is in no git repository", directory.display()))
            } else {
                Error::failed(format!(
                    "git can't use the repository of `{}`: {said}",
                    directory.display()
                ))
            });
        }
        Ok(Self {
            root: PathBuf::from(root),
        })
    }

    /// The top of its work tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path as git names it: from the top of the repository, with forward slashes; empty for the
    /// top itself. The end of it need not exist.
    ///
    /// # Errors
    ///
    /// When it is elsewhere.
    pub fn inside(&self, path: &Path) -> Result<String> {
        let root = self.root.canonicalize();
        let root = root.as_deref().unwrap_or(&self.root);
        let mut there = path;
        let mut rest = Vec::new();
        let whole = loop {
            match (there.canonicalize(), there.parent(), there.file_name()) {
                (Ok(whole), ..) => break whole,
                (Err(_), Some(parent), Some(name)) => {
                    rest.push(name);
                    there = parent;
                }
                _ => break path.to_owned(),
            }
        };
        let whole = rest
            .into_iter()
            .rev()
            .fold(whole, |path, name| path.join(name));
        let inside = whole.strip_prefix(root).map_err(|_| {
            Error::usage(format!(
                "`{}` is not in the repository `{}`",
                path.display(),
                self.root.display()
            ))
        })?;
        let inside = inside.display().to_string();
        Ok(inside.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// The files below a place that the next commit changes, from the top of the repository.
    ///
    /// # Errors
    ///
    /// When the place is elsewhere, or `git` fails.
    pub fn staged(&self, place: &Path) -> Result<Vec<String>> {
        let place = self.inside(place)?;
        // A repository without a commit has nothing that it could differ from but nothing.
        let all = [
            "diff",
            "--cached",
            "--name-only",
            "--no-renames",
            "-z",
            "--",
        ];
        self.paths(&all, &place)
    }

    /// The files below a place whose work tree has what the next commit has not, new ones too.
    ///
    /// # Errors
    ///
    /// As those of [`staged`](Self::staged).
    pub fn unstaged(&self, place: &Path) -> Result<Vec<String>> {
        let place = self.inside(place)?;
        let mut paths = self.paths(&["diff", "--name-only", "-z", "--"], &place)?;
        let new = ["ls-files", "--others", "--exclude-standard", "-z", "--"];
        paths.extend(self.paths(&new, &place)?);
        paths.sort_unstable();
        Ok(paths)
    }

    /// Whether the last commit has a file.
    ///
    /// # Errors
    ///
    /// As those of [`staged`](Self::staged).
    pub fn has_committed(&self, file: &Path) -> Result<bool> {
        let object = format!("HEAD:{}", self.inside(file)?);
        Ok(run(&self.root, &["cat-file", "-e", &object])?
            .status
            .success())
    }

    /// The directory that git runs hooks from.
    ///
    /// # Errors
    ///
    /// When `git` fails.
    pub fn hooks(&self) -> Result<PathBuf> {
        let output = run(&self.root, &["rev-parse", "--git-path", "hooks"])?;
        if !output.status.success() {
            return Err(Error::failed(format!(
                "git does not say where its hooks are: {}",
                said(&output)
            )));
        }
        Ok(self.root.join(line(&output.stdout)))
    }

    /// Whether a place is in the work tree, or in the repository's own directory.
    pub fn owns(&self, place: &Path) -> bool {
        let common = run(&self.root, &["rev-parse", "--git-common-dir"]);
        let common = common.map(|output| self.root.join(line(&output.stdout)));
        self.inside(place).is_ok()
            || common.is_ok_and(|common| {
                let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
                whole(place).starts_with(whole(&common))
            })
    }

    fn paths(&self, arguments: &[&str], place: &str) -> Result<Vec<String>> {
        let output = run(&self.root, &[arguments, &[&within(place)]].concat())?;
        if !output.status.success() {
            return Err(Error::failed(format!(
                "git can't say what the next commit changes: {}",
                said(&output)
            )));
        }
        let paths = output.stdout.split(|byte| *byte == 0);
        let paths = paths.map(|path| String::from_utf8_lossy(path).into_owned());
        Ok(paths.filter(|path| !path.is_empty()).collect())
    }

    /// The commit that a revision is of; `None` when it is none.
    ///
    /// # Errors
    ///
    /// When `git` can't be run.
    pub fn commit(&self, revision: &str) -> Result<Option<String>> {
        // What begins so is an option, and no name of a revision.
        if revision.is_empty() || revision.starts_with('-') {
            return Ok(None);
        }
        let commit = format!("{revision}^{{commit}}");
        let output = run(&self.root, &["rev-parse", "--verify", "--quiet", &commit])?;
        let hash = line(&output.stdout);
        Ok((output.status.success() && !hash.is_empty()).then_some(hash))
    }

    /// Whether older commits were left out when it was cloned.
    pub fn is_shallow(&self) -> bool {
        let output = run(&self.root, &["rev-parse", "--is-shallow-repository"]);
        output.is_ok_and(|output| line(&output.stdout) == "true")
    }

    /// The names of branches, of those of remotes too, and of tags.
    pub fn names(&self) -> Vec<String> {
        let refs = run(&self.root, &["for-each-ref", "--format=%(refname:short)"]);
        let text = refs.map(|output| output.stdout).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        text.lines().map(str::to_owned).collect()
    }

    /// The directories that a commit has a file of this name in, from the top of the repository.
    pub fn directories_with(&self, commit: &str, file: &str) -> Vec<String> {
        let all = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit];
        let listed = run(&self.root, &all).map(|output| output.stdout);
        let listed = listed.unwrap_or_default();
        let paths = listed.split(|byte| *byte == 0);
        paths
            .filter_map(|path| std::str::from_utf8(path).ok()?.rsplit_once('/'))
            .filter(|(_, name)| *name == file)
            .map(|(directory, _)| directory.to_owned())
            .collect()
    }

    /// The files below a directory in a commit, by their paths from that directory; none when the
    /// commit has no such directory. Links are left out.
    ///
    /// # Errors
    ///
    /// When `git` fails.
    pub fn files(&self, commit: &str, directory: &str) -> Result<Vec<(String, Vec<u8>)>> {
        let tree = format!("{commit}:{directory}");
        if !run(&self.root, &["cat-file", "-e", &tree])?
            .status
            .success()
        {
            return Ok(Vec::new());
        }
        let listed = run(&self.root, &["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        if !listed.status.success() {
            // A file, for example, where the directory is looked for.
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        let mut asked = Vec::new();
        for entry in listed.stdout.split(|byte| *byte == 0) {
            // `100644 blob <object>\t<path>`
            let entry = String::from_utf8_lossy(entry);
            let Some((what, path)) = entry.split_once('\t') else {
                continue;
            };
            let mut what = what.split(' ');
            if let (Some("100644" | "100755"), Some("blob"), Some(object)) =
                (what.next(), what.next(), what.next())
            {
                names.push(path.to_owned());
                asked.extend_from_slice(object.as_bytes());
                asked.push(b'\n');
            }
        }
        let contents = self.objects(asked)?;
        if contents.len() != names.len() {
            return Err(Error::failed(format!(
                "git gave {} of the {} files of `{tree}`",
                contents.len(),
                names.len()
            ))
            .help("`git fsck` says what the repository lacks"));
        }
        Ok(names.into_iter().zip(contents).collect())
    }

    /// The contents of objects, a line each, up to the first that is not there.
    fn objects(&self, asked: Vec<u8>) -> Result<Vec<Vec<u8>>> {
        let mut child = git(&self.root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        // Git answers before it has read everything, and would wait for us to read as we for it.
        let input = child.stdin.take();
        let asking = std::thread::spawn(move || input.map(|mut input| input.write_all(&asked)));
        let output = child.wait_with_output().map_err(|error| not_run(&error))?;
        let _ = asking.join();
        Ok(split(&output.stdout))
    }
}

/// `<object> blob <size>\n<content>\n`, one after the other.
fn split(mut text: &[u8]) -> Vec<Vec<u8>> {
    let mut contents = Vec::new();
    while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&text[..end]);
        let size = head
            .rsplit_once(" blob ")
            .and_then(|_| head.rsplit(' ').next());
        let Some(size) = size.and_then(|size| size.parse::<usize>().ok()) else {
            break;
        };
        let Some(content) = text.get(end + 1..end + 1 + size) else {
            break;
        };
        contents.push(content.to_vec());
        text = text.get(end + 1 + size + 1..).unwrap_or_default();
    }
    contents
}

/// A place in the repository for git: no pattern, and from the top whatever the working directory.
fn within(place: &str) -> String {
    format!(":(top,literal){place}")
}

fn run(directory: &Path, arguments: &[&str]) -> Result<Output> {
    let output = git(directory).args(arguments).stdin(Stdio::null()).output();
    output.map_err(|error| not_run(&error))
}

fn git(directory: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(directory)
        // Messages are told apart by their words, and nobody is there to be asked.
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0");
    // Git sets them for its hooks, the first without the second and from the hook's own directory:
    // the repository is found from the directory that is asked about.
    if std::env::var_os("GIT_WORK_TREE").is_none() {
        command.env_remove("GIT_DIR").env_remove("GIT_PREFIX");
    }
    command
}

fn not_run(error: &std::io::Error) -> Error {
    let help = "without git, name directories, migrations or databases instead of revisions";
    Error::failed(format!("cannot run `git`: {error}")).help(help)
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

/// What git said, on one line.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_start_matches("fatal: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn contents_are_counted_and_not_looked_into() {
        let text = b"aa blob 4\nx\n y\nbb blob 0\n\ncc blob 2\n\xff\n\n";
        assert_eq!(split(text), [b"x\n y".to_vec(), vec![], b"\xff\n".to_vec()]);
        assert_eq!(split(b"aa blob 1\nx\nbb missing\n").len(), 1);
        assert_eq!(split(b"aa blob 9\nx").len(), 0);
    }
}
