//! What a table refuses rows by, as a model's enum of constraints has it: `#[conformant(constraints)]`.

use super::report::Report;
use super::{Domain, ModelCheck};
use crate::finding::Finding;
use crate::model::{Index, Relation, RelationKind};
use crate::name::{QualifiedName, quote};
use crate::type_hash::fnv1a;

/// What a row can be refused by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint<'a> {
    /// The variant of the enum: `UqUsersEmail`.
    pub variant: String,
    /// The name that PostgreSQL reports: the constraint's, the index's where there is only that,
    /// and of NOT NULL the column's or the domain's.
    pub name: &'a str,
    /// The domain whose constraint it is; `None` of what is the table's own.
    pub domain: Option<&'a QualifiedName>,
    /// What it is.
    pub kind: Kind,
    /// The columns that it is about, as far as they are named; of a domain's, those with values of
    /// the domain.
    pub columns: Vec<&'a str>,
    /// Of what has an index, its keys as the server's DETAIL lists them: `id, lower(email)`.
    pub keys: String,
}

/// What sort of constraint it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PRIMARY KEY
    PrimaryKey,
    /// UNIQUE, or a unique index.
    Unique,
    /// FOREIGN KEY
    ForeignKey,
    /// CHECK
    Check,
    /// EXCLUDE
    Exclusion,
    /// NOT NULL
    NotNull,
}

impl Kind {
    /// The SQLSTATE that PostgreSQL refuses a row with.
    #[cfg(feature = "refresh")]
    pub(crate) fn sqlstate(self) -> &'static str {
        match self {
            Self::PrimaryKey | Self::Unique => "23505",
            Self::ForeignKey => "23503",
            Self::Check => "23514",
            Self::Exclusion => "23P01",
            Self::NotNull => "23502",
        }
    }
}

/// What refuses rows of a table, in the order: primary key, unique constraints, unique indexes,
/// foreign keys, checks, exclusions, each by name, then NOT NULL in the order of the columns, then by
/// domain its checks and its NOT NULL. What is `NOT ENFORCED` refuses nothing.
///
/// A column whose domain is NOT NULL has a NOT NULL of its own here, whether or not it was declared with
/// one, which the snapshot does not tell apart: the domain is the first to refuse, but for the NULL of a
/// subquery or an outer join, which no domain sees.
///
/// `is_ident` says whether a text is an identifier in Rust.
pub fn of<'a>(
    relation: &'a Relation,
    domains: &'a [Domain],
    is_ident: &dyn Fn(&str) -> bool,
) -> Vec<Constraint<'a>> {
    let mut all = Vec::new();
    let mut add = |name: &'a str, kind, columns: &'a [String], keys: String| {
        all.push(Constraint {
            variant: String::new(),
            name,
            domain: None,
            kind,
            columns: columns.iter().map(String::as_str).collect(),
            keys,
        });
    };
    for (key, kind) in relation
        .primary_key
        .iter()
        .map(|key| (key, Kind::PrimaryKey))
        .chain(relation.unique.iter().map(|key| (key, Kind::Unique)))
    {
        let keys: Vec<_> = key.columns.iter().map(|column| quote(column)).collect();
        add(&key.name, kind, &key.columns, keys.join(", "));
    }
    for index in &relation.indexes {
        if index.unique && index.constraint.is_none() {
            add(&index.name, Kind::Unique, &[], keys(index));
        }
    }
    for key in relation.foreign_keys.iter().filter(|key| !key.not_enforced) {
        add(&key.name, Kind::ForeignKey, &key.columns, String::new());
    }
    for check in relation.checks.iter().filter(|check| !check.not_enforced) {
        add(&check.name, Kind::Check, &check.columns, String::new());
    }
    for exclusion in &relation.exclusions {
        let backing = |index: &&Index| index.constraint.as_ref() == Some(&exclusion.name);
        let keys = relation.indexes.iter().find(backing).map(keys);
        let keys = keys.unwrap_or_default();
        add(&exclusion.name, Kind::Exclusion, &exclusion.columns, keys);
    }
    for column in &relation.columns {
        if column.not_null || column.not_null_not_valid {
            let name = std::slice::from_ref(&column.name);
            add(&column.name, Kind::NotNull, name, String::new());
        }
    }
    for domain in domains {
        let not_null = Constraint {
            variant: String::new(),
            name: &domain.name.name,
            domain: Some(&domain.name),
            kind: Kind::NotNull,
            columns: domain.columns.iter().map(String::as_str).collect(),
            keys: String::new(),
        };
        let checks = domain.checks.iter().map(|name| Constraint {
            name,
            kind: Kind::Check,
            ..not_null.clone()
        });
        all.extend(checks);
        all.extend(domain.not_null.then_some(not_null));
    }
    for constraint in &mut all {
        let index =
            |index: &&Index| constraint.kind == Kind::Unique && index.name == constraint.name;
        if let (true, Some(index)) = (
            constraint.columns.is_empty(),
            relation.indexes.iter().find(index),
        ) {
            let keys = index.keys.iter().map(|key| key.column.as_str());
            constraint.columns = keys.filter(|column| !column.is_empty()).collect();
        }
        constraint.variant = variant(constraint, is_ident);
    }
    tell_apart(&mut all);
    all
}

