//! sqlx's own types. Others that sqlx converts are known by their crates.
//!
//! The crates that `sqlx` re-exports are named directly: `sqlx` itself can't be
//! in one dependency graph twice, because of the SQLite library that it could
//! link.

/// One version of sqlx.
macro_rules! sqlx {
    ($core:ident $postgres:ident) => {
        holds! {
            for [T] $core::types::Json<T> => json, jsonb;
            for [T] $core::types::Text<T> => text, varchar, bpchar, name, unknown, citext;
            $postgres::types::Oid => oid;
            $postgres::types::PgBox => r#box;
            $postgres::types::PgCiText => text, varchar, bpchar, name, unknown, citext;
            $postgres::types::PgCircle => circle;
            $postgres::types::PgCube => cube;
            $postgres::types::PgHstore => hstore;
            $postgres::types::PgInterval => interval;
            $postgres::types::PgLQuery => lquery;
            $postgres::types::PgLSeg => lseg;
            $postgres::types::PgLTree => ltree;
            $postgres::types::PgLine => line;
            $postgres::types::PgMoney => money;
            $postgres::types::PgPath => path;
            $postgres::types::PgPoint => point;
            $postgres::types::PgPolygon => polygon;
            for [T] $postgres::types::PgRange<T>;
        }

        impl<T: $crate::Holds<S>, S> $crate::Holds<$crate::sql::range<S>>
            for $postgres::types::PgRange<T>
        {
            $crate::__record_of! { T, S }
        }

        #[cfg(feature = "chrono")]
        holds! {
            $postgres::types::PgTimeTz<::chrono::NaiveTime, ::chrono::FixedOffset> => timetz;
        }

        #[cfg(feature = "time")]
        holds! {
            $postgres::types::PgTimeTz<::time::Time, ::time::UtcOffset> => timetz;
        }
    };
}

#[cfg(feature = "sqlx")]
sqlx!(sqlx_core_09 sqlx_postgres_09);

#[cfg(feature = "sqlx-0_8")]
sqlx!(sqlx_core_08 sqlx_postgres_08);
