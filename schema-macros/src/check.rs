//! Where the snapshot is, what is in it, and what it says of a claim.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use once_cell::sync::OnceCell;
use schema_snapshot::Claim;
use schema_snapshot::conform::{self, Outcome};
use schema_snapshot::finding::Finding;
use schema_snapshot::store::{Snapshot, locate};

use crate::errors::Errors;
use crate::paths;
use crate::record::{self, Record};

/// What the derive takes from the process: nothing else of it counts, not the working directory.
pub(crate) struct Environment {
    /// `CARGO_MANIFEST_DIR`.
    pub(crate) manifest_dir: Option<PathBuf>,
    /// `SCHEMA_SNAPSHOT`.
    pub(crate) explicit: Option<OsString>,
    /// Whether a record goes with each item: the feature `records`.
    pub(crate) records: bool,
}

impl Environment {
    /// Read at each derive: rust-analyzer sets it anew for each crate, in one process.
    pub(crate) fn of_process() -> Self {
        Self {
            manifest_dir: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            explicit: std::env::var_os("SCHEMA_SNAPSHOT"),
            records: cfg!(feature = "records"),
        }
    }
}

/// What the snapshot says of a claim.
pub(crate) struct Checked {
    /// The questions and what was resolved; the findings have been taken out.
    pub(crate) outcome: Outcome,
    /// The files that were read for this claim.
    pub(crate) includes: Vec<paths::Include>,
    /// The files that each derive of the crate reads, for the first of them; for the others
    /// nothing.
    pub(crate) base: Vec<paths::Include>,
    /// What goes with the item for whoever compares it with a database.
    pub(crate) record: Option<Record>,
}

/// A snapshot that was opened, with what it depends on.
struct Opened {
    manifest_dir: PathBuf,
    dir: PathBuf,
    stamps: Stamps,
    snapshot: Snapshot,
    /// The snapshot's directory as the expansion names it.
    root: paths::Root,
    /// Whether an expansion has named the files that opening reads. Cargo depends on files by
    /// crate, and one process of the compiler compiles one crate, so the first is enough; a
    /// thousand models would read the same two files a thousand times.
    base_is_named: AtomicBool,
}

/// When a file was written, and its length. `None`: not there.
type Stamp = Option<(SystemTime, u64)>;
type Stamps = [Stamp; 2];

/// Snapshots by directory and by the stamps of the files that opening reads. One process serves
/// one crate under cargo, and every crate of a workspace, for days, under rust-analyzer.
static OPENED: OnceCell<Mutex<Vec<Arc<Opened>>>> = OnceCell::new();

/// So that a day of editing does not keep every state of `schema.toml`.
const KEPT: usize = 16;

/// Compares a claim with the snapshot. `None` when what it stands for was not found; why is then
/// among the errors.
pub(crate) fn check(
    claim: &Claim,
    environment: &Environment,
    errors: &mut Errors,
) -> Option<Checked> {
    let opened = match open(environment) {
        Ok(opened) => opened,
        Err(findings) => {
            for finding in findings.iter().filter(|f| !said_before(&f.message)) {
                errors.add(finding);
            }
            return None;
        }
    };
    let mut outcome = conform::check(claim, &opened.snapshot);
    for finding in outcome.findings.drain(..) {
        if !(finding.is_of_snapshot() && said_before(&finding.message)) {
            errors.add(&finding);
        }
    }
    let transparent = matches!(
        claim.subject,
        schema_snapshot::claim::Subject::Transparent(_)
    );
    if outcome.subject.is_none() && !transparent {
        return None;
    }
    let base = opened.snapshot.base_files();
    let named = opened.base_is_named.swap(true, Ordering::Relaxed);
    let base = if named { &[][..] } else { &base[..] };
    let include = |file: &str| opened.root.include(file);
    let base = base.iter().copied().map(include).collect();
    let includes = outcome.files.iter().map(|file| include(file)).collect();
    let recorded = environment.records.then_some(opened.snapshot.config());
    let record = recorded.and_then(|config| record::of(claim, &outcome, config));
    Some(Checked {
        outcome,
        includes,
        base,
        record,
    })
}

/// What an item most likely stands for, of which the comparison has said that something is wrong.
pub(crate) fn likely(claim: &Claim, environment: &Environment) -> Option<conform::Likely> {
    conform::likely(claim, &open(environment).ok()?.snapshot)
}

/// Whether this process compiles one crate, and another derive of it has failed with this: what is
/// wrong with the snapshot, a file of it, or the crate's dependencies, is one mistake, however many models there are. A process that
/// is not known to end with the crate, as rust-analyzer's, is told each time.
pub(crate) fn said_before(message: &str) -> bool {
    static SAID: OnceCell<Mutex<Vec<String>>> = OnceCell::new();
    let program = std::env::current_exe().ok();
    let name = program.as_deref().and_then(Path::file_stem);
    if !name.is_some_and(|name| name == "rustc" || name == "clippy-driver") {
        return false;
    }
    let mut said = SAID
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let before = said.iter().any(|known| known == message);
    if !before {
        said.push(message.to_owned());
    }
    before
}

fn open(environment: &Environment) -> Result<Arc<Opened>, Vec<Finding>> {
    let Some(manifest_dir) = &environment.manifest_dir else {
        return Err(vec![Finding {
            rule: "snapshot_missing",
            message: "the build does not say where the package is: `CARGO_MANIFEST_DIR` is not set"
                .to_owned(),
            help: vec![
                "set it to the directory of the package's `Cargo.toml`, as cargo does".to_owned(),
            ],
            ..Finding::default()
        }]);
    };
    let dir = locate(manifest_dir, environment.explicit.as_deref())
        .map_err(|error| vec![conform::nowhere(&error)])?;
    let stamps = ["schema.toml", "index.json"].map(|file| stamp(&dir.join(file)));
    let cache = OPENED.get_or_init(Mutex::default);
    // A poisoned cache is a cache: what is in it was complete when it was put there.
    let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    let known = cache
        .iter()
        .find(|known| {
            known.dir == dir && known.manifest_dir == *manifest_dir && known.stamps == stamps
        })
        .map(Arc::clone);
    if let Some(known) = known {
        return Ok(known);
    }
    let snapshot = Snapshot::open(&dir).map_err(|error| conform::problems(&error))?;
    let opened = Arc::new(Opened {
        root: paths::Root::new(manifest_dir, &dir),
        manifest_dir: manifest_dir.clone(),
        dir,
        stamps,
        snapshot,
        base_is_named: AtomicBool::new(false),
    });
    cache.retain(|known| known.dir != opened.dir || known.manifest_dir != opened.manifest_dir);
    if cache.len() >= KEPT {
        cache.remove(0);
    }
    cache.push(Arc::clone(&opened));
    Ok(opened)
}

fn stamp(path: &Path) -> Stamp {
    let found = std::fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}
