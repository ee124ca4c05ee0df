//! What the derive writes of an item, for whoever compares it with a database later.

use serde_json::Value;

use super::names::Names;
use super::{relied, used};
use crate::claim::{Claim, Field, Place, Placed, Shape, Subject, TypeName};
use crate::codec::{Codec, DecodeError, record};
use crate::config::Config;
use crate::conform::{self, Outcome, Resolved};
use crate::model::{Relation, UserType};
use crate::name::QualifiedName;
use crate::store::sha256;

/// The format of the text. A newer one is refused: what it says more may matter. Those before are read:
///
/// 1. does not say what a model relies on of constraints, so none is compared.
/// 2. does not say which domains an enum of constraints has, so none of theirs is compared.
/// 3. is this one.
pub(super) const FORMAT: u32 = 3;

/// What comes before the number of the format. Made of parts, so that no program that reads records
/// has one by its own text.
pub(super) fn magic() -> String {
    ["\u{1}schema-conformance", "record", ""].join(" ")
}

record! {
    /// What an item claims, and what of the schema it was compiled for. Either
    /// [`relation`](Self::relation) or [`ty`](Self::ty) is there.
    pub struct Record {
        /// The module that the item is in, `app::models`; not part of the written record.
        pub module: String,
        /// The fingerprint of the relation's or type's file in the snapshot.
        pub fingerprint: String,
        /// What the item claims, with the names that were found for it.
        pub claim: Claim,
        /// The relation, as far as the model uses it.
        pub relation: Option<Relation>,
        /// Of a model with an enum of constraints, what it has beside those of the relation.
        pub names: Option<Names>,
        /// Whether the model has statements of its own, which give whole rows.
        pub inserts: bool,
        /// The type, as far as code can depend on it.
        pub ty: UserType as "type",
    }
}

/// A record as text for the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What comes before the module's path, with a line feed.
    pub head: String,
    /// What comes after the module's path and a line feed, with one at its end.
    pub body: String,
}

/// Why a text is no record that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// It is of a newer format.
    Newer {
        /// The number of the format.
        format: u32,
    },
    /// It is not as it was written.
    Damaged,
    /// It is whole, and can't be understood.
    Unknown(DecodeError),
}

impl std::fmt::Display for RecordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Newer { format } => write!(
                f,
                "the record of a model has format {format}, and this version of `schema-snapshot` \
                 ({}) knows up to {FORMAT}",
                env!("CARGO_PKG_VERSION"),
            ),
            Self::Damaged => f.write_str("the record of a model is not as the derive wrote it"),
            Self::Unknown(error) => write!(f, "the record of a model is not understood: {error}"),
        }
    }
}

impl std::error::Error for RecordError {}

impl Record {
    /// Of an item that was compared and is right. `None` of one that stands for nothing in the
    /// schema: a type of PostgreSQL's own, or whatever another Rust type holds.
    pub fn of(claim: &Claim, outcome: &Outcome, config: &Config) -> Option<Self> {
        let subject = outcome.subject.as_ref()?;
        let mut claim = Claim {
            allows: Vec::new(),
            ..claim.clone()
        };
        let mut record = Self::default();
        match (&mut claim.subject, subject) {
            (Subject::Model(model), Resolved::Relation(file)) => {
                record.fingerprint.clone_from(&file.fingerprint);
                record.relation = Some(used::of_relation(&file.value, model, &file.value));
                let asked = model.constraints.is_some();
                record.names = asked.then(|| Names::of(&file.value, &outcome.domains));
                let QualifiedName { schema, name } = &file.value.name;
                model.table = Some(placed(name));
                model.schema = Some(placed(schema));
                model.rename_all = None;
                record.inserts = model.access.is_some() && model.shape == Shape::Full;
                declare(&mut model.fields, config);
            }
            (subject, Resolved::Type(file)) => {
                record.fingerprint.clone_from(&file.fingerprint);
                record.ty = used::of_type(&file.value);
                let QualifiedName { schema, name } = &file.value.name;
                *type_name(subject)? = TypeName {
                    name: Some(placed(name)),
                    schema: Some(placed(schema)),
                    inferred_from: None,
                };
                match subject {
                    Subject::Enum(labels) => labels.rename_all = None,
                    Subject::Composite(composite) => {
                        composite.rename_all = None;
                        declare(&mut composite.fields, config);
                    }
                    Subject::Newtype(newtype) => {
                        declare(std::slice::from_mut(&mut newtype.inner), config);
                    }
                    _ => {}
                }
            }
            _ => return None,
        }
        record.claim = claim;
        Some(record)
    }

