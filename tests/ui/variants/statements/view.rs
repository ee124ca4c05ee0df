//! What reads a view gives nothing, and what is inserted into a view with a trigger has no such part.
#![allow(dead_code)]

use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "slugs", partial, access)]
struct Slug {
    the_slug: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "slugs", insert, access)]
struct NewSlug {
    tenant_id: Uuid,
    the_slug: String,
}

#[derive(Conformant)]
#[conformant(table = "slugs", insert, access)]
struct NewSlugInParts {
    tenant_id: Uuid,
    #[conformant(flatten)]
    slug: Slug,
}

fn statements(new: &NewSlug, in_parts: &NewSlugInParts) {
    let _ = new.insert();
    let _ = in_parts.insert();
}
