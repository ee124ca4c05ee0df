//! Whether a change is safe for a rolling deploy, in which code from before it and code from after
//! it run against the schema as it is after it.
//!
//! The new code was written for that schema, so it is asked of the old code. Where a server can
//! decide, `tests/tests/deploy_live.rs` asks one.

use super::find::Found;
use super::grade::Subject;
use super::{Aspect, Change, ChangeKind};
use crate::codec::words as word_enum;
use crate::model::{
    Check, Column, ForeignKey, Generated, Identity, RelationKind, RowSecurity, TypeKind,
};
use crate::sql_type::SqlType;

word_enum! {
    /// What comes of code that was written before a change.
    pub enum Verdict {
        /// It runs.
        Safe = "safe",
        /// It depends on what the code does; the reason says on what.
        Depends = "depends",
        /// Code that uses what changed fails.
        Unsafe = "unsafe",
    }
}

/// A verdict, and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deploy {
    /// The verdict.
    pub verdict: Verdict,
    /// The reason, in one sentence: lower case, no full stop.
    pub why: &'static str,
}

const fn safe(why: &'static str) -> Deploy {
    Deploy {
        verdict: Verdict::Safe,
        why,
    }
}

const fn depends(why: &'static str) -> Deploy {
    Deploy {
        verdict: Verdict::Depends,
        why,
    }
}

const fn fails(why: &'static str) -> Deploy {
    Deploy {
        verdict: Verdict::Unsafe,
        why,
    }
}

const NO_CODE: Deploy = safe("no code depends on it");
const REFUSES: Deploy = depends("what old code writes is refused where it breaks the constraint");
const ON_CONFLICT: Deploy =
    depends("old code whose `ON CONFLICT` relies on it fails, and duplicates get in");
const BY_ANOTHER_NAME: Deploy = depends(
    "old code that tells errors apart by the constraint's name, or names it in `ON CONFLICT ON CONSTRAINT`, does not know the new one",
);

/// The verdict on a change, with what is found of it on both sides.
pub(super) fn verdict(
    subject: Subject,
    change: &Change,
    before: Option<Found<'_>>,
    after: Option<Found<'_>>,
) -> Deploy {
    if change.aspect == Aspect::Comment {
        return NO_CODE;
    }
    let whole = change.aspect == Aspect::Whole;
    match subject {
        Subject::Server => depends("another server, whatever its schema is"),
        Subject::Relation if whole => match change.kind {
            ChangeKind::Added => safe("old code does not know it"),
            ChangeKind::Renamed => fails(
                "old code uses the old name; an updatable view of that name keeps it running meanwhile",
            ),
            _ => fails("old code still uses it"),
        },
        Subject::Relation => relation(change.aspect, before, after),
        Subject::Column | Subject::Attribute => {
            let column = |found| match found {
                Some(Found::Column(column, _) | Found::Attribute(column)) => Some(column),
                _ => None,
            };
            let view = matches!(after.or(before), Some(Found::Column(_, of)) if of.kind.is_view());
            if subject == Subject::Attribute && whole {
                return fails("the values that old code reads and writes have other attributes");
            }
            self::column(change, column(before), column(after), view)
        }
        Subject::PrimaryKey | Subject::Unique | Subject::UniqueIndex => match change.kind {
            ChangeKind::Added => REFUSES,
            ChangeKind::Removed => ON_CONFLICT,
            ChangeKind::Renamed => BY_ANOTHER_NAME,
            ChangeKind::Changed => {
                depends("what it refuses is another, and so is what `ON CONFLICT` finds")
            }
        },
        Subject::ForeignKey | Subject::Check | Subject::Exclusion => {
            constraint(change.kind, before, after)
        }
        Subject::Index => safe("no result depends on it, only how fast it comes"),
        Subject::Trigger => match change.kind {
            ChangeKind::Added => depends("it acts on what old code writes"),
            ChangeKind::Removed => depends("nothing does any more what old code left to it"),
            ChangeKind::Renamed => safe("code does not call triggers by name"),
            ChangeKind::Changed => depends("it acts otherwise on what old code writes"),
        },
        Subject::Policy => policy(change.kind, before, after),
        Subject::Type => user_type(change, before, after),
        Subject::Label => match change.kind {
            ChangeKind::Added => depends(
                "old code runs, and fails where it reads the label, which it does not know, as soon as new code writes it",
            ),
            _ => fails("old code still writes the label, which is refused"),
        },
        Subject::Function => function(change, after),
    }
}

