use crate::baseline::Baseline;
use crate::config::Config;
use crate::finding::Finding;
use crate::model::{Relation, UserType};
use crate::name::QualifiedName;
use crate::store::{Loaded, ReadError, Snapshot};

use super::problem::problem;

/// What came of looking for a file: nothing when the snapshot has none, or the finding to show for
/// one that can't be read, whose place is the caller's to set.
pub type Found<T> = Result<Option<Loaded<T>>, Box<Finding>>;

/// What [`check`](super::check) asks of a snapshot: single files, and names only when a table is
/// not where it is looked for first, or for a message.
pub trait Source {
    /// `schema.toml`.
    fn config(&self) -> &Config;

    /// A relation.
    ///
    /// # Errors
    ///
    /// When its file can't be used: the finding that says so.
    fn relation(&self, name: &QualifiedName) -> Found<Relation>;

    /// A type.
    ///
    /// # Errors
    ///
    /// As [`relation`](Self::relation) has them.
    fn user_type(&self, name: &QualifiedName) -> Found<UserType>;

    /// What the baseline has of a relation.
    ///
    /// # Errors
    ///
    /// As [`relation`](Self::relation) has them.
    fn baseline(&self, name: &QualifiedName) -> Found<Baseline>;

    /// The schemas, in byte order.
    fn schemas(&self) -> Vec<String>;

    /// The names of a schema's relations, in byte order.
    fn relation_names(&self, schema: &str) -> Vec<String>;

    /// The names of a schema's types, in byte order.
    fn type_names(&self, schema: &str) -> Vec<String>;

    /// A file as messages name it, from the snapshot's own directory on: `schema/public/users.json`
    /// of `public/users.json`.
    fn shown(&self, file: &str) -> String;
}

impl Source for Snapshot {
    fn config(&self) -> &Config {
        self.config()
    }

    fn relation(&self, name: &QualifiedName) -> Found<Relation> {
        self.relation(name).map_err(boxed)
    }

    fn user_type(&self, name: &QualifiedName) -> Found<UserType> {
        self.user_type(name).map_err(boxed)
    }

    fn baseline(&self, name: &QualifiedName) -> Found<Baseline> {
        self.baseline(name).map_err(boxed)
    }

    // A directory that can't be listed gives no names: the message that wanted them is about
    // something else, and a file in it that is needed gives its own error.

    fn schemas(&self) -> Vec<String> {
        self.schemas().unwrap_or_default()
    }

    fn relation_names(&self, schema: &str) -> Vec<String> {
        self.relation_names(schema).unwrap_or_default()
    }

    fn type_names(&self, schema: &str) -> Vec<String> {
        self.user_type_names(schema).unwrap_or_default()
    }

    fn shown(&self, file: &str) -> String {
        let directory = self.dir().file_name().unwrap_or_default();
        format!("{}/{file}", directory.to_string_lossy())
    }
}

#[allow(clippy::needless_pass_by_value, reason = "a function for `map_err`")]
fn boxed(error: ReadError) -> Box<Finding> {
    Box::new(problem(&error))
}
