//! Whether this program and its database are for each other.

use axum::extract::State;
use axum::http::StatusCode;
use schema_runtime::problem::Problem;
use schema_runtime::verify::{self, Models, Policy, VerifyError, models};
use sqlx::PgPool;

use crate::accounts::{Account, NewAccount};
use crate::users::{NewUser, User};

const MODELS: Models = models![User, NewUser, Account, NewAccount];

/// Before anything is served: the program does not start where a model would break.
pub(crate) async fn guard(pool: &PgPool) -> Result<(), VerifyError> {
    verify::guard_async(MODELS, Policy::Refuse, pool).await?;
    Ok(())
}

/// `GET /health`
pub(crate) async fn report(State(pool): State<PgPool>) -> Result<StatusCode, Problem> {
    // What is wrong is for the log, and not for who asks.
    guard(&pool).await.map_err(|error| {
        eprintln!("health: {error}");
        Problem::new(503)
    })?;
    Ok(StatusCode::NO_CONTENT)
}
