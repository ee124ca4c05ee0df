use std::fmt::Write as _;

use crate::rules::Example;

/// What `docs/errors.md` says of one error of the comparison.
#[derive(Debug)]
pub struct Doc {
    /// The id, as the message has it: snake_case.
    pub id: &'static str,
    /// What was found: one sentence, Markdown.
    pub summary: &'static str,
    /// What to do, and what is deliberately not found: Markdown.
    pub fix: &'static str,
    /// A schema and an item with this error; none for what is wrong with the snapshot itself.
    pub example: Option<Example>,
}

/// The text of `docs/errors.md`.
pub fn page() -> String {
    let mut out = String::from(
        "<!-- Generated from the declarations by `cargo xtask docs`; edit \
         snapshot/src/conform/docs.rs. -->\n\n# Errors\n\nWhat `#[derive(Conformant)]` says of a \
         model and the snapshot, beside the [rules](rules.md) and\nwhat it says of its own \
         attributes. These always fail the build. The id stands in brackets in the\nmessage.\n",
    );
    for doc in DOCS {
        let _ = write!(out, "\n## {}\n\n{}", doc.id, section(doc));
    }
    out
}

/// What the page says of an error, below its heading.
pub fn section(doc: &Doc) -> String {
    let mut out = format!("{}\n", doc.summary);
    if let Some(example) = &doc.example {
        let _ = write!(
            out,
            "\n```sql\n{}\n```\n\n```rust\n{}\n```\n",
            example.sql, example.rust
        );
    }
    let _ = write!(out, "\nFix: {}\n", doc.fix);
    out
}

/// The error of this id.
pub fn find(id: &str) -> Option<&'static Doc> {
    DOCS.iter().find(|doc| doc.id == id)
}

const USERS: &str = "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    email text NOT NULL,\n    nickname text,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);";

const ORDERS: &str = "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    email text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now(),\n    CONSTRAINT uq_users_email UNIQUE (email)\n);\nCREATE TABLE orders (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    user_id uuid NOT NULL,\n    shop text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now(),\n    CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users\n);\nCREATE INDEX orders_user_id_idx ON orders (user_id);";

const STATUS: &str = "CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped');";

const ADDRESS: &str = "CREATE TYPE address AS (street text, city text);";

