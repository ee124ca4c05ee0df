//! Reading. The derive's path, `open` and one relation, opens three files and
//! lists no directory, however many tables there are.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::error::{Problem, ReadError};
use super::fingerprint;
use super::index::{Format, Index};
use super::paths::{self, CONFIG, Folder, INDEX, JOURNAL};
use super::{FORMAT_MAJOR, Loaded};
use crate::baseline::Baseline;
use crate::codec::{Codec, DecodeError};
use crate::config::{Config, ConfigError, ConfigErrors};
use crate::model::{Functions, Relation, UserType};
use crate::name::QualifiedName;

/// A snapshot that was found to be readable: the index and the configuration are read, all else is
/// read when it is asked for.
#[derive(Clone, Debug)]
pub struct Snapshot {
    dir: PathBuf,
    config: Config,
    index: Loaded<Index>,
}

impl Snapshot {
    /// Opens the snapshot in a directory that [`locate`](super::locate()) found.
    ///
    /// # Errors
    ///
    /// When there is none, it is half written, of another format, or damaged in the two files that
    /// are read here, `index.json` and `schema.toml`.
    pub fn open(dir: &Path) -> Result<Self, ReadError> {
        let snapshot = Self::open_without_config(dir)?;
        let text = match std::fs::read(paths::join(dir, CONFIG)) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|error| {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let errors = ConfigErrors(vec![ConfigError {
                    line: good.split(|byte| *byte == b'\n').count(),
                    message: "not UTF-8 text; save the file as UTF-8".to_owned(),
                }]);
                ReadError::new(dir, CONFIG, Problem::Config(errors))
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ReadError::new(dir, CONFIG, Problem::NoConfig));
            }
            Err(error) => return Err(ReadError::io(dir, CONFIG, &error)),
        };
        let config = Config::parse(&text)
            .map_err(|errors| ReadError::new(dir, CONFIG, Problem::Config(errors)))?;
        Ok(Self { config, ..snapshot })
    }

    /// The same without the configuration, which says nothing about what the schema is: that of an
    /// empty file counts, whatever stands in `schema.toml`.
    ///
    /// # Errors
    ///
    /// As those of [`open`](Self::open), but for the configuration's.
    pub fn open_without_config(dir: &Path) -> Result<Self, ReadError> {
        Ok(Self {
            dir: dir.to_path_buf(),
            config: Config::default(),
            index: read_index(dir)?,
        })
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The team's standard.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The same snapshot, held to another standard.
    #[must_use]
    pub fn with_config(self, config: Config) -> Self {
        Self { config, ..self }
    }

    /// The major version of the server that the snapshot was taken from.
    pub fn server_major(&self) -> i64 {
        self.index.value.server_major
    }

    /// The files, relative to [`dir`](Self::dir), that `open` has read: whoever depends on the
    /// snapshot depends on them.
    pub fn base_files(&self) -> [&'static str; 2] {
        [CONFIG, INDEX]
    }

    /// The relation of this name.
    ///
    /// # Errors
    ///
    /// When its file is there and can't be used: it can't be read, was edited, cut short or merged, or
    /// is not of this format. A file that is not there is `None`.
    pub fn relation(&self, name: &QualifiedName) -> Result<Option<Loaded<Relation>>, ReadError> {
        self.load(Folder::Relations, name)
    }

    /// The type of this name.
    ///
    /// # Errors
    ///
    /// As [`relation`](Self::relation) has them.
    pub fn user_type(&self, name: &QualifiedName) -> Result<Option<Loaded<UserType>>, ReadError> {
        self.load(Folder::Types, name)
    }

    /// The functions of this name.
    ///
    /// # Errors
    ///
    /// As [`relation`](Self::relation) has them.
    pub fn functions(&self, name: &QualifiedName) -> Result<Option<Loaded<Functions>>, ReadError> {
        self.load(Folder::Functions, name)
    }

    /// What the baseline has of the relation or function of this name.
    ///
    /// # Errors
    ///
    /// As [`relation`](Self::relation) has them.
    pub fn baseline(&self, name: &QualifiedName) -> Result<Option<Loaded<Baseline>>, ReadError> {
        self.load(Folder::Baseline, name)
    }

    /// Everything that the baseline has, in byte order of the names.
    ///
    /// # Errors
    ///
    /// When a directory can't be read, or a file of it can't be used.
    pub fn baselines(&self) -> Result<Vec<Baseline>, ReadError> {
        let mut all = Vec::new();
        for schema in self.schemas()? {
            for name in self.names(Folder::Baseline, &schema)? {
                let loaded = self.baseline(&QualifiedName::new(&schema, name))?;
                all.extend(loaded.map(|loaded| loaded.value));
            }
        }
        Ok(all)
    }

    /// The path, relative to [`dir`](Self::dir) and with forward slashes, that the file of a
    /// relation has, whether it exists or not.
    pub fn relation_file(name: &QualifiedName) -> String {
        Folder::Relations.file(name)
    }

    /// The path that the baseline of a relation or function has; see
    /// [`relation_file`](Self::relation_file).
    pub fn baseline_file(name: &QualifiedName) -> String {
        Folder::Baseline.file(name)
    }

    /// The path that the file of a type has; see [`relation_file`](Self::relation_file).
    pub fn user_type_file(name: &QualifiedName) -> String {
        Folder::Types.file(name)
    }

    /// The path that the file of functions has; see [`relation_file`](Self::relation_file).
    pub fn functions_file(name: &QualifiedName) -> String {
        Folder::Functions.file(name)
    }

    /// The schemas, in byte order. Reads one directory, whose size grows with the number of
    /// schemas and not of tables.
    ///
    /// # Errors
    ///
    /// When the directory can't be read.
    pub fn schemas(&self) -> Result<Vec<String>, ReadError> {
        let mut names = Vec::new();
        for entry in self.list("")? {
            let entry = entry.map_err(|e| ReadError::io(&self.dir, "", &e))?;
            let Some(name) = entry.file_name().to_str().and_then(paths::unescape) else {
                continue;
            };
            if entry.path().is_dir() {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The names of a schema's relations, in byte order. Reads a directory that grows with the
    /// schema: for error messages and the command, not for what every build does.
    ///
    /// # Errors
    ///
    /// When the directory is there and can't be read.
    pub fn relation_names(&self, schema: &str) -> Result<Vec<String>, ReadError> {
        self.names(Folder::Relations, schema)
    }

    /// The names of a schema's types, in byte order; see [`relation_names`](Self::relation_names).
    ///
    /// # Errors
    ///
    /// As [`relation_names`](Self::relation_names) has them.
    pub fn user_type_names(&self, schema: &str) -> Result<Vec<String>, ReadError> {
        self.names(Folder::Types, schema)
    }

    /// All functions, in byte order of the names. A file that can't be used does not keep the others
    /// from being read.
    ///
    /// # Errors
    ///
    /// When a directory can't be listed, or a refresh is under way.
    #[cfg(feature = "refresh")]
    pub fn all_functions(&self) -> Result<Vec<Result<Loaded<Functions>, ReadError>>, ReadError> {
        let mut names = Vec::new();
        for schema in self.schemas()? {
            let of_schema = self.names(Folder::Functions, &schema)?.into_iter();
            names.extend(of_schema.map(|name| QualifiedName::new(&schema, name)));
        }
        let read = |name: QualifiedName| match self.functions(&name) {
            Err(error) if *error.problem() == Problem::Interrupted => Err(error),
            Ok(None) => Ok(Err(ReadError::io(
                &self.dir,
                &Self::functions_file(&name),
                &io::ErrorKind::NotFound.into(),
            ))),
            Ok(Some(loaded)) => Ok(Ok(loaded)),
            Err(error) => Ok(Err(error)),
        };
        crate::parallel::map(names, read).into_iter().collect()
    }

    /// What `each` makes of every relation, in byte order of the names, on all processors. A file
    /// that can't be used does not keep the others from being read.
    ///
    /// # Errors
    ///
    /// When a directory can't be listed, or a refresh is under way: what was read of a mixture does
    /// not count.
    #[cfg(feature = "refresh")]
    pub fn map_relations<T: Send>(
        &self,
        each: impl Fn(Result<Loaded<Relation>, ReadError>) -> T + Sync,
    ) -> Result<Vec<T>, ReadError> {
        let mut names = Vec::new();
        for schema in self.schemas()? {
            let of_schema = self.relation_names(&schema)?;
            names.extend(
                of_schema
                    .into_iter()
                    .map(|name| QualifiedName::new(&schema, name)),
            );
        }
        let read = |name: QualifiedName| match self.relation(&name) {
            Err(error) if *error.problem() == Problem::Interrupted => Err(error),
            Ok(None) => Ok(each(Err(ReadError::io(
                &self.dir,
                &Self::relation_file(&name),
                // Listed and not there: a link that leads nowhere, or removed in this moment.
                &io::ErrorKind::NotFound.into(),
            )))),
            Ok(Some(loaded)) => Ok(each(Ok(loaded))),
            Err(error) => Ok(each(Err(error))),
        };
        crate::parallel::map(names, read).into_iter().collect()
    }

    pub(super) fn load<T: Document>(
        &self,
        folder: Folder,
        name: &QualifiedName,
    ) -> Result<Option<Loaded<T>>, ReadError> {
        let file = folder.file(name);
        let bytes = match std::fs::read(paths::join(&self.dir, &file)) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(ReadError::io(&self.dir, &file, &error)),
        };
        // After the file was looked for: what is seen in the middle of a refresh does not count.
        settled(&self.dir)?;
        let Some(bytes) = bytes else {
            return Ok(None);
        };
        understand(&self.dir, &self.index.value, file, name, &bytes).map(Some)
    }

    /// The index, as it was when the snapshot was opened.
    #[cfg(feature = "refresh")]
    pub(super) fn index(&self) -> Loaded<Index> {
        self.index.clone()
    }

    pub(super) fn names(&self, folder: Folder, schema: &str) -> Result<Vec<String>, ReadError> {
        let directory = folder.directory(schema);
        let mut names = Vec::new();
        for entry in self.list(&directory)? {
            let entry = entry.map_err(|e| ReadError::io(&self.dir, &directory, &e))?;
            names.extend(entry.file_name().to_str().and_then(paths::stem));
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The entries of a directory; none when it does not exist.
    fn list(&self, directory: &str) -> Result<Entries, ReadError> {
        match std::fs::read_dir(paths::join(&self.dir, directory)) {
            Ok(entries) => Ok(Some(entries).into_iter().flatten()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None.into_iter().flatten()),
            Err(error) => Err(ReadError::io(&self.dir, directory, &error)),
        }
    }
}

type Entries = std::iter::Flatten<std::option::IntoIter<std::fs::ReadDir>>;

/// What the bytes of a file say, which is to be about `name`.
pub(super) fn understand<T: Document>(
    dir: &Path,
    index: &Index,
    file: String,
    name: &QualifiedName,
    bytes: &[u8],
) -> Result<Loaded<T>, ReadError> {
    let fingerprint = fingerprint::verify(bytes).map_err(|d| ReadError::damage(dir, &file, d))?;
    let not_understood =
        |error: &DecodeError| ReadError::not_understood(dir, &file, error, index.format);
    let json = parse(bytes).map_err(|e| not_understood(&e))?;
    let value = T::decode(&json).map_err(|e| not_understood(&e))?;
    if value.name() != name {
        let problem = Problem::Misplaced {
            inside: value.name().to_string(),
            expected: name.to_string(),
        };
        return Err(ReadError::new(dir, &file, problem));
    }
    Ok(Loaded {
        value,
        file,
        fingerprint,
    })
}

/// A value with a file of its own.
pub(super) trait Document: Codec {
    fn name(&self) -> &QualifiedName;
}

impl Document for Relation {
    fn name(&self) -> &QualifiedName {
        &self.name
    }
}

impl Document for UserType {
    fn name(&self) -> &QualifiedName {
        &self.name
    }
}

impl Document for Baseline {
    fn name(&self) -> &QualifiedName {
        &self.name
    }
}

impl Document for Functions {
    fn name(&self) -> &QualifiedName {
        &self.name
    }
}

/// Reads and checks the index. The format comes first: a newer one may frame its files otherwise.
pub(super) fn read_index(dir: &Path) -> Result<Loaded<Index>, ReadError> {
    let bytes = match std::fs::read(dir.join(INDEX)) {
        Ok(bytes) => bytes,
        Err(io) if io.kind() == io::ErrorKind::NotFound => {
            settled(dir)?;
            return Err(ReadError::new(dir, "", Problem::Missing));
        }
        Err(io) if io.kind() == io::ErrorKind::NotADirectory => {
            return Err(ReadError::new(dir, "", Problem::NotADirectory));
        }
        Err(io) => return Err(ReadError::io(dir, INDEX, &io)),
    };
    settled(dir)?;
    understand_index(dir, &bytes)
}

/// What the bytes of the index say.
pub(super) fn understand_index(dir: &Path, bytes: &[u8]) -> Result<Loaded<Index>, ReadError> {
    let error = |problem| ReadError::new(dir, INDEX, problem);
    let index = parse(bytes).and_then(|json| Index::decode(&json));
    if let Ok(Index { format, .. }) = &index {
        match format.0.cmp(&FORMAT_MAJOR) {
            std::cmp::Ordering::Greater => {
                return Err(error(Problem::NewerFormat(format.0, format.1)));
            }
            std::cmp::Ordering::Less => {
                return Err(error(Problem::OlderFormat(format.0, format.1)));
            }
            std::cmp::Ordering::Equal => {}
        }
    }
    let fingerprint = fingerprint::verify(bytes).map_err(|d| ReadError::damage(dir, INDEX, d))?;
    let not_understood =
        |error| ReadError::not_understood(dir, INDEX, &error, Format(FORMAT_MAJOR, 0));
    Ok(Loaded {
        value: index.map_err(not_understood)?,
        file: INDEX.to_owned(),
        fingerprint,
    })
}

/// An error while a refresh moves files, or after one was killed in the midst of it.
pub(super) fn settled(dir: &Path) -> Result<(), ReadError> {
    match std::fs::symlink_metadata(dir.join(JOURNAL)) {
        Ok(_) => Err(ReadError::new(dir, JOURNAL, Problem::Interrupted)),
        Err(_) => Ok(()),
    }
}

fn parse(bytes: &[u8]) -> Result<Value, DecodeError> {
    serde_json::from_slice(bytes).map_err(|e| DecodeError::expected(format!("JSON ({e})")))
}
