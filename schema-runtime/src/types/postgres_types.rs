//! The wrappers of `postgres-types`. Others that it converts are known by their
//! crates.

use ::postgres_types::{Date, Timestamp};

use crate::{Holds, sql};

holds! {
    for [T] ::postgres_types::Json<T> => json, jsonb;
    ::postgres_types::PgLsn => pg_lsn;
    // With the infinities, which only some Rust types have.
    for [T] Date<T>;
    for [T] Timestamp<T>;
}

impl<T: Holds<sql::date>> Holds<sql::date> for Date<T> {}
impl<T: Holds<sql::timestamp>> Holds<sql::timestamp> for Timestamp<T> {}
impl<T: Holds<sql::timestamptz>> Holds<sql::timestamptz> for Timestamp<T> {}
