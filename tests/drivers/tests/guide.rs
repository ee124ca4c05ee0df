//! The example of the guide's section on statements, run.
#![allow(clippy::option_option)] // `Some(None)` is NULL, `None` leaves the column as it is.

use schema_runtime::access::{Access as _, tokio_postgres::Run as _};
use schema_runtime::{Conformant, DatabaseError, ErrorKind};
use uuid::Uuid;

// guide: models
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct User {
    id: Uuid,
    email: String,
    nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access, returns = User, upsert = "uq_users_email")]
struct NewUser<'a> {
    email: &'a str,
    nickname: Option<&'a str>,
}

#[derive(Conformant)]
#[conformant(table = "users", update, access, returns = User)]
struct UserChange {
    id: Uuid,
    email: Option<String>,            // `None` leaves the column as it is
    nickname: Option<Option<String>>, // and `Some(None)` makes it NULL
}

#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
struct Order {
    id: Uuid,
    #[conformant(references = User)]
    user_id: Uuid,
}
// guide: end

async fn of_the_guide(client: &tokio_postgres::Client) -> Result<(), DatabaseError> {
    // guide: statements
    let new = NewUser {
        email: "ada@example.org",
        nickname: None,
    };
    let ada = new.insert().on(client).await?; // a `User`, as the database has it

    let found = User::by_email("ada@example.org").find().on(client).await?; // Option<User>
    let there = User::by_id(&ada.id).exists().on(client).await?; // bool
    let same = User::by_id(&ada.id).get().on(client).await?; // without a row `ErrorKind::NotFound`

    let change = UserChange {
        id: ada.id,
        email: None,
        nickname: Some(Some("Ada".to_owned())),
    };
    let changed = change.update().on(client).await?; // Option<User>

    let first = User::list(100).on(client).await?; // in the order of the primary key
    let next = match first.last() {
        Some(last) => User::list_after(last.key(), 100).on(client).await?,
        None => Vec::new(),
    };

    let orders = Order::of_user(&ada).list(100).on(client).await?; // from the parent to its children
    for order in &orders {
        let user = order.user().get().on(client).await?; // and from a child to its parent
        assert_eq!(user.id, ada.id);
    }
    let gone = User::by_id(&ada.id).delete().on(client).await?; // bool
    // guide: end
    assert!(there && gone && next.is_empty() && orders.is_empty());
    assert_eq!((first.len(), same.id), (1, ada.id));
    assert_eq!(found.unwrap().email, "ada@example.org");
    assert_eq!(changed.unwrap().nickname.as_deref(), Some("Ada"));
    let error = User::by_id(&ada.id).get().on(client).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let order = Order {
        id: ada.id,
        user_id: ada.id,
    };
    assert!(!order.key().exists().on(client).await?);
    Ok(())
}

#[test]
fn the_example_runs() {
    let database = schema_tests::newest().database(include_str!("../schema.sql"));
    let url = database.url();
    schema_driver_tests::runtime().block_on(async move {
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        let connection = tokio::spawn(connection);
        of_the_guide(&client).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    });
}

#[test]
fn the_guide_shows_it() {
    let source = include_str!("guide.rs");
    let guide = include_str!("../../../docs/guide.md");
    for part in ["models", "statements"] {
        let (_, rest) = source.split_once(&format!("// guide: {part}\n")).unwrap();
        let (shown, _) = rest.split_once("// guide: end").unwrap();
        let indent = shown.len() - shown.trim_start().len();
        let lines = shown.trim_end().lines();
        let shown: String = lines
            .map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n")
            .collect();
        assert!(guide.contains(&shown), "docs/guide.md is without\n{shown}");
    }
}
