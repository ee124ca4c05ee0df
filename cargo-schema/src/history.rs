//! What version control knows of the snapshot: when it changed, how much, and what it was then.
//!
//! It is walked backwards from the working tree, along first parents, and of each commit only the
//! files are read that it changed. So a step costs as much as its change is large, whatever the size
//! of the snapshot.

use std::path::Path;
use std::time::Instant;

use schema_snapshot::diff::changes;
use schema_snapshot::model::Schema;
use schema_snapshot::store::{self, Whole};

use crate::error::Result;
use crate::git::{Changed, Next, PATIENCE, Repository};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History<M> {
    /// Of the snapshot as it is in the working tree.
    pub now: M,
    /// In how much that differs from what the last commit has.
    pub uncommitted: usize,
    /// The commits that changed it, newest first.
    pub changes: Vec<Change<M>>,
    /// Why there are no more.
    pub end: End,
}

/// A commit that changed the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<M> {
    /// The commit's hash.
    pub commit: String,
    /// When it was committed, as ISO 8601.
    pub when: String,
    /// How many differences it made; as many as there are objects when it was the first.
    pub differences: usize,
    /// Of the snapshot as it left it.
    pub after: M,
}

/// Where the history ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The snapshot was never committed.
    NotCommitted,
    /// There was no snapshot before.
    Beginning,
    /// No more were asked for.
    Enough,
    /// It took too long.
    Late,
    /// The clone does not have what was before.
    Shallow,
    /// What was before can't be used, for this reason.
    Unusable(String),
}

impl End {
    /// Why something may be missing, when something may.
    pub fn sentence(&self) -> Option<String> {
        Some(match self {
            Self::Beginning | Self::Enough => return None,
            Self::NotCommitted => "the snapshot was never committed".to_owned(),
            Self::Late => format!(
                "what is older is left out: after {} seconds no more was read",
                PATIENCE.as_secs()
            ),
            Self::Shallow => "the clone is shallow, older commits are missing: \
                 `git fetch --unshallow` brings them"
                .to_owned(),
            Self::Unusable(why) => format!("what is older can't be used: {why}"),
        })
    }
}

/// The last changes of the snapshot in a directory, which is this as it stands there. `measure` is
/// given each state, newest first, with what the files that are not as in the state before it said
/// then, and say now.
///
/// # Errors
///
/// When the directory is in no repository, or `git` fails.
pub fn history<M>(
    directory: &Path,
    mut whole: Whole,
    limit: usize,
    mut measure: impl FnMut(&Schema, &[Schema; 2]) -> M,
) -> Result<History<M>> {
    let deadline = Instant::now() + PATIENCE;
    let repository = Repository::of(directory)?;
    let inside = repository.inside(directory)?;
    let shown = Path::new(&inside);
    let all = [Schema::default(), whole.schema.clone()];
    let mut history = History {
        now: measure(&whole.schema, &all),
        uncommitted: 0,
        changes: Vec::new(),
        end: End::NotCommitted,
    };
    drop(all);
    let Some(head) = repository.commit("HEAD")? else {
        return Ok(history);
    };
    let mut parts = match back(
        &repository,
        shown,
        repository.uncommitted(&inside)?,
        &mut whole,
    )? {
        (differences, Back::Was(newer, older)) => {
            history.uncommitted = differences;
            [newer, older]
        }
        (_, Back::Beginning) => return Ok(history),
        (_, Back::Unusable(why)) => {
            history.end = End::Unusable(why);
            return Ok(history);
        }
    };
    let mut log = repository.log(&head, &inside)?;
    history.end = loop {
        if history.changes.len() == limit {
            break End::Enough;
        }
        let commit = match log.next(deadline)? {
            Next::Commit(commit) => commit,
            Next::End => break End::Beginning,
            Next::Late => break End::Late,
        };
        if !commit.files.iter().any(|f| store::says_schema(&f.file)) {
            continue;
        }
        if !commit.has_parent && repository.is_shallow() {
            break End::Shallow;
        }
        let after = measure(&whole.schema, &parts);
        let (differences, was) = back(&repository, shown, commit.files, &mut whole)?;
        let told = |differences| {
            history.changes.push(Change {
                commit: commit.hash,
                when: commit.when,
                differences,
                after,
            });
        };
        match was {
            Back::Was(newer, older) => {
                told(differences);
                parts = [newer, older];
            }
            Back::Beginning => {
                told(differences);
                break End::Beginning;
            }
            Back::Unusable(why) => break End::Unusable(why),
        }
        if Instant::now() > deadline {
            break End::Late;
        }
    };
    Ok(history)
}

/// A step back.
#[allow(clippy::large_enum_variant, reason = "it is looked at once")]
enum Back {
    /// What its files said after the change, and before.
    Was(Schema, Schema),
    /// There was no snapshot.
    Beginning,
    /// What there was is none.
    Unusable(String),
}

/// Takes back what changed in some files, and counts the differences.
fn back(
    repository: &Repository,
    shown: &Path,
    files: Vec<Changed>,
    whole: &mut Whole,
) -> Result<(usize, Back)> {
    let files = files.into_iter().filter(|f| store::says_schema(&f.file));
    let before = repository.before(files.collect())?;
    let mut before_index = before.iter().filter(|(file, _)| file == "index.json");
    if before_index.any(|(_, was)| was.is_none()) {
        // As if there had been one of nothing.
        let nothing = Schema {
            server_major: whole.schema.server_major,
            ..Schema::default()
        };
        let differences = changes(&nothing, &whole.schema).len();
        return Ok((differences, Back::Beginning));
    }
    Ok(match whole.replace(shown, before) {
        Ok([newer, older]) => (changes(&older, &newer).len(), Back::Was(newer, older)),
        Err(error) => (0, Back::Unusable(error.message())),
    })
}
