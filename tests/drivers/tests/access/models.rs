//! The models. The same for each driver: the derive does not know which there are.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use serde_json::Value;
use uuid::Uuid;

/// An enum with conversions for each driver, written by hand because derives of two versions of
/// sqlx can't be had in one crate.
#[derive(Conformant, Clone, Copy, Debug, PartialEq, Eq)]
#[conformant(type = "order_status", rename_all = "lowercase")]
pub(crate) enum OrderStatus {
    Placed,
    Paid,
    #[conformant(rename = "in transit")]
    InTransit,
}

impl OrderStatus {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Placed, "placed"),
        (Self::Paid, "paid"),
        (Self::InTransit, "in transit"),
    ];

    fn label(self) -> &'static str {
        Self::ALL.into_iter().find(|(s, _)| *s == self).unwrap().1
    }

    fn of(label: &str) -> Self {
        Self::ALL.into_iter().find(|(_, l)| *l == label).unwrap().0
    }
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

impl<'a> postgres::types::FromSql<'a> for OrderStatus {
    fn from_sql(_: &postgres::types::Type, raw: &'a [u8]) -> Result<Self, Failed> {
        Ok(Self::of(std::str::from_utf8(raw)?))
    }

    fn accepts(ty: &postgres::types::Type) -> bool {
        ty.name() == "order_status"
    }
}

impl postgres::types::ToSql for OrderStatus {
    fn to_sql(
        &self,
        ty: &postgres::types::Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<postgres::types::IsNull, Failed> {
        postgres::types::ToSql::to_sql(&self.label(), ty, out)
    }

    fn accepts(ty: &postgres::types::Type) -> bool {
        ty.name() == "order_status"
    }

    postgres::types::to_sql_checked!();
}

macro_rules! sqlx_enum {
    ($core:ident $postgres:ident) => {
        impl $core::types::Type<$postgres::Postgres> for OrderStatus {
            fn type_info() -> $postgres::PgTypeInfo {
                $postgres::PgTypeInfo::with_name("order_status")
            }
        }

        impl<'r> $core::decode::Decode<'r, $postgres::Postgres> for OrderStatus {
            fn decode(value: $postgres::PgValueRef<'r>) -> Result<Self, Failed> {
                Ok(Self::of(value.as_str()?))
            }
        }

        impl<'q> $core::encode::Encode<'q, $postgres::Postgres> for OrderStatus {
            fn encode_by_ref(
                &self,
                buf: &mut $postgres::PgArgumentBuffer,
            ) -> Result<$core::encode::IsNull, Failed> {
                $core::encode::Encode::<$postgres::Postgres>::encode(self.label(), buf)
            }
        }
    };
}

sqlx_enum!(sqlx_core_08 sqlx_postgres_08);
sqlx_enum!(sqlx_core_09 sqlx_postgres_09);

#[derive(serde::Serialize, serde::Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) theme: String,
    pub(crate) size: Option<i32>,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(access, upsert = "uq_users_email")]
pub(crate) struct User {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) nickname: Option<String>,
    #[conformant(json)]
    pub(crate) settings: Settings,
    #[conformant(json)]
    pub(crate) profile: Option<Settings>,
    pub(crate) tags: Vec<String>,
    pub(crate) logins: i64,
    pub(crate) folded: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Conformant, Clone, Copy, Debug)]
#[conformant(table = "users", insert, access, returns = User, upsert = "uq_users_email")]
pub(crate) struct NewUser<'a> {
    pub(crate) email: &'a str,
    pub(crate) nickname: Option<&'a str>,
}

/// Without `returns`.
#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access)]
pub(crate) struct Guest {
    pub(crate) email: String,
    pub(crate) logins: i64,
    pub(crate) profile: Option<Value>,
}

#[derive(Conformant, Clone, Debug, Default)]
#[conformant(table = "users", update, access, returns = User)]
pub(crate) struct UserChange {
    pub(crate) id: Uuid,
    pub(crate) email: Option<String>,
    pub(crate) nickname: Option<Option<String>>,
    #[conformant(json)]
    pub(crate) settings: Option<Settings>,
    #[conformant(json)]
    pub(crate) profile: Option<Option<Settings>>,
    pub(crate) tags: Option<Vec<String>>,
}

