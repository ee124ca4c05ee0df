//! `cargo schema list`: what is in the snapshot, a line each.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schema_snapshot::config::glob;
use schema_snapshot::model::{
    Function, Index, Relation, RelationKind, RowSecurity, Schema, TriggerEnabled, TypeKind,
};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::store::Snapshot;

use super::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::json::{Json, Object};
use crate::place;
use crate::report::{Cell, Table, TableFormat};

const EXAMPLES: &str = "\
Examples:
  cargo schema list tables
      every table of the snapshot
  cargo schema list columns 'public.user*'
      the columns of some of them
  cargo schema list enums --format markdown
      for a page of documentation

Exit status: 0 fine, 2 wrong use, 3 the file system failed or a file of the snapshot can't be used";

/// Lists what is in the snapshot
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// What is listed
    #[arg(value_enum, value_name = "WHAT")]
    what: What,

    /// Only of relations, types and functions of this `schema.name`, where `*` stands for any
    /// characters and `?` for one
    #[arg(value_name = "PATTERN")]
    pattern: Option<String>,

    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,

    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Tables, views and foreign tables
    Relations,
    /// Tables, partitioned ones among them
    Tables,
    /// Views, materialized ones among them
    Views,
    /// Columns
    Columns,
    /// Primary keys, unique, check and exclusion constraints
    Constraints,
    /// Foreign keys
    ForeignKeys,
    /// Indexes
    Indexes,
    /// Triggers
    Triggers,
    /// Policies of row security
    Policies,
    /// Enums with their labels
    Enums,
    /// Domains
    Domains,
    /// Types of every kind
    Types,
    /// Functions and procedures
    Functions,
}

/// Runs the verb.
///
/// # Errors
///
/// When the snapshot, or a file of it, can't be used.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    if let Some(pattern) = arguments.pattern.as_ref().filter(|p| !p.contains('.')) {
        return Err(
            Error::usage(format!("the pattern is `schema.name`, found `{pattern}`"))
                .help(format!("`*.{pattern}` looks in every schema")),
        );
    }
    let directory = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let whole = Snapshot::open_without_config(&directory).and_then(|snapshot| snapshot.read_own());
    let mut schema = whole.map_err(|error| place::unusable(&error))?.schema;
    let pattern = arguments.pattern.as_deref();
    let is_meant = |name: &QualifiedName| pattern.is_none_or(|p| glob(p, &name.dotted()));
    schema.relations.retain(|relation| is_meant(&relation.name));
    schema.types.retain(|ty| is_meant(&ty.name));
    schema.functions.retain(|f| is_meant(&f.name));

    let table = table(arguments.what, &schema);
    let text = match arguments.format {
        TableFormat::Human if table.rows.is_empty() => String::new(),
        TableFormat::Human => table.human(),
        TableFormat::Markdown => table.markdown(),
        TableFormat::Json => {
            let all = Object::default().with("format", 1);
            let all = all
                .with("list", arguments.what.key())
                .with("rows", table.json());
            format!("{}\n", Json::from(all))
        }
    };
    context.terminal.write(&text)?;
    if table.rows.is_empty() {
        let what = arguments.what.key().replace('_', " ");
        let of = pattern.map_or(String::new(), |pattern| format!(" of `{pattern}`"));
        context.terminal.warn(format!("there are no {what}{of}"));
    }
    Ok(Exit::Fine)
}

impl What {
    /// The word for all of them: the argument's, as a key.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Relations => "relations",
            Self::Tables => "tables",
            Self::Views => "views",
            Self::Columns => "columns",
            Self::Constraints => "constraints",
            Self::ForeignKeys => "foreign_keys",
            Self::Indexes => "indexes",
            Self::Triggers => "triggers",
            Self::Policies => "policies",
            Self::Enums => "enums",
            Self::Domains => "domains",
            Self::Types => "types",
            Self::Functions => "functions",
        }
    }
}

/// The rows of what is meant.
pub(super) fn table(what: What, schema: &Schema) -> Table {
    match what {
        What::Relations => relations(schema, |_| true),
        What::Tables => relations(schema, RelationKind::is_table),
        What::Views => relations(schema, RelationKind::is_view),
        What::Columns => columns(schema),
        What::Constraints => constraints(schema),
        What::ForeignKeys => foreign_keys(schema),
        What::Indexes => indexes(schema),
        What::Triggers => triggers(schema),
        What::Policies => policies(schema),
        What::Enums => enums(schema),
        What::Domains => domains(schema),
        What::Types => types(schema),
        What::Functions => functions(schema),
    }
}

