//! What a Rust type claims about the schema, without any Rust syntax.
//!
//! A claim is read by `schema-claims` from tokens. Every part of it that a
//! message can point at has a [`Place`], an index into a table that the reader
//! keeps: spans in the macro, file and line in the command.

/// An index into the table of places that came with the claim. Place 0 is the
/// Rust item's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(pub u32);

/// A piece of text with the place it was written at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// One Rust item with `#[derive(Conformant)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The item's name, `User`.
    pub item: Placed,
    /// What it stands for.
    pub subject: Subject,
    /// Exceptions on the item and on its fields.
    pub allows: Vec<Allow>,
}

/// What a Rust item stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A struct for the rows of a relation.
    Model(Model),
    /// An enum for an enum type, `#[conformant(type = "...")]`.
    Enum(EnumClaim),
    /// A struct with named fields for a composite type, `#[conformant(type = "...")]`.
    Composite(CompositeClaim),
    /// A newtype for a type of any kind, `#[conformant(type = "...")]`: a type of the schema's own,
    /// or a built-in one (`text`).
    Newtype(NewtypeClaim),
    /// An item whose conversion is written by hand, as every `#[diesel(sql_type = ...)]` is: what is
    /// in it says nothing.
    Opaque(TypeName),
    /// `#[conformant(transparent)]`: whatever the inner type, this one, answers.
    Transparent(Placed),
}

impl Default for Subject {
    fn default() -> Self {
        Self::Model(Model::default())
    }
}

/// `#[conformant(type = "...", schema = "...")]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeName {
    /// The type, as written. `None`: inferred from a Rust name, [`TypeName::inferred_from`] or else
    /// the item's.
    pub name: Option<Placed>,
    /// The schema, if given.
    pub schema: Option<Placed>,
    /// The Rust name to infer from when it is not the item's: diesel's marker type, `OrderStatus`
    /// of `#[diesel(sql_type = crate::schema::sql_types::OrderStatus)]`.
    pub inferred_from: Option<Placed>,
}

/// How much of a relation a model stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Every column has a field.
    #[default]
    Full,
    /// A projection: read only what is named.
    Partial,
    /// What an INSERT gives: every column that needs a value, none that must not have one.
    Insert,
    /// What an UPDATE changes: the columns that are named, none that must not have a value.
    Update,
}

/// A struct for the rows of a relation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The relation, if given; else it is inferred from the item's name.
    pub table: Option<Placed>,
    /// The schema, if given.
    pub schema: Option<Placed>,
    /// Full, partial, insert, update.
    pub shape: Shape,
    /// The attribute that said so; place 0 when none did.
    pub shape_place: Place,
    /// The `rename_all` that named what has no attribute of its own, as it is written.
    pub rename_all: Option<Placed>,
    /// The fields that stand for columns, in order.
    pub fields: Vec<Field>,
    /// Fields whose type is another conformant struct that holds columns of the same relation
    /// (`#[sqlx(flatten)]`, `#[diesel(embed)]`): only the compiler can see what is in them.
    pub flattened: Vec<Placed>,
    /// `#[conformant(cache = "...")]`.
    pub cache: Option<Cache>,
    /// `#[conformant(access)]`: it gets statements.
    pub access: Option<Access>,
    /// `#[conformant(constraints)]`: an enum of the table's constraints is asked for.
    pub constraints: Option<Place>,
}

/// A model whose values are kept in a cache.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// What the keys of its entries begin with.
    pub name: Placed,
    /// What serde makes of the item depends on this: the attributes for serde, the names and types of
    /// all fields, those that stand for no column included. Only ever compared.
    pub rust: String,
}

/// What is asked of the statements of a model, `#[conformant(access)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// The attribute.
    pub place: Place,
    /// `upsert = "uq_users_email"`: the constraint by which a row is the same.
    pub upsert: Option<Placed>,
    /// `returns = User`: the Rust type of the row that an insert or an update gives back.
    pub returns: Option<Placed>,
    /// The fields that stand for no column, by name.
    pub skipped: Vec<String>,
    /// The fields of [`Model::flattened`], in the same order.
    pub parts: Vec<Part>,
    /// The fields that could not be read without a mistake, as far as they could: who uses their
    /// statements is not told as well.
    pub mistaken: Vec<Field>,
}