/// Some columns, and a field that is none.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Login {
    pub(crate) email: String,
    #[conformant(skip)]
    pub(crate) seen: bool,
    pub(crate) id: Uuid,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(access)]
pub(crate) struct Order {
    pub(crate) id: Uuid,
    pub(crate) number: i64,
    #[conformant(references = User)]
    pub(crate) user_id: Uuid,
    #[conformant(references = User)]
    pub(crate) reviewed_by: Option<Uuid>,
    pub(crate) status: OrderStatus,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(access, upsert = "pk_memberships")]
pub(crate) struct Membership {
    pub(crate) club: String,
    pub(crate) user_id: Uuid,
    pub(crate) role: String,
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(access)]
pub(crate) struct Badge {
    pub(crate) id: i64,
    #[conformant(references = Membership)]
    pub(crate) user_id: Option<Uuid>,
    pub(crate) club: Option<String>,
    pub(crate) color: String,
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(access)]
pub(crate) struct Folder {
    pub(crate) id: i32,
    #[conformant(references = Self)]
    pub(crate) parent_id: Option<i32>,
    pub(crate) name: String,
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(access)]
pub(crate) struct Country {
    pub(crate) code: String,
    pub(crate) name: String,
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "Weird \"Name\"; DROP", access, upsert = "uq \"🐘\"")]
pub(crate) struct Weird {
    pub(crate) order: i32,
    #[conformant(column = "Größe 🐘")]
    pub(crate) size: String,
    #[conformant(column = "$1")]
    pub(crate) r#type: Option<String>,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(access, upsert = "pk_events")]
pub(crate) struct Event {
    pub(crate) id: i32,
    pub(crate) at: DateTime<Utc>,
    pub(crate) what: String,
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(access)]
pub(crate) struct LogLine {
    pub(crate) line: String,
}

/// With type parameters, each of them a column's.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Preferences<'a, Id, S = Settings>
where
    S: Clone,
{
    pub(crate) id: Id,
    /// Read as what it owns.
    pub(crate) email: Cow<'a, str>,
    pub(crate) nickname: Option<Cow<'a, str>>,
    #[conformant(json)]
    pub(crate) settings: S,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access, returns = User, upsert = "uq_users_email")]
pub(crate) struct NewPreferences<'a, S> {
    pub(crate) email: &'a str,
    #[conformant(json)]
    pub(crate) settings: S,
}

/// The whole row, and a foreign key to its own table.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "folders", access, upsert = "pk_folders")]
pub(crate) struct Labelled<N> {
    pub(crate) id: i32,
    #[conformant(references = Self)]
    pub(crate) parent_id: Option<i32>,
    pub(crate) name: N,
}

/// An email address that is known to be one, and shows nobody what is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(pub(crate) String);

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.ends_with("@example.org") {
            Ok(Self(text))
        } else {
            Err(format!("{text} is not ours"))
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// What is in the database is not what is in Rust, of a key as well.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    #[conformant(as = String)]
    pub(crate) email: Address,
    #[conformant(as = i64)]
    pub(crate) logins: u8,
    #[conformant(json, as = Settings)]
    pub(crate) settings: Theme,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access, returns = Account)]
