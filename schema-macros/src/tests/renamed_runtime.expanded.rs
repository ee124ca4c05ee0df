#[conformant(table = "users", partial, crate = "::renamed")]
struct User {
    id: Uuid,
}

// ----------

::renamed::__model! {
    User "users" "public"
    "a1159fdc2814d910d01ec0e189e3736473cb783919d285ccfca18911ee760def"["id"]
    ["/schema/public/users.json"] [::renamed::sql::uuid,] [Uuid,]
}
