//! Makes the table `products` be what a file says, in one transaction.
//!
//! `cargo xtask example sync` runs it on a throw-away server.

mod file;
mod products;

use std::process::ExitCode;

use postgres::{Client, IsolationLevel, NoTls};
use products::{Done, Product, Wanted};
use schema_runtime::DatabaseError;
use schema_runtime::retry::Retry;
use schema_runtime::verify::{self, Models, Policy, models};

const MODELS: Models = models![Product, Wanted];

const USAGE: &str = "usage: sync FILE

Makes the table `products` of the database at DATABASE_URL be what FILE says.
A line is `SKU<tab>LABEL<tab>CENTS`; empty lines and lines that begin with # say nothing.
";

type Error = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file] = arguments.as_slice() else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(file) {
        Ok(done) => {
            println!("{done}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(file: &str) -> Result<String, Error> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let wanted = file::parse(&text).map_err(|error| format!("{file}, {error}"))?;
    let url = std::env::var("DATABASE_URL").map_err(|_| "set DATABASE_URL to a database's URL")?;
    let mut client = Client::connect(&url, NoTls).map_err(DatabaseError::from)?;
    // Nothing is done where a statement would not do what it was written for.
    verify::guard(MODELS, Policy::Refuse, &mut client)?;

    let done = Retry::new().run(|| synchronise(&mut client, &wanted))?;
    Ok(format!(
        "{} inserted, {} updated, {} removed, {} as they were",
        done.inserted, done.updated, done.removed, done.kept
    ))
}

/// The whole transaction. Of two runs at the same time one fails to serialize, and is done again.
fn synchronise(client: &mut Client, wanted: &[Wanted]) -> Result<Done, DatabaseError> {
    let mut transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::Serializable)
        .start()?;
    let done = products::synchronise(&mut transaction, wanted)?;
    transaction.commit()?;
    Ok(done)
}
