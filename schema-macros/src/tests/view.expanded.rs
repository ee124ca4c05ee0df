struct ActiveUser {
    id: Uuid,
    email: Option<String>,
    nickname: Option<String>,
}

// ----------

::schema_runtime::__model! {
    ActiveUser "active_users" "public"
    "4d624c0b8bc6db3796912be4d09919091b07577c0561159b70b1c3062dffcad0"["id" "email"
    "nickname"] ["/schema/public/active_users.json"] [::schema_runtime::sql::maybe
    <::schema_runtime::sql::uuid >,::schema_runtime::sql::maybe
    <::schema_runtime::sql::domain < 6858090196229452790, ::schema_runtime::sql::text
    >>,::schema_runtime::sql::maybe <::schema_runtime::sql::text >,] [Uuid, Option <
    String >, Option < String >,]
}
