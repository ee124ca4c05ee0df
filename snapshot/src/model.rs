//! The model of a schema: what the snapshot keeps of `pg_catalog`.
//!
//! Everything is named, nothing is numbered: no OID, no server's minor version,
//! no time of taking. Lists are in the order that has a meaning (columns, keys)
//! or else in byte order of the names, so that two servers with the same schema
//! give equal values.

use crate::codec::{record, words};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

words! {
    /// `pg_class.relkind`, of the relations that a model can stand for.
    pub enum RelationKind {
        /// An ordinary table.
        Table = "table",
        /// A partitioned table; its partitions are not listed, they belong to it.
        PartitionedTable = "partitioned_table",
        /// A view.
        View = "view",
        /// A materialized view.
        MaterializedView = "materialized_view",
        /// A foreign table.
        ForeignTable = "foreign_table",
    }
}

impl RelationKind {
    /// Whether rows are stored in, and constraints hold for, the relation.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::PartitionedTable)
    }

    /// Whether PostgreSQL does not know the nullability of its columns.
    pub fn is_view(self) -> bool {
        matches!(self, Self::View | Self::MaterializedView)
    }

    /// The words of SQL: `ALTER <this> name`.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Table | Self::PartitionedTable => "TABLE",
            Self::View => "VIEW",
            Self::MaterializedView => "MATERIALIZED VIEW",
            Self::ForeignTable => "FOREIGN TABLE",
        }
    }
}

record! {
    /// A relation: one file of the snapshot, `schema/public/users.json`.
    pub struct Relation {
        /// Schema and name.
        pub name: QualifiedName,
        /// Table, view, ...
        pub kind: RelationKind,
        /// `UNLOGGED`: emptied after a crash, absent on a standby.
        pub unlogged: bool,
        /// `COMMENT ON`.
        pub comment: Option<String>,
        /// The columns in the order of `pg_attribute.attnum`, dropped ones left out.
        pub columns: Vec<Column>,
        /// The primary key.
        pub primary_key: Option<Key>,
        /// Foreign keys by name.
        pub foreign_keys: Vec<ForeignKey>,
        /// Unique constraints by name. Unique indexes without a constraint are in `indexes` only.
        pub unique: Vec<Key>,
        /// Check constraints by name.
        pub checks: Vec<Check>,
        /// Exclusion constraints by name.
        pub exclusions: Vec<Exclusion>,
        /// All indexes by name, those that back a constraint included.
        pub indexes: Vec<Index>,
        /// Triggers by name, internal ones left out.
        pub triggers: Vec<Trigger>,
        /// `ENABLE ROW LEVEL SECURITY`.
        pub row_security: RowSecurity,
        /// Row security policies by name.
        pub policies: Vec<Policy>,
        /// `PARTITION BY`, as `pg_get_partkeydef` writes it: `RANGE (created_at)`.
        pub partition_by: Option<String>,
        /// The tables it inherits from, in order.
        pub inherits: Vec<QualifiedName>,
        /// `CREATE ... WITH (...)`, `key=value` by key; `security_invoker` of a view among them.
        pub options: Vec<String>,
        /// The query of a view, as `pg_get_viewdef` writes it, hashed: the text itself changes
        /// between server majors and is nobody's model.
        pub definition_hash: Option<String>,
        /// The server of a foreign table.
        pub server: Option<String>,
        /// Replica identity, when not the default: `full`, `nothing`, or `index ` and its name.
        pub replica_identity: Option<String>,
        /// What the checks of this relation need to know of others.
        pub elsewhere: Elsewhere,
    }
}

record! {
    /// Facts of other relations or types, written here at refresh so that the derive opens one file
    /// only, and is rebuilt when one of them changes.
    pub struct Elsewhere {
        /// Relations of the snapshot, or types, this one not counted, that an item with an
        /// unqualified or inferred name could mean as well (see [`crate::inference`]).
        pub homonyms: i64,
        /// Of a relation, columns that are named as a reference, `user_id`, are of no foreign key, and have a
        /// table `users` whose primary key is one column of the same type.
        pub unkeyed: Vec<Unkeyed>,
        /// Of a table, by name, the triggers before a row is inserted or updated whose functions say
        /// what they assign: those in PL/pgSQL, and `moddatetime`. Another one may assign anything.
        pub assigning: Vec<Assigning>,
        /// Of a view that does not say with whose rights it reads, `security_invoker` of PostgreSQL 15
        /// and later, and so reads with its owner's: the tables with row level security among those
        /// that it names, by name.
        pub secured: Vec<QualifiedName>,
    }
}

