//! The statements of a model with `#[conformant(access)]`: which there are, their
//! texts, and which fields give their parameters.
//!
//! Pure: a claim and a relation in, texts out. The derive writes the texts as
//! constants, and the runtime runs them; neither puts a statement together. What
//! stands in a text is a keyword, a name quoted by [`quote`], a parameter, a type
//! or a default of the snapshot, and never a value.
//!
//! A statement that a model can't have is [`Absent`], with the reason and the way
//! out, which the compiler shows where a program asks for it.

mod key;
mod read;
mod reference;
mod write;

#[cfg(test)]
mod tests;

pub use key::Key;
#[cfg(feature = "refresh")]
pub(crate) use key::unique;
pub use read::{List, Row};
pub use reference::{Children, Reference};
pub use write::{Given, InParts, Insert, Parameter, Update, Value};

use crate::claim::{Access, Claim, Field, Model, Shape};
use crate::inference::candidates;
use crate::model::{Column, Relation};
use crate::name::quote;
use crate::sql_type::SqlType;

/// The statements of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The fields whose columns have a domain, or arrays of one.
    pub domains: Vec<InDomain>,
    /// What a row is read by. None for a model that only gives values.
    pub row: Option<Row>,
    /// The keys that a row is found by, the primary key first.
    pub keys: Vec<Key>,
    /// The rows in the order of the primary key.
    pub list: Possible<List>,
    /// What it gives as a flattened part of another model.
    pub part: Possible<Given>,
    /// A new row.
    pub insert: Possible<Insert>,
    /// What an insert does when there is such a row, after its values; with the space before it.
    pub upsert: Possible<String>,
    /// Another value for a row that is there.
    pub update: Possible<Update>,
    /// The foreign keys that are followed.
    pub references: Vec<Reference>,
}

/// A field whose column has a domain. A driver may know the field's type by the name of the domain, or as
/// what the domain is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InDomain {
    /// The field.
    pub field: usize,
    /// What is around the type that statements name, the outermost first: a domain by its name, or an
    /// array.
    pub around: Vec<Option<String>>,
}

/// A statement, or why there is none.
pub type Possible<T> = Result<T, Absent>;

/// Why a model does not have a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// One sentence: lower case, no full stop, names in backticks.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// What a plan is made of.
#[derive(Clone, Copy)]
struct Planner<'a> {
    item: &'a str,
    model: &'a Model,
    access: &'a Access,
    relation: &'a Relation,
}

/// Plans the statements of a model with `access`. A field without a column is taken by its name: the
/// build has failed already, and what else is wrong is not to be made of it.
pub fn plan(claim: &Claim, model: &Model, access: &Access, relation: &Relation) -> Plan {
    let planner = Planner {
        item: &claim.item.text,
        model,
        access,
        relation,
    };
    let reads = matches!(model.shape, Shape::Full | Shape::Partial);
    let keys = if reads { planner.keys() } else { Vec::new() };
    let list = planner.list(&keys);
    let references = if reads {
        planner.references(&list)
    } else {
        Vec::new()
    };
    Plan {
        domains: planner.domains(),
        row: reads.then(|| planner.row()),
        keys,
        list,
        part: planner.part(),
        insert: planner.insert(),
        upsert: planner.upsert(),
        update: planner.update(),
        references,
    }
}

/// Plans what the functions of a model with a mistake are called and take, so that who calls one is not
/// told as well: as for the model without it, as far as that is known. The fields that the plan
/// speaks of are those of the model beside it; its texts mean nothing.
pub fn likely(
    claim: &Claim,
    model: &Model,
    access: &Access,
    relation: Option<&Relation>,
) -> (Model, Plan) {
    let nothing = Relation::default();
    let relation = relation.unwrap_or(&nothing);
    let mut model = model.clone();
    model.fields.extend_from_slice(&access.mistaken);
    // A relation with a near name may be another.
    let named = match &model.table {
        Some(table) => table.text == relation.name.name,
        None => candidates(&claim.item.text).contains(&relation.name.name),
    };
    let known = |field: &Field| named && relation.column(&field.column.text).is_some();
    let unknown: Vec<_> = (0..model.fields.len())
        .filter(|at| !known(&model.fields[*at]))
        .collect();
    if model.shape == Shape::Full || !unknown.is_empty() {
        // What has no field may be what is wrong. It is called as a field without a name is.
        for column in &relation.columns {
            if model.fields.iter().all(|f| f.column.text != column.name) {
                let mut field = Field::default();
                field.name.text = model.fields.len().to_string();
                field.column.text.clone_from(&column.name);
                model.fields.push(field);
            }
        }
    }
    let mut plan = plan(claim, &model, access, relation);
    if plan.row.is_some() {
        let planner = Planner {
            item: &claim.item.text,
            model: &model,
            access,
            relation,
        };
        // Each of the others may be a key.
        for at in unknown {
            let key = planner.key(vec![at], None);
            if plan.keys.iter().all(|known| known.function != key.function) {
                plan.keys.push(key);
            }
        }
        plan.references = planner.likely_references(plan.references);
    }
    (model, plan)
}

