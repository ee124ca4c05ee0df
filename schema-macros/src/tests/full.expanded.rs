struct User {
    id: Uuid,
    email: String,
    nickname: Option<String>,
    logins: i64,
    settings: Value,
    tags: Vec<String>,
    avatar: Option<Vec<u8>>,
    r#type: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

// ----------

const _: () = {
    let _ = ::core::option_env!("SCHEMA_SNAPSHOT");
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/schema.toml")
    );
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/index.json")
    );
};
::schema_runtime::__model! {
    User "users" "public"
    "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e"["id" "email"
    "nickname" "logins" "settings" "tags" "avatar" "type" "created_at" "updated_at"]
    ["/schema/public/users.json"]
    [::schema_runtime::sql::uuid,::schema_runtime::sql::domain < 6858090196229452790,
    ::schema_runtime::sql::text >,::schema_runtime::sql::nullable
    <::schema_runtime::sql::text
    >,::schema_runtime::sql::int8,::schema_runtime::sql::jsonb,::schema_runtime::sql::array
    <::schema_runtime::sql::text >,::schema_runtime::sql::nullable
    <::schema_runtime::sql::bytea >,::schema_runtime::sql::timestamptz,] [Uuid, String,
    Option < String >, i64, Value, Vec < String >, Option < Vec < u8 > >, DateTime < Utc
    >,]
}
