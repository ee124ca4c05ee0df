//! A small service: users, their accounts, and transfers between those.
//!
//! `cargo xtask example service` runs it on a throw-away server.

mod accounts;
mod health;
mod users;

use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use schema_runtime::DatabaseError;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL").map_err(|_| "set DATABASE_URL to a database's URL")?;
    let pool = PgPoolOptions::new()
        .acquire_timeout(Duration::from_secs(3))
        .connect(&url)
        .await
        .map_err(|error| DatabaseError::from(error).logged("connect"))?;
    let report = health::guard(&pool).await?;
    tracing::info!("{report}");

    let address = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(pool))
        .with_graceful_shutdown(async {
            // Without a handler for it there is nothing to wait for.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await?;
    Ok(())
}

fn router(pool: PgPool) -> Router {
    Router::new()
        .route("/health", get(health::report))
        .route("/users", post(users::create))
        .route("/users/{id}", get(users::show))
        .route("/accounts", post(accounts::open))
        .route("/transfers", post(accounts::transfer))
        .with_state(pool)
}
