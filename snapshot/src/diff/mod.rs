//! What changed between two schemas.
//!
//! A [`Change`] is one difference: of which object, of which part of it, of
//! which aspect of that part, and what it was and is in the words of SQL. Each
//! change is one that a statement could make, so whoever grades changes or
//! recognises a rename looks at the kind, part and aspect, and finds the values
//! themselves in the two schemas by the names.
//!
//! Two schemas are equal exactly when there is no change. The order of columns,
//! enum labels and the like counts; that of what is listed by name does not.

mod compare;
mod deploy;
mod find;
mod grade;
mod objects;
mod parts;
mod rename;
mod words;

use std::fmt;

pub(crate) use deploy::of_added;
pub use deploy::{Deploy, Verdict, of_type};
pub use grade::{Severity, Subject, severity_of};

use crate::codec::words as word_enum;
use crate::model::{RelationKind, Schema, TypeKind};
use crate::name::QualifiedName;
use find::{Found, Objects};

/// Every difference, in order: the server, then relations, types and functions by name.
///
/// Facts that are copied from other relations and types ([`Elsewhere`](crate::model::Elsewhere)) count, since
/// they are in the snapshot's files; [`Change::is_derived`] tells them apart.
pub fn diff(before: &Schema, after: &Schema) -> Vec<Change> {
    compare::schemas(before, after)
}

/// What a statement could have changed, graded: [`diff`] without what only follows from another
/// change, and with renames recognised.
///
/// A rename leaves no trace in the catalogue, so each is a guess. It is made where one thing went
/// and one came that are the same but for the name, and no other could be meant; where several could,
/// [`Change::candidates`] names them. What a rename brings about elsewhere (the definition of a
/// foreign key to the renamed table) is no change of its own.
pub fn changes(before: &Schema, after: &Schema) -> Vec<Graded> {
    let rename::Recognised { before, changes } = rename::recognise(before, after);
    let another_major = before.server_major != after.server_major;
    let (was, is) = (Objects::of(&before), Objects::of(after));
    let graded = changes.into_iter().filter_map(|change| {
        let sides = [was.find(&change), is.find(&change)];
        if is.has_its_own(&change, sides) {
            return None;
        }
        let subject = Subject::of(&change, sides);
        let wording = another_major && change.is_server_text();
        Some(Graded {
            word: subject.word_for(change.aspect, change.kind),
            severity: if wording {
                Severity::Low
            } else {
                subject.severity(change.aspect, change.kind)
            },
            deploy: deploy::verdict(subject, &change, sides[0], sides[1]),
            before: value(&change, sides[0], change.before.as_ref()),
            after: value(&change, sides[1], change.after.as_ref()),
            wording,
            change,
        })
    });
    graded.collect()
}

/// A change, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The change.
    pub change: Change,
    /// The word for it, `column_type_changed`: all there are stand in `docs/changes.md`.
    pub word: String,
    /// How grave it is.
    pub severity: Severity,
    /// Whether old code runs against it.
    pub deploy: Deploy,
    /// What was there, as JSON on one line: the object or part as the snapshot has it, of an aspect
    /// of an object that aspect, of what was renamed the name.
    pub before: Option<String>,
    /// What is there, likewise.
    pub after: Option<String>,
    /// Whether it may be one of wording only, since the two servers are of different majors.
    pub wording: bool,
}

fn value(change: &Change, found: Option<Found<'_>>, words: Option<&String>) -> Option<String> {
    if change.kind == ChangeKind::Renamed {
        return words.map(|name| find::named(name));
    }
    if change.part.is_none() && change.aspect != Aspect::Whole {
        let key = change.aspect.word().replace(' ', "_");
        return words.map(|words| find::member(&key, words));
    }
    found.map(Found::json)
}

/// The page `docs/changes.md`.
pub fn page() -> String {
    format!("{}{}", include_str!("page.md"), grade::table())
}

/// One difference between two schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it belongs to: one file of the snapshot.
    pub object: Object,
    /// The part of the object, or nothing when it is the object itself.
    pub part: Option<Part>,
    /// What of the object or part changed; [`Aspect::Whole`] when it came or went.
    pub aspect: Aspect,
    /// Whether it came, went, or changed.
    pub kind: ChangeKind,
    /// What it was, in the words of SQL; nothing when it was not there.
    pub before: Option<String>,
    /// What it is, in the words of SQL; nothing when it is not there. Of what was renamed, the new
    /// name, and the old one before.
    pub after: Option<String>,
    /// Of what came or went: the names of what went or came and is the same but for the name, when
    /// it is not plain which of them was renamed.
    pub candidates: Vec<String>,
}

