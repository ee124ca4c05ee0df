//! Beside diesel.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use schema_runtime::Conformant;
use uuid::Uuid;

/// What `diesel print-schema` writes.
mod schema {
    diesel::table! {
        users (id) {
            id -> Uuid,
            email_address -> Text,
            display_name -> Nullable<Text>,
            created_at -> Timestamptz,
            updated_at -> Timestamptz,
        }
    }
}
use schema::users;

// shown
#[derive(Queryable, Selectable, Conformant)]
#[diesel(table_name = users)] // read by both
pub struct User {
    pub id: Uuid,
    #[diesel(column_name = email_address)]
    pub email: String,
    pub display_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Insertable, Conformant)]
#[diesel(table_name = users)]
#[conformant(insert)] // every column that needs a value is there; `AsChangeset` is `update`
pub struct NewUser<'a> {
    pub email_address: &'a str,
    pub display_name: Option<&'a str>,
}
// end

/// The statement that reads all users.
pub fn users() -> String {
    diesel::debug_query::<diesel::pg::Pg, _>(&users::table.select(User::as_select())).to_string()
}

/// The statement that makes a user.
pub fn insert(user: &NewUser<'_>) -> String {
    diesel::debug_query::<diesel::pg::Pg, _>(&diesel::insert_into(users::table).values(user))
        .to_string()
}