impl<'a> Planner<'a> {
    /// The relation as a statement names it, `public.users`.
    fn table(&self) -> String {
        self.relation.name.to_string()
    }

    /// A flattened part may have what has no field: only the compiler sees it.
    fn of_its_own(&self) -> &'static str {
        if self.model.flattened.is_empty() {
            ""
        } else {
            "of its own "
        }
    }

    fn field(&self, at: usize) -> &'a Field {
        &self.model.fields[at]
    }

    fn column(&self, at: usize) -> Option<&'a Column> {
        self.relation.column(&self.field(at).column.text)
    }

    /// A field's column as a statement names it.
    fn quoted(&self, at: usize) -> String {
        quote(&self.field(at).column.text)
    }

    /// The fields of some columns, in the order of the columns; the first column without one.
    fn fields_of<'c>(&self, columns: &'c [impl AsRef<str>]) -> Result<Vec<usize>, &'c str> {
        let of = |column: &'c _| {
            let column = AsRef::<str>::as_ref(column);
            let mut fields = self.model.fields.iter();
            let at = fields.position(|field| field.column.text == column);
            at.ok_or(column)
        };
        columns.iter().map(of).collect()
    }

    fn domains(&self) -> Vec<InDomain> {
        let of = |field| {
            let around = around(&self.column(field)?.sql_type);
            (!around.is_empty()).then_some(InDomain { field, around })
        };
        (0..self.model.fields.len()).filter_map(of).collect()
    }

    /// `id = $1 AND email = $2`, with the parameters in the order of the fields.
    fn equal(&self, fields: &[usize], first: usize) -> String {
        let one = |(n, at): (usize, &usize)| {
            format!("{} = {}", self.quoted(*at), self.compared(*at, first + n))
        };
        let all: Vec<_> = fields.iter().enumerate().map(one).collect();
        all.join(" AND ")
    }

    /// A parameter that a column is compared with.
    ///
    /// A driver may say of it that it is `text`, as sqlx does of a `String`. Most comparisons with
    /// `text` are the column's own, but not those of `bpchar` and of an extension's type: `citext`
    /// would be told apart by case, and neither would find its index.
    fn compared(&self, at: usize, n: usize) -> String {
        match self
            .column(at)
            .map(|column| column.sql_type.below_domains())
        {
            Some(ty @ SqlType::Base { .. }) => format!("${n}::{}", cast_name(ty)),
            Some(ty) if ty.is("character") => format!("${n}::{}", cast_name(ty)),
            _ => format!("${n}"),
        }
    }
}

/// What the functions for a field are called by: its name, and where it has none its column's, as far
/// as Rust has the letters.
fn called(field: &Field) -> String {
    let name = &field.name.text;
    if !name.starts_with(|c: char| c.is_ascii_digit()) {
        return name.clone();
    }
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = field.column.text.chars().map(letter).collect();
    let digit = name.starts_with(|c: char| c.is_ascii_digit());
    if digit { format!("_{name}") } else { name }
}

/// The domains and arrays that a type is made with, the outermost first, down to the last domain.
fn around(mut ty: &SqlType) -> Vec<Option<String>> {
    let mut around = Vec::new();
    loop {
        ty = match ty {
            SqlType::Domain { name, base } => {
                around.push(Some(name.name.clone()));
                base
            }
            SqlType::Array(element) => {
                around.push(None);
                element
            }
            _ => break,
        };
    }
    let domains = around.iter().rposition(Option::is_some);
    around.truncate(domains.map_or(0, |at| at + 1));
    around
}

/// A type as a cast names it: below its domains, which drivers don't know, and without modifiers,
/// because an explicit cast cuts a value off where an assignment refuses it.
fn cast_name(ty: &SqlType) -> String {
    match ty.below_domains() {
        SqlType::Array(element) => format!("{}[]", cast_name(element)),
        other => match other.without_modifiers().to_string().as_str() {
            // Without a length these mean a length of 1.
            "character" => "bpchar".to_owned(),
            "bit" => "bit varying".to_owned(),
            name => name.to_owned(),
        },
    }
}

/// A list in parentheses when it has more than one.
fn compound(list: &[String]) -> String {
    match list {
        [one] => one.clone(),
        _ => format!("({})", list.join(", ")),
    }
}
