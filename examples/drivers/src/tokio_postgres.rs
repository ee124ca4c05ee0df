//! Beside tokio-postgres, or postgres.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use tokio_postgres::{Client, Error, Row};
use uuid::Uuid;

// shown
#[derive(Conformant)]
pub struct User {
    pub id: Uuid,
    #[conformant(column = "email_address")]
    pub email: String,
    pub display_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

pub async fn users(client: &Client) -> Result<Vec<User>, Error> {
    let columns = User::COLUMNS.join(", "); // the names that were compared
    let select = format!("SELECT {columns} FROM {}", User::TABLE);
    let rows = client.query(&select, &[]).await?;
    rows.iter().map(user).collect()
}

fn user(row: &Row) -> Result<User, Error> {
    Ok(User {
        id: row.try_get(0)?,
        email: row.try_get(1)?,
        display_name: row.try_get(2)?,
        created_at: row.try_get(3)?,
        updated_at: row.try_get(4)?,
    })
}
// end
