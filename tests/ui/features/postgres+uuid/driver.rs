//! A type that holds what the column holds, and that the driver does not know: said once for each
//! statement, with the type.

use schema_runtime::access::Access as _;
use schema_runtime::{Conformant, DatabaseError};
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Email(pub String);

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Login {
    pub id: Uuid,
    pub email: Email,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access)]
pub struct NewUser {
    pub email: Email,
}

pub mod postgres_client {
    use postgres::Client;
    use schema_runtime::access::postgres::Run as _;

    use super::*;

    pub fn add(client: &mut Client, new: &NewUser) -> Result<(), DatabaseError> {
        new.insert().on(client)
    }

    pub fn list(client: &mut Client) -> Result<Vec<Login>, DatabaseError> {
        Login::list(100).on(client)
    }
}

pub mod tokio_postgres_client {
    use schema_runtime::access::tokio_postgres::Run as _;
    use tokio_postgres::Client;

    use super::*;

    pub async fn add(client: &Client, new: &[NewUser]) -> Result<(), DatabaseError> {
        NewUser::insert_many(new).on(client).await
    }

    pub async fn list(client: &Client) -> Result<Vec<Login>, DatabaseError> {
        Login::list(100).on(client).await
    }
}
