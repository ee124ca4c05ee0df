//! What several rules say of an index.

use super::Context;
use crate::model::{Index, Relation, RelationKind};
use crate::name::QualifiedName;

/// The column at whose field a finding about an index stands: its first, unless that is an
/// expression.
pub(super) fn column(index: &Index) -> Option<String> {
    let first = index.keys.first().map(|key| key.column.clone());
    first.filter(|name| !name.is_empty())
}

/// An index lives in the schema of its table.
pub(super) fn qualified(relation: &Relation, index: &Index) -> QualifiedName {
    QualifiedName::new(&*relation.name.schema, &*index.name)
}

/// Whether the table needs the index for something other than reading: a constraint or the
/// replica identity is made of it.
pub(super) fn is_bound(relation: &Relation, index: &Index) -> bool {
    let identity = relation.replica_identity.as_deref();
    index.constraint.is_some()
        || identity.and_then(|text| text.strip_prefix("index ")) == Some(&*index.name)
}

/// The statement that drops an index. PostgreSQL knows no CONCURRENTLY on a partitioned table.
pub(super) fn drop(cx: &Context<'_>, index: &Index) -> String {
    let name = qualified(cx.relation, index);
    if cx.relation.kind == RelationKind::PartitionedTable {
        format!("DROP INDEX {name};")
    } else {
        format!("DROP INDEX CONCURRENTLY {name};")
    }
}

/// What to know of a statement with CONCURRENTLY.
pub(super) fn concurrently(cx: &Context<'_>) -> Option<String> {
    (cx.relation.kind != RelationKind::PartitionedTable).then(|| {
        "`CONCURRENTLY` can't run in a transaction: leave it out in a migration that runs in one"
            .to_owned()
    })
}
