//! Whether the database answers.

use axum::extract::State;
use axum::http::StatusCode;
use schema_runtime::DatabaseError;
use sqlx::PgPool;

/// Before anything is served.
pub(crate) async fn guard(pool: &PgPool) -> Result<(), DatabaseError> {
    sqlx::query("SELECT 1").execute(pool).await?;
    Ok(())
}

/// `GET /health`
pub(crate) async fn report(State(pool): State<PgPool>) -> Result<StatusCode, DatabaseError> {
    let answered = guard(&pool).await;
    answered.map_err(|error| error.logged("health"))?;
    Ok(StatusCode::NO_CONTENT)
}