fn relation(aspect: Aspect, before: Option<Found<'_>>, after: Option<Found<'_>>) -> Deploy {
    let (Some(Found::Relation(was)), Some(Found::Relation(is))) = (before, after) else {
        return NO_CODE;
    };
    match aspect {
        Aspect::Kind if was.kind.is_table() && is.kind.is_table() => {
            safe("a partitioned table is used as any other")
        }
        Aspect::Kind => depends("what can be written to the one may not be to the other"),
        Aspect::Definition => depends("what the view gives to old code is another"),
        Aspect::Order => depends(
            "code that reads by position, or inserts without naming the columns, takes one for another",
        ),
        Aspect::RowSecurity => match is.row_security {
            RowSecurity::Enabled | RowSecurity::Forced => {
                depends("rows that no policy admits vanish for old code")
            }
            RowSecurity::Disabled | RowSecurity::ForcedDisabled => {
                depends("old code sees and writes every row, which policies kept from it")
            }
        },
        Aspect::Options if is.kind == RelationKind::View => {
            depends("with whose rights the view reads, and what may be written to it, is another")
        }
        Aspect::Server => depends("the rows are those of another server"),
        Aspect::Inheritance => depends("queries of the parent see other rows"),
        _ => safe("what old code reads and writes is the same"),
    }
}

const LEFT_OUT: Deploy = fails("old inserts don't give it a value, and nothing else does");

/// What comes of old code when a table has a column more.
pub(crate) fn of_added(column: &Column) -> Deploy {
    if column.has_insert_value() {
        safe(
            "old code does not name it; a `SELECT *` that was prepared before fails until it is prepared again",
        )
    } else {
        LEFT_OUT
    }
}

fn column(change: &Change, was: Option<&Column>, is: Option<&Column>, view: bool) -> Deploy {
    let (was, is) = match (was, is) {
        (None, Some(_)) if view => {
            return safe("old code does not name it");
        }
        (None, Some(is)) => return of_added(is),
        (None, None) => return NO_CODE,
        (Some(_), None) => return fails("old code still names it"),
        (Some(was), Some(is)) => (was, is),
    };
    if change.kind == ChangeKind::Renamed {
        return fails("old code uses the old name");
    }
    match change.aspect {
        Aspect::Type => of_type(&was.sql_type, &is.sql_type),
        Aspect::Nullability if is.not_null || is.not_null_not_valid => {
            if was.not_null || was.not_null_not_valid {
                safe("new rows had to have a value before")
            } else {
                depends("old code that writes NULL, or leaves it out, is refused")
            }
        }
        Aspect::Nullability => depends(
            "old code that reads it into a type without `Option` fails at the first NULL that new code writes",
        ),
        Aspect::Default | Aspect::Identity | Aspect::Generated
            if was.has_insert_value() && !is.has_insert_value() =>
        {
            LEFT_OUT
        }
        Aspect::Identity | Aspect::Generated
            if is.is_generated_always() && !was.is_generated_always() =>
        {
            depends("old code that gives it a value is refused")
        }
        Aspect::Generated if is.generated == Generated::None => {
            depends("nothing computes it in the rows that old code writes")
        }
        Aspect::Identity if is.identity == Identity::None && is.default.is_none() => {
            depends("nothing numbers the rows that old code writes")
        }
        Aspect::Default if is.generated != Generated::None => {
            depends("old code reads what is computed otherwise")
        }
        Aspect::Default => safe("rows of old code that leave it out get the new default"),
        Aspect::Collation => depends("comparison and order are those of another collation"),
        _ => safe("what old code reads and writes is the same"),
    }
}