fn relations(schema: &Schema, is_meant: fn(RelationKind) -> bool) -> Table {
    let meant = schema.relations.iter().filter(|r| is_meant(r.kind));
    let row = |relation: &Relation| {
        let key = relation.primary_key.as_ref();
        let security = relation.row_security;
        vec![
            relation.name.to_string().into(),
            relation.kind.word().into(),
            relation.columns.len().into(),
            key.map_or(Cell::None, |key| key.columns.as_slice().into()),
            relation.foreign_keys.len().into(),
            relation.indexes.len().into(),
            (security == RowSecurity::Enabled || security == RowSecurity::Forced).into(),
            relation.comment.clone().into(),
        ]
    };
    Table {
        columns: vec![
            "name",
            "kind",
            "columns",
            "primary_key",
            "foreign_keys",
            "indexes",
            "row_security",
            "comment",
        ],
        rows: meant.map(row).collect(),
    }
}

/// The rows of parts of relations.
fn parts<'s, T: 's>(
    schema: &'s Schema,
    of: impl Fn(&'s Relation) -> Vec<T>,
    row: impl Fn(T) -> Vec<Cell>,
) -> Vec<Vec<Cell>> {
    let each = schema.relations.iter();
    let rows = each.flat_map(|relation| {
        let name = relation.name.to_string();
        let rows = of(relation).into_iter().map(&row);
        rows.map(|row| [Cell::from(name.as_str())].into_iter().chain(row).collect())
            .collect::<Vec<_>>()
    });
    rows.collect()
}

fn columns(schema: &Schema) -> Table {
    Table {
        columns: vec![
            "relation", "column", "type", "not_null", "default", "comment",
        ],
        rows: parts(
            schema,
            |relation| relation.columns.iter().collect(),
            |column| {
                vec![
                    column.name.as_str().into(),
                    column.sql_type.to_string().into(),
                    column.not_null.into(),
                    column.default.clone().into(),
                    column.comment.clone().into(),
                ]
            },
        ),
    }
}

fn constraints(schema: &Schema) -> Table {
    let of = |relation: &Relation| {
        let row = |kind: &str, name: &str, columns: &[String], definition: Option<&str>| {
            vec![
                name.into(),
                kind.into(),
                columns.into(),
                definition.map(str::to_owned).into(),
            ]
        };
        let key = relation.primary_key.iter();
        let key = key.map(|key| row("primary_key", &key.name, &key.columns, None));
        let unique = relation.unique.iter();
        let unique = unique.map(|key| row("unique", &key.name, &key.columns, None));
        let checks = relation.checks.iter();
        let checks = checks.map(|c| row("check", &c.name, &c.columns, Some(&c.definition)));
        let exclusions = relation.exclusions.iter();
        let exclusions =
            exclusions.map(|e| row("exclusion", &e.name, &e.columns, Some(&e.definition)));
        key.chain(unique).chain(checks).chain(exclusions).collect()
    };
    Table {
        columns: vec!["relation", "name", "kind", "columns", "definition"],
        rows: parts(schema, of, |row| row),
    }
}

fn foreign_keys(schema: &Schema) -> Table {
    Table {
        columns: vec![
            "relation",
            "name",
            "columns",
            "references",
            "referenced_columns",
            "on_delete",
            "on_update",
        ],
        rows: parts(
            schema,
            |relation| relation.foreign_keys.iter().collect(),
            |key| {
                vec![
                    key.name.as_str().into(),
                    key.columns.as_slice().into(),
                    key.references.to_string().into(),
                    key.referenced_columns.as_slice().into(),
                    key.on_delete.word().into(),
                    key.on_update.word().into(),
                ]
            },
        ),
    }
}

fn indexes(schema: &Schema) -> Table {
    let keys = |index: &Index| {
        let text = |key: &schema_snapshot::model::IndexKey| {
            key.expression.clone().unwrap_or_else(|| key.column.clone())
        };
        index.keys.iter().map(text).collect()
    };
    Table {
        columns: vec![
            "relation",
            "name",
            "method",
            "columns",
            "include",
            "unique",
            "predicate",
            "invalid",
        ],
        rows: parts(
            schema,
            |relation| relation.indexes.iter().collect(),
            |index| {
                vec![
                    index.name.as_str().into(),
                    index.method.as_str().into(),
                    Cell::List(keys(index)),
                    index.include.as_slice().into(),
                    index.unique.into(),
                    index.predicate.clone().into(),
                    index.invalid.into(),
                ]
            },
        ),
    }
}

fn triggers(schema: &Schema) -> Table {
    Table {
        columns: vec![
            "relation",
            "name",
            "timing",
            "events",
            "for_each_row",
            "function",
            "enabled",
        ],
        rows: parts(
            schema,
            |relation| relation.triggers.iter().collect(),
            |trigger| {
                vec![
                    trigger.name.as_str().into(),
                    trigger.timing.as_str().into(),
                    trigger.events.as_slice().into(),
                    trigger.row.into(),
                    trigger.function.to_string().into(),
                    (trigger.enabled != TriggerEnabled::Disabled).into(),
                ]
            },
        ),
    }
}

fn policies(schema: &Schema) -> Table {
    Table {
        columns: vec![
            "relation",
            "name",
            "command",
            "roles",
            "restrictive",
            "using",
            "check",
        ],
        rows: parts(
            schema,
            |relation| relation.policies.iter().collect(),
            |policy| {
                vec![
                    policy.name.as_str().into(),
                    policy.command.as_str().into(),
                    policy.roles.as_slice().into(),
                    policy.restrictive.into(),
                    policy.using.clone().into(),
                    policy.check.clone().into(),
                ]
            },
        ),
    }
}

fn enums(schema: &Schema) -> Table {
    let enums = schema.types.iter().filter(|ty| ty.kind == TypeKind::Enum);
    let row = |ty: &schema_snapshot::model::UserType| {
        vec![
            ty.name.to_string().into(),
            ty.labels.as_slice().into(),
            ty.comment.clone().into(),
        ]
    };
    Table {
        columns: vec!["name", "labels", "comment"],
        rows: enums.map(row).collect(),
    }
}

fn domains(schema: &Schema) -> Table {
    let domains = schema.types.iter().filter(|ty| ty.kind == TypeKind::Domain);
    let row = |ty: &schema_snapshot::model::UserType| {
        let checks = ty.checks.iter().map(|check| check.definition.clone());
        vec![
            ty.name.to_string().into(),
            ty.base.as_ref().map(ToString::to_string).into(),
            ty.not_null.into(),
            ty.default.clone().into(),
            Cell::List(checks.collect()),
            ty.comment.clone().into(),
        ]
    };
    Table {
        columns: vec!["name", "base", "not_null", "default", "checks", "comment"],
        rows: domains.map(row).collect(),
    }
}

fn types(schema: &Schema) -> Table {
    let row = |ty: &schema_snapshot::model::UserType| {
        vec![
            ty.name.to_string().into(),
            ty.kind.word().into(),
            ty.comment.clone().into(),
        ]
    };
    Table {
        columns: vec!["name", "kind", "comment"],
        rows: schema.types.iter().map(row).collect(),
    }
}

fn functions(schema: &Schema) -> Table {
    let row = |name: &str, function: &Function| {
        vec![
            name.into(),
            function.arguments.as_str().into(),
            function.returns.clone().into(),
            function.kind.as_str().into(),
            function.language.as_str().into(),
            function.volatility.as_str().into(),
            function.security_definer.into(),
            function.comment.clone().into(),
        ]
    };
    let rows = schema.functions.iter().flat_map(|functions| {
        let name = functions.name.to_string();
        let rows = functions.overloads.iter().map(|f| row(&name, f));
        rows.collect::<Vec<_>>()
    });
    Table {
        columns: vec![
            "name",
            "arguments",
            "returns",
            "kind",
            "language",
            "volatility",
            "security_definer",
            "comment",
        ],
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::What;

    #[test]
    fn the_key_is_the_argument() {
        for what in What::value_variants() {
            let value = what.to_possible_value().expect("none is hidden");
            assert_eq!(value.get_name().replace('-', "_"), what.key());
        }
    }
}
