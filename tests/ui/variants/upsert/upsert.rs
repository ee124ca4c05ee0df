//! What an upsert can't go by, and what it can.
#![allow(dead_code)]

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_name")]
struct Deferrable {
    name: String,
}

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_days")]
struct WithoutOverlaps {
    name: String,
}

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_lower")]
struct Index {
    name: String,
}

/// Each row gets another.
#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "tags_pkey")]
struct Defaulted {
    name: String,
}

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_number")]
struct Numbered {
    name: String,
}

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_code")]
struct Null {
    name: String,
}

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "tags_pkey")]
struct Given {
    id: Uuid,
    name: String,
}

/// A default that rows share.
#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_owner")]
struct Shared {
    name: String,
}

/// The default of a domain.
#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_region")]
struct Regional {
    name: String,
}

/// What is computed is said by what it is computed of.
#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_slug")]
struct Computed {
    name: String,
}

/// That a column is missing, or is called otherwise, is said of it and not of the constraint as well.
#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_owner")]
struct Missing {
    owner: String,
}

#[derive(Conformant)]
#[conformant(table = "tags", insert, access, upsert = "uq_tags_code")]
struct Misnamed {
    name: String,
    coed: Option<String>,
}
