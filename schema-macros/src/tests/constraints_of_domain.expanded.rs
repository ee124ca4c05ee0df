#[conformant(table = "users", partial, constraints)]
struct Login {
    #[conformant(column = "email")]
    address: String,
}

// ----------

::schema_runtime::__model! {
    Login "users" "public"
    "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e"["email"]
    ["/schema/public/users.json" "/schema/public/types/email.json"]
    [::schema_runtime::sql::domain < 6858090196229452790, ::schema_runtime::sql::text >,]
    [String,] const KNOWN : & 'static [& 'static ::core::primitive::str] = & ["id",
    "email", "nickname", "logins", "settings", "tags", "avatar", "type", "created_at",
    "updated_at"];
}
::schema_runtime::__constraints! {
    LoginConstraint[] [Login] [] "public.users" false UsersPkey PrimaryKey "users_pkey"
    "id"["id"] [] []; UsersTypeCheck Check "users_type_check" ""["type"] [] []; NotNullId
    NotNull "id" ""["id"] [] []; NotNullEmail NotNull "email" ""["email"] ["address"] [];
    NotNullLogins NotNull "logins" ""["logins"] [] []; NotNullSettings NotNull "settings"
    ""["settings"] [] []; NotNullTags NotNull "tags" ""["tags"] [] []; NotNullType
    NotNull "type" ""["type"] [] []; NotNullCreatedAt NotNull "created_at"
    ""["created_at"] [] []; NotNullUpdatedAt NotNull "updated_at" ""["updated_at"] [] [];
    EmailCheck Check "email_check" ""["email"] ["address"] ["public" "email"];
}
