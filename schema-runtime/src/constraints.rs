//! The constraints of a model's table, as types.

use core::fmt::Debug;
use core::hash::Hash;

use crate::{Conformant, DatabaseError, ErrorKind};

/// A model with an enum of what its table refuses rows by: `#[conformant(constraints)]` on `User`
/// declares `UserConstraint` beside it, with a variant for each constraint that the snapshot has, those
/// of the domains of its columns among them.
///
/// A match on it is exhaustive, and a variant is gone when the constraint is: a constraint that is
/// renamed, dropped or added is seen while the program is built.
///
/// ```
/// use schema_runtime::{Conformant, DatabaseError};
/// use uuid::Uuid;
///
/// #[derive(Conformant)]
/// #[conformant(partial, constraints)]
/// pub struct User {
///     pub id: Uuid,
///     pub email: String,
/// }
///
/// fn told(error: &DatabaseError) -> &'static str {
///     match error.constraint_of::<User>() {
///         Some(UserConstraint::UqUsersEmail) => "this email is already taken",
///         Some(UserConstraint::EmailCheck) => "this is no email", // of the domain `email`
///         _ => "something went wrong",
///     }
/// }
///
/// # use schema_runtime::Report;
/// # let report = Report { code: "23505", schema: Some("public"), ..Report::default() };
/// # let (table, constraint) = (Some("users"), Some("uq_users_email"));
/// # let taken = DatabaseError::from(Report { table, constraint, ..report });
/// # assert_eq!(told(&taken), "this email is already taken");
/// # let (code, data_type, constraint) = ("23514", Some("email"), Some("email_check"));
/// # let refused = DatabaseError::from(Report { code, data_type, constraint, ..report });
/// # assert_eq!(told(&refused), "this is no email");
/// # assert_eq!(told(&DatabaseError::not_found()), "something went wrong");
/// ```
pub trait Constrained: Conformant {
    /// The enum.
    type Constraint: ModelConstraint;

    /// Whether the table is partitioned: its partitions are not in the snapshot, and PostgreSQL
    /// reports them and not the table.
    #[doc(hidden)]
    const PARTITIONED: bool;
}

/// What a model's table refuses rows by: an enum that `#[conformant(constraints)]` declares.
pub trait ModelConstraint: Copy + Debug + Eq + Hash + 'static {
    /// All variants.
    const ALL: &'static [Self];

    /// What it stands for.
    fn definition(self) -> &'static Constraint;
}

/// What the snapshot says of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Constraint {
    /// The constraint's name, unquoted; of a unique index without a constraint the index's; of NOT
    /// NULL, which PostgreSQL does not report by a name, the column's or the domain's.
    pub name: &'static str,
    /// The domain whose constraint it is; `None` of what is the table's own.
    pub domain: Option<Domain>,
    /// What it is.
    pub kind: ConstraintKind,
    /// The columns that it is about, unquoted; of an index with expressions, those that are named.
    ///
    /// Of a domain's constraint, all columns with values of the domain, also inside an array, a range
    /// or a composite type: where there are several, the value is of one of them, and PostgreSQL does not
    /// tell of which.
    pub columns: &'static [&'static str],
    /// The fields of the model for these columns, in their order; a column that the model has no
    /// field for is left out. Of a domain's constraint the refused value is of one of them, or of a
    /// column that was left out.
    pub fields: &'static [&'static str],
    /// See `schema_snapshot::conform::constraints::Constraint::keys`.
    keys: &'static str,
}

/// A domain, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Domain {
    /// Its schema, unquoted.
    pub schema: &'static str,
    /// Its name, unquoted.
    pub name: &'static str,
}

/// What sort of constraint it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConstraintKind {
    /// PRIMARY KEY
    PrimaryKey,
    /// UNIQUE, or a unique index.
    Unique,
    /// FOREIGN KEY, of the table that refers.
    ForeignKey,
    /// CHECK
    Check,
    /// EXCLUDE
    Exclusion,
    /// NOT NULL
    NotNull,
}