/// What comes of old code when a type becomes another.
///
/// Drivers that send and read the binary form, as sqlx and tokio-postgres do, insist on the type.
pub fn of_type(was: &SqlType, is: &SqlType) -> Deploy {
    const OTHER: Deploy = fails(
        "drivers that insist on the exact type, sqlx and tokio-postgres among them, refuse it",
    );
    // PostgreSQL refuses a prepared statement whose rows have come to be of another length, too; sqlx and pools
    // keep theirs as long as the connection.
    const FITS: Deploy = depends(
        "every old value fits; a statement that was prepared before and reads it fails until it is prepared again, with sqlx and pools on a new connection",
    );
    if was == is {
        return safe("the type is the same, and every old value fits");
    }
    let is_domain = |ty: &SqlType| matches!(ty, SqlType::Domain { .. });
    let (was, is) = match (was, is) {
        (SqlType::Builtin(was), SqlType::Builtin(is)) => (was, is),
        (SqlType::Array(was), SqlType::Array(is)) if !is_domain(is) => return of_type(was, is),
        (was, SqlType::Domain { base, .. }) if !is_domain(was) && was == base.below_domains() => {
            return fails(
                "rows have what is below the domain, and parameters the domain itself, which drivers that \
                 insist on the exact type refuse, tokio-postgres among them",
            );
        }
        // What a column has of its domain goes with the column.
        (SqlType::Domain { name, base }, SqlType::Domain { name: is, base: to }) if name == is => {
            return of_type(base, to);
        }
        (SqlType::Base { name, .. }, SqlType::Base { name: is, .. }) if name == is => {
            return depends("values of old code may not fit");
        }
        _ => return OTHER,
    };
    let (old, new) = (parts(was), parts(is));
    let strings = ["text", "character varying"];
    if strings.contains(&old.0.as_str()) && strings.contains(&new.0.as_str()) {
        return match (old.1.first(), new.1.first()) {
            (_, None) => FITS,
            (Some(old), Some(new)) if old <= new => FITS,
            _ => depends("longer values that old code writes are refused"),
        };
    }
    if old.0 != new.0 {
        return OTHER;
    }
    let fits = match (old.0.as_str(), &old.1[..], &new.1[..]) {
        (_, _, []) => true,
        ("numeric", [p, s], [q, t]) => s <= t && p - s <= q - t,
        ("character" | "bit" | "interval", ..) => false,
        (_, [old], [new]) => old <= new,
        _ => false,
    };
    if fits {
        FITS
    } else {
        depends("values of old code that do not fit are refused, rounded, or padded")
    }
}

/// `numeric` and 10, 2 of `numeric(10,2)`.
fn parts(text: &str) -> (String, Vec<i64>) {
    let modifiers = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let modifiers = modifiers.map_or("", |(inside, _)| inside);
    let numbers = modifiers.split(',').filter_map(|n| n.trim().parse().ok());
    (crate::sql_type::strip_modifiers(text), numbers.collect())
}

fn constraint(kind: ChangeKind, before: Option<Found<'_>>, after: Option<Found<'_>>) -> Deploy {
    let enforced = |found| match found {
        Some(
            Found::ForeignKey(ForeignKey { not_enforced, .. })
            | Found::Check(Check { not_enforced, .. }),
        ) => !not_enforced,
        _ => true,
    };
    match kind {
        ChangeKind::Added if enforced(after) => REFUSES,
        ChangeKind::Added => safe("it is not enforced"),
        ChangeKind::Removed => safe("what old code writes is no longer refused by it"),
        ChangeKind::Renamed => BY_ANOTHER_NAME,
        ChangeKind::Changed => match (before, after) {
            (Some(Found::ForeignKey(was)), Some(Found::ForeignKey(is)))
                if ForeignKey {
                    not_valid: is.not_valid,
                    ..was.clone()
                } == *is =>
            {
                safe("new rows are held to it either way")
            }
            (Some(Found::Check(was)), Some(Found::Check(is)))
                if Check {
                    not_valid: is.not_valid,
                    ..was.clone()
                } == *is =>
            {
                safe("new rows are held to it either way")
            }
            (_, after) if !enforced(after) => safe("it is no longer enforced"),
            (_, Some(Found::ForeignKey(_))) => {
                depends("what it refuses, or does when the referenced row goes, is another")
            }
            _ => depends("what it refuses is another"),
        },
    }
}