    /// The name of what it is for.
    pub fn name(&self) -> &QualifiedName {
        match &self.relation {
            Some(relation) => &relation.name,
            None => &self.ty.name,
        }
    }

    /// Whether it is of a model that gives values.
    pub(super) fn writes(&self) -> bool {
        matches!(&self.claim.subject, Subject::Model(model)
            if matches!(model.shape, Shape::Insert | Shape::Update))
    }

    /// Whether it is of a model whose values become rows, its own statements among what makes them.
    pub(super) fn gives(&self) -> bool {
        self.inserts || self.writes()
    }

    /// Whether it relies on constraints of its relation.
    pub(super) fn relies_on_constraints(&self) -> bool {
        matches!(&self.claim.subject, Subject::Model(model) if relied::on_any(model))
    }

    /// The item with its module, `app::models::User`.
    pub fn item(&self) -> String {
        let name = &self.claim.item.text;
        if self.module.is_empty() {
            name.clone()
        } else {
            format!("{}::{name}", self.module)
        }
    }

    /// The text for the program.
    pub fn write(&self) -> Written {
        let mut body = String::new();
        // One line: a document of depth 0 has several.
        self.encode(&mut body, 2);
        let head = format!("{}{FORMAT} {}\n", magic(), sha256(body.as_bytes()));
        body.push('\n');
        Written { head, body }
    }

    /// Reads what was written, with the module's path between.
    ///
    /// # Errors
    ///
    /// When it is none, or of a newer format.
    pub fn read(text: &str) -> Result<Self, RecordError> {
        let rest = text.strip_prefix(&magic()).ok_or(RecordError::Damaged)?;
        Self::read_after_magic(rest.as_bytes()).map(|(record, _)| record)
    }

    /// Reads what stands after the magic, and says how long it is.
    pub(super) fn read_after_magic(bytes: &[u8]) -> Result<(Self, usize), RecordError> {
        let mut lines = bytes.splitn(4, |&byte| byte == b'\n');
        let mut line = || {
            let line = lines.next()?;
            std::str::from_utf8(line).ok()
        };
        let (Some(head), Some(module), Some(body)) = (line(), line(), line()) else {
            return Err(RecordError::Damaged);
        };
        let length = head.len() + module.len() + body.len() + 3;
        let (format, hash) = head.split_once(' ').ok_or(RecordError::Damaged)?;
        let format: u32 = format.parse().map_err(|_| RecordError::Damaged)?;
        if format > FORMAT {
            return Err(RecordError::Newer { format });
        }
        if length > bytes.len() || sha256(body.as_bytes()) != hash {
            return Err(RecordError::Damaged);
        }
        let value: Value = serde_json::from_str(body).map_err(|_| RecordError::Damaged)?;
        let mut record = Self::decode(&value).map_err(RecordError::Unknown)?;
        module.clone_into(&mut record.module);
        record.number();
        Ok((record, length))
    }

    /// Gives each field a place of its own, so that what is said of it can be told from what is said
    /// of another.
    fn number(&mut self) {
        for (place, field) in (1..).map(Place).zip(fields_mut(&mut self.claim.subject)) {
            for part in [&mut field.name, &mut field.column, &mut field.ty] {
                part.place = place;
            }
            if let Some(declared) = &mut field.holds {
                declared.place = place;
            }
        }
    }
}

fn placed(text: &str) -> Placed {
    Placed {
        text: text.to_owned(),
        place: Place::default(),
    }
}

fn type_name(subject: &mut Subject) -> Option<&mut TypeName> {
    match subject {
        Subject::Enum(labels) => Some(&mut labels.ty),
        Subject::Composite(composite) => Some(&mut composite.ty),
        Subject::Newtype(newtype) => Some(&mut newtype.ty),
        Subject::Opaque(ty) => Some(ty),
        Subject::Model(_) | Subject::Transparent(_) => None,
    }
}

fn fields_mut(subject: &mut Subject) -> &mut [Field] {
    match subject {
        Subject::Model(model) => &mut model.fields,
        Subject::Composite(composite) => &mut composite.fields,
        Subject::Newtype(newtype) => std::slice::from_mut(&mut newtype.inner),
        Subject::Enum(_) | Subject::Opaque(_) | Subject::Transparent(_) => &mut [],
    }
}

/// What `schema.toml` declares of the fields' types goes with the fields: the program has no
/// configuration.
fn declare(fields: &mut [Field], config: &Config) {
    for field in fields {
        if field.holds.is_none() {
            field.holds = conform::declared(&field.ty, config);
        }
    }
}