impl Constraint {
    /// For the expansion.
    #[doc(hidden)]
    pub const fn __new(
        name: &'static str,
        kind: ConstraintKind,
        keys: &'static str,
        columns: &'static [&'static str],
        fields: &'static [&'static str],
        domain: &[&'static str],
    ) -> Self {
        let domain = match *domain {
            [schema, name] => Some(Domain { schema, name }),
            _ => None,
        };
        Self {
            name,
            domain,
            kind,
            columns,
            fields,
            keys,
        }
    }
}

impl DatabaseError {
    /// The constraint of a model's table that refused the row. `None` when the error is another, or
    /// is about another table.
    ///
    /// Names of constraints are unique in their table only, so schema and table are compared as
    /// well. diesel does not tell the schema; there the table is.
    ///
    /// A foreign key belongs to the table that refers: where a `User` can't be deleted because of its
    /// orders, that is a constraint of `Order`.
    ///
    /// Of a partitioned table PostgreSQL reports the partition, which nobody knew of when the
    /// program was built. Of an error of a statement that is known to be for the model
    /// ([`DatabaseError::of`]), a partition's checks, foreign keys and NOT NULLs are known by their
    /// names, which it inherits, and its unique constraints by the columns that the server's DETAIL
    /// lists; not, when a function or trigger wrote the row, of which diesel does not tell.
    ///
    /// The check or NOT NULL of a domain PostgreSQL reports without a table. Domain and name are compared,
    /// and an error that was given [`DatabaseError::of`] another table's model is not this one's; one
    /// that was not is of each model whose table has the domain. Where a function or trigger was being
    /// called, the value may be of any other table, and the error is nobody's. diesel does not tell the domain: there an
    /// error that was given `of` this model is known by the domain that the server's message names, in any
    /// language, unless two could be meant.
    pub fn constraint_of<M: Constrained>(&self) -> Option<M::Constraint> {
        if !self.kind().is_constraint_violation() {
            return None;
        }
        let is_for = self.is_for(M::SCHEMA, M::TABLE);
        let told = self.table().or(self.data_type()).is_some();
        let is_it: fn(&Self, &Constraint) -> bool = match self.table() {
            None if told && is_for != Some(false) && self.is_of_the_statement() => {
                Self::is_of_domain
            }
            None if self.is_diesels() && is_for == Some(true) => Self::is_of_domain,
            None => return None,
            Some(table) => {
                let its_own =
                    table == M::TABLE && self.schema().is_none_or(|schema| schema == M::SCHEMA);
                if its_own {
                    Self::is_of
                } else if M::PARTITIONED && is_for == Some(true) && self.is_of_the_statement() {
                    Self::is_of_partition
                } else {
                    return None;
                }
            }
        };
        let all = M::Constraint::ALL.iter().copied();
        let mut all = all.filter(|one| is_it(self, one.definition()));
        let found = all.next();
        found.filter(|_| told || all.next().is_none())
    }

    fn is_of(&self, constraint: &Constraint) -> bool {
        let not_null = constraint.kind == ConstraintKind::NotNull;
        let found = if not_null {
            self.column()
        } else {
            self.constraint()
        };
        constraint.domain.is_none()
            && found == Some(constraint.name)
            && not_null == (self.kind() == ErrorKind::NotNullViolation)
    }

    fn is_of_domain(&self, constraint: &Constraint) -> bool {
        let Some(domain) = constraint.domain else {
            return false;
        };
        let named = match constraint.kind {
            ConstraintKind::NotNull => self.kind() == ErrorKind::NotNullViolation,
            _ => self.constraint() == Some(constraint.name),
        };
        named
            && match self.data_type() {
                Some(name) => self.schema() == Some(domain.schema) && name == domain.name,
                None => mentions(self.sensitive().message().unwrap_or_default(), domain.name),
            }
    }