/// A field that is flattened, of a model with statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The field's name in Rust.
    pub name: String,
    /// The field's own type, when it is made of the one that is flattened.
    pub converted: Option<Placed>,
}

/// A field that stands for a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The field's name in Rust; its place is the name's.
    pub name: Placed,
    /// The column's name after renaming; its place is the attribute that gave it, or the field.
    pub column: Placed,
    /// The type as written, spaces normalised: `Option<Vec<Uuid>>`.
    pub ty: Placed,
    /// Declared to be right for a SQL type, and not asked of the compiler.
    pub holds: Option<Declared>,
    /// `None` gives no value: on insert it stands for DEFAULT, as diesel's `Insertable` has it, and
    /// on update the column stays as it is. `Option<T>` is then right over a NOT NULL column as well,
    /// on insert one with a default.
    pub none_is_no_value: bool,
    /// The field has a value when there is no such column (`#[sqlx(default)]`): a missing column is
    /// no mistake.
    pub optional: bool,
    /// The field's own type, when `ty` is what an attribute says is read or written in its stead,
    /// `#[sqlx(try_from = "i64")]`.
    pub converted: Option<Placed>,
    /// `#[conformant(references = User)]`: the Rust type of the table that the column refers to.
    pub references: Option<Placed>,
    /// `#[conformant(key)]`, of a relation that has none: one of the columns that tell rows apart.
    pub key: Option<Place>,
}

/// What a field is declared to hold: `#[conformant(holds = "numeric")]`, and `#[sqlx(json)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The SQL types, as written; one of them. None: the value is converted in the query
    /// (`#[sea_orm(select_as = "text")]`), and any column will do.
    pub types: Vec<String>,
    /// The attribute.
    pub place: Place,
    /// Whether the field takes NULL: by the attribute (`#[sqlx(json(nullable))]`), else because it
    /// is written `Option<...>`.
    pub nullable: bool,
    /// It is JSON in the database and anything that serde knows in Rust: `#[conformant(json)]`,
    /// `#[sqlx(json)]`.
    pub json: bool,
    /// The attribute that says whether it takes NULL, when it is not the type: what to write when
    /// it does, and when it does not.
    pub null_by: Option<[String; 2]>,
}

/// An enum for an enum type. When the type turns out to be none (`text`, a domain), the labels are
/// not PostgreSQL's, and it is to be taken as [`Subject::Opaque`]: only who has the snapshot knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumClaim {
    /// The type.
    pub ty: TypeName,
    /// The `rename_all` that named what has no attribute of its own, as it is written.
    pub rename_all: Option<Placed>,
    /// The variants that stand for labels, in order.
    pub variants: Vec<Variant>,
    /// A variant that absorbs labels without a variant, `#[conformant(other)]`.
    pub other: Option<Placed>,
    /// `#[conformant(ordered)]`: the variants are in the order of the labels.
    pub ordered: Option<Place>,
}

/// A variant that stands for a label of an enum type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// The variant's name in Rust; its place is the name's.
    pub name: Placed,
    /// The label after renaming; its place is the attribute that gave it, or the variant.
    pub label: Placed,
}

/// A newtype for a type of any kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewtypeClaim {
    /// The type.
    pub ty: TypeName,
    /// What is in it. It stands for no column.
    pub inner: Field,
}

/// A struct for a composite type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompositeClaim {
    /// The type.
    pub ty: TypeName,
    /// The `rename_all` that named what has no attribute of its own, as it is written.
    pub rename_all: Option<Placed>,
    /// The attributes, in order.
    pub fields: Vec<Field>,
    /// Whether postgres-types' derive writes the conversion: inside a composite value it knows a domain by the
    /// domain's own name, and not as what the domain is over.
    pub domains_by_name: bool,
}

/// `#[conformant(allow(rule = "reason"))]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// The rule's id, as written.
    pub rule: Placed,
    /// Why.
    pub reason: Placed,
    /// On a field: only for this column.
    pub column: Option<String>,
}
