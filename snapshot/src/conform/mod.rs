//! The comparison of a claim with the snapshot.
//!
//! [`check`] finds what a Rust item stands for, compares the two, and runs the
//! rules. It answers with findings, with questions that only the type checker
//! can answer, and with the files that the answer came from. The list of checks
//! is in this file; each check is a named function that reads and reports, and
//! changes nothing.

mod access;
mod cache;
mod cast;
mod columns;
mod composite;
pub mod constraints;
mod docs;
mod domains;
#[cfg(feature = "refresh")]
mod in_memory;
mod insert;
mod labels;
mod likely;
mod problem;
mod rename;
mod report;
mod resolve;
mod rust_type;
mod source;
mod sql_name;
mod types;

#[cfg(test)]
mod tests;

pub use docs::{DOCS, Doc, find, page, section};
pub use domains::Domain;
#[cfg(feature = "refresh")]
pub use in_memory::InMemory;
pub use likely::{Likely, likely};
pub use problem::{nowhere, problems};
#[cfg(feature = "access")]
pub(crate) use rust_type::peel;
pub use source::{Found, Source};
#[cfg(feature = "refresh")]
pub(crate) use types::declared;

use crate::baseline::Known;
use crate::claim::{Claim, EnumClaim, Field, Model, Place, Placed, Shape, Subject};
use crate::config::Config;
use crate::finding::{Finding, Question};
use crate::model::{Column, Relation, TypeKind, UserType};
use crate::name::{QualifiedName, quote};
use crate::rules::Suppressed;
use crate::sql_type::SqlType;
use crate::store::Loaded;
use columns::Meant;
use report::{Report, list};

/// What came of comparing a claim with the snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is wrong, in the order of the places.
    pub findings: Vec<Finding>,
    /// What only the type checker can answer, in the order of the fields.
    pub questions: Vec<Question>,
    /// What is wrong unless a flattened part of the model has the finding's column, which only the
    /// compiler sees.
    pub unless_flattened: Vec<Finding>,
    /// What an exception suppresses.
    pub suppressed: Vec<Suppressed>,
    /// The fingerprint of a model with `cache`, 16 hexadecimal digits: what its entries were written
    /// for.
    pub cache: Option<String>,
    /// Whether the model asks for statements and nothing is wrong with it but by the standard.
    pub statements: bool,
    /// Of a model with `constraints`, the domains that refuse values of its table's columns.
    pub domains: Vec<Domain>,
    /// The Rust types that must stand for a certain table.
    pub named: Vec<Named>,
    /// What the item stands for, when it was found.
    pub subject: Option<Resolved>,
    /// The files that were read beside those that opening the snapshot reads, relative to its
    /// directory: `public/users.json`.
    pub files: Vec<String>,
}

/// A Rust type that must stand for a table: only the compiler sees which one it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The Rust type.
    pub target: Placed,
    /// The table.
    pub table: QualifiedName,
    /// What to say when the type stands for another.
    pub finding: Finding,
}

/// What a Rust item stands for, as the snapshot has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A relation.
    Relation(Loaded<Relation>),
    /// A type of the schema's own.
    Type(Loaded<UserType>),
    /// A type of PostgreSQL's own, or an array of one.
    Builtin(SqlType),
}

/// The checks of a model, in the order of their messages at one place.
const MODEL: &[fn(&ModelCheck<'_>, &mut Report)] = &[
    // Two fields for one column: one of the two is never read or written.
    columns::claimed_twice,
    // A field without a column: every query that names it fails.
    columns::unknown,
    // What an INSERT must and must not give, and an UPDATE must not; the other shapes only read.
    insert::view,
    insert::generated,
    // Only a table refuses rows.
    constraints::of_view,
    // A column without a field: the model is not the whole row that it reads or gives.
    columns::missing,
    // Types and nullability, as far as tokens tell; the rest is asked of the compiler.
    types::held,
    // Which foreign key a field names; the compiler is asked whether it is the one to that model.
    access::references,
    // What no statement can be made for.
    access::model,
    access::returns,
    access::upsert,
    access::key,
];

/// A model beside the relation it stands for: what the checks of a model look at.
#[derive(Clone, Copy)]
struct ModelCheck<'a> {
    claim: &'a Claim,
    model: &'a Model,
    relation: &'a Relation,
    /// The column of each field, in the order of the fields.
    columns: &'a [Option<&'a Column>],
    /// What the fields without a column mean.
    meant: &'a [Option<Meant<'a>>],
    source: &'a dyn Source,
    config: &'a Config,
}