fn keys(index: &Index) -> String {
    let keys = index.keys.iter().map(|key| match &key.expression {
        Some(expression) => expression.clone(),
        None => quote(&key.column),
    });
    keys.collect::<Vec<_>>().join(", ")
}

/// The name in UpperCamelCase: `uq_users_email` is `UqUsersEmail`, NOT NULL of `email` is
/// `NotNullEmail`. A name of which no identifier can be made is known by its hash.
fn variant(constraint: &Constraint<'_>, is_ident: &dyn Fn(&str) -> bool) -> String {
    let mut out = String::new();
    for word in words(constraint).split(|c: char| !c.is_alphanumeric()) {
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'N');
    }
    if is_ident(&out) {
        out
    } else {
        format!("C{}", hash(constraint))
    }
}

/// What a variant is made of. Names of checks are unique in their domain only; those that PostgreSQL
/// gives begin with the domain's, and NOT NULL of a domain is named as PostgreSQL 17 names it.
fn words(constraint: &Constraint<'_>) -> String {
    let name = constraint.name;
    let not_null = constraint.kind == Kind::NotNull;
    let Some(QualifiedName { name: domain, .. }) = constraint.domain else {
        let before = if not_null { "not_null_" } else { "" };
        return format!("{before}{name}");
    };
    match name.strip_prefix(domain.as_str()) {
        _ if not_null => format!("{domain}_not_null"),
        Some(rest) if rest.is_empty() || rest.starts_with('_') => name.to_owned(),
        _ => format!("{domain}_{name}"),
    }
}