/// Every error that the comparison of a claim with the snapshot gives. The rules have their own
/// documentation, see [`crate::rules::ALL`].
pub static DOCS: &[Doc] = &[
    Doc {
        id: "unknown_table",
        summary: "The snapshot has no table or view that the model can stand for.",
        fix: "Name the table, `#[conformant(table = \"...\")]`, or refresh the snapshot if the \
              table was created since. Without a name the struct's own gives the candidates: \
              `JournalEntry` stands for `journal_entry` or one of its plurals, whichever exists. \
              `cargo schema check` answers with it as `model_without_table`.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"uesrs\", partial)]\nstruct User {\n    id: Uuid,\n}",
        }),
    },
    Doc {
        id: "ambiguous_table",
        summary: "The snapshot has several tables that the model can stand for.",
        fix: "Say which: `#[conformant(table = \"...\")]`, with `schema = \"...\"` when they are \
              in different schemas. A table in the default schema of `schema.toml` goes before \
              those of other schemas.",
        example: Some(Example {
            sql: "CREATE TABLE index (id uuid PRIMARY KEY);\nCREATE TABLE indices (id uuid PRIMARY KEY);",
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct Index {\n    id: Uuid,\n}",
        }),
    },
    Doc {
        id: "unknown_schema",
        summary: "The snapshot has no schema of this name.",
        fix: "Name one that it has. A schema that `schemas` in `schema.toml` leaves out is not in \
              the snapshot.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", schema = \"publik\", partial)]\nstruct User {\n    id: Uuid,\n}",
        }),
    },
    Doc {
        id: "unknown_type",
        summary: "The snapshot has no type that the item can stand for.",
        fix: "Name the type, `#[conformant(type = \"...\")]`, or refresh the snapshot if it was \
              created since. Types of extensions are not in a snapshot; those of well-known ones \
              (`citext`, `hstore`, `ltree`, PostGIS, pgvector) are known by name, others are \
              declared: `rust_types` in `schema.toml`, or `#[conformant(holds = \"...\")]`.",
        example: Some(Example {
            sql: STATUS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"oder_status\")]\nenum OrderStatus {\n    #[conformant(rename = \"placed\")]\n    Placed,\n}",
        }),
    },
    Doc {
        id: "ambiguous_type",
        summary: "The snapshot has several types that the item can stand for.",
        fix: "Say which, with `schema = \"...\"`.",
        example: Some(Example {
            sql: "CREATE SCHEMA shop;\nCREATE SCHEMA stock;\nCREATE DOMAIN shop.sku AS text;\nCREATE DOMAIN stock.sku AS text;",
            rust: "#[derive(Conformant)]\n#[conformant(type = \"sku\")]\nstruct Sku(String);",
        }),
    },
    Doc {
        id: "type_kind_mismatch",
        summary: "The item is of a form that the type does not have: a struct with fields for an \
                  enum type, an enum for a composite type.",
        fix: "Bind an enum to an enum type, a struct with named fields to a composite type, and a \
              newtype to a domain or a range type. An enum may also be bound to a domain or to \
              `text`; its labels are then looked at only when the domain is over an enum type.",
        example: Some(Example {
            sql: STATUS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"order_status\")]\nstruct OrderStatus {\n    name: String,\n}",
        }),
    },
    Doc {
        id: "unknown_column",
        summary: "A field stands for a column that the relation does not have.",
        fix: "Name the column, `#[conformant(column = \"...\")]`, correct the `rename_all` that \
              makes most names wrong, or say that the field is not \
              stored, `#[conformant(skip)]`. A column that was renamed in the database is the \
              nearest name in most cases, or the only one without a field that is of the type.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct User {\n    id: Uuid,\n    emial: String,\n}",
        }),
    },
    Doc {
        id: "missing_field",
        summary: "A column has no field in a model that says it is the whole row.",
        fix: "Add the field, or `#[conformant(partial)]` when the model reads only some columns.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\nstruct User {\n    id: Uuid,\n    email: String,\n    created_at: DateTime<Utc>,\n    updated_at: DateTime<Utc>,\n}",
        }),
    },
    Doc {
        id: "flattened_table",
        summary: "A struct that is flattened into a model stands for another relation.",
        fix: "Name the same table on both, `#[conformant(table = \"...\", partial)]` on the \
              flattened one. Its columns then count as the model's.",
        example: Some(Example {
            sql: "CREATE TABLE users (\n    id uuid PRIMARY KEY,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);\nCREATE TABLE times (\n    id uuid PRIMARY KEY,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);",
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", partial)]\nstruct User {\n    id: Uuid,\n    #[conformant(flatten)]\n    times: Times,\n}\n\n#[derive(Conformant)]\n#[conformant(table = \"times\", partial)]\nstruct Times {\n    created_at: DateTime<Utc>,\n}",
        }),
    },
    Doc {
        id: "duplicate_column",
        summary: "Two fields stand for one column.",
        fix: "Name another column for one of them, or write `#[conformant(skip)]` on it.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct User {\n    id: Uuid,\n    email: String,\n    #[conformant(column = \"email\")]\n    login: String,\n}",
        }),
    },
    Doc {
        id: "nullability_mismatch",
        summary: "A field takes no NULL where the column can be NULL, or takes NULL where the \
                  column is NOT NULL.",
        fix: "Write `Option<...>` or leave it out, or change the column. A column of a view may \
              be either, because PostgreSQL does not know. In a model for inserts only an \
              `Option` over a NOT NULL column is a mistake, and in one for updates only what \
              writes NULL to it.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct User {\n    id: Uuid,\n    nickname: String,\n}",
        }),
    },
    Doc {
        id: "type_mismatch",
        summary: "A field's type can't hold what the column holds.",
        fix: "Write the type that the message names, or change the column. The compiler is asked, \
              so aliases, newtypes and generic types are seen through: `#[conformant(transparent)]` \
              gives a newtype the answers of what is in it, `#[conformant(type = \"...\")]` binds \
              it to a type of the schema, whose values the field inside then has to hold, `rust_types` in `schema.toml` declares a type of another \
              crate, and `#[conformant(holds = \"...\")]` a single field.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct User {\n    id: Uuid,\n    email: i32,\n}",
        }),
    },
    Doc {
        id: "generated_column_written",
        summary: "A model for inserts or updates has a field for a column that none may give a value to.",
        fix: "Remove the field. In a model for updates one for the primary key says which row is \
              meant, and is no mistake. An identity column can be made `GENERATED BY DEFAULT`.",
        example: Some(Example {
            sql: "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    email text NOT NULL,\n    folded text GENERATED ALWAYS AS (lower(email)) STORED,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);",
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", insert)]\nstruct NewUser {\n    email: String,\n    folded: String,\n}",
        }),
    },
    Doc {
        id: "missing_insert_column",
        summary: "A model for inserts gives no value to a column that is NOT NULL and has no \
                  default.",
        fix: "Add the field, or give the column a default. Not found where a trigger `BEFORE INSERT ... \
              FOR EACH ROW` may fill the column: one in PL/pgSQL that assigns to it, one that assigns \
              the row as a whole, and any in another language.",
        example: Some(Example {
            sql: USERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", insert)]\nstruct NewUser {\n    nickname: Option<String>,\n}",
        }),
    },
    Doc {
        id: "view_not_insertable",
        summary: "A model for inserts stands for a view.",
        fix: "Name the table behind the view, or give the view an `INSTEAD OF INSERT` trigger. \
              That PostgreSQL would insert through a simple view by itself is not counted on.",
        example: Some(Example {
            sql: "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    email text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);\nCREATE VIEW logins AS SELECT email FROM users;",
            rust: "#[derive(Conformant)]\n#[conformant(table = \"logins\", insert)]\nstruct NewLogin {\n    email: String,\n}",
        }),
    },
    Doc {
        id: "view_not_updatable",
        summary: "A model for updates stands for a materialized view.",
        fix: "Name the table behind the view; `REFRESH MATERIALIZED VIEW` then brings the view up \
              to date.",
        example: Some(Example {
            sql: "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    email text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);\nCREATE MATERIALIZED VIEW logins AS SELECT email FROM users;",
            rust: "#[derive(Conformant)]\n#[conformant(table = \"logins\", update)]\nstruct LoginChange {\n    email: String,\n}",
        }),
    },
    Doc {
        id: "reference_without_foreign_key",
        summary: "A field with `references` stands for a column that is of no foreign key.",
        fix: "Add the foreign key, or remove `references`.",
        example: Some(Example {
            sql: ORDERS,
            rust: "#[derive(Conformant)]\nstruct User {\n    id: Uuid,\n    email: String,\n    created_at: DateTime<Utc>,\n    updated_at: DateTime<Utc>,\n}\n\n#[derive(Conformant)]\n#[conformant(table = \"orders\", partial)]\nstruct Order {\n    id: Uuid,\n    #[conformant(references = User)]\n    shop: String,\n}",
        }),
    },
    Doc {
        id: "ambiguous_reference",
        summary: "A field with `references` stands for a column that is of several foreign keys.",
        fix: "Of a foreign key of several columns, write `references` on the field whose \
              column is of no other. A key of one column goes before one of several.",
        example: Some(Example {
            sql: "CREATE TABLE users (\n    id uuid PRIMARY KEY\n);\nCREATE TABLE members (\n    id uuid PRIMARY KEY REFERENCES users\n);\nCREATE TABLE orders (\n    id uuid PRIMARY KEY,\n    user_id uuid NOT NULL,\n    CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users,\n    CONSTRAINT fk_orders_member FOREIGN KEY (user_id) REFERENCES members\n);\nCREATE INDEX orders_user_id_idx ON orders (user_id);",
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct User {\n    id: Uuid,\n}\n\n#[derive(Conformant)]\n#[conformant(partial)]\nstruct Order {\n    id: Uuid,\n    #[conformant(references = User)]\n    user_id: Uuid,\n}",
        }),
    },
    Doc {
        id: "incomplete_reference",
        summary: "A foreign key that a field names has a column without a field.",
        fix: "Add the field: the key is followed by all of its columns.",
        example: Some(Example {
            sql: "CREATE TABLE memberships (\n    club text,\n    user_id uuid,\n    PRIMARY KEY (user_id, club)\n);\nCREATE TABLE badges (\n    id uuid PRIMARY KEY,\n    club text NOT NULL,\n    user_id uuid NOT NULL,\n    FOREIGN KEY (user_id, club) REFERENCES memberships\n);\nCREATE INDEX badges_user_id_idx ON badges (user_id, club);",
            rust: "#[derive(Conformant)]\n#[conformant(partial)]\nstruct Membership {\n    user_id: Uuid,\n}\n\n#[derive(Conformant)]\n#[conformant(table = \"badges\", partial)]\nstruct Badge {\n    id: Uuid,\n    #[conformant(references = Membership)]\n    user_id: Uuid,\n}",
        }),
    },
    Doc {
        id: "foreign_key_target",
        summary: "A field with `references` names a model of another table than its foreign key. The \
              start-up guard and `cargo schema verify-binary` say it, too, of a foreign key that \
              references other columns of the table than when the program was compiled, whose \
              statements would find another row.",
        fix: "Name a model of the table that the foreign key references; deploy a program that was \
              compiled against this schema.",
        example: Some(Example {
            sql: ORDERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"orders\", partial)]\nstruct Order {\n    id: Uuid,\n    #[conformant(references = Self)]\n    user_id: Uuid,\n}",
        }),
    },
    Doc {
        id: "access_model",
        summary: "A model with `access` is of a form that no statements can be made for: it reads \
              and borrows, or it is for updates or upserts and has a flattened part.",
        fix: "Write what the message names out, or leave `access` out.",
        example: Some(Example {
            sql: ORDERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", partial, access)]\nstruct User<'a> {\n    id: Uuid,\n    email: &'a str,\n}",
        }),
    },
    Doc {
        id: "returned_table",
        summary: "A model for inserts or updates returns a model of another table.",
        fix: "Name a model of the table that is written to.",
        example: Some(Example {
            sql: ORDERS,
            rust: "#[derive(Conformant)]\n#[conformant(access)]\nstruct User {\n    id: Uuid,\n    email: String,\n    created_at: DateTime<Utc>,\n    updated_at: DateTime<Utc>,\n}\n\n#[derive(Conformant)]\n#[conformant(table = \"orders\", insert, access, returns = User)]\nstruct NewOrder {\n    user_id: Uuid,\n    shop: String,\n}",
        }),
    },
    Doc {
        id: "upsert_constraint",
        summary: "`upsert` names no constraint that PostgreSQL can decide by: none of the table, \
              one that is deferrable or `WITHOUT OVERLAPS`, or an index; or one with a column that \
              the model gives no value for, so that each row is a new one.",
        fix: "Name a unique constraint or the primary key, and have a field for each of its columns.",
        example: Some(Example {
            sql: ORDERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", insert, access, upsert = \"uq_user_email\")]\nstruct NewUser {\n    email: String,\n}",
        }),
    },
    Doc {
        id: "declared_key",
        summary: "A field has `key`, and the table has a primary key.",
        fix: "Remove `key`. It is for views and for tables without a primary key.",
        example: Some(Example {
            sql: ORDERS,
            rust: "#[derive(Conformant)]\n#[conformant(table = \"users\", partial, access)]\nstruct User {\n    id: Uuid,\n    #[conformant(key)]\n    email: String,\n}",
        }),
    },
    Doc {
        id: "no_such_statement",
        summary: "A statement is asked for that the model does not have.",
        fix: "The message says why, and what to write for it: a primary key, a field, a \
              model of another shape. A view is read only, and without `key` on the fields \
              that tell its rows apart none of them is found.",
        example: Some(Example {
            sql: "CREATE TABLE log_lines (\n    line text NOT NULL\n);",
            rust: "#[derive(Conformant)]\n#[conformant(partial, access)]\nstruct LogLine {\n    line: String,\n}\n\nfn first() {\n    use schema_runtime::access::Access as _;\n\n    let _ = LogLine::list(10);\n}",
        }),
    },
    Doc {
        id: "unknown_constraint",
        summary: "The start-up guard and `cargo schema verify-binary` say it, not a build: the table, or a \
              domain of its columns, refuses values by a name that the enum of its constraints did not \
              have when the program was compiled, and refused them by one that it had. `constraint_of` \
              does not know such an error.",
        fix: "Deploy a program that was compiled against this schema, or give the constraint, index or \
              domain its name back.",
        example: None,
    },
    Doc {
        id: "view_constraints",
        summary: "A model of a view asks for an enum of constraints.",
        fix: "Ask for it on a model of the table behind the view: that is what PostgreSQL names when \
              it refuses a row that was written through the view.",
        example: Some(Example {
            sql: "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n    email text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now(),\n    updated_at timestamptz NOT NULL DEFAULT now()\n);\nCREATE VIEW logins WITH (security_invoker) AS SELECT email FROM users;",
            rust: "#[derive(Conformant)]\n#[conformant(table = \"logins\", constraints)]\nstruct Login {\n    email: Option<String>,\n}",
        }),
    },
    Doc {
        id: "duplicate_label",
        summary: "Two variants stand for one label.",
        fix: "Name another label for one of them, `#[conformant(rename = \"...\")]`.",
        example: Some(Example {
            sql: STATUS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"order_status\", rename_all = \"snake_case\")]\nenum OrderStatus {\n    Placed,\n    #[conformant(rename = \"placed\")]\n    Open,\n    Paid,\n    Shipped,\n}",
        }),
    },
    Doc {
        id: "enum_label_unknown",
        summary: "A variant stands for a label that the enum type does not have.",
        fix: "Name the label, `#[conformant(rename = \"...\")]` or `rename_all` on the enum, or \
              add it to the type.",
        example: Some(Example {
            sql: STATUS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"order_status\", rename_all = \"snake_case\")]\nenum OrderStatus {\n    Placed,\n    Paid,\n    Shiped,\n    Refunded,\n}",
        }),
    },
    Doc {
        id: "enum_label_missing",
        summary: "A label of the enum type has no variant.",
        fix: "Add the variant, or one that absorbs every label without a variant, \
              `#[conformant(other)]`, for deployments where the database is ahead of the program.",
        example: Some(Example {
            sql: STATUS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"order_status\", rename_all = \"snake_case\")]\nenum OrderStatus {\n    Placed,\n    Paid,\n}",
        }),
    },
    Doc {
        id: "enum_label_order",
        summary: "The variants of an enum with `ordered` are not in the order of the labels.",
        fix: "Put the variants in the order that the message gives. Only `#[conformant(ordered)]` \
              asks for it, for enums that are compared by order in both worlds.",
        example: Some(Example {
            sql: STATUS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"order_status\", rename_all = \"snake_case\", ordered)]\nenum OrderStatus {\n    Paid,\n    Placed,\n    Shipped,\n}",
        }),
    },
    Doc {
        id: "composite_attribute_unknown",
        summary: "A field stands for an attribute that the composite type does not have.",
        fix: "Name the attribute, `#[conformant(column = \"...\")]`, or remove the field.",
        example: Some(Example {
            sql: ADDRESS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"address\")]\nstruct Address {\n    street: String,\n    town: String,\n    city: String,\n}",
        }),
    },
    Doc {
        id: "composite_attribute_duplicate",
        summary: "Two fields stand for one attribute of the composite type.",
        fix: "Name another attribute for one of them, `#[conformant(column = \"...\")]`, or remove \
              it.",
        example: Some(Example {
            sql: ADDRESS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"address\")]\nstruct Address {\n    street: String,\n    city: String,\n    #[conformant(column = \"city\")]\n    town: String,\n}",
        }),
    },
    Doc {
        id: "composite_attribute_missing",
        summary: "An attribute of the composite type has no field.",
        fix: "Add the field: a composite value is read and written whole.",
        example: Some(Example {
            sql: ADDRESS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"address\")]\nstruct Address {\n    street: String,\n}",
        }),
    },
    Doc {
        id: "composite_attribute_order",
        summary: "The fields are not in the order of the composite type's attributes.",
        fix: "Put the fields in the order that the message gives: drivers read the attributes by \
              position.",
        example: Some(Example {
            sql: ADDRESS,
            rust: "#[derive(Conformant)]\n#[conformant(type = \"address\")]\nstruct Address {\n    city: String,\n    street: String,\n}",
        }),
    },
    Doc {
        id: "snapshot_missing",
        summary: "There is no snapshot: no `schema/index.json` beside the package's `Cargo.toml` or \
                  in a directory above it, or none at `SCHEMA_SNAPSHOT`.",
        fix: "`cargo schema init` takes a snapshot of a database or of a directory of migrations.",
        example: None,
    },
    Doc {
        id: "snapshot_interrupted",
        summary: "A refresh is under way, or was interrupted and has not been run again.",
        fix: "Wait for it, or run `cargo schema refresh` again: it first takes back what was half \
              done.",
        example: None,
    },
    Doc {
        id: "snapshot_unreadable",
        summary: "The operating system refuses to read a file of the snapshot, or something else \
                  stands in its place.",
        fix: "Make what the message names a file that the user who builds may read.",
        example: None,
    },
    Doc {
        id: "snapshot_truncated",
        summary: "The end of a file is missing.",
        fix: "Take the file back from version control, or run `cargo schema refresh`.",
        example: None,
    },
    Doc {
        id: "snapshot_edited",
        summary: "A file is not as `cargo schema` wrote it: edited, reformatted, copied or renamed.",
        fix: "Change the database by a migration and run `cargo schema refresh`; take back what was \
              edited. A formatter that rewrites JSON has to leave the directory out.",
        example: None,
    },
    Doc {
        id: "snapshot_conflict",
        summary: "A file has merge-conflict markers.",
        fix: "Take either side, then run `cargo schema refresh` against a database with the \
              migrations of both.",
        example: None,
    },
    Doc {
        id: "snapshot_not_understood",
        summary: "A file is not of the form that `cargo schema` writes.",
        fix: "Take the file back from version control, or run `cargo schema refresh`.",
        example: None,
    },
    Doc {
        id: "snapshot_format",
        summary: "The snapshot is of another major format than this build reads.",
        fix: "Install the version that the message names, or run `cargo schema refresh` to upgrade \
              an older snapshot.",
        example: None,
    },
    Doc {
        id: "configuration",
        summary: "`schema.toml` is missing or has a mistake.",
        fix: "Correct what the message names; an empty file will do.",
        example: None,
    },
];
