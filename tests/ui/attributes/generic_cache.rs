use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "users", partial, cache = "user")]
pub struct User<Settings> {
    pub nickname: Option<String>,
    pub settings: Settings,
}
