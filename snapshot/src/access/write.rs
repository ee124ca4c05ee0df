//! Statements that write.

use super::{Absent, Planner, Possible, around, cast_name};
use crate::claim::Shape;
use crate::conform::peel;
use crate::model::{Column, Generated, Identity};
use crate::name::quote;

/// A new row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insert {
    /// Up to the columns: `INSERT INTO public.users (`.
    pub head: String,
    /// The columns and what is given for them.
    pub given: Given,
}

/// Columns and their values. Those of flattened parts come after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The columns: `id, email`.
    pub names: String,
    /// Their values in the order of the parameters.
    pub values: Vec<Value>,
}

/// One value of a new row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The field that gives it.
    pub field: usize,
    /// What stands before its parameter.
    pub before: String,
    /// What stands after it.
    pub after: String,
}

impl Insert {
    /// The statement for one row of a model without flattened parts, as far as its values.
    pub fn one(&self) -> String {
        let value =
            |(n, value): (usize, &Value)| format!("{}${}{}", value.before, n + 1, value.after);
        let Given { names, values } = &self.given;
        let values: Vec<_> = values.iter().enumerate().map(value).collect();
        format!("{}{names}) VALUES ({})", self.head, values.join(", "))
    }
}

/// Other values for a row that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The statement; of a model with flattened parts as far as [`InParts::given`].
    pub text: String,
    /// What gives its parameters, in order; those of flattened parts come after them.
    pub parameters: Vec<Parameter>,
    /// Of a model with flattened parts, what comes next.
    pub in_parts: Option<InParts>,
}

/// Where an update names columns that only the compiler sees: `SET (a, b) = ROW($2, $3)`, whose
/// parameters come last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InParts {
    /// The item's own columns and their values; they are among [`Update::parameters`].
    pub given: Given,
    /// How many parameters stand elsewhere.
    pub before: usize,
    /// What stands after the values.
    pub rest: String,
}

/// A parameter of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A field's value.
    Value(usize),
    /// Whether a field, an `Option`, is `Some`.
    Given(usize),
}

