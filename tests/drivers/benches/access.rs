//! A statement of a model beside the same statement written by hand with the driver: find by key, the
//! same prepared, insert, and a list of 1,000 rows.
//!
//! `cargo bench -p schema-driver-tests --bench access [-- TIMES]`
//!
//! The two take turns, one call each, on one connection, and which of them goes first changes with
//! each turn. Of the blocks of turns the middle ratio counts: one that was disturbed says nothing.
#![allow(clippy::unwrap_used)]

use std::future::ready;
use std::time::{Duration, Instant};

use postgres::NoTls;
use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use schema_tests::newest;
use sqlx_core_09::connection::Connection as _;
use sqlx_core_09::query::query;
use sqlx_core_09::row::Row as _;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
#[allow(dead_code)] // Read from a row, and looked at by nobody.
struct User {
    id: Uuid,
    email: String,
    nickname: Option<String>,
    logins: i64,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access)]
struct NewUser<'a> {
    email: &'a str,
    nickname: Option<&'a str>,
}

const FIND: &str = "SELECT id, email, nickname, logins FROM public.users WHERE id = $1";
const INSERT: &str = "INSERT INTO public.users (email, nickname) VALUES ($1::text, $2)";
const LIST: &str = "SELECT id, email, nickname, logins FROM public.users ORDER BY id LIMIT $1";

const BLOCKS: usize = 15;

/// Times of the two, one call after the other, and says how they compare.
macro_rules! pair {
    ($driver:literal, $what:literal, $times:expr, $ours:expr, $theirs:expr) => {{
        let mut blocks = Vec::new();
        // The first block is not counted: caches are filled in it.
        for _ in 0..=BLOCKS {
            let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
            for turn in 0..$times {
                for first in [turn % 2 == 0, turn % 2 != 0] {
                    let start = Instant::now();
                    if first {
                        $ours;
                        ours += start.elapsed();
                    } else {
                        $theirs;
                        theirs += start.elapsed();
                    }
                }
            }
            blocks.push((ours, theirs));
        }
        report($driver, $what, $times, &blocks[1..]);
    }};
}

#[allow(clippy::cast_precision_loss)]
fn report(driver: &str, what: &str, times: usize, blocks: &[(Duration, Duration)]) {
    let mut ratios: Vec<f64> = blocks
        .iter()
        .map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let theirs: Duration = blocks.iter().map(|(_, theirs)| *theirs).sum();
    let each = theirs.as_secs_f64() * 1e6 / (times * blocks.len()) as f64;
    println!(
        "{driver:<14} {what:<14} by hand {each:>8.1} us, ratio {:.3} ({:.3} to {:.3})",
        ratios[ratios.len() / 2],
        ratios[0],
        ratios[ratios.len() - 1],
    );
}

/// Addresses that no one has yet.
fn emails() -> impl FnMut() -> String {
    let mut n = 0_u64;
    move || {
        n += 1;
        format!("{n}@example.org")
    }
}

fn synchronous(url: &str, id: Uuid, times: usize) {
    use schema_runtime::access::postgres::Run as _;

    let mut client = postgres::Client::connect(url, NoTls).unwrap();
    pair!(
        "postgres",
        "find",
        times,
        assert!(User::by_id(&id).find().on(&mut client).unwrap().is_some()),
        assert!(
            client
                .query_opt(FIND, &[&id])
                .unwrap()
                .map(|row| of_postgres(&row))
                .is_some()
        )
    );
    let prepared = client.prepare(FIND).unwrap();
    let mut kept = None;
    pair!(
        "postgres",
        "find, prepared",
        times,
        {
            let found = User::by_id(&id)
                .find()
                .on_prepared(&mut client, |client, text| keep(&mut kept, client, text));
            assert!(found.unwrap().is_some());
        },
        assert!(
            client
                .query_opt(&prepared, &[&id])
                .unwrap()
                .map(|row| of_postgres(&row))
                .is_some()
        )
    );
    pair!(
        "postgres",
        "list",
        times / 20,
        assert_eq!(User::list(1000).on(&mut client).unwrap().len(), 1000),
        {
            let rows = client.query(LIST, &[&1000_i64]).unwrap();
            let users: Vec<User> = rows.iter().map(of_postgres).collect();
            assert_eq!(users.len(), 1000);
        }
    );
    let mut email = emails();
    pair!(
        "postgres",
        "insert",
        times,
        {
            let (email, nickname) = (&*email(), None);
            NewUser { email, nickname }
                .insert()
                .on(&mut client)
                .unwrap();
        },
        client.execute(INSERT, &[&email(), &None::<&str>]).unwrap()
    );
}

