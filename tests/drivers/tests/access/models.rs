//! The models. The same for each driver: the derive does not know which there are.

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

#[derive(Conformant, Clone, Debug, PartialEq)]
#[conformant(access)]
pub(crate) struct ActiveUser {
    #[conformant(key)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) logins: i64,
}