fn policy(kind: ChangeKind, before: Option<Found<'_>>, after: Option<Found<'_>>) -> Deploy {
    let Some(Found::Policy(policy, relation)) = after.or(before) else {
        return NO_CODE;
    };
    let off = matches!(
        relation.row_security,
        RowSecurity::Disabled | RowSecurity::ForcedDisabled
    );
    match kind {
        _ if off => safe("the table's row security is off, so no policy is asked"),
        ChangeKind::Renamed => safe("code does not name policies"),
        ChangeKind::Added if !policy.restrictive => safe("it only admits more rows"),
        ChangeKind::Removed if policy.restrictive => safe("more rows are admitted without it"),
        _ => depends("rows that old code reads or writes may no longer be admitted"),
    }
}

fn user_type(change: &Change, before: Option<Found<'_>>, after: Option<Found<'_>>) -> Deploy {
    let (before, after) = match (before, after) {
        (Some(Found::Type(before)), Some(Found::Type(after))) => (before, after),
        (None, _) => return safe("old code does not know it"),
        _ => return fails("old code still uses it"),
    };
    match change.aspect {
        Aspect::Whole => {
            fails("drivers look the type up by its name, and old code has the old one")
        }
        Aspect::Order if after.kind == TypeKind::Enum => {
            depends("old code that sorts or compares by it gets another order")
        }
        Aspect::Order => fails("the values that old code reads and writes have other attributes"),
        Aspect::Type => match (&before.base, &after.base) {
            (Some(was), Some(is)) => of_type(was, is),
            _ => fails("it is another type"),
        },
        Aspect::Nullability if after.not_null => depends("old code that writes NULL is refused"),
        Aspect::Nullability => depends(
            "old code that reads it into a type without `Option` fails at the first NULL that new code writes",
        ),
        Aspect::Default => safe("rows of old code that leave it out get the new default"),
        Aspect::Collation => depends("comparison and order are those of another collation"),
        _ => fails("it is another type"),
    }
}

fn function(change: &Change, after: Option<Found<'_>>) -> Deploy {
    let executable = matches!(after, Some(Found::Overload(one)) if one.public_execute);
    match (change.aspect, change.kind) {
        (Aspect::Whole, ChangeKind::Added) if change.part.is_some() => {
            depends("a call of old code that both would do for is ambiguous")
        }
        (Aspect::Whole, ChangeKind::Added) => safe("old code does not know it"),
        (Aspect::Whole, ChangeKind::Renamed) => fails("old code uses the old name"),
        (Aspect::Whole, _) => fails("old code still calls it"),
        (Aspect::Kind, _) => fails("a function and a procedure are not called alike"),
        (Aspect::Result, _) => fails("old code reads the old result"),
        (Aspect::Arguments, _) => depends("old calls that leave arguments out get others, or fail"),
        (Aspect::Execute, _) if executable => safe("everybody may call it"),
        (Aspect::Execute, _) => depends("a role without a grant of its own may no longer call it"),
        (Aspect::Security, _) => depends("it runs with the rights of another role"),
        (Aspect::Body | Aspect::Settings | Aspect::Language, _) => {
            depends("old code calls the new body")
        }
        _ => safe("the result is the same"),
    }
}

#[cfg(test)]
mod tests {
    use super::{SqlType, Verdict, of_type};
    use crate::diff::{Graded, Severity, changes};
    use crate::model::{Check, Column, ForeignKey, Policy, Relation, RowSecurity, Schema};
    use crate::name::QualifiedName;

