//! SQL types as Rust types: what [`Holds`](crate::Holds) is asked about.
//!
//! None of them is ever constructed. They are named as PostgreSQL names them
//! inside (`pg_type.typname`: `int8`, not `bigint`), so that an error of the
//! compiler reads as SQL: ``expected `nullable<text>` ``.
//!
//! | SQL | here |
//! |---|---|
//! | a built-in type | its `typname`: [`text`], [`timestamptz`], [`int4range`] |
//! | `T[]` | [`array<T>`](struct@array) |
//! | a column that can be NULL | [`nullable<T>`](nullable) |
//! | a column of a view | [`maybe<T>`](maybe) |
//! | an enum or composite type | [`named<H>`](named) |
//! | a domain | [`domain<H, B>`](domain) |
//! | a range type of the schema's own | [`domain<H, range<S>>`](domain) |
//! | an extension's type | [`base<H>`](base) |

// The names are SQL's.
#![allow(non_camel_case_types)]

use core::marker::PhantomData;

use crate::__private::hash;

macro_rules! markers {
    ($($name:ident $sql:literal,)*) => {
        $(
            #[doc = concat!("`", $sql, "`")]
            pub enum $name {}
        )*
    };
}

markers! {
    aclitem "aclitem",
    bit "bit",
    r#bool "boolean",
    r#box "box",
    bpchar "character(n)",
    bytea "bytea",
    r#char "\"char\", the one-byte type",
    cid "cid",
    cidr "cidr",
    circle "circle",
    date "date",
    float4 "real",
    float8 "double precision",
    inet "inet",
    int2 "smallint",
    int2vector "int2vector",
    int4 "integer",
    int8 "bigint",
    interval "interval",
    json "json",
    jsonb "jsonb",
    jsonpath "jsonpath",
    line "line",
    lseg "lseg",
    macaddr "macaddr",
    macaddr8 "macaddr8",
    money "money",
    name "name",
    numeric "numeric",
    oid "oid",
    oidvector "oidvector",
    path "path",
    pg_lsn "pg_lsn",
    pg_snapshot "pg_snapshot",
    point "point",
    polygon "polygon",
    record "record",
    refcursor "refcursor",
    regclass "regclass",
    regcollation "regcollation",
    regconfig "regconfig",
    regdictionary "regdictionary",
    regnamespace "regnamespace",
    regoper "regoper",
    regoperator "regoperator",
    regproc "regproc",
    regprocedure "regprocedure",
    regrole "regrole",
    regtype "regtype",
    text "text",
    tid "tid",
    time "time without time zone",
    timestamp "timestamp without time zone",
    timestamptz "timestamp with time zone",
    timetz "time with time zone",
    tsquery "tsquery",
    tsvector "tsvector",
    txid_snapshot "txid_snapshot",
    unknown "unknown, the type of a literal",
    uuid "uuid",
    varbit "bit varying",
    varchar "character varying",
    void "void",
    xid "xid",
    xid8 "xid8",
    xml "xml",
}

/// An array with elements of `S`, of any number of dimensions: PostgreSQL does
/// not keep how many were declared. Elements can always be NULL.
pub struct array<S>(PhantomData<S>);

/// A range over `S`, `int4range` and the like.
pub struct range<S>(PhantomData<S>);

/// A multirange over `S`, `int4multirange` and the like.
pub struct multirange<S>(PhantomData<S>);

/// `S` where NULL is possible: a column without NOT NULL.
pub struct nullable<S>(PhantomData<S>);

/// `S` where nobody knows whether NULL is possible: a column of a view, an
/// element of an array. Held by what holds `S` and by an `Option` of that.
pub struct maybe<S>(PhantomData<S>);

/// An enum or composite type of the schema's own. `H` is the hash of its
/// qualified name.
pub enum named<const H: u64> {}

/// A type that has the values of `B` and a name of its own: a domain over `B`,
/// or a range type that `CREATE TYPE` made over what `B` is the range of. `H` is
/// the hash of its qualified name. Held by what holds `B`, and by a newtype that
/// is bound to it with `#[conformant(type = "...")]`.
pub struct domain<const H: u64, B>(PhantomData<B>);

/// A base type that is not PostgreSQL's own, mostly an extension's. `H` is the
/// hash of its name without schema, because an extension can be in any.
pub enum base<const H: u64> {}

macro_rules! aliases {
    ($($name:ident = $ty:ty, $sql:literal;)*) => {
        $(
            #[doc = concat!("`", $sql, "`")]
            pub type $name = $ty;
        )*
    };
}

aliases! {
    datemultirange = multirange<date>, "datemultirange";
    daterange = range<date>, "daterange";
    int4multirange = multirange<int4>, "int4multirange";
    int4range = range<int4>, "int4range";
    int8multirange = multirange<int8>, "int8multirange";
    int8range = range<int8>, "int8range";
    nummultirange = multirange<numeric>, "nummultirange";
    numrange = range<numeric>, "numrange";
    tsmultirange = multirange<timestamp>, "tsmultirange";
    tsrange = range<timestamp>, "tsrange";
    tstzmultirange = multirange<timestamptz>, "tstzmultirange";
    tstzrange = range<timestamptz>, "tstzrange";

    citext = base<{ hash("citext") }>, "citext, of the extension citext";
    cube = base<{ hash("cube") }>, "cube, of the extension cube";
    geography = base<{ hash("geography") }>, "geography, of PostGIS";
    geometry = base<{ hash("geometry") }>, "geometry, of PostGIS";
    halfvec = base<{ hash("halfvec") }>, "halfvec, of pgvector";
    hstore = base<{ hash("hstore") }>, "hstore, of the extension hstore";
    lquery = base<{ hash("lquery") }>, "lquery, of the extension ltree";
    ltree = base<{ hash("ltree") }>, "ltree, of the extension ltree";
    ltxtquery = base<{ hash("ltxtquery") }>, "ltxtquery, of the extension ltree";
    sparsevec = base<{ hash("sparsevec") }>, "sparsevec, of pgvector";
    vector = base<{ hash("vector") }>, "vector, of pgvector";
}
