#[conformant(table = "users", partial)]
struct Login {
    #[conformant(column = "email")]
    address: String,
    nickname: Option<String>,
}

// ----------

::schema_runtime::__model! {
    Login "users" "public"
    "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e"["email"
    "nickname"] ["/schema/public/users.json"] [::schema_runtime::sql::domain <
    6858090196229452790, ::schema_runtime::sql::text >,::schema_runtime::sql::nullable
    <::schema_runtime::sql::text >,] [String, Option < String >,]
}