/// Compares a claim with the snapshot.
///
/// The findings of the rules are among those of the outcome. A claim whose
/// relation or type is not found has one finding that says so and no other.
pub fn check(claim: &Claim, source: &dyn Source) -> Outcome {
    let mut report = Report::default();
    let subject = match &claim.subject {
        Subject::Model(model) => {
            let file = resolve::relation(claim, model, source, &mut report);
            if let Some(file) = &file {
                report.source(&source.shown(&file.file));
                let known = baseline(&file.value.name, source, &mut report);
                check_model(claim, model, &file.value, (source, &known), &mut report);
                if let Some(cache) = &model.cache {
                    let relation = &file.value;
                    report.cache = Some(cache::fingerprint(
                        cache,
                        model,
                        relation,
                        source,
                        &mut report,
                    ));
                }
                // A view refuses nothing; that it is one has been said.
                if model.constraints.is_some() && !file.value.kind.is_view() {
                    report.domains = domains::of(&file.value, source, &mut report);
                }
            }
            file.map(Resolved::Relation)
        }
        Subject::Enum(labels) => {
            let ty = resolve::user_type(claim, &labels.ty, source, &mut report);
            if let Some(Resolved::Type(file)) = &ty {
                report.source(&source.shown(&file.file));
                match file.value.kind {
                    TypeKind::Enum => labels::check(claim, labels, &file.value, &mut report),
                    TypeKind::Domain => {
                        labels_below(claim, labels, &file.value, source, &mut report);
                    }
                    _ => report.say(wrong_kind(claim, &file.value, "an enum")),
                }
            }
            ty
        }
        Subject::Composite(composite) => {
            let ty = resolve::user_type(claim, &composite.ty, source, &mut report);
            if let Some(Resolved::Type(file)) = &ty {
                report.source(&source.shown(&file.file));
                if file.value.kind == TypeKind::Composite {
                    composite::check(claim, composite, &file.value, source.config(), &mut report);
                } else {
                    report.say(wrong_kind(claim, &file.value, "a struct with named fields"));
                }
            }
            ty
        }
        Subject::Newtype(newtype) => {
            let ty = resolve::user_type(claim, &newtype.ty, source, &mut report);
            let config = source.config();
            match &ty {
                Some(Resolved::Type(file)) => {
                    report.source(&source.shown(&file.file));
                    types::inside(claim, newtype, &file.value, config, &mut report);
                }
                Some(Resolved::Builtin(sql)) => {
                    types::inside_builtin(claim, newtype, sql, config, &mut report);
                }
                Some(Resolved::Relation(_)) | None => {}
            }
            ty
        }
        Subject::Opaque(ty) => resolve::user_type(claim, ty, source, &mut report),
        Subject::Transparent(_) => None,
    };
    if !matches!(claim.subject, Subject::Model(_)) {
        // No rule is for types yet, so an exception on one suppresses nothing; the engine says so.
        report.exceptions(claim);
    }
    report.finish(subject)
}

/// An enum that is bound to a domain: over an enum type it has that type's labels. How an enum is
/// written into any other is not PostgreSQL's matter.
fn labels_below(
    claim: &Claim,
    labels: &EnumClaim,
    domain: &UserType,
    source: &dyn Source,
    report: &mut Report,
) {
    let Some(SqlType::Enum(name)) = domain.base.as_ref().map(SqlType::below_domains) else {
        return;
    };
    match source.user_type(name) {
        Ok(Some(file)) => {
            report.read(&file.file);
            report.source(&source.shown(&file.file));
            labels::check(claim, labels, &file.value, report);
        }
        // Of a schema that is not in the snapshot.
        Ok(None) => {}
        Err(finding) => report.say(*finding),
    }
}

/// An item of a form that the type does not have.
fn wrong_kind(claim: &Claim, ty: &UserType, form: &str) -> Finding {
    let fit = match ty.kind {
        TypeKind::Enum => "an enum with a variant for each label",
        TypeKind::Composite => "a struct with a field for each attribute",
        TypeKind::Domain | TypeKind::Range => "a newtype",
    };
    Finding {
        rule: "type_kind_mismatch",
        place: claim.item.place,
        object: Some(ty.name.to_string()),
        message: format!(
            "`{}` is {form}, but `{}` is {}",
            claim.item.text,
            ty.name,
            ty.kind.noun(),
        ),
        help: vec![format!("bind {fit} to it")],
        ..Finding::default()
    }
}

/// What the baseline has of a relation. The file counts when it is there; one that appears later
/// suppresses what a green build did not find.
fn baseline(name: &QualifiedName, source: &dyn Source, report: &mut Report) -> Vec<Known> {
    match source.baseline(name) {
        Ok(Some(file)) => {
            report.read(&file.file);
            file.value.findings
        }
        Ok(None) => Vec::new(),
        Err(finding) => {
            report.say(*finding);
            Vec::new()
        }
    }
}

