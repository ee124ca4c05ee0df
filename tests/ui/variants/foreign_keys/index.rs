//! What is said of an index that does not serve a foreign key, and of a type that is not the key's.

use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "brin", partial)]
pub struct Brin {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "conditional", partial)]
pub struct Conditional {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "included", partial)]
pub struct Included {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "second", partial)]
pub struct Second {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "broken", partial)]
pub struct Broken {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "parted", partial)]
pub struct Parted {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "attached", partial)]
pub struct Attached {
    pub user_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "collated", partial)]
pub struct Collated {
    pub user_name: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "half", partial)]
pub struct Half {
    pub user_id: Option<Uuid>,
    pub number: Option<i64>,
}

#[derive(Conformant)]
#[conformant(table = "narrow", partial)]
pub struct Narrow {
    pub user_number: Option<i64>,
}

#[derive(Conformant)]
#[conformant(table = "numbered", partial)]
pub struct Numbered {
    pub user_number: Option<i32>,
}
