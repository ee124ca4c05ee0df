//! Reading all of a snapshot: from its directory, or from the bytes that version control has.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use super::Loaded;
use super::error::{Problem, ReadError};
use super::fingerprint;
use super::index::{Format, Index};
use super::paths::{self, Folder, INDEX, JOURNAL};
use super::read::{Document, Snapshot, understand, understand_index};
use crate::model::{Functions, Relation, Schema, UserType};
use crate::name::QualifiedName;
use crate::parallel;

/// All that a snapshot says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// What its files say.
    pub schema: Schema,
    /// Files where those of a snapshot belong that `cargo schema` did not write, relative to the
    /// snapshot's directory. They are passed over.
    pub foreign: Vec<String>,
    format: Format,
    /// The fingerprint of each file.
    seals: BTreeMap<String, String>,
}

/// A file by its path from the snapshot's directory, with forward slashes, and its bytes; none where
/// it is not there.
pub type FileNow = (String, Option<Vec<u8>>);

impl Snapshot {
    /// Everything, in byte order of the names.
    ///
    /// # Errors
    ///
    /// When a directory can't be listed, or a file can't be used; the first of them is named.
    pub fn read_schema(&self) -> Result<Schema, ReadError> {
        let mut whole = Whole::of(self.index());
        whole.gather(self.all()?, Err)?;
        Ok(whole.schema)
    }

    /// The same without the files of others, which [`write()`](super::write()) leaves alone and
    /// names.
    ///
    /// # Errors
    ///
    /// As those of [`read_schema`](Self::read_schema).
    pub fn read_own(&self) -> Result<Whole, ReadError> {
        let mut whole = Whole::of(self.index());
        whole.gather(self.all()?, of_others(self.dir()))?;
        Ok(whole)
    }

    fn all(&self) -> Result<Vec<Result<One, ReadError>>, ReadError> {
        let mut all = Vec::new();
        for schema in self.schemas()? {
            for &folder in Folder::OF_SCHEMA {
                let names = self.names(folder, &schema)?.into_iter();
                all.extend(names.map(|name| (folder, QualifiedName::new(&schema, name))));
            }
        }
        let read = |(folder, name): (Folder, QualifiedName)| match folder {
            Folder::Relations => self.one(folder, &name, One::Relation),
            Folder::Types => self.one(folder, &name, One::Type),
            Folder::Functions => self.one(folder, &name, One::Functions),
            Folder::Baseline => Ok(One::Nothing),
        };
        Ok(parallel::map(all, read))
    }

    fn one<T: Document>(
        &self,
        folder: Folder,
        name: &QualifiedName,
        one: fn(Loaded<T>) -> One,
    ) -> Result<One, ReadError> {
        let loaded = self.load(folder, name)?;
        Ok(loaded.map_or(One::Nothing, one))
    }
}

