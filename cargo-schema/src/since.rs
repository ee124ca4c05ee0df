//! What changed since a revision: the relations and functions whose files of the snapshot are not the
//! same any more, and those whose models stand, or stood, in a source file that is not.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use schema_snapshot::name::QualifiedName;
use schema_snapshot::store::Snapshot;

use crate::error::{Error, Result};
use crate::git::{Changed, Repository};
use crate::judge::Judgement;
use crate::models::{Left, Sources};
use crate::place;
use crate::report::{Checked, Models, Since, Subject};
use crate::side::unknown_revision;

/// The remote's default branch, as a clone knows it.
const DEFAULT: &str = "origin/HEAD";

/// What changed, by the files that are not as a revision has them.
#[derive(Debug)]
struct Changes {
    /// From the top of the repository.
    files: HashSet<String>,
    /// The snapshot's directory, from there.
    snapshot: String,
    /// Where files that are named for people are named from.
    directory: Option<(Repository, std::path::PathBuf)>,
    /// What models of changed files stand for, or stood for.
    modelled: HashSet<QualifiedName>,
}

/// Leaves in a verdict what is of something that changed since a revision: the one that is named,
/// else the remote's default branch, else what was committed last. Where the branch parted from it
/// counts, and not what came there since.
///
/// # Errors
///
/// When there is no such revision, or `git` fails.
pub fn only_new(
    judgement: &mut Judgement,
    revision: Option<&str>,
    snapshot: &Path,
    directory: &Path,
    people: bool,
) -> Result<()> {
    let repository = Repository::of(snapshot)?;
    let (name, commit) = base(&repository, revision)?;
    let all = repository.changed_since(&commit, "")?;
    let mut changes = Changes {
        files: all.iter().map(|changed| changed.file.clone()).collect(),
        snapshot: repository.inside(snapshot)?,
        directory: people.then(|| (repository.clone(), directory.to_owned())),
        modelled: HashSet::new(),
    };
    let is_now = |file: &str| changes.has(file);
    let now: HashMap<&str, bool> = judgement
        .models
        .iter()
        .map(|model| model.source.file.as_str())
        .map(|file| (file, is_now(file)))
        .collect();
    let models = judgement.models.iter();
    let of_changed = models.filter(|model| now.get(model.source.file.as_str()) == Some(&true));
    let mut modelled: HashSet<_> = of_changed
        .flat_map(|model| model.relations.iter().map(|stands| stands.relation.clone()))
        .collect();
    modelled.extend(stood_for(&repository, all, snapshot)?);
    changes.modelled = modelled;
    changes.leave(judgement, name, commit);
    Ok(())
}

/// The revision, and the commit where the history parted from it.
fn base(repository: &Repository, revision: Option<&str>) -> Result<(String, String)> {
    let Some(head) = repository.commit("HEAD")? else {
        return Err(
            Error::usage("the repository has no commit yet, so everything is new")
                .help("leave out `--new-only`"),
        );
    };
    let (name, commit) = match revision {
        Some(name) => match repository.commit(name)? {
            Some(commit) => (name, commit),
            None => return Err(unknown_revision(name, repository)),
        },
        None => match repository.commit(DEFAULT)? {
            Some(commit) => (DEFAULT, commit),
            None => ("HEAD", head.clone()),
        },
    };
    let parted = repository.merge_base(&commit, &head)?;
    Ok((name.to_owned(), parted.unwrap_or(commit)))
}

/// What the models of source files stood for before those changed: a model that is gone leaves its
/// table to be judged by itself.
fn stood_for(
    repository: &Repository,
    all: Vec<Changed>,
    snapshot: &Path,
) -> Result<Vec<QualifiedName>> {
    let sources = all.into_iter().filter(|changed| {
        let is_rust = Path::new(&changed.file)
            .extension()
            .is_some_and(|extension| extension == "rs");
        is_rust && changed.before.is_some()
    });
    let texts = repository.before(sources.collect())?;
    let texts = texts.into_iter().filter_map(|(file, text)| {
        let text = String::from_utf8(text?).ok()?;
        Some((file, text))
    });
    let sources = Sources::of(texts);
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let snapshot = Snapshot::open(snapshot).map_err(|error| place::unusable(&error))?;
    let models = sources.check(&snapshot);
    let stands = models.into_iter().flat_map(|model| model.relations);
    Ok(stands.map(|stands| stands.relation).collect())
}

impl Changes {
    /// Whether a file that a report names has changed.
    fn has(&self, file: &str) -> bool {
        match &self.directory {
            None => self.files.contains(file),
            Some((repository, directory)) => {
                let inside = repository.inside(&directory.join(file));
                inside.is_ok_and(|inside| self.files.contains(&inside))
            }
        }
    }

    fn has_of_snapshot(&self, file: &str) -> bool {
        let whole = format!("{}/{file}", self.snapshot);
        self.files.contains(whole.trim_start_matches('/'))
    }

    fn is_of(&self, name: &QualifiedName) -> bool {
        self.has_of_snapshot(&Snapshot::relation_file(name))
            || self.has_of_snapshot(&Snapshot::functions_file(name))
            || self.modelled.contains(name)
    }

    fn is_new(&self, checked: &Checked) -> bool {
        match &checked.subject {
            Subject::Relation(name, _) | Subject::Function(name) => self.is_of(name),
            Subject::Item(_) => self.has(&checked.file),
            Subject::File(file) => self.has(file),
        }
    }

    fn leave(&self, judgement: &mut Judgement, revision: String, commit: String) {
        let report = &mut judgement.report;
        let (new, old): (Vec<_>, Vec<_>) = std::mem::take(&mut report.checked)
            .into_iter()
            .partition(|checked| self.is_new(checked));
        report.checked = new;
        report.since = Some(Since {
            revision,
            commit,
            left_out: old.iter().map(|checked| checked.findings.len()).sum(),
        });
        let is_new = |name: Option<&QualifiedName>| name.is_none_or(|name| self.is_of(name));
        let excepted = judgement.excepted.iter();
        let excepted = excepted.filter(|one| is_new(one.finding.relation.as_ref()));
        report.suppressed = excepted.count();
        if let Some(models) = &mut report.models {
            let all = judgement.models.iter();
            let new = all.filter(|model| {
                let mut stands = model.relations.iter();
                self.has(&model.source.file) || stands.any(|stands| self.is_of(&stands.relation))
            });
            let new: Vec<_> = new.collect();
            *models = Models {
                items: new.len(),
                left: Left::sum(new),
            };
        }
    }
}