record! {
    /// A trigger, and what its function assigns.
    pub struct Assigning {
        /// The trigger's name.
        pub trigger: String,
        /// The columns of the new row, by name.
        pub columns: Vec<String>,
    }
}

record! {
    /// A column that looks like a foreign key and is none.
    pub struct Unkeyed {
        /// The column of this relation.
        pub column: String,
        /// The table it seems to mean.
        pub table: QualifiedName,
        /// That table's primary key column.
        pub key: String,
    }
}

words! {
    /// `pg_attribute.attidentity`.
    pub enum Identity {
        /// Not an identity column.
        None = "none",
        /// `GENERATED ALWAYS AS IDENTITY`: an insert must not name it.
        Always = "always",
        /// `GENERATED BY DEFAULT AS IDENTITY`.
        ByDefault = "by_default",
    }
}

words! {
    /// `pg_attribute.attgenerated`.
    pub enum Generated {
        /// Not a generated column.
        None = "none",
        /// `GENERATED ALWAYS AS (...) STORED`.
        Stored = "stored",
        /// `GENERATED ALWAYS AS (...) VIRTUAL`, PostgreSQL 18 and later.
        Virtual = "virtual",
    }
}

record! {
    /// A column.
    pub struct Column {
        /// Its name.
        pub name: String,
        /// Its exact type.
        pub sql_type: SqlType as "type",
        /// NOT NULL, by the column, its domain, or the primary key. Always false in a view, where
        /// PostgreSQL does not know: ask [`Relation::nullability`].
        pub not_null: bool,
        /// NOT NULL that is NOT VALID, PostgreSQL 18 and later: a new row must have a value, an old
        /// one may have NULL, so that `not_null` is false.
        pub not_null_not_valid: bool,
        /// The default, or the expression of a generated column, as `pg_get_expr` writes it.
        pub default: Option<String>,
        /// The type of the sequence that the default draws from, when it is narrower than the
        /// column's: an `integer` one of a `serial` whose column has become a `bigint`.
        pub sequence_type: Option<String>,
        /// Identity.
        pub identity: Identity,
        /// Generated column.
        pub generated: Generated,
        /// The collation when it is not the type's default.
        pub collation: Option<QualifiedName>,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

record! {
    /// A primary key or unique constraint.
    pub struct Key {
        /// The constraint's name.
        pub name: String,
        /// Its columns in order.
        pub columns: Vec<String>,
        /// `NULLS NOT DISTINCT`, PostgreSQL 15 and later.
        pub nulls_not_distinct: bool,
        /// `DEFERRABLE`.
        pub deferrable: bool,
        /// `INITIALLY DEFERRED`.
        pub deferred: bool,
        /// `WITHOUT OVERLAPS` on the last column, PostgreSQL 18 and later.
        pub without_overlaps: bool,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

words! {
    /// `ON DELETE` and `ON UPDATE`.
    pub enum Action {
        /// `NO ACTION`
        NoAction = "no_action",
        /// `RESTRICT`
        Restrict = "restrict",
        /// `CASCADE`
        Cascade = "cascade",
        /// `SET NULL`
        SetNull = "set_null",
        /// `SET DEFAULT`
        SetDefault = "set_default",
    }
}

record! {
    /// A foreign key.
    pub struct ForeignKey {
        /// The constraint's name.
        pub name: String,
        /// The referencing columns in order.
        pub columns: Vec<String>,
        /// The referenced table.
        pub references: QualifiedName,
        /// The referenced columns in order.
        pub referenced_columns: Vec<String>,
        /// The types of the referenced columns, in order: a fact of the other table, see
        /// [`Elsewhere`].
        pub referenced_types: Vec<SqlType>,
        /// `ON DELETE`.
        pub on_delete: Action,
        /// The columns of `ON DELETE SET NULL (...)`, PostgreSQL 15 and later; empty for all.
        pub on_delete_columns: Vec<String>,
        /// `ON UPDATE`.
        pub on_update: Action,
        /// `MATCH FULL`.
        pub match_full: bool,
        /// `PERIOD` on the last column, PostgreSQL 18 and later.
        pub period: bool,
        /// `DEFERRABLE`.
        pub deferrable: bool,
        /// `INITIALLY DEFERRED`.
        pub deferred: bool,
        /// `NOT VALID`: rows from before the constraint were not looked at.
        pub not_valid: bool,
        /// `NOT ENFORCED`, PostgreSQL 18 and later.
        pub not_enforced: bool,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

record! {
    /// A check constraint, of a table or a domain.
    pub struct Check {
        /// The constraint's name.
        pub name: String,
        /// The condition as `pg_get_constraintdef` writes it, `CHECK ((age > 0))`, without what
        /// the other fields say.
        pub definition: String,
        /// The columns it names, in order of position; none for a domain.
        pub columns: Vec<String>,
        /// `NO INHERIT`.
        pub no_inherit: bool,
        /// `NOT VALID`.
        pub not_valid: bool,
        /// `NOT ENFORCED`, PostgreSQL 18 and later.
        pub not_enforced: bool,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

record! {
    /// An exclusion constraint.
    pub struct Exclusion {
        /// The constraint's name.
        pub name: String,
        /// As `pg_get_constraintdef` writes it: elements, operators, `WHERE`, `DEFERRABLE`.
        pub definition: String,
        /// The plain columns among its elements.
        pub columns: Vec<String>,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

record! {
    /// An index.
    pub struct Index {
        /// Its name.
        pub name: String,
        /// The access method, `btree`.
        pub method: String,
        /// The key columns and expressions in order.
        pub keys: Vec<IndexKey>,
        /// `INCLUDE` columns in order.
        pub include: Vec<String>,
        /// `UNIQUE`.
        pub unique: bool,
        /// `NULLS NOT DISTINCT`, PostgreSQL 15 and later.
        pub nulls_not_distinct: bool,
        /// The condition of a partial index, as `pg_get_expr` writes it.
        pub predicate: Option<String>,
        /// When the predicate is exactly `column IS NOT NULL`, joined by AND: those columns.
        pub predicate_not_null: Vec<String>,
        /// `pg_index.indisvalid` is false: the planner does not use it.
        pub invalid: bool,
        /// The constraint it backs, by name.
        pub constraint: Option<String>,
        /// `CREATE INDEX ... WITH (...)`, `key=value` by key.
        pub options: Vec<String>,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

record! {
    /// One key of an index: a column or an expression.
    pub struct IndexKey {
        /// The column, or empty for an expression.
        pub column: String,
        /// The expression as `pg_get_indexdef` writes it, when it is not a plain column.
        pub expression: Option<String>,
        /// The operator class, when it is not the default of type and method.
        pub opclass: Option<QualifiedName>,
        /// Parameters of the operator class, `key=value` by key.
        pub opclass_options: Vec<String>,
        /// The collation, when it is not the column's; of an expression, when it is not the
        /// database's.
        pub collation: Option<QualifiedName>,
        /// `DESC`.
        pub descending: bool,
        /// `NULLS FIRST` or `NULLS LAST` against the default of the order.
        pub nulls_reversed: bool,
    }
}

record! {
    /// A trigger.
    pub struct Trigger {
        /// Its name.
        pub name: String,
        /// As `pg_get_triggerdef` writes it.
        pub definition: String,
        /// The function it calls.
        pub function: QualifiedName,
        /// `before`, `after` or `instead_of`.
        pub timing: String,
        /// `insert`, `update`, `delete`, `truncate`, in this order.
        pub events: Vec<String>,
        /// `FOR EACH ROW`.
        pub row: bool,
        /// `ALTER TABLE ... DISABLE TRIGGER` (`disabled`), or `replica`, `always`.
        pub enabled: TriggerEnabled,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

words! {
    /// `pg_trigger.tgenabled`.
    pub enum TriggerEnabled {
        /// Fires in the normal session roles.
        Origin = "origin",
        /// Never fires.
        Disabled = "disabled",
        /// Fires on replicas only.
        Replica = "replica",
        /// Fires always.
        Always = "always",
    }
}

words! {
    /// Row level security of a table.
    pub enum RowSecurity {
        /// Not enabled.
        Disabled = "disabled",
        /// `ENABLE ROW LEVEL SECURITY`: the owner is exempt.
        Enabled = "enabled",
        /// Enabled, and `FORCE ROW LEVEL SECURITY`.
        Forced = "forced",
        /// Forced but not enabled, which does nothing.
        ForcedDisabled = "forced_disabled",
    }
}

record! {
    /// A row security policy.
    pub struct Policy {
        /// Its name.
        pub name: String,
        /// `AS RESTRICTIVE`.
        pub restrictive: bool,
        /// `all`, `select`, `insert`, `update` or `delete`.
        pub command: String,
        /// The roles by name; `public` for all.
        pub roles: Vec<String>,
        /// `USING`.
        pub using: Option<String>,
        /// `WITH CHECK`.
        pub check: Option<String>,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

words! {
    /// The kinds of types a schema defines.
    pub enum TypeKind {
        /// `AS ENUM`
        Enum = "enum",
        /// `CREATE DOMAIN`
        Domain = "domain",
        /// `AS (...)`
        Composite = "composite",
        /// `AS RANGE`
        Range = "range",
    }
}

record! {
    /// A type that the schema defines: one file, `schema/public/types/order_status.json`.
    pub struct UserType {
        /// Schema and name.
        pub name: QualifiedName,
        /// Enum, domain, ...
        pub kind: TypeKind,
        /// `COMMENT ON`.
        pub comment: Option<String>,
        /// The labels of an enum in their order.
        pub labels: Vec<String>,
        /// What a domain is over.
        pub base: Option<SqlType>,
        /// A domain's NOT NULL.
        pub not_null: bool,
        /// A domain's default.
        pub default: Option<String>,
        /// A domain's or range's collation when it is not the base type's or subtype's.
        pub collation: Option<QualifiedName>,
        /// A domain's check constraints by name.
        pub checks: Vec<Check>,
        /// The attributes of a composite type in order.
        pub attributes: Vec<Column>,
        /// The type of a range's bounds.
        pub subtype: Option<SqlType>,
        /// A range's operator class when it is not the default.
        pub subtype_opclass: Option<QualifiedName>,
        /// The name of a range's multirange type.
        pub multirange: Option<QualifiedName>,
        /// What the checks of this type need to know of others.
        pub elsewhere: Elsewhere,
    }
}

record! {
    /// All functions and procedures of one name: one file, `schema/public/functions/touch.json`.
    pub struct Functions {
        /// Schema and name.
        pub name: QualifiedName,
        /// One for each list of argument types, by that list.
        pub overloads: Vec<Function>,
    }
}

record! {
    /// A function or procedure.
    pub struct Function {
        /// Identity arguments, as `pg_get_function_identity_arguments` writes them.
        pub arguments: String,
        /// The defaults of the last arguments, as `pg_get_expr` writes them.
        pub defaults: Option<String>,
        /// Result, as `pg_get_function_result` writes it; nothing for a procedure.
        pub returns: Option<String>,
        /// `function`, `procedure`, `aggregate` or `window`.
        pub kind: String,
        /// `sql`, `plpgsql`, `c`, ...
        pub language: String,
        /// `volatile`, `stable` or `immutable`.
        pub volatility: String,
        /// `STRICT`.
        pub strict: bool,
        /// `SECURITY DEFINER`.
        pub security_definer: bool,
        /// `LEAKPROOF`.
        pub leakproof: bool,
        /// `PARALLEL`: `unsafe`, `restricted` or `safe`.
        pub parallel: String,
        /// `SET name = value`, by name.
        pub settings: Vec<String>,
        /// SHA-256 of the body; of the library and symbol of a function in C; of what an aggregate
        /// is made of.
        pub body_hash: Option<String>,
        /// Whether `PUBLIC` may execute it.
        pub public_execute: bool,
        /// `COMMENT ON`.
        pub comment: Option<String>,
    }
}

/// Whether a column can hold NULL, as far as PostgreSQL knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nullability {
    /// It cannot.
    NotNull,
    /// It can.
    Nullable,
    /// A column of a view: nobody knows.
    Unknown,
}

impl Relation {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Whether a trigger before each row that an `insert` or an `update` writes may assign a column. One
    /// that nothing is known of may.
    pub fn may_assign(&self, on: &str, column: &str) -> bool {
        self.triggers.iter().any(|trigger| {
            let fires = trigger.row
                && trigger.timing == "before"
                && trigger.events.iter().any(|event| event == on)
                && matches!(
                    trigger.enabled,
                    TriggerEnabled::Origin | TriggerEnabled::Always
                );
            let mut known = self.elsewhere.assigning.iter();
            let known = known.find(|assigning| assigning.trigger == trigger.name);
            fires && known.is_none_or(|known| known.columns.iter().any(|name| name == column))
        })
    }

