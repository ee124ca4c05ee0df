//! Accounts, and transfers between them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use schema_runtime::access::Access as _;
use schema_runtime::access::sqlx_0_8::Run as _;
use schema_runtime::problem::Problem;
use schema_runtime::retry::Retry;
use schema_runtime::{Conformant, DatabaseError};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

/// An account, as the table has it.
#[derive(Conformant, Serialize)]
#[conformant(access, constraints)]
pub(crate) struct Account {
    id: Uuid,
    user_id: Uuid,
    cents: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// What a client says of a new account.
#[derive(Conformant, Deserialize)]
#[conformant(table = "accounts", insert, access, returns = Account)]
pub(crate) struct NewAccount {
    user_id: Uuid,
    cents: i64,
}

/// What a client says of a transfer.
#[derive(Deserialize)]
pub(crate) struct Transfer {
    from: Uuid,
    to: Uuid,
    cents: i64,
}

/// `POST /accounts`
pub(crate) async fn open(
    State(pool): State<PgPool>,
    Json(new): Json<NewAccount>,
) -> Result<(StatusCode, Json<Account>), Problem> {
    let account = new.insert().on(&pool).await;
    let account = account.map_err(|error| explain(&error.logged("open account")))?;
    Ok((StatusCode::CREATED, Json(account)))
}

/// `POST /transfers`
pub(crate) async fn transfer(
    State(pool): State<PgPool>,
    Json(transfer): Json<Transfer>,
) -> Result<StatusCode, Problem> {
    if transfer.cents <= 0 {
        return Err(Problem::new(422).detail("a transfer moves more than nothing"));
    }
    // Two transfers in opposite directions end in a deadlock, and one of them is done again.
    Retry::new()
        .attempts(8)
        .run_async(tokio::time::sleep, || async {
            let moved = move_money(&pool, &transfer).await;
            moved.map_err(|error| error.logged("transfer"))
        })
        .await
        .map_err(|error| explain(&error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a client can do about it.
fn explain(error: &DatabaseError) -> Problem {
    let problem = error.problem();
    match error.constraint_of::<Account>() {
        Some(AccountConstraint::FkAccountsUserId) => problem.detail("there is no such user"),
        Some(AccountConstraint::CkAccountsCents) => problem.detail("the account has not that much"),
        _ => problem,
    }
}

/// The whole transaction, from BEGIN to COMMIT.
async fn move_money(pool: &PgPool, transfer: &Transfer) -> Result<(), DatabaseError> {
    let mut transaction = pool.begin().await?;
    for (account, cents) in [
        (transfer.from, -transfer.cents),
        (transfer.to, transfer.cents),
    ] {
        let done = sqlx::query("UPDATE accounts SET cents = cents + $2 WHERE id = $1")
            .bind(account)
            .bind(cents)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Err(DatabaseError::not_found());
        }
    }
    transaction.commit().await?;
    Ok(())
}