impl Planner<'_> {
    pub(super) fn insert(&self) -> Possible<Insert> {
        self.writable()?;
        if !matches!(self.model.shape, Shape::Full | Shape::Insert) {
            return Err(self.inserts_no_rows());
        }
        let given = self.part()?;
        if given.values.is_empty() && self.model.flattened.is_empty() {
            return Err(Absent {
                message: format!(
                    "`{}` has no such statement: it has no field that an insert may give",
                    self.item
                ),
                help: "write `#[conformant(insert)]` on a model with one".to_owned(),
            });
        }
        Ok(Insert {
            head: format!("INSERT INTO {} (", self.table()),
            given,
        })
    }

    /// The columns that an insert may give, of the model itself or as a part of another.
    pub(super) fn part(&self) -> Possible<Given> {
        self.writable()?;
        if self.model.shape == Shape::Update {
            return Err(self.inserts_no_rows());
        }
        self.as_they_are()?;
        self.given_of(&self.given())
    }

    fn inserts_no_rows(&self) -> Absent {
        self.other_shape("inserts no rows", "insert")
    }

    fn given_of(&self, fields: &[usize]) -> Possible<Given> {
        let names: Vec<_> = fields.iter().map(|at| self.quoted(*at)).collect();
        let values = fields.iter().map(|at| self.value(*at));
        Ok(Given {
            names: names.join(", "),
            values: values.collect::<Possible<_>>()?,
        })
    }

    pub(super) fn upsert(&self) -> Possible<String> {
        self.insert()?;
        let Some(named) = &self.access.upsert else {
            return Err(Absent {
                message: format!(
                    "`{}` does not say by which constraint a row is the same",
                    self.item
                ),
                help: "name it: `#[conformant(upsert = \"...\")]`, a unique constraint or the \
                       primary key"
                    .to_owned(),
            });
        };
        if let Some(part) = self.model.flattened.first() {
            return Err(Absent {
                message: format!(
                    "`{}` has no such statement: which columns `{}` has for it is not known here",
                    self.item, part.text
                ),
                help: format!("write the fields of `{}` out", part.text),
            });
        }
        let relation = self.relation;
        let primary = relation.primary_key.iter();
        let mut constraints = primary.clone().chain(&relation.unique);
        // Whether there is one is said by the comparison.
        let target = constraints.find(|key| key.name == named.text);
        let target = target.map_or(&[][..], |key| &key.columns);
        // The key of the row that is there stays: others refer to it.
        let stays = |column: &String| {
            target.contains(column) || primary.clone().any(|key| key.columns.contains(column))
        };
        let mut sets: Vec<_> = self
            .given()
            .into_iter()
            .filter(|at| !stays(&self.field(*at).column.text))
            .map(|at| self.quoted(at))
            .collect();
        if sets.is_empty() {
            // Nothing changes, but the row that is there is what the statement returns.
            sets.extend(target.first().map(|column| quote(column)));
        }
        let sets: Vec<_> = sets
            .iter()
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        Ok(format!(
            " ON CONFLICT ON CONSTRAINT {} DO UPDATE SET {}",
            quote(&named.text),
            sets.join(", "),
        ))
    }

    pub(super) fn update(&self) -> Possible<Update> {
        self.writable()?;
        if !matches!(self.model.shape, Shape::Full | Shape::Update) {
            return Err(self.other_shape("updates no row", "update"));
        }
        self.as_they_are()?;
        let key = self.by_column(self.primary()?);
        let head = format!("UPDATE {} SET ", self.table());
        if !self.model.flattened.is_empty() {
            let mut own = self.given();
            own.retain(|at| !key.contains(at));
            return Ok(Update {
                text: head + "(",
                in_parts: Some(InParts {
                    given: self.given_of(&own)?,
                    before: key.len(),
                    rest: format!(" WHERE {}", self.equal(&key, 1)),
                }),
                parameters: key.into_iter().chain(own).map(Parameter::Value).collect(),
            });
        }
        let mut parameters = Vec::new();
        let mut sets = Vec::new();
        for at in self.given().into_iter().filter(|at| !key.contains(at)) {
            let set = self.set(at, &mut parameters);
            sets.push(format!("{} = {set}", self.quoted(at)));
        }
        if sets.is_empty() {
            return Err(Absent {
                message: format!(
                    "`{}` has no such statement: beside the key it has no field that an update may change",
                    self.item
                ),
                help: "add a field for what changes".to_owned(),
            });
        }
        let which = self.equal(&key, parameters.len() + 1);
        parameters.extend(key.into_iter().map(Parameter::Value));
        Ok(Update {
            text: format!("{head}{} WHERE {which}", sets.join(", ")),
            parameters,
            in_parts: None,
        })
    }

    /// A part is borrowed while its values are given: one that is made for it would be gone.
    fn as_they_are(&self) -> Possible<()> {
        let mut parts = self.model.flattened.iter().zip(&self.access.parts);
        match parts.find(|(_, field)| field.converted.is_some()) {
            None => Ok(()),
            Some((part, field)) => Err(Absent {
                message: format!(
                    "`{}` gives no values: `{}` is made of `{}`, which is flattened, and is only read",
                    self.item,
                    field.name.trim_start_matches("r#"),
                    part.text,
                ),
                help: format!("write a model with a field of type `{}` for it", part.text),
            }),
        }
    }

    fn other_shape(&self, what: &str, shape: &str) -> Absent {
        Absent {
            message: format!("`{}` {what}", self.item),
            help: format!("write a model with `#[conformant({shape})]` for it"),
        }
    }

    /// The fields that a statement may give a value for.
    fn given(&self) -> Vec<usize> {
        let may = |at: &usize| {
            self.column(*at)
                .is_none_or(|column| !column.is_generated_always())
        };
        (0..self.model.fields.len()).filter(may).collect()
    }

    /// A value of an insert.
    fn value(&self, at: usize) -> Possible<Value> {
        let field = self.field(at);
        let plain = |before: &str, after: String| Value {
            field: at,
            before: before.to_owned(),
            after,
        };
        let Some(column) = self.column(at) else {
            return Ok(plain("", String::new()));
        };
        let (_, option) = peel(&field.ty.text);
        let defaulted = field.none_is_no_value && option;
        if !defaulted {
            return Ok(plain("", assigned(column)));
        }
        if column.identity == Identity::ByDefault {
            return Err(Absent {
                message: format!(
                    "`{}` has no such statement: `None` in `{}` means that the database numbers \
                     the row, which one statement for all rows can't say",
                    self.item, field.name.text
                ),
                help: "leave the field out, or write its type without `Option`".to_owned(),
            });
        }
        let ty = cast_name(&column.sql_type);
        Ok(match &column.default {
            Some(default) if column.generated == Generated::None => {
                plain("coalesce(", format!("::{ty}, {default})"))
            }
            _ => plain("", assigned(column)),
        })
    }

    /// What an update assigns to a field's column.
    fn set(&self, at: usize, parameters: &mut Vec<Parameter>) -> String {
        let field = self.field(at);
        let (inner, option) = peel(&field.ty.text);
        let kept = field.none_is_no_value && option;
        parameters.push(Parameter::Value(at));
        let n = parameters.len();
        let Some(column) = self.column(at) else {
            return format!("${n}");
        };
        if !kept {
            return format!("${n}{}", assigned(column));
        }
        let (ty, name) = (cast_name(&column.sql_type), self.quoted(at));
        if !peel(inner).1 {
            return format!("coalesce(${n}::{ty}, {name})");
        }
        // `Some(None)` is NULL.
        parameters.push(Parameter::Given(at));
        format!(
            "CASE WHEN ${} THEN ${n}::{ty} ELSE {name} END",
            parameters.len()
        )
    }
}

/// What stands after a parameter that is assigned to a column. Drivers that ask the server for the
/// type of a parameter would be told of the domain, which the Rust type of its base does not know.
fn assigned(column: &Column) -> String {
    if around(&column.sql_type).is_empty() {
        String::new()
    } else {
        format!("::{}", cast_name(&column.sql_type))
    }
}
