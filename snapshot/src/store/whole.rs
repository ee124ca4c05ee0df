//! Reading all of a snapshot: from its directory, or from the bytes that version control has.

use std::path::Path;

use super::error::{Problem, ReadError};
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
}

impl Snapshot {
    /// Everything, in byte order of the names.
    ///
    /// # Errors
    ///
    /// When a directory can't be listed, or a file can't be used; the first of them is named.
    pub fn read_schema(&self) -> Result<Schema, ReadError> {
        Ok(gather(self.server_major(), self.all()?, Err)?.schema)
    }

    /// The same without the files of others, which [`write()`](super::write()) leaves alone and
    /// names.
    ///
    /// # Errors
    ///
    /// As those of [`read_schema`](Self::read_schema).
    pub fn read_own(&self) -> Result<Whole, ReadError> {
        gather(self.server_major(), self.all()?, of_others(self.dir()))
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
        one: fn(T) -> One,
    ) -> Result<One, ReadError> {
        let loaded = self.load(folder, name)?;
        Ok(loaded.map_or(One::Nothing, |loaded| one(loaded.value)))
    }
}

/// The snapshot whose files these are, by their paths from its directory, with forward slashes. What
/// is said of them names `dir`.
///
/// # Errors
///
/// As those of reading them from a directory.
pub fn read_files(dir: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Whole, ReadError> {
    if files.iter().any(|(file, _)| file == JOURNAL) {
        return Err(ReadError::new(dir, JOURNAL, Problem::Interrupted));
    }
    let index = files.iter().find(|(file, _)| file == INDEX);
    let Some((_, bytes)) = index else {
        return Err(ReadError::new(dir, "", Problem::Missing));
    };
    let index = understand_index(dir, bytes)?;
    let read = |(file, bytes): (String, Vec<u8>)| {
        let Some((folder, name)) = paths::document(&file) else {
            return Ok(One::Nothing);
        };
        Ok(match folder {
            Folder::Relations => One::Relation(understand(dir, &index, file, &name, &bytes)?.value),
            Folder::Types => One::Type(understand(dir, &index, file, &name, &bytes)?.value),
            Folder::Functions => {
                One::Functions(understand(dir, &index, file, &name, &bytes)?.value)
            }
            // It says nothing of the schema.
            Folder::Baseline => One::Nothing,
        })
    };
    gather(
        index.server_major,
        parallel::map(files, read),
        of_others(dir),
    )
}

/// What a file says.
#[allow(clippy::large_enum_variant, reason = "most are relations")]
enum One {
    Relation(Relation),
    Type(UserType),
    Functions(Functions),
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

fn gather(
    server_major: i64,
    all: Vec<Result<One, ReadError>>,
    otherwise: impl Fn(ReadError) -> Result<One, ReadError>,
) -> Result<Whole, ReadError> {
    let mut whole = Whole::default();
    let schema = &mut whole.schema;
    schema.server_major = server_major;
    for one in all {
        match one.or_else(&otherwise)? {
            One::Relation(relation) => schema.relations.push(relation),
            One::Type(ty) => schema.types.push(ty),
            One::Functions(functions) => schema.functions.push(functions),
            One::Foreign(file) => whole.foreign.push(file),
            One::Nothing => {}
        }
    }
    // Those of a directory are in this order already, which costs nothing to see.
    schema.relations.sort_by(|a, b| a.name.cmp(&b.name));
    schema.types.sort_by(|a, b| a.name.cmp(&b.name));
    schema.functions.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::{Problem, Whole, read_files};
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
        let whole = Whole {
            schema: schema(),
            foreign: vec!["public/notes.json".to_owned()],
        };
        let on_disk = Snapshot::open_without_config(&dir).unwrap().read_own();
        assert_eq!(on_disk.unwrap(), whole);
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
}
