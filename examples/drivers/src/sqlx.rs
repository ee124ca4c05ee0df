//! Beside sqlx.

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

// shown
#[derive(sqlx::FromRow, Conformant)]
pub struct User {
    pub id: Uuid,
    #[sqlx(rename = "email_address")] // read by both
    pub email: String,
    pub display_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

pub async fn users(pool: &sqlx::PgPool) -> sqlx::Result<Vec<User>> {
    sqlx::query_as("SELECT * FROM users").fetch_all(pool).await
}
// end