pub(crate) struct NewAccount {
    #[conformant(as = String)]
    pub(crate) email: Address,
    #[conformant(as = i64)]
    pub(crate) logins: u64,
    #[conformant(json, as = Settings)]
    pub(crate) settings: Theme,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", update, access, returns = Account)]
pub(crate) struct AccountChange {
    pub(crate) id: Uuid,
    #[conformant(as = Option<Option<String>>)]
    pub(crate) nickname: Nickname,
}

#[derive(Clone, Debug)]
pub(crate) enum Nickname {
    Kept,
    None,
    Some(&'static str),
}

impl From<Nickname> for Option<Option<String>> {
    fn from(name: Nickname) -> Self {
        match name {
            Nickname::Kept => None,
            Nickname::None => Some(None),
            Nickname::Some(name) => Some(Some(name.to_owned())),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Theme(pub(crate) String);

impl From<Settings> for Theme {
    fn from(settings: Settings) -> Self {
        Self(settings.theme)
    }
}

impl From<Theme> for Settings {
    fn from(Theme(theme): Theme) -> Self {
        Self { theme, size: None }
    }
}

/// A foreign key that is converted on both sides, to a row that is.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "folders", partial, access)]
pub(crate) struct Numbered {
    #[conformant(as = i32)]
    pub(crate) id: u32,
    pub(crate) name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Above(pub(crate) Option<u32>);

impl TryFrom<Option<i32>> for Above {
    type Error = std::num::TryFromIntError;

    fn try_from(id: Option<i32>) -> Result<Self, Self::Error> {
        Ok(Self(id.map(u32::try_from).transpose()?))
    }
}

impl TryFrom<Above> for Option<i32> {
    type Error = std::num::TryFromIntError;

    fn try_from(Above(id): Above) -> Result<Self, Self::Error> {
        id.map(i32::try_from).transpose()
    }
}

#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "folders", access)]
pub(crate) struct Below {
    #[conformant(as = i32)]
    pub(crate) id: u32,
    #[conformant(as = Option<i32>, references = Numbered)]
    pub(crate) parent_id: Above,
    pub(crate) name: String,
}

/// The same, converted inside the `Option`.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "folders", access)]
pub(crate) struct Within {
    #[conformant(as = i32)]
    pub(crate) id: u32,
    #[conformant(as = Option<i32>, references = Numbered)]
    pub(crate) parent_id: Option<u32>,
    pub(crate) name: String,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "folders", update, access)]
pub(crate) struct Moved {
    #[conformant(as = i32)]
    pub(crate) id: u32,
    #[conformant(as = Option<Option<i32>>)]
    pub(crate) parent_id: Option<Option<u32>>,
    #[conformant(as = Option<String>)]
    pub(crate) name: Option<Name>,
}

#[derive(Clone, Debug)]
pub(crate) struct Name(pub(crate) &'static str);

impl From<Name> for String {
    fn from(Name(name): Name) -> Self {
        name.to_owned()
    }
}

/// A row in parts, the last one of another type than the one that is read.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "orders", access)]
pub(crate) struct Receipt {
    #[conformant(flatten)]
    pub(crate) times: Times,
    pub(crate) id: Uuid,
    #[conformant(references = User)]
    pub(crate) user_id: Uuid,
    #[conformant(flatten, as = Progress)]
    pub(crate) progress: OrderStatus,
    pub(crate) number: i64,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "orders", partial, access)]
pub(crate) struct Times {
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "orders", partial, access)]
pub(crate) struct Progress {
    pub(crate) status: OrderStatus,
    pub(crate) reviewed_by: Option<Uuid>,
}

impl TryFrom<Progress> for OrderStatus {
    type Error = &'static str;

    fn try_from(progress: Progress) -> Result<Self, &'static str> {
        match progress.reviewed_by {
            Some(_) => Err("reviewed already"),
            None => Ok(progress.status),
        }
    }
}

/// A part in a part, and values of which some are the database's.
#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access, returns = User)]
pub(crate) struct Registration<'a> {
    #[conformant(flatten)]
    pub(crate) person: Person<'a>,
    pub(crate) logins: i64,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access)]
pub(crate) struct Person<'a> {
    #[conformant(flatten)]
    pub(crate) contact: Contact<'a>,
    #[conformant(flatten)]
    pub(crate) choices: Choices,
}

/// Read, and given as a part of what inserts and updates.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Choices {
    pub(crate) tags: Vec<String>,
    #[conformant(flatten)]
    pub(crate) looks: Looks,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Looks {
    #[conformant(json)]
    pub(crate) settings: Settings,
    #[conformant(json)]
    pub(crate) profile: Option<Settings>,
}

/// One of the two is the database's.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Nicknames {
    pub(crate) folded: Option<String>,
    pub(crate) nickname: Option<String>,
}