    /// Whether what is not told may be there all the same.
    fn is_diesels(&self) -> bool {
        #[cfg(feature = "diesel")]
        let is_it =
            |error: &(dyn core::error::Error + 'static)| error.is::<::diesel::result::Error>();
        #[cfg(not(feature = "diesel"))]
        let is_it = |_: &(dyn core::error::Error + 'static)| false;
        self.sensitive().driver().is_some_and(|error| is_it(error))
    }

    /// Whether a partition has refused the row by what it has of the constraint.
    fn is_of_partition(&self, constraint: &Constraint) -> bool {
        if !constraint.keys.is_empty() {
            let unique = constraint.kind != ConstraintKind::Exclusion;
            let same_kind = match self.kind() {
                ErrorKind::UniqueViolation => unique,
                ErrorKind::ExclusionViolation => !unique,
                _ => false,
            };
            // `Key (id, at)=(1, 2024-02-01) already exists.`, in any language.
            let detail = self.sensitive().detail().unwrap_or_default();
            let keys = detail
                .split_once('(')
                .and_then(|(_, keys)| keys.strip_prefix(constraint.keys));
            return same_kind && keys.is_some_and(|rest| rest.starts_with(")=("));
        }
        self.is_of(constraint)
    }
}

/// Whether a message has a name in it that is no part of another.
fn mentions(message: &str, name: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '_';
    message.match_indices(name).any(|(at, _)| {
        let (before, after) = (&message[..at], &message[at + name.len()..]);
        !before.ends_with(joins) && !after.starts_with(joins)
    })
}

/// Writes the enum of a model's constraints. In order: visibility and name; the model's generic
/// parameters, the model, its predicates; the table and whether it is partitioned; and of each
/// constraint the variant, its kind, its name, the keys of its index, its columns, their fields, and
/// schema and name of its domain.
#[doc(hidden)]
#[macro_export]
macro_rules! __constraints {
    (
        $vis:vis $name:ident [$($parameters:tt)*] [$model:ty] [$($predicates:tt)*]
        $table:literal $partitioned:literal
        $($variant:ident $kind:ident $constraint:literal $keys:literal
            [$($column:literal)*] [$($field:literal)*] [$($schema:literal $domain:literal)?];)*
    ) => {
        #[doc = $crate::__private::core::concat!("What `", $table, "` refuses rows by.")]
        #[$crate::__private::core::prelude::v1::derive(
            $crate::__private::core::clone::Clone,
            $crate::__private::core::marker::Copy,
            $crate::__private::core::fmt::Debug,
            $crate::__private::core::cmp::PartialEq,
            $crate::__private::core::cmp::Eq,
            $crate::__private::core::hash::Hash,
        )]
        $vis enum $name {
            $(
                #[doc = $crate::__private::core::concat!(
                    "`", $constraint, "`" $(, " of domain `", $schema, ".", $domain, "`")?
                )]
                $variant,
            )*
        }

        #[automatically_derived]
        impl $crate::ModelConstraint for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn definition(self) -> &'static $crate::Constraint {
                match self {
                    $(Self::$variant => const {
                        &$crate::Constraint::__new(
                            $constraint,
                            $crate::ConstraintKind::$kind,
                            $keys,
                            &[$($column),*],
                            &[$($field),*],
                            &[$($schema, $domain)?],
                        )
                    },)*
                }
            }
        }

        #[automatically_derived]
        impl<$($parameters)*> $crate::Constrained for $model
        where
            $($predicates)*
        {
            type Constraint = $name;
            const PARTITIONED: $crate::__private::core::primitive::bool = $partitioned;
        }
    };
}

#[cfg(test)]
mod tests {
    use super::mentions;

    /// As the catalogues of PostgreSQL's translations have it.
    #[test]
    fn a_message_names_the_domain_in_every_language() {
        for message in [
            "value for domain %d violates check constraint \"caption_check\"",
            "domain %d does not allow null values",
            "Wert für Domäne %d verletzt Check-Constraint »caption_check«",
            "la valeur pour le domaine %d viole la contrainte de vérification « caption_check »",
            "ドメイン%dの値が検査制約\"caption_check\"に違反しています",
            "域%d的值违反了检查约束\"caption_check\"",
        ] {
            for name in [
                "headline",
                "public.headline",
                "\"headline\"",
                "app.\"headline\"",
            ] {
                let message = message.replace("%d", name);
                assert!(mentions(&message, "headline"), "{message}");
                for other in ["head", "line", "caption", "check_"] {
                    assert!(!mentions(&message, other), "{message}: {other}");
                }
            }
        }
        assert!(!mentions("", "headline"));
    }
}