/// What a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// The major version of the server.
    Server,
    /// A relation; of which kind it is now, or was when it went.
    Relation(RelationKind, QualifiedName),
    /// A type, likewise.
    Type(TypeKind, QualifiedName),
    /// The functions of one name.
    Functions(QualifiedName),
}

/// A part of an object, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its name; the label of an enum, the identity arguments of a function.
    pub name: String,
}

word_enum! {
    /// The kinds of [`Part`].
    pub enum PartKind {
        /// A column.
        Column = "column",
        /// An attribute of a composite type.
        Attribute = "attribute",
        /// A label of an enum.
        Label = "label",
        /// The primary key.
        PrimaryKey = "primary key",
        /// A foreign key.
        ForeignKey = "foreign key",
        /// A unique constraint.
        Unique = "unique constraint",
        /// A check constraint.
        Check = "check constraint",
        /// An exclusion constraint.
        Exclusion = "exclusion constraint",
        /// An index.
        Index = "index",
        /// A trigger.
        Trigger = "trigger",
        /// A row security policy.
        Policy = "policy",
        /// One function of those with the name.
        Overload = "overload",
    }
}

word_enum! {
    /// What of an object or part changed.
    pub enum Aspect {
        /// All of it: it came or went.
        Whole = "",
        /// What a constraint, index, trigger, policy, or view is.
        Definition = "definition",
        /// Table, view, ...; enum, domain, ...; function, procedure, ...
        Kind = "kind",
        /// `COMMENT ON`.
        Comment = "comment",
        /// The order of columns, labels, attributes.
        Order = "order",
        /// The type of a column, or a domain's base.
        Type = "type",
        /// NOT NULL.
        Nullability = "nullability",
        /// The default, or the expression of a generated column.
        Default = "default",
        /// Identity.
        Identity = "identity",
        /// Generated.
        Generated = "generated",
        /// The collation.
        Collation = "collation",
        /// `UNLOGGED`.
        Persistence = "persistence",
        /// Row security of the table.
        RowSecurity = "row security",
        /// `PARTITION BY`.
        Partitioning = "partitioning",
        /// `INHERITS`.
        Inheritance = "inheritance",
        /// `WITH (...)`.
        Options = "options",
        /// The foreign server.
        Server = "server",
        /// The replica identity.
        ReplicaIdentity = "replica identity",
        /// What a range is of, with operator class and multirange.
        Subtype = "subtype",
        /// Defaults of arguments.
        Arguments = "argument defaults",
        /// The result of a function.
        Result = "result",
        /// The language.
        Language = "language",
        /// Volatility, strictness, leakproofness, parallel safety.
        Behaviour = "behaviour",
        /// `SECURITY DEFINER`.
        Security = "security",
        /// `SET name = value`.
        Settings = "settings",
        /// The body of a function, as a hash.
        Body = "body",
        /// Whether everybody may execute it.
        Execute = "execute privilege",
        /// The major version of the server.
        Major = "major version",
        /// The types of the columns that a foreign key references.
        ReferencedTypes = "referenced types",
        /// What is written here of other relations or types.
        Elsewhere = "facts of others",
    }
}

/// Whether something came, went, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It seems to be what was there under another name; [`changes`] alone says so.
    Renamed,
    /// It was not there before.
    Added,
    /// It is no longer there.
    Removed,
    /// It is another.
    Changed,
}

impl ChangeKind {
    /// In a sentence, and in the words for changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Renamed => "renamed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl Change {
    /// Whether it only follows from a change of another object, and no statement on this one made
    /// it.
    pub fn is_derived(&self) -> bool {
        matches!(self.aspect, Aspect::ReferencedTypes | Aspect::Elsewhere)
    }

    /// Whether what it was and is are hashes: of a function's body, of a view's query.
    fn is_hashed(&self) -> bool {
        self.aspect == Aspect::Body || (self.aspect == Aspect::Definition && self.part.is_none())
    }

    /// Whether it may be one of wording only when the two schemas are from servers of different
    /// majors: PostgreSQL prints expressions and definitions from their parsed form, and each major
    /// in its own way.
    pub fn is_server_text(&self) -> bool {
        self.kind == ChangeKind::Changed
            && matches!(
                self.aspect,
                Aspect::Definition | Aspect::Default | Aspect::Arguments | Aspect::Partitioning
            )
    }
}

impl Object {
    /// Its name; the server has none.
    pub fn name(&self) -> Option<&QualifiedName> {
        match self {
            Self::Server => None,
            Self::Relation(_, name) | Self::Type(_, name) | Self::Functions(name) => Some(name),
        }
    }
}