fn check_model(
    claim: &Claim,
    model: &Model,
    relation: &Relation,
    (source, known): (&dyn Source, &[Known]),
    report: &mut Report,
) {
    let columns: Vec<_> = model
        .fields
        .iter()
        .map(|field| relation.column(&field.column.text))
        .collect();
    let unknown = columns.iter().any(Option::is_none);
    if unknown {
        if let Some(renamed) = renamed(claim, model, relation, report) {
            if let Subject::Model(model) = &renamed.subject {
                return check_model(&renamed, model, relation, (source, known), report);
            }
        }
    }
    let mut cx = ModelCheck {
        claim,
        model,
        relation,
        columns: &columns,
        meant: &[],
        source,
        config: source.config(),
    };
    let meant = if unknown {
        columns::meant(&cx)
    } else {
        Vec::new()
    };
    cx.meant = &meant;
    for check in MODEL {
        check(&cx, report);
    }
    // What follows from a mistake for a statement is no other mistake.
    report.statements &= report.is_silent();
    report.standard(claim, relation, cx.config, known);
}

/// The claim as it would be under another `rename_all`, when that is what is wrong.
fn renamed(
    claim: &Claim,
    model: &Model,
    relation: &Relation,
    report: &mut Report,
) -> Option<Claim> {
    let known = |name: &str| relation.column(name).is_some();
    let rename_all = model.rename_all.as_ref();
    let guess = rename::of_fields(&model.fields, rename_all, &known)?;
    let theirs = format!("columns of `{}`", relation.name);
    report.say(Finding {
        relation: Some(relation.name.clone()),
        ..guess.finding("unknown_column", claim, rename_all, ("fields", &theirs))
    });
    let mut renamed = claim.clone();
    if let Subject::Model(to) = &mut renamed.subject {
        guess.apply(to.fields.iter_mut().map(|field| &mut field.column));
        for allow in &mut renamed.allows {
            let was = |field: &&Field| Some(&field.column.text) == allow.column.as_ref();
            let at = model.fields.iter().position(|field| was(&field));
            if let Some(at) = at {
                allow.column = Some(to.fields[at].column.text.clone());
            }
        }
    }
    Some(renamed)
}

impl<'a> ModelCheck<'a> {
    /// The fields that have a column, with it.
    fn pairs(&self) -> impl Iterator<Item = (&'a Field, &'a Column)> + '_ {
        self.model
            .fields
            .iter()
            .zip(self.columns)
            .filter_map(|(field, column)| column.map(|column| (field, column)))
    }

    /// The columns that no field stands for.
    fn fieldless(&self) -> impl Iterator<Item = &'a Column> + '_ {
        self.relation.columns.iter().filter(|column| {
            !self
                .model
                .fields
                .iter()
                .any(|field| field.column.text == column.name)
        })
    }

    /// A finding about the relation, at a place.
    fn finding(&self, rule: &'static str, place: Place, message: String) -> Finding {
        Finding {
            rule,
            place,
            relation: Some(self.relation.name.clone()),
            message,
            ..Finding::default()
        }
    }

    /// A column's name as SQL writes it, `public.users.email`.
    fn column_name(&self, column: &str) -> String {
        format!("{}.{}", self.relation.name, quote(column))
    }

    /// Columns in a sentence: "columns `a` and `b` of `public.users`".
    fn column_list(&self, columns: &[&Column]) -> String {
        let names = columns.iter().map(|column| column.name.as_str());
        format!("columns {} of `{}`", list(names), self.relation.name)
    }

    /// Says that columns are missing: of all at once, because a forgotten `partial` or `insert` is
    /// one mistake; of each by itself when a flattened part of the model may have it.
    fn say_missing(
        &self,
        missing: &[&Column],
        report: &mut Report,
        finding: fn(&Self, &[&Column]) -> Finding,
    ) {
        if self.model.flattened.is_empty() {
            if let [first, rest @ ..] = missing {
                report.say(Finding {
                    column: rest.is_empty().then(|| first.name.clone()),
                    ..finding(self, missing)
                });
            }
            return;
        }
        for column in missing {
            report.say_unless_flattened(Finding {
                column: Some(column.name.clone()),
                ..finding(self, &[column])
            });
        }
    }

    /// Whether the model is for inserts.
    fn inserts(&self) -> bool {
        self.model.shape == Shape::Insert
    }

    /// Whether the model gives values, and to what.
    fn writes(&self) -> Option<&'static str> {
        match self.model.shape {
            Shape::Full | Shape::Partial => None,
            Shape::Insert => Some("inserts"),
            Shape::Update => Some("updates"),
        }
    }
}