/// Names that differ only in what a variant does not keep (`uq_a`, `"uq a"`) each carry the hash of
/// theirs: which variant is which does not depend on what else there is.
fn tell_apart(all: &mut [Constraint<'_>]) {
    let variants: Vec<_> = all.iter().map(|one| one.variant.clone()).collect();
    for constraint in all {
        let variant = &constraint.variant;
        if variants.iter().filter(|other| *other == variant).count() > 1 {
            constraint.variant = format!("{variant}X{}", hash(constraint));
        }
    }
}

fn hash(constraint: &Constraint<'_>) -> String {
    let name = match constraint.domain {
        Some(domain) => fnv1a(&format!("{domain}.{}", quote(constraint.name))),
        None => fnv1a(constraint.name),
    };
    format!("{:08x}", name >> 32)
}

/// A view refuses nothing by itself: what is behind it does, and is what PostgreSQL reports.
pub(super) fn of_view(cx: &ModelCheck<'_>, report: &mut Report) {
    let relation = cx.relation;
    let Some(place) = cx.model.constraints else {
        return;
    };
    let kind = match relation.kind {
        RelationKind::View => "a view",
        RelationKind::MaterializedView => "a materialized view",
        _ => return,
    };
    report.say(Finding {
        help: vec!["remove `constraints`; a model of the table behind it can have them".to_owned()],
        ..cx.finding(
            "view_constraints",
            place,
            format!(
                "`{}` asks for the constraints of `{}`, which is {kind} and has none",
                cx.claim.item.text, relation.name,
            ),
        )
    });
}

#[cfg(test)]
mod tests {
    use super::{Domain, Kind, of};
    use crate::model::{Check, Column, Index, IndexKey, Key, Relation};
    use crate::name::QualifiedName;

    fn named(names: &[&str]) -> Relation {
        let checks = names.iter().map(|name| Check {
            name: (*name).to_owned(),
            ..Check::default()
        });
        Relation {
            checks: checks.collect(),
            ..Relation::default()
        }
    }

    fn variants(relation: &Relation) -> Vec<String> {
        // As `syn` does, nearly.
        let is_ident = |text: &str| {
            !text.is_empty() && text != "Self" && text.chars().all(char::is_alphanumeric)
        };
        let all = of(relation, &[], &is_ident);
        all.into_iter().map(|one| one.variant).collect()
    }

    #[test]
    fn a_variant_is_the_name_in_camel_case() {
        let names = [
            "ck_users_age",
            "users_email_key",
            "CamelCase",
            "2nd",
            "größe_ok",
            "a b-c",
        ];
        assert_eq!(
            variants(&named(&names)),
            [
                "CkUsersAge",
                "UsersEmailKey",
                "CamelCase",
                "N2nd",
                "GrößeOk",
                "ABC"
            ]
        );
    }

    #[test]
    fn what_is_no_identifier_or_would_be_the_same_has_a_hash() {
        let found = variants(&named(&["ck_a", "ck a", "ck_b", "!", "self"]));
        assert_eq!(found[2], "CkB");
        assert!(
            found[0].starts_with("CkAX") && found[1].starts_with("CkAX"),
            "{found:?}"
        );
        assert_ne!(found[0], found[1]);
        assert!(
            found[3].starts_with('C') && found[4].starts_with('C'),
            "{found:?}"
        );
        // Whatever else there is.
        assert_eq!(variants(&named(&["ck a", "ck_a"]))[1], found[0]);
    }

    #[test]
    fn a_domain_goes_before_the_name_of_its_check() {
        let domain = |schema: &str, name: &str, checks: &[&str]| Domain {
            name: QualifiedName::new(schema, name),
            checks: checks.iter().map(|&name| name.to_owned()).collect(),
            not_null: true,
            columns: vec!["email".to_owned()],
        };
        let domains = [
            domain("app", "email", &[]),
            domain("public", "email", &["email_check", "emailed", "short"]),
            domain("public", "we ird", &["we ird_check"]),
        ];
        let relation = Relation {
            columns: vec![Column {
                name: "email".to_owned(),
                not_null: true,
                ..Column::default()
            }],
            ..named(&["short"])
        };
        let all = of(&relation, &domains, &|_| true);
        let found: Vec<_> = all.iter().map(|one| one.variant.as_str()).collect();
        let [app, public] = [found[2], found[6]];
        assert_eq!(
            [&found[..2], &found[3..6], &found[7..]].concat(),
            [
                "Short",
                "NotNullEmail",
                "EmailCheck",
                "EmailEmailed",
                "EmailShort",
                "WeIrdCheck",
                "WeIrdNotNull"
            ]
        );
        assert!(
            app.starts_with("EmailNotNullX") && public.starts_with("EmailNotNullX"),
            "{app} {public}"
        );
        assert_ne!(app, public);
        assert_eq!(
            (all[6].name, &all[6].columns[..]),
            ("email", &["email"][..])
        );
    }

    #[test]
    fn an_index_counts_by_itself_and_not_beside_its_constraint() {
        let index = |name: &str, constraint: Option<&str>| Index {
            name: name.to_owned(),
            unique: true,
            constraint: constraint.map(str::to_owned),
            keys: vec![
                IndexKey {
                    expression: Some("lower(email)".to_owned()),
                    ..IndexKey::default()
                },
                IndexKey {
                    column: "Tenant".to_owned(),
                    ..IndexKey::default()
                },
            ],
            ..Index::default()
        };
        let relation = Relation {
            unique: vec![Key {
                name: "uq".to_owned(),
                columns: vec!["user".to_owned()],
                ..Key::default()
            }],
            indexes: vec![index("uq", Some("uq")), index("ux", None)],
            columns: vec![Column {
                name: "user".to_owned(),
                not_null: true,
                ..Column::default()
            }],
            ..Relation::default()
        };
        let all = of(&relation, &[], &|_| true);
        let found: Vec<_> = all
            .iter()
            .map(|one| (&*one.variant, one.kind, one.columns.join(" "), &*one.keys))
            .collect();
        assert_eq!(
            found,
            [
                ("Uq", Kind::Unique, "user".to_owned(), "\"user\""),
                (
                    "Ux",
                    Kind::Unique,
                    "Tenant".to_owned(),
                    "lower(email), \"Tenant\""
                ),
                ("NotNullUser", Kind::NotNull, "user".to_owned(), ""),
            ]
        );
    }
}
