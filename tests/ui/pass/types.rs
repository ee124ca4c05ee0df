//! Aliases, newtypes, generics and re-exports: what a type is called does not count.

use std::borrow::Cow;
use std::sync::Arc;

use schema_runtime::Conformant;
use uuid::Uuid as Identifier;

mod elsewhere {
    pub use chrono::{DateTime as Moment, Utc as Zulu};

    pub type Text = String;
    pub type Maybe<T> = Option<T>;
}

use elsewhere::{Maybe, Moment, Text, Zulu};

#[derive(Conformant)]
#[conformant(transparent)]
pub struct UserId(pub Identifier);

#[derive(Conformant)]
#[conformant(transparent)]
pub struct Tagged<Value = Identifier>(pub Value);

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Email<'a>(pub Cow<'a, str>);

#[derive(Conformant)]
#[conformant(type = "order_status", rename_all = "snake_case")]
pub enum Status {
    Placed,
    #[conformant(other)]
    Other(String),
}

#[derive(Conformant)]
#[conformant(type = "price_range")]
pub struct Prices(#[conformant(holds = "price_range")] pub (i128, i128));

#[derive(Conformant)]
#[conformant(type = "email")]
pub struct Address<T>(pub T);

#[derive(Conformant)]
#[conformant(type = "text")]
pub struct Colour(pub (u8, u8, u8));

#[derive(Conformant)]
#[conformant(type = "ltree")]
pub struct Path(pub Vec<String>);

const fn holds<T: schema_runtime::Holds<schema_runtime::sql::nullable<schema_runtime::sql::ltree>>>() {}
const _: () = holds::<Option<Path>>();

#[derive(Conformant)]
#[conformant(partial)]
pub struct User<'a, Settings, const N: usize>
where
    Settings: Clone,
{
    pub id: UserId,
    pub email: Email<'a>,
    pub nickname: Maybe<&'a str>,
    pub logins: Box<i64>,
    pub settings: Settings,
    pub tags: [Arc<str>; N],
    pub created_at: Moment<Zulu>,
    pub r#type: Text,
}

#[derive(Conformant)]
#[conformant(partial)]
pub struct Order {
    pub user_id: Tagged,
    pub status: Status,
    pub past: Vec<Option<Status>>,
}

const fn conformant<T: Conformant>() -> &'static [&'static str] {
    T::COLUMNS
}

const _: () = assert!(conformant::<User<'static, serde_json::Value, 2>>().len() == 8);
