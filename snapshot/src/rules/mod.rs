//! The rules: the team's standard for a table.
//!
//! One rule, one file. The file's name is the rule's id, its anchor in
//! `docs/rules.md`, the name in `#[conformant(allow(...))]` and in `schema.toml`,
//! and the name of its UI test. To add a rule: write the file, and add its name
//! to the list below; documentation, tests and both front ends follow.

#[cfg(feature = "refresh")]
mod docs;
mod engine;
pub(crate) mod english;
mod indexes;
mod naming;
mod retype;
#[cfg(test)]
mod testing;
mod timestamps;
#[cfg(feature = "refresh")]
#[cfg(any(test, feature = "refresh"))]
mod whole;

use crate::claim::Allow;
use crate::config::Config;
use crate::conform;
use crate::finding::Level;
use crate::model::{Relation, RelationKind, Schema};
use crate::name::{QualifiedName, quote};
use crate::nearest::nearest;

#[cfg(feature = "refresh")]
pub use docs::{docs, meaning, section, summary};
pub use engine::{
    By, EMPTY_REASON, EXPIRED_EXCEPTION, Judged, OF_EXCEPTIONS, STALE_BASELINE, Suppressed,
    UNKNOWN_RULE, UNUSED_EXCEPTION, run, run_relation, run_type, run_unmodelled, stale,
};

#[cfg(feature = "refresh")]
#[cfg(any(test, feature = "refresh"))]
pub use whole::run_schema;

macro_rules! rules {
    ($($id:ident,)*) => {
        $(mod $id;)*

        /// Every rule, in the order of the documentation.
        pub static ALL: &[&Rule] = &[$(&$id::RULE,)*];

        /// The rules' file names; a test holds them against [`Rule::id`].
        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($id),)*];
    };
}

rules! {
    snake_case_names,
    plural_table_names,
    generic_table_names,
    table_domain_prefix,
    reserved_words,
    identifier_length,
    timestamp_column_names,
    boolean_column_names,
    foreign_key_column_names,
    constraint_names,
    unnamed_constraint,
    primary_key_exists,
    primary_key_uuid,
    primary_key_default,
    integer_key_overflow,
    identity_over_serial,
    foreign_key_index,
    foreign_key_type,
    foreign_key_missing,
    foreign_key_not_valid,
    foreign_key_action,
    foreign_key_cycle,
    duplicate_foreign_key,
    nullable_composite_foreign_key,
    composite_key_order,
    invalid_index,
    duplicate_index,
    redundant_index,
    unique_without_index,
    boolean_index,
    jsonb_over_json,
    money_type,
    char_type,
    float_money,
    text_over_varchar,
    uuid_native_type,
    enum_like_text,
    same_name_same_type,
    not_valid_constraint,
    nullable_unique,
    timestamp_columns,
    timestamp_with_time_zone,
    timestamp_not_null,
    timestamp_default,
    timestamp_precision,
    updated_at_maintained,
    row_security_disabled,
    policy_without_row_security,
    row_security_without_policy,
    always_true_policy,
    security_definer_view,
    function_search_path,
    public_execute_definer,
    missing_comment,
    table_without_model,
}

/// Tables that hold rows of their own: what most rules look at. A view shows what its tables
/// have, and a mistake is said once, at the table; a foreign table is another server's.
pub const TABLES: &[RelationKind] = &[RelationKind::Table, RelationKind::PartitionedTable];

/// What has indexes: a materialized view has its own.
pub const WITH_INDEXES: &[RelationKind] = &[
    RelationKind::Table,
    RelationKind::PartitionedTable,
    RelationKind::MaterializedView,
];

/// Tables and views: for rules about names, which a view gives by itself.
pub const TABLES_AND_VIEWS: &[RelationKind] = &[
    RelationKind::Table,
    RelationKind::PartitionedTable,
    RelationKind::View,
    RelationKind::MaterializedView,
];

/// What a rule is about; the order and the headings of `docs/rules.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Names of relations, columns, constraints.
    Naming,
    /// Primary keys.
    Keys,
    /// Foreign keys.
    ForeignKeys,
    /// Indexes.
    Indexes,
    /// Types of columns.
    Types,
    /// Check, NOT NULL and unique constraints.
    Constraints,
    /// Timestamp columns.
    Timestamps,
    /// Row level security.
    Security,
    /// Comments.
    Documentation,
    /// Models of the source.
    Models,
}

impl Group {
    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Naming => "Naming",
            Self::Keys => "Primary keys",
            Self::ForeignKeys => "Foreign keys",
            Self::Indexes => "Indexes",
            Self::Types => "Types",
            Self::Constraints => "Constraints",
            Self::Timestamps => "Timestamps",
            Self::Security => "Security",
            Self::Documentation => "Documentation",
            Self::Models => "Models",
        }
    }
}