    #[test]
    fn types_that_drivers_take_for_the_same() {
        // None: old values fit, and what was prepared before does not.
        for (verdict, was, is) in [
            (None, "character varying(10)", "text"),
            (None, "text", "character varying"),
            (None, "character varying(10)", "character varying(11)"),
            (
                Some(Verdict::Depends),
                "character varying(10)",
                "character varying(9)",
            ),
            (Some(Verdict::Depends), "text", "character varying(9)"),
            (None, "numeric(10,2)", "numeric"),
            (None, "numeric(10,2)", "numeric(12,3)"),
            (Some(Verdict::Depends), "numeric(10,2)", "numeric(12,5)"),
            (Some(Verdict::Depends), "numeric", "numeric(12,5)"),
            (
                None,
                "timestamp(3) with time zone",
                "timestamp with time zone",
            ),
            (
                Some(Verdict::Depends),
                "timestamp(3) with time zone",
                "timestamp(0) with time zone",
            ),
            (Some(Verdict::Depends), "character(3)", "character(4)"),
            (
                Some(Verdict::Unsafe),
                "timestamp without time zone",
                "timestamp with time zone",
            ),
            (Some(Verdict::Unsafe), "integer", "bigint"),
            (Some(Verdict::Unsafe), "character(3)", "text"),
            (Some(Verdict::Unsafe), "json", "jsonb"),
        ] {
            let of = |text: &str| SqlType::Builtin(text.to_owned());
            let deploy = of_type(&of(was), &of(is));
            let fits = deploy.why.starts_with("every old value fits");
            assert_eq!((!fits).then_some(deploy.verdict), verdict, "{was}, {is}");
            assert_ne!(deploy.verdict, Verdict::Safe, "{was}, {is}");
        }
    }

    fn relation(change: impl Fn(&mut Relation)) -> Schema {
        let mut relation = Relation {
            name: QualifiedName::new("public", "users"),
            columns: vec![Column {
                name: "id".to_owned(),
                ..Column::default()
            }],
            ..Relation::default()
        };
        change(&mut relation);
        Schema {
            relations: vec![relation],
            ..Schema::default()
        }
    }

    fn verdict(before: impl Fn(&mut Relation), after: impl Fn(&mut Relation)) -> Verdict {
        let changes = changes(&relation(before), &relation(after));
        assert_eq!(changes.len(), 1, "{changes:?}");
        changes[0].deploy.verdict
    }

    #[test]
    fn constraints_that_nobody_is_held_to_refuse_nothing() {
        let key = |not_valid, not_enforced| {
            move |relation: &mut Relation| {
                relation.foreign_keys = vec![ForeignKey {
                    name: "fk".to_owned(),
                    not_valid,
                    not_enforced,
                    ..ForeignKey::default()
                }];
            }
        };
        assert_eq!(verdict(|_| {}, key(false, false)), Verdict::Depends);
        assert_eq!(verdict(|_| {}, key(true, true)), Verdict::Safe);
        assert_eq!(verdict(key(true, false), key(false, false)), Verdict::Safe);
        assert_eq!(verdict(key(false, false), key(true, true)), Verdict::Safe);
        assert_eq!(
            verdict(key(true, true), key(false, false)),
            Verdict::Depends
        );
        assert_eq!(verdict(key(false, false), |_| {}), Verdict::Safe);
    }

    #[test]
    fn policies_by_what_they_admit() {
        let policy = |row_security, restrictive| {
            move |relation: &mut Relation| {
                relation.row_security = row_security;
                relation.policies = vec![Policy {
                    name: "own".to_owned(),
                    restrictive,
                    ..Policy::default()
                }];
            }
        };
        let on = |relation: &mut Relation| relation.row_security = RowSecurity::Enabled;
        let enabled = RowSecurity::Enabled;
        assert_eq!(verdict(on, policy(enabled, false)), Verdict::Safe);
        assert_eq!(verdict(on, policy(enabled, true)), Verdict::Depends);
        assert_eq!(verdict(policy(enabled, false), on), Verdict::Depends);
        assert_eq!(verdict(policy(enabled, true), on), Verdict::Safe);
        let off = RowSecurity::Disabled;
        assert_eq!(verdict(|_| {}, policy(off, true)), Verdict::Safe);
        assert_eq!(verdict(|_| {}, on), Verdict::Depends);
    }

    #[test]
    fn between_majors_text_may_only_be_worded_otherwise() {
        let check = |major, text: &str| Schema {
            server_major: major,
            ..relation(|relation| {
                relation.checks = vec![Check {
                    name: "c".to_owned(),
                    definition: text.to_owned(),
                    ..Check::default()
                }];
            })
        };
        let graded = |major| {
            let mut changes = changes(&check(15, "CHECK (a)"), &check(major, "CHECK ((a))"));
            changes.pop().map(
                |Graded {
                     severity, wording, ..
                 }| (severity, wording),
            )
        };
        assert_eq!(graded(15), Some((Severity::High, false)));
        assert_eq!(graded(16), Some((Severity::Low, true)));
    }
}
