use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct User {
    pub nickname: Option<String>,
    #[conformant(flatten)]
    pub rest: Option<Rest>,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Rest {
    pub logins: i64,
}