/// All of it is.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", partial, access)]
pub(crate) struct Folded {
    pub(crate) folded: Option<String>,
}

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", access)]
pub(crate) struct Profile {
    #[conformant(flatten)]
    pub(crate) nicknames: Nicknames,
    pub(crate) id: Uuid,
    pub(crate) email: String,
    #[conformant(flatten)]
    pub(crate) choices: Choices,
    pub(crate) logins: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// What a part can't give is an error of the whole.
#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access)]
pub(crate) struct Enrolment {
    pub(crate) nickname: Option<String>,
    #[conformant(flatten)]
    pub(crate) account: NewAccount,
}

/// Nothing but parts, one of which gives nothing.
#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(table = "users", insert, access)]
pub(crate) struct Signup {
    #[conformant(flatten)]
    pub(crate) folded: Folded,
    #[conformant(flatten)]
    pub(crate) login: Login,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "users", insert, access)]
pub(crate) struct Contact<'a> {
    pub(crate) email: &'a str,
}

/// A row without names in Rust.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "memberships", access, upsert = "pk_memberships")]
pub(crate) struct Member(
    #[conformant(column = "club")] pub(crate) String,
    #[conformant(column = "user_id")] pub(crate) Uuid,
    #[conformant(column = "role")] pub(crate) String,
);

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(access)]
pub(crate) struct ActiveUser {
    #[conformant(key)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) logins: i64,
}

/// Domains as what they are over.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "games", access, upsert = "pk_games")]
pub(crate) struct Game {
    pub(crate) best: i32,
    pub(crate) total: Option<i32>,
    pub(crate) recent: Vec<i32>,
    pub(crate) teams: Vec<String>,
}

/// Domains as types that a driver knows by their names.
#[derive(Conformant, Clone, Debug, PartialEq, Eq)]
#[conformant(table = "games", access, upsert = "pk_games")]
pub(crate) struct Named {
    pub(crate) best: Points,
    pub(crate) total: Option<Tally>,
    pub(crate) recent: Vec<Points>,
    #[conformant(as = Teams)]
    pub(crate) teams: String,
}

#[derive(Conformant, Clone, Debug)]
#[conformant(table = "games", update, access)]
pub(crate) struct Played {
    pub(crate) best: Points,
    pub(crate) total: Option<Option<Tally>>,
    pub(crate) recent: Option<Vec<Points>>,
}

impl From<Teams> for String {
    fn from(Teams(teams): Teams) -> Self {
        teams.join(", ")
    }
}

impl From<String> for Teams {
    fn from(teams: String) -> Self {
        Self(teams.split(", ").map(str::to_owned).collect())
    }
}

macro_rules! named {
    ($($name:ident $domain:literal $base:ty;)*) => {$(
        #[derive(Conformant, postgres_types::FromSql, postgres_types::ToSql, Clone, Debug, PartialEq, Eq)]
        #[postgres(name = $domain)]
        pub(crate) struct $name(pub(crate) $base);

        named! { sqlx sqlx_core_08 sqlx_postgres_08 $name $domain $base }
        named! { sqlx sqlx_core_09 sqlx_postgres_09 $name $domain $base }
    )*};
    // As sqlx's derive writes it of `#[sqlx(type_name = "...")]`.
    (sqlx $core:ident $postgres:ident $name:ident $domain:literal $base:ty) => {
        impl $core::types::Type<$postgres::Postgres> for $name {
            fn type_info() -> $postgres::PgTypeInfo {
                $postgres::PgTypeInfo::with_name($domain)
            }
        }

        impl $postgres::PgHasArrayType for $name {
            fn array_type_info() -> $postgres::PgTypeInfo {
                $postgres::PgTypeInfo::array_of($domain)
            }
        }

        impl<'r> $core::decode::Decode<'r, $postgres::Postgres> for $name {
            fn decode(value: $postgres::PgValueRef<'r>) -> Result<Self, Failed> {
                <$base as $core::decode::Decode<$postgres::Postgres>>::decode(value).map(Self)
            }
        }

        impl<'q> $core::encode::Encode<'q, $postgres::Postgres> for $name {
            fn encode_by_ref(
                &self,
                buf: &mut $postgres::PgArgumentBuffer,
            ) -> Result<$core::encode::IsNull, Failed> {
                $core::encode::Encode::<$postgres::Postgres>::encode_by_ref(&self.0, buf)
            }
        }
    };
}

named! {
    Points "points" i32;
    Tally "tally" Points;
    Teams "teams" Vec<String>;
}