    /// Whether a column can hold NULL.
    pub fn nullability(&self, column: &Column) -> Nullability {
        if self.kind.is_view() {
            Nullability::Unknown
        } else if column.not_null {
            Nullability::NotNull
        } else {
            Nullability::Nullable
        }
    }
}

impl TypeKind {
    /// In a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Enum => "an enum type",
            Self::Domain => "a domain",
            Self::Composite => "a composite type",
            Self::Range => "a range type",
        }
    }
}

impl UserType {
    /// The type as a column has it.
    pub fn sql_type(&self) -> SqlType {
        let name = self.name.clone();
        let boxed = |ty: &Option<SqlType>| Box::new(ty.clone().unwrap_or_default());
        match self.kind {
            TypeKind::Enum => SqlType::Enum(name),
            TypeKind::Composite => SqlType::Composite(name),
            TypeKind::Domain => SqlType::Domain {
                name,
                base: boxed(&self.base),
            },
            TypeKind::Range => SqlType::Range {
                name,
                subtype: boxed(&self.subtype),
            },
        }
    }
}

impl Column {
    /// Whether an insert that does not name the column gets a value for it, or NULL is allowed.
    pub fn has_insert_value(&self) -> bool {
        !(self.not_null || self.not_null_not_valid)
            || self.default.is_some()
            || self.identity != Identity::None
            || self.generated != Generated::None
    }

