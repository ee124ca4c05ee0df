//! What is said of keys and names that a plain statement does not mend.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "halves", allow(timestamp_columns = "another test"))]
pub struct Half {
    pub a: i64,
    pub b: Uuid,
}

/// Its key is that of `parents`, which is where it is found.
#[derive(Conformant)]
#[conformant(table = "children", partial)]
pub struct Child {
    pub id: i64,
}

#[derive(Conformant)]
#[conformant(
    table = "loose",
    allow(timestamp_columns = "another test"),
    allow(plural_table_names = "another test")
)]
pub struct Loose {
    pub id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(allow(timestamp_columns = "another test"))]
pub struct UniquePair {
    pub a: Uuid,
    pub b: Uuid,
}

#[derive(Conformant)]
#[conformant(
    table = "by_expression",
    allow(timestamp_columns = "another test"),
    allow(plural_table_names = "another test")
)]
pub struct ByExpression {
    pub id: Option<Uuid>,
    pub day: Option<DateTime<Utc>>,
}

#[derive(Conformant)]
#[conformant(allow(timestamp_columns = "another test"))]
pub struct Double {
    pub id: Uuid,
    #[conformant(column = "firstName")]
    pub given: Option<String>,
    pub first_name: Option<String>,
}
