//! Users.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use schema_runtime::access::Access as _;
use schema_runtime::access::sqlx_0_8::Run as _;
use schema_runtime::problem::Problem;
use schema_runtime::{Conformant, DatabaseError};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

/// A user, as the table has it.
#[derive(Conformant, Serialize)]
#[conformant(access, constraints)]
pub(crate) struct User {
    id: Uuid,
    email: String,
    display_name: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// What a client says of a new user.
#[derive(Conformant, Deserialize)]
#[conformant(table = "users", insert, access, returns = User)]
pub(crate) struct NewUser {
    email: String,
    display_name: Option<String>,
}

/// `POST /users`
pub(crate) async fn create(
    State(pool): State<PgPool>,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, Json<User>), Problem> {
    let user = new.insert().on(&pool).await;
    let user = user.map_err(|error| explain(&error.logged("create user")))?;
    Ok((StatusCode::CREATED, Json(user)))
}

/// `GET /users/{id}`
pub(crate) async fn show(
    State(pool): State<PgPool>,
    Path(id): Path<Uuid>,
) -> Result<Json<User>, DatabaseError> {
    let user = User::by_id(&id).get().on(&pool).await;
    Ok(Json(user.map_err(|error| error.logged("show user"))?))
}

/// What a client can do about it.
fn explain(error: &DatabaseError) -> Problem {
    let problem = error.problem();
    // shown
    match error.constraint_of::<User>() {
        Some(UserConstraint::UqUsersEmail) => problem
            .detail("email is already taken")
            .extension("field", "email"),
        Some(UserConstraint::CkUsersEmail) => problem
            .detail("email is no address")
            .extension("field", "email"),
        _ => problem,
    }
    // end
}
