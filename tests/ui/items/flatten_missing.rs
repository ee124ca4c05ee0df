use chrono::{DateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
pub struct ActiveUser {
    pub id: Uuid,
    #[conformant(flatten)]
    pub names: Names,
}

#[derive(Conformant)]
#[conformant(table = "active_users", partial)]
pub struct Names {
    pub nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "active_users", partial)]
pub struct Wrong {
    #[conformant(flatten)]
    pub times: Times,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial)]
pub struct Times {
    pub created_at: DateTime<Utc>,
}
