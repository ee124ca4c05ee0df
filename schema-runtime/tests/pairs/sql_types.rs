//! The SQL types that are asked about, and what each driver calls them.

use postgres_types::{Kind, Type};
use schema_snapshot::{QualifiedName, SqlType};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Calls `$with! { $($more)* (marker, oid, "format_type", diesel's type) ... }`.
///
/// The OIDs are those of `pg_type.dat`, which never change. 0: of an extension.
/// diesel's type is `()` where it has none.
macro_rules! sql_types {
    ($with:ident $($more:tt)*) => { $with! { $($more)*
        (aclitem, 1033, "aclitem", ())
        (bit, 1560, "bit", ())
        (bool, 16, "boolean", ::diesel::sql_types::Bool)
        (r#box, 603, "box", ())
        (bpchar, 1042, "character", ::diesel::sql_types::Bpchar)
        (bytea, 17, "bytea", ::diesel::sql_types::Bytea)
        (char, 18, "\"char\"", ::diesel::sql_types::CChar)
        (cid, 29, "cid", ())
        (cidr, 650, "cidr", ::diesel::sql_types::Cidr)
        (circle, 718, "circle", ())
        (date, 1082, "date", ::diesel::sql_types::Date)
        (datemultirange, 4535, "datemultirange", ::diesel::sql_types::Datemultirange)
        (daterange, 3912, "daterange", ::diesel::sql_types::Daterange)
        (float4, 700, "real", ::diesel::sql_types::Float4)
        (float8, 701, "double precision", ::diesel::sql_types::Float8)
        (inet, 869, "inet", ::diesel::sql_types::Inet)
        (int2, 21, "smallint", ::diesel::sql_types::Int2)
        (int2vector, 22, "int2vector", ())
        (int4, 23, "integer", ::diesel::sql_types::Int4)
        (int4multirange, 4451, "int4multirange", ::diesel::sql_types::Int4multirange)
        (int4range, 3904, "int4range", ::diesel::sql_types::Int4range)
        (int8, 20, "bigint", ::diesel::sql_types::Int8)
        (int8multirange, 4536, "int8multirange", ::diesel::sql_types::Int8multirange)
        (int8range, 3926, "int8range", ::diesel::sql_types::Int8range)
        (interval, 1186, "interval", ::diesel::sql_types::Interval)
        (json, 114, "json", ::diesel::sql_types::Json)
        (jsonb, 3802, "jsonb", ::diesel::sql_types::Jsonb)
        (jsonpath, 4072, "jsonpath", ())
        (line, 628, "line", ())
        (lseg, 601, "lseg", ())
        (macaddr, 829, "macaddr", ::diesel::sql_types::Macaddr)
        (macaddr8, 774, "macaddr8", ::diesel::sql_types::Macaddr8)
        (money, 790, "money", ::diesel::sql_types::Money)
        (name, 19, "name", ())
        (numeric, 1700, "numeric", ::diesel::sql_types::Numeric)
        (nummultirange, 4532, "nummultirange", ::diesel::sql_types::Nummultirange)
        (numrange, 3906, "numrange", ::diesel::sql_types::Numrange)
        (oid, 26, "oid", ::diesel::sql_types::Oid)
        (oidvector, 30, "oidvector", ())
        (path, 602, "path", ())
        (pg_lsn, 3220, "pg_lsn", ::diesel::sql_types::PgLsn)
        (pg_snapshot, 5038, "pg_snapshot", ())
        (point, 600, "point", ())
        (polygon, 604, "polygon", ())
        (record, 2249, "record", ())
        (refcursor, 1790, "refcursor", ())
        (regclass, 2205, "regclass", ())
        (regcollation, 4191, "regcollation", ())
        (regconfig, 3734, "regconfig", ())
        (regdictionary, 3769, "regdictionary", ())
        (regnamespace, 4089, "regnamespace", ())
        (regoper, 2203, "regoper", ())
        (regoperator, 2204, "regoperator", ())
        (regproc, 24, "regproc", ())
        (regprocedure, 2202, "regprocedure", ())
        (regrole, 4096, "regrole", ())
        (regtype, 2206, "regtype", ())
        (text, 25, "text", ::diesel::sql_types::Text)
        (tid, 27, "tid", ())
        (time, 1083, "time without time zone", ::diesel::sql_types::Time)
        (timestamp, 1114, "timestamp without time zone", ::diesel::sql_types::Timestamp)
        (timestamptz, 1184, "timestamp with time zone", ::diesel::sql_types::Timestamptz)
        (timetz, 1266, "time with time zone", ())
        (tsmultirange, 4533, "tsmultirange", ::diesel::sql_types::Tsmultirange)
        (tsquery, 3615, "tsquery", ())
        (tsrange, 3908, "tsrange", ::diesel::sql_types::Tsrange)
        (tstzmultirange, 4534, "tstzmultirange", ::diesel::sql_types::Tstzmultirange)
        (tstzrange, 3910, "tstzrange", ::diesel::sql_types::Tstzrange)
        (tsvector, 3614, "tsvector", ())
        (txid_snapshot, 2970, "txid_snapshot", ())
        (unknown, 705, "unknown", ())
        (uuid, 2950, "uuid", ::diesel::sql_types::Uuid)
        (varbit, 1562, "bit varying", ())
        (varchar, 1043, "character varying", ::diesel::sql_types::Varchar)
        (void, 2278, "void", ())
        (xid, 28, "xid", ())
        (xid8, 5069, "xid8", ())
        (xml, 142, "xml", ())
        (citext, 0, "citext", ::diesel::sql_types::Citext)
        (cube, 0, "cube", ())
        (geography, 0, "geography", ())
        (geometry, 0, "geometry", ())
        (halfvec, 0, "halfvec", ())
        (hstore, 0, "hstore", ())
        (lquery, 0, "lquery", ())
        (ltree, 0, "ltree", ())
        (ltxtquery, 0, "ltxtquery", ())
        (sparsevec, 0, "sparsevec", ())
        (vector, 0, "vector", ())
    } };
}

/// One row of the table, without its types.
#[derive(Clone, Copy)]
pub(crate) struct Sql {
    /// The marker's name.
    pub(crate) marker: &'static str,
    oid: u32,
    /// As `format_type` writes it.
    pub(crate) format_type: &'static str,
}

macro_rules! rows {
    ($(($marker:ident, $oid:literal, $format_type:literal, $diesel:ty))*) => {
        &[$(Sql { marker: stringify!($marker), oid: $oid, format_type: $format_type }),*]
    };
}

/// Every row.
pub(crate) static ALL: &[Sql] = sql_types!(rows);

impl Sql {
    /// `pg_type.typname`.
    pub(crate) fn typname(&self) -> &'static str {
        self.marker.trim_start_matches("r#")
    }

    /// As a snapshot has it.
    pub(crate) fn snapshot(&self) -> SqlType {
        if self.oid == 0 {
            return SqlType::Base {
                name: QualifiedName::new("public", self.format_type),
                modifiers: String::new(),
            };
        }
        SqlType::Builtin(self.format_type.to_owned())
    }

    /// As `postgres-types` sees it in a row's description.
    pub(crate) fn postgres(&self) -> Type {
        Type::from_oid(self.oid).unwrap_or_else(|| {
            assert_eq!(self.oid, 0, "{} has an OID that nobody knows", self.marker);
            Type::new(
                self.typname().to_owned(),
                90_000,
                Kind::Simple,
                "public".to_owned(),
            )
        })
    }

    /// The array of it, as `postgres-types` sees it.
    pub(crate) fn postgres_array(&self) -> Type {
        let name = format!("_{}", self.typname());
        Type::new(
            name,
            90_001,
            Kind::Array(self.postgres()),
            "public".to_owned(),
        )
    }

    /// As sqlx sees it, in the JSON form of its `offline` feature: by name where
    /// sqlx has a variant for it, else as a type that it looked up.
    pub(crate) fn sqlx<T: DeserializeOwned>(&self) -> T {
        read(self.sqlx_json::<T>()).expect("sqlx reads its own form")
    }

    /// The array of it, as sqlx sees it.
    pub(crate) fn sqlx_array<T: DeserializeOwned>(&self) -> T {
        read(json!(format!("{}Array", self.sqlx_variant()))).unwrap_or_else(|| {
            let kind = json!({ "Array": self.sqlx_json::<T>() });
            read(custom(&format!("_{}", self.typname()), &kind)).expect("sqlx reads its own form")
        })
    }

    fn sqlx_json<T: DeserializeOwned>(&self) -> Value {
        let variant = json!(self.sqlx_variant());
        if read::<T>(variant.clone()).is_some() {
            variant
        } else {
            custom(self.typname(), &json!("Simple"))
        }
    }

    fn sqlx_variant(&self) -> String {
        let name = self.typname().replace("range", "Range");
        name[..1].to_uppercase() + &name[1..]
    }
}

fn read<T: DeserializeOwned>(json: Value) -> Option<T> {
    serde_json::from_value(json).ok()
}

fn custom(name: &str, kind: &Value) -> Value {
    json!({ "Custom": { "name": name, "kind": kind } })
}
