//! Users.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use schema_runtime::problem::Problem;
use schema_runtime::{Conformant, DatabaseError};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

/// A user, as the table has it.
#[derive(sqlx::FromRow, Conformant, Serialize)]
pub(crate) struct User {
    id: Uuid,
    email: String,
    display_name: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// What a client says of a new user.
#[derive(Conformant, Deserialize)]
#[conformant(table = "users", insert)]
pub(crate) struct NewUser {
    email: String,
    display_name: Option<String>,
}

/// `POST /users`
pub(crate) async fn create(
    State(pool): State<PgPool>,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, Json<User>), Problem> {
    let user = insert(&pool, &new)
        .await
        .map_err(|error| explain(&error.logged("create user")))?;
    Ok((StatusCode::CREATED, Json(user)))
}

/// `GET /users/{id}`
pub(crate) async fn show(
    State(pool): State<PgPool>,
    Path(id): Path<Uuid>,
) -> Result<Json<User>, DatabaseError> {
    let user = find(&pool, id).await;
    Ok(Json(user.map_err(|error| error.logged("show user"))?))
}

/// What a client can do about it.
fn explain(error: &DatabaseError) -> Problem {
    let problem = error.problem();
    match error.constraint() {
        Some("uq_users_email") => problem
            .detail("email is already taken")
            .extension("field", "email"),
        Some("ck_users_email") => problem
            .detail("email is no address")
            .extension("field", "email"),
        _ => problem,
    }
}

async fn insert(pool: &PgPool, new: &NewUser) -> Result<User, DatabaseError> {
    sqlx::query_as("INSERT INTO users (email, display_name) VALUES ($1, $2) RETURNING *")
        .bind(&new.email)
        .bind(&new.display_name)
        .fetch_one(pool)
        .await
        .map_err(|error| DatabaseError::from(error).of::<User>())
}

async fn find(pool: &PgPool, id: Uuid) -> Result<User, DatabaseError> {
    sqlx::query_as("SELECT * FROM users WHERE id = $1")
        .bind(id)
        .fetch_one(pool)
        .await
        .map_err(|error| DatabaseError::from(error).of::<User>())
}
