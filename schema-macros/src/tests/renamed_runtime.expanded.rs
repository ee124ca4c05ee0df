#[conformant(table = "users", partial, crate = "::renamed")]
struct User {
    id: Uuid,
}

// ----------

::renamed::__model! {
    User "users" "public"
    "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e"["id"]
    ["/schema/public/users.json"] [::renamed::sql::uuid,] [Uuid,]
}