impl fmt::Display for Object {
    /// ``table `public.users` ``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => f.write_str("server"),
            Self::Relation(kind, name) => {
                write!(f, "{} `{name}`", kind.sql().to_ascii_lowercase())
            }
            Self::Type(kind, name) => write!(f, "{} `{name}`", kind.word()),
            Self::Functions(name) => write!(f, "function `{name}`"),
        }
    }
}

impl fmt::Display for Part {
    /// ``column `email` ``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PartKind::Overload => write!(f, "`({})`", self.name),
            kind => write!(f, "{} `{}`", kind.word(), self.name),
        }
    }
}

impl fmt::Display for Change {
    /// One line: ``table `public.users`: column `email`: type `text` -> `citext` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |value: &Option<String>| match value {
            Some(text) => format!(
                "`{}`",
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            ),
            None => "none".to_owned(),
        };
        let (before, after) = (value(&self.before), value(&self.after));
        let subject = match &self.part {
            Some(part) => format!("{}: {part}", self.object),
            None => self.object.to_string(),
        };
        let mut line = match self.kind {
            ChangeKind::Added => format!("{subject} added: {after}"),
            ChangeKind::Removed => format!("{subject} removed, was {before}"),
            // Hashes say no more.
            ChangeKind::Changed if self.is_hashed() => {
                format!("{subject}: {} changed", self.aspect.word())
            }
            ChangeKind::Changed => format!("{subject}: {} {before} -> {after}", self.aspect.word()),
            ChangeKind::Renamed => format!("{subject}: looks like a rename of {before}"),
        };
        if !self.candidates.is_empty() {
            let each: Vec<_> = self.candidates.iter().map(|c| format!("`{c}`")).collect();
            let what = match self.kind {
                ChangeKind::Removed => "may have been renamed to",
                _ => "may be a rename of",
            };
            line = format!("{line}; {what} {}", each.join(" or "));
        }
        if self.object == Object::Server {
            line += "; each major writes defaults, checks and definitions in its own words, so \
                     those are not comparable";
        }
        // Names may have anything in them.
        f.write_str(&line.replace('\n', "\\n").replace('\r', "\\r"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Aspect, diff};
    use crate::model::{
        Check, Column, ForeignKey, Function, Functions, Index, IndexKey, Key, Relation,
        RelationKind, Schema, TypeKind, UserType,
    };
    use crate::name::QualifiedName;
    use crate::sql_type::SqlType;

    fn column(name: &str, sql_type: &str) -> Column {
        Column {
            name: name.to_owned(),
            sql_type: SqlType::Builtin(sql_type.to_owned()),
            ..Column::default()
        }
    }

    fn users() -> Relation {
        Relation {
            name: QualifiedName::new("public", "users"),
            columns: vec![
                column("id", "uuid"),
                column("email", "text"),
                column("org_id", "uuid"),
            ],
            primary_key: Some(Key {
                name: "users_pkey".to_owned(),
                columns: vec!["id".to_owned()],
                ..Key::default()
            }),
            foreign_keys: vec![ForeignKey {
                name: "users_org_id_fkey".to_owned(),
                columns: vec!["org_id".to_owned()],
                references: QualifiedName::new("public", "orgs"),
                referenced_columns: vec!["id".to_owned()],
                ..ForeignKey::default()
            }],
            checks: vec![Check {
                name: "users_check".to_owned(),
                definition: "CHECK ((email <> ''::text))".to_owned(),
                ..Check::default()
            }],
            indexes: vec![Index {
                name: "users_email_idx".to_owned(),
                method: "btree".to_owned(),
                keys: vec![IndexKey {
                    column: "email".to_owned(),
                    ..IndexKey::default()
                }],
                ..Index::default()
            }],
            ..Relation::default()
        }
    }

    fn changes(change: impl Fn(&mut Relation)) -> Vec<String> {
        let mut after = users();
        change(&mut after);
        let schema = |relation| Schema {
            relations: vec![relation],
            ..Schema::default()
        };
        let changes = diff(&schema(users()), &schema(after));
        changes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_in_words() {
        assert_eq!(
            changes(|users| {
                users.columns[1].sql_type = SqlType::Builtin("character varying(80)".to_owned());
                users.columns[1].not_null = true;
                users.columns[1].default = Some("''::text".to_owned());
                users.columns.remove(2);
                users.columns.push(Column {
                    not_null: true,
                    default: Some("now()".to_owned()),
                    ..column("created_at", "timestamp with time zone")
                });
            }),
            [
                "table `public.users`: column `email`: type `text` -> `character varying(80)`",
                "table `public.users`: column `email`: nullability `nullable` -> `NOT NULL`",
                "table `public.users`: column `email`: default none -> `''::text`",
                "table `public.users`: column `org_id` removed, was `uuid`",
                "table `public.users`: column `created_at` added: `timestamp with time zone NOT NULL DEFAULT now()`",
            ]
        );
        assert_eq!(
            changes(|users| users.columns.swap(0, 1)),
            ["table `public.users`: order `id, email, org_id` -> `email, id, org_id`"]
        );
    }

    #[test]
    fn constraints_and_indexes_in_words() {
        assert_eq!(
            changes(|users| {
                users.primary_key = None;
                users.foreign_keys[0].on_delete = crate::model::Action::Cascade;
                users.foreign_keys[0].not_valid = true;
                users.checks[0].comment = Some("no\n  empty ones".to_owned());
                users.indexes[0].unique = true;
                users.indexes[0].keys[0].descending = true;
                users.indexes[0].predicate = Some("(email IS NOT NULL)".to_owned());
            }),
            [
                "table `public.users`: primary key `users_pkey` removed, was `(id)`",
                "table `public.users`: foreign key `users_org_id_fkey`: definition `(org_id) REFERENCES public.orgs (id)` -> `(org_id) REFERENCES public.orgs (id) ON DELETE CASCADE NOT VALID`",
                "table `public.users`: check constraint `users_check`: comment none -> `no empty ones`",
                "table `public.users`: index `users_email_idx`: definition `btree (email)` -> `UNIQUE btree (email DESC) WHERE (email IS NOT NULL)`",
            ]
        );
    }

    #[test]
    fn what_words_do_not_tell_apart_is_shown_as_it_is_stored() {
        let name = QualifiedName::new("public", "mood");
        let before = |users: &mut Relation| users.columns[1].sql_type = SqlType::Enum(name.clone());
        let mut schemas = [Schema::default(), Schema::default()].map(|schema| {
            let mut users = users();
            before(&mut users);
            Schema {
                relations: vec![users],
                ..schema
            }
        });
        schemas[1].relations[0].columns[1].sql_type = SqlType::Composite(name.clone());
        assert_eq!(
            diff(&schemas[0], &schemas[1])[0].to_string(),
            "table `public.users`: column `email`: type `{\"enum\": \"public.mood\"}` -> `{\"composite\": \"public.mood\"}`"
        );
    }

    #[test]
    fn whole_objects_types_and_functions_in_words() {
        let mood = UserType {
            name: QualifiedName::new("public", "mood"),
            kind: TypeKind::Enum,
            labels: ["sad", "ok"].map(str::to_owned).to_vec(),
            ..UserType::default()
        };
        let touch = Functions {
            name: QualifiedName::new("public", "touch"),
            overloads: vec![Function {
                returns: Some("trigger".to_owned()),
                body_hash: Some("1".to_owned()),
                ..Function::default()
            }],
        };
        let before = Schema {
            server_major: 15,
            relations: vec![users()],
            types: vec![mood.clone()],
            functions: vec![touch.clone()],
        };
        let mut after = Schema {
            server_major: 16,
            relations: vec![Relation {
                kind: RelationKind::View,
                name: QualifiedName::new("public", "Members"),
                ..users()
            }],
            types: vec![mood],
            functions: vec![touch],
        };
        after.types[0].labels = ["sad", "so\nso", "ok"].map(str::to_owned).to_vec();
        after.functions[0].overloads[0].security_definer = true;
        after.functions[0].overloads[0].body_hash = Some("2".to_owned());
        after.functions[0].overloads.push(Function {
            arguments: "n integer".to_owned(),
            returns: Some("void".to_owned()),
            ..Function::default()
        });
        let changes = diff(&before, &after);
        let lines: Vec<_> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "server: major version `15` -> `16`; each major writes defaults, checks and definitions in its own words, so those are not comparable",
                "view `public.\"Members\"` added: `3 columns`",
                "table `public.users` removed, was `3 columns`",
                "enum `public.mood`: label `so\\nso` added: `'so so' after 'sad'`",
                "function `public.touch`: `()`: security `SECURITY INVOKER` -> `SECURITY DEFINER`",
                "function `public.touch`: `()`: body changed",
                "function `public.touch`: `(n integer)` added: `(n integer) RETURNS void`",
            ]
        );
    }

    #[test]
    fn what_only_follows_is_told_apart() {
        let mut after = users();
        after.elsewhere.homonyms = 1;
        after.foreign_keys[0].referenced_types = vec![SqlType::Builtin("uuid".to_owned())];
        let schema = |relation| Schema {
            relations: vec![relation],
            ..Schema::default()
        };
        let changes = diff(&schema(users()), &schema(after));
        let aspects: Vec<_> = changes.iter().map(|change| change.aspect).collect();
        assert_eq!(aspects, [Aspect::ReferencedTypes, Aspect::Elsewhere]);
        assert!(changes.iter().all(super::Change::is_derived));
    }
}