fn keep(
    kept: &mut Option<postgres::Statement>,
    client: &mut postgres::Client,
    text: &str,
) -> Result<postgres::Statement, postgres::Error> {
    if kept.is_none() {
        *kept = Some(client.prepare(text)?);
    }
    Ok(kept.clone().unwrap())
}

fn of_postgres(row: &postgres::Row) -> User {
    User {
        id: row.get(0),
        email: row.get(1),
        nickname: row.get(2),
        logins: row.get(3),
    }
}

async fn asynchronous(url: &str, id: Uuid, times: usize) {
    use schema_runtime::access::tokio_postgres::Run as _;

    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    pair!(
        "tokio-postgres",
        "find",
        times,
        assert!(User::by_id(&id).find().on(&client).await.unwrap().is_some()),
        {
            let row = client.query_opt(FIND, &[&id]).await.unwrap();
            assert!(row.map(|row| of_postgres(&row)).is_some());
        }
    );
    let prepared = client.prepare(FIND).await.unwrap();
    pair!(
        "tokio-postgres",
        "find, prepared",
        times,
        {
            let found = User::by_id(&id)
                .find()
                .on_prepared(&client, |_| ready(Ok(prepared.clone())));
            assert!(found.await.unwrap().is_some());
        },
        {
            let row = client.query_opt(&prepared, &[&id]).await.unwrap();
            assert!(row.map(|row| of_postgres(&row)).is_some());
        }
    );
    pair!(
        "tokio-postgres",
        "list",
        times / 20,
        assert_eq!(User::list(1000).on(&client).await.unwrap().len(), 1000),
        {
            let rows = client.query(LIST, &[&1000_i64]).await.unwrap();
            let users: Vec<User> = rows.iter().map(of_postgres).collect();
            assert_eq!(users.len(), 1000);
        }
    );
    let mut email = emails();
    pair!(
        "tokio-postgres",
        "insert",
        times,
        {
            let (email, nickname) = (&*email(), None);
            NewUser { email, nickname }
                .insert()
                .on(&client)
                .await
                .unwrap();
        },
        client
            .execute(INSERT, &[&email(), &None::<&str>])
            .await
            .unwrap()
    );
}

async fn through_sqlx(url: &str, id: Uuid, times: usize) {
    use schema_runtime::access::sqlx::Run as _;

    let mut connection = sqlx_postgres_09::PgConnection::connect(url).await.unwrap();
    pair!(
        "sqlx",
        "find",
        times,
        assert!(
            User::by_id(&id)
                .find()
                .on(&mut connection)
                .await
                .unwrap()
                .is_some()
        ),
        {
            let row = query(FIND)
                .bind(id)
                .fetch_optional(&mut connection)
                .await
                .unwrap();
            assert!(row.map(|row| of_sqlx(&row)).is_some());
        }
    );
    pair!(
        "sqlx",
        "list",
        times / 20,
        assert_eq!(
            User::list(1000).on(&mut connection).await.unwrap().len(),
            1000
        ),
        {
            let rows = query(LIST)
                .bind(1000_i64)
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let users: Vec<User> = rows.iter().map(of_sqlx).collect();
            assert_eq!(users.len(), 1000);
        }
    );
    let mut email = emails();
    pair!(
        "sqlx",
        "insert",
        times,
        {
            let (email, nickname) = (&*email(), None);
            NewUser { email, nickname }
                .insert()
                .on(&mut connection)
                .await
                .unwrap();
        },
        {
            let query = query(INSERT).bind(email()).bind(None::<&str>);
            query.execute(&mut connection).await.unwrap();
        }
    );
}

fn of_sqlx(row: &sqlx_postgres_09::PgRow) -> User {
    User {
        id: row.get(0),
        email: row.get(1),
        nickname: row.get(2),
        logins: row.get(3),
    }
}

fn main() {
    // `cargo test --all-targets` runs this file too, and does not pass `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let times = arguments.iter().find_map(|argument| argument.parse().ok());
    let times = times.unwrap_or(400);
    println!("PostgreSQL {}", newest().major);
    let schema = include_str!("../schema.sql");
    let rows = "INSERT INTO users (email, nickname, logins) \
                SELECT n || '@example.com', 'nick' || n, n FROM generate_series(1, 2000) AS n;";
    for driver in 0..3 {
        let database = newest().database(&format!("{schema}{rows}ANALYZE;"));
        let mut client = database.client();
        let id: Uuid = client
            .query_one("SELECT id FROM users LIMIT 1", &[])
            .unwrap()
            .get(0);
        let (url, runtime) = (database.url(), schema_driver_tests::runtime());
        match driver {
            0 => synchronous(&url, id, times),
            1 => runtime.block_on(asynchronous(&url, id, times)),
            _ => runtime.block_on(through_sqlx(&url, id, times)),
        }
    }
}
