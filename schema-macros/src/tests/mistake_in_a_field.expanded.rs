#[conformant(table = "users", partial)]
struct User {
    id: Uuid,
    emial: String,
}

// ----------

::schema_runtime::__model! {
    User "users" "public"
    "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e"["id" "emial"]
    ["/schema/public/users.json"] [::schema_runtime::sql::uuid,] [Uuid,]
}
::core::compile_error! {
    "`User.emial` has no column: `public.users` has no column `emial`\n= help: `public.users` has `email`: name the field so, or write `#[conformant(column = \"email\")]`\n= note: [unknown_column] from schema/public/users.json; `cargo schema refresh` if the database has changed"
}
