#[conformant(table = "users", partial)]
struct Login {
    #[conformant(column = "email")]
    address: String,
    nickname: Option<String>,
}

// ----------

::schema_runtime::__model! {
    Login "users" "public"
    "a1159fdc2814d910d01ec0e189e3736473cb783919d285ccfca18911ee760def"["email"
    "nickname"] ["/schema/public/users.json"] [::schema_runtime::sql::domain <
    6858090196229452790, ::schema_runtime::sql::text >,::schema_runtime::sql::nullable
    <::schema_runtime::sql::text >,] [String, Option < String >,]
}
