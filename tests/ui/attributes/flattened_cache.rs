use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial, cache = "user")]
pub struct User {
    pub nickname: Option<String>,
    #[conformant(flatten)]
    pub rest: Rest,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
pub struct Rest {
    pub logins: i64,
}
