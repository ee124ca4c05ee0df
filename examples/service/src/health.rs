//! Whether this program and its database are for each other.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schema_runtime::problem::Problem;
use schema_runtime::verify::{self, Models, Policy, Report, VerifyError, models};
use sqlx::PgPool;

use crate::accounts::{Account, NewAccount};
use crate::users::{NewUser, User};

const MODELS: Models = models![User, NewUser, Account, NewAccount];

/// Before anything is served: the program does not start where a model would break.
pub(crate) async fn guard(pool: &PgPool) -> Result<Report, VerifyError> {
    verify::guard_async(MODELS, Policy::Refuse, pool).await
}

/// `GET /health`: the report, whose names are those of the schema, and no value, host or role.
pub(crate) async fn report(
    State(pool): State<PgPool>,
) -> Result<(StatusCode, Json<Report>), Problem> {
    let report = verify::guard_async(MODELS, Policy::Warn, &pool).await;
    let report = report.map_err(|error| {
        match error {
            VerifyError::Database(error) => error.log("health"),
            error => tracing::error!("{error}"),
        }
        Problem::new(503)
    })?;
    let status = if report.is_breaking() {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    };
    Ok((status, Json(report)))
}