/// The snapshot whose files these are, by their paths from its directory, with forward slashes. What
/// is said of them names `dir`.
///
/// # Errors
///
/// As those of reading them from a directory.
pub fn read_files(dir: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Whole, ReadError> {
    let now = files.into_iter().map(|(file, bytes)| (file, Some(bytes)));
    let now: Vec<_> = now.collect();
    match index(dir, &now)? {
        Some(index) => understood(dir, index, now),
        None => Err(ReadError::new(dir, "", Problem::Missing)),
    }
}

/// Whether the file at a path from a snapshot's directory has a say in what the schema is: not the
/// configuration, the baseline, and what is no file of a snapshot.
pub fn says_schema(file: &str) -> bool {
    let folder = paths::document(file).map(|(folder, _)| folder);
    file == INDEX || file == JOURNAL || folder.is_some_and(|folder| folder != Folder::Baseline)
}

/// The index, when it is one of the files.
fn index(dir: &Path, files: &[FileNow]) -> Result<Option<Loaded<Index>>, ReadError> {
    let is_under_way = |(file, now): &FileNow| file == JOURNAL && now.is_some();
    if files.iter().any(is_under_way) {
        return Err(ReadError::new(dir, JOURNAL, Problem::Interrupted));
    }
    match files.iter().find(|(file, _)| file == INDEX) {
        Some((_, Some(bytes))) => understand_index(dir, bytes).map(Some),
        Some((_, None)) => Err(ReadError::new(dir, "", Problem::Missing)),
        None => Ok(None),
    }
}

/// What files say, below an index.
fn understood(dir: &Path, index: Loaded<Index>, files: Vec<FileNow>) -> Result<Whole, ReadError> {
    let version = index.value;
    let read = |(file, now): FileNow| {
        let (Some((folder, name)), Some(bytes)) = (paths::document(&file), now) else {
            return Ok(One::Nothing);
        };
        Ok(match folder {
            Folder::Relations => One::Relation(understand(dir, &version, file, &name, &bytes)?),
            Folder::Types => One::Type(understand(dir, &version, file, &name, &bytes)?),
            Folder::Functions => One::Functions(understand(dir, &version, file, &name, &bytes)?),
            // It says nothing of the schema.
            Folder::Baseline => One::Nothing,
        })
    };
    let mut whole = Whole::of(index);
    whole.gather(parallel::map(files, read), of_others(dir))?;
    Ok(whole)
}

impl Whole {
    fn of(index: Loaded<Index>) -> Self {
        let mut whole = Self::default();
        whole.index(index);
        whole
    }

    fn index(&mut self, index: Loaded<Index>) {
        self.format = index.value.format;
        self.schema.server_major = index.value.server_major;
        self.seals.insert(index.file, index.fingerprint);
    }

    /// The fingerprint of the snapshot: the SHA-256 of a line for each of its files, in byte order of
    /// their paths, `<the file's fingerprint>  <its path>`, as `sha256sum` lists them. Those of the
    /// relations, types and functions count, and `index.json`; the configuration and the baseline
    /// say nothing of the schema.
    pub fn fingerprint(&self) -> String {
        let mut lines = String::new();
        for (file, seal) in &self.seals {
            let _ = writeln!(lines, "{seal}  {file}");
        }
        fingerprint::hex(lines.as_bytes())
    }

    /// The version of the files' format, `1.0`.
    pub fn format(&self) -> String {
        self.format.to_string()
    }

    /// Changes to what some of its files are now, and tells what they said before, and say now. What
    /// is no file of a snapshot is passed over.
    ///
    /// # Errors
    ///
    /// When one of them can't be used, or there is no index any more: what is left is no snapshot.
    pub fn replace(&mut self, dir: &Path, files: Vec<FileNow>) -> Result<[Schema; 2], ReadError> {
        let index = index(dir, &files)?.unwrap_or_else(|| Loaded {
            value: Index {
                format: self.format,
                server_major: self.schema.server_major,
            },
            file: INDEX.to_owned(),
            fingerprint: self.seals.get(INDEX).cloned().unwrap_or_default(),
        });
        let was = self.take(&files);
        self.index(index.clone());
        let is = understood(dir, index, files)?;
        self.add(is.clone());
        Ok([was, is.schema])
    }

    /// Takes out what files said.
    fn take(&mut self, files: &[FileNow]) -> Schema {
        let mut names = [HashSet::new(), HashSet::new(), HashSet::new()];
        for (file, _) in files {
            if file != INDEX {
                self.seals.remove(file);
            }
            match paths::document(file) {
                Some((Folder::Relations, name)) => names[0].insert(name),
                Some((Folder::Types, name)) => names[1].insert(name),
                Some((Folder::Functions, name)) => names[2].insert(name),
                Some((Folder::Baseline, _)) | None => false,
            };
        }
        self.foreign
            .retain(|file| !files.iter().any(|(gone, _)| gone == file));
        let schema = &mut self.schema;
        Schema {
            relations: take(&mut schema.relations, &names[0]),
            types: take(&mut schema.types, &names[1]),
            functions: take(&mut schema.functions, &names[2]),
            server_major: schema.server_major,
        }
    }

    fn add(&mut self, more: Self) {
        self.seals.extend(more.seals);
        self.foreign.extend(more.foreign);
        self.schema.relations.extend(more.schema.relations);
        self.schema.types.extend(more.schema.types);
        self.schema.functions.extend(more.schema.functions);
        self.sort();
    }

    /// Those of a directory are in this order already, which costs nothing to see.
    fn sort(&mut self) {
        let schema = &mut self.schema;
        schema.relations.sort_by(|a, b| a.name.cmp(&b.name));
        schema.types.sort_by(|a, b| a.name.cmp(&b.name));
        schema.functions.sort_by(|a, b| a.name.cmp(&b.name));
    }

    fn gather(
        &mut self,
        all: Vec<Result<One, ReadError>>,
        otherwise: impl Fn(ReadError) -> Result<One, ReadError>,
    ) -> Result<(), ReadError> {
        for one in all {
            match one.or_else(&otherwise)? {
                One::Relation(loaded) => {
                    self.seals.insert(loaded.file, loaded.fingerprint);
                    self.schema.relations.push(loaded.value);
                }
                One::Type(loaded) => {
                    self.seals.insert(loaded.file, loaded.fingerprint);
                    self.schema.types.push(loaded.value);
                }
                One::Functions(loaded) => {
                    self.seals.insert(loaded.file, loaded.fingerprint);
                    self.schema.functions.push(loaded.value);
                }
                One::Foreign(file) => self.foreign.push(file),
                One::Nothing => {}
            }
        }
        self.sort();
        Ok(())
    }
}

fn take<T: Document>(all: &mut Vec<T>, names: &HashSet<QualifiedName>) -> Vec<T> {
    if names.is_empty() {
        return Vec::new();
    }
    let (taken, left) = std::mem::take(all)
        .into_iter()
        .partition(|one| names.contains(one.name()));
    *all = left;
    taken
}

/// What a file says.
#[allow(clippy::large_enum_variant, reason = "most are relations")]
enum One {
    Relation(Loaded<Relation>),
    Type(Loaded<UserType>),
    Functions(Loaded<Functions>),
    Foreign(String),
    Nothing,
}

/// Passes over what `cargo schema` did not write.
fn of_others(dir: &Path) -> impl Fn(ReadError) -> Result<One, ReadError> {
    move |error| match error.problem() {
        Problem::Foreign => {
            let inside = error.path().strip_prefix(dir).unwrap_or(error.path());
            Ok(One::Foreign(
                inside.display().to_string().replace('\\', "/"),
            ))
        }
        _ => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::{Problem, Whole, read_files};
    use crate::diff;
    use crate::model::{Function, Functions, Relation, Schema, UserType};
    use crate::name::QualifiedName;
    use crate::store::{self, Snapshot};

    fn schema() -> Schema {
        let name = QualifiedName::new;
        Schema {
            server_major: 15,
            // In byte order of the names, which is not that of the files.
            relations: vec![
                Relation {
                    name: name("public", "Users"),
                    ..Relation::default()
                },
                Relation {
                    name: name("public", "orders"),
                    ..Relation::default()
                },
            ],
            types: vec![UserType {
                name: name("public", "mood"),
                ..UserType::default()
            }],
            functions: vec![Functions {
                name: name("Weird.One", "touch"),
                overloads: vec![Function::default()],
            }],
        }
    }

    type Files = Vec<(String, Vec<u8>)>;

    fn collect(dir: &Path, prefix: &str, files: &mut Files) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                collect(&path, &format!("{name}/"), files);
            } else {
                files.push((name, std::fs::read(path).unwrap()));
            }
        }
    }

    #[test]
    fn bytes_say_the_same_as_the_directory() {
        let dir = std::env::temp_dir().join(format!("schema-whole-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        store::write(&dir, &schema()).unwrap();
        std::fs::write(dir.join("public/notes.json"), "{}").unwrap();
        std::fs::write(dir.join("public/README"), "of no concern").unwrap();
        // Which has no say in what the schema is.
        std::fs::write(dir.join("schema.toml"), "a key of the future = 1").unwrap();
        let mut files = Vec::new();
        collect(&dir, "", &mut files);
        let on_disk = Snapshot::open_without_config(&dir).unwrap().read_own();
        let whole = on_disk.unwrap();
        assert_eq!(whole.schema, schema());
        assert_eq!(whole.foreign, ["public/notes.json"]);
        let shown = Path::new("schema");
        assert_eq!(read_files(shown, files.clone()).unwrap(), whole);
        std::fs::remove_dir_all(&dir).unwrap();

        let problem = |change: &dyn Fn(&mut Files)| {
            let mut files = files.clone();
            change(&mut files);
            let error = read_files(shown, files).unwrap_err();
            (error.file().to_owned(), error.problem().clone())
        };
        let of = |file: &str, problem| (file.to_owned(), problem);
        assert_eq!(
            problem(&|files| files.clear()),
            of("schema", Problem::Missing)
        );
        assert_eq!(
            problem(&|files| files.push(("refresh.journal".to_owned(), Vec::new()))),
            of("schema/refresh.journal", Problem::Interrupted)
        );
        let users = "public/+users.json";
        assert_eq!(
            problem(&|files| {
                let users = files.iter_mut().find(|(file, _)| file == users);
                users.unwrap().1.truncate(100);
            }),
            of("schema/public/+users.json", Problem::Truncated)
        );
        assert_eq!(
            problem(&|files| {
                let users = files.iter_mut().find(|(file, _)| file == users);
                users.unwrap().0 = "public/guests.json".to_owned();
            }),
            of(
                "schema/public/guests.json",
                Problem::Misplaced {
                    inside: "public.\"Users\"".to_owned(),
                    expected: "public.guests".to_owned()
                }
            )
        );
    }

    /// What reading the files of a directory gives, and those files.
    fn written(test: &str, schema: &Schema) -> (Whole, Files) {
        let dir = std::env::temp_dir().join(format!("schema-{test}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        store::write(&dir, schema).unwrap();
        let mut files = Vec::new();
        collect(&dir, "", &mut files);
        std::fs::remove_dir_all(&dir).unwrap();
        (
            read_files(Path::new("schema"), files.clone()).unwrap(),
            files,
        )
    }

    #[test]
    fn the_fingerprint_is_of_the_schema_and_of_nothing_else() {
        let (whole, mut files) = written("fingerprint", &schema());
        let fingerprint = whole.fingerprint();
        assert_eq!((fingerprint.len(), whole.format().as_str()), (64, "1.0"));
        let of = |files: &Files| {
            let whole = read_files(Path::new("elsewhere"), files.clone());
            whole.unwrap().fingerprint()
        };
        // The order in which files are listed, what is no part of the schema, and line ends.
        files.reverse();
        for (file, bytes) in &mut files {
            match file.as_str() {
                "schema.toml" => bytes.extend(b"\n# a remark"),
                _ => *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into(),
            }
        }
        files.push(("public/README".to_owned(), b"a file".to_vec()));
        assert_eq!(of(&files), fingerprint);

        let mut others = [schema(), schema(), schema(), schema()];
        others[0].relations[1].comment = Some("all of them".to_owned());
        others[1].relations.pop();
        others[2].functions[0].name.name = "touched".to_owned();
        others[3].server_major = 16;
        let mut all: Vec<_> = others
            .iter()
            .map(|other| written("other", other).0.fingerprint())
            .chain([fingerprint])
            .collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 5);
    }

    #[test]
    fn to_what_some_of_the_files_are_now() {
        let mut newer = schema();
        newer.server_major = 16;
        newer.relations[0].comment = Some("who may log in".to_owned());
        newer.relations.remove(1);
        newer.types[0].comment = Some("of people".to_owned());
        let (before, files) = written("before", &schema());
        let (after, now) = written("after", &newer);
        let gone = files
            .iter()
            .filter(|(file, _)| now.iter().all(|(other, _)| other != file));
        let gone = gone.map(|(file, _)| (file.clone(), None));
        let mut changed: Vec<_> = now
            .iter()
            .filter(|one| !files.contains(one))
            .map(|(file, bytes)| (file.clone(), Some(bytes.clone())))
            .chain(gone)
            .collect();
        changed.push(("public/README".to_owned(), Some(b"a file".to_vec())));
        let mut whole = before.clone();
        let [was, is] = whole.replace(Path::new("schema"), changed).unwrap();
        assert_eq!(whole, after);
        // Functions did not change.
        assert_eq!((was.functions.len(), is.functions.len()), (0, 0));
        assert_eq!((was.relations.len(), is.relations.len()), (2, 1));
        assert_eq!((was.server_major, is.server_major), (15, 16));
        assert_eq!(
            diff::diff(&was, &is),
            diff::diff(&before.schema, &after.schema)
        );

        let nothing = whole.replace(Path::new("schema"), Vec::new()).unwrap();
        assert_eq!((nothing[0].is_empty(), nothing[1].is_empty()), (true, true));
        assert_eq!(whole, after);
        let index = vec![("index.json".to_owned(), None)];
        let error = whole.replace(Path::new("schema"), index).unwrap_err();
        assert_eq!(error.problem(), &Problem::Missing);
    }
}
