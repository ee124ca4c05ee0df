//! A statement that there is not is told of once, although a driver is asked to run it.

use postgres::Client;
use schema_runtime::access::{Access as _, postgres::Run as _};
use schema_runtime::{Conformant, DatabaseError};
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(access, allow(timestamp_columns = "another test"))]
pub struct Build {
    pub id: Uuid,
}

#[derive(Conformant)]
#[conformant(
    access,
    allow(timestamp_columns = "another test"),
    allow(primary_key_exists = "another test")
)]
pub struct BuildLog {
    #[conformant(references = Build)]
    pub build_id: Uuid,
    pub line: String,
}

pub fn update(client: &mut Client, build: &Build) -> Result<Option<Build>, DatabaseError> {
    build.update().on(client)
}

#[derive(Conformant)]
#[conformant(table = "build_logs", update, access)]
pub struct BuildChange {
    pub build_id: Uuid,
    pub line: Option<String>,
}

pub fn insert(client: &mut Client, change: &BuildChange) -> Result<(), DatabaseError> {
    change.insert().on(client)
}

pub fn list(client: &mut Client) -> Result<Vec<BuildLog>, DatabaseError> {
    BuildLog::list(10).on(client)
}

pub fn children(client: &mut Client, build: &Build) -> Result<Vec<BuildLog>, DatabaseError> {
    BuildLog::of_build(build).list(10).on(client)
}
