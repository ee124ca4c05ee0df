//! Asks the compiler, and the drivers, whether a Rust type and an SQL type go
//! together, and gives the answer as a value.
//!
//! An inherent constant comes before one of a trait, and only where its bounds
//! hold. So `Ask::<T, S>::HOLDS` is true where `T: Holds<S>` and else falls back
//! to the trait's false.

use std::marker::PhantomData;

use diesel::deserialize::FromSql as FromDiesel;
use diesel::pg::Pg;
use diesel::serialize::ToSql as ToDiesel;
use postgres_types::{FromSql, ToSql, Type};
use schema_runtime::Holds;

use crate::sql_types::Sql;

/// The question, of `T` and `S`.
pub(crate) struct Ask<T, S>(PhantomData<(T, S)>);

pub(crate) trait Fallback<T> {
    const HOLDS: bool = false;
    const DIESEL_READS: bool = false;
    const DIESEL_WRITES: bool = false;
    const POSTGRES_READS: fn(&Type) -> bool = |_| false;
    const POSTGRES_WRITES: fn(&Type) -> bool = |_| false;
    const SQLX_08: fn(&sqlx_postgres_08::PgTypeInfo) -> bool = |_| false;
    const SQLX_09: fn(&sqlx_postgres_09::PgTypeInfo) -> bool = |_| false;
}

impl<T, S> Fallback<T> for Ask<T, S> {}

impl<T: Holds<S>, S> Ask<T, S> {
    pub(crate) const HOLDS: bool = true;
}

impl<T: FromDiesel<S, Pg>, S> Ask<T, S> {
    pub(crate) const DIESEL_READS: bool = true;
}

impl<T: ToDiesel<S, Pg>, S> Ask<T, S> {
    pub(crate) const DIESEL_WRITES: bool = true;
}

impl<T: FromSql<'static>, S> Ask<T, S> {
    pub(crate) const POSTGRES_READS: fn(&Type) -> bool = <T as FromSql<'static>>::accepts;
}

impl<T: ToSql, S> Ask<T, S> {
    pub(crate) const POSTGRES_WRITES: fn(&Type) -> bool = <T as ToSql>::accepts;
}

impl<T: sqlx_core_08::types::Type<sqlx_postgres_08::Postgres>, S> Ask<T, S> {
    pub(crate) const SQLX_08: fn(&sqlx_postgres_08::PgTypeInfo) -> bool = T::compatible;
}

impl<T: sqlx_core_09::types::Type<sqlx_postgres_09::Postgres>, S> Ask<T, S> {
    pub(crate) const SQLX_09: fn(&sqlx_postgres_09::PgTypeInfo) -> bool = T::compatible;
}

/// What the compiler says of a pair.
pub(crate) struct Answer {
    /// `T: Holds<S>`.
    pub(crate) ours: bool,
    /// `Vec<T>: Holds<array<S>>`.
    pub(crate) ours_array: bool,
    /// diesel reads or writes it.
    pub(crate) diesel: bool,
}

/// What there is to ask of one Rust type.
pub(crate) struct Drivers {
    pub(crate) postgres: [fn(&Type) -> bool; 2],
    pub(crate) sqlx_08: fn(&sqlx_postgres_08::PgTypeInfo) -> bool,
    pub(crate) sqlx_09: fn(&sqlx_postgres_09::PgTypeInfo) -> bool,
}

impl Drivers {
    fn ask(
        &self,
        postgres: &Type,
        sqlx_08: &sqlx_postgres_08::PgTypeInfo,
        sqlx_09: &sqlx_postgres_09::PgTypeInfo,
    ) -> [(&'static str, bool); 3] {
        [
            (
                "postgres-types",
                self.postgres.iter().any(|accepts| accepts(postgres)),
            ),
            ("sqlx 0.8", (self.sqlx_08)(sqlx_08)),
            ("sqlx 0.9", (self.sqlx_09)(sqlx_09)),
        ]
    }
}

/// One Rust type and all that is known of it.
pub(crate) struct Rust {
    /// Without paths and lifetimes: `DateTime<Utc>`.
    pub(crate) name: &'static str,
    /// As the list has it, without spaces: `chrono::DateTime<chrono::Utc>`.
    pub(crate) path: String,
    /// In the order of [`sql_types::ALL`](crate::sql_types::ALL).
    pub(crate) answers: Vec<Answer>,
    pub(crate) one: Drivers,
    pub(crate) array: Drivers,
}

impl Rust {
    /// Which drivers convert it from or to `sql`.
    pub(crate) fn drivers(&self, sql: &Sql, diesel: bool) -> Vec<(&'static str, bool)> {
        let mut answers = vec![("diesel", diesel)];
        answers.extend(self.one.ask(&sql.postgres(), &sql.sqlx(), &sql.sqlx()));
        answers
    }

    /// Which drivers convert a `Vec` of it from or to the array of `sql`.
    pub(crate) fn drivers_of_array(&self, sql: &Sql) -> Vec<(&'static str, bool)> {
        self.array
            .ask(&sql.postgres_array(), &sql.sqlx_array(), &sql.sqlx_array())
            .into()
    }
}

/// The name of a type as a person writes it: `stringify!` without paths, and
/// without the lifetimes that only a test needs.
pub(crate) fn short(name: &str) -> String {
    let name: String = name.split_whitespace().collect();
    let name = name.replace("'static,", "").replace("'static", "");
    let mut out = String::new();
    for part in name.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        out.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    out.replace(",)", ")").replace(',', ", ").replace(';', "; ")
}

macro_rules! drivers {
    ($rust:ty) => {
        Drivers {
            postgres: [
                Ask::<$rust, ()>::POSTGRES_READS,
                Ask::<$rust, ()>::POSTGRES_WRITES,
            ],
            sqlx_08: Ask::<$rust, ()>::SQLX_08,
            sqlx_09: Ask::<$rust, ()>::SQLX_09,
        }
    };
}

macro_rules! answers {
    ([$rust:ty] $(($marker:ident, $oid:literal, $format_type:literal, $diesel:ty))*) => {
        Rust {
            name: short(stringify!($rust)).leak(),
            path: stringify!($rust).split_whitespace().collect(),
            answers: vec![$({
                use schema_runtime::sql;
                Answer {
                    ours: Ask::<$rust, sql::$marker>::HOLDS,
                    ours_array: Ask::<Vec<$rust>, sql::array<sql::$marker>>::HOLDS,
                    diesel: Ask::<$rust, $diesel>::DIESEL_READS
                        || Ask::<$rust, $diesel>::DIESEL_WRITES,
                }
            }),*],
            one: drivers!($rust),
            array: drivers!(Vec<$rust>),
        }
    };
}

macro_rules! all {
    ($($rust:ty,)*) => { vec![$(sql_types!(answers [$rust])),*] };
}

/// Every Rust type of the list.
pub(crate) fn all() -> Vec<Rust> {
    rust_types!(all)
}
