//! The statement that gives a column another type.

use super::Context;
use super::primary_key_exists::partition_columns;
use crate::name::quote;

/// What to know of the change, and the statement, when there is one. `rewrites` says whether
/// PostgreSQL writes the table again for it.
pub(super) fn retype(
    cx: &Context<'_>,
    column: &str,
    ty: &str,
    rewrites: bool,
) -> (String, Option<String>) {
    let partition = partition_columns(cx.relation);
    if partition.is_none_or(|columns| columns.iter().any(|name| name == column)) {
        let help = "the table is partitioned by this column, whose type PostgreSQL then does not \
                    change: move the rows to a new table";
        return (help.to_owned(), None);
    }
    let help = if rewrites {
        "it writes the table again under a lock, and fails, changing nothing, while a view uses \
         the column"
    } else {
        "it leaves the rows as they are, and fails, changing nothing, while a view uses the column"
    };
    let sql = format!("{} ALTER COLUMN {} TYPE {ty};", cx.alter(), quote(column));
    (help.to_owned(), Some(sql))
}
