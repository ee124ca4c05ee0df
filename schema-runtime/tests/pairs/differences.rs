//! Where we answer otherwise than the drivers, and why.

/// One Rust type and the SQL types of which we say the opposite.
pub(crate) struct Difference {
    pub(crate) rust: &'static str,
    pub(crate) sql: &'static [&'static str],
    pub(crate) reason: &'static str,
}

pub(crate) static DIFFERENCES: &[Difference] = &[
    Difference {
        rust: "NaiveDateTime",
        sql: &["timestamptz"],
        reason: "diesel converts it; without a time zone it means another moment to each reader",
    },
    Difference {
        rust: "Vec<(Bound<NaiveDateTime>, Bound<NaiveDateTime>)>",
        sql: &["tstzmultirange"],
        reason: "the same, of bounds",
    },
    Difference {
        rust: "PrimitiveDateTime",
        sql: &["timestamptz"],
        reason: "diesel converts it; without a time zone it means another moment to each reader",
    },
    Difference {
        rust: "(Bound<i32>, Bound<i32>)",
        sql: &["record"],
        reason: "sqlx reads any tuple from a record; no column has that type",
    },
    Difference {
        rust: "Arc<String>",
        sql: &["lquery", "ltree", "ltxtquery"],
        reason: "a pointer holds what its target holds, though sqlx knows pointers and \
                 postgres-types these three",
    },
    Difference {
        rust: "Bytes",
        sql: &["bytea"],
        reason: "no driver converts it; it is `Vec<u8>` at no cost, through `try_from` or a newtype",
    },
    Difference {
        rust: "BytesMut",
        sql: &["bytea"],
        reason: "no driver converts it; it is `Vec<u8>` at no cost, through `try_from` or a newtype",
    },
];
