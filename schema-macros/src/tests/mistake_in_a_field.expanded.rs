#[conformant(table = "users", partial)]
struct User {
    id: Uuid,
    emial: String,
}

// ----------

::schema_runtime::__model! {
    User "users" "public"
    "a1159fdc2814d910d01ec0e189e3736473cb783919d285ccfca18911ee760def"["id" "emial"]
    ["/schema/public/users.json"] [::schema_runtime::sql::uuid,] [Uuid,]
}
::core::compile_error! {
    "`User.emial` has no column: `public.users` has no column `emial`\n= help: `public.users` has `email`: name the field so, or write `#[conformant(column = \"email\")]`\n= note: [unknown_column] from schema/public/users.json; `cargo schema refresh` if the database has changed"
}
