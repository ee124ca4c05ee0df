//! How the expansion names the files it was computed from.
//!
//! By a path relative to the package, so that the expansion is the same on each
//! machine; cargo and compiler caches then see that two builds are one.

use std::path::{Component, Path, PathBuf};

/// The snapshot's directory as the expansion names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Root {
    text: String,
    relative: bool,
}

/// What stands in an `include_bytes!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Include {
    /// To be put behind `env!("CARGO_MANIFEST_DIR")`; begins with a slash.
    Relative(String),
    /// A whole path: of a snapshot that no relative path leads to.
    Absolute(String),
}

impl Root {
    pub(crate) fn new(manifest_dir: &Path, dir: &Path) -> Self {
        let relative = relative(manifest_dir, dir).filter(|steps| {
            // `..` of a linked directory is not the directory above the link.
            let mut there = manifest_dir.to_path_buf();
            there.extend(steps);
            steps.first().is_none_or(|first| first != "..")
                || there.join("index.json").canonicalize().ok()
                    == dir.join("index.json").canonicalize().ok()
        });
        match relative {
            Some(steps) => Self {
                text: steps
                    .iter()
                    .fold(String::new(), |text, step| text + "/" + step),
                relative: true,
            },
            None => Self {
                text: dir.to_string_lossy().into_owned(),
                relative: false,
            },
        }
    }

    /// A file of the snapshot, given from its directory on.
    pub(crate) fn include(&self, file: &str) -> Include {
        let path = format!("{}/{file}", self.text);
        if self.relative {
            Include::Relative(path)
        } else {
            Include::Absolute(path)
        }
    }
}

/// The steps from one directory to another, none of them a link's. `None` where there are none
/// (another drive), or where they are not text.
fn relative(from: &Path, to: &Path) -> Option<Vec<String>> {
    let (from, to) = (plain(from)?, plain(to)?);
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == 0 {
        return None;
    }
    let up = from
        .components()
        .skip(shared)
        .map(|_| Some("..".to_owned()));
    let down = to.components().skip(shared).map(|step| match step {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    });
    up.chain(down).collect()
}

/// The path without `.` and `..`; `None` when it is not absolute.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for step in path.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            step => out.push(step),
        }
    }
    out.is_absolute().then_some(out)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[cfg(unix)]
    #[test]
    fn the_way_from_a_package_to_its_snapshot() {
        let steps = |from, to| relative(Path::new(from), Path::new(to)).map(|way| way.join("/"));
        assert_eq!(steps("/w/app", "/w/app/schema").as_deref(), Some("schema"));
        assert_eq!(steps("/w/app", "/w/schema").as_deref(), Some("../schema"));
        assert_eq!(
            steps("/w/crates/app", "/w/crates/app/../../db/schema").as_deref(),
            Some("../../db/schema")
        );
        assert_eq!(steps("app", "/w/schema"), None);
    }
}