    /// Whether an insert that gives it no value gives it one that no other row has: the next number,
    /// or a new UUID.
    pub(crate) fn is_new_in_each_row(&self) -> bool {
        let default = self.default.as_deref().unwrap_or_default();
        let (function, rest) = default
            .trim_start_matches('(')
            .split_once('(')
            .unwrap_or_default();
        let name = function.rsplit('.').next().unwrap_or_default();
        let rest = match name {
            "nextval" => rest.split_once("'::regclass)").map(|(_, rest)| rest),
            name if makes_uuids(name) => rest.strip_prefix(')'),
            _ => None,
        };
        // What is made of it is not known to be another in each row.
        let itself = rest.map(|rest| rest.trim_start_matches(')'));
        let itself = itself.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
        self.identity != Identity::None || itself
    }

    /// Whether no insert and no update may give it a value.
    pub fn is_generated_always(&self) -> bool {
        self.generated != Generated::None || self.identity == Identity::Always
    }
}

/// Whether a function of this name gives a new UUID each time.
pub(crate) fn makes_uuids(function: &str) -> bool {
    matches!(function, "gen_random_uuid" | "uuidv4" | "uuidv7")
        || function.starts_with("uuid_generate_v")
}

/// A whole schema: what one snapshot holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The server's major version, 13 to 18: the text of defaults and checks is comparable within
    /// one major only.
    pub server_major: i64,
    /// The relations by name.
    pub relations: Vec<Relation>,
    /// The types by name.
    pub types: Vec<UserType>,
    /// The functions by name.
    pub functions: Vec<Functions>,
}

impl Schema {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.relations.is_empty() && self.types.is_empty() && self.functions.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Identity};

    #[test]
    fn a_default_is_new_in_each_row_when_it_is_nothing_but_the_call() {
        let is_new = |default: &str| {
            let default = Some(default.to_owned());
            let column = Column {
                default,
                ..Column::default()
            };
            column.is_new_in_each_row()
        };
        for default in [
            "nextval('public.users_id_seq'::regclass)",
            "(nextval('\"odd '' seq\"'::regclass))::text",
            "gen_random_uuid()",
            "(public.uuid_generate_v4())::text",
            "uuidv7()",
        ] {
            assert!(is_new(default), "{default}");
        }
        for default in [
            "(nextval('slots'::regclass) % (2)::bigint)",
            "('x'::text || nextval('slots'::regclass))",
            "uuid_generate_v5(uuid_ns_url(), 'x'::text)",
            "now()",
            "CURRENT_USER",
            "'nextval(''a''::regclass)'::text",
            "0",
            "",
        ] {
            assert!(!is_new(default), "{default}");
        }
        assert!(!Column::default().is_new_in_each_row());
        let numbered = Column {
            identity: Identity::ByDefault,
            ..Column::default()
        };
        assert!(numbered.is_new_in_each_row());
    }
}
