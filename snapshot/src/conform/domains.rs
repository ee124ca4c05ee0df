//! What the domains of a table's columns refuse values by. PostgreSQL reports such a refusal without a
//! table: the schema and the name of the domain, and of a check its name.
//!
//! - A domain over a domain has the checks and the NOT NULL of that one, and they are reported under
//!   its own name.
//! - Below an array, a range, an attribute of a composite type, and a domain over one of these, a domain
//!   is reported by itself.
//! - A check that is NOT VALID refuses what is new.

use super::report::Report;
use super::source::Source;
use crate::codec::record;
use crate::model::{Relation, UserType};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

record! {
    /// A domain that values of a table's columns are of, or parts of them, and that refuses some.
    pub struct Domain {
        /// Its name, which PostgreSQL reports.
        pub name: QualifiedName,
        /// The columns, in their order.
        pub columns: Vec<String>,
        /// The names of the checks, its own and of domains that it is over, in byte order.
        pub checks: Vec<String>,
        /// Whether it is NOT NULL, or a domain that it is over is.
        pub not_null: bool,
    }
}

/// Those of a relation, by name.
pub(super) fn of(relation: &Relation, source: &dyn Source, report: &mut Report) -> Vec<Domain> {
    let mut found = Walk {
        source,
        report,
        files: Vec::new(),
        domains: Vec::new(),
    };
    for column in &relation.columns {
        found.column(&column.name, &column.sql_type, &mut Vec::new());
    }
    let mut all = found.domains;
    all.retain(|domain| domain.not_null || !domain.checks.is_empty());
    all
}

struct Walk<'a> {
    source: &'a dyn Source,
    report: &'a mut Report,
    files: Vec<(QualifiedName, Option<UserType>)>,
    /// By name.
    domains: Vec<Domain>,
}

impl Walk<'_> {
    /// Notes the domains that a value of a type is made of. `above` are the types that it is part of: a
    /// snapshot that has a type inside itself must not keep a build busy.
    fn column(&mut self, column: &str, ty: &SqlType, above: &mut Vec<QualifiedName>) {
        match ty {
            SqlType::Array(inner)
            | SqlType::Range { subtype: inner, .. }
            | SqlType::Multirange { subtype: inner, .. } => self.column(column, inner, above),
            SqlType::Domain { name, base } => {
                let known = self.domains.binary_search_by(|known| known.name.cmp(name));
                let at = known.unwrap_or_else(|at| {
                    let domain = self.domain(name, base);
                    self.domains.insert(at, domain);
                    at
                });
                let columns = &mut self.domains[at].columns;
                if columns.last().is_none_or(|last| last != column) {
                    columns.push(column.to_owned());
                }
                self.column(column, base.below_domains(), above);
            }
            SqlType::Composite(name) if !above.contains(name) => {
                let attributes = self.file(name).map(|ty| ty.attributes.clone());
                above.push(name.clone());
                for attribute in attributes.unwrap_or_default() {
                    self.column(column, &attribute.sql_type, above);
                }
                above.pop();
            }
            SqlType::Builtin(_)
            | SqlType::Base { .. }
            | SqlType::Enum(_)
            | SqlType::Composite(_) => {}
        }
    }

    /// A domain with what it has of those below.
    fn domain(&mut self, name: &QualifiedName, base: &SqlType) -> Domain {
        let mut domain = Domain {
            name: name.clone(),
            ..Domain::default()
        };
        let (mut name, mut base) = (name, base);
        loop {
            if let Some(ty) = self.file(name) {
                domain.not_null |= ty.not_null;
                let checks = ty.checks.iter().map(|check| check.name.clone());
                domain.checks.extend(checks);
            }
            let SqlType::Domain {
                name: next,
                base: below,
            } = base
            else {
                break;
            };
            (name, base) = (next, below);
        }
        domain.checks.sort_unstable();
        domain.checks.dedup();
        domain
    }

    /// `None`: of a schema that is not in the snapshot, or the file can't be used, which has been said.
    fn file(&mut self, name: &QualifiedName) -> Option<&UserType> {
        let known = self.files.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            let found = match self.source.user_type(name) {
                Ok(found) => found,
                Err(finding) => {
                    self.report.say(*finding);
                    None
                }
            };
            if let Some(file) = &found {
                self.report.read(&file.file);
            }
            self.files
                .push((name.clone(), found.map(|file| file.value)));
            self.files.len() - 1
        });
        self.files[at].1.as_ref()
    }
}