/// A rule's declaration: everything that is said about it is generated from here.
#[derive(Debug)]
pub struct Rule {
    /// The id: snake_case, the file's name.
    pub id: &'static str,
    /// Where it belongs.
    pub group: Group,
    /// The kinds of relations it looks at: [`TABLES`], [`TABLES_AND_VIEWS`], or one of them.
    pub looks_at: &'static [RelationKind],
    /// What it checks: one sentence, Markdown.
    pub summary: &'static str,
    /// Why it is worth checking, and what is deliberately not found: Markdown.
    pub why: &'static str,
    /// What to do about a finding: Markdown.
    pub fix: &'static str,
    /// What `schema.toml` says in the examples, when the rule asks for more than a level.
    pub settings: &'static str,
    /// A schema and model that this rule, and no other, finds something in; but for those that the
    /// preset `recommended` allows, and that are on when somebody asks for them.
    pub bad: Example,
    /// A schema and model in which no rule finds anything.
    pub good: Example,
    /// The level in the preset `recommended`. In `strict` every rule denies.
    pub recommended: Level,
    /// Looks and reports what it finds.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One relation: the derive runs it and the command, see [`run`] and [`run_relation`].
    Relation(fn(&Context<'_>, &mut Vec<Violation>)),
    /// All of a schema: the command runs it, see `run_schema`. A violation comes with the relation
    /// or function that it is said of.
    Schema(fn(&Schema, &mut Vec<(QualifiedName, Violation)>)),
}

impl Check {
    /// What looks at all of a schema. The derive never does, and does not wait for it to be compiled: a
    /// function that no value refers to is not.
    const fn of_schema(check: fn(&Schema, &mut Vec<(QualifiedName, Violation)>)) -> Self {
        if cfg!(any(test, feature = "refresh")) {
            Self::Schema(check)
        } else {
            Self::Schema(|_, _| ())
        }
    }
}

/// An example that is shown in the documentation, compiled as a UI test, and run on a real server.
#[derive(Debug)]
pub struct Example {
    /// Statements that make the schema, in an empty database.
    pub sql: &'static str,
    /// The model, without `use` and derive lines' imports: `#[derive(Conformant)] struct ...`.
    /// Empty where the rule is about there being none, which no derive can see.
    pub rust: &'static str,
}

/// What a rule may look at: one relation, the configuration and the exceptions, nothing else, so
/// that the derive reads one file.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The relation.
    pub relation: &'a Relation,
    /// The team's standard.
    pub config: &'a Config,
    /// The exceptions on the model, when there is one.
    pub allows: &'a [Allow],
    /// Whether a model stands for the relation, when that is known.
    pub has_model: Option<bool>,
}

/// What a rule found. The engine adds the level, the place, and the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violation {
    /// The column it is about, when it is about one: the message stands at that column's field.
    pub column: Option<String>,
    /// The constraint or index it is about.
    pub object: Option<String>,
    /// See [`Finding::message`](crate::Finding::message).
    pub message: String,
    /// See [`Finding::help`](crate::Finding::help); the engine puts the fix in SQL first and the
    /// way to make an exception last.
    pub help: Vec<String>,
    /// See [`Finding::fix_sql`](crate::Finding::fix_sql).
    pub fix_sql: Option<String>,
}

impl Context<'_> {
    /// Whether a trigger before INSERT may set what has no default.
    fn has_insert_trigger(&self) -> bool {
        self.relation.triggers.iter().any(|trigger| {
            trigger.row
                && trigger.timing == "before"
                && trigger.events.iter().any(|event| event == "insert")
        })
    }

    /// `ALTER TABLE public.users`
    fn alter(&self) -> String {
        format!("ALTER {} {}", self.relation.kind.sql(), self.relation.name)
    }
}

/// Column names as SQL lists them: `user_id, "Kind"`.
fn quote_list(columns: &[String]) -> String {
    let quoted: Vec<_> = columns.iter().map(|column| quote(column)).collect();
    quoted.join(", ")
}

impl Rule {
    /// Whether it looks at all of a schema, so that no derive runs it.
    pub fn is_of_schema(&self) -> bool {
        matches!(self.check, Check::Schema(_))
    }

    /// Whether it is about there being no model: only who has read the source can tell.
    pub fn is_of_source(&self) -> bool {
        self.bad.rust.is_empty() && !self.is_of_schema()
    }
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// The way out for whoever took an id for a rule's: the nearest, or what else has it.
pub(crate) fn hint(id: &str) -> String {
    let explain = |id: &str| {
        format!("always denies and has no exceptions: `cargo schema explain {id}` says more")
    };
    // The verdict of `check`, by the id of what the build and `lint` say.
    if id == "model_without_table" {
        return format!(
            "it is the error `unknown_table`, which {}",
            explain("unknown_table")
        );
    }
    if OF_EXCEPTIONS.contains(&id) || conform::find(id).is_some() {
        return format!("it {}", explain(id));
    }
    match nearest(id, ALL.iter().map(|rule| rule.id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cargo schema rules` lists all of them".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, FILES, hint};

    #[test]
    fn what_is_no_rule_leads_to_what_it_is() {
        assert_eq!(hint("money_typ"), "did you mean `money_type`?");
        assert_eq!(
            hint("a thing of nobody"),
            "`cargo schema rules` lists all of them"
        );
        for id in ["unused_exception", "unknown_table"] {
            let expected = format!("`cargo schema explain {id}` says more");
            assert!(hint(id).ends_with(&expected), "{}", hint(id));
        }
        assert!(hint("model_without_table").contains("the error `unknown_table`"));
    }

    #[test]
    fn the_id_is_the_file_name() {
        let ids: Vec<_> = ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids, FILES);
    }
}
